"""What the cells of a lesson say together: for each arm the mean of a figure over its seeds, and how far they lie apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.values.lessons import LessonCell, LessonCurve, LessonRequest


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `n` seeds: mean, least, greatest, and each by itself. NaN and 0 where nothing was measured."""

    mean: float
    least: float
    most: float
    values: tuple[float, ...]

    @property
    def n(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Band:
    """A figure over the steps: mean, least and greatest over the seeds, each float64 [n]; steps and tokens float64 [n]."""

    steps: np.ndarray
    tokens: np.ndarray
    mean: np.ndarray
    least: np.ndarray
    most: np.ndarray
    n: int


def latest(events: Iterable[object]) -> dict[tuple[int, int], LessonCell]:
    """The last that was said of each cell, by arm and seed."""
    return {(event.arm, event.seed): event for event in events if isinstance(event, LessonCell)}


def spread(values: Sequence[float]) -> Spread:
    """Of numbers, those that are none left out."""
    finite = tuple(value for value in values if math.isfinite(value))
    if not finite:
        return Spread(math.nan, math.nan, math.nan, ())
    return Spread(sum(finite) / len(finite), min(finite), max(finite), finite)


def spread_of(cells: Mapping[tuple[int, int], LessonCell], arm: int, figure: str) -> Spread:
    """A figure of an arm over its seeds."""
    return spread([cell.figures[figure] for cell in _done(cells, arm) if figure in cell.figures])


def band_of(cells: Mapping[tuple[int, int], LessonCell], arm: int, figure: str) -> Band | None:
    """A figure of an arm over the steps; None before any seed has it. At the steps that all of its seeds have."""
    curves = [cell.curves[figure] for cell in _done(cells, arm) if figure in cell.curves]
    if not curves:
        return None
    steps = sorted(set.intersection(*(set(curve.steps) for curve in curves)))
    rows = np.array([_at(curve, steps, "values") for curve in curves])
    tokens = np.array([_at(curve, steps, "tokens") for curve in curves])
    return Band(np.array(steps, np.float64), tokens.mean(0), rows.mean(0), rows.min(0), rows.max(0), len(curves))


def shown_arms(request: LessonRequest) -> tuple[int, ...]:
    """The arms that are compared."""
    return tuple(number for number, arm in enumerate(request.arms) if not arm.aside)


def _done(cells: Mapping[tuple[int, int], LessonCell], arm: int) -> list[LessonCell]:
    return [cell for (number, _), cell in sorted(cells.items()) if number == arm and cell.state == "done"]


def _at(curve: LessonCurve, steps: Sequence[int], part: Literal["values", "tokens"]) -> list[float]:
    known = dict(zip(curve.steps, curve.values if part == "values" else curve.tokens, strict=True))
    return [float(known[step]) for step in steps]
