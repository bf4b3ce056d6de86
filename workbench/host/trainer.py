"""A training in a process of its own: recorded as it goes, told what to do through the record, stopped without loss.

`workbench _train` reads its request from standard input; the command line calls `training` in its own process.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host.recorded import recorded
from workbench.store import RunRecording, Store
from workbench.values import TrainCommands, TrainCommandsRequest, TrainRequest, Verb, unpack

ASK_EVERY_S = 0.25


class Commands:
    """What the record says is to be done, asked for at most every ASK_EVERY_S."""

    def __init__(self, store: Store, run_id: int) -> None:
        self._store, self._run_id = store, run_id
        self._asked_s = time.monotonic()
        self._waiting: list[Verb] = []

    def __call__(self) -> Verb | None:
        if not self._waiting and time.monotonic() - self._asked_s >= ASK_EVERY_S:
            self._asked_s = time.monotonic()
            try:
                found = self._store.answer(TrainCommandsRequest(self._run_id))
            except WorkbenchError:  # a file that is locked or full now may be neither later
                return None
            if isinstance(found, TrainCommands):
                self._waiting += found.verbs
        return self._waiting.pop(0) if self._waiting else None


def training(request: TrainRequest, store: Store, *, stop: threading.Event) -> tuple[RunRecording, Iterator[object]]:
    """The record of a training and its events, recorded as they are taken. `stop`: stop and keep.

    Raises WorkbenchError: run-without-checkpoint for a run that can't be resumed, store-unwritten where nothing can be recorded.
    """
    from workbench.engine.training import train
    from workbench.engine.training.checkpoint import latest

    resume_from: Path | None = None
    if request.resume is not None:
        resume_from = latest(paths.training() / str(request.resume))
        if resume_from is None:
            raise WorkbenchError("run-without-checkpoint", id=request.resume, step=" to go on from", known="none with its training state")
    record = store.begin(request)
    run_id = record.run_id
    if run_id is None:
        record.finish("failed")
        raise WorkbenchError("store-unwritten", path=paths.database(), n_entries=1)
    events = train(
        request,
        paths.training() / str(run_id),
        told=Commands(store, run_id),
        stopped=stop.is_set,
        run_id=run_id,
        resume_from=resume_from,
    )
    return record, recorded(events, record)


def main() -> None:
    """Train what standard input asks for; exits with 0 when it is done or was stopped."""
    request = unpack(json.loads(sys.stdin.buffer.read()))
    if not isinstance(request, TrainRequest):
        raise TypeError(f"a trainer is asked by a TrainRequest, not {type(request).__name__}")
    stop = threading.Event()

    def stop_and_keep(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_and_keep)
    store = Store(paths.database())
    try:
        _, events = training(request, store, stop=stop)
        for _event in events:
            pass
    except WorkbenchError as error:
        print(error, file=sys.stderr)  # noqa: T201 (its standard error is a log file)
        sys.exit(1)
    finally:
        store.close()
    sys.exit(0)


if __name__ == "__main__":
    main()
