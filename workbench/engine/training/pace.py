"""How long a training has trained, and how fast it is."""

from __future__ import annotations

import math
import time
from collections import deque

PACE_STEPS = 20
"""Tokens per second are those of so many steps."""


class Clock:
    """Seconds of training, those of earlier processes with them, pauses without."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._since = seconds, math.inf

    @property
    def seconds(self) -> float:
        return self._seconds + max(0.0, time.monotonic() - self._since)

    def stop(self) -> None:
        self._seconds, self._since = self.seconds, math.inf

    def go_on(self) -> None:
        self._since = time.monotonic()


class Pace:
    """Tokens per second of the last steps, and of all. What the consumer does between two events is not counted."""

    def __init__(self) -> None:
        self._recent: deque[tuple[int, float]] = deque(maxlen=PACE_STEPS)
        self._tokens, self._seconds, self._started = 0, 0.0, 0.0

    def start(self) -> None:
        self._started = time.perf_counter()

    def stop(self, n_tokens: int) -> float:
        took = time.perf_counter() - self._started
        self._recent.append((n_tokens, took))
        self._tokens, self._seconds = self._tokens + n_tokens, self._seconds + took
        return sum(tokens for tokens, _ in self._recent) / max(1e-9, sum(seconds for _, seconds in self._recent))

    @property
    def mean(self) -> float:
        return self._tokens / self._seconds if self._seconds else 0.0
