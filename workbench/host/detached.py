"""Starts a trainer that outlives whoever started it. Imports no engine: the window calls this.

The idea that is not obvious: the trainer is found again by the `key` in its request, never by being somebody's child. It gets a
session of its own and a log file, so closing the window, or the terminal it was started from, does not end it.
"""

from __future__ import annotations

import json
import subprocess

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host.roles import child_command, child_environment
from workbench.values import TrainRequest, pack

_APART = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""On Windows, what a session of its own is elsewhere."""
_started: list[subprocess.Popen[bytes]] = []
"""Kept so that those which have ended can be reaped."""


def start_trainer(request: TrainRequest) -> None:
    """Start a training; returns at once. Its run appears in the record. Raises WorkbenchError('trainer-not-started')."""
    _started[:] = [process for process in _started if process.poll() is None]
    document, arrays = pack(request)
    assert not arrays, "a request of numbers and words"
    try:
        paths.logs().mkdir(parents=True, exist_ok=True)
        with (paths.logs() / "trainer.log").open("ab") as log:
            process = subprocess.Popen(
                child_command("train"),
                env=child_environment("train"),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=paths.logs(),
                start_new_session=True,
                creationflags=_APART,
            )
        assert process.stdin is not None
        process.stdin.write(json.dumps(document, allow_nan=False).encode("utf-8"))
        process.stdin.close()
    except OSError as error:
        raise WorkbenchError("trainer-not-started", reason=error.strerror or error, name=request.name) from error
    _started.append(process)
