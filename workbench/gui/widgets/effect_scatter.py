"""What was predicted of parts against what was measured: a point each, the line on which both agree, and their correlation.

Both axes have one scale, so that the distance from the line can be trusted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import signed

MARGIN_LEFT, MARGIN_BELOW, MARGIN = 46, 36, 10
RADIUS, REACH = 4.0, 12.0
NAMED = 12
"""Up to so many points say their names."""


class EffectPoint(NamedTuple):
    """`measured` NaN: not yet."""

    name: str
    number: int
    predicted: float
    measured: float


def correlation(points: Sequence[EffectPoint]) -> float:
    """Pearson's r over the points that were measured; NaN for fewer than three, or where nothing varies."""
    there = np.array([(one.predicted, one.measured) for one in points if not math.isnan(one.measured)])
    if len(there) < 3 or (there.std(0) == 0).any():
        return math.nan
    return float(np.corrcoef(there.T)[0, 1])


class EffectScatter(QWidget):
    """`chosen(number)` when a point is clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Sequence[EffectPoint] = ()
        self._axes = ("", "")
        self._reach = 1.0
        self.setMinimumSize(200, 104)

    def set_points(self, points: Sequence[EffectPoint]) -> None:
        self._points = tuple(points)
        sizes = [abs(x) for one in points for x in (one.predicted, one.measured) if not math.isnan(x)]
        self._reach = 1.08 * max(sizes, default=1.0) or 1.0
        self.setAccessibleDescription("; ".join(self._said(one) for one in self._points))
        self.update()

    def set_words(self, across: str, up: str, name: str) -> None:
        """The axes, and what it is for those who cannot see it."""
        self._axes = (across, up)
        self.setAccessibleName(name)
        self.update()

    def _said(self, one: EffectPoint) -> str:
        return f"{one.name}: {signed(one.predicted)} → {signed(one.measured)}"

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    @property
    def _box(self) -> QRectF:
        return QRectF(MARGIN_LEFT, MARGIN, self.width() - MARGIN_LEFT - MARGIN, self.height() - MARGIN_BELOW - MARGIN)

    def place(self, one: EffectPoint) -> QPointF:
        """Where a point lies; one that is not measured, on the zero line."""
        box = self._box
        x, y = one.predicted / self._reach, (0.0 if math.isnan(one.measured) else one.measured) / self._reach
        return QPointF(box.center().x() + x * box.width() / 2, box.center().y() - y * box.height() / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        p, c, box = QPainter(self), theme.colors(), self._box
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(c.border, 1))
        p.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
        p.drawLine(QPointF(box.center().x(), box.top()), QPointF(box.center().x(), box.bottom()))
        p.setPen(QPen(c.muted, 1, Qt.PenStyle.DashLine))
        p.drawLine(box.bottomLeft(), box.topRight())
        self._paint_axes(p, box)
        taken: list[QRectF] = []
        for one in self._points:
            at, there = self.place(one), not math.isnan(one.measured)
            p.setPen(QPen(c.accent, 1.5))
            p.setBrush(c.accent if there else Qt.BrushStyle.NoBrush)
            p.drawEllipse(at, RADIUS, RADIUS)
            if len(self._points) <= NAMED and there:
                p.setPen(c.text)
                self._paint_name(p, one.name, at, taken)

    def _paint_name(self, p: QPainter, name: str, at: QPointF, taken: list[QRectF]) -> None:
        """Beside its point, where no other name stands; else the tooltip has it."""
        wide = p.fontMetrics().horizontalAdvance(name) + 4
        sides = (at.x() + RADIUS + 2, at.x() - RADIUS - 2 - wide)
        boxes = [QRectF(left, at.y() + up, wide, 14) for up in (-7, -19, 5) for left in sides if 0 <= left <= self.width() - wide]
        free = next((box for box in boxes if not any(box.intersects(other) for other in taken)), None)
        if free is not None:
            p.drawText(free, Qt.AlignmentFlag.AlignVCenter, name)
            taken.append(free)

    def _paint_axes(self, p: QPainter, box: QRectF) -> None:
        c = theme.colors()
        p.setFont(theme.mono(theme.CAPTION))
        p.setPen(c.muted)
        low, high = signed(-self._reach), signed(self._reach)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for text, y in ((high, box.top()), ("0", box.center().y()), (low, box.bottom())):
            p.drawText(QRectF(0, y - 8, MARGIN_LEFT - 4, 16), right, text)
        p.drawText(QRectF(box.left(), box.bottom() + 2, 60, 14), Qt.AlignmentFlag.AlignLeft, low)
        p.drawText(QRectF(box.right() - 60, box.bottom() + 2, 60, 14), Qt.AlignmentFlag.AlignRight, high)
        p.setFont(theme.sans(theme.CAPTION))
        p.drawText(QRectF(box.left(), box.bottom() + 16, box.width(), 16), Qt.AlignmentFlag.AlignCenter, self._axes[0])
        p.drawText(QRectF(box.left() + 4, box.top(), box.width() / 2 - 8, 16), Qt.AlignmentFlag.AlignLeft, self._axes[1])

    def _near(self, at: QPointF) -> EffectPoint | None:
        def far(one: EffectPoint) -> float:
            return (self.place(one) - at).manhattanLength()

        nearest = min(self._points, key=far, default=None)
        return nearest if nearest is not None and far(nearest) <= REACH else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        one = self._near(event.position())
        if one is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(one.number)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            one = self._near(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._said(one) if one is not None else "", self)
            return True
        return super().event(event)
