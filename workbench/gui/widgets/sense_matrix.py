"""How alike each two occurrences are, as a square of numbers: rows and columns ordered by sense, so that senses show as blocks.

The scale is the same in every layer, from 0 to 1: what darkens from layer to layer has become less alike.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap
from workbench.gui.widgets.sense_marks import Named, tone
from workbench.gui.widgets.tips import plain

HEAD, WRITTEN, SHORT, MOST_CELL, CONTEXT = 34, 32, 24, 64, 220
"""Room for names, the sizes from which on a cell says its number, and says it without the 0 in front, the largest cell, room for the
words around."""


class SenseMatrix(QWidget):
    """`picked(item)` when the person points at a row. Items are numbered as they came, however they are ordered here."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named, self._values, self._order = Named(), np.zeros((0, 0)), np.zeros(0, np.int64)
        self._item = -1
        self.setMinimumSize(200, 150)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def set_values(self, values: np.ndarray, named: Named) -> None:
        """values float [m, m], in the order of the items."""
        self._values, self._named = values, named
        self._order = np.array(sorted(range(len(named)), key=lambda item: (named.senses[item] or "~", item)), np.int64)
        self.update()

    def set_item(self, item: int) -> None:
        """Mark an item as the one that is looked at; -1 for none."""
        self._item = item
        self.update()

    def _cell(self) -> tuple[QPointF, float]:
        """Where the cells begin, and how large each is."""
        n, beside = max(1, len(self._named)), self._beside()
        size = min(MOST_CELL, (self.width() - HEAD - beside - 2) / n, (self.height() - HEAD - 2) / n)
        return QPointF(HEAD + beside, HEAD), max(3.0, size)

    def _beside(self) -> float:
        """Room for contexts, where there is some."""
        n = max(1, len(self._named))
        left = self.width() - HEAD - min(MOST_CELL * n, self.height() - HEAD)
        return float(np.clip(left, 0, CONTEXT)) if left > 80 else 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        origin, size = self._cell()
        table, c = colormap.published("viridis"), theme.colors()
        for row, item in enumerate(self._order.tolist()):
            self._paint_names(painter, row, item)
            for column, other in enumerate(self._order.tolist()):
                value = float(self._values[item, other])
                color = QColor.fromRgb(table[int(np.clip(value, 0, 1) * 255)])
                box = QRectF(origin.x() + column * size, origin.y() + row * size, size - 1, size - 1)
                painter.fillRect(box, color)
                if size >= SHORT:
                    painter.setFont(theme.mono(theme.CAPTION))
                    painter.setPen(QColor("#000000" if color.lightnessF() > 0.42 else "#FFFFFF"))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _spelled(value, short=size < WRITTEN))
            if item == self._item:
                painter.setPen(QPen(c.accent, 2))
                painter.drawRect(QRectF(origin.x() - 1, origin.y() + row * size - 1, len(self._order) * size + 1, size + 1))
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)

    def _paint_names(self, painter: QPainter, row: int, item: int) -> None:
        """An item's name at its row and its column, and beside the row the words around it."""
        origin, size = self._cell()
        c, beside = theme.colors(), self._beside()
        y = origin.y() + row * size
        if beside:
            painter.setPen(c.text if item == self._item else c.muted)
            _paint_context(painter, QRectF(0, y, beside - 4, size - 1), self._named.contexts[item])
        painter.setFont(theme.mono(theme.CAPTION, bold=True))
        painter.setPen(tone(self._named.senses[item]))
        if size >= 10:
            place = QRectF(beside, y, HEAD - 5, size - 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._named.names[item])
        if size >= QFontMetricsF(painter.font()).horizontalAdvance(self._named.names[item]) + 2:
            place = QRectF(origin.x() + row * size, HEAD - 20, size - 1, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._named.names[item])

    # looking and choosing

    def items_at(self, at: QPointF) -> tuple[int, int] | None:
        """The items of the row and the column at a point; a name counts as its row's."""
        origin, size = self._cell()
        row, column = int((at.y() - origin.y()) // size), int((at.x() - origin.x()) // size)
        n = len(self._order)
        if not 0 <= row < n or column >= n:
            return None
        return int(self._order[row]), int(self._order[max(column, 0) if column >= 0 else row])

    def words(self, item: int, other: int) -> str:
        """Two occurrences and how alike they are."""
        lines = [self._named.words(one) for one in dict.fromkeys((item, other))]
        return "\n".join([*lines, f"{self._values[item, other]:.4f}".replace("-", "−")])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            found = self.items_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain(self.words(*found)) if found else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.items_at(event.position())
        if found is not None:
            self.picked.emit(found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and len(self._order):
            at = int(np.flatnonzero(self._order == self._item)[0]) + step if self._item >= 0 else 0
            self.picked.emit(int(self._order[np.clip(at, 0, len(self._order) - 1)]))
        else:
            super().keyPressEvent(event)


def _paint_context(painter: QPainter, box: QRectF, context: tuple[str, str, str]) -> None:
    """A word in the middle with what is around it, as in a concordance: words stand below each other."""
    before, word, behind = context
    bold, light = theme.sans(theme.CAPTION, bold=True), theme.sans(theme.CAPTION)
    wide = min(QFontMetricsF(bold).horizontalAdvance(word) + 1, box.width())
    side, metrics = (box.width() - wide) / 2, QFontMetricsF(light)
    painter.setFont(light)
    left, right = QRectF(box.left(), box.top(), side, box.height()), QRectF(box.right() - side, box.top(), side, box.height())
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(left, Qt.AlignmentFlag.AlignRight | middle, metrics.elidedText(before, Qt.TextElideMode.ElideLeft, side))
    painter.drawText(right, Qt.AlignmentFlag.AlignLeft | middle, metrics.elidedText(behind, Qt.TextElideMode.ElideRight, side))
    painter.setFont(bold)
    painter.drawText(QRectF(left.right(), box.top(), wide, box.height()), Qt.AlignmentFlag.AlignHCenter | middle, word)


def _spelled(value: float, *, short: bool) -> str:
    """`0.63`, short `.63`; 1 is 1."""
    words = f"{value:.2f}".replace("-", "−")
    return "1" if short and words == "1.00" else words.replace("0.", ".", 1) if short else words
