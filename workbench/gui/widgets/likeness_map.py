"""How alike items are, as a square: names at both sides, the tree of clusters beside the rows, and what a colour means below.

Places are those on screen; the items behind them are told by number. What is withheld is hatched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.likeness_scale import LikenessScale
from workbench.gui.widgets.numbers import nats
from workbench.gui.widgets.tips import plain

Pair = tuple[int, int]
NOBODY: Pair = (-1, -1)
MOST_CELL, WRITTEN, NAMED, MOST_NAME, MOST_OVER, TREE, GAP = 64, 36, 11, 200, 100, 72, 6
"""The largest cell; the sizes from which on a cell says its number and a row its name; room for names, also over columns, and the tree."""
BAR_WIDTH, BAR_HEIGHT, FOOT = 200, 10, 52
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class _Plan(NamedTuple):
    """Where the cells begin, how large each is, and whether the names over them are slanted."""

    origin: QPointF
    size: float
    slanted: bool


class LikenessMap(QWidget):
    """`picked(a, b)` and `pointed(a, b)` name items by their numbers 0 … m - 1, both the same on a name, -1 for none; `dropped(a)`
    when one is to be left out."""

    picked = Signal(int, int)
    pointed = Signal(int, int)
    dropped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values, self._names = np.zeros((0, 0)), tuple[str, ...]()
        self._order, self._joins, self._levels = np.zeros(0, np.int64), np.zeros((0, 2), np.int64), np.zeros(0)
        self._scale, self._planned = LikenessScale(), None
        self._pair, self._under = NOBODY, NOBODY
        self._words: Callable[[Pair], str] = lambda _pair: ""
        self._middle_words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(260, 220)

    def sizeHint(self) -> QSize:
        return QSize(560, 520)

    # what is shown

    def set_values(self, values: np.ndarray, names: Sequence[str], scale: LikenessScale) -> None:
        """values [m, m], NaN for what is withheld."""
        self._values, self._names, self._scale = values, tuple(names), scale
        self._order, self._planned = np.arange(len(values)), None
        self._joins, self._levels = np.zeros((0, 2), np.int64), np.zeros(0)
        self._pair = self._under = NOBODY
        self.update()

    def arrange(self, order: np.ndarray, joins: np.ndarray, levels: np.ndarray) -> None:
        """The items in an order, int [m], with the tree of their joins (see values.Likeness); no joins: no tree."""
        self._order, self._joins, self._levels, self._planned = np.asarray(order, np.int64), joins, levels, None
        self.update()

    def set_middle_words(self, words: str) -> None:
        """What the middle of the scale is."""
        self._middle_words = words
        self.update()

    def set_pair(self, pair: Pair) -> None:
        """Mark a pair as the one that is looked at, without telling."""
        self._pair = pair
        self.update()

    def light(self, pair: Pair) -> None:
        """Show where somebody points, without telling."""
        if pair != self._under:
            self._under = pair
            self.update()

    def set_tips(self, words: Callable[[Pair], str]) -> None:
        """How a pair is put in words, by whoever knows the random pairs."""
        self._words = words

    # geometry

    def _plan(self) -> _Plan:
        """Where things lie; measured once for a size and a set of names."""
        if self._planned is None:
            n, metrics = max(1, len(self._names)), QFontMetricsF(theme.mono(theme.CAPTION))
            widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)
            left = min(widest, MOST_NAME, self.width() / 3) + GAP
            tree, top, right = TREE if len(self._joins) else 4.0, metrics.height() + 6, 0.0
            size = min(MOST_CELL, (self.width() - left - tree) / n, (self.height() - top - FOOT) / n)
            slanted = widest > size - 2
            if slanted:
                top = right = min(widest, MOST_OVER) * math.sqrt(0.5) + 12
            size = max(2.0, min(MOST_CELL, (self.width() - left - max(tree, right)) / n, (self.height() - top - FOOT) / n))
            self._planned = _Plan(QPointF(left, top), size, slanted)
        return self._planned

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._planned = None
        super().resizeEvent(event)

    def cell(self, row: int, column: int) -> QRectF:
        """Where the cell of two places lies."""
        origin, size, _ = self._plan()
        return QRectF(origin.x() + column * size, origin.y() + row * size, size, size)

    def pair_at(self, at: QPointF) -> Pair:
        """The items of a cell, or one item twice of a name; (-1, -1) elsewhere."""
        origin, size, _ = self._plan()
        row, column = math.floor((at.y() - origin.y()) / size), math.floor((at.x() - origin.x()) / size)
        n = len(self._order)
        if 0 <= row < n and column < 0:
            column = row
        elif row < 0 and 0 <= column < n:
            row = column
        return (int(self._order[row]), int(self._order[column])) if 0 <= row < n and 0 <= column < n else NOBODY

    def place_of(self, item: int) -> int:
        """Where an item stands on screen."""
        found = np.flatnonzero(self._order == item)
        return int(found[0]) if len(found) else -1

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if len(self._order):
            self._paint_cells(painter)
            self._paint_names(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_tree(painter)
            self._paint_marks(painter)
            self._paint_bar(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colors().accent, theme.FOCUS_WIDTH))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)

    def _paint_cells(self, painter: QPainter) -> None:
        """All cells as one picture, a pixel each; an item with itself has no colour."""
        n, c = len(self._order), theme.colors()
        shown = self._values[np.ix_(self._order, self._order)]
        colours = self._scale.colours(shown)
        np.fill_diagonal(colours, c.raised.rgb())
        whole = self.cell(0, 0).united(self.cell(n - 1, n - 1))
        painter.drawImage(whole, QImage(np.ascontiguousarray(colours).data, n, n, 4 * n, QImage.Format.Format_RGB32))
        for place in np.flatnonzero(np.isnan(shown.diagonal())).tolist():
            for band in (self.cell(place, 0).united(self.cell(place, n - 1)), self.cell(0, place).united(self.cell(n - 1, place))):
                painter.fillRect(band, c.surface)
                painter.fillRect(band, QBrush(c.border, Qt.BrushStyle.BDiagPattern))
        if self._plan().size < WRITTEN:
            return
        painter.setFont(theme.mono(theme.CAPTION))
        for row, column in np.argwhere(np.isfinite(shown) & ~np.eye(n, dtype=bool)).tolist():
            painter.setPen(diverging.ink(QColor.fromRgb(int(colours[row, column]))))
            painter.drawText(self.cell(row, column), Qt.AlignmentFlag.AlignCenter, nats(float(shown[row, column])))

    def _paint_names(self, painter: QPainter) -> None:
        """At each row, and over each column: slanted where they are wider than a cell."""
        origin, size, slanted = self._plan()
        left = origin.x()
        painter.setFont(theme.mono(theme.CAPTION))
        metrics, c = QFontMetricsF(painter.font()), theme.colors()
        every = max(1, math.ceil(NAMED / size))
        lit = {self._under[0], self._under[1], *self._pair}
        for place in range(0, len(self._order), every):
            item = int(self._order[place])
            painter.setPen(c.text if item in lit else c.muted)
            name, over = (metrics.elidedText(self._names[item], Qt.TextElideMode.ElideRight, room) for room in (left - GAP, MOST_OVER))
            row = QRectF(0, origin.y() + place * size - 4, left - GAP, size + 8)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            middle = origin.x() + (place + 0.5) * size
            if slanted:
                painter.save()
                painter.translate(middle, origin.y() - 4)
                painter.rotate(-45)
                painter.drawText(QPointF(0, 3), over)
                painter.restore()
            else:
                column = QRectF(middle - size, origin.y() - metrics.height() - 4, 2 * size, metrics.height())
                painter.drawText(column, Qt.AlignmentFlag.AlignCenter, over)

    def _paint_tree(self, painter: QPainter) -> None:
        """Joins at the right of the rows: the further out, the less alike the groups are."""
        if not len(self._joins):
            return
        origin, size, _ = self._plan()
        n, begin = len(self._order), origin.x() + len(self._order) * size + 4
        high, low = float(self._levels.max()), float(self._levels.min())
        wide = max(16.0, min(TREE - 12, self.width() - begin - 4))
        places = [QPointF(begin, origin.y() + (self.place_of(item) + 0.5) * size) for item in range(n)]
        painter.setPen(QPen(theme.colors().muted, 1))
        for (a, b), level in zip(self._joins.tolist(), self._levels.tolist(), strict=True):
            x = begin + 6 + (wide - 6) * ((high - level) / (high - low) if high > low else 0.5)
            painter.drawPolyline([places[a], QPointF(x, places[a].y()), QPointF(x, places[b].y()), places[b]])
            places.append(QPointF(x, (places[a].y() + places[b].y()) / 2))

    def _paint_marks(self, painter: QPainter) -> None:
        c = theme.colors()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (a, b), pen in ((self._under, QPen(c.text, 1)), (self._pair, QPen(c.accent, 2))):
            row, column = self.place_of(a), self.place_of(b)
            if row >= 0 and column >= 0:
                painter.setPen(pen)
                painter.drawRect(self.cell(row, column).adjusted(-1, -1, 1, 1))

    def _paint_bar(self, painter: QPainter) -> None:
        """The scale: its ends, and its middle, which is what random pairs score."""
        scale, c = self._scale, theme.colors()
        left, top = 4.0, self.height() - FOOT + 14.0
        painter.setFont(theme.sans(theme.CAPTION))
        metrics, low, high = QFontMetricsF(painter.font()), nats(scale.middle - scale.reach), nats(scale.middle + scale.reach)
        bar = QRectF(left + metrics.horizontalAdvance(low) + 6, top, BAR_WIDTH, BAR_HEIGHT)
        for step in range(BAR_WIDTH):
            share = 2 * step / (BAR_WIDTH - 1) - 1
            painter.fillRect(QRectF(bar.left() + step, top, 1, BAR_HEIGHT), diverging.colour(share))
        painter.setPen(c.muted)
        painter.drawText(QPointF(left, top + BAR_HEIGHT), low)
        painter.drawText(QPointF(bar.right() + 6, top + BAR_HEIGHT), high)
        painter.setPen(QPen(c.text, 1))
        painter.drawLine(QPointF(bar.center().x(), top - 3), QPointF(bar.center().x(), top + BAR_HEIGHT + 3))
        painter.setPen(c.muted)
        said = metrics.elidedText(self._middle_words, Qt.TextElideMode.ElideRight, self.width() - 8)
        painter.drawText(QPointF(left, top + BAR_HEIGHT + 18), said)

    # the person

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.pair_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(NOBODY)

    def _point(self, pair: Pair) -> None:
        if pair != self._under:
            self.light(pair)
            self.pointed.emit(*pair)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pair = self.pair_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and pair != NOBODY:
            self._pick(pair)

    def _pick(self, pair: Pair) -> None:
        self.set_pair(pair)
        self.picked.emit(*pair)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pair = self.pair_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain(self._words(pair)) if pair != NOBODY else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, n = _STEPS.get(Qt.Key(event.key())), len(self._order)
        if event.key() == Qt.Key.Key_Delete and self._pair != NOBODY:
            self.dropped.emit(self._pair[0])
        elif step is None or not n:
            super().keyPressEvent(event)
        else:
            row, column = (min(max(self.place_of(item) + by, 0), n - 1) for item, by in zip(self._pair, step, strict=True))
            self._pick((int(self._order[row]), int(self._order[column])))
