"""The curves of a plot: what they are called, their points, and their running mean where it is asked for."""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.gui.widgets.pyramid import Floats, Ints, Pyramid
from workbench.gui.widgets.smoothing import Carried, smoothed

Tone = Literal["accent", "warn", "ok", "bad", "muted", "text"]
"""The theme's colour of a curve, by role."""


class Curve:
    """`dots`: few points, each of them marked. `dashed`: of another run. `label` stands beside the curve. `odd`: the steps whose value
    is not finite."""

    def __init__(self, key: str, tone: Tone, *, dots: bool = False, dashed: bool = False) -> None:
        self.key, self.tone, self.dots, self.dashed = key, tone, dots, dashed
        self.label = key
        self.points = Pyramid()
        self.smooth: Pyramid | None = None
        self.odd: list[int] = []
        self._window, self._carried = 0, Carried()

    def append(self, steps: Ints | list[int], values: Floats | list[float]) -> None:
        """Add points after the last. Raises ValueError if steps don't rise."""
        before = len(self.points)
        self.points.append(steps, values)
        fresh = self.points.values[before:]
        self.odd += self.points.steps[before:][~np.isfinite(fresh)].tolist()
        self._smoothe(before)

    def cut(self, last_step: int) -> None:
        """Forget the points after a step: the run went back to it."""
        self.points.cut(last_step)
        self.odd = [step for step in self.odd if step <= last_step]
        self._begin_smooth()

    def set_window(self, n_points: int) -> None:
        """Keep the mean of the last `n_points` or so beside the points; 0 or 1: don't. Curves of dots stay as they are."""
        if n_points != self._window:
            self._window = n_points
            self._begin_smooth()

    @property
    def spoken(self) -> Pyramid:
        """The line that stands for the curve: the mean, where there is one."""
        return self.smooth if self.smooth is not None else self.points

    def _begin_smooth(self) -> None:
        self.smooth = Pyramid() if self._window > 1 and not self.dots else None
        self._carried = Carried()
        self._smoothe(0)

    def _smoothe(self, start: int) -> None:
        if self.smooth is not None and start < len(self.points):
            means, self._carried = smoothed(self.points.values[start:], self._window, self._carried)
            self.smooth.append(self.points.steps[start:], means)
