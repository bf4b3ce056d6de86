"""A training as its record sees it, with an operation that only counts its steps."""

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.host.trainer import Commands, last_state, training
from workbench.store import Store
from workbench.store.sqlite import sqlite3
from workbench.values import (
    Architecture,
    Metrics,
    MetricsRequest,
    RunListRequest,
    RunRecord,
    RunRequest,
    TrainCommand,
    TrainRequest,
    TrainResult,
    TrainStarted,
    TrainStep,
    TrainTellRequest,
    TrainTold,
)

REQUEST = TrainRequest("tiny", "causal", Architecture("decoder", 1, 1, 16, 16, 32), n_steps=1000)
STEP_S = 0.002


def count(
    request: TrainRequest,
    folder: Path,
    *,
    told: Callable[[], TrainCommand | None],
    stopped: Callable[[], bool],
    troubled: Callable[[], WorkbenchError | None],
    run_id: int,
    resume_from: Path | None,
) -> Iterator[object]:
    """Steps for ever, until it is told to stop."""
    yield TrainStarted(request, run_id, str(folder), "llama", 1000, 512, 0 if resume_from is None else int(resume_from.name[5:]), 1)
    for step in itertools.count(1):
        yield TrainStep(step, 1.0, 1e-3, 1.0, step, 1.0)
        threading.Event().wait(STEP_S)
        command = told() if told is not None else None
        if command is not None:
            yield TrainTold(step, command.verb)
        if stopped() or (command is not None and command.verb == "stop"):
            yield TrainResult(step, True, 1.0, 1.0, 1.0, step, str(folder), 1.0, step)
            return


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(home / "workbench.db")
    yield opened
    opened.close(patience_s=1)


@pytest.fixture
def window(home: Path) -> Iterator[Store]:
    """Another process's store, as far as the file can tell."""
    opened = Store(home / "workbench.db")
    yield opened
    opened.close(patience_s=1)


def read(store: Store, run_id: int | None) -> RunRecord:
    record = store.answer(RunRequest(run_id or 0))
    assert isinstance(record, RunRecord)
    return record


def state(home: Path, run: int, step: int) -> Path:
    place = home / "training" / str(run) / f"step-{step:08d}"
    (place / "training").mkdir(parents=True)
    (place / "config.json").write_text("{}")
    (place / "training" / "state.json").write_text("{}")
    return place


def test_that_a_training_is_stopped_through_the_record_and_keeps_its_result(store: Store, window: Store, home: Path) -> None:
    record, events = training(REQUEST, store, stop=threading.Event(), operation=count)
    seen = []
    for event in events:
        seen.append(event)
        if event == TrainStep(20, 1.0, 1e-3, 1.0, 20, 1.0):
            window.answer(TrainTellRequest(record.run_id or 0, "checkpoint"))
            window.answer(TrainTellRequest(record.run_id or 0, "stop"))
    told = [event.verb for event in seen if isinstance(event, TrainTold)]
    found = read(store, record.run_id)
    assert told == ["checkpoint", "stop"]
    assert (found.row.status, found.result) == ("cancelled", seen[-1])
    assert seen[0] == TrainStarted(REQUEST, record.run_id or 0, str(home / "training" / str(record.run_id)), "llama", 1000, 512, 0, 1)


def test_that_a_training_is_stopped_by_its_event(store: Store) -> None:
    stop = threading.Event()
    record, events = training(REQUEST, store, stop=stop, operation=count)
    for event in events:
        if isinstance(event, TrainStep):
            stop.set()
    assert isinstance(read(store, record.run_id).result, TrainResult)


def test_that_a_locked_record_slows_no_step_and_lacks_none_afterwards(store: Store, home: Path) -> None:
    record, events = training(REQUEST, store, stop=threading.Event(), operation=count)
    next(events)
    other = sqlite3.connect(str(home / "workbench.db"), isolation_level=None)
    store.answer(RunListRequest())
    other.execute("BEGIN IMMEDIATE")
    longest_s = 0.0
    for _ in range(400):
        before = time.monotonic()
        next(events)
        longest_s = max(longest_s, time.monotonic() - before)
    other.execute("ROLLBACK")
    other.close()
    events.close()
    assert longest_s < 0.25
    found = store.answer(MetricsRequest(record.run_id or 0, names=("loss",)))
    assert isinstance(found, Metrics)
    assert found.curves[0].steps.tolist() == list(range(1, 401))


