"""What the record keeps of trainings, and what it passes on to them."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.store import RunRecording, Store, claim_folder
from workbench.store.sqlite import sqlite3
from workbench.values import (
    AlarmRow,
    Architecture,
    PartNorms,
    RunDeleteRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    RunRow,
    TrainAlarm,
    TrainCommand,
    TrainCommands,
    TrainCommandsRequest,
    TrainEvents,
    TrainEventsRequest,
    TrainMended,
    TrainPinned,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTellRequest,
    TrainTold,
    TrainTrouble,
    TrainValidation,
    TrainVirtual,
    pack,
    unpack,
)

REQUEST = TrainRequest("tiny", "causal", Architecture("decoder", 1, 1, 16, 16, 32), n_steps=1000)


def step(number: int) -> TrainStep:
    return TrainStep(number, 5 - number / 1000, 1e-3, 1.5, number * 100, 1000.0)


def result(number: int, *, stopped: bool) -> TrainResult:
    return TrainResult(number, stopped, 2.0, 2.5, 1000.0, number * 100, "somewhere", 2.5, number)


@pytest.fixture
def recording(store: Store) -> Iterator[RunRecording]:
    """A training that has begun."""
    made = store.begin(REQUEST)
    made.see(TrainStarted(REQUEST, made.run_id or 0, "folder", "llama", 1_234_567, 512, 0, 2))
    yield made
    made.finish("done")


def events_of(store: Store, recording: RunRecording, **asked: int) -> TrainEvents:
    found = store.answer(TrainEventsRequest(recording.run_id or 0, **asked))
    assert isinstance(found, TrainEvents)
    return found


def row_of(store: Store, recording: RunRecording) -> RunRow:
    rows = store.answer(RunListRequest())
    assert isinstance(rows, RunList)
    return next(row for row in rows.rows if row.ulid == recording.ulid)


# events


def test_that_only_events_after_a_place_are_told_and_in_order(store: Store, recording: RunRecording) -> None:
    for number in range(1, 6):
        recording.see(TrainSample(number, "a", "b"))
    first = events_of(store, recording, limit=3)
    assert [type(event) for event in first.events] == [TrainStarted, TrainSample, TrainSample]
    second = events_of(store, recording, after_seq=first.last_seq)
    assert second.events == tuple(TrainSample(number, "a", "b") for number in (3, 4, 5))
    assert events_of(store, recording, after_seq=second.last_seq) == TrainEvents(
        TrainEventsRequest(recording.run_id or 0, second.last_seq), status="running", alive=True, last_seq=second.last_seq, events=()
    )


def test_that_events_of_no_run_are_an_error(store: Store) -> None:
    with pytest.raises(WorkbenchError) as caught:
        store.answer(TrainEventsRequest(7))
    assert caught.value.code == "run-missing"


def test_that_a_training_says_what_it_trains_and_how_far_it_is(store: Store, recording: RunRecording) -> None:
    assert row_of(store, recording).summary == "causal · 1.23M parameters"
    recording.see(step(400))
    recording.see(TrainValidation(400, 4.5))
    row = row_of(store, recording)
    assert (row.kind, row.model, row.summary) == ("train", "tiny", "causal · 1.23M parameters · loss 4.6 at step 400 of 1,000")


def test_that_a_training_that_was_stopped_keeps_its_result(store: Store, recording: RunRecording) -> None:
    recording.see(step(1))
    recording.see(result(1, stopped=True))
    recording.finish("cancelled")
    found = store.answer(RunRequest(recording.run_id or 0))
    assert isinstance(found, RunRecord)
    assert (found.row.status, found.result) == ("cancelled", result(1, stopped=True))


def test_that_a_step_is_neither_a_result_nor_an_event(store: Store, recording: RunRecording) -> None:
    recording.see(step(1))
    recording.finish("done")
    found = store.answer(RunRequest(recording.run_id or 0))
    assert isinstance(found, RunRecord)
    assert found.result is None
    assert [type(event) for event in found.events] == [TrainStarted]


def test_that_what_a_run_shows_of_itself_is_read_back(store: Store, recording: RunRecording) -> None:
    norms = PartNorms("decoder", 3, 12.5, float("inf"), 0.5)
    events = (
        TrainPinned(1, 0, ("<s>", "Ein"), (float("-inf"), 2.5)),
        TrainVirtual(1, (("the", "a"), ("of",)), ((0.5, 0.25), (0.125,)), 0.1),
        TrainAlarm(1, "spike", 9.0, 3.0, 4.0, 5.5, 1e-3, "pause", (AlarmRow(7, 11.0, "ein Text\nmehr"),), (norms,)),
        TrainTold(1, "go_back", 500.0, refused="training-state-gone"),
    )
    for event in events:
        recording.see(event)
    assert events_of(store, recording).events[1:] == events


def test_that_what_an_older_version_has_recorded_is_read_back() -> None:
    request, told = pack(REQUEST)[0], pack(TrainTold(3, "learning_rate", 1e-4))[0]
    for name in ("fork", "pinned", "on_alarm", "spike"):
        del request[name]
    del told["refused"]
    assert unpack(request) == REQUEST
    assert unpack(told) == TrainTold(3, "learning_rate", 1e-4)


def test_that_a_fork_is_the_child_of_the_run_that_it_was_forked_from(store: Store, recording: RunRecording, database: Path) -> None:
    fork = TrainRequest("tiny", "causal", REQUEST.architecture, 1000, fork=f"run:{recording.run_id}@500")
    child = store.begin(fork)
    assert row_of(store, child).parent_id == recording.run_id
    child.finish("done")
    grandchild = store.begin(dataclasses.replace(fork, resume=child.run_id))
    assert row_of(store, grandchild).parent_id == child.run_id
    grandchild.finish("done")
    with sqlite3.connect(database) as connection:
        left = connection.execute("SELECT parent_step FROM runs WHERE parent_id IS NOT NULL ORDER BY id").fetchall()
    assert left == [(500,), (None,)]


def test_that_a_run_that_goes_on_with_another_is_its_child(store: Store, recording: RunRecording) -> None:
    child = store.begin(TrainRequest("tiny", "causal", REQUEST.architecture, 1000, resume=recording.run_id))
    assert row_of(store, child).parent_id == recording.run_id
    child.finish("done")


# whose run it is


def test_that_a_run_gets_the_ulid_it_is_given(store: Store) -> None:
    recording = store.begin(REQUEST, ulid="01JD00000000000000000000AB")
    assert row_of(store, recording).ulid == "01JD00000000000000000000AB"
    recording.finish("done")


def begun_elsewhere(database: Path, ulid: str) -> None:
    """A process that begins a training and is gone without a word."""
    code = f"""
