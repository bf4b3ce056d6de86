"""The way of each occurrence through the layers, on two axes that stay: where they fan out, their vectors part.

The scale is that of all layers together, so nothing jumps when another layer is looked at.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.sense_marks import Named, tone
from workbench.gui.widgets.tips import plain

MARGIN, DOT, NEAR = 26, 9, 14


class SensePaths(QWidget):
    """`picked(item)` when the person points at one."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths, self._named = np.zeros((0, 0, 2)), Named()
        self._row, self._item = 0, -1
        self.setMinimumSize(200, 150)

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def set_paths(self, paths: np.ndarray, named: Named) -> None:
        """paths float [rows, m, 2]."""
        self._paths, self._named = paths, named
        self.update()

    def set_row(self, row: int) -> None:
        self._row = row
        self.update()

    def set_item(self, item: int) -> None:
        """Mark an item as the one that is looked at; -1 for none."""
        self._item = item
        self.update()

    def point(self, row: int, item: int) -> QPointF:
        """Where an occurrence lies in a row: one scale for both axes, 0 in the middle."""
        reach = float(np.abs(self._paths).max(initial=1e-6))
        scale = (min(self.width(), self.height()) / 2 - MARGIN) / max(reach, 1e-6)
        wide = (self.width() / 2 - MARGIN) / max(float(np.abs(self._paths[:, :, 0]).max(initial=1e-6)), 1e-6)
        high = (self.height() / 2 - MARGIN) / max(float(np.abs(self._paths[:, :, 1]).max(initial=1e-6)), 1e-6)
        scale = max(scale, min(wide, high))
        x, y = self._paths[row, item].tolist()
        return QPointF(self.width() / 2 + x * scale, self.height() / 2 - y * scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(c.border, 1))
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.drawLine(QPointF(4, middle.y()), QPointF(self.width() - 4, middle.y()))
        painter.drawLine(QPointF(middle.x(), 4), QPointF(middle.x(), self.height() - 4))
        if self._row >= len(self._paths):
            return
        items = sorted(range(len(self._named)), key=lambda item: item == self._item)
        for item in items:
            self._paint_way(painter, item)
        for item in items:
            self._paint_dot(painter, item)

    def _paint_way(self, painter: QPainter, item: int) -> None:
        """The way so far, and paler what is still to come."""
        color = tone(self._named.senses[item])
        pale = QColor(color)
        pale.setAlphaF(0.25)
        points = [self.point(row, item) for row in range(len(self._paths))]
        painter.setPen(QPen(pale, 1))
        painter.drawPolyline(QPolygonF(points[self._row :]))
        painter.setPen(QPen(color, 2.4 if item == self._item else 1.2))
        painter.drawPolyline(QPolygonF(points[: self._row + 1]))

    def _paint_dot(self, painter: QPainter, item: int) -> None:
        at, c = self.point(self._row, item), theme.colors()
        painter.setPen(QPen(c.text if item == self._item else c.surface, 2 if item == self._item else 1))
        painter.setBrush(tone(self._named.senses[item]))
        painter.drawEllipse(at, DOT, DOT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(theme.mono(theme.CAPTION - 1, bold=True))
        painter.setPen(c.on_accent)
        painter.drawText(QRectF(at.x() - 20, at.y() - 9, 40, 18), Qt.AlignmentFlag.AlignCenter, self._named.names[item])

    # looking and choosing

    def item_at(self, at: QPointF) -> int:
        """The occurrence at a point; -1 for none."""
        if self._row >= len(self._paths) or not len(self._named):
            return -1
        away = [(self.point(self._row, item) - at).manhattanLength() for item in range(len(self._named))]
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= NEAR else -1

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            item = self.item_at(QPointF(event.pos()))
            words = self._named.words(item) if item >= 0 else ""
            QToolTip.showText(event.globalPos(), plain(words), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(event.position())
        if item >= 0:
            self.picked.emit(item)
