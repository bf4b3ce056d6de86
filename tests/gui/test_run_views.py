"""A trace opens again from Runs as it was looked at last: text, changes in the model, head, view and colours; its arrays are compared."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from answering import Answering

from workbench.gui.preferences import Preferences
from workbench.gui.run_views import NAME, RunViews
from workbench.gui.shell import Shell
from workbench.gui.window import Workspace
from workbench.values import Ablation, RunKept, RunKeptRequest, RunRecord, RunRow, Selection, Subject, TraceRequest

TEXT = "The cat sat on the mat"


@pytest.fixture
def workspace(qapp, tmp_path, monkeypatch, wait_until):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    shell = Shell()
    shell.show()
    made = Workspace(shell, Preferences())
    made.begin(model="starter", text=TEXT, panel="attention")
    wait_until(lambda: made.subject_bar.chip.text() and not made.session.jobs, 120)
    yield made
    shell.close()
    made.close()


def test_that_a_trace_opens_from_runs_with_its_changes_its_view_and_its_kept_arrays_compared(workspace, wait_until):
    session, panel = workspace.session, workspace.panels["attention"]
    change = (Ablation(0, 1, "zero"),)
    session.intervene(change)
    wait_until(lambda: panel.shown_job() is not None and panel.shown.trace.request.interventions == change, 60)
    wait_until(lambda: panel.shown.run_id is not None, 60)  # it rested, and became a run
    run_id = panel.shown.run_id
    panel.keeping.action.trigger()
    wait_until(lambda: "are kept" in panel.frame.bar.what.text(), 60)
    session.select(Selection(4, 7, 1, 1))
    heads = panel.view("heads")
    heads.looks.hide_sink.setChecked(not heads.looks.looks.hide_sink)
    looks = heads.looks.looks
    wait_until(lambda: session.selection == workspace.views._selection)
    session.change_subject(text="Something else")
    session.intervene(())
    session.select(Selection(0, 0, 0, 0))
    heads.looks.hide_sink.setChecked(not looks.hide_sink)
    runs = workspace.raise_panel("runs")
    wait_until(lambda: any(row.id == run_id for row in runs.model.rows), 60)
    runs._open(next(row for row in runs.model.rows if row.id == run_id))
    wait_until(lambda: panel.isVisible() and session.subject.text == TEXT and panel.keeping.said(), 60)
    wait_until(lambda: session.selection == Selection(4, 7, 1, 1) and "Its kept arrays" in panel.frame.bar.why.text(), 60)
    wait_until(lambda: not session.jobs, 60)
    assert session.interventions == change
    assert panel.shown.trace.request.interventions == change
    assert session.selection == Selection(4, 7, 1, 1)
    assert panel.choice.head == (1, 1)
    assert heads.looks.looks == looks
    assert panel.frame.bar.what.text() == f"Run {run_id}, recomputed when opened."
    assert "Its kept arrays" in panel.frame.bar.why.text()


class Panel:
    def __init__(self) -> None:
        self.states: list[object] = []

    def restore_state(self, state: object) -> None:
        self.states.append(dict(state))


@pytest.mark.parametrize(
    ("content", "states"),
    [
        (json.dumps({"state": {"a": 1}, "selection": dataclasses.asdict(Selection(1, 2))}).encode(), [{"a": 1}]),
        (b"no JSON", []),
        (b"[]", []),
        (b'{"state": 7}', []),
        (b'{"state": {}, "selection": {"far": 1}}', [{}]),
    ],
)
def test_that_a_view_that_cannot_be_read_costs_nothing_but_the_view(qapp, tmp_path, wait_until, content, states):
    answering, panel = Answering(), Panel()
    path: Path = tmp_path / NAME
    path.write_bytes(content)
    answering.answers[RunKeptRequest] = lambda request: RunKept(request.id, request.name, str(path), len(content))
    session = answering.session()
    views = RunViews(session, lambda name: panel if name == "attention" else None)
    row = RunRow(7, "01T", "trace", "done", "m", "ab", "", "", "", None, (), "")
    session.open_run(RunRecord(row, TraceRequest(Subject("m", "abc")), (), None, "", {}, {}))
    wait_until(lambda: not session.jobs)
    assert panel.states == states
    assert session.selection == (Selection(1, 2) if states == [{"a": 1}] else Selection())
    views.deleteLater()
    answering.close()
