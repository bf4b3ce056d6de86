"""The scale of similarities: what random pairs score is the colour of paper, more alike and less alike go to either side.

The idea that is not obvious: a cosine of 0.5 says nothing by itself. The middle of the scale is the random pairs' median, wherever
it lies, so a map without colour is one of pairs like any others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from workbench.gui.widgets import diverging


@dataclass(frozen=True)
class LikenessScale:
    """middle: what random pairs score in the median; line: what 95 % of them stay below; reach: from the middle to either end."""

    middle: float = 0.0
    line: float = 0.0
    reach: float = 1.0

    @classmethod
    def of(cls, random: np.ndarray, scores: np.ndarray) -> LikenessScale:
        """For scores [m, m] beside those of random pairs, ascending: it reaches to the furthest of them that are no item with itself."""
        middle, line = (float(random[int(share * (len(random) - 1))]) for share in (0.5, 0.95)) if len(random) else (0.0, float("nan"))
        apart = scores[~np.eye(len(scores), dtype=bool) & np.isfinite(scores)]
        reach = float(np.abs(apart - middle).max(initial=0.0))
        return cls(middle, line, max(reach, abs(line - middle) if len(random) else 0.0, 1e-6))

    def colours(self, scores: np.ndarray) -> np.ndarray:
        """0xffRRGGBB, uint32 as `scores`."""
        return diverging.colours((scores - self.middle) / self.reach)

    def colour(self, score: float) -> QColor:
        return QColor.fromRgb(int(self.colours(np.asarray(score))))
