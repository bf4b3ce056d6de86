"""Targets of two kinds on one axis: how much nearer each is to one attribute than to the other, a row of dots for either kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.tips import plain

TOP, ROW, FOOT, DOT, NEAR = 26, 84, 22, 4.0, 8.0
"""Room above; a row with its names; room below; a dot's radius; how far from it the pointer counts as on it."""


class AssociationPlot(QWidget):
    """`ends` are written over the axis: what lies at its left and at its right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[tuple[str, Sequence[str], np.ndarray], ...] = ()
        self._ends = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(420, TOP + 2 * ROW + FOOT)

    def set_groups(self, groups: Sequence[tuple[str, Sequence[str], np.ndarray]], ends: tuple[str, str]) -> None:
        """Of each kind its name, its words and their numbers, float [m]."""
        self._groups, self._ends = tuple(groups), ends
        self.setVisible(bool(groups))
        self.update()

    def _reach(self) -> float:
        return 1.1 * max(1e-6, *(float(np.abs(values).max(initial=0)) for _, _, values in self._groups))

    def place(self, row: int, number: int) -> QPointF:
        """Where a target's dot lies."""
        value = float(self._groups[row][2][number])
        return QPointF(self.width() / 2 + value / self._reach() * (self.width() / 2 - 12), TOP + row * ROW + ROW / 2 + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter, c = QPainter(self), theme.colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom, middle = TOP + 2 * ROW, self.width() / 2
        painter.setPen(QPen(c.border, 1))
        painter.drawLine(QPointF(middle, TOP), QPointF(middle, bottom))
        painter.drawLine(QPointF(12, bottom), QPointF(self.width() - 12, bottom))
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.muted)
        painter.drawText(QRectF(8, 4, middle - 16, TOP), Qt.AlignmentFlag.AlignLeft, f"← {self._ends[0]}")
        painter.drawText(QRectF(middle + 8, 4, middle - 16, TOP), Qt.AlignmentFlag.AlignRight, f"{self._ends[1]} →")
        for row, colour in enumerate((c.accent, c.warn)):
            self._paint_row(painter, row, colour)
        painter.setPen(c.muted)
        for left, side, value in ((12.0, Qt.AlignmentFlag.AlignLeft, -1), (self.width() - 92.0, Qt.AlignmentFlag.AlignRight, 1)):
            painter.drawText(QRectF(left, bottom + 3, 80, FOOT), side, signed(value * self._reach()))
        painter.drawText(QRectF(middle - 40, bottom + 3, 80, FOOT), Qt.AlignmentFlag.AlignHCenter, "0")

    def _paint_row(self, painter: QPainter, row: int, colour: QColor) -> None:
        """The kind's name, its dots and their mean; words are written where there is room, on two heights in turn."""
        name, words, values = self._groups[row]
        top = TOP + row * ROW
        painter.setFont(theme.sans(theme.CAPTION, bold=True))
        painter.setPen(colour)
        painter.drawText(QRectF(12, top + 2, self.width() - 24, 16), Qt.AlignmentFlag.AlignLeft, name)
        mean = self.width() / 2 + float(values.mean()) / self._reach() * (self.width() / 2 - 12)
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(mean, top + 26), QPointF(mean, top + ROW - 12))
        painter.setFont(theme.mono(theme.CAPTION))
        metrics, until = QFontMetricsF(painter.font()), [0.0, 0.0]
        for at, number in enumerate(np.argsort(values, kind="stable").tolist()):
            dot = self.place(row, number)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            if row == 0:
                painter.drawEllipse(dot, DOT, DOT)
            else:
                painter.drawRect(QRectF(dot.x() - DOT + 0.5, dot.y() - DOT + 0.5, 2 * DOT - 1, 2 * DOT - 1))
            wide, line = metrics.horizontalAdvance(words[number]), at % 2
            left = min(max(dot.x() - wide / 2, 2.0), self.width() - wide - 2)
            if left > until[line] + 4:
                painter.setPen(theme.colors().muted)
                painter.drawText(QPointF(left, dot.y() + (-9 if line else 18)), words[number])
                until[line] = left + wide

    def words_at(self, at: QPointF) -> str:
        """The target under a point."""
        for row, (_, words, values) in enumerate(self._groups):
            for number in range(len(values)):
                if (self.place(row, number) - at).manhattanLength() <= NEAR:
                    return f"{words[number]}: {values[number]:+.4f}".replace("-", "−")
        return ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain(self.words_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)
