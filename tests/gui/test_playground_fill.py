"""Filling in masks in the playground, with an encoder open."""

from __future__ import annotations

import dataclasses

import made_steps as made
import numpy as np
import pytest
from answering import Answering
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import (
    Distribution,
    Filled,
    FilledMask,
    FillRequest,
    GenerateRequest,
    OpenRequest,
    RunRecord,
    RunRow,
    Selection,
    Subject,
)

ENCODER = dataclasses.replace(made.INFO, kind="encoder")
TEXT = "나는 [MASK]를 먹는다."


def filled(request: FillRequest, *, masks: int = 1) -> Filled:
    """Two candidates for each mask; positions are those of the test's own tokens that hold the mask's bytes."""
    distribution = Distribution(np.asarray([7, 9], np.int32), ("배", "무"), np.log(np.asarray([0.6, 0.3], np.float32)), 0.1, 1.0)
    text = request.subject.text
    start = len(text[: text.index("[MASK]")].encode())
    encoding = encode(text)
    spans = encoding.byte_spans.copy()
    position = int(np.flatnonzero(spans[:, 0] <= start)[-1])
    spans[position] = start, start + len("[MASK]")
    one = FilledMask(position, distribution)
    answer = dataclasses.replace(encoding, byte_spans=spans)
    return Filled(request, ENCODER, answer, (one,) * masks, text.replace("[MASK]", "배"), "plain linear, fused attention")


@pytest.fixture
def answering():
    made_here = Answering()
    made_here.answers[OpenRequest] = lambda request: ENCODER
    made_here.answers[FillRequest] = filled
    yield made_here
    made_here.close()


@pytest.fixture
def session(qapp, answering):
    session = answering.session()
    yield session
    session.deleteLater()


@pytest.fixture
def panel(session, wait_until):
    panel = PlaygroundPanel(session)
    panel.resize(1000, 640)
    panel.show()
    session.change_subject(model="m", text=TEXT)
    session.submit(OpenRequest("m"), key="open")
    wait_until(lambda: panel.generate.text() == "Fill in")
    return panel


def fill(panel, session, wait_until):
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: not session.jobs)


def record(result: Filled | None) -> RunRecord:
    row = RunRow(9, "01T", "fill", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    return RunRecord(row, FillRequest(Subject("m", TEXT)), (), result, "", {}, {})


def test_that_an_encoder_fills_in_instead_of_writing_on(panel, session, answering, wait_until):
    assert panel.fill.isVisible()
    assert not panel.views.isVisible()
    assert not panel.controls.first[0].isVisible()
    fill(panel, session, wait_until)
    assert answering.asked_of(GenerateRequest) == []
    assert panel.fill.sentence.text() == "나는 배를 먹는다."
    rows = panel.fill.lists[0].rows
    assert [(row.text, round(row.share, 2)) for row in rows[:2]] == [("배", 0.6), ("무", 0.3)]
    assert "10.0 %" in rows[2].text
    assert panel.fill.lists[0].isVisible()
    assert not panel.fill.lists[1].isVisible()


def test_that_a_candidate_is_put_into_the_text(panel, session, wait_until):
    fill(panel, session, wait_until)
    panel.fill.lists[0].chosen.emit(9)
    assert session.subject.text == "나는 무를 먹는다."


def test_that_the_selected_part_is_hidden(panel, session):
    session.change_subject(text="나는 배를 먹는다.")
    start = len("나는 ".encode())
    session.select(Selection(start, start + 3))
    QTest.mouseClick(panel.fill.hide_word, Qt.MouseButton.LeftButton)
    assert session.subject.text == TEXT
    session.change_subject(text="가")
    panel.fill.editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.mouseClick(panel.fill.hide_word, Qt.MouseButton.LeftButton)
    assert session.subject.text == "가[MASK]"


def test_that_another_text_clears_what_was_filled_in(panel, session, wait_until):
    fill(panel, session, wait_until)
    session.change_subject(text=TEXT + "!")
    assert panel.fill.found is None
    assert "[MASK]" in panel.fill.status.text()


def test_that_a_failure_is_said_in_the_panel_and_leaves_the_button(panel, session, answering, wait_until):
    answering.answers[FillRequest] = lambda request: WorkbenchError("no-mask", model="m", mask="[MASK]")
    fill(panel, session, wait_until)
    assert panel.frame.bar.error is not None
    assert panel.frame.bar.error.code == "no-mask"
    assert (panel.generate.text(), panel.generate.isEnabled()) == ("Fill in", True)


def test_that_filling_can_be_stopped(panel, session, answering, wait_until):
    del answering.answers[FillRequest]
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.generate.text() == "Stop")
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: not session.jobs)
    assert panel.generate.text() == "Fill in"
    assert panel.frame.bar.error is None


def test_that_a_stored_run_is_shown_as_it_was(panel, session):
    session.open_run(record(filled(FillRequest(Subject("m", TEXT)))))
    assert panel.fill.sentence.text() == "나는 배를 먹는다."
    assert any("Stored run 9" in note.text for note in panel.notes.notes)
    session.change_subject(text="else")
    assert panel.fill.found is not None, "a stored run stays until it is left"


def test_that_data_are_exact(panel, session, wait_until):
    fill(panel, session, wait_until)
    rows = list(panel.page.rows())
    assert rows[0] == ("mask", "position", "id", "token", "probability")
    assert [(row[2], row[3]) for row in rows[1:]] == [(7, "배"), (9, "무")]
    assert float(rows[1][4]) == pytest.approx(0.6, abs=1e-6)


def test_that_the_copied_python_fills_in_the_same_text(panel, session, wait_until):
    fill(panel, session, wait_until)
    copied = panel.page.python()
    compile(copied, "snippet", "exec")
    assert repr(TEXT) in copied
