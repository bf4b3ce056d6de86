"""The log-probability of each probed string over the steps; a click or the arrow keys choose a step.

Painted as a whole. Values that were computed again are hollow, the others filled; lines are named at their end.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.visible import visible
from workbench.values import Probe

LEFT, TOP, RIGHT, BOTTOM = 40, 10, 84, 22
LOWEST = -30.0
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


class ProbeCurve(QWidget):
    """`step_asked(step)` counts from the first probed step."""

    step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probe: Probe | None = None
        self._step = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 110)

    def show_probe(self, probe: Probe | None) -> None:
        self._probe = probe
        self.update()

    def set_step(self, step: int) -> None:
        """Mark a step (-1: none)."""
        if step != self._step:
            self._step = step
            self.setAccessibleDescription(self.words(step).replace("\n", ", "))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, 200)

    # places

    @property
    def n_steps(self) -> int:
        return len(self._probe.whole_raw) if self._probe is not None else 0

    def _box(self) -> QRectF:
        return QRectF(LEFT, TOP, max(10, self.width() - LEFT - RIGHT), max(10, self.height() - TOP - BOTTOM))

    def _low(self) -> float:
        values = self._probe.whole_raw[np.isfinite(self._probe.whole_raw)] if self._probe is not None else np.zeros(0)
        return (
            max(
                LOWEST,
                float(values.min()) if len(values) else -1.0,
            )
            - 0.5
        )

    def point(self, step: int, column: int) -> QPointF:
        """Where the value of a string at a step is drawn; what lies lower than the axis stands on it."""
        box, low = self._box(), self._low()
        value = max(float(self._probe.whole_raw[step, column]), low) if self._probe is not None else low
        x = box.left() + (step + 0.5) / max(self.n_steps, 1) * box.width()
        return QPointF(x, box.top() + value / low * box.height())

    def step_at(self, x: float) -> int:
        """The step at a place across, -1 for none."""
        box = self._box()
        step = int((x - box.left()) / box.width() * self.n_steps)
        return step if box.left() <= x <= box.right() and step < self.n_steps else -1

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        p, c = QPainter(self), theme.colors()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), c.surface)
        if self._probe is not None and self.n_steps:
            self._paint_axes(p)
            tops: list[float] = []
            for column in range(len(self._probe.request.texts)):
                self._paint_line(p, column)
                tops.append(self._paint_name(p, column, tops))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(c.accent if self.hasFocus() else c.border, theme.FOCUS_WIDTH if self.hasFocus() else 1))
        p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        p.end()

    def _paint_axes(self, p: QPainter) -> None:
        c, box, low = theme.colors(), self._box(), self._low()
        p.setFont(theme.sans(theme.CAPTION))
        if self._step >= 0:
            x = box.left() + self._step / self.n_steps * box.width()
            p.fillRect(QRectF(x, box.top(), max(2.0, box.width() / self.n_steps), box.height()), c.select)
        step = next(size for size in (1, 2, 5, 10) if -low / size <= 6)
        for number in range(0, int(-low) + 1, step):
            y = box.top() - number / low * box.height()
            p.setPen(QPen(c.border, 1))
            p.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            p.setPen(c.muted)
            p.drawText(QRectF(0, y - 8, LEFT - 6, 16), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, nats(-number)[:-3])
        p.drawText(QRectF(4, box.bottom() + 2, box.right() - 4, 18), Qt.AlignmentFlag.AlignLeft, self.tr("ln p, nats"))
        p.drawText(QRectF(0, box.bottom() + 2, box.right(), 18), Qt.AlignmentFlag.AlignRight, self.tr("steps"))

    def _color(self, column: int) -> QColor:
        c = theme.colors()
        return (c.accent, c.warn, c.ok, c.bad, c.text, c.muted)[column % 6]

    def _paint_line(self, p: QPainter, column: int) -> None:
        points = [self.point(step, column) for step in range(self.n_steps)]
        p.setPen(QPen(self._color(column), 1.4, DASHES[column % 3]))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawPolyline(QPolygonF(points))
        if self.n_steps > self._box().width() / 5:
            return
        p.setPen(QPen(self._color(column), 1.2))
        for step, point in enumerate(points):
            p.setBrush(theme.colors().surface if self._probe.recomputed[step] else self._color(column))
            p.drawEllipse(point, 2.4, 2.4)

    def _paint_name(self, p: QPainter, column: int, taken: list[float]) -> float:
        p.setFont(theme.mono(theme.BODY))
        p.setPen(self._color(column))
        y = self.point(self.n_steps - 1, column).y()
        while any(abs(y - other) < 15 for other in taken):
            y += 4
        y = min(y, self.height() - 10.0)
        words = QFontMetricsF(p.font()).elidedText(visible(self._probe.request.texts[column]), Qt.TextElideMode.ElideRight, RIGHT - 10)
        box = self._box()
        p.drawText(QRectF(box.right() + 6, y - 9, RIGHT - 8, 18), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        return y

    # looking

    def words(self, step: int) -> str:
        """Exact values at a step."""
        found = self._probe
        if found is None or not 0 <= step < self.n_steps:
            return ""
        lines = [self.tr("Step {number}").format(number=step + 1)]
        words = self.tr("{text}: rank {rank}, {percent} ({nats} nats)")
        for column, text in enumerate(found.request.texts):
            value = float(found.whole_raw[step, column])
            rank = count(int(found.rank_raw[step, column]))
            lines.append(words.format(text=visible(text), rank=rank, percent=percent(math.exp(value)), nats=nats(value)))
        if found.recomputed[step]:
            lines.append(self.tr("computed again"))
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain(self.words(self.step_at(event.pos().x()))), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = self.step_at(event.position().x())
        if step >= 0:
            self.step_asked.emit(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.n_steps - 1
        targets = {
            Qt.Key.Key_Left: max(self._step - 1, 0), Qt.Key.Key_Right: min(self._step + 1, last), Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if event.key() in targets and last >= 0:
            self.step_asked.emit(targets[event.key()])
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Log-probability of the strings over the steps"))
        self.update()
