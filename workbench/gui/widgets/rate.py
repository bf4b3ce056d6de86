"""How fast an operation goes and how long it will take, from the progress it reports."""

from __future__ import annotations

import time

from workbench.values import Progress

MEMORY = 0.85
"""How much of the old rate each report keeps: one slow second must not make the estimate jump."""


TOGETHER_S = 0.2
"""Reports that come closer than this count as one: two that arrive in the same frame would be thousands a second."""


class Rate:
    """Feed it every Progress of one operation."""

    def __init__(self) -> None:
        self._last: tuple[float, float] | None = None
        self.per_second = 0.0
        self.left_s: float | None = None

    def see(self, progress: Progress) -> None:
        """Take one report into account."""
        now = time.monotonic()
        if self._last is None or progress.done < self._last[1]:
            self._last = (now, progress.done)
        elif now - self._last[0] >= TOGETHER_S:
            latest = (progress.done - self._last[1]) / (now - self._last[0])
            self.per_second = latest if not self.per_second else MEMORY * self.per_second + (1 - MEMORY) * latest
            self._last = (now, progress.done)
        known = progress.total is not None and self.per_second > 0
        self.left_s = (progress.total - progress.done) / self.per_second if known and progress.total is not None else None
