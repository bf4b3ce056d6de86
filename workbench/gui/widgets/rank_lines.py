"""Lines between two rankings: where each item of one stands in the other. One that stands further down than is listed says where."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets.neighbour_list import ROW_HEIGHT, NeighbourList

WIDTH = 78
STUB = 6.0
RankOf = Callable[[int], int | None]


class RankLines(QWidget):
    """Stands between two lists of the same height. `left_rank` and `right_rank` tell where an item stands in a whole ranking."""

    def __init__(self, left: NeighbourList, right: NeighbourList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self._ranks: tuple[RankOf, RankOf] = (lambda _item: None, lambda _item: None)
        self._lit: frozenset[int] = frozenset()
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_ranks(self, left: RankOf, right: RankOf) -> None:
        self._ranks = left, right
        self.update()

    def light(self, items: frozenset[int]) -> None:
        """Bring out the lines of these items."""
        if items != self._lit:
            self._lit = items
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 100)

    def paintEvent(self, event: QEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.mono(theme.CAPTION))
        top = self._left.viewport().y()
        painter.setClipRect(QRectF(0, top, self.width(), self._left.viewport().height()))
        items = dict.fromkeys([row.item for row in (*self._left.rows, *self._right.rows)])
        for item in sorted(items, key=lambda one: one in self._lit):  # those brought out lie above
            self._paint(painter, item, self._left.place_of(item), self._right.place_of(item))
        painter.end()

    def _paint(self, painter: QPainter, item: int, left: int | None, right: int | None) -> None:
        c, lit = theme.colors(), item in self._lit
        color = QColor(c.accent if lit else c.muted)
        color.setAlpha(255 if lit else 110)
        painter.setPen(QPen(color, 2.0 if lit else 1.0))
        width = float(self.width())
        if left is not None and right is not None:
            path = QPainterPath(QPointF(0, left))
            path.cubicTo(QPointF(width * 0.5, left), QPointF(width * 0.5, right), QPointF(width, right))
            painter.drawPath(path)
            return
        y = left if left is not None else right
        rank = self._ranks[1 if left is not None else 0](item)
        if y is None:
            return
        edge = 0.0 if left is not None else width
        painter.drawLine(QPointF(edge, y), QPointF(edge + (STUB if left is not None else -STUB), y))
        if rank is not None:
            painter.setPen(c.accent if lit else c.muted)
            box = QRectF(STUB + 2, y - ROW_HEIGHT / 2, width - 2 * STUB - 4, ROW_HEIGHT)
            side = Qt.AlignmentFlag.AlignLeft if left is not None else Qt.AlignmentFlag.AlignRight
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, _short(rank))


def _short(rank: int) -> str:
    """`412`, `3.1k`: room for four characters."""
    return str(rank) if rank < 1000 else f"{rank / 1000:.1f}k" if rank < 9950 else f"{rank / 1000:.0f}k"
