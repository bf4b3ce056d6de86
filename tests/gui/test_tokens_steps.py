"""The Steps view of the Tokens panel."""

from __future__ import annotations

import dataclasses

import pytest
from answering import Answering
from made_cuts import matched, merged, paths
from made_encodings import encode
from made_pipeline import TEXT, made_pipeline
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.tokens import TokensPanel
from workbench.gui.panels.tokens_steps import words_of
from workbench.gui.widgets.word_list import Word
from workbench.values import CutRequest, PipelineRequest, Selection, Subject, Tokenized, TokenizeRequest


@pytest.fixture
def answering():
    made = Answering()
    made.answers = {
        TokenizeRequest: lambda request: Tokenized(request, encode(request.subject.text), "", 8192),
        PipelineRequest: made_pipeline,
        CutRequest: merged,
    }
    yield made
    made.close()


@pytest.fixture
def session(qapp, answering):
    return answering.session()


@pytest.fixture
def view(session):
    panel = TokensPanel(session)
    panel.resize(1000, 600)
    panel.show()
    panel.switch.button("steps").click()
    made = panel.view("steps")
    made.session = session
    yield made
    panel.close()
    panel.deleteLater()


def study(session, text: str = TEXT) -> None:
    session.change_subject(model="m", text=text)
    for _ in range(4):
        session.deliver()


def test_that_words_are_those_the_model_is_handed_with_their_ids() -> None:
    pipeline = made_pipeline(PipelineRequest(Subject("m", TEXT)))
    assert words_of(pipeline, [1, 0, 0, 0]) == [Word("hi", "hi", 0, 2, (30,), False), Word(" 한", " 한", 2, 6, (40, 50), False)]
    assert [word.added for word in words_of(pipeline, [1, 1, 0, 0])] == [True, False]


def test_that_a_word_that_is_cut_is_shown_first_and_replayed_to_its_end(view, session, answering) -> None:
    study(session)
    assert answering.asked_of(CutRequest) == [CutRequest("m", " 한")]
    assert view.ladder.at == 3
    assert [box.label for box in view.ladder.rungs.rung(3).boxes] == ["6"]
    assert "No pair is left" in view.step.text()


def test_that_a_replay_that_ends_elsewhere_is_not_trusted(view, session) -> None:
    study(session)
    assert "ends at 6, the tokenizer at 40, 50: don't trust" in view.about.text()


def test_that_arrows_and_the_slider_walk_the_steps(view, session) -> None:
    study(session)
    view.ladder.setFocus()
    QTest.keyClick(view.ladder, Qt.Key.Key_Left)
    assert (view.ladder.at, view.slider.value()) == (2, 2)
    QTest.keyClick(view.ladder, Qt.Key.Key_Up)
    assert view.step.text() == "“b” + “c” has rank 3, the lowest of 2 → “bc” (id 5). Next in line: “a” + “b”, rank 7."
    assert view.ladder.accessibleDescription() == view.step.text()
    view.slider.setValue(0)
    assert view.ladder.at == 0
    view.back.click()
    assert view.ladder.at == 0
    view.forth.click()
    assert view.ladder.at == 1
    QTest.keyClick(view.ladder, Qt.Key.Key_End)
    assert (view.ladder.at, view.place.text()) == (3, "Step 3 of 3")


def test_that_a_selection_in_the_text_leads_to_its_word_and_back(view, session, answering) -> None:
    study(session)
    session.select(Selection(0, 1))
    assert answering.asked_of(CutRequest)[-1].word == "hi"
    assert session.selection == Selection(0, 1)
    view.words.setCurrentIndex(view.words.model_of_words.index(1, 0))
    assert session.selection == Selection(2, 6)


def test_that_every_look_up_of_wordpiece_is_a_step(view, session, answering) -> None:
    answering.answers[CutRequest] = matched
    study(session)
    assert [view.ladder.rungs.rung(step).boxes[0].kind for step in (1, 2, 3)] == ["missed", "made", "made"]
    view.slider.setValue(1)
    assert view.step.text() == "“unhappy” is not in the vocabulary: one character less."
    assert [box.id for box in view.ladder.rungs.rung(4).boxes] == [4, 9]


@pytest.mark.parametrize(("failure", "said"), [("too-long", "more than 5 characters"), ("nothing-fits", "the whole word is unknown")])
def test_that_a_word_that_cannot_be_matched_says_why(failure, said, view, session, answering) -> None:
    answering.answers[CutRequest] = lambda request: matched(request, failure)
    study(session)
    assert said in view.step.text()
    assert view.ladder.rungs.rung(view.ladder.at).boxes[0].kind == "unknown"


def test_that_paths_are_shown_best_first_with_their_scores_and_how_far_they_are_behind(view, session, answering) -> None:
    answering.answers[CutRequest] = paths
    study(session)
    assert view.ladder.at == 1
    assert [(box.label, box.caption) for box in view.ladder.rungs.rung(1).boxes] == [("·a", "−1.00"), ("b", "−2.00")]
    view.slider.setValue(3)
    assert view.step.text() == "No. 2: −5.00, which is 2.00 nats less than the best."


def test_that_what_a_character_without_a_piece_costs_is_said_where_it_is_paid(view, session, answering) -> None:
    answering.answers[CutRequest] = paths
    study(session)
    assert "costs" not in view.about.text()
    answering.answers[CutRequest] = lambda request: dataclasses.replace(paths(request), unknown_score=-1.9)
    session.select(Selection(0, 1))
    session.deliver()
    assert "A character that no piece has costs −1.90." in view.about.text()


def test_that_an_added_token_takes_no_steps_and_says_so(view, session, answering) -> None:
    def special(request: TokenizeRequest) -> Tokenized:
        encoding = encode(request.subject.text, special=[(0, "[CLS]")])
        encoding.kinds[1:] = 1
        return Tokenized(request, encoding, "", 8192)

    answering.answers[TokenizeRequest] = special
    study(session)
    session.select(Selection(0, 1))
    assert "“hi” is an added token" in view.about.text()
    assert view.ladder.rungs is None
    assert not view.slider.isEnabled()


def test_that_a_word_too_long_to_follow_says_so_in_the_panel(view, session, answering) -> None:
    answering.answers[CutRequest] = lambda request: WorkbenchError("word-too-long", n_characters=2001, limit=2000)
    study(session)
    assert view._frame.bar.error.code == "word-too-long"
    assert view.ladder.rungs is None


@pytest.mark.parametrize("answer", [merged, matched, paths])
def test_that_every_step_is_a_row_of_the_saved_data_and_the_copied_python_is_valid(answer, view, session, answering) -> None:
    answering.answers[CutRequest] = answer
    study(session)
    header, *rows = view.rows()
    assert {len(row) for row in rows} == {len(header)}
    assert len(rows) == {merged: 2, matched: 3, paths: 5}[answer]
    compile(view.snippet(), "snippet", "exec")


def test_that_the_box_under_the_pointer_is_named(view, session) -> None:
    study(session)
    (box,) = [box for box in view.ladder.rungs.rung(1).boxes if box.kind == "made"]
    assert view.ladder.words_at(view.ladder.box_rect(1, box).center()) == "bc\nin the vocabulary: bc\nid 5"
    click = view.ladder.box_rect(1, box).center().toPoint()
    QTest.mouseClick(view.ladder.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, click)
    assert (view.ladder.at, view.slider.value()) == (1, 1)
