"""Several processes write to one file, and some are killed while they do."""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import request, same, started, step

from workbench.store import Store
from workbench.store.process import Owner, is_gone, this_process
from workbench.store.sqlite import sqlite3
from workbench.values import RunList, RunListRequest, RunRecord, RunRequest, StoreCheck, StoreCheckRequest, TokenStep

RECORDER = Path(__file__).parent / "recorder_process.py"


def recorder(database: Path, n_runs: int, n_steps: int) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(RECORDER.parent), *sys.path])
    command = [sys.executable, str(RECORDER), str(database), str(n_runs), str(n_steps)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1, env={**os.environ, "PYTHONPATH": path})


def kill_at_a_random_moment(process: subprocess.Popen[str], within_s: float) -> dict[int, int]:
    """Kill -9 after its first commit and up to `within_s` later; returns what it had committed of each run."""
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    deadline = time.monotonic() + within_s
    while (left := deadline - time.monotonic()) > 0:
        if select.select([process.stdout], [], [], left)[0]:
            lines.append(process.stdout.readline())
    process.kill()
    lines += process.communicate()[0].splitlines()
    committed = [tuple(map(int, line.split())) for line in lines if len(line.split()) == 2]
    return dict(committed)  # a line that was cut off may be short of a digit, which asks for less


def test_that_killing_a_recording_process_loses_no_committed_step(database: Path, open_store: Callable[..., Store]) -> None:
    chance = random.Random(20)
    expected: dict[int, int] = {}
    for _ in range(5):
        expected |= kill_at_a_random_moment(recorder(database, 0, 0), chance.uniform(0, 0.4))
    store = open_store()
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())
    assert len(expected) == 5
    for run_id, n_committed in expected.items():
        record = store.answer(RunRequest(run_id))
        assert isinstance(record, RunRecord)
        steps = [event for event in record.events if isinstance(event, TokenStep)]
        assert record.row.status == "interrupted"
        assert record.row.summary.startswith("글 0 → 강 강")
        assert same(record.events[0], started())
        assert len(steps) >= n_committed
        assert all(same(found, step(index)) for index, found in enumerate(steps))


def test_that_processes_writing_at_once_lose_nothing(database: Path, open_store: Callable[..., Store]) -> None:
    processes = [recorder(database, 6, 150) for _ in range(2)]
    store = open_store()
    own = store.begin(request("글 own"))
    for index in range(150):
        own.see(step(index))
    own.finish("done")
    assert [process.communicate()[0].count("\n") for process in processes] == [18, 18]
    assert [process.returncode for process in processes] == [0, 0]
    listed = store.answer(RunListRequest("글"))
    assert isinstance(listed, RunList)
    assert listed.total == 13
    for row in listed.rows:
        record = store.answer(RunRequest(row.id))
        assert isinstance(record, RunRecord)
        assert record.row.status == "done"
        assert [event.index for event in record.events if isinstance(event, TokenStep)] == list(range(150))
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


def test_that_a_run_of_a_living_process_is_left_running(database: Path, open_store: Callable[..., Store]) -> None:
    process = recorder(database, 0, 0)
    assert process.stdout is not None
    run_id = int(process.stdout.readline().split()[0])
    store = open_store()
    assert store.answer(RunListRequest()).rows[0].status == "running"
    process.kill()
    process.communicate()
    assert open_store().answer(RunRequest(run_id)).row.status == "interrupted"


@pytest.mark.parametrize(
    ("owner", "gone"),
    [
        (this_process(), False),
        (this_process()._replace(process_started=this_process().process_started - 3600), True),  # the number was given again
        (this_process()._replace(pid=2**30), True),
        (Owner("another-host", 2**30, 0.0), False),
    ],
)
def test_that_a_process_is_known_by_number_start_and_host(owner: Owner, gone: bool) -> None:
    assert is_gone(owner) is gone


def test_that_a_run_thought_dead_heals_when_it_ends(store: Store, second: sqlite3.Connection) -> None:
    recording = store.begin(request())
    second.execute("UPDATE runs SET status = 'interrupted' WHERE id = ?", (recording.run_id,))
    recording.see(step(0))
    recording.finish("done")
    assert store.answer(RunRequest(recording.run_id or 0)).row.status == "done"
