"""The record of one operation as its caller holds it, and the entries it leaves for the store's thread.

Nothing here waits for the disk, except `run_id` for who asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from ulid import ULID

from workbench.store import keeping
from workbench.store.clock import now_utc
from workbench.store.metrics import Turn, Turns
from workbench.values import RunStarted, RunStatus, TrainStep

RUN_ID_PATIENCE_S = 10.0


class RunRecording:
    """Implements `values.Recording`. Its methods may be called from any thread, one at a time.

    `leave` takes an entry to the store's thread, and says whether there was room for it.
    """

    def __init__(
        self, request: object, leave: Callable[[Entry], bool], *, started: Callable[[RunStarted], None] | None = None, ulid: str = ""
    ) -> None:
        self.request = request
        self.ulid = ulid or str(ULID())
        self.created_at_utc = now_utc()
        self._leave, self._started = leave, started
        self._seq = 0
        self._turns = Turns()
        self._lost = 0
        self._result: tuple[int | None, str] = (None, "")
        self._whole = False
        self._finished = False
        self._known = threading.Event()
        self._run_id: int | None = None
        self._leave(Begun(self))

    @property
    def run_id(self) -> int | None:
        """The run's number. Waits until it has one, at most 10 s; None if it could not be recorded."""
        self._known.wait(RUN_ID_PATIENCE_S)
        return self._run_id

    def see(self, event: object) -> None:
        """Keep one event."""
        event = keeping.kept(event)
        if event is None or self._finished:
            return
        self._seq += 1
        self._result = (None, "") if keeping.is_step(event) else (self._seq, keeping.continuation_of(event))
        self._whole = keeping.is_whole(event)
        at_utc = "" if isinstance(event, TrainStep) else now_utc()  # of a step only its points are kept
        if not self._leave(Seen(self, self._seq, event, at_utc, keeping.size_bytes_of(event), self._turns.of(event))):
            self._lost += 1

    def attach(self, name: str, content: bytes, *, media_type: str = "application/octet-stream") -> None:
        """Keep a file with the run."""
        if not self._finished and not self._leave(Attached(self, name, content, media_type, now_utc(), len(content))):
            self._lost += 1

    def finish(self, status: RunStatus, error: Exception | None = None) -> None:
        """Say how it ended; the last event before `done` is the result. Only the first call counts."""
        if self._finished:
            return
        self._finished = True
        seq, text = self._result if status == "done" or self._whole else (None, "")
        self._leave(Finished(self, status, now_utc(), error, seq, text, self._lost))

    def written(self, run_id: int | None) -> None:
        """The store's thread says the run's number, or that for now there is none."""
        first = self._run_id is None and run_id is not None
        self._run_id = run_id or self._run_id
        self._known.set()
        if first and run_id and self._started is not None:
            self._started(RunStarted(run_id, self.ulid))


@dataclass(frozen=True, eq=False)
class Begun:
    """A run that begins."""

    recording: RunRecording
    size_bytes: int = 0


@dataclass(slots=True, eq=False)
class Seen:
    """An event of a run, at its place among all of the run's events; of a training, in which turn.

    Nobody changes it; it isn't frozen because there is one for each step, and a frozen one takes four times as long to make.
    """

    recording: RunRecording
    seq: int
    event: object
    at_utc: str
    size_bytes: int
    turn: Turn


@dataclass(frozen=True, eq=False)
class Attached:
    """A file of a run."""

    recording: RunRecording
    name: str
    content: bytes
    media_type: str
    at_utc: str
    size_bytes: int


@dataclass(frozen=True, eq=False)
class Finished:
    """The end of a run. `result_seq`: the event that is its result; `text`: what it wrote; `lost`: events there was no room for."""

    recording: RunRecording
    status: RunStatus
    at_utc: str
    error: Exception | None = None
    result_seq: int | None = None
    text: str = ""
    lost: int = 0
    size_bytes: int = 0


Entry = Begun | Seen | Attached | Finished
