"""A thread that sends, so that nobody else waits for the line.

The idea that is not obvious: what is put on an idle line goes out at once; what follows within `interval_s` is gathered
into one frame, unless something urgent (a result, an error) is among it. A stream of tokens thus starts without delay
and then costs the reader one wake-up per frame.
"""

from __future__ import annotations

import threading
import time

from workbench.host.wire import Connection, Message, Packed, pack_message

BATCH_BYTES = 8 << 20  # of JSON: far below what a frame may hold


class Outbox:
    """Sends what is put, in order."""

    def __init__(self, connection: Connection, *, interval_s: float = 0.0) -> None:
        self._connection, self._interval_s = connection, interval_s
        self._waiting: list[Packed] = []
        self._urgent = self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def put(self, message: Message, *, urgent: bool = True) -> None:
        """Queue a message; never waits for the line. Raises as `pack_message` does, and then nothing was queued."""
        packed = pack_message(message)
        with self._changed:
            self._waiting.append(packed)
            self._urgent |= urgent
            self._changed.notify()

    def close(self, *, timeout_s: float | None = None) -> None:
        """Send what waits, then stop. Waits for it up to `timeout_s`."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        sent_at = -self._interval_s
        try:
            while batch := self._gather(sent_at + self._interval_s):
                self._connection.send(batch)
                sent_at = time.monotonic()
        except OSError:
            return  # the other end is gone; whoever receives notices it too

    def _gather(self, due: float) -> list[Packed]:
        """What is to be sent next, waiting for it; empty when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            self._changed.wait_for(lambda: self._urgent or self._closed, timeout=max(0.0, due - time.monotonic()))
            taken, size_bytes = 0, 0
            while taken < len(self._waiting) and (not taken or size_bytes + len(self._waiting[taken].document) <= BATCH_BYTES):
                size_bytes += len(self._waiting[taken].document)
                taken += 1
            batch, self._waiting = self._waiting[:taken], self._waiting[taken:]
            self._urgent = bool(self._waiting)
            return batch
