"""Means with their intervals, for each template, model and setting, on the rows the best is chosen on and on those held out.

Two intervals of 95 %. Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927, 209-212) for scores of 0 or 1 with
one value a row: with p the share of n rows and z = 1.959964,

    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)

which stays within [0, 1] and says something of n equal values, too. Anything else gets the percentile bootstrap over rows
(B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13): the 2.5th and 97.5th percentile of the means of
2,000 samples of rows, drawn with a fixed seed. Rows are drawn, not cells: the same question asked with several seeds is one
observation, of its mean.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from workbench.prompts.layout import Layout
from workbench.prompts.scores import BINARY
from workbench.values import GridScore

Z = 1.959963984540054
SAMPLES = 2_000
LOWER_IS_BETTER = ("nll", "length")

Method = Literal["", "wilson", "bootstrap"]


class Estimate(NamedTuple):
    """A mean over `n_rows` rows and its interval of 95 %; NaN and no method where there is nothing, or one value alone."""

    mean: float
    low: float
    high: float
    n_rows: int
    method: Method


class Line(NamedTuple):
    """One template, model and setting (by number): for each score, the estimate on the rows chosen on, and on those held out."""

    template: int
    model: int
    setting: int
    chosen: tuple[Estimate, ...]
    held_out: tuple[Estimate, ...]
    n_cells: int
    n_whole: int


class Summary(NamedTuple):
    """`best[score]`: the line with the best mean on the rows chosen on, if there is one. `majority`: the share of the rows whose
    reference is the most frequent one, on the rows chosen on and held out; NaN where there are no references."""

    lines: tuple[Line, ...]
    best: tuple[int | None, ...]
    majority: tuple[float, float]


ScoreOf = Callable[[GridScore, int], float]
"""The number of a score for a place; NaN where it is not known."""


def mean_of(rows: Sequence[Sequence[float]], *, binary: bool) -> Estimate:
    """The mean of the rows' means. `rows`: the values of each row that has any, none of them NaN. `binary`: they are 0 or 1."""
    means = np.array([sum(values) / len(values) for values in rows if values])
    n = len(means)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "")
    mean = float(means.mean())
    if binary and all(len(values) <= 1 for values in rows):
        return Estimate(mean, *wilson(mean, n), n, "wilson")
    if n == 1:
        return Estimate(mean, math.nan, math.nan, 1, "")
    return Estimate(mean, *_bootstrap(means), n, "bootstrap")


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval of a share of n."""
    middle = share + Z * Z / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    # at 0 and 1 the formula gives these ends exactly, but for rounding
    return (middle - half) / scale if share > 0 else 0.0, (middle + half) / scale if share < 1 else 1.0


def _bootstrap(means: np.ndarray) -> tuple[float, float]:
    draws = np.random.default_rng(0).integers(0, len(means), (SAMPLES, len(means)))
    low, high = np.percentile(means[draws].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def summarise(layout: Layout, score_of: ScoreOf, is_whole: Callable[[int], bool]) -> Summary:
    """All lines, in the order of the grid's columns."""
    places: dict[tuple[int, int, int], list[int]] = {}
    for place in range(len(layout)):
        column = layout.cell(place).column
        places.setdefault((column.template, column.model, column.setting), []).append(place)
    lines = tuple(_line(layout, key, own, score_of, is_whole) for key, own in places.items())
    scores = layout.request.scores
    return Summary(lines, tuple(_best(lines, number, score) for number, score in enumerate(scores)), _majority(layout))


def _line(layout: Layout, key: tuple[int, int, int], places: list[int], score_of: ScoreOf, is_whole: Callable[[int], bool]) -> Line:
    sides: tuple[list[Estimate], list[Estimate]] = [], []
    for score in layout.request.scores:
        rows: dict[int, list[float]] = {}
        for place in places:
            number = score_of(score, place)
            if not math.isnan(number):
                rows.setdefault(layout.cell(place).row, []).append(number)
        for held, found in enumerate(sides):
            own = [values for row, values in sorted(rows.items()) if (row in layout.held_out) == bool(held)]
            found.append(mean_of(own, binary=score.kind in BINARY))
    return Line(*key, tuple(sides[0]), tuple(sides[1]), len(places), sum(map(is_whole, places)))


def _best(lines: Sequence[Line], number: int, score: GridScore) -> int | None:
    sign = -1 if score.kind in LOWER_IS_BETTER else 1
    known = [(sign * line.chosen[number].mean, -place) for place, line in enumerate(lines) if line.chosen[number].n_rows]
    return -max(known)[1] if len(lines) > 1 and known and score.kind != "length" else None


def _majority(layout: Layout) -> tuple[float, float]:
    if not layout.request.reference:
        return math.nan, math.nan
    sides: tuple[list[str], list[str]] = [], []
    for row in range(layout.n_rows):
        sides[row in layout.held_out].append(layout.reference(row))
    if not sides[0]:
        return math.nan, math.nan
    usual = Counter(sides[0]).most_common(1)[0][0]
    chosen, held = (sum(one == usual for one in side) / len(side) if side else math.nan for side in sides)
    return chosen, held
