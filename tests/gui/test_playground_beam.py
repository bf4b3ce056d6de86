"""Beam search in the Playground: the tree as it grows, what was pruned, and what came of it."""

from __future__ import annotations

import made_steps as made
import numpy as np
import pytest
from answering import Answering
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_branch_nodes import beam_step

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import Beam, BeamRequest, BeamResult, BeamStarted, RunRecord, RunRow, Subject

STEPS = (
    beam_step(0, [(1, 0, 5, -0.1, "kept"), (2, 0, 6, -0.2, "kept"), (3, 0, 7, -9.0, "pruned")]),
    beam_step(1, [(4, 2, 8, -0.3, "kept"), (5, 1, 9, -0.5, "kept"), (6, 1, 8, -3.0, "pruned")]),
)
RESULT = BeamResult(
    np.zeros(3, np.int32),
    (
        Beam(4, np.asarray([6, 8], np.int32), " six eight", -0.3, -0.15, "length"),
        Beam(5, np.asarray([5, 9], np.int32), " five nine", -0.5, -0.25, "length"),
    ),
    6,
    41.5,
)


@pytest.fixture
def answering():
    built = Answering()
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text="The capital")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session):
    built = PlaygroundPanel(session)
    built.resize(1100, 700)
    built.show()
    QTest.mouseClick(built.modes.button("beam"), Qt.MouseButton.LeftButton)
    yield built
    built.close()
    built.deleteLater()


def started(request: BeamRequest) -> BeamStarted:
    return BeamStarted(request, made.INFO, encode(request.subject.text), "packed")


def search(panel, session, answering):
    panel.generate.click()
    job, request = answering.job_of(BeamRequest), answering.asked_of(BeamRequest)[-1]
    answering.give(session, job, started(request), *STEPS)
    return job


def test_that_search_asks_for_what_its_controls_say(panel, answering):
    panel.beam.width_spin.setValue(3)
    panel.beam.penalty.setValue(0.5)
    panel.beam.early.setChecked(True)
    panel.generate.click()
    (request,) = answering.asked_of(BeamRequest)
    assert request == BeamRequest(Subject("m", "The capital"), width=3, max_new_tokens=24, length_penalty=0.5, early_stopping=True)
    assert panel.generate.text() == "Stop"


def test_that_the_tree_grows_with_the_pruned_nodes_in_it(panel, session, answering, wait_until):
    search(panel, session, answering)
    root = panel.beam.tree.branches
    wait_until(lambda: root.rowCount() == 3)
    assert [node.state for node in root.root.children] == ["kept", "kept", "pruned"]
    assert panel.beam.flow.text() == "t6t8"
    panel.beam.pruned.click()
    assert root.rowCount() == 2


def test_that_the_end_lists_the_continuations_best_first(panel, session, answering):
    job = search(panel, session, answering)
    answering.give(session, job, RESULT, last=True)
    assert [row.text for row in panel.beam.beams.rows] == ["six eight", "five nine"]
    assert "2 continuations, the best first" in panel.beam.status.text()
    panel.beam.beams.chosen.emit(1)
    assert panel.beam.flow.text() == "t5t9"
    assert [row[-2] for row in panel.page.rows()][1:3] == [-0.15, -0.25]


def test_that_walking_the_tree_reads_a_path_that_was_let_go_of(panel, session, answering):
    job = search(panel, session, answering)
    answering.give(session, job, RESULT, last=True)
    panel.beam.tree.setFocus()
    QTest.keyClick(panel.beam.tree, Qt.Key.Key_Down)
    QTest.keyClick(panel.beam.tree, Qt.Key.Key_End)
    assert panel.beam.tree.current.state == "pruned"
    assert panel.beam.flow.text() == "t7"


def test_that_stopping_keeps_the_tree(panel, session, answering):
    job = search(panel, session, answering)
    panel.generate.click()
    session.deliver()
    assert answering.cancelled == [job]
    assert "stopped" in panel.beam.status.text()
    assert panel.beam.tree.branches.rowCount() == 3
    assert panel.frame.bar.error is None


def test_that_a_failure_is_named_and_takes_nothing_away(panel, session, answering):
    job = search(panel, session, answering)
    answering.give(session, job, error=WorkbenchError("child-died", role="engine", cause="killed", details=""))
    assert panel.frame.bar.error.code == "child-died"
    assert panel.beam.tree.branches.rowCount() == 3
    assert panel.generate.text() == "Search"


def test_that_a_stored_search_is_shown_as_it_was(panel, session):
    request = BeamRequest(Subject("m", "The capital"), width=2)
    row = RunRow(7, "01", "beam", "done", "m", "ab", "2026-01-01T00:00:00", "", "", None, (), "")
    panel.modes.choose("complete")
    session.open_run(RunRecord(row, request, (started(request), *STEPS), RESULT, "", {}, {}))
    assert panel.mode == "beam"
    assert panel.beam.width_spin.value() == 2
    assert [row.number for row in panel.beam.beams.rows] == [0, 1]
    assert "run 7" in panel.beam.status.text()
