"""A file that is locked, full, read-only, damaged or no database costs the record at most, never the work."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_samples import request, result, same, started, step

from workbench.errors import WorkbenchError
from workbench.store import Store, clerk, scribe
from workbench.store.connection import connect, connect_read_only
from workbench.store.sqlite import sqlite3
from workbench.values import (
    RunDeleteRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    StoreCheckRequest,
    StoreWritable,
    StoreWritableRequest,
)

Problems = list[WorkbenchError]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scribe, "RETRY_AFTER_S", dict.fromkeys(scribe.RETRY_AFTER_S, 0.005))
    monkeypatch.setattr(scribe, "SAY_LOCKED_AFTER_S", 0.01)
    monkeypatch.setattr(clerk, "QUESTION_PATIENCE_S", 0.01)
    monkeypatch.setattr(clerk, "PAUSE_S", 0.005)


@contextlib.contextmanager
def locked(second: sqlite3.Connection) -> Iterator[None]:
    second.execute("BEGIN IMMEDIATE")
    yield
    second.execute("COMMIT")


def record_something(store: Store, n_steps: int = 3) -> Callable[[], int | None]:
    recording = store.begin(request())
    recording.see(started())
    for index in range(n_steps):
        recording.see(step(index))
    recording.see(result())
    recording.finish("done")
    return lambda: recording.run_id


def assert_whole(store: Store, run_id: int | None, n_steps: int = 3) -> None:
    assert run_id is not None
    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    assert record.row.status == "done"
    assert all(same(a, b) for a, b in zip(record.events, (started(), *map(step, range(n_steps))), strict=True))
    assert same(record.result, result())


def test_that_what_is_seen_while_the_file_is_locked_is_written_afterwards(store: Store, second: sqlite3.Connection) -> None:
    with locked(second):
        number = record_something(store)  # returns although nothing can be written
        assert second.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    assert_whole(store, number())


@pytest.mark.usefixtures("impatient")
def test_that_a_long_lock_is_said_once_and_reading_goes_on(store: Store, second: sqlite3.Connection, problems: Problems) -> None:
    before = record_something(store)
    assert before()
    with locked(second):
        waiting = store.begin(request())
        assert waiting.run_id is None  # who asks is not kept waiting for ever
        waiting.finish("done")
        listed = store.answer(RunListRequest())
        assert isinstance(listed, RunList)
        assert [row.id for row in listed.rows] == [before()]
        with pytest.raises(WorkbenchError) as caught:
            store.answer(RunDeleteRequest((before(),)))
        assert caught.value.code == "store-locked"
    store.answer(RunDeleteRequest((before(),)))
    assert waiting.run_id == 2
    assert [problem.code for problem in problems] == ["store-locked"]


def test_that_whether_the_record_can_be_written_is_said_at_once(store: Store, second: sqlite3.Connection, database: Path) -> None:
    record_something(store)
    assert store.answer(StoreWritableRequest()) == StoreWritable()
    with locked(second):
        assert store.answer(StoreWritableRequest()) == StoreWritable("store-locked", {"path": str(database)})
    assert store.answer(StoreWritableRequest()) == StoreWritable()


@pytest.mark.usefixtures("impatient")
def test_that_closing_gives_up_on_a_lock_and_says_what_was_lost(store: Store, second: sqlite3.Connection, problems: Problems) -> None:
    with locked(second):
        record_something(store)
        store.close(patience_s=0.05)
    assert "store-unwritten" in [problem.code for problem in problems]


@pytest.mark.usefixtures("impatient")
def test_that_memory_is_bounded_and_the_run_says_what_it_lacks(
    open_store: Callable[..., Store], database: Path, problems: Problems
) -> None:
    connect(database).close()
    store = open_store(memory_limit_bytes=10_000)
    second = sqlite3.connect(str(database), isolation_level=None)
    with locked(second):
        number = record_something(store, n_steps=1000)
    second.close()
    record = store.answer(RunRequest(number() or 0))
    assert isinstance(record, RunRecord)
    n_kept = len(record.events)
    assert 0 < n_kept < 20
    assert record.environment["events_lost"] == 1002 - n_kept
    assert [problem.code for problem in problems if problem.code != "store-locked"] == ["store-overflow"]


@pytest.mark.usefixtures("impatient")
def test_that_a_full_disk_is_said_once_and_all_is_written_when_there_is_space(
    store: Store, second: sqlite3.Connection, problems: Problems
) -> None:
    assert record_something(store)()
    limit = threading.Event()
    connection = store._clerk._scribe.connection
    assert connection is not None
    (pages,) = second.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    numbers = [record_something(store, n_steps=300) for _ in range(3)]
    assert None in [number() for number in numbers]
    assert store.answer(RunListRequest()).total < 4
    connection.execute("PRAGMA max_page_count = 1000000")
    while not all(number() for number in numbers):
        limit.wait(0.01)
    for number in numbers:
        assert_whole(store, number(), n_steps=300)
    assert [problem.code for problem in problems] == ["store-full"]


def under_a_file(folder: Path) -> Path:
    (folder / "file").write_text("here is no folder")
    return folder / "file" / "workbench.db"


def a_folder(folder: Path) -> Path:
    (folder / "workbench.db").mkdir()
    return folder / "workbench.db"


def no_database(folder: Path) -> Path:
    (folder / "workbench.db").write_bytes(b"This is not a database. " * 400)
    return folder / "workbench.db"


def damaged(folder: Path) -> Path:
    path = folder / "workbench.db"
    store = Store(path)
    for _ in range(20):
        record_something(store)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 8] = b"\xff" * (4096 * 7)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (under_a_file, {"store-read-only"}),
        (a_folder, {"store-read-only"}),
        (no_database, {"store-not-database"}),
        (damaged, {"store-corrupt"}),
    ],
)
def test_that_a_database_that_cannot_be_opened_is_said_once(
    make: Callable[[Path], Path], codes: set[str], tmp_path: Path, open_store: Callable[..., Store], problems: Problems
) -> None:
    path = make(tmp_path)
    store = open_store(path)
    assert [record_something(store)() for _ in range(3)] == [None, None, None]
    with pytest.raises(WorkbenchError) as caught:
        store.answer(RunDeleteRequest((1,)))
    assert {problem.code for problem in problems} | {caught.value.code} == codes
    assert len(problems) == 1
    assert "{" not in str(problems[0])


def test_that_a_file_that_cannot_be_written_can_still_be_read(
    database: Path, open_store: Callable[..., Store], problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Store(database)
    number = record_something(first)()
    first.close()
    content = database.read_bytes()

    def refuse(path: Path) -> sqlite3.Connection:
        raise WorkbenchError("store-read-only", path=path, reason="the disk is mounted read-only")

    monkeypatch.setattr(scribe, "connect", refuse)
    store = open_store()
    assert store.begin(request()).run_id is None
    assert_whole(store, number)
    assert store.answer(StoreCheckRequest()).ok
    with pytest.raises(WorkbenchError):
        store.answer(RunDeleteRequest((1,)))
    assert [problem.code for problem in problems] == ["store-read-only"]
    store.close()
    assert database.read_bytes() == content


def test_that_a_read_only_connection_refuses_to_write(database: Path) -> None:
    connect(database).close()
    connection = connect_read_only(database)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM runs")
    connection.close()


def fail(*_arguments: object) -> object:
    raise ZeroDivisionError("a defect")


def test_that_a_defect_in_an_answer_ends_that_answer_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clerk.queries, "list_runs", fail)
    with pytest.raises(WorkbenchError, match="a defect"):
        store.answer(RunListRequest())
    assert "ZeroDivisionError" in caplog.text
    assert_whole(store, record_something(store)())


def test_that_a_defect_in_the_thread_leaves_nobody_waiting(
    store: Store, problems: Problems, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scribe, "insert_run", fail)
    assert store.begin(request()).run_id is None
    with pytest.raises(WorkbenchError, match="a defect"):
        store.answer(RunRequest(1))
    assert store.begin(request()).run_id is None
    assert [problem.code for problem in problems] == ["internal"]
    assert "ZeroDivisionError" in caplog.text
