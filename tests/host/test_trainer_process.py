"""Real trainings in processes of their own, as a window starts them: followed, stopped, killed, gone on with."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host import detached
from workbench.host.detached import Trainer, start_trainer
from workbench.library import locate
from workbench.store import Store
from workbench.values import (
    Architecture,
    Metrics,
    MetricsRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    RunRow,
    TrainCheckpoint,
    TrainEvents,
    TrainEventsRequest,
    TrainRequest,
    TrainResult,
    TrainStarted,
    TrainTellRequest,
    TrainTold,
)

REQUEST = TrainRequest(
    "tiny", "causal", Architecture("decoder", 1, 2, 16, 32, 32), n_steps=1_000_000, batch_tokens=64, micro_rows=2, warmup_steps=2,
    eval_every=0, checkpoint_every=10, sample_every=0, valid_rows=2,
)  # fmt: skip
WITHIN_S = 60.0


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(paths.database())
    yield opened
    opened.close()


@pytest.fixture
def start() -> Iterator[Callable[[TrainRequest], Trainer]]:
    """Start a trainer; what still runs at the end is killed."""
    started: list[Trainer] = []

    def one(request: TrainRequest) -> Trainer:
        started.append(start_trainer(request))
        return started[-1]

    yield one
    for trainer in started:
        if not trainer.wait(0):
            os.kill(trainer.pid, signal.SIGKILL)
        assert trainer.wait(WITHIN_S)


def until(found: Callable[[], object], trainer: Trainer) -> object:
    """Ask until there is an answer."""
    deadline = time.monotonic() + WITHIN_S
    while not (answer := found()):
        assert time.monotonic() < deadline, "it took too long"
        assert trainer.failure() is None, trainer.failure()
        trainer.wait(0.05)
    return answer


def runs_of(store: Store) -> tuple[RunRow, ...]:
    rows = store.answer(RunListRequest(kind="train"))
    assert isinstance(rows, RunList)
    return rows.rows


def row_of(store: Store, trainer: Trainer) -> RunRow:
    """The run of a trainer, once it is there."""

    row = until(lambda: next((row for row in runs_of(store) if row.ulid == trainer.key), None), trainer)
    assert isinstance(row, RunRow)
    return row


def events_of(store: Store, run_id: int) -> TrainEvents:
    found = store.answer(TrainEventsRequest(run_id))
    assert isinstance(found, TrainEvents)
    return found


def steps_of(store: Store, run_id: int) -> list[int]:
    """The steps that are recorded."""
    found = store.answer(MetricsRequest(run_id, names=("loss",)))
    assert isinstance(found, Metrics)
    return [step for curve in found.curves for step in curve.steps.tolist()]


def said(store: Store, trainer: Trainer, kind: type) -> int:
    """The number of a trainer's run, once that has said such an event."""
    run_id = row_of(store, trainer).id
    until(lambda: any(isinstance(event, kind) for event in events_of(store, run_id).events), trainer)
    return run_id


def test_that_two_trainings_record_at_once_and_stop_and_keep_when_told(store: Store, start: Callable[[TrainRequest], Trainer]) -> None:
    told, signalled = start(REQUEST), start(dataclasses.replace(REQUEST, objective="causal", seed=2))
    runs = {trainer: row_of(store, trainer).id for trainer in (told, signalled)}
    for trainer, run_id in runs.items():
        until(lambda run_id=run_id: steps_of(store, run_id), trainer)
    assert all(row_of(store, trainer).summary.endswith(" of 1,000,000") for trainer in runs)
    store.answer(TrainTellRequest(runs[told], "stop"))
    os.kill(signalled.pid, signal.SIGTERM)
    for trainer, run_id in runs.items():
        assert trainer.wait(WITHIN_S)
        assert trainer.failure() is None
        record = store.answer(RunRequest(run_id))
        assert isinstance(record, RunRecord)
        assert isinstance(record.result, TrainResult)
        assert (record.row.status, record.result.stopped) == ("cancelled", True)
        assert str(locate(f"run:{run_id}@{record.result.step}").path) == record.result.path
        assert str(locate(f"run:{run_id}").path) == record.result.path
        assert any(isinstance(event, TrainTold) for event in record.events) == (trainer is told)
        assert steps_of(store, run_id) == list(range(1, record.result.step + 1))


