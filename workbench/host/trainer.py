"""A training that is recorded as it goes, told what to do through the record, and stopped without loss.

`workbench _train` is one in a process of its own and reads its request from standard input; the command line runs one in
its own process. The idea that is not obvious: nothing between two steps waits for the disk. Events are left for the store's
thread, and commands are asked for ahead, so a locked database slows no training.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import FrameType

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host.child import explain
from workbench.host.limits import keep_memory, limit_memory
from workbench.host.recorded import recorded
from workbench.store import RunRecording, Store, claim_folder
from workbench.values import (
    RunRecord,
    RunRequest,
    TrainCommand,
    TrainCommands,
    TrainCommandsRequest,
    TrainRequest,
    TrainResult,
    run_and_step,
    unpack,
)

ROLE = "train"
ASK_EVERY_S = 0.25
NICENESS = 10
DONE, FAILED, CANCELLED = 0, 1, 130

Operation = Callable[..., Iterator[object]]
"""`workbench.engine.training.train`, or what stands for it in a test."""


class Commands:
    """What the record says is to be done, one command at a time. A question is under way while steps are computed."""

    def __init__(self, store: Store, run_id: int) -> None:
        self._store, self._run_id = store, run_id
        self._asked: Future[object] | None = None
        self._ask_at = 0.0
        self._waiting: list[TrainCommand] = []

    def __call__(self) -> TrainCommand | None:
        if self._asked is not None and self._asked.done():
            if self._asked.exception() is None:  # a file that is locked now may not be later
                found = self._asked.result()
                assert isinstance(found, TrainCommands)
                self._waiting += found.commands
            self._asked = None
        if self._asked is None and time.monotonic() >= self._ask_at:
            self._ask_at = time.monotonic() + ASK_EVERY_S
            self._asked = self._store.ask(TrainCommandsRequest(self._run_id), urgent=False)
        return self._waiting.pop(0) if self._waiting else None


def training(
    request: TrainRequest, store: Store, *, stop: threading.Event, operation: Operation | None = None
) -> tuple[RunRecording, Generator[object, None, None]]:
    """The record of a training, and its events, which are recorded as they are taken. `stop`: write a checkpoint and end.

    The run is begun at once and gets the request's `key` as its ULID. What keeps it from being trained is raised by the
    events, and is recorded: the errors of `engine.training.train`, run-missing, run-without-checkpoint, fork-without-state,
    bad-value, file-not-written.
    """
    record = store.begin(request, ulid=request.key)
    return record, recorded(_events(request, store, record, stop, operation), record)


def _events(
    request: TrainRequest, store: Store, record: RunRecording, stop: threading.Event, operation: Operation | None
) -> Iterator[object]:
    try:
        resume_from = begun_from(request, store)
        run_id = record.run_id
        folder = _folder(record, run_id)
        yield from (operation or _engine())(
            request,
            folder,
            told=None if run_id is None else Commands(store, run_id),
            stopped=stop.is_set,
            troubled=store.trouble,
            run_id=run_id or 0,
            resume_from=resume_from,
        )
    except WorkbenchError:
        raise
    except Exception as error:
        raise explain(ROLE, error) from error


def begun_from(request: TrainRequest, store: Store) -> Path | None:
    """The checkpoint that a training goes on from; None: it begins anew.

    Raises WorkbenchError: run-missing, run-without-checkpoint, fork-without-state, bad-value.
    """
    from workbench.library import training_state

    if request.resume is not None:
        return last_state(request.resume, store)
    if not request.fork:
        return None
    if (run_and_step(request.fork) or (0, None))[1] is None:
        raise WorkbenchError("bad-value", name="fork", value=request.fork, limit="run:ID@STEP, for example run:12@500")
    return training_state(request.fork)


def last_state(run_id: int, store: Store) -> Path:
    """The checkpoint from which to go on with a run: its last, or where it wrote none, the one it began from itself.

    Raises WorkbenchError: run-missing, run-without-checkpoint, fork-without-state.
    """
    from workbench.library import training_states

    if states := training_states(run_id):
        return states[-1]
    found = store.answer(RunRequest(run_id))
    assert isinstance(found, RunRecord)
    asked = found.request
    begun = begun_from(asked, store) if isinstance(asked, TrainRequest) and (asked.resume or 0) < run_id else None
    if begun is None:
        raise WorkbenchError("run-without-checkpoint", id=run_id, step="", known="none with the state of its training")
    return begun


def _engine() -> Operation:
    from workbench.engine.training import train

    return train


def _folder(record: RunRecording, run_id: int | None) -> Path:
    """Where the checkpoints go. A run without a number, because the record can't be written, is known by its ULID."""
    try:
        return claim_folder(paths.training(), record.ulid if run_id is None else str(run_id), record.ulid)
    except OSError as error:
        raise WorkbenchError("file-not-written", path=paths.training(), reason=error.strerror or error) from error


def main() -> None:
    """Train what standard input asks for; does not return. Exit status 130: it was stopped, and kept what it had learned."""
    stop = threading.Event()

    def stop_and_keep(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_and_keep)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    limit_memory(ROLE)
    keep_memory()
    status = _train(_request(sys.stdin.buffer.read()), stop)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # the interpreter's own teardown is long with torch, and nothing is left to be kept


def _request(raw: bytes) -> TrainRequest:
    request = unpack(json.loads(raw))
    if not isinstance(request, TrainRequest):
        raise TypeError(f"a trainer is asked by a TrainRequest, not {type(request).__name__}")
    return request


def _train(request: TrainRequest, stop: threading.Event) -> int:
    store = Store(paths.database(), on_problem=_log)
    result: object = None
    try:
        record, events = training(request, store, stop=stop)
        if record.run_id is None:  # nobody could see it, or stop it
            record.finish("cancelled")
            return FAILED
        for event in events:
            result = event
    except WorkbenchError as error:
        _log(error)
        return FAILED
    finally:
        store.close()
    return CANCELLED if isinstance(result, TrainResult) and result.stopped else DONE


def _log(error: WorkbenchError) -> None:
    print(error, error.values.get("details", ""), file=sys.stderr)  # noqa: T201 - its standard error is a log file


if __name__ == "__main__":
    main()