def test_that_a_training_goes_on_where_nothing_can_be_recorded(home: Path) -> None:
    (home / "workbench.db").write_bytes(b"no database at all" * 100)
    problems: list[WorkbenchError] = []
    store = Store(home / "workbench.db", on_problem=problems.append)
    stop = threading.Event()
    record, events = training(REQUEST, store, stop=stop, operation=count)
    started = next(events)
    stop.set()
    *_, result = events
    store.close()
    assert isinstance(started, TrainStarted)
    assert isinstance(result, TrainResult)
    assert (started.run_id, started.folder) == (0, str(home / "training" / record.ulid))
    assert [problem.code for problem in problems] == ["store-not-database"]


def test_that_what_keeps_a_training_from_beginning_is_recorded(store: Store) -> None:
    request = TrainRequest("tiny", "causal", REQUEST.architecture, 1000, resume=77)
    record, events = training(request, store, stop=threading.Event(), operation=count)
    with pytest.raises(WorkbenchError) as caught:
        list(events)
    assert caught.value.code == "run-missing"
    assert (read(store, record.run_id).row.status, read(store, record.run_id).error_code) == ("failed", "run-missing")


@pytest.mark.parametrize(
    ("fork", "code"),
    [
        ("run:7@5", "run-without-checkpoint"),
        ("run:7", "bad-value"),
        ("twelve", "bad-value"),
        ("run:01ARZ3NDEKTSV4RRFFQ69G5FAV@5", "bad-value"),
    ],
)
def test_that_a_fork_of_nothing_is_recorded_as_an_error(store: Store, fork: str, code: str) -> None:
    record, events = training(dataclasses.replace(REQUEST, fork=fork), store, stop=threading.Event(), operation=count)
    with pytest.raises(WorkbenchError) as caught:
        list(events)
    assert (caught.value.code, read(store, record.run_id).error_code) == (code, code)


def test_that_a_run_is_forked_from_the_state_of_a_step_and_hands_it_on(store: Store, home: Path) -> None:
    parent = store.begin(REQUEST)
    place = state(home, parent.run_id or 0, 5)
    state(home, parent.run_id or 0, 10)
    parent.finish("done")
    record, events = training(
        dataclasses.replace(REQUEST, fork=f"run:{parent.run_id}@5"), store, stop=threading.Event(), operation=count
    )  # fmt: skip
    started = next(events)
    events.close()
    assert isinstance(started, TrainStarted)
    assert (started.first_step, read(store, record.run_id).row.parent_id) == (5, parent.run_id)
    assert last_state(record.run_id or 0, store) == place


def test_that_a_defect_and_a_lack_of_memory_are_told_apart(store: Store) -> None:
    for error, code in ((RuntimeError("DefaultCPUAllocator: can't allocate memory"), "out-of-memory"), (ZeroDivisionError(), "internal")):

        def fail(*_given: object, **_named: object) -> Iterator[object]:
            raise error  # noqa: B023
            yield

        record, events = training(REQUEST, store, stop=threading.Event(), operation=fail)
        with pytest.raises(WorkbenchError):
            list(events)
        assert read(store, record.run_id).error_code == code


# going on


def test_that_a_run_is_gone_on_with_from_its_last_whole_state(store: Store, home: Path) -> None:
    older = store.begin(REQUEST)
    state(home, older.run_id or 0, 5)
    state(home, older.run_id or 0, 10)
    older.finish("interrupted")
    again = TrainRequest("tiny", "causal", REQUEST.architecture, 1000, resume=older.run_id)
    record, events = training(again, store, stop=threading.Event(), operation=count)
    started = next(events)
    events.close()
    assert isinstance(started, TrainStarted)
    assert (started.first_step, read(store, record.run_id).row.parent_id) == (10, older.run_id)


def test_that_a_run_without_a_state_hands_on_the_one_it_began_with(store: Store, home: Path) -> None:
    first = store.begin(REQUEST)
    place = state(home, first.run_id or 0, 5)
    second = store.begin(TrainRequest("tiny", "causal", REQUEST.architecture, 1000, resume=first.run_id))
    alone = store.begin(REQUEST)
    assert last_state(second.run_id or 0, store) == place
    with pytest.raises(WorkbenchError) as caught:
        last_state(alone.run_id or 0, store)
    assert caught.value.code == "run-without-checkpoint"
    for recording in (first, second, alone):
        recording.finish("interrupted")


def test_that_commands_are_asked_for_seldom(store: Store) -> None:
    recording = store.begin(REQUEST)
    asked = 0
    ask = store.ask

    class Counting:
        def ask(self, request: object, *, urgent: bool) -> object:
            nonlocal asked
            asked += 1
            return ask(request, urgent=urgent)

    commands = Commands(Counting(), recording.run_id or 0)  # type: ignore[arg-type]
    for _ in range(300):
        assert commands() is None
        threading.Event().wait(STEP_S)
    recording.finish("done")
    assert 1 <= asked <= 4
