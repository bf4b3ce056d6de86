"""Which token is asked about, rather than which other: one choice for all views of a trace, kept for each text."""

from __future__ import annotations

import dataclasses

import pytest
from made_attention import Attending
from made_encodings import encode
from PySide6.QtTest import QTest

from workbench.gui.models.contrast import Token
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_contrast import AttentionContrast
from workbench.gui.panels.attention_shown import Shown
from workbench.values import Contrast, NextRequest, Subject, Tokenized, TokenizeRequest, TraceRequest

TEXT = "When Mary went"


@pytest.fixture
def answering():
    made = Attending()
    made.answers[TokenizeRequest] = lambda request: Tokenized(request, encode(request.subject.text), "", 100)
    yield made
    made.close()


@pytest.fixture
def choice(session):
    return Choice(session, session)


@pytest.fixture
def show(choice, answering):
    def put(text: str) -> None:
        choice.set_trace(Shown.of(answering.trace(TraceRequest(Subject("m", text))), ""))

    return put


@pytest.fixture
def line(choice):
    made = AttentionContrast(choice)
    made.resize(900, 40)
    made.show()
    return made


def test_that_unasked_it_is_the_most_probable_token_against_the_second_and_costs_no_question(choice, show, line, answering):
    show(TEXT)
    assert choice.contrast.contrast == Contrast(2, 5, 6)
    assert (line.line.tokens["token"].text(), line.line.tokens["against"].text()) == ("·Mary", "⟨EC 9D⟩")
    assert line.line.position.text() == "·went (2)"
    assert not line.line.reset.isVisible()
    assert not answering.asked


def test_that_another_position_asks_what_is_expected_there_once_and_only_where_it_is_seen(
    choice, show, line, answering, session, wait_until
):
    show(TEXT)
    line.hide()
    choice.contrast.choose_position(1)
    assert choice.contrast.contrast is None
    assert not answering.asked
    line.show()
    wait_until(lambda: choice.contrast.contrast is not None)
    choice.changed.emit()
    assert answering.asked_of(NextRequest) == [NextRequest(TraceRequest(Subject("m", TEXT)), 1, 20)]
    assert choice.contrast.contrast == Contrast(1, 5, 7)


def test_that_a_choice_is_kept_for_its_text(choice, show):
    show(TEXT)
    choice.contrast.choose("token", Token(9, " x"))
    choice.contrast.choose_alone()
    show("Another text")
    assert choice.contrast.contrast == Contrast(1, 5, 6)
    show(TEXT)
    assert choice.contrast.contrast == Contrast(2, 9, None)
    choice.contrast.reset()
    assert choice.contrast.contrast == Contrast(2, 5, 6)


def test_that_the_other_token_gives_way_to_the_same(choice, show):
    show(TEXT)
    choice.contrast.choose("token", Token(6, "b"))
    assert choice.contrast.contrast == Contrast(2, 6, 5)
    choice.contrast.choose("against", Token(6, "b"))
    assert choice.contrast.contrast == Contrast(2, 5, 6)


def test_that_typed_text_becomes_its_first_token_and_says_so(choice, show, line, wait_until):
    show(TEXT)
    popup = line.line.popups["against"]
    line.line.tokens["against"].click()
    assert [row.text for row in popup.list.rows] == ["·Mary", "⟨EC 9D⟩"]
    QTest.keyClicks(popup.edit, "New York")
    popup.edit.returnPressed.emit()
    wait_until(lambda: choice.contrast.split is not None)
    assert not popup.isVisible()
    assert choice.contrast.contrast == Contrast(2, 5, int(encode("New York").ids[0]))
    assert line.line.note.text() == "“New·York” is 2 tokens; the first, “New”, is meant"
    assert line.line.tokens["against"].text() == "New"
    line.line.reset.click()
    assert line.line.note.text() == ""


def test_that_text_without_a_token_is_an_error_of_the_view(choice, show, line, answering, wait_until):
    show(TEXT)
    answering.answers[TokenizeRequest] = lambda request: Tokenized(request, encode(""), "", 100)
    said = []
    line.failed.connect(said.append)
    choice.contrast.type("token", " ")
    wait_until(lambda: said)
    assert said[0].code == "token-none"
    assert choice.contrast.is_default


def test_that_it_can_be_held_against_nothing(choice, show, line):
    show(TEXT)
    line.line.drop.click()
    assert choice.contrast.contrast == Contrast(2, 5, None)
    assert line.line.tokens["against"].text() == "nothing"
    assert not line.line.drop.isVisible()


def test_that_positions_are_chosen_from_the_text_or_from_what_is_selected(choice, show, line, session, wait_until):
    show(TEXT)
    choice.pick(0)
    line.line.position.click()
    positions = line.line.positions
    assert positions.list.model().rowCount() == 3
    assert positions.list.model().index(1, 0).data() == "   1  ·Mary"
    positions.selected.click()
    assert choice.contrast.position == 0
    positions.list.activated.emit(positions.list.model().index(1, 0))
    assert choice.contrast.position == 0, "the list is closed"
    line.line.position.click()
    positions.list.clicked.emit(positions.list.model().index(1, 0))
    assert choice.contrast.position == 1
    line.line.position.click()
    positions.usual.click()
    assert choice.contrast.position == 2
    assert choice.contrast.is_default


def test_that_of_an_encoder_it_is_the_first_mask(qapp, wait_until):
    answering = Attending(causal=False)
    session = answering.session()
    choice = Choice(session, session)
    line = AttentionContrast(choice)
    line.show()
    trace, model = answering.trace(TraceRequest(Subject("m", TEXT))), dataclasses.replace(answering.model, mask_token=" Mary")
    choice.set_trace(Shown.of(dataclasses.replace(trace, next=None, model=model), ""))
    wait_until(lambda: choice.contrast.contrast is not None)
    assert choice.contrast.contrast == Contrast(1, 5, 7)
    assert line.line.positions.usual.text() == "First mask"
    answering.close()
    session.deleteLater()
