"""A lesson in a process of its own: killed, and gone on with."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from workbench.host.detached import start_lesson
from workbench.store import Store
from workbench.values import (
    Architecture,
    LessonArm,
    LessonCell,
    LessonRequest,
    LessonResult,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    TrainRequest,
)

SHAPE = Architecture("decoder", 1, 1, 16, 16, 32)
TRAIN = TrainRequest("tiny", "causal", SHAPE, n_steps=2, batch_tokens=64, micro_rows=2, valid_rows=2, warmup_steps=1)
ARMS = (LessonArm("short", {}, TRAIN), LessonArm("long", {}, dataclasses.replace(TRAIN, n_steps=100_000)))
LESSON = LessonRequest("lesson", {}, {}, ARMS, (1,), ("val_loss",), "val_loss")
PATIENCE_S = 120.0


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    opened = Store(tmp_path / "workbench.db")
    yield opened
    opened.close(patience_s=1)


def until(found: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not found():
        assert time.monotonic() < end, "it takes too long"
        threading.Event().wait(0.1)


def read(store: Store) -> RunRecord | None:
    """The newest lesson."""
    rows = store.answer(RunListRequest(kind="lesson"))
    assert isinstance(rows, RunList)
    found = store.answer(RunRequest(rows.rows[0].id)) if rows.rows else None
    assert found is None or isinstance(found, RunRecord)
    return found


def cells(store: Store, state: str) -> set[int]:
    """Arms that are so."""
    record = read(store)
    last = {event.arm: event for event in (record.events if record else ()) if isinstance(event, LessonCell)}
    return {arm for arm, event in last.items() if event.state == state}


@pytest.mark.full
def test_that_a_killed_lesson_leaves_no_process_and_goes_on_where_it_was(store: Store) -> None:
    started = start_lesson(LESSON)
    until(lambda: cells(store, "done") == {0} and cells(store, "running") == {1})
    until(lambda: any("_cell" in child.cmdline() for child in psutil.Process(started.pid).children()))
    children = psutil.Process(started.pid).children(recursive=True)
    os.kill(started.pid, signal.SIGKILL)
    assert started.wait(PATIENCE_S)
    psutil.wait_procs(children, timeout=PATIENCE_S)
    assert not any(child.is_running() for child in children)
    killed = read(store)
    assert killed is not None
    assert killed.row.status == "interrupted"
    arms = (ARMS[0], dataclasses.replace(ARMS[1], train=TRAIN))
    again = start_lesson(dataclasses.replace(LESSON, arms=arms, parent_run=killed.row.id))
    assert again.wait(PATIENCE_S)
    assert again.failure() is None
    record = read(store)
    assert record is not None
    assert isinstance(record.result, LessonResult)
    assert (record.row.status, record.result.n_done) == ("done", 2)
    done = [event for event in record.events if isinstance(event, LessonCell) and event.state == "done"]
    assert [(event.arm, event.known) for event in done] == [(0, True), (1, False)]
