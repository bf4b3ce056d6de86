"""Which part of a raster of cells is in view, and where each cell lies on the screen. Pure geometry; nothing is drawn here.

Cells are square; the view is a window over token positions, shaped as the whole and in floating point, so that zoom and pan
are smooth.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF

Region = tuple[int, int, int, int]
"""(q0, q1, k0, k1): queries q0 … q1 - 1 by keys k0 … k1 - 1."""
LARGEST_CELL, LARGEST_ZOOMED = 48, 96
"""Side of a cell in device-independent pixels, with everything in view and at the closest zoom."""


class MapView:
    """`plot`: the part of the screen the cells are drawn in. `seen`: what is in view, in cells (x: keys, y: queries)."""

    def __init__(self) -> None:
        self.n_queries = self.n_keys = 0
        self.plot, self.seen = QRectF(0, 0, 1, 1), QRectF()

    def set_tokens(self, n_queries: int, n_keys: int) -> None:
        """Another text. Who saw everything sees everything; who looked at a part keeps looking there, as far as it goes."""
        whole = self.is_whole
        self.n_queries, self.n_keys = n_queries, n_keys
        if whole or self.is_empty:
            self.seen = QRectF(0, 0, n_keys, n_queries)
        else:
            self._look(self.seen.left(), self.seen.top(), min(self.seen.width(), n_keys))

    def place(self, left: float, top: float, width: float, height: float) -> None:
        """Give it at most `width` x `height` pixels; a short text takes less, and cells stay square."""
        if self.is_empty:
            self.plot = QRectF(left, top, max(1.0, width), max(1.0, height))
            return
        cell = max(1.0 / max(self.n_keys, self.n_queries), min(width / self.n_keys, height / self.n_queries, LARGEST_CELL))
        self.plot = QRectF(left, top, cell * self.n_keys, cell * self.n_queries)

    @property
    def is_empty(self) -> bool:
        return not self.n_queries or not self.n_keys

    @property
    def is_whole(self) -> bool:
        return self.seen.width() >= self.n_keys

    @property
    def cell(self) -> float:
        """Side of a cell in device-independent pixels."""
        return self.plot.width() / self.seen.width() if self.seen.width() else 1.0

    @property
    def region(self) -> Region:
        """What is in view, rounded outwards."""
        s, n, m = self.seen, self.n_queries, self.n_keys
        return max(0, math.floor(s.top())), min(n, math.ceil(s.bottom())), max(0, math.floor(s.left())), min(m, math.ceil(s.right()))

    def region_for(self, step: int) -> Region:
        """What is in view and a quarter more on each side, on the raster of blocks of `step`: panning a little needs nothing new."""
        q0, q1, k0, k1 = self.region
        more = (q1 - q0) // 4

        def out(first: int, end: int, n: int) -> tuple[int, int]:
            return max(0, (first - more) // step * step), min(n, -(-(end + more) // step) * step)

        return (*out(q0, q1, self.n_queries), *out(k0, k1, self.n_keys))

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """The (query, key) under a point."""
        if self.is_empty or not self.plot.contains(at):
            return None
        q = math.floor(self.seen.top() + (at.y() - self.plot.top()) / self.cell)
        k = math.floor(self.seen.left() + (at.x() - self.plot.left()) / self.cell)
        return (q, k) if 0 <= q < self.n_queries and 0 <= k < self.n_keys else None

    def x_of(self, key: float) -> float:
        return self.plot.left() + (key - self.seen.left()) * self.cell

    def y_of(self, query: float) -> float:
        return self.plot.top() + (query - self.seen.top()) * self.cell

    def rect_of(self, q0: float, q1: float, k0: float, k1: float) -> QRectF:
        """Where a block of cells lies."""
        return QRectF(self.x_of(k0), self.y_of(q0), (k1 - k0) * self.cell, (q1 - q0) * self.cell)

    def zoom(self, factor: float, about: QPointF | None = None) -> bool:
        """Enlarge by `factor` (below 1: shrink) about a point of the screen. Like all that move the view: whether it moved."""
        if self.is_empty:
            return False
        about = about if about is not None and self.plot.contains(about) else self.plot.center()
        fx, fy = (about.x() - self.plot.left()) / self.plot.width(), (about.y() - self.plot.top()) / self.plot.height()
        least = min(float(self.n_keys), max(1.0, self.plot.width() / LARGEST_ZOOMED))
        width = min(float(self.n_keys), max(least, self.seen.width() / factor))
        left, top = fx * (self.seen.width() - width), fy * (self.seen.height() - self._height(width))
        return self._look(self.seen.left() + left, self.seen.top() + top, width)

    def pan(self, right: float, down: float) -> bool:
        """Move by cells."""
        return self._look(self.seen.left() + right, self.seen.top() + down, self.seen.width())

    def fit(self, block: Region | None = None) -> bool:
        """See the whole text, or as little of it as shows a block."""
        if block is None or self.is_empty:
            return self._look(0, 0, self.n_keys)
        q0, q1, k0, k1 = block
        width = min(float(self.n_keys), max(k1 - k0, (q1 - q0) * self.n_keys / self.n_queries, self.plot.width() / LARGEST_ZOOMED))
        return self._look((k0 + k1 - width) / 2, (q0 + q1 - self._height(width)) / 2, width)

    def reveal(self, query: int | None, key: int | None) -> bool:
        """Pan as little as needed to see a row, a column, or both."""
        s = self.seen

        def start(first: float, size: float, position: int | None) -> float:
            if position is None:
                return first
            return min(max(first, position + 1 - size), position)

        return self._look(start(s.left(), s.width(), key), start(s.top(), s.height(), query), s.width())

    def _look(self, left: float, top: float, width: float) -> bool:
        height = self._height(width)
        seen = QRectF(max(0.0, min(left, self.n_keys - width)), max(0.0, min(top, self.n_queries - height)), width, height)
        moved, self.seen = seen != self.seen, seen
        return moved

    def _height(self, width: float) -> float:
        """How many queries are in view with `width` keys."""
        return width * self.n_queries / self.n_keys if self.n_keys else 0.0
