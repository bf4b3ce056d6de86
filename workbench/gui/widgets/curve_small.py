"""A small plot of a quantity among others: its name, its last value and its course; pressing it shows it large.

It shares the axis of the large plot: both are zoomed and pointed at together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.curve_painter import CurvePainter, value_range
from workbench.gui.widgets.curve_scale import Scale
from workbench.gui.widgets.curves import Curve

TOP, SIDE, HEIGHT, MOST_WIDTH = 32, 8, 66, 220


class SmallPlot(QWidget):
    """`chosen` when it is pressed, by mouse, Enter or space."""

    chosen = Signal()

    def __init__(self, curves: Sequence[Curve], axis: CurveAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves, self.axis = list(curves), axis
        self.title = ""
        self.marked = self.log = False
        self._spell: Callable[[float], str] = str
        axis.changed.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind it is painted for it
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(84)
        self.setMaximumWidth(MOST_WIDTH)
        self.setFixedHeight(HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(150, HEIGHT)

    def say(self, title: str, about: str, spell: Callable[[float], str]) -> None:
        """Its name, what it is at length, and how a value is spelled."""
        self.title, self._spell = title, spell
        self.setToolTip(about)
        self.renew()

    def set_marked(self, marked: bool) -> None:
        """It is the one that is shown large."""
        if marked != self.marked:
            self.marked = marked
            self.renew()

    def renew(self) -> None:
        """Its curves have more to show."""
        shown = self.tr("{name}: {value}, shown large") if self.marked else self.tr("{name}: {value}; press to show it large")
        self.setAccessibleName(shown.format(name=self.title, value=self.value_words()))
        self.update()

    def value_words(self) -> str:
        """The value that is pointed at, else the last one."""
        points = self.curves[0].points
        if not len(points):
            return "—"
        at = len(points) - 1
        if self.axis.pointed is not None:
            at = int(np.clip(np.searchsorted(points.steps, round(self.axis.pointed)), 0, len(points) - 1))
        value = float(points.values[at])
        return self._spell(value)

    @property
    def _box(self) -> QRectF:
        return QRectF(SIDE, TOP, max(10.0, self.width() - 2 * SIDE), max(10.0, self.height() - TOP - 5))

    def _scales(self) -> tuple[Scale, Scale] | None:
        found = value_range(self.curves, self.axis, log=self.log)
        if found is None:
            return None
        box = self._box
        return self.axis.scale(box.left(), box.right()), Scale(*found, box.bottom(), box.top(), self.log)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.fillRect(self.rect(), c.window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(c.accent if self.marked or self.hasFocus() else c.border, theme.FOCUS_WIDTH if self.hasFocus() else 1))
        painter.setBrush(c.select if self.marked else c.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.text if self.marked else c.muted)
        title = QFontMetricsF(painter.font()).elidedText(self.title, Qt.TextElideMode.ElideRight, self.width() - 2 * SIDE)
        painter.drawText(QRectF(SIDE, 3, self.width() - 2 * SIDE, 14), Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(theme.mono(theme.CAPTION))
        painter.setPen(c.text)
        painter.drawText(QRectF(SIDE, 17, self.width() - 2 * SIDE, 14), Qt.AlignmentFlag.AlignLeft, self.value_words())
        scales = self._scales()
        if scales is None:
            return
        drawing = CurvePainter(painter, self.axis, self._box, *scales)
        for curve in self.curves:
            if len(curve.points):
                drawing.paint(curve)
        points = self.curves[0].points
        if self.axis.pointed is not None and len(points):
            step = min(max(self.axis.pointed, float(points.steps[0])), float(points.steps[-1]))
            at = scales[0].pixel(self.axis.ruler.place(step))
            if self._box.left() <= at <= self._box.right() and math.isfinite(at):
                painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(at, self._box.top()), QPointF(at, self._box.bottom()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scales = self._scales()
        inside = scales is not None and self._box.left() <= event.position().x() <= self._box.right()
        self.axis.point_at(self.axis.ruler.step(scales[0].value(event.position().x())) if inside and scales is not None else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.axis.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)
