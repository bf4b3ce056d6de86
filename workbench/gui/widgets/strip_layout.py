"""Where the chips of a strip stand: lines of chips, found for all tokens at once.

Knows numbers only, no Qt. Line breaking is greedy; a group of chips that make one character stays together if it fits.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Measures:
    """Sizes in device-independent pixels."""

    chip_height: float
    bracket_height: float
    gap_x: float
    gap_y: float
    margin: float


class StripLayout:
    """n chips in m lines.

    x, width     float64 [n]: left edge and width of each chip
    line_of      int64 [n]
    first        int64 [m + 1]: index of the first chip of each line, n at the end
    y            float64 [m + 1]: top of each line, the content's height at the end
    """

    def __init__(
        self,
        widths: np.ndarray,
        *,
        available: float,
        measures: Measures,
        ends_line: np.ndarray,
        group_first: np.ndarray,
        brackets: np.ndarray,
    ) -> None:
        """`ends_line`, `brackets`: bool [n], `group_first`: int64 [n], all as TokenText has them."""
        self.measures = measures
        inner = max(1.0, available - 2 * measures.margin)
        self.width = np.minimum(widths, inner)
        edges = np.append(0.0, np.cumsum(self.width + measures.gap_x))
        self.first = _break(edges, inner + measures.gap_x, ends_line, group_first)
        n_lines = len(self.first) - 1
        self.line_of = np.repeat(np.arange(n_lines), np.diff(self.first))
        self.x = measures.margin + edges[:-1] - edges[self.first[self.line_of]]
        has_bracket = np.logical_or.reduceat(brackets, self.first[:-1]) if n_lines else np.zeros(0, bool)
        heights = measures.chip_height + measures.gap_y + has_bracket * measures.bracket_height
        self.y = measures.margin + np.append(0.0, np.cumsum(heights))

    @property
    def n_lines(self) -> int:
        return len(self.first) - 1

    def lines_between(self, top: float, bottom: float) -> range:
        """The lines that touch the band [top, bottom)."""
        begin = int(np.searchsorted(self.y, top, side="right")) - 1
        return range(max(0, begin), min(self.n_lines, int(np.searchsorted(self.y, bottom, side="left"))))

    def line(self, number: int) -> range:
        """The chips of one line."""
        return range(int(self.first[number]), int(self.first[number + 1]))

    def at(self, x: float, y: float, *, nearest: bool = False) -> int:
        """The chip under a point, -1 if there is none; `nearest` takes the closest one of the closest line."""
        if not self.n_lines:
            return -1
        number = int(np.searchsorted(self.y, y, side="right")) - 1
        if not nearest and not 0 <= number < self.n_lines:
            return -1
        chips = self.line(min(max(number, 0), self.n_lines - 1))
        index = chips.start + int(np.searchsorted(self.x[chips.start : chips.stop], x, side="right")) - 1
        index = min(max(index, chips.start), chips.stop - 1)
        within = 0 <= x - self.x[index] < self.width[index]
        return index if nearest or within else -1


def _break(edges: np.ndarray, room: float, ends_line: np.ndarray, group_first: np.ndarray) -> np.ndarray:
    """First chip of each line. Plain lists and bisect: a NumPy call per line would cost ten times as much."""
    n = len(edges) - 1
    places, feeds, firsts = edges.tolist(), np.flatnonzero(ends_line).tolist(), group_first.tolist()
    found, begin, next_feed = [0] if n else [], 0, 0
    while begin < n:
        stop = max(begin + 1, bisect_right(places, places[begin] + room + 1e-6) - 1)
        while next_feed < len(feeds) and feeds[next_feed] < begin:
            next_feed += 1
        if next_feed < len(feeds) and feeds[next_feed] < stop:
            stop = feeds[next_feed] + 1
        elif stop < n and firsts[stop] > begin:
            stop = firsts[stop]
        begin = stop
        found.append(min(stop, n))
    return np.asarray(found or [0], dtype=np.int64)
