"""A stored file of every released schema opens, and becomes what a fresh one is. Files of others are left alone."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from grid_samples import outcome, weighed
from store_samples import request, result, same, started, step

from workbench.errors import WorkbenchError
from workbench.store import Store, sealing
from workbench.store.connection import connect
from workbench.store.migrations import STEPS, schema_version
from workbench.store.sqlite import sqlite3
from workbench.values import (
    GridCellDone,
    Metrics,
    MetricsRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    SamplerSettings,
    StoreCheck,
    StoreCheckRequest,
)

SCHEMAS = Path(__file__).parent / "schemas"
FIRST_STAGES = ("repetition_penalty", "temperature", "top_k", "top_p", "min_p")  # all there were when the files were made


def restore(dump: Path, database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(str(database), isolation_level=None)
    connection.executescript(dump.read_text("utf-8"))
    connection.close()


def schema(path: Path) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(str(path))
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    pragmas = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "journal_mode")]
    connection.close()
    return [*rows, *pragmas]


def test_that_every_step_has_a_stored_file() -> None:
    assert sorted(path.stem for path in SCHEMAS.glob("*.sql")) == sorted(STEPS)


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("*.sql")), ids=lambda path: path.stem)
def test_that_an_old_file_becomes_what_a_fresh_one_is(dump: Path, database: Path, tmp_path: Path) -> None:
    restore(dump, database)
    connect(database).close()
    connect(tmp_path / "fresh.db").close()
    assert schema(database) == schema(tmp_path / "fresh.db")


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("*.sql")), ids=lambda path: path.stem)
def test_that_the_runs_of_an_old_file_are_read_found_and_whole(dump: Path, database: Path, open_store: type[Store]) -> None:
    restore(dump, database)
    store = open_store()
    listed = store.answer(RunListRequest("수도"))
    assert isinstance(listed, RunList)
    assert listed.rows[0].summary == "대한민국의 수도는 Seoul, and the capital of France is → 강 강"
    record = store.answer(RunRequest(listed.rows[0].id))
    assert isinstance(record, RunRecord)
    asked = request(sampler=SamplerSettings(order=FIRST_STAGES))
    assert same(record.request, asked)
    assert all(same(a, b) for a, b in zip(record.events, (started(asked), step(0), step(1)), strict=True))
    assert same(record.result, result())
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


def test_that_points_in_rows_become_chunks_and_those_that_were_sealed_before_do_not_count(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 8)
    restore(SCHEMAS / "0005_metric_chunks.sql", database)
    connection = sqlite3.connect(str(database), isolation_level=None)
    connection.execute("DELETE FROM metric_rows")
    sealed = np.arange(1.0, 4.0)
    sealing.insert_chunk(connection, (3, "loss", 0), np.arange(1, 4), sealed)
    rows = [(3, name, 0, step, None if step == 9 else float(step)) for name in ("loss", "val_loss") for step in range(2, 22)]
    connection.executemany("INSERT INTO metric_rows VALUES (?, ?, ?, ?, ?)", rows)
    connection.close()
    store = Store(database)
    found = store.answer(MetricsRequest(3))
    assert isinstance(found, Metrics)
    expected = {"loss": range(1, 22), "val_loss": range(2, 22)}
    for one in found.curves:
        assert one.steps.tolist() == list(expected[one.name])
        np.testing.assert_array_equal(one.values, [math.nan if step == 9 else step for step in expected[one.name]])
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())
    store.close()


def test_that_a_file_of_a_newer_version_is_refused_and_left_as_it_is(database: Path, open_store: type[Store], problems: list) -> None:
    connect(database).close()
    connection = sqlite3.connect(str(database), isolation_level=None)
    connection.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('workbench', '9999_later', '')")
    connection.execute("CREATE TABLE later (x)")
    connection.close()
    before = database.read_bytes()
    store = open_store()
    assert store.begin(request()).run_id is None
    with pytest.raises(WorkbenchError) as caught:
        store.answer(RunListRequest())
    store.close()
    assert caught.value.code == "store-newer"
    assert "9999_later" in str(caught.value)
    assert [problem.code for problem in problems] == ["store-newer"]
    assert database.read_bytes() == before


def test_that_a_database_of_another_program_is_left_as_it_is(database: Path, open_store: type[Store], problems: list) -> None:
    database.parent.mkdir()
    connection = sqlite3.connect(str(database), isolation_level=None)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = database.read_bytes()
    store = open_store()
    store.begin(request()).finish("done")
    store.close()
    assert [problem.code for problem in problems] == ["store-foreign"]
    assert database.read_bytes() == before


def test_that_many_may_make_the_database_at_once(database: Path) -> None:
    stores = [Store(database) for _ in range(8)]
    ids = [store.begin(request()).run_id for store in stores]
    for store in stores:
        store.close()
    assert sorted(ids) == list(range(1, 9))
    connection = connect(database)
    assert schema_version(connection) == len(STEPS)
    connection.close()


def test_that_an_old_sqlite_is_refused(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.store.connection.OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(WorkbenchError) as caught:
        connect(database)
    assert caught.value.code == "store-old-sqlite"


def test_that_the_steps_of_an_old_training_become_points_and_none_is_lost(database: Path, open_store: type[Store]) -> None:
    restore(SCHEMAS / "0003_step_numbers.sql", database)
    restore(SCHEMAS.parent / "training_before_curves.sql", database)
    store = open_store()
    found = store.answer(MetricsRequest(3))
    assert isinstance(found, Metrics)
    nan, inf = math.nan, math.inf
    expected = {
        "loss": [6.25, 0.1 + 0.2, nan, 5.0],
        "learning_rate": [1e-3, 2e-3, nan, 1e-3],
        "grad_norm": [1.5, inf, nan, 0.0],
        "tokens_per_second": [1000.0, 1001.5, 999.0, 1000.0],
        "n_tokens": [100, 200, 300, 400],
        "val_loss": [5.5, 4.5],
        "val_accuracy": [nan, 0.25],
    }
    assert [curve.name for curve in found.curves] == list(expected)
    for curve in found.curves:
        np.testing.assert_array_equal(curve.steps, [2, 4] if curve.name.startswith("val_") else [1, 2, 3, 4])
        np.testing.assert_array_equal(curve.values, expected[curve.name])
    record = store.answer(RunRequest(3))
    assert isinstance(record, RunRecord)
    kinds = ["TrainStarted", "TrainValidation", "TrainSample", "TrainValidation", "TrainCheckpoint"]
    assert [type(event).__name__ for event in record.events] == kinds
    assert type(record.result).__name__ == "TrainResult"
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


def test_that_the_grid_of_an_old_file_is_whole(database: Path, open_store: type[Store]) -> None:
    restore(SCHEMAS / "0002_cells.sql", database)
    record = open_store().answer(RunRequest(2))
    assert isinstance(record, RunRecord)
    assert same(record.events[1], GridCellDone((0, 2), outcome()))
    assert same(record.events[2], GridCellDone((0,), weighed()))
