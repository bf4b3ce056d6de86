"""A lesson as its record sees it, with cells that only say a number."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.host.lesson_cell import run_cell
from workbench.host.lessons import Answer, Event, lesson, read_lesson_run
from workbench.store import Store
from workbench.values import (
    Architecture,
    CellRequest,
    LessonArm,
    LessonCell,
    LessonRequest,
    LessonResult,
    RuleClassifier,
    RunRecord,
    RunRequest,
    TextLoss,
    TrainRequest,
    TrainTellRequest,
    spread_of,
)

TRAIN = TrainRequest("tiny", "causal", Architecture("decoder", 1, 2, 16, 32, 32), n_steps=4, batch_tokens=64, micro_rows=2, valid_rows=2,
                     warmup_steps=1, eval_every=2)  # fmt: skip
AFTER = dataclasses.replace(TRAIN, architecture=None, start="arm:first")
ARMS = (
    LessonArm("first", {}, TRAIN),
    LessonArm("after", {}, AFTER),
    LessonArm("rule", {}, measures=(RuleClassifier("majority"),), n_seeds=1),
)
LESSON = LessonRequest("lesson", {}, {}, ARMS, (1, 2), ("loss",), "loss")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    opened = Store(tmp_path / "workbench.db")
    yield opened
    opened.close(patience_s=1)


class Cells:
    """Answers with a number, and remembers what it was asked."""

    def __init__(self, failing: int = -1) -> None:
        self.asked: list[CellRequest] = []
        self._failing = failing

    def __call__(self, asked: CellRequest) -> LessonCell:
        self.asked.append(asked)
        if asked.arm == self._failing:
            return LessonCell(asked.arm, asked.seed, "failed", error_code="internal", error_values={"reason": "luck"})
        return LessonCell(asked.arm, asked.seed, "done", 100 * asked.arm + asked.seed, {"loss": float(asked.seed)}, seconds=1.0)


def worked_off(store: Store, answer: Answer, request: LessonRequest = LESSON) -> tuple[int, list[Event]]:
    record, events = lesson(request, store, stop=threading.Event(), answer=answer)
    return record.run_id or 0, list(events)


def test_that_every_cell_is_measured_once_and_recorded(store: Store) -> None:
    cells = Cells()
    run_id, events = worked_off(store, cells)
    assert sorted((one.arm, one.seed) for one in cells.asked) == sorted(LESSON.cells)
    assert events[-1] == LessonResult(5, 0, events[-1].seconds)  # type: ignore[union-attr]
    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    assert (record.row.kind, record.row.status, record.row.summary) == ("lesson", "done", "5 of 5 cells")
    assert [event for event in record.events if isinstance(event, LessonCell)] == [
        event for event in events if isinstance(event, LessonCell)
    ]


def test_that_an_arm_waits_for_the_one_it_begins_with_and_goes_on_from_its_run(store: Store) -> None:
    cells = Cells()
    run_id, _ = worked_off(store, cells)
    assert {(one.seed, one.start) for one in cells.asked if one.arm == 1} == {(1, "run:1"), (2, "run:2")}
    assert {one.lesson_run for one in cells.asked} == {run_id}


def test_that_what_needs_a_cell_that_failed_is_lost_and_the_rest_is_measured(store: Store) -> None:
    cells = Cells(failing=0)
    _, events = worked_off(store, cells)
    assert [one.arm for one in cells.asked] == [0, 2, 0]
    lost = [event for event in events if isinstance(event, LessonCell) and event.error_code == "lesson-cell-lost"]
    assert [(one.arm, one.seed) for one in lost] == [(1, 1), (1, 2)]
    assert isinstance(events[-1], LessonResult)
    assert (events[-1].n_done, events[-1].n_failed, events[-1].stopped) == (1, 4, False)


def test_that_a_lesson_is_stopped_through_the_record_and_gone_on_with_where_it_was(store: Store) -> None:
    before = Cells()
    record, events = lesson(LESSON, store, stop=threading.Event(), answer=before)
    for event in events:
        if isinstance(event, LessonCell) and event.state == "done":
            store.answer(TrainTellRequest(record.run_id or 0, "stop"))
    assert isinstance(event, LessonResult)
    assert event.stopped
    measured = event.n_done
    assert 0 < measured < 5
    after = Cells()
    _, events_after = worked_off(store, after, dataclasses.replace(LESSON, parent_run=record.run_id))
    known = [event for event in events_after if isinstance(event, LessonCell) and event.known]
    assert len(known) == measured
    assert {(one.arm, one.seed) for one in known} | {(one.arm, one.seed) for one in after.asked} == set(LESSON.cells)
    assert len(known) + len(after.asked) == 5


def test_that_only_a_lesson_is_gone_on_with(store: Store) -> None:
    record = store.begin(TRAIN)
    with pytest.raises(WorkbenchError, match="no lesson"):
        read_lesson_run(store, record.run_id or 0)


def test_that_a_cell_trains_measures_and_tells_both(store: Store) -> None:
    arm = LessonArm("first", {}, dataclasses.replace(TRAIN, data_rows=4), measures=(TextLoss(n_rows=2, row_tokens=16),))
    request = dataclasses.replace(LESSON, arms=(arm,))
    cell = run_cell(CellRequest(request, 0, 3), store, threading.Event())
    assert cell.run_id is not None
    run = store.answer(RunRequest(cell.run_id))
    assert isinstance(run, RunRecord)
    assert isinstance(run.request, TrainRequest)
    assert run.request.seed == 3
    assert cell.figures["n_examples"] == 4
    assert cell.figures["n_trained"] == cell.figures["n_parameters"] > 0
    assert cell.figures["peak_bytes"] > 1 << 20
    assert cell.figures["seconds"] > 0
    assert cell.figures["forgotten"] == 0.0  # a new model has no before
    assert cell.curves["val_loss"].steps == (2, 4)
    assert cell.curves["val_loss"].values[-1] == cell.figures["val_loss"]
    assert spread_of({(0, 3): cell}, 0, "val_loss").n == 1


def test_that_a_cell_is_measured_also_where_its_training_could_not_be_recorded(store: Store, tmp_path: Path) -> None:
    (tmp_path / "no database").mkdir()
    nowhere = Store(tmp_path / "no database")
    arm = LessonArm("first", {}, dataclasses.replace(TRAIN, n_steps=1), measures=(TextLoss(n_rows=1, row_tokens=16),))
    try:
        cell = run_cell(CellRequest(dataclasses.replace(LESSON, arms=(arm,)), 0, 3), nowhere, threading.Event())
    finally:
        nowhere.close(patience_s=0)
    assert cell.run_id is None
    assert Path(cell.path).is_dir()
    assert cell.figures["text_loss"] > 0


DECIDES = """
import os, signal, threading
from workbench.host.lesson_cell import _stop_on_signals
stop = threading.Event()
_stop_on_signals(stop)
for number in (signal.SIGINT, signal.SIGHUP):
    os.kill(os.getpid(), number)
print("goes on", stop.is_set())
"""


@pytest.mark.skipif(os.name == "nt", reason="has no terminals that hang up")
def test_that_the_lesson_decides_what_a_closed_terminal_ends() -> None:
    ended = subprocess.run([sys.executable, "-c", DECIDES], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (0, "goes on False\n"), ended.stderr
