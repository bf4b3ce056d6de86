"""Curves over steps: for each pixel the least, the greatest and the last value, so that no spike is ever lost."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_scale import Scale, linear_ticks, padded, tick_words
from workbench.gui.widgets.curves import Curve

LEFT, BOTTOM, TOP, RIGHT = 58, 22, 18, 96
DOT = 2.5


class CurvePlot(QWidget):
    """`unit` stands at the value axis. The values under the pointer are told beside it."""

    def __init__(self, curves: Sequence[Curve], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves = list(curves)
        self.title, self.unit = "", ""
        self._last_step = 1.0
        self._pointed: float | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(220, 90)

    def set_last_step(self, step: float) -> None:
        """The end of the step axis, if the curves don't go further."""
        self._last_step = max(1.0, step)
        self.update()

    def say(self, title: str, unit: str) -> None:
        self.title, self.unit = title, unit
        self.setAccessibleName(title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 220)

    @property
    def plot(self) -> QRectF:
        """Where the curves lie."""
        return QRectF(LEFT, TOP, max(10, self.width() - LEFT - RIGHT), max(10, self.height() - TOP - BOTTOM))

    def _scales(self) -> tuple[Scale, Scale] | None:
        shown = [curve for curve in self.curves if len(curve.points)]
        values = [value for curve in shown for value in self._extremes(curve) if math.isfinite(value)]
        if not values:
            return None
        last = max(self._last_step, *(float(curve.points.steps[-1]) for curve in shown))
        box = self.plot
        low, high = padded(min(values), max(values), log=False)
        return Scale(0.0, last, box.left(), box.right()), Scale(low, high, box.bottom(), box.top())

    @staticmethod
    def _extremes(curve: Curve) -> tuple[float, float]:
        n = len(curve.points)
        least, greatest = curve.points.extremes(np.array([0]), np.array([n]))
        return float(least[0]), float(greatest[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(theme.CAPTION, bold=True))
        painter.setPen(c.text)
        painter.drawText(QRectF(0, 0, self.width(), TOP - 2), Qt.AlignmentFlag.AlignLeft, f"{self.title}  {self.unit}".strip())
        scales = self._scales()
        if scales is None:
            return
        x, y = scales
        self._paint_grid(painter, x, y)
        labels: list[tuple[float, str, str]] = []
        for curve in self.curves:
            if len(curve.points):
                self._paint_curve(painter, curve, x, y)
                labels.append((y.pixel(float(curve.points.values[-1])), curve.label, curve.tone))
        self._paint_labels(painter, labels)
        if self._pointed is not None:
            self._paint_pointed(painter, x, y)

    def _paint_grid(self, painter: QPainter, x: Scale, y: Scale) -> None:
        c, box = theme.colors(), self.plot
        painter.setFont(theme.sans(theme.CAPTION))
        ticks = y.ticks(max(2, int(box.height() // 36)))
        for tick in ticks:
            at = y.pixel(tick)
            painter.setPen(QPen(c.border, 1))
            painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
            painter.setPen(c.muted)
            where = QRectF(0, at - 8, LEFT - 6, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_words(tick, ticks))
        for tick in linear_ticks(x.low, x.high, max(2, int(box.width() // 90))):
            where = QRectF(x.pixel(tick) - 40, box.bottom() + 4, 80, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, f"{tick:,.0f}")

    def _paint_curve(self, painter: QPainter, curve: Curve, x: Scale, y: Scale) -> None:
        color = getattr(theme.colors(), curve.tone)
        if curve.dots:
            points = [
                QPointF(x.pixel(float(step)), y.pixel(float(value)))
                for step, value in zip(curve.points.steps.tolist(), curve.points.values.tolist(), strict=True)
                if math.isfinite(value)
            ]
            painter.setPen(QPen(color, 1.5))
            painter.drawPolyline(QPolygonF(points))
            painter.setBrush(color)
            for point in points:
                painter.drawEllipse(point, DOT, DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            return
        box = self.plot
        columns = curve.points.columns(x.low, x.high, max(1, int(box.width())))
        ends: list[QPointF] = []
        painter.setPen(QPen(color, 1))
        for column, last, least, greatest in zip(
            columns.column.tolist(), columns.last.tolist(), columns.least.tolist(), columns.greatest.tolist(), strict=True
        ):
            at = box.left() + column + 0.5
            if math.isfinite(least) and greatest > least:
                painter.drawLine(QPointF(at, y.pixel(least)), QPointF(at, y.pixel(greatest)))
            if math.isfinite(last):
                ends.append(QPointF(at, y.pixel(last)))
        painter.setPen(QPen(color, 1.2))
        painter.drawPolyline(QPolygonF(ends))

    def _paint_labels(self, painter: QPainter, labels: list[tuple[float, str, str]]) -> None:
        """Names beside the curves' ends, moved apart where they would lie on each other."""
        painter.setFont(theme.sans(theme.CAPTION))
        before = -math.inf
        for at, words, tone in sorted(labels):
            at = max(at, before + 14)
            before = at
            painter.setPen(getattr(theme.colors(), tone))
            where = QRectF(self.plot.right() + 6, at - 8, RIGHT - 8, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_pointed(self, painter: QPainter, x: Scale, y: Scale) -> None:
        c, box = theme.colors(), self.plot
        assert self._pointed is not None
        step = x.value(self._pointed)
        said = []
        for curve in self.curves:
            if not len(curve.points):
                continue
            steps = curve.points.steps
            at = int(np.clip(np.searchsorted(steps, step), 0, len(steps) - 1))
            if at and abs(steps[at - 1] - step) < abs(steps[at] - step):
                at -= 1
            said.append(f"{curve.label} {curve.points.values[at]:.5g} @ {int(steps[at]):,}")
        painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(self._pointed, box.top()), QPointF(self._pointed, box.bottom()))
        painter.setPen(c.text)
        painter.setFont(theme.mono(theme.CAPTION))
        painter.drawText(QRectF(LEFT, 0, self.width() - LEFT - 4, TOP - 2), Qt.AlignmentFlag.AlignRight, "   ".join(said))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.plot.left() <= event.position().x() <= self.plot.right()
        self._pointed = event.position().x() if inside else None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()
