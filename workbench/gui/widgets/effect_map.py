"""Effects on a scale where 0 is one state and 1 another: a map of layers by columns in diverging colours.

Rows are layers, the first at the top. What is not there yet is left blank, what never will be is hatched.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.numbers import signed

LEFT, LEAST_WIDE, LEAST_HIGH, MOST_WIDE, MOST_HIGH = 30, 8, 5, 56, 24
NUMBERS_FROM = (40, 13)
"""Cells this wide and high say their number."""
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
Cell = tuple[int, int]


class EffectMap(QWidget):
    """`picked(row, column)` when the person chooses a cell; `hovered(row, column)`, (-1, -1) for none."""

    picked = Signal(int, int)
    hovered = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = np.zeros((0, 0))
        self._labels: Sequence[str] = ()
        self._missing: frozenset[int] = frozenset()
        self._high, self._slanted, self._top = 1.0, False, 18.0
        self._at: Cell = (-1, -1)
        self._pointed: Cell = (-1, -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # what is shown

    def set_columns(self, labels: Sequence[str], *, missing: Sequence[int] = ()) -> None:
        """What stands over each column; `missing` ones never have numbers."""
        self._labels, self._missing = tuple(labels), frozenset(missing)
        widest = max((QFontMetricsF(theme.mono(theme.CAPTION)).horizontalAdvance(label) for label in labels), default=0.0)
        self._slanted = widest > 18
        self._top = 8 + min(widest, 96) * math.sqrt(0.5) + 8 if self._slanted else 18.0
        self.updateGeometry()
        self.update()

    def set_values(self, values: np.ndarray, *, high: float = 1.0) -> None:
        """values [rows, columns], NaN where there is none; `high`: the end of the scale on either side of 0."""
        if values.shape != self._values.shape:
            self.updateGeometry()
        self._values, self._high = values, high
        self.update()

    def select(self, row: int, column: int) -> None:
        """Mark a cell without telling; -1 for a whole row or column."""
        self._at = (row, column)
        self.update()

    def value(self, cell: Cell) -> float:
        """NaN where there is none."""
        row, column = cell
        inside = 0 <= row < self._values.shape[0] and 0 <= column < self._values.shape[1]
        return float(self._values[row, column]) if inside else math.nan

    def words(self, cell: Cell) -> str:
        """One cell in words."""
        if not 0 <= cell[1] < len(self._labels):
            return ""
        return self.tr("Layer {layer} · {column}: {value}").format(
            layer=cell[0], column=self._labels[cell[1]], value=signed(self.value(cell))
        )

    # geometry

    @property
    def _step(self) -> tuple[int, int]:
        """Width and height of a cell with its gap."""
        rows, columns = self._values.shape
        right = self._top if self._slanted else 4
        wide, high = (self.width() - LEFT - right) // max(1, columns), (self.height() - self._top - 2) // max(1, rows)
        return max(LEAST_WIDE, min(MOST_WIDE, int(wide))), max(LEAST_HIGH, min(MOST_HIGH, int(high)))

    def cell(self, row: int, column: int) -> QRect:
        """Where a cell lies."""
        wide, high = self._step
        return QRect(LEFT + column * wide, int(self._top) + row * high, wide - 1, high - 1)

    def cell_at(self, at: QPoint) -> Cell | None:
        """Which cell lies under a point."""
        wide, high = self._step
        row, column = (at.y() - int(self._top)) // high, (at.x() - LEFT) // wide
        return (row, column) if 0 <= row < self._values.shape[0] and 0 <= column < self._values.shape[1] else None

    def sizeHint(self) -> QSize:
        rows, columns = self._values.shape
        return QSize(LEFT + columns * 26 + int(self._top), int(self._top) + rows * 13 + 2)

    def minimumSizeHint(self) -> QSize:
        rows, columns = self._values.shape
        return QSize(LEFT + columns * LEAST_WIDE + int(self._top), int(self._top) + rows * LEAST_HIGH + 2)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), theme.colors()
        shown = diverging.colours(self._values / self._high)
        for row in range(self._values.shape[0]):
            for column in range(self._values.shape[1]):
                self._paint(painter, (row, column), QColor.fromRgb(int(shown[row, column])))
        self._paint_labels(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (row, column), pen in ((self._pointed, QPen(c.text, 1)), (self._at, QPen(c.accent, 2))):
            if 0 <= row < self._values.shape[0] and column < self._values.shape[1]:
                whole = self.cell(row, 0).united(self.cell(row, self._values.shape[1] - 1))
                painter.setPen(pen)
                painter.drawRect((self.cell(row, column) if column >= 0 else whole).adjusted(-1, -1, 0, 0))

    def _paint(self, painter: QPainter, cell: Cell, colour: QColor) -> None:
        value, box = self.value(cell), self.cell(*cell)
        if math.isnan(value):
            style = Qt.BrushStyle.BDiagPattern if cell[1] in self._missing else Qt.BrushStyle.Dense7Pattern
            painter.fillRect(box, QBrush(theme.colors().border, style))
            return
        painter.fillRect(box, colour)
        if box.width() >= NUMBERS_FROM[0] and box.height() >= NUMBERS_FROM[1]:
            painter.setPen(diverging.ink(colour))
            painter.setFont(theme.mono(theme.CAPTION))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, signed(value))

    def _paint_labels(self, painter: QPainter) -> None:
        c, (wide, high), (rows, columns) = theme.colors(), self._step, self._values.shape
        painter.setFont(theme.mono(theme.CAPTION))
        painter.setPen(c.muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row in range(0, rows, max(1, math.ceil(13 / high))):
            painter.drawText(QRectF(0, self._top + row * high - 3, LEFT - 6, high + 5), right, str(row))
        metrics = QFontMetricsF(painter.font())
        every = max(1, math.ceil((14 if self._slanted else 20) / wide))
        for column in range(0, min(columns, len(self._labels)), every):
            at = QPointF(LEFT + (column + 0.5) * wide, self._top - 4)
            painter.save()
            painter.translate(at)
            if self._slanted:
                painter.rotate(-45)
                painter.drawText(QPointF(0, 3), metrics.elidedText(self._labels[column], Qt.TextElideMode.ElideRight, 96))
            else:
                painter.drawText(QRectF(-20, -14, 40, 14), Qt.AlignmentFlag.AlignCenter, self._labels[column])
            painter.restore()

    # the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.picked.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.cell_at(event.position().toPoint()) or (-1, -1))

    def leaveEvent(self, event: QEvent) -> None:
        self._point((-1, -1))

    def point(self, row: int, column: int) -> None:
        """Show where somebody points in another map of the same cells, without telling."""
        self._pointed = (row, column)
        self.update()

    def _point(self, cell: Cell) -> None:
        if cell != self._pointed:
            self.point(*cell)
            self.hovered.emit(*cell)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self.words(cell) if cell is not None else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, (rows, columns) = _STEPS.get(Qt.Key(event.key())), self._values.shape
        if step is None or not rows or not columns:
            super().keyPressEvent(event)
            return
        row, column = (min(max(at + by, 0), most - 1) for at, by, most in zip(self._at, step, (rows, columns), strict=True))
        self.picked.emit(row, column)
