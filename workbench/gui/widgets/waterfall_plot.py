"""A sum as steps: from zero, each part of the sum goes up or down from where the last one ended, until all of it is there.

Bars of heads are filled, those of MLPs hollow, so neither sign nor kind is told by colour alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.curve_scale import Scale, padded, tick_words
from workbench.gui.widgets.numbers import signed

LEFT, RIGHT, TOP, BOTTOM = 48, 8, 8, 20
WIDEST = 56
STRENGTH = 0.85
"""Of the colours of the two signs."""


class Step(NamedTuple):
    """One part: its name, what it adds, how it is drawn, and the layer it belongs to (-1: none)."""

    name: str
    value: float
    kind: Literal["heads", "mlp", "rest"]
    layer: int = -1


class WaterfallPlot(QWidget):
    """`picked(layer)` when the person clicks a bar of a layer."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._levels: tuple[float, ...] = (0.0,)
        self._layer, self._pointed = -1, -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def set_steps(self, steps: Sequence[Step]) -> None:
        """The parts, in order."""
        self._steps = tuple(steps)
        self._levels = tuple(itertools.accumulate((step.value for step in steps), initial=0.0))
        self.setAccessibleDescription(", ".join(f"{step.name} {signed(step.value)}" for step in steps))
        self.update()

    def select_layer(self, layer: int) -> None:
        """Mark a layer without telling."""
        if layer != self._layer:
            self._layer = layer
            self.update()

    @property
    def levels(self) -> tuple[float, ...]:
        """The sum before each step, and at the end."""
        return self._levels

    def words(self, index: int) -> str:
        """One step in words."""
        step = self._steps[index]
        return self.tr("{name}: {value} → {sum}").format(name=step.name, value=signed(step.value), sum=signed(self._levels[index + 1]))

    # geometry

    @property
    def _pitch(self) -> float:
        return min(WIDEST, (self.width() - LEFT - RIGHT) / max(1, len(self._steps)))

    @property
    def _scale(self) -> Scale:
        low, high = padded(min(self._levels), max(self._levels), log=False)
        return Scale(low, high, self.height() - BOTTOM, TOP)

    def bar(self, index: int) -> QRectF:
        """Where a step is drawn."""
        scale, gap = self._scale, 1 if self._pitch >= 4 else 0
        y0, y1 = sorted(scale.pixel(level) for level in self._levels[index : index + 2])
        return QRectF(LEFT + index * self._pitch + gap / 2, y0, self._pitch - gap, max(1.0, y1 - y0))

    def step_at(self, at: QPointF) -> int:
        """The step over or under which a point lies; -1: none."""
        index = int((at.x() - LEFT) // self._pitch)
        return index if 0 <= index < len(self._steps) and at.x() >= LEFT else -1

    def sizeHint(self) -> QSize:
        return QSize(600, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 90)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        c, painter, scale = theme.colors(), QPainter(self), self._scale
        end = LEFT + self._pitch * len(self._steps)
        painter.setFont(theme.mono(theme.CAPTION))
        ticks = scale.ticks(max(2, int(self.height() / 34)))
        for tick in ticks:
            y = scale.pixel(tick)
            painter.setPen(QPen(c.muted if tick == 0 else c.border, 1))
            painter.drawLine(QPointF(LEFT, y), QPointF(end, y))
            painter.setPen(c.muted)
            box = QRectF(0, y - 8, LEFT - 6, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_words(tick, ticks))
        for index, step in enumerate(self._steps):
            self._paint(painter, index, step)
        self._paint_layers(painter)

    def _paint(self, painter: QPainter, index: int, step: Step) -> None:
        c, box = theme.colors(), self.bar(index)
        lane = QRectF(box.left(), TOP, box.width(), self.height() - BOTTOM - TOP)
        if index == self._pointed:
            painter.fillRect(lane, c.raised)
        elif step.layer >= 0 and step.layer == self._layer:
            painter.fillRect(lane, c.select)
        colour = diverging.colour(STRENGTH if step.value > 0 else -STRENGTH)
        if step.kind == "mlp" and box.height() > 3 and box.width() > 3:
            painter.setPen(QPen(colour, 1))
            painter.setBrush(c.surface)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(box, colour)
        if index:
            y = self._scale.pixel(self._levels[index])
            painter.setPen(QPen(c.muted, 1))
            painter.drawLine(QPointF(box.left() - 1, y), QPointF(box.left() + 1, y))

    def _paint_layers(self, painter: QPainter) -> None:
        """The numbers of the layers below their bars, as many as there is room for; the names of what belongs to none."""
        painter.setFont(theme.sans(theme.CAPTION))
        metrics, last = QFontMetricsF(painter.font()), -100.0
        painter.setPen(theme.colors().muted)
        for index, step in enumerate(self._steps):
            if index and step.layer >= 0 and self._steps[index - 1].layer == step.layer:
                continue
            text = str(step.layer) if step.layer >= 0 else step.name
            x, wide = self.bar(index).left(), metrics.horizontalAdvance(text)
            if x >= last + 6:
                painter.drawText(QPointF(x, self.height() - 5), text)
                last = x + wide

    # the person

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.step_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def _point(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.step_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0 and self._steps[index].layer >= 0:
            self.picked.emit(self._steps[index].layer)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.step_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(index) if index >= 0 else "", self)
            return True
        return super().event(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("How the parts add up, layer by layer"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
