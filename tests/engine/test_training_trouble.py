"""A training whose disk fails: it waits, says why, and goes on after the mend with nothing lost."""

from __future__ import annotations

import dataclasses
import errno
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.engine.training import train, trouble
from workbench.engine.training.checkpoint import latest, name_of
from workbench.errors import WorkbenchError
from workbench.values import (
    Architecture,
    TrainCheckpoint,
    TrainCommand,
    TrainMended,
    TrainRequest,
    TrainResult,
    TrainStep,
    TrainTold,
    TrainTrouble,
)

REQUEST = TrainRequest(
    "c", "causal", Architecture("decoder", 1, 2, 16, 32, 32), n_steps=6, batch_tokens=64, micro_rows=2, warmup_steps=2, valid_rows=2,
    eval_every=0, checkpoint_every=2,
)  # fmt: skip
FULL = "training-disk-full"


@pytest.fixture(autouse=True)
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(trouble, "FIRST_RETRY_S", 0.001)
    monkeypatch.setattr(trouble, "LOOKED_S", 0.001)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A disk that is full while the list holds something: a file is begun and finds no room for the rest of it."""
    full: list[bool] = []
    whole = Path.write_bytes

    def write(path: Path, content: bytes) -> int:
        if full and path.suffix == ".safetensors":
            whole(path, content[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", write)
    return full


def steps_of(events: list[object]) -> list[TrainStep]:
    return [
        dataclasses.replace(event, tokens_per_second=0.0, seconds=0.0, memory_bytes=0) for event in events if isinstance(event, TrainStep)
    ]


def uninterrupted(tmp_path: Path) -> tuple[list[TrainStep], bytes]:
    steps = steps_of(list(train(REQUEST, tmp_path / "whole")))
    return steps, (tmp_path / "whole" / name_of(6) / "model.safetensors").read_bytes()


def test_that_a_full_disk_is_waited_for_and_nothing_is_lost(tmp_path: Path, disk: list[bool]) -> None:
    steps, weights = uninterrupted(tmp_path)
    events: list[object] = []
    looked = 0

    def told() -> None:
        nonlocal looked
        looked += bool(disk)
        if looked > 5:
            disk.clear()

    for event in train(REQUEST, tmp_path / "run", told=told):
        events.append(event)
        if isinstance(event, TrainStep) and event.step == 4:
            disk.append(True)
        if isinstance(event, TrainTrouble):
            assert latest(tmp_path / "run") == tmp_path / "run" / name_of(2)
            assert not list((tmp_path / "run").glob(".*.part"))  # what was begun gives its room back
    (said,) = [event for event in events if isinstance(event, TrainTrouble)]
    assert (said.step, said.code) == (4, FULL)
    assert "the disk is full" in str(WorkbenchError(said.code, **said.values))
    assert [event.step for event in events if isinstance(event, TrainMended)] == [4]
    assert [event.step for event in events if isinstance(event, TrainCheckpoint)] == [2, 4, 6]
    assert steps_of(events)[:3] == steps[:3]
    assert (tmp_path / "run" / name_of(6) / "model.safetensors").read_bytes() == weights


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def rename(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


@pytest.mark.parametrize("lose", [remove, rename])
def test_that_a_folder_that_is_gone_is_made_again_when_it_is_told_to_resume(tmp_path: Path, lose: Callable[[Path], None]) -> None:
    _, weights = uninterrupted(tmp_path)
    folder, events, commands = tmp_path / "run", [], []
    folder.mkdir()
    (folder / "run.json").write_text('{"ulid": "mine"}')
    for event in train(REQUEST, folder, told=lambda: commands.pop() if commands else None):
        events.append(event)
        if isinstance(event, TrainStep) and event.step == 4:
            lose(folder)
        if isinstance(event, TrainTrouble):
            commands.append(TrainCommand("resume"))
    (said,) = [event for event in events if isinstance(event, TrainTrouble)]
    assert (said.step, said.code, said.values) == (4, "training-folder-gone", {"path": str(folder)})
    assert [(event.step, event.verb) for event in events if isinstance(event, TrainTold)] == [(4, "resume")]
    assert sorted(place.name for place in folder.iterdir()) == ["run.json", name_of(4), name_of(6)]
    assert (folder / "run.json").read_text() == '{"ulid": "mine"}'
    assert (folder / name_of(6) / "model.safetensors").read_bytes() == weights


def test_that_a_folder_that_is_put_back_is_gone_on_with_unasked(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "run", tmp_path / "elsewhere"
    events: list[object] = []
    for event in train(REQUEST, folder):
        events.append(event)
        if isinstance(event, TrainStep) and event.step == 4:
            rename(folder)
        if isinstance(event, TrainTrouble):
            elsewhere.rename(folder)
    assert [event.step for event in events if isinstance(event, TrainTrouble | TrainMended)] == [4, 4]
    assert sorted(place.name for place in folder.iterdir()) == [name_of(2), name_of(4), name_of(6)]


def test_that_who_stops_a_training_whose_disk_is_full_hears_why_it_keeps_nothing(tmp_path: Path, disk: list[bool]) -> None:
    commands: list[TrainCommand] = []
    events = train(REQUEST, tmp_path / "run", told=lambda: commands.pop() if commands else None)
    disk.append(True)
    for event in events:
        if isinstance(event, TrainTrouble):
            commands.append(TrainCommand("stop"))
            break
    with pytest.raises(WorkbenchError) as caught:
        list(events)
    assert caught.value.code == FULL
    with pytest.raises(WorkbenchError) as caught:  # by a signal, which can't be given twice
        list(train(REQUEST, tmp_path / "run", stopped=lambda: True))
    assert caught.value.code == FULL


def test_that_commands_are_obeyed_while_the_disk_is_full(tmp_path: Path, disk: list[bool]) -> None:
    commands: list[TrainCommand] = []
    rates = {}
    for event in train(REQUEST, tmp_path / "run", told=lambda: commands.pop() if commands else None):
        match event:
            case TrainStep():
                rates[event.step] = event.learning_rate
                disk += [True] * (event.step == 2)
            case TrainTrouble():
                commands.append(TrainCommand("learning_rate", 0.5))
            case TrainTold():
                disk.clear()
    assert rates[3] == pytest.approx(0.5)


@pytest.mark.parametrize("of_record", [True, False])
def test_that_no_wait_counts_as_training(tmp_path: Path, disk: list[bool], monkeypatch: pytest.MonkeyPatch, of_record: bool) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    locked = WorkbenchError("store-locked", path="/home/workbench.db")
    waiting = 0

    def told() -> None:
        nonlocal now, waiting
        now += 1.0
        if waiting and (waiting := waiting - 1) == 0:
            disk.clear()

    def troubled() -> WorkbenchError | None:
        return locked if of_record and waiting else None

    seconds = []
    for event in train(REQUEST, tmp_path / "run", told=told, troubled=troubled):
        if isinstance(event, TrainStep):
            seconds.append(event.seconds)
            if event.step == 2:
                waiting, disk[:] = 100, [] if of_record else [True]
    assert seconds == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def test_that_a_record_that_cannot_be_written_is_waited_for(tmp_path: Path) -> None:
    locked = WorkbenchError("store-locked", path="/home/workbench.db")
    troubles = iter([None, None, locked, locked, locked, locked])
    steps, weights = uninterrupted(tmp_path)
    events = list(train(REQUEST, tmp_path / "run", troubled=lambda: next(troubles, None)))
    assert [(type(event), event.step) for event in events if isinstance(event, TrainTrouble | TrainMended)] == [
        (TrainTrouble, 3), (TrainMended, 3),
    ]  # fmt: skip
    said = next(event for event in events if isinstance(event, TrainTrouble))
    assert (said.code, said.values) == ("store-locked", {"path": "/home/workbench.db"})
    assert steps_of(events) == steps
    assert (tmp_path / "run" / name_of(6) / "model.safetensors").read_bytes() == weights


@pytest.mark.parametrize("by_command", [True, False])
def test_that_a_training_whose_record_is_locked_stops_and_keeps(tmp_path: Path, by_command: bool) -> None:
    locked = WorkbenchError("store-locked", path="/home/workbench.db")
    commands: list[TrainCommand] = []
    signals: list[bool] = []
    told, stopped = lambda: commands.pop() if commands else None, lambda: bool(signals)
    result: object = None
    for result in train(REQUEST, tmp_path / "run", told=told, stopped=stopped, troubled=lambda: locked):
        if isinstance(result, TrainTrouble):
            commands, signals = ([TrainCommand("stop")], []) if by_command else ([], [True])
    assert isinstance(result, TrainResult)
    assert (result.step, result.stopped, Path(result.path)) == (1, True, tmp_path / "run" / name_of(1))
