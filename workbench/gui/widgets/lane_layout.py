"""Where characters and bytes of a text stand in rows of cells of one width, for a text of any length.

The idea that is not obvious: every code point has a cell of its own, also one that usually joins another (a mark, a joiner): tokenizers
cut there, and a cut needs a place. A byte within a character stands at its share of the character's cell.
"""

from __future__ import annotations

import unicodedata

import numpy as np


class LaneLayout:
    """Rows of a text at `columns` cells a row. `rows`: int64 [rows + 1], the character each row begins with."""

    def __init__(self, text: str, columns: int) -> None:
        self.text, self.columns = text, max(8, columns)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        known, which = np.unique(points, return_inverse=True)
        widths = np.array([_cells(chr(point)) for point in known.tolist()], np.int64)[which] if len(points) else np.zeros(0, np.int64)
        n_bytes = 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
        self.byte_of = np.concatenate([[0], np.cumsum(n_bytes)]).astype(np.int64)
        self.cell_of = np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)
        self.rows = np.array(self._broken(np.flatnonzero(points == 10)), np.int64)

    def __len__(self) -> int:
        return len(self.rows) - 1

    def _broken(self, line_ends: np.ndarray) -> list[int]:
        begins = [0]
        n = len(self.text)
        for end in (*(line_ends + 1).tolist(), *([n] if n and (not len(line_ends) or line_ends[-1] + 1 < n) else [])):
            while (last := self._fitting(begins[-1], end)) < end:
                begins.append(last)
            begins.append(end)
        return begins

    def _fitting(self, first: int, end: int) -> int:
        """How far a row that begins with a character reaches: to a space, if one is in its last third."""
        last = int(np.searchsorted(self.cell_of, self.cell_of[first] + self.columns, side="right")) - 1
        if last >= end:
            return end
        space = self.text.rfind(" ", first + 2 * (last - first) // 3, last)
        return space if space > first else max(last, first + 1)

    def row_of_byte(self, byte: int) -> int:
        """The row in which a byte stands."""
        return int(np.clip(np.searchsorted(self.byte_of[self.rows], byte, side="right") - 1, 0, max(0, len(self) - 1)))

    def bytes_of_row(self, row: int) -> tuple[int, int]:
        return int(self.byte_of[self.rows[row]]), int(self.byte_of[self.rows[row + 1]])

    def x_of(self, byte: int, row: int) -> float:
        """Where a byte begins, in cells from the row's left."""
        at = int(np.searchsorted(self.byte_of, byte, side="right")) - 1
        if at >= len(self.text):
            return float(self.cell_of[-1] - self.cell_of[self.rows[row]])
        share = (byte - self.byte_of[at]) / (self.byte_of[at + 1] - self.byte_of[at])
        return float(self.cell_of[at] - self.cell_of[self.rows[row]] + share * (self.cell_of[at + 1] - self.cell_of[at]))

    def byte_at(self, row: int, x: float) -> int:
        """The byte under a place of a row."""
        first, last = int(self.rows[row]), int(self.rows[row + 1])
        place = self.cell_of[first] + x
        at = int(np.clip(np.searchsorted(self.cell_of, place, side="right") - 1, first, max(first, last - 1)))
        share = (place - self.cell_of[at]) / max(1, self.cell_of[at + 1] - self.cell_of[at])
        width = int(self.byte_of[at + 1] - self.byte_of[at])
        return int(self.byte_of[at]) + int(np.clip(share * width, 0, width - 1))


def _cells(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 2 if unicodedata.category(character)[0] in "CZM" and character not in " \n\t" else 1