def test_that_a_killed_training_is_interrupted_and_gone_on_with(store: Store, start: Callable[[TrainRequest], Trainer]) -> None:
    killed = start(REQUEST)
    run_id = said(store, killed, TrainCheckpoint)
    os.kill(killed.pid, signal.SIGKILL)
    assert killed.wait(WITHIN_S)
    found = events_of(store, run_id)
    assert (found.status, found.alive) == ("interrupted", False)
    assert killed.failure() is not None
    last = int(locate(f"run:{run_id}").path.name.removeprefix("step-"))
    again = start(dataclasses.replace(REQUEST, resume=run_id, n_steps=last + 3))
    assert again.wait(WITHIN_S)
    assert again.failure() is None
    row = row_of(store, again)
    record = store.answer(RunRequest(row.id))
    assert isinstance(record, RunRecord)
    assert (row.status, row.parent_id) == ("done", run_id)
    assert isinstance(record.events[0], TrainStarted)
    assert record.events[0].first_step == last
    assert steps_of(store, row.id) == [last + 1, last + 2, last + 3]


def test_that_a_training_outlives_whoever_started_it(store: Store) -> None:
    code = f"""
import os
from workbench.host.detached import start_trainer
from workbench.values import Architecture, Full, TrainRequest
trainer = start_trainer({REQUEST!r})
print(trainer.key, trainer.pid, flush=True)
os._exit(0)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=WITHIN_S)
    key, pid = said.stdout.split()
    trainer = psutil.Process(int(pid))
    until_there = time.monotonic() + WITHIN_S
    while not (rows := [row for row in runs_of(store) if row.ulid == key and " at step " in row.summary]):
        assert time.monotonic() < until_there
        assert trainer.is_running()
        threading.Event().wait(0.05)
    assert os.getsid(trainer.pid) == trainer.pid
    assert trainer.cwd() == str(paths.logs())
    store.answer(TrainTellRequest(rows[0].id, "stop"))
    trainer.wait(WITHIN_S)
    assert [row.status for row in runs_of(store) if row.ulid == key] == ["cancelled"]


def test_that_what_makes_no_training_is_told_in_the_record_and_in_the_log(store: Store, start: Callable[[TrainRequest], Trainer]) -> None:
    trainer = start(dataclasses.replace(REQUEST, data="/nowhere/at.all"))
    assert trainer.wait(WITHIN_S)
    (row,) = runs_of(store)
    record = store.answer(RunRequest(row.id))
    assert isinstance(record, RunRecord)
    assert (record.row.status, record.error_code) == ("failed", "file-missing")
    failure = trainer.failure()
    assert failure is not None
    assert "/nowhere/at.all" in str(failure)


def test_that_a_trainer_that_cannot_start_is_an_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detached, "child_command", lambda _role: [str(home / "no-such-program")])
    with pytest.raises(WorkbenchError) as caught:
        start_trainer(REQUEST)
    assert caught.value.code == "trainer-not-started"


def test_that_only_the_last_logs_are_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.logs().mkdir(parents=True)
    for number in range(40):
        (paths.logs() / f"train-01JD{number:022}.log").write_text("")
    monkeypatch.setattr(detached, "child_command", lambda _role: [sys.executable, "-c", "import sys; sys.stdin.read()"])
    trainer = start_trainer(REQUEST)
    assert trainer.wait(WITHIN_S)
    logs = sorted(log.name for log in paths.logs().iterdir())
    assert (len(logs), logs[-1]) == (21, trainer.log.name)
