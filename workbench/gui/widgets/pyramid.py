"""A curve that only grows, kept so that the least and the greatest of any stretch are found without reading it.

Owns steps and values, and above them the least and the greatest of each two, four, eight … of them. The idea that is not obvious: a
stretch is the sum of at most two blocks of each size, so its extremes are exact (a spike of one step in a million is never lost), and
all the pixels of a plot are asked at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST_ROOM = 1024
FARTHEST = 2.0**62
COARSEST, MOST = 7, 1 << 16
"""The level from which ranges that follow each other are run through, at most, and how many blocks are run through at most."""
FEW = 1024
"""Blocks that are looked through at once."""


class Growing:
    """An array that is appended to: room doubles, so a million appends copy little."""

    def __init__(self, dtype: type[np.generic]) -> None:
        self._room: NDArray[np.generic] = np.empty(FIRST_ROOM, dtype)
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def append(self, more: NDArray[np.generic]) -> None:
        needed = self._n + len(more)
        if needed > len(self._room):
            wider = np.empty(max(needed, 2 * len(self._room)), self._room.dtype)
            wider[: self._n] = self._room[: self._n]
            self._room = wider
        self._room[self._n : needed] = more
        self._n = needed

    def cut(self, n: int) -> None:
        """Keep the first `n`."""
        self._n = min(n, self._n)

    @property
    def array(self) -> NDArray[np.generic]:
        """What was appended: a view, valid until the next append."""
        return self._room[: self._n]


@dataclass(frozen=True, slots=True)
class Columns:
    """A curve in columns of a plot: for each column that has points, its number, and the first, last, least and greatest value there.

    Values that are not finite are left out of the extremes; a column of nothing else has NaN.
    """

    column: Ints
    first: Floats
    last: Floats
    least: Floats
    greatest: Floats


class Pyramid:
    """`steps` must rise. Values may be NaN or infinite."""

    def __init__(self) -> None:
        self._steps, self._values = Growing(np.int64), Growing(np.float64)
        finite = Growing(np.float64)  # of one point, the least is the greatest
        self._least, self._greatest = [finite], [finite]
        self._is_whole, self._first = False, 0

    def __len__(self) -> int:
        return len(self._values)

    @property
    def steps(self) -> Ints:
        return self._steps.array  # type: ignore[return-value]

    @property
    def values(self) -> Floats:
        return self._values.array  # type: ignore[return-value]

    def append(self, steps: Ints | list[int], values: Floats | list[float]) -> None:
        """Add points after the last. Raises ValueError if steps don't rise."""
        new_steps, new_values = np.asarray(steps, np.int64), np.asarray(values, np.float64)
        if not len(new_steps):
            return
        before = self.steps[-1:] if len(self) else new_steps[:1] - 1
        if np.any(np.diff(np.concatenate((before, new_steps))) <= 0):
            raise ValueError("steps must rise")
        self._steps.append(new_steps)
        self._look()
        self._values.append(new_values)
        self._least[0].append(np.where(np.isfinite(new_values), new_values, np.nan))
        self._raise(self._least, np.fmin)
        self._raise(self._greatest, np.fmax)

    def cut(self, after_step: float) -> None:
        """Let go of the points after a step."""
        _, n = self.between(after_step, after_step)
        self._steps.cut(n)
        self._look()
        self._values.cut(n)
        for levels in (self._least, self._greatest):
            for level, blocks in enumerate(levels):
                blocks.cut(n >> level)

    @staticmethod
    def _raise(levels: list[Growing], worse: np.ufunc) -> None:
        """Fill each level with the pairs that became whole below it."""
        level = 0
        while len(levels[level]) >= 2:
            if level + 1 == len(levels):
                levels.append(Growing(np.float64))
            below, above = levels[level], levels[level + 1]
            pairs = below.array[2 * len(above) : 2 * (len(below) // 2)]
            if not len(pairs):  # and so none above
                break
            above.append(worse(pairs[0::2], pairs[1::2]))
            level += 1

    def between(self, first_step: float, last_step: float) -> tuple[int, int]:
        """The range of points whose steps lie in [first_step, last_step]."""
        first, last = (min(max(step, -FARTHEST), FARTHEST) for step in (first_step, last_step))
        return self._below(math.ceil(first)), self._below(math.floor(last) + 1)

    def _below(self, step: int) -> int:
        if self._is_whole:
            return min(max(step - self._first, 0), len(self._steps))
        return int(np.searchsorted(self.steps, step, "left"))

    def before(self, edges: Floats) -> Ints:
        """How many points have a step below each edge. NumPy would make floats of all steps if it were given floats to find."""
        wanted = np.clip(np.ceil(edges), -FARTHEST, FARTHEST).astype(np.int64)
        if self._is_whole:
            return np.clip(wanted, self._first, self._first + len(self._steps)) - self._first
        return np.searchsorted(self.steps, wanted, "left")

    def _look(self) -> None:
        """Whether no step is left out from the first to the last, so that a point's place says its step: they are integers that rise."""
        steps = self.steps
        self._first = int(steps[0]) if len(steps) else 0
        self._is_whole = len(steps) > 0 and int(steps[-1]) - self._first == len(steps) - 1

    def extremes(self, start: Ints, stop: Ints) -> tuple[Floats, Floats]:
        """The least and the greatest finite value of each range of points [start, stop); NaN where there is none."""
        if len(start) and bool(np.all(stop[:-1] <= start[1:])):
            shortest = int((stop - start).min())
            level = min(shortest.bit_length() - 2, COARSEST)  # each range holds a whole block of it, and of those below
            if shortest > 0 and int(stop[-1] - start[0]) >> max(level, 0) <= MOST:
                return self._in_turn(start, stop, max(level, 0))
        return self._anywhere(start, stop)

    def _in_turn(self, start: Ints, stop: Ints, level: int) -> tuple[Floats, Floats]:
        """The same of ranges one behind the other, as columns are: of each level the blocks at both ends of a range, which may lie in the
        next one's, too; what is left of all ranges is run through at once."""
        n = len(start)
        ends, last = np.concatenate((start, stop)), np.repeat((0, 1), n)
        least = greatest = np.full(2 * n, np.nan)
        for low, high in zip(self._least[:level], self._greatest[:level], strict=True):
            found = low.array[ends - last]
            least = np.fmin(least, found)
            greatest = np.fmax(greatest, found if high is low else high.array[ends - last])
            ends = (ends + 1 - last) >> 1
        both = ends.reshape(2, n).T.ravel()  # what lies between two ranges comes second, and is not wanted
        low, high = (levels[level].array[: both[-1]] for levels in (self._least, self._greatest))
        least, greatest = np.fmin(least[:n], least[n:]), np.fmax(greatest[:n], greatest[n:])
        return np.fmin(least, np.fmin.reduceat(low, both[:-1])[::2]), np.fmax(greatest, np.fmax.reduceat(high, both[:-1])[::2])

    def _anywhere(self, start: Ints, stop: Ints) -> tuple[Floats, Floats]:
        """The same of any ranges, from the finest level up: each takes the blocks at its ends that no whole block above holds."""
        start, stop = start.copy(), stop.copy()
        least, greatest = np.full(len(start), np.nan), np.full(len(start), np.nan)
        for low, high in zip(self._least, self._greatest, strict=True):
            open_ = start < stop
            if not open_.any():
                break
            for odd, taken in ((open_ & (start & 1 == 1), start), (open_ & (stop & 1 == 1), stop - 1)):
                at = np.flatnonzero(odd)
                block = taken[at]
                least[at] = np.fmin(least[at], low.array[block])
                greatest[at] = np.fmax(greatest[at], high.array[block])
            start, stop = (start + 1) >> 1, stop >> 1
        return least, greatest

    def range(self, start: int, stop: int) -> tuple[float, float]:
        """The least and the greatest finite value of one range of points, not empty: the same as `extremes`, from a few long blocks."""
        level = min(max(0, (stop - start).bit_length() - FEW.bit_length()), len(self._least) - 1)
        first, last = -(-start >> level), stop >> level
        found = []
        for levels, worst in ((self._least, np.fmin), (self._greatest, np.fmax)):
            ends = (levels[0].array[start : first << level], levels[level].array[first:last], levels[0].array[last << level : stop])
            found.append(float(worst.reduce(np.concatenate(ends))))
        return found[0], found[1]

    def columns(self, first_step: float, last_step: float, n_columns: int) -> Columns:
        """The curve from `first_step` to `last_step` in `n_columns` columns of equal width."""
        return self.between_edges(np.linspace(first_step, last_step, n_columns + 1))

    def between_edges(self, edges: Floats) -> Columns:
        """The curve in columns from one edge to the next: steps that rise, not necessarily evenly. The last column has its right edge."""
        bounds = self.before(edges)
        bounds[-1] = self.between(edges[-1], edges[-1])[1]
        held = np.flatnonzero(bounds[1:] > bounds[:-1])
        start, stop = bounds[held].astype(np.int64), bounds[held + 1].astype(np.int64)
        least, greatest = self.extremes(start, stop)
        values = self.values
        return Columns(held.astype(np.int64), values[start], values[stop - 1], least, greatest)
