"""What a training does while a checkpoint or the record can't be written: it pauses, says why, and goes on after the mend.

The idea that is not obvious: all that a training knows is in memory, so what fails on the disk costs time alone. It tries again by
itself, ever more seldom, and at once when it is told to resume.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workbench.engine.training.checkpoint import State
from workbench.errors import WorkbenchError
from workbench.values import TrainCommand, TrainMended, TrainTold, TrainTrouble

PASSING = ("training-disk-full", "training-folder-gone", "file-not-written")
"""What keeps a checkpoint from being written and may pass."""
FIRST_RETRY_S, LAST_RETRY_S = 0.5, 30.0
LOOKED_S = 0.1
"""A training that waits looks so often for what it is told."""

Event = TrainTrouble | TrainMended | TrainTold


class Clock(Protocol):
    """Measures how long a training has trained."""

    def stop(self) -> None: ...

    def go_on(self) -> None: ...


@dataclass(frozen=True)
class Outside:
    """What reaches a training from outside. All are asked between steps and must be quick.

    told      the next command
    stopped   whether to stop and keep
    troubled  what keeps the record from being written at this moment, and may pass
    clock     what stands still while a training waits
    """

    told: Callable[[], TrainCommand | None]
    stopped: Callable[[], bool]
    troubled: Callable[[], WorkbenchError | None]
    clock: Clock


class Obedient(Protocol):
    """Does what a training is told."""

    @property
    def state(self) -> State:
        """Where the training stands."""

    def __call__(self, command: TrainCommand) -> TrainTold:
        """Obey a command, and say so."""


class Place:
    """The folder that a training writes its checkpoints into. The files that say whose it is are known, so it can be made again."""

    def __init__(self, folder: Path) -> None:
        """Make it if need be. Raises WorkbenchError('file-not-written')."""
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._marks = {file.name: file.read_bytes() for file in folder.glob("*.json")}
        except OSError as error:
            raise WorkbenchError("file-not-written", path=folder, reason=error.strerror or error) from error

    def require(self) -> None:
        """Raise WorkbenchError('training-folder-gone') if it was removed: what was in it should not be missed silently."""
        if not self.folder.is_dir():
            raise WorkbenchError("training-folder-gone", path=self.folder)

    def make_again(self) -> None:
        """Make it anew if it was removed. Where that can't be, the next `require` says so."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, content in self._marks.items():
                (self.folder / name).write_bytes(content)
        except OSError:
            return


def written(obeyed: Obedient, write: Callable[[], Path], place: Place, outside: Outside) -> Generator[Event, None, Path]:
    """Write a checkpoint, waiting while that fails; gives its path. A command to stop, or `stopped`, raises what it failed for."""
    began, said, retry_s = time.monotonic(), "", FIRST_RETRY_S
    while True:
        try:
            place.require()
            path = write()
            break
        except WorkbenchError as error:
            if error.code not in PASSING or outside.stopped():
                raise
            if error.code != said:
                said = error.code
                yield _trouble(obeyed, error, outside)
            verb = yield from _waited(obeyed, outside, until=time.monotonic() + retry_s)
            if verb == "stop":
                raise
            if verb == "resume":
                place.make_again()
        retry_s = min(2 * retry_s, LAST_RETRY_S)
    if said:
        yield _mended(obeyed, outside, began)
    return path


def record_mended(obeyed: Obedient, outside: Outside) -> Generator[Event, None, bool]:
    """Wait while the record can't be written; gives whether to end instead. What happens meanwhile is held, and written afterwards."""
    error = outside.troubled()
    if error is None:
        return False
    began = time.monotonic()
    yield _trouble(obeyed, error, outside)
    verb = ""
    while outside.troubled() is not None and verb not in ("stop", "resume") and not outside.stopped():
        verb = yield from _waited(obeyed, outside, until=time.monotonic() + LOOKED_S)
    yield _mended(obeyed, outside, began)
    return verb == "stop"


def _waited(obeyed: Obedient, outside: Outside, *, until: float) -> Generator[TrainTold, None, str]:
    """Wait until a moment, or until it is told to stop or resume, which is given. What else is said meanwhile is obeyed."""
    while time.monotonic() < until and not outside.stopped():
        command = outside.told()
        if command is None:
            time.sleep(LOOKED_S)
            continue
        yield obeyed(command)
        if command.verb in ("stop", "resume"):
            return command.verb
    return ""


def _trouble(obeyed: Obedient, error: WorkbenchError, outside: Outside) -> TrainTrouble:
    outside.clock.stop()
    return TrainTrouble(obeyed.state.step, error.code, {name: str(one) for name, one in error.values.items()})


def _mended(obeyed: Obedient, outside: Outside, began: float) -> TrainMended:
    outside.clock.go_on()
    return TrainMended(obeyed.state.step, time.monotonic() - began)
