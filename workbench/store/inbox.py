"""What callers leave for the store's thread: in order, without ever waiting, within bounded memory."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """A queue whose reader sleeps until something urgent comes or the oldest item has rested for `rest_s`.

    The size of an item counts until `release` is told that it is on disk, also while the reader holds it.
    """

    def __init__(self, *, rest_s: float, limit_bytes: int) -> None:
        self._rest_s, self._limit_bytes = rest_s, limit_bytes
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._held_bytes = 0
        self._urgent = False
        self._shut = False
        self._oldest = 0.0

    def put(self, item: T, *, size_bytes: int = 0, urgent: bool = True) -> bool:
        """Leave an item. False: it was not taken, because there is no room for its size or the inbox is shut."""
        with self._changed:
            if self._shut or (size_bytes and self._held_bytes + size_bytes > self._limit_bytes):
                return False
            if not self._items:
                self._oldest = time.monotonic()
            self._held_bytes += size_bytes
            self._items.append(item)
            self._urgent = self._urgent or urgent
            if urgent or len(self._items) == 1:
                self._changed.notify()
            return True

    def release(self, size_bytes: int) -> None:
        """Items of this size are not held in memory any more."""
        with self._changed:
            self._held_bytes -= size_bytes

    def shut(self) -> None:
        """Take nothing any more, and wake the reader for what is there."""
        with self._changed:
            self._shut = True
            self._changed.notify()

    @property
    def is_shut(self) -> bool:
        return self._shut

    def take(self, timeout_s: float | None) -> list[T]:
        """Everything that waits, once something is urgent or old enough, at the latest after `timeout_s` (None: no limit)."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with self._changed:
            while not (self._urgent or self._shut):
                limits = [limit for limit in (deadline, self._oldest + self._rest_s if self._items else None) if limit is not None]
                wait_s = min(limits) - time.monotonic() if limits else None
                if wait_s is not None and wait_s <= 0:
                    break
                self._changed.wait(wait_s)
            self._urgent = False
            taken = list(self._items)
            self._items.clear()
            return taken
