"""A curve that only grows, kept so that the least and the greatest of any stretch are found without reading it.

Owns steps and values, and above them the least and the greatest of each two, four, eight … of them. The idea that is not obvious: a
stretch is the sum of at most two blocks of each size, so its extremes are exact (a spike of one step in a million is never lost), and
all the pixels of a plot are asked at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST_ROOM = 1024
FARTHEST = 2.0**62
RUN_THROUGH = 5
"""The level from which ranges that follow each other take all that is left of them."""
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
        self._least: list[Growing] = [Growing(np.float64)]
        self._greatest: list[Growing] = [Growing(np.float64)]

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
        self._values.append(new_values)
        finite = np.where(np.isfinite(new_values), new_values, np.nan)
        self._least[0].append(finite)
        self._greatest[0].append(finite)
        self._raise(self._least, np.fmin)
        self._raise(self._greatest, np.fmax)

    def cut(self, after_step: float) -> None:
        """Let go of the points after a step."""
        _, n = self.between(after_step, after_step)
        self._steps.cut(n)
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
            above.append(worse(pairs[0::2], pairs[1::2]))
            level += 1

    def between(self, first_step: float, last_step: float) -> tuple[int, int]:
        """The range of points whose steps lie in [first_step, last_step]."""
        start, stop = self.before(np.array([first_step, np.nextafter(last_step, np.inf)]))
        return int(start), int(stop)

    def before(self, edges: Floats) -> Ints:
        """How many points have a step below each edge. NumPy would make floats of all steps if it were given floats to find."""
        return np.searchsorted(self.steps, np.clip(np.ceil(edges), -FARTHEST, FARTHEST).astype(np.int64), "left")

    def extremes(self, start: Ints, stop: Ints) -> tuple[Floats, Floats]:
        """The least and the greatest finite value of each range of points [start, stop); NaN where there is none.

        From the finest level up: a range takes the blocks at its ends that no whole block above holds. Ranges one behind the other, as
        columns are, take the rest from one level, which is short enough to be run through.
        """
        start, stop = start.copy(), stop.copy()
        least, greatest = np.full(len(start), np.nan), np.full(len(start), np.nan)
        in_turn = bool(np.all(stop[:-1] <= start[1:]))
        for level, (low, high) in enumerate(zip(self._least, self._greatest, strict=True)):
            open_ = start < stop
            if not open_.any():
                break
            if in_turn and level == RUN_THROUGH:
                at = np.flatnonzero(open_)
                least[at] = np.fmin(least[at], _in_turn(np.fmin, low.array, start[at], stop[at]))
                greatest[at] = np.fmax(greatest[at], _in_turn(np.fmax, high.array, start[at], stop[at]))
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
        bounds[-1] = self.before(np.nextafter(edges[-1:], np.inf))[0]
        held = np.flatnonzero(bounds[1:] > bounds[:-1])
        start, stop = bounds[held].astype(np.int64), bounds[held + 1].astype(np.int64)
        least, greatest = self.extremes(start, stop)
        values = self.values
        return Columns(held.astype(np.int64), values[start], values[stop - 1], least, greatest)


def _in_turn(worst: np.ufunc, blocks: NDArray[np.generic], start: Ints, stop: Ints) -> Floats:
    """The worst of each range of blocks, none of them empty, each behind the one before."""
    ends = np.stack((start, stop), axis=1).ravel()
    found: Floats = worst.reduceat(blocks[: stop[-1]], ends[:-1])[::2]  # what lies between two ranges comes second, and is not wanted
    return found
