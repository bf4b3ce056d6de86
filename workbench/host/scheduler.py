"""Advances the operations of one child in turns: the highest priority first, one after the other within a priority.

Two threads meet here. The main thread calls `run` and is the only one to touch a generator. The control thread calls
`add`, `cancel` and `close`; it sets stop flags at once, also while the main thread is inside a forward pass, and answers
for every operation whose turn it isn't. So a cancel waits for nothing but the step that is being computed.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from workbench.errors import WorkbenchError
from workbench.host.wire import Message, pack_error
from workbench.values import (
    BeamStarted,
    BeamStep,
    GenerationStarted,
    MapFrame,
    MapStarted,
    Notice,
    PatchedLayer,
    PatchStarted,
    Progress,
    ReplayStep,
    TokenStep,
)

Handler = Callable[[object, Callable[[], bool]], Iterator[object]]
"""handler(request, stopped) -> events and last the result."""

NEVER_LAST = (
    Progress,
    Notice,
    GenerationStarted,
    TokenStep,
    BeamStarted,
    BeamStep,
    ReplayStep,
    PatchStarted,
    PatchedLayer,
    MapStarted,
    MapFrame,
)
"""Events that are sent the moment they are yielded. Any other item waits until the operation goes on or ends, since the
last item is the result."""

_NOTHING = object()


class Put(Protocol):
    """How messages leave: as the outbox does it."""

    def __call__(self, message: Message, *, urgent: bool = True) -> None: ...


class Speaker:
    """Answers for operations. `explain` makes a WorkbenchError of an exception that is none."""

    def __init__(self, put: Put, explain: Callable[[BaseException], WorkbenchError]) -> None:
        self._put, self._explain = put, explain

    def event(self, job: int, item: object) -> None:
        self._put(Message("event", job, item), urgent=False)

    def result(self, job: int, item: object) -> None:
        self._put(Message("result", job, item))

    def error(self, job: int, error: BaseException) -> None:
        known = error if isinstance(error, WorkbenchError) else self._explain(error)
        self._put(Message("error", job, pack_error(known)))


@dataclass(eq=False)
class _Operation:
    job: int
    request: object
    key: str
    priority: int
    stop: threading.Event = field(default_factory=threading.Event)
    events: Iterator[object] | None = None
    held: object = _NOTHING


class Scheduler:
    """The operations of one child."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._changed = threading.Condition()
        self._waiting: list[_Operation] = []
        self._abandoned: list[_Operation] = []
        self._current: _Operation | None = None
        self._closed = False

    # the control thread

    def add(self, message: Message) -> None:
        """Queue a request. An older one with the same key is stopped."""
        operation = _Operation(message.job, message.body, message.key, message.priority)
        with self._changed:
            for older in self._all():
                if older.key and older.key == operation.key:
                    self._stop(older)
            self._waiting.append(operation)
            self._changed.notify()

    def cancel(self, job: int) -> None:
        """Stop one operation. Unknown jobs have ended already."""
        with self._changed:
            for operation in self._all():
                if operation.job == job:
                    self._stop(operation)

    def close(self) -> None:
        """Stop everything; `run` returns after the step that is being computed."""
        with self._changed:
            self._closed = True
            for operation in self._all():
                operation.stop.set()
            self._changed.notify()

    def _all(self) -> list[_Operation]:
        return [*self._waiting, self._current] if self._current else list(self._waiting)

    def _stop(self, operation: _Operation) -> None:
        operation.stop.set()
        if operation is not self._current:
            self._waiting.remove(operation)
            self._abandoned.append(operation)
            self._speaker.error(operation.job, WorkbenchError("cancelled"))
            self._changed.notify()

    # the main thread

    def run(self, handler: Handler) -> None:
        """Take turns until closed."""
        while (operation := self._next()) is not None:
            ended = self._turn(operation, handler)
            with self._changed:
                self._current = None
                stopped = operation.stop.is_set() and not ended
                if not ended and not stopped:
                    self._waiting.append(operation)
            if stopped:
                self._speaker.error(operation.job, WorkbenchError("cancelled"))
                _close(operation)
        for operation in self._waiting:
            _close(operation)

    def _next(self) -> _Operation | None:
        """The operation whose turn it is, waiting for one; None when closed."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._abandoned or self._closed)
                abandoned, self._abandoned = self._abandoned, []
                if self._closed:
                    return None
                if not abandoned:
                    self._current = max(self._waiting, key=lambda operation: operation.priority)
                    self._waiting.remove(self._current)
                    return self._current
            for operation in abandoned:
                _close(operation)

    def _turn(self, operation: _Operation, handler: Handler) -> bool:
        """One step. True when the operation has ended and its end was said."""
        try:
            if operation.events is None:
                operation.events = handler(operation.request, operation.stop.is_set)
            return self._step(operation, operation.events)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - the boundary of the child: every error travels, panics of Rust libraries too
            self._speaker.error(operation.job, WorkbenchError("cancelled") if operation.stop.is_set() else error)
            _close(operation)
            return True

    def _step(self, operation: _Operation, events: Iterator[object]) -> bool:
        while True:
            item = next(events, _NOTHING)
            if operation.stop.is_set():
                return False
            if item is _NOTHING:
                self._speaker.result(operation.job, None if operation.held is _NOTHING else operation.held)
                return True
            if operation.held is not _NOTHING:
                self._speaker.event(operation.job, operation.held)
                operation.held = _NOTHING
            if isinstance(item, NEVER_LAST):
                self._speaker.event(operation.job, item)
                return False
            operation.held = item


def _close(operation: _Operation) -> None:
    close = getattr(operation.events, "close", None)
    if close is None:
        return
    try:
        close()
    except Exception:  # noqa: BLE001 - its end was said already; what its clean-up did wrong goes to the log
        traceback.print_exc()
