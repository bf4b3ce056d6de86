"""Files that runs keep: taken in by what they hold, given back, replaced, and gone when nobody keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from store_samples import request, result, started

from workbench.errors import WorkbenchError
from workbench.store import Store
from workbench.values import RunDeleteRequest, RunKeepRequest, RunKept, RunKeptRequest, StoreCheck, StoreCheckRequest


@pytest.fixture
def run_id(store: Store) -> int:
    recording = store.begin(request())
    recording.see(started())
    recording.see(result())
    recording.finish("done")
    assert recording.run_id is not None
    return recording.run_id


def files(database: Path) -> list[Path]:
    return [path for path in (database.parent / "artefacts").rglob("*") if path.is_file()]


def test_that_a_file_is_moved_in_and_found_by_its_name(store, run_id, tmp_path, database):
    given = tmp_path / "home" / "coming.npz"
    given.write_bytes(b"arrays")
    kept = store.answer(RunKeepRequest(run_id, "trace.npz", path=str(given)))
    assert not given.exists()
    assert Path(kept.path).read_bytes() == b"arrays"
    assert Path(kept.path).name == hashlib.sha256(b"arrays").hexdigest()
    assert store.answer(RunKeptRequest(run_id, "trace.npz")) == kept == RunKept(run_id, "trace.npz", kept.path, 6)
    assert store.answer(RunKeptRequest(run_id, "other")) == RunKept(run_id, "other", "")
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


def test_that_a_newer_file_of_the_name_takes_its_place_and_the_older_goes(store, run_id, database):
    store.answer(RunKeepRequest(run_id, "view", content=b"one"))
    newer = store.answer(RunKeepRequest(run_id, "view", content=b"two"))
    assert [path.read_bytes() for path in files(database)] == [b"two"]
    assert store.answer(RunKeptRequest(run_id, "view")) == newer
    store.answer(RunKeepRequest(run_id, "view", content=b"two"))
    assert Path(newer.path).read_bytes() == b"two"


def test_that_a_file_two_runs_keep_stays_while_one_does(store, run_id, database):
    store.answer(RunKeepRequest(run_id, "a", content=b"shared"))
    store.answer(RunKeepRequest(run_id, "b", content=b"shared"))
    store.answer(RunKeepRequest(run_id, "a", content=b"own"))
    assert sorted(path.read_bytes() for path in files(database)) == [b"own", b"shared"]


def test_that_a_deleted_run_takes_its_files_along(open_store, database):
    store = open_store()
    recording = store.begin(request())
    recording.finish("done")
    store.answer(RunKeepRequest(recording.run_id, "a", content=b"mine"))
    store.answer(RunDeleteRequest((recording.run_id,)))
    assert files(database)
    store.close()
    assert files(database) == []


def test_that_a_run_or_a_file_that_is_not_there_is_said(store, run_id, tmp_path):
    for wrong, code in (
        (RunKeepRequest(999, "a", content=b"x"), "run-missing"),
        (RunKeepRequest(run_id, "a", path=str(tmp_path / "nothing")), "file-missing"),
    ):
        with pytest.raises(WorkbenchError) as told:
            store.answer(wrong)
        assert told.value.code == code
