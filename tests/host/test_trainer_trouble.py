"""A real training, small, whose record can't be written for a while: what the record says afterwards."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.host.trainer import training
from workbench.store import Store, scribe, sealing
from workbench.store.sqlite import sqlite3
from workbench.values import Architecture, MetricsRequest, RunRecord, RunRequest, TrainMended, TrainRequest, TrainStep, TrainTrouble

REQUEST = TrainRequest(
    "tiny", "causal", Architecture("decoder", 1, 2, 16, 32, 32), n_steps=1_000_000, data="markov", tokenizer="characters",
    batch_tokens=64, micro_rows=2, warmup_steps=2, eval_every=0, checkpoint_every=0, sample_every=0, valid_rows=2,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    opened = Store(tmp_path / "workbench.db", on_problem=lambda _problem: None)
    yield opened
    opened.close(patience_s=1)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds a transaction open."""
    other = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextlib.contextmanager
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What SQLite says when the disk has no room left for what was measured."""
    whole = sealing.keep

    def refused(*given: object) -> None:
        raise OUT_OF_ROOM

    monkeypatch.setattr(sealing, "keep", refused)
    yield
    monkeypatch.setattr(sealing, "keep", whole)


OUT_OF_ROOM = sqlite3.OperationalError("database or disk is full")
OUT_OF_ROOM.sqlite_errorcode = 13


def follow(store: Store, hold: contextlib.AbstractContextManager[None], *, held_s: float = 0.0) -> tuple[list[object], RunRecord]:
    """Train until ten steps behind the trouble that `hold` makes: what was said, and what is in the record."""
    stop = threading.Event()
    record, events = training(REQUEST, store, stop=stop)
    seen: list[object] = []
    with contextlib.ExitStack() as stack:
        for event in events:
            seen.append(event)
            if isinstance(event, TrainStep) and event.step == 5:
                assert record.run_id
                store.answer(RunRequest(record.run_id))
                stack.enter_context(hold)
                release = threading.Timer(held_s, stack.close)
            if isinstance(event, TrainTrouble):
                release.start()
            if any(isinstance(one, TrainMended) for one in seen[-10:-9]):
                stop.set()
    release.join()
    found = store.answer(RunRequest(record.run_id or 0))
    assert isinstance(found, RunRecord)
    return seen, found


def assert_whole(store: Store, seen: list[object], found: RunRecord, code: str) -> None:
    """Everything that was said is in the record, and the trouble once."""
    assert found.row.status == "cancelled"
    steps = [event for event in seen if isinstance(event, TrainStep)]
    assert list(map(repr, (*found.events, found.result))) == [repr(event) for event in seen if event not in steps]  # repr: NaN is no equal
    (curve,) = store.answer(MetricsRequest(found.row.id, ("loss",))).curves
    assert curve.steps.tolist() == [event.step for event in steps] == list(range(1, found.result.step + 1))
    assert curve.values.tolist() == [event.loss for event in steps]
    (trouble,) = [event for event in found.events if isinstance(event, TrainTrouble)]
    (mended,) = [event for event in found.events if isinstance(event, TrainMended)]
    assert (trouble.code, trouble.step) == (code, mended.step)


def test_that_a_training_waits_while_its_record_is_locked(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scribe, "SAY_LOCKED_AFTER_S", 0.2)
    seen, found = follow(store, locked(tmp_path / "workbench.db"))
    assert_whole(store, seen, found, "store-locked")


def test_that_a_training_waits_while_the_disk_of_its_record_is_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scribe.RETRY_AFTER_S, "store-full", 0.1)
    seen, found = follow(store, full(monkeypatch))
    assert_whole(store, seen, found, "store-full")


@pytest.mark.full
def test_that_ten_seconds_of_a_lock_are_waited_out(store: Store, tmp_path: Path) -> None:
    began = time.monotonic()
    seen, found = follow(store, locked(tmp_path / "workbench.db"), held_s=5.0)
    assert time.monotonic() - began > 10
    assert_whole(store, seen, found, "store-locked")
