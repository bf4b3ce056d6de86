"""A score taken apart: one bar for each dimension, or each pair that turns together, up where it adds and down where it takes away."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.tips import plain
from workbench.values import Inside

LEFT, TOP, BOTTOM = 52, 6, 18


class ProductStrip(QWidget):
    """`bars` are what is shown: they sum to the product of query and key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Inside | None = None
        self.bars = np.zeros(0)
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 96)
        self.retranslate()

    def show_products(self, found: Inside | None) -> None:
        self._found = found
        self.bars = np.zeros(0)
        if found is not None:
            products = found.products.astype(np.float64)
            self.bars = products.reshape(2, -1).sum(0) if found.turned else products
        self._at = min(self._at, len(self.bars) - 1)
        self._describe()

    def words(self, number: int) -> str:
        """One bar: what it adds, and of which numbers it is made."""
        found = self._found
        assert found is not None
        half = len(self.bars)
        if not found.turned:
            made = self.tr("Dimension {i}: {value}").format(i=number, value=signed(float(self.bars[number])))
            return f"{made}\n{self._numbers(self.tr('query'), found.q[[number]])}\n{self._numbers(self.tr('key'), found.k[[number]])}"
        pair = [number, number + half]
        lines = [self.tr("Dimensions {i} and {j}: {value}").format(i=pair[0], j=pair[1], value=signed(float(self.bars[number])))]
        for name, plain_, turned in ((self.tr("query"), found.q_plain, found.q), (self.tr("key"), found.k_plain, found.k)):
            lines.append(f"{self._numbers(name, plain_[pair])} → {self._numbers(self.tr('turned'), turned[pair])}")
        return "\n".join(lines)

    @staticmethod
    def _numbers(name: str, values: np.ndarray) -> str:
        return f"{name} ({', '.join(signed(float(one)) for one in values)})"

    # geometry

    @property
    def _plot(self) -> QRectF:
        return QRectF(LEFT, TOP, max(1, self.width() - LEFT - 2), max(1, self.height() - TOP - BOTTOM))

    def bar(self, number: int) -> QRectF:
        """The column of a bar, whole height."""
        plot = self._plot
        step = plot.width() / max(1, len(self.bars))
        return QRectF(plot.left() + number * step, plot.top(), step, plot.height())

    def bar_at(self, at: QPoint) -> int:
        """Which bar lies under a point; -1: none."""
        plot = self._plot
        if not len(self.bars) or not plot.left() <= at.x() < plot.right():
            return -1
        return min(len(self.bars) - 1, int((at.x() - plot.left()) / plot.width() * len(self.bars)))

    def sizeHint(self) -> QSize:
        return QSize(520, 180)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter, plot = theme.colors(), QPainter(self), self._plot
        painter.setFont(theme.mono(theme.CAPTION))
        if not len(self.bars):
            return
        high = float(np.abs(self.bars).max()) or 1.0
        zero, half = plot.center().y(), plot.height() / 2
        for value, y in ((high, plot.top()), (0.0, zero), (-high, plot.bottom())):
            painter.setPen(QPen(c.border, 1))
            painter.drawLine(round(plot.left()), round(y), round(plot.right()), round(y))
            painter.setPen(c.muted)
            said = signed(value) if value else "0"
            painter.drawText(QRectF(0, y - 8, LEFT - 6, 16), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
        for number, value in enumerate(self.bars.tolist()):
            column = self.bar(number)
            gap = 1.0 if column.width() > 3 else 0.0
            top = zero - max(0.0, value) / high * half
            shown = QRectF(column.left(), top, column.width() - gap, abs(value) / high * half)
            painter.fillRect(shown, diverging.colour(0.75 if value > 0 else -0.75))
            if number == self._at:
                painter.setPen(QPen(c.accent, 1.5))
                painter.drawRect(column.adjusted(-1, 0, 0, 0))
        self._paint_numbers(painter)
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_numbers(self, painter: QPainter) -> None:
        """Numbers of the dimensions, as many as fit."""
        painter.setPen(theme.colors().muted)
        painter.setFont(theme.mono(theme.CAPTION))
        every = max(1, round(len(self.bars) * 26 / self._plot.width()))
        every = next(step for step in (1, 2, 4, 8, 16, 32, 64, 128, 1 << 20) if step >= every)
        for number in range(0, len(self.bars), every):
            column = self.bar(number)
            box = QRectF(column.center().x() - 20, self._plot.bottom() + 2, 40, BOTTOM - 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    # hands

    def _choose(self, number: int) -> None:
        if number != self._at:
            self._at = number
            self._describe()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self.bar_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and len(self.bars):
            self._choose(max(0, min(len(self.bars) - 1, self._at + step)))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.bar_at(event.pos())
            if found < 0:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain(self.words(found)), self)
            return True
        return super().event(event)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words(self._at) if 0 <= self._at < len(self.bars) else "")
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The score by dimensions; arrows walk them"))
        self._describe()
