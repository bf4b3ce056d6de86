"""Processes that are killed at random moments: the training, a window that follows it, and both. Nothing that was committed is lost."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from ulid import ULID

from workbench import paths
from workbench.engine.training.checkpoint import read_state
from workbench.host.trainer import last_state
from workbench.library import training_states
from workbench.store import Store
from workbench.values import (
    Architecture,
    MetricsRequest,
    RunListRequest,
    RunRow,
    StoreCheckRequest,
    TrainEventsRequest,
    TrainRequest,
    TrainStarted,
    pack,
)

HELPER = Path(__file__).with_name("killed_processes.py")
COUNT = [sys.executable, str(HELPER), "count"]
TRAIN = [sys.executable, "-m", "workbench", "_train"]
REQUEST = TrainRequest(
    "tiny", "causal", Architecture("decoder", 1, 2, 16, 32, 32), n_steps=1_000_000, data="markov", tokenizer="characters",
    batch_tokens=64, micro_rows=2, warmup_steps=2, eval_every=0, checkpoint_every=3, sample_every=0, valid_rows=2,
)  # fmt: skip
VICTIMS = ("trainer", "window", "both")
WITHIN_S = 120.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return tmp_path


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process; what still runs at the end is killed."""
    begun: list[subprocess.Popen[str]] = []

    def one(command: Sequence[str], told: str | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        begun.append(process)
        assert process.stdin is not None
        if told is not None:
            process.stdin.write(told)
        process.stdin.close()
        return process

    yield one
    for process in begun:
        kill(process)


def kill(process: subprocess.Popen[str]) -> str:
    """What it said last. Harmless for one that was killed before."""
    assert process.stdout is not None
    if process.stdout.closed:
        return ""
    process.kill()
    rest = process.stdout.read()
    process.stdout.close()
    process.wait(WITHIN_S)
    return rest


class Seen(NamedTuple):
    """What a window has said of a run."""

    run_id: int
    step: int


def read_until(window: subprocess.Popen[str], step: int) -> Seen:
    """Listen to a window until it has seen this step."""
    assert window.stdout is not None
    while line := window.stdout.readline():
        run_id, seen = map(int, line.split())
        if seen >= step:
            return Seen(run_id, seen)
    pytest.fail("the window ended")


def last_of(said: str, before: Seen) -> Seen:
    """The last whole line of what a window said until it was killed."""
    lines = [line for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return Seen(*map(int, lines[-1].split())) if lines else before


@contextlib.contextmanager
def opened() -> Iterator[Store]:
    """The record as a window that opens now has it."""
    store = Store(paths.database())
    try:
        yield store
    finally:
        store.close()


def check(seen: Seen, *, alive: bool) -> RunRow:
    """The record is whole, and holds all that was seen of a run."""
    with opened() as store:
        assert store.answer(StoreCheckRequest()).problems == ()
        events = store.answer(TrainEventsRequest(seen.run_id))
        (curve,) = store.answer(MetricsRequest(seen.run_id, ("loss",))).curves
        rows = store.answer(RunListRequest(kind="train")).rows
    started = events.events[0]
    assert isinstance(started, TrainStarted)
    assert events.alive == alive
    assert curve.steps.tolist() == list(range(started.first_step + 1, int(curve.steps[-1]) + 1))
    assert curve.steps[-1] >= seen.step
    assert np.isfinite(curve.values).all()
    return next(row for row in rows if row.id == seen.run_id)


def killed(start: Start, command: Sequence[str], *, times: int, most_s: float, seed: int) -> None:
    """Train, kill somebody at a random moment, look, and go on from what is left, so many times."""
    drawn, resume, first = random.Random(seed), None, 0
    for number in range(times):
        victim, delay_s = VICTIMS[number % 3], drawn.uniform(0, most_s)
        request = dataclasses.replace(REQUEST, resume=resume, key=str(ULID()))
        trainer = start(command, json.dumps(pack(request)[0]))
        window = start([sys.executable, str(HELPER), "watch", request.key])
        seen = read_until(window, first + REQUEST.checkpoint_every + 1)
        threading.Event().wait(delay_s)
        if victim != "window":
            trainer.send_signal(signal.SIGKILL)
            trainer.wait(WITHIN_S)
        if victim != "trainer":
            seen = last_of(kill(window), seen)
        check(seen, alive=victim == "window")
        if victim == "window":  # the training goes on, and another window sees it
            window = start([sys.executable, str(HELPER), "watch", request.key])
            seen = read_until(window, seen.step + 1)
            kill(trainer)
        kill(window)
        row = check(seen, alive=False)
        assert (row.status, row.parent_id) == ("interrupted", resume)
        resume = row.id
        with opened() as store:
            first = int(last_state(resume, store).name.removeprefix("step-"))


def test_that_nothing_that_was_seen_is_lost_whoever_is_killed(start: Start) -> None:
    killed(start, COUNT, times=3, most_s=0.2, seed=1)


@pytest.mark.full
@pytest.mark.timeout(1500)
def test_that_nothing_is_lost_at_fifty_random_moments(start: Start) -> None:
    killed(start, TRAIN, times=50, most_s=0.8, seed=2)
    for folder in paths.training().iterdir():  # every checkpoint that is there can be gone on from
        for place in training_states(int(folder.name)):
            assert f"step-{read_state(place).step:08d}" == place.name
