"""What is changed in the model: the session keeps it, every pass carries it, and it can be taken back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import made_steps as made
import pytest
from answering import Answering
from made_attention import Attending
from made_encodings import encode
from made_scores import scored
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPlainTextEdit, QPushButton

from workbench.gui import i18n
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.gui.panels.runs_details import RunDetails
from workbench.gui.panels.tokens import TokensPanel
from workbench.gui.session import Session
from workbench.gui.undo import Undo
from workbench.gui.widgets.change_strip import ChangeStrip
from workbench.gui.widgets.intervention_words import InterventionWords, python_list
from workbench.values import (
    Ablation,
    FillRequest,
    GenerateRequest,
    RunRecord,
    RunRow,
    ScoreRequest,
    Steering,
    Subject,
    Tokenized,
    TokenizeRequest,
    TraceRequest,
)

TEXT = "The capital of France is"
HEAD, MLP = Ablation(3, 1), Ablation(5, by="zero")


@pytest.fixture
def answering() -> Iterator[Answering]:
    built = Attending()
    built.answers |= {
        ScoreRequest: scored,
        TokenizeRequest: lambda request: Tokenized(request, encode(request.subject.text), "", 8192),
    }
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering) -> Iterator[Session]:
    built = answering.session()
    built.change_subject(model="m", text=TEXT)
    yield built
    built.deleteLater()


@pytest.fixture
def undo(session) -> Undo:
    return Undo(session, session)


def shown(panel):
    panel.resize(1100, 700)
    panel.show()
    return panel


def record(request: object, result: object = None) -> RunRecord:
    row = RunRow(7, "01T", "trace", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    return RunRecord(row, request, (), result, "", {}, {})


# the session


def test_that_a_change_is_told_once_and_stays_with_another_text_but_not_with_another_model(session):
    told = []
    session.interventions_changed.connect(told.append)
    session.intervene([HEAD])
    session.intervene((HEAD,))
    session.change_subject(text="another")
    assert (session.interventions, told) == ((HEAD,), [(HEAD,)])
    session.change_subject(model="other")
    assert (session.interventions, told) == ((), [(HEAD,), ()])


# undo


def test_that_undo_and_redo_walk_through_the_changes_whoever_made_them(session, undo):
    session.intervene([HEAD])
    session.intervene([HEAD, MLP])
    undo.undo.trigger()
    assert session.interventions == (HEAD,)
    undo.undo.trigger()
    assert session.interventions == ()
    assert not undo.undo.isEnabled()
    undo.redo.trigger()
    assert session.interventions == (HEAD,)
    session.intervene([Steering(2, 1.0, token_id=3)])
    assert not undo.redo.isEnabled()


def test_that_the_menu_names_what_would_be_undone_in_both_languages(session, undo):
    session.intervene([HEAD])
    assert undo.undo.text() == "Undo: L3H1 → mean"
    undo.undo.trigger()
    assert (undo.undo.text(), undo.redo.text()) == ("Undo", "Redo: L3H1 → mean")
    i18n.use("ko")
    undo.retranslate()
    assert (undo.undo.text(), undo.redo.text()) == ("되돌리기", "다시 실행: L3H1 → 평균")


def test_that_another_model_has_nothing_to_undo(session, undo):
    session.intervene([HEAD])
    session.change_subject(model="other")
    assert not undo.undo.isEnabled()
    assert not undo.redo.isEnabled()


def test_that_ctrl_z_undoes_a_change_and_leaves_an_editor_its_own(session, undo, wait_until):
    window = QMainWindow()
    editor, button = QPlainTextEdit(window), QPushButton("elsewhere", window)
    editor.setGeometry(0, 0, 100, 60)
    button.setGeometry(0, 70, 100, 30)
    window.addActions([undo.undo, undo.redo])
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    session.intervene([HEAD])
    editor.setFocus()
    QTest.keyClicks(editor, "typed")
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (editor.toPlainText(), session.interventions) == ("", (HEAD,))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.interventions == ()
    QTest.keyClick(button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert session.interventions == (HEAD,)


# words


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (HEAD, "L3H1 → mean"),
        (MLP, "L5 MLP → zero"),
        (Ablation(0, 2, by="resample", part="cross"), "cross L0H2 → resample"),
        (Steering(8, 1.5, towards="good", away="bad"), "L8 +1.5 × (“good” − “bad”)"),
        (Steering(8, -2.0, token_id=7), "L8 -2 × token 7"),
    ],
)
def test_that_each_change_has_a_short_name(qapp, one, words):
    assert InterventionWords().one(one) == words


def test_that_a_snippet_gives_the_same_changes_again():
    changes = [HEAD, MLP, Steering(2, 1.5, towards="a 'b'")]
    assert eval(python_list(changes), {"Ablation": Ablation, "Steering": Steering}) == changes


def test_that_the_strip_is_there_only_while_something_is_changed(qapp):
    strip = ChangeStrip()
    asked = []
    strip.undo_asked.connect(lambda: asked.append("undo"))
    strip.clear_asked.connect(lambda: asked.append("clear"))
    assert strip.isHidden()
    strip.set_interventions([HEAD, MLP])
    assert not strip.isHidden()
    assert strip.label.text() == "The model is changed: L3H1 → mean · L5 MLP → zero"
    strip.undo.click()
    strip.clear.click()
    assert asked == ["undo", "clear"]
    strip.set_interventions([Ablation(0, head) for head in range(11)])
    assert strip.label.text().endswith(" · 3 more")
    strip.set_interventions(())
    assert strip.isHidden()


# the panels


def test_that_attention_is_of_the_changed_model(session, answering, wait_until):
    panel = shown(AttentionPanel(session))
    wait_until(lambda: panel.shown_job() is not None and not session.jobs)
    session.intervene([HEAD])
    assert panel.shown_job() is None
    wait_until(lambda: panel.shown_job() is not None and not session.jobs)
    assert panel.shown_job().request == TraceRequest(Subject("m", TEXT), interventions=(HEAD,))
    assert panel.shown.trace.request.interventions == (HEAD,)
    view = panel.view("heads")
    assert "changed: L3H1 → mean" in view.picture.source.text()
    assert "interventions=[Ablation(layer=3, head=1)]" in view.snippet()
    assert not panel.changes.isHidden()
    panel.changes.clear.click()
    wait_until(lambda: panel.shown_job() is not None and not session.jobs)
    assert panel.shown.trace.request.interventions == ()
    assert panel.changes.isHidden()


def test_that_the_strip_asks_the_window_to_undo(session, answering, undo, wait_until):
    panel = shown(AttentionPanel(session))
    panel.undo_asked.connect(undo.undo.trigger)
    session.intervene([HEAD])
    session.intervene([HEAD, MLP])
    panel.changes.undo.click()
    assert session.interventions == (HEAD,)
    wait_until(lambda: not session.jobs)


def test_that_a_text_is_scored_by_the_changed_model(session, answering, wait_until):
    panel = shown(TokensPanel(session))
    panel.switch.button("surprise").click()
    wait_until(lambda: panel.view("surprise").totals.text())
    session.intervene([MLP])
    wait_until(lambda: len(answering.asked_of(ScoreRequest)) > 1)
    session.deliver()
    assert [request.interventions for request in answering.asked_of(ScoreRequest)] == [(), (MLP,)]
    assert not panel.changes.isHidden()
    assert "interventions=[Ablation(layer=5, by='zero')]" in panel.view("surprise").snippet()
    panel.switch.button("chips").click()
    assert panel.changes.isHidden()


def test_that_the_changed_model_writes_and_a_branch_stays_with_its_run(session, answering):
    panel = shown(PlaygroundPanel(session))
    session.intervene([HEAD])
    panel.generate.click()
    request = answering.asked_of(GenerateRequest)[-1]
    assert request.interventions == (HEAD,)
    steps = [made.step(number, word) for number, word in enumerate((" Paris", "."))]
    answering.give(session, answering.job_of(GenerateRequest), made.started(request), *steps)
    answering.give(session, answering.job_of(GenerateRequest), made.result(steps), last=True)
    session.intervene(())
    assert "Written with these changes of the model: L3H1 → mean." in panel.notes.notes[-1].text
    panel.writing.branch_asked.emit(1, int(steps[1].top_ids[1]))
    assert answering.asked_of(GenerateRequest)[-1].interventions == (HEAD,)


def test_that_a_mode_that_asks_the_model_as_it_was_trained_says_so(session, answering):
    panel = shown(PlaygroundPanel(session))
    session.intervene([HEAD])
    assert panel.changes.label.text() == "The model is changed: L3H1 → mean"
    for mode in ("beam", "classify", "bias"):
        panel.modes.button(mode).click()
        assert panel.changes.label.text() == "The model is changed: L3H1 → mean"
    panel.modes.button("grid").click()
    assert panel.changes.label.text() == "Changes of the model do not act here: L3H1 → mean"


def test_that_beams_labels_pairs_and_masks_are_asked_of_the_changed_model(session, answering):
    panel = shown(PlaygroundPanel(session))
    session.intervene([HEAD])
    for page in (panel.beam, panel.classify, panel.bias):
        assert page.request().interventions == (HEAD,)
        assert page.python().startswith("from workbench.values import Ablation\n")
        assert "interventions=(Ablation(layer=3, head=1" in page.python()
    panel.fill.act()
    assert answering.asked_of(FillRequest)[-1].interventions == (HEAD,)
    assert ", interventions=[Ablation(layer=3, head=1)]" in panel.fill.python()


def test_that_a_runs_details_name_what_was_changed(qapp):
    details = RunDetails()
    details.show_record(record(TraceRequest(Subject("m", TEXT), interventions=(HEAD, MLP))))
    assert "changed in the model: L3H1 → mean · L5 MLP → zero" in details.facts.text()
    details.show_record(record(dataclasses.replace(details.record.request, interventions=())))
    assert "changed in the model" not in details.facts.text()
