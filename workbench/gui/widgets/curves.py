"""The curves of a plot: what they are called, their points, and the mean of the last of them where it is asked for."""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.gui.widgets.pyramid import Floats, Growing, Ints, Pyramid

Tone = Literal["accent", "warn", "ok", "muted"]
"""The theme's colour of a curve, by role."""


class Curve:
    """`dots`: few points, each of them marked. `label` stands beside the curve."""

    def __init__(self, key: str, tone: Tone, *, dots: bool = False) -> None:
        self.key, self.tone, self.dots = key, tone, dots
        self.label = key
        self.points = Pyramid()
        self.smooth: Pyramid | None = None
        self._window = 0
        self._sums, self._counts = Growing(np.float64), Growing(np.int64)

    def append(self, steps: Ints | list[int], values: Floats | list[float]) -> None:
        """Add points after the last. Raises ValueError if steps don't rise."""
        before = len(self.points)
        self.points.append(steps, values)
        fresh = self.points.values[before:]
        finite = np.isfinite(fresh)
        self._sums.append(np.cumsum(np.where(finite, fresh, 0.0)) + (self._sums.array[-1] if before else 0.0))
        self._counts.append(np.cumsum(finite) + (self._counts.array[-1] if before else 0))
        self._smoothe(before)

    def cut(self, after_step: float) -> None:
        """Let go of the points after a step: what is drawn went back to it, and does it again."""
        self.points.cut(after_step)
        self._sums.cut(len(self.points))
        self._counts.cut(len(self.points))
        if self.smooth is not None:
            self.smooth.cut(after_step)

    def set_window(self, n_points: int) -> None:
        """Keep the mean of the last `n_points` beside the points; 0 or 1: don't. Curves of dots stay as they are."""
        if n_points != self._window:
            self._window = n_points
            self.smooth = Pyramid() if n_points > 1 and not self.dots else None
            self._smoothe(0)

    def _smoothe(self, start: int) -> None:
        if self.smooth is None or start == len(self.points):
            return
        at = np.arange(start, len(self.points))
        before = at - self._window
        sums, counts = self._sums.array, self._counts.array
        inside = before >= 0
        taken = np.where(inside, sums[before], 0.0)
        held = counts[at] - np.where(inside, counts[before], 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            self.smooth.append(self.points.steps[start:], (sums[at] - taken) / held)
