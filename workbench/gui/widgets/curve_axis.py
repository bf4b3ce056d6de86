"""The axis that the plots of one run share: by step, by tokens or by time; how far it is zoomed, and where one points.

The idea that is not obvious: everything is kept in steps, and a ruler says where a step lies on the axis that is shown. So a zoom and a
pointer stay where they are when the axis changes, and a curve is asked for columns of steps whatever the axis.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from workbench.gui.widgets.curve_scale import Scale, linear_ticks
from workbench.gui.widgets.units import duration

AxisKind = Literal["step", "tokens", "time"]
AXIS_KINDS: tuple[AxisKind, ...] = ("step", "tokens", "time")
Floats = NDArray[np.float64]
TIME_GAPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
LEAST_SPAN = 2.0
"""No zoom shows less than so many steps."""


class Ruler:
    """Where steps lie on an axis. `steps` and `places` rise; beyond their ends it goes on as it does on the whole. None of them: a
    step lies at its own number."""

    def __init__(self, steps: NDArray[np.int64] | None = None, places: Floats | None = None) -> None:
        self._steps, self._places = np.zeros(0), np.zeros(0)
        if steps is not None and places is not None:
            known = np.isfinite(places)
            self._steps, self._places = steps[known].astype(np.float64), np.maximum.accumulate(places[known])

    def place(self, step: float) -> float:
        """Where a step lies."""
        return float(self.places(np.array([step], np.float64))[0])

    def places(self, steps: Floats) -> Floats:
        """Where steps lie."""
        return steps if len(self._steps) < 2 else np.maximum(0.0, _extended(steps, self._steps, self._places))

    def step(self, place: float) -> float:
        """The step at a place: between two, where it lies between."""
        return float(self.steps(np.array([place], np.float64))[0])

    def steps(self, places: Floats) -> Floats:
        """The steps at places that rise; they rise, too."""
        return places if len(self._steps) < 2 else _extended(places, self._places, self._steps)


def _extended(at: Floats, known: Floats, wanted: Floats) -> Floats:
    """Linear between known points, and beyond them at the rate of the whole."""
    found = np.interp(at, known, wanted)
    rate = (wanted[-1] - wanted[0]) / (known[-1] - known[0]) if known[-1] > known[0] else 0.0
    found = np.where(at > known[-1], wanted[-1] + rate * (at - known[-1]), found)
    return np.where(at < known[0], wanted[0] + rate * (at - known[0]), found)


class CurveAxis(QObject):
    """`changed` when anything of it is not as it was; `stretched` when it is the same axis, on which steps lie elsewhere: a run's times
    are known the better the longer it goes on. `kind`, `log`: what is shown along it; `span`: the first and the last step that
    are shown, None for all; `pointed`: the step under the pointer, None for none."""

    changed = Signal()
    stretched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind: AxisKind = "step"
        self.log = False
        self.ruler = Ruler()
        self.first, self.last = 0.0, 1.0
        self.span: tuple[float, float] | None = None
        self.pointed: float | None = None

    def set_reach(self, first: float, last: float) -> None:
        """The steps of the whole axis."""
        if (first, last) != (self.first, self.last):
            self.first, self.last = first, max(last, first + 1.0)
            self.changed.emit()

    def set_kind(self, kind: AxisKind, ruler: Ruler, *, log: bool) -> None:
        """Show other numbers along the axis."""
        before = self.kind, self.log
        self.kind, self.ruler, self.log = kind, ruler, log
        if (kind, log) != before:
            self.changed.emit()
        elif kind != "step":
            self.stretched.emit()

    @property
    def shown(self) -> tuple[float, float]:
        """The first and the last step that are shown."""
        return self.span if self.span is not None else (self.first, self.last)

    def scale(self, left: float, right: float) -> Scale:
        """Where places lie between two pixels."""
        first, last = self.shown
        if self.log:
            first = max(first, self.first + 1.0) if first <= self.first else first
        low, high = self.ruler.place(first), self.ruler.place(last)
        if self.log:
            low = max(low, high * 1e-9, 1e-9)
        return Scale(low, high if high > low else low + 1.0, left, right, self.log)

    def point_at(self, step: float | None) -> None:
        """Point at a step, or at none."""
        if step != self.pointed:
            self.pointed = step
            self.changed.emit()

    def show(self, first: float, last: float) -> None:
        """Zoom to a stretch of steps; what reaches as far as everything shows everything."""
        width = min(max(last - first, LEAST_SPAN), self.last - self.first)
        first = min(max(first, self.first), self.last - width)
        whole = width >= self.last - self.first - 1e-9
        self.span = None if whole else (first, first + width)
        self.changed.emit()

    def show_all(self) -> None:
        """Everything there is, also what is still to come."""
        self.span = None
        self.changed.emit()

    def zoom(self, factor: float, around: float) -> None:
        """Show `factor` as many steps; `around` stays where it is."""
        first, last = self.shown
        self.show(around - (around - first) * factor, around + (last - around) * factor)

    def pan(self, share: float) -> None:
        """Move by a share of what is shown."""
        first, last = self.shown
        self.show(first + share * (last - first), last + share * (last - first))

    def ticks(self, scale: Scale, most: int) -> list[float]:
        """Round places, about `most` of them at most."""
        if self.kind == "time" and not self.log:
            wanted = (scale.high - scale.low) / max(1, most)
            gap = next((gap for gap in TIME_GAPS_S if gap >= wanted), 0)
            if gap and wanted >= 0.5:
                return [float(gap * number) for number in range(int(-(-scale.low // gap)), int(scale.high // gap) + 1)]
        return scale.ticks(most) if scale.log else linear_ticks(scale.low, scale.high, most)

    def words(self, place: float) -> str:
        """A place as a tick says it."""
        if self.kind == "time":
            return duration(place) if place >= 10 or place == int(place) else f"{place:.3g} s"
        return amount(place) if self.kind == "tokens" or place >= 1e7 else f"{place:,.10g}"


def amount(number: float) -> str:
    """`1.2M`: a large number in three digits."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:.4g}{letter}"
    return f"{number:.4g}"
