"""Starts a trainer that outlives whoever started it. Imports no engine: the window calls this.

The idea that is not obvious: the trainer is found again in the record, never by being somebody's child. The request's `key`
becomes its run's ULID, so who started it knows its row before there is one. It gets a session of its own and a log file;
closing the window, or the terminal that was started from, does not end it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
import threading
from pathlib import Path

from ulid import ULID

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host.roles import child_command, child_environment
from workbench.values import LessonRequest, TrainRequest, pack

_APART = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""On Windows, what a session of its own is elsewhere."""
_KEPT_LOGS = 20
_TAIL_BYTES, _TAIL_LINES = 4096, 12
_STOPPED = 130


class Trainer:
    """A trainer that was started. `key` is the ULID of its run. While this process lives, it can ask how the trainer ended."""

    def __init__(self, key: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self.key, self.pid, self.log = key, process.pid, log
        self._process = process
        self._reaper = threading.Thread(target=process.wait, name="trainer-reaper", daemon=True)
        self._reaper.start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Whether it has ended, waiting at most so long for it."""
        self._reaper.join(timeout_s)
        return not self._reaper.is_alive()

    def failure(self) -> WorkbenchError | None:
        """Why it ended, if it did and not well; its run says it too, if it came so far. None while it goes on."""
        if not self.wait(0) or self._process.returncode in (0, _STOPPED):
            return None
        return WorkbenchError("child-died", role="train", cause=f"exit status {self._process.returncode}", details=_tail(self.log))


def start_trainer(request: TrainRequest) -> Trainer:
    """Start a training; returns at once. Its run appears in the record under the key. Raises WorkbenchError('trainer-not-started')."""
    return _start("train", request)


def start_lesson(request: LessonRequest) -> Trainer:
    """The same for all trainings of a lesson, one after the other."""
    return _start("lesson", request)


def _start(role: str, request: TrainRequest | LessonRequest) -> Trainer:
    request = dataclasses.replace(request, key=request.key or str(ULID()))
    document, arrays = pack(request)
    assert not arrays, "a request of numbers and words"
    log = paths.logs() / f"{role}-{request.key}.log"
    try:
        paths.logs().mkdir(parents=True, exist_ok=True)
        _tidy(paths.logs(), role)
        with log.open("ab") as output:
            process = subprocess.Popen(
                child_command(role),
                env=child_environment(role),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=paths.logs(),
                start_new_session=True,
                creationflags=_APART,
            )
        assert process.stdin is not None
        trainer = Trainer(request.key, process, log)
        with process.stdin:
            process.stdin.write(json.dumps(document, allow_nan=False).encode("utf-8"))
    except OSError as error:
        raise WorkbenchError("trainer-not-started", reason=error.strerror or error, name=request.name) from error
    return trainer


def _tidy(folder: Path, role: str) -> None:
    """Remove logs that are not among the last of their kind."""
    for old in sorted(folder.glob(f"{role}-*.log"))[:-_KEPT_LOGS]:  # a ULID begins with its time
        with contextlib.suppress(OSError):  # Windows: it is still written to
            old.unlink()


def _tail(log: Path) -> str:
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        return "\n".join(file.read().decode("utf-8", "replace").rstrip().splitlines()[-_TAIL_LINES:])
    return ""