import os, sys
from pathlib import Path
from workbench.store import Store
from workbench.values import Architecture, TrainRequest
store = Store(Path(sys.argv[1]))
recording = store.begin(TrainRequest("tiny", "causal", Architecture("decoder", 1, 1, 16, 16, 32), 1000), ulid={ulid!r})
os._exit(0 if recording.run_id else 1)
"""
    subprocess.run([sys.executable, "-c", code, str(database)], check=True, timeout=60)


def test_that_whoever_looks_finds_a_dead_training_interrupted(store: Store, database: Path) -> None:
    assert store.answer(RunListRequest()) == RunList(RunListRequest(), (), 0)  # this store has tidied up already
    for number, look in enumerate((RunListRequest, lambda: RunRequest(2), lambda: TrainEventsRequest(3)), start=1):
        begun_elsewhere(database, f"01JD0000000000000000000{number:03}")
        store.answer(look())
        with sqlite3.connect(str(database)) as second:
            assert second.execute("SELECT status FROM runs WHERE id = ?", (number,)).fetchone() == ("interrupted",)
        second.close()


def test_that_the_ulid_of_another_process_is_not_taken_over(store: Store, database: Path, problems: list[WorkbenchError]) -> None:
    store.answer(RunListRequest())
    begun_elsewhere(database, "01JD00000000000000000000AB")
    assert store.begin(REQUEST, ulid="01JD00000000000000000000AB").run_id is None
    assert [problem.code for problem in problems] == ["internal"]


# commands


def test_that_a_command_is_taken_once_and_acknowledged(store: Store, recording: RunRecording, second: sqlite3.Connection) -> None:
    run_id = recording.run_id or 0
    store.answer(TrainTellRequest(run_id, "checkpoint"))
    store.answer(TrainTellRequest(run_id, "stop"))
    assert store.answer(TrainCommandsRequest(run_id)) == TrainCommands((TrainCommand("checkpoint"), TrainCommand("stop")))
    assert store.answer(TrainCommandsRequest(run_id)) == TrainCommands(())
    rows = second.execute("SELECT acknowledged_at_utc IS NOT NULL, outcome FROM commands").fetchall()
    assert [tuple(row) for row in rows] == [(1, "obeyed"), (1, "obeyed")]


def test_that_a_number_goes_with_a_command_within_its_limits(store: Store, recording: RunRecording) -> None:
    run_id = recording.run_id or 0
    store.answer(TrainTellRequest(run_id, "learning_rate", 0.25))
    assert store.answer(TrainCommandsRequest(run_id)) == TrainCommands((TrainCommand("learning_rate", 0.25),))
    with pytest.raises(WorkbenchError) as caught:
        store.answer(TrainTellRequest(run_id, "learning_rate", -1.0))
    assert (caught.value.code, caught.value.values["name"]) == ("bad-value", "learning_rate")


def test_that_a_verb_of_another_version_is_left_out(store: Store, recording: RunRecording, second: sqlite3.Connection) -> None:
    second.execute("INSERT INTO commands (run_id, verb, created_at_utc) VALUES (?, 'dance', '')", (recording.run_id,))
    assert store.answer(TrainCommandsRequest(recording.run_id or 0)) == TrainCommands(())
    assert second.execute("SELECT outcome FROM commands").fetchone() == ("unknown",)


def test_that_nobody_is_told_who_does_not_run(store: Store, recording: RunRecording) -> None:
    recording.finish("done")
    for run_id, code in ((recording.run_id or 0, "run-not-running"), (99, "run-missing")):
        with pytest.raises(WorkbenchError) as caught:
            store.answer(TrainTellRequest(run_id, "stop"))
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("events", "waits"),
    [
        ((), False),
        ((TrainTold(1, "pause"),), True),
        ((TrainTold(1, "pause"), TrainTold(1, "learning_rate", 1e-4)), True),
        ((TrainTold(1, "pause"), TrainTold(1, "resume")), False),
        ((TrainAlarm(1, "spike", 9.0, 1.0, 2.0, 4.0, 1e-3, "pause", (), ()),), True),
        ((TrainAlarm(1, "spike", 9.0, 1.0, 2.0, 4.0, 1e-3, "go_on", (), ()),), False),
        ((TrainAlarm(1, "spike", 9.0, 1.0, 2.0, 4.0, 1e-3, "pause", (), ()), TrainTold(1, "go_back", 0)), False),
        ((TrainTrouble(1, "store-locked", {"path": "x"}),), True),
        ((TrainTrouble(1, "store-locked", {"path": "x"}), TrainMended(1, 2.0)), False),
    ],
)
def test_that_a_run_that_makes_no_steps_is_listed_as_waiting(store: Store, recording: RunRecording, events: tuple, waits: bool) -> None:
    for event in events:
        recording.see(event)
    assert recording.run_id
    store.answer(RunRequest(recording.run_id))
    row = row_of(store, recording)
    assert (row.status, row.waits) == ("running", waits)
    recording.finish("cancelled")
    row = row_of(store, recording)
    assert not row.waits


def test_that_a_question_that_is_not_urgent_waits_for_the_next_commit(store: Store, recording: RunRecording) -> None:
    asked = store.ask(TrainCommandsRequest(recording.run_id or 0), urgent=False)
    assert not asked.done()
    assert asked.result(timeout=5) == TrainCommands(())


# deleting


@pytest.fixture
def training(database: Path) -> Path:
    return database.parent / "training"


def finished(store: Store, training: Path) -> tuple[int, Path]:
    recording = store.begin(REQUEST)
    folder = claim_folder(training, str(recording.run_id), recording.ulid)
    (folder / "step-00000001").mkdir()
    recording.finish("done")
    return recording.run_id or 0, folder


def test_that_the_folder_of_a_deleted_run_goes_when_it_can_no_longer_be_restored(open_store: Callable[..., Store], training: Path) -> None:
    store = open_store()
    (gone, gone_folder), (kept, kept_folder) = finished(store, training), finished(store, training)
    store.answer(RunDeleteRequest((gone, kept)))
    store.answer(RunDeleteRequest((kept,), restore=True))
    assert gone_folder.is_dir()
    store.close()
    assert not gone_folder.exists()
    assert (kept_folder / "step-00000001").is_dir()


def test_that_a_folder_of_another_run_or_beyond_a_link_is_never_removed(open_store: Callable[..., Store], training: Path) -> None:
    store = open_store()
    (first, first_folder), (second, second_folder) = finished(store, training), finished(store, training)
    (first_folder / "run.json").write_text(json.dumps({"ulid": "another"}))
    elsewhere = training.parent / "elsewhere"
    second_folder.rename(elsewhere)
    second_folder.symlink_to(elsewhere)
    store.answer(RunDeleteRequest((first, second)))
    store.close()
    assert (first_folder / "step-00000001").is_dir()
    assert (elsewhere / "step-00000001").is_dir()


def test_that_a_running_training_is_not_deleted(store: Store, recording: RunRecording) -> None:
    with pytest.raises(WorkbenchError) as caught:
        store.answer(RunDeleteRequest((recording.run_id or 0,)))
    assert caught.value.code == "run-still-training"


def test_that_a_folder_left_by_another_database_is_moved_aside(training: Path) -> None:
    older = claim_folder(training, "1", "OLDER")
    (older / "step-00000009").mkdir()
    assert list(claim_folder(training, "1", "NEWER").glob("step-*")) == []
    assert (training / "1~OLDER" / "step-00000009").is_dir()
