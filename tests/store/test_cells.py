"""Cells of grids in the record: written at once, found by their key, and gone with the last run that points to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from grid_samples import grid, outcome, weighed
from store_samples import same

from workbench.store import Store
from workbench.store.sqlite import sqlite3
from workbench.values import (
    GridCellDone,
    GridCellFailed,
    GridKernels,
    GridKernelsRequest,
    GridKnown,
    GridKnownRequest,
    GridResult,
    GridStarted,
    RunDeleteRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    StoreCheck,
    StoreCheckRequest,
)


def record(store: Store, run_id: int | None) -> RunRecord:
    assert run_id is not None
    found = store.answer(RunRequest(run_id))
    assert isinstance(found, RunRecord)
    return found


def summary(store: Store) -> str:
    found = store.answer(RunListRequest())
    assert isinstance(found, RunList)
    return found.rows[0].summary


def test_that_a_grid_is_a_run_of_kind_grid_and_is_told_whole(store: Store) -> None:
    recording = store.begin(grid())
    events = (
        GridStarted(4, 2),
        GridCellDone((0, 2), outcome()),
        GridCellDone((0,), weighed(), known=True),
        GridCellFailed((1,), "generate", "text-too-long", {"n_tokens": 99, "model": "a"}),
        GridCellFailed((3,), "generate", "cancelled", {}),
    )
    for event in events:
        recording.see(event)
    assert summary(store) == "감정: 2 rows × 2 models · 1 of 4 cells, 1 failed"
    recording.see(GridResult(2, 1, 1, 0, 1.5))
    recording.finish("done")
    found = record(store, recording.run_id)
    assert (found.row.kind, found.row.status, found.row.model) == ("grid", "done", "")
    assert same(found.request, grid())
    assert len(found.events) == len(events)
    assert all(same(a, b) for a, b in zip(found.events, events, strict=True))
    assert found.result == GridResult(2, 1, 1, 0, 1.5)
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


def test_that_a_later_event_of_a_cell_takes_the_place_of_an_earlier_one(store: Store) -> None:
    recording = store.begin(grid())
    recording.see(GridCellFailed((0, 1), "generate", "child-died", {"role": "engine"}))
    recording.see(GridCellDone((0,), outcome()))
    assert [type(event) for event in record(store, recording.run_id).events] == [GridCellFailed, GridCellDone]
    assert record(store, recording.run_id).events[0].places == (1,)


def test_that_what_was_computed_is_known_to_every_grid(store: Store) -> None:
    recording = store.begin(grid())
    recording.see(GridCellDone((0,), outcome()))
    recording.see(GridCellDone((1,), weighed()))
    found = store.answer(GridKnownRequest(("k1", "no", "k2", *(f"x{n}" for n in range(1200)))))
    assert isinstance(found, GridKnown)
    assert all(same(a, b) for a, b in zip(found.outcomes, (outcome(), weighed()), strict=True))


def test_that_the_kernels_of_a_model_are_those_of_its_newest_outcome(store: Store) -> None:
    assert store.answer(GridKernelsRequest("ab" * 32, "float32")) == GridKernels("")
    recording = store.begin(grid())
    recording.see(GridCellDone((0,), outcome()))
    assert store.answer(GridKernelsRequest("ab" * 32, "float32")) == GridKernels("packed linear, fused attention")
    assert store.answer(GridKernelsRequest("ab" * 32, "bfloat16")) == GridKernels("")


def test_that_outcomes_go_with_the_last_run_that_points_to_them(open_store: type[Store]) -> None:
    store = open_store()
    first, second = store.begin(grid("one")), store.begin(grid("two"))
    first.see(GridCellDone((0,), outcome()))
    first.see(GridCellDone((1,), weighed()))
    second.see(GridCellDone((0,), outcome(), known=True))
    for recording in (first, second):
        recording.finish("done")
    store.answer(RunDeleteRequest((first.run_id,)))
    store.close()
    store = open_store()
    known = store.answer(GridKnownRequest(("k1", "k2")))
    assert isinstance(known, GridKnown)
    assert [one.key for one in known.outcomes] == ["k1"]
    assert same(record(store, second.run_id).events[0], GridCellDone((0,), outcome(), known=True))
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


def test_that_a_cell_that_cannot_be_read_is_named(store: Store, second: sqlite3.Connection) -> None:
    recording = store.begin(grid())
    recording.see(GridCellDone((0,), outcome()))
    assert recording.run_id
    store.answer(RunListRequest())
    second.execute("UPDATE cells SET continuations = '['")
    checked = store.answer(StoreCheckRequest())
    assert isinstance(checked, StoreCheck)
    assert "cell k1 cannot be read" in checked.problems[0]


KILLED = """
import sys
sys.path[:0] = [{tests!r}]
from pathlib import Path
from grid_samples import grid, outcome
from workbench.store import Store
from workbench.values import GridCellDone, GridStarted
store = Store(Path({database!r}))
recording = store.begin(grid())
recording.see(GridStarted(4))
for number in range(3):
    recording.see(GridCellDone((number,), outcome(f"k{{number}}")))
print(recording.run_id, flush=True)
sys.stdin.readline()
"""


def test_that_a_finished_cell_outlasts_a_kill(database: Path, open_store: type[Store]) -> None:
    code = KILLED.format(tests=str(Path(__file__).parent), database=str(database))
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((root, os.environ.get("PYTHONPATH", "")))}
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        run_id = int(process.stdout.readline())
        reader = sqlite3.connect(str(database))
        while reader.execute("SELECT count(*) FROM run_cells").fetchone() != (3,):
            pass
        reader.close()
        process.kill()
    store = open_store()
    found = record(store, run_id)
    assert found.row.status == "interrupted"
    assert [event.places for event in found.events[1:]] == [(0,), (1,), (2,)]


@pytest.mark.parametrize("n_cells", [480])
def test_that_a_grid_of_many_cells_is_read_back_whole(store: Store, n_cells: int) -> None:
    recording = store.begin(grid())
    for number in range(n_cells):
        recording.see(GridCellDone((number,), outcome(f"k{number}")))
    found = record(store, recording.run_id)
    assert [event.places for event in found.events] == [(number,) for number in range(n_cells)]
