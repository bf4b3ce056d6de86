"""Where answers of children and of the store wait until the window's thread takes them.

The idea that is not obvious: the mailbox wakes its reader through a socket pair instead of a Qt signal, so no Qt object
lives in a reader thread. Any event loop can watch `fileno()`; a test may simply call `take(timeout)`.
"""

from __future__ import annotations

import collections
import contextlib
import select
import socket
import threading
from dataclasses import dataclass

from workbench.errors import WorkbenchError


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that happened to job `job`. `event` holds an event or, when `last`, the result; `error` how it failed."""

    job: int
    event: object | None = None
    error: WorkbenchError | None = None
    last: bool = False


class Mailbox:
    """A thread-safe queue of deliveries with a socket that becomes readable when something waits."""

    def __init__(self) -> None:
        self._waiting: collections.deque[Delivery] = collections.deque()
        self._lock = threading.Lock()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def fileno(self) -> int:
        return self._reader.fileno()

    def put(self, delivery: Delivery) -> None:
        """Add one delivery; callable from any thread, never blocks."""
        with self._lock:
            first = not self._waiting
            self._waiting.append(delivery)
        if first:
            with contextlib.suppress(BlockingIOError, OSError):  # full: the reader is awake already; closed: nobody reads
                self._writer.send(b"\0")

    def take(self, timeout_s: float = 0.0) -> list[Delivery]:
        """Everything that waits, in order; waits up to `timeout_s` for the first."""
        if timeout_s > 0 and not self._waiting:
            select.select([self._reader], [], [], timeout_s)
        with contextlib.suppress(BlockingIOError, OSError):
            while self._reader.recv(4096):
                pass
        with self._lock:
            taken = list(self._waiting)
            self._waiting.clear()
        return taken

    def close(self) -> None:
        self._reader.close()
        self._writer.close()
