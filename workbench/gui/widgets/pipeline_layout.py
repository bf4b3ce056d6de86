"""Where the pieces of a pipeline stand: columns of one width for all stages, broken into lines.

Knows numbers and strings, no Qt. A column is as wide as the widest piece over it needs; a piece over several columns widens them
only where they are too narrow together. Shapes: c columns, l lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.values import CHANGES, Stage

WIDEST = 200.0
"""A piece asks for no more; what does not fit is cut with an ellipsis."""


@dataclass(frozen=True, eq=False)
class Row:
    """One stage as it is shown: `labels` of its pieces, and their columns [first, last), int64 each."""

    stage: Stage
    labels: tuple[str, ...]
    first: np.ndarray
    last: np.ndarray

    def over(self, begin: int, end: int) -> range:
        """The pieces that touch the columns [begin, end)."""
        return range(int(np.searchsorted(self.last, begin, side="right")), int(np.searchsorted(self.first, end, side="left")))


def row(stage: Stage, label: Callable[[str, str], str]) -> Row:
    """A stage made ready. `label`: what a person reads of a piece that was changed in this way."""
    columns = stage.columns.reshape(-1, 2).astype(np.int64)
    labels = tuple(label(shown, CHANGES[change]) for shown, change in zip(stage.shown, stage.changes.tolist(), strict=True))
    return Row(stage, labels, columns[:, 0], columns[:, 1])


class Measured:
    """What rows ask for, whatever the room: `width` float64 [c] of the columns, and where lines may begin."""

    def __init__(self, rows: Sequence[Row], n_columns: int, *, measure: Callable[[str], float], pads: Sequence[float]) -> None:
        """`measure`: the width of a label; `pads`: what each row adds to it."""
        self.width = _widths(rows, n_columns, measure, pads)
        self.breaks = _breaks(rows, n_columns)


class PipelineLayout:
    """`x` float64 [c]: left edges of the columns within their lines; `width` float64 [c]; `begins` int64 [l + 1]: first columns."""

    def __init__(self, measured: Measured, *, available: float) -> None:
        self.width = measured.width
        self.begins = _broken(self.width, measured.breaks, max(available, 40.0))
        edges = np.append(0.0, np.cumsum(self.width))
        line_of = np.repeat(np.arange(len(self.begins) - 1), np.diff(self.begins))
        self.x = edges[:-1] - edges[self.begins[:-1]][line_of] if len(self.width) else edges[:-1]
        self.line_of = line_of

    @property
    def n_lines(self) -> int:
        return len(self.begins) - 1

    def line(self, number: int) -> tuple[int, int]:
        """The columns [begin, end) of a line."""
        return int(self.begins[number]), int(self.begins[number + 1])

    def place(self, first: int, last: int) -> tuple[float, float]:
        """Left edge and width of the columns [first, last) of one line."""
        return float(self.x[first]), float(self.x[last - 1] + self.width[last - 1] - self.x[first])

    def column_at(self, line: int, x: float) -> int:
        """The column under x, -1 if there is none."""
        begin, end = self.line(line)
        found = begin + int(np.searchsorted(self.x[begin:end], x, side="right")) - 1
        return found if found >= begin and x < self.x[found] + self.width[found] else -1


class Bands:
    """From top to bottom: where each line begins, and the rows within it. The first line has heights of its own."""

    def __init__(self, first: Sequence[float], later: Sequence[float], *, gap: float) -> None:
        self._first, self._later = np.append(0.0, np.cumsum(first)), np.append(0.0, np.cumsum(later))
        self._gap = gap

    def top(self, line: int) -> float:
        """Where a line begins; that of the line behind the last is the height of all."""
        return 0.0 if line == 0 else float(self._first[-1]) + self._gap + (line - 1) * (float(self._later[-1]) + self._gap)

    def rows(self, line: int) -> np.ndarray:
        """Edges of the rows, from the line's top: float64, one more than rows."""
        return self._first if line == 0 else self._later

    def line_at(self, y: float) -> int:
        """The line at a height, which may be behind the last."""
        if y < self.top(1):
            return 0
        return 1 + int((y - self.top(1)) // (self.top(2) - self.top(1)))


def _widths(rows: Sequence[Row], n_columns: int, measure: Callable[[str], float], pads: Sequence[float]) -> np.ndarray:
    found = np.zeros(n_columns)
    wide: list[tuple[int, int, float]] = []
    known: dict[str, float] = {}
    for one, pad in zip(rows, pads, strict=True):
        for label, first, last in zip(one.labels, one.first.tolist(), one.last.tolist(), strict=True):
            need = known.get(label)
            if need is None:
                need = known[label] = measure(label)
            need = min(need + pad, WIDEST)
            if last - first == 1:
                found[first] = max(found[first], need)
            else:
                wide.append((last - first, first, need))
    for n, first, need in sorted(wide):
        lack = need - found[first : first + n].sum()
        if lack > 0:
            found[first : first + n] += lack / n
    return np.ceil(found)


def _breaks(rows: Sequence[Row], n_columns: int) -> tuple[np.ndarray, np.ndarray]:
    """bool [c] twice: where a line may begin without cutting a word; without cutting a token or a character."""
    names = [one.stage.name for one in rows]
    words = len(names) - 1 - names[::-1].index("pre_tokenizer") if "pre_tokenizer" in names else 0
    fine = [one for one in rows if one.stage.name in ("text", "model", "ids")]
    return _uncut([rows[words]], n_columns), _uncut(fine, n_columns)


def _uncut(rows: Sequence[Row], n_columns: int) -> np.ndarray:
    inside = np.zeros(n_columns + 1, np.int64)
    for one in rows:
        cut = one.last - one.first > 1
        np.add.at(inside, one.first[cut] + 1, 1)
        np.add.at(inside, one.last[cut], -1)
    return np.cumsum(inside)[:n_columns] == 0


def _broken(width: np.ndarray, breaks: tuple[np.ndarray, np.ndarray], room: float) -> np.ndarray:
    """First column of each line, and the number of columns at the end."""
    begins, used = [0], 0.0
    best = [0, 0]
    coarse, fine = (one.tolist() for one in breaks)
    sizes = width.tolist()
    for column, size in enumerate(sizes):
        if coarse[column]:
            best[0] = column
        if fine[column]:
            best[1] = column
        if used + size > room and column > begins[-1]:
            at = best[0] if best[0] > begins[-1] else best[1] if best[1] > begins[-1] else column
            begins.append(at)
            used = sum(sizes[at:column])
        used += size
    return np.array([*begins, len(sizes)] if sizes else [0], np.int64)
