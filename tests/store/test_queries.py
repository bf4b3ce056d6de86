"""Lists, searches, deletion with undo, notes, tags, files, and the check that finds what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import request, result, started, step, trace_summary

from workbench.errors import WorkbenchError
from workbench.store import Store
from workbench.store.sqlite import sqlite3
from workbench.values import (
    GenerateRequest,
    RunAnnotateRequest,
    RunDeleteRequest,
    RunList,
    RunListRequest,
    RunOrder,
    RunRequest,
    RunRow,
    RunsChanged,
    StoreCheck,
    StoreCheckRequest,
    Subject,
    TokenizeRequest,
    TraceRequest,
)


def listed(store: Store, query: str = "", **options: object) -> RunList:
    found = store.answer(RunListRequest(query, **options))
    assert isinstance(found, RunList)
    return found


def ids(store: Store, query: str = "", **options: object) -> list[int]:
    return [row.id for row in listed(store, query, **options).rows]


def run(store: Store, asked: object, *events: object) -> int:
    recording = store.begin(asked)
    for event in events:
        recording.see(event)
    recording.finish("done")
    assert recording.run_id is not None
    return recording.run_id


@pytest.fixture
def three(store: Store) -> Store:
    """Runs 1 (generation), 2 (trace), 3 (tokens)."""
    run(store, request("대한민국의 수도는"), started(), step(0), result(" 서울입니다."))
    run(store, TraceRequest(Subject("gemma-3-270m", "The keys to the cabinet are")), trace_summary())
    run(store, TokenizeRequest(Subject("minilm-l6", "한국어 keyboard")))
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [3, 2, 1]),
        ("수도", [1]),
        ("민국", [1]),
        ("서울", [1]),  # what was written is searched as well
        ("한국", [3]),
        ("key", [3, 2]),
        ("key cabinet", [2]),
        ("한국 key", [3]),
        ("gemma", [2]),
        ("smollm2-135m-instruct trace", [2]),  # the model that answered, and the kind
        ("minilm", [3]),
        ("수도 cabinet", []),
        ("부산", []),
    ],
)
def test_that_runs_are_found_by_text_continuation_model_and_kind(three: Store, query: str, expected: list[int]) -> None:
    assert ids(three, query) == expected


def test_that_notes_and_tags_are_kept_and_found(three: Store) -> None:
    assert three.answer(RunAnnotateRequest(2, note="주어와 동사의 일치", tags=("agreement", "수업", " ", "agreement"))) == RunsChanged((2,))
    assert three.answer(RunAnnotateRequest(2)) == RunsChanged((2,))
    row = listed(three, "동사").rows[0]
    assert (row.id, row.note, row.tags) == (2, "주어와 동사의 일치", ("agreement", "수업"))
    assert ids(three, "수업") == [2]
    three.answer(RunAnnotateRequest(2, note="", tags=()))
    assert ids(three, "수업") == ids(three, "동사") == []


def test_that_pages_follow_each_other_without_gap_and_kinds_are_apart(store: Store) -> None:
    for number in range(7):
        run(store, request(f"text {number}"))
        run(store, TokenizeRequest(Subject("m", f"text {number}")))
    first = listed(store, "text", kind="generate", limit=3)
    second = listed(store, "text", kind="generate", limit=3, before_id=first.rows[-1].id)
    third = listed(store, "text", kind="generate", limit=3, before_id=second.rows[-1].id)
    assert [row.id for page in (first, second, third) for row in page.rows] == [13, 11, 9, 7, 5, 3, 1]
    assert {first.total, second.total, third.total} == {7}


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("id", lambda row: row.id),
        ("kind", lambda row: row.kind),
        ("status", lambda row: row.status),
        ("summary", lambda row: row.summary.lower()),
        ("model", lambda row: row.model.lower()),
        ("created", lambda row: row.created_at_utc),
        ("note", lambda row: row.note.lower()),
        ("tags", lambda row: row.tags),
    ],
)
def test_that_pages_in_any_order_hold_every_run_once(
    store: Store, sort: RunOrder, key: Callable[[RunRow], object], ascending: bool
) -> None:
    for number in range(9):
        text = f"{'aAb가나'[number % 5]} text"
        run_id = run(store, request(text) if number % 2 else TokenizeRequest(Subject("Zmodel" if number % 4 else "amodel", text)))
        store.answer(RunAnnotateRequest(run_id, note=f"{number % 3}", tags=(f"t{number % 2}",)))
    found: list[RunRow] = []
    while page := listed(store, limit=2, sort=sort, ascending=ascending, before_id=found[-1].id if found else None).rows:
        found += page
    places = [(key(row), row.id) for row in found]
    assert len(found) == 9
    assert places == sorted(places, reverse=not ascending)


def test_that_a_row_tells_what_was_asked_for_beside_the_models_name(three: Store) -> None:
    rows = {row.kind: row for row in listed(three).rows}
    assert (rows["trace"].reference, rows["trace"].model) == ("gemma-3-270m", "smollm2-135m-instruct")


def test_that_deleted_runs_are_hidden_and_come_back(three: Store) -> None:
    assert three.answer(RunDeleteRequest((1, 3))) == RunsChanged((1, 3))
    assert ids(three) == [2]
    assert listed(three, "수도").total == 0
    three.answer(RunDeleteRequest((1,), restore=True))
    assert ids(three, "수도") == [1]


def test_that_deleting_a_run_that_does_not_exist_changes_nothing(three: Store) -> None:
    for asked in (RunDeleteRequest((1, 99)), RunAnnotateRequest(99, note="x"), RunRequest(99)):
        with pytest.raises(WorkbenchError) as caught:
            three.answer(asked)
        assert (caught.value.code, caught.value.values) == ("run-missing", {"id": 99})
    assert ids(three) == [3, 2, 1]


def test_that_deleted_runs_are_purged_at_the_end_with_all_that_only_they_needed(
    open_store: Callable[..., Store], database: Path, tmp_path: Path
) -> None:
    store = open_store()
    parent = run(store, request("함께 쓰는 글"), started(), step(0), result())
    child = run(store, request("함께 쓰는 글", parent_run=parent), started(), step(0), result("혼자 쓰는 글"))
    keeper = store.begin(request("함께 쓰는 글", parent_run=child))
    keeper.attach("both", b"shared")
    victim = store.begin(request())
    victim.attach("mine", b"mine")
    victim.attach("both", b"shared")
    keeper.finish("done")
    victim.finish("done")
    store.answer(RunAnnotateRequest(child, tags=("x",)))
    store.answer(RunDeleteRequest((child, victim.run_id or 0)))
    store.close()
    store = open_store()
    assert ids(store) == [keeper.run_id, parent]
    assert ids(store, "함께") == [keeper.run_id, parent]
    assert listed(store).rows[0].parent_id is None
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())
    with sqlite3.connect(str(database)) as connection:
        assert connection.execute("SELECT count(*) FROM steps").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM texts WHERE text LIKE '혼자%'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM artefacts").fetchone() == (1,)
    connection.close()
    assert len([path for path in (database.parent / "artefacts").rglob("*") if path.is_file()]) == 1
    assert run(store, request()) > (victim.run_id or 0)  # a number is never given twice


def test_that_a_run_another_window_hid_is_not_purged_by_this_one(open_store: Callable[..., Store]) -> None:
    here, there = open_store(), open_store()
    run_id = run(here, request())
    there.answer(RunDeleteRequest((run_id,)))
    here.close()
    there.answer(RunDeleteRequest((run_id,), restore=True))
    assert ids(there) == [run_id]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE texts SET text = 'changed' WHERE id = 1", "text 1 is not what its checksum says"),
        ("UPDATE runs SET request = '{' WHERE id = 1", "request of run 1 cannot be read"),
        ('UPDATE events SET payload = \'{"$t":"Nothing"}\' WHERE seq = 1', "event 1 of run 1 cannot be read"),
        ("DELETE FROM models", "points to a row of models"),
        ("UPDATE runs SET status = 'running', pid = 1, process_started = 5", "its process is gone"),
        ("DELETE FROM _sqlite_migrations", "the schema is at step 0"),
    ],
)
def test_that_the_check_names_what_is_wrong(store: Store, second: sqlite3.Connection, damage: str, said: str) -> None:
    run(store, request(), started(), step(0), result())
    second.execute("PRAGMA foreign_keys = OFF")
    second.execute(damage)
    checked = store.answer(StoreCheckRequest())
    assert isinstance(checked, StoreCheck)
    assert not checked.ok
    assert any(said in problem for problem in checked.problems), checked.problems


def test_that_the_check_reads_every_file(store: Store, database: Path) -> None:
    recording = store.begin(request())
    recording.attach("a", b"first")
    recording.attach("b", b"second", media_type="text/plain")
    recording.finish("done")
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())
    one, other = sorted(path for path in (database.parent / "artefacts").rglob("*") if path.is_file())
    one.write_bytes(b"changed")
    other.unlink()
    checked = store.answer(StoreCheckRequest())
    assert isinstance(checked, StoreCheck)
    assert [problem.split(" ", 4)[4].split(" ", 1)[1] for problem in checked.problems] == ["is not what its checksum says", "is missing"]


def test_that_submitted_requests_are_answered_once_each_and_cancelled_ones_fail(open_store: Callable[..., Store]) -> None:
    gate, answers, complete = threading.Event(), [], threading.Event()

    def reply(job: int, answer: object, error: WorkbenchError | None) -> None:
        answers.append((job, type(answer).__name__, error.code if error else ""))
        if len(answers) == 4:
            complete.set()

    store = open_store(reply=reply)
    store.begin(request(), started=lambda _run: gate.wait(30))  # holds the thread while the others queue up
    store.submit(1, RunListRequest(), key="list")
    store.submit(2, RunListRequest("x"), key="list")
    store.submit(3, RunRequest(5))
    store.submit(4, StoreCheckRequest())
    store.cancel(4)
    store.cancel(77)
    gate.set()
    assert complete.wait(30)
    assert answers == [(1, "NoneType", "cancelled"), (2, "RunList", ""), (3, "NoneType", "run-missing"), (4, "NoneType", "cancelled")]


def test_that_a_request_of_another_room_is_refused_at_once(store: Store) -> None:
    with pytest.raises(TypeError, match="GenerateRequest"):
        store.answer(GenerateRequest(Subject("m", "t")))


def test_that_the_record_is_explained_by_comments_in_the_file(store: Store, second: sqlite3.Connection) -> None:
    tables = second.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE TABLE %' AND name NOT LIKE '\\_%' ESCAPE '\\'"
    ).fetchall()
    own = {name: sql for name, sql in tables if "search_" not in name and not name.startswith("sqlite_")}
    assert set(own) >= {"runs", "texts", "models", "messages", "steps", "events", "commands", "artefacts", "run_artefacts", "run_tags"}
    assert [name for name, sql in own.items() if "(\n    -- " not in sql] == []
    assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
