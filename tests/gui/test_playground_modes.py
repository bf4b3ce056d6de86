"""What the playground offers for each kind of model, and what it says of a script the model hardly knows."""

from __future__ import annotations

import dataclasses

import made_steps as made
import pytest
from answering import Answering
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.models import fluency
from workbench.gui.models.fluency import needs_judging
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.gui.panels.playground_modes import MODES, possible
from workbench.values import Fluency, FluencyRequest, GenerateRequest, OpenRequest

KINDS = {
    "decoder": made.INFO,
    "base": dataclasses.replace(made.INFO, has_chat_template=False),
    "encoder": dataclasses.replace(made.INFO, kind="encoder", mask_token="<mask>"),
    "sentences": dataclasses.replace(made.INFO, kind="encoder", has_logits=False),
    "pair": dataclasses.replace(made.INFO, kind="encoder-decoder"),
}


@pytest.fixture
def answering():
    built = Answering()
    built.answers[OpenRequest] = lambda request: KINDS[request.model]
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(text="A text")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session):
    built = PlaygroundPanel(session)
    built.resize(1000, 640)
    built.show()
    yield built
    built.close()
    built.deleteLater()


def open_model(session, name: str) -> None:
    session.change_subject(model=name)
    session.submit(OpenRequest(name), key="open")
    session.deliver()


@pytest.mark.parametrize(
    ("kind", "able"),
    [
        ("decoder", ("complete", "chat", "beam", "classify", "bias", "grid")),
        ("base", ("complete", "beam", "classify", "bias", "grid")),
        ("encoder", ("fill", "grid")),
        ("sentences", ()),
        ("pair", ("answer", "classify", "bias", "grid")),
    ],
)
def test_that_a_kind_does_what_it_can(kind, able):
    assert possible(KINDS[kind]) == able


def test_that_a_decoder_which_tells_classes_writes_nothing():
    told = dataclasses.replace(KINDS["decoder"], has_logits=False, classifies="text", labels=("bad", "good"))
    assert possible(told) == ()


def test_that_everything_counts_as_possible_while_nothing_is_known():
    assert possible(None) == MODES


def test_that_the_mode_follows_the_kind_of_the_model(panel, session):
    for name, mode, words in (("encoder", "fill", "Fill in"), ("pair", "answer", "Translate"), ("decoder", "complete", "Generate")):
        open_model(session, name)
        assert (panel.mode, panel.generate.text()) == (mode, words)


def test_that_a_mode_that_suits_stays_when_another_model_of_its_kind_opens(panel, session, answering):
    open_model(session, "decoder")
    QTest.mouseClick(panel.modes.button("chat"), Qt.MouseButton.LeftButton)
    KINDS["other"] = made.INFO
    open_model(session, "other")
    assert panel.mode == "chat"


def test_that_an_impossible_mode_says_why_and_offers_a_model_that_can(panel, session, answering):
    open_model(session, "decoder")
    assert panel.modes.button("fill").property("faint")
    assert "continues a text" in panel.modes.button("fill").accessibleDescription()
    QTest.mouseClick(panel.modes.button("fill"), Qt.MouseButton.LeftButton)
    assert panel.hint.isVisible()
    assert not panel.generate.isVisible()
    wanted = []
    panel.model_chosen.connect(wanted.append)
    panel.hint.asked.emit()
    assert wanted == ["starter-masked"]
    assert answering.asked_of(GenerateRequest) == []


def test_that_a_model_without_template_is_not_asked_to_chat(panel, session):
    open_model(session, "base")
    QTest.mouseClick(panel.modes.button("chat"), Qt.MouseButton.LeftButton)
    assert panel.hint.isVisible()
    assert panel.modes.button("chat").property("faint")


def test_that_the_panel_asks_for_the_kind_of_a_model_that_was_open_before_it(session, answering):
    session.change_subject(model="encoder")
    late = PlaygroundPanel(session)
    session.deliver()
    assert late.mode == "fill"
    assert late.fill.hide_word.text() == "Insert <mask>"
    late.deleteLater()


def test_that_a_translation_stands_below_its_text_and_is_no_continuation(panel, session, answering):
    open_model(session, "pair")
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    request = answering.asked_of(GenerateRequest)[-1]
    started = dataclasses.replace(made.started(request), model=KINDS["pair"])
    steps = [made.step(0, "칠")]
    answering.give(session, answering.job_of(GenerateRequest), started, *steps, made.result(steps), last=True)
    assert panel.writing.flow.text() == "칠"
    assert panel.continuation.prompt == "A text"
    assert panel.continuation.answers
    assert "prompt = 'A text'" in panel.continuation.python()
    open_model(session, "decoder")
    assert panel.continuation is None


# what is said of a script the model hardly knows

KOREAN = "강아지가 사과를 먹는다."


def judged(request: FluencyRequest) -> Fluency:
    hardly = "강" in request.subject.text
    return Fluency(
        request, made.INFO, script="HANGUL", n_chars=12, nats_per_char=4.18, english_nats_per_char=0.71, usual=2.0, hardly=hardly
    )


@pytest.fixture
def judging(answering, monkeypatch):
    monkeypatch.setattr(fluency, "REST_MS", 1)
    answering.answers[FluencyRequest] = judged
    return answering


def test_that_a_script_hardly_known_is_said_with_both_numbers_and_a_model_offered(judging, session, panel, wait_until):
    open_model(session, "decoder")
    session.change_subject(text=KOREAN)
    wait_until(lambda: any("hardly trained on Korean" in note.text for note in panel.notes.notes))
    (note,) = panel.notes.notes
    assert note.warn
    for words in ("4.18 nats per character", "0.71 in plain English", "About 2 times", "not 5.9"):
        assert words in note.text
    wanted = []
    panel.model_chosen.connect(wanted.append)
    note.act()
    assert wanted == ["starter"]
    session.change_subject(text="English again")
    assert panel.notes.notes == ()


def test_that_nothing_is_asked_of_english_nor_of_other_kinds(judging, session, panel, wait_until):
    open_model(session, "decoder")
    session.change_subject(text="The Korean word 사랑 is short. Größe")
    open_model(session, "encoder")
    session.change_subject(text=KOREAN)
    assert not panel._fluency._rest.isActive()
    assert judging.asked_of(FluencyRequest) == []


def test_that_nothing_is_judged_while_nobody_looks(judging, session, panel):
    panel.hide()
    open_model(session, "decoder")
    session.change_subject(text=KOREAN)
    assert not panel._fluency._rest.isActive()
    panel.show()
    assert panel._fluency._rest.isActive()


def test_that_only_texts_with_enough_other_letters_are_judged():
    assert [needs_judging(text) for text in ("", "plain", "사랑 love", "1234 …", "안녕하세요")] == [False, False, False, False, True]
