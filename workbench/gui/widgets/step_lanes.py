"""Lanes over the steps of a run: one for each of some tokens, along the axis that the run's curves have.

Owns where lanes and evaluations lie, and what is chosen among them; what a lane shows is painted by who has it. The idea that is not
obvious: what an evaluation found holds until the next one, so a lane has no gaps, and is read at any step that is pointed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.curve_scale import Scale
from workbench.gui.widgets.tips import plain

ROW, FOOT, GAP = 18, 18, 6
MOST_NAME = 130


class LaneSource(Protocol):
    """What lanes show. names: of the lanes; steps: int64 [evaluations], rising."""

    names: Sequence[str]
    steps: np.ndarray

    def said(self, evaluation: int) -> Sequence[str]:
        """What stands behind each lane at an evaluation; before the first (-1) nothing."""

    def words(self, lane: int, evaluation: int) -> str:
        """All that is told of a lane at an evaluation."""

    def paint(self, painter: QPainter, box: QRectF, scale: Scale, axis: CurveAxis) -> None:
        """All lanes, ROW high each, into a box."""


class StepLanes(QAbstractScrollArea):
    """Shows what `source` tells: see `LaneSource`. `chosen(lane)` when the person walks to another lane."""

    chosen = Signal(int)

    def __init__(self, source: LaneSource, axis: CurveAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source, self.axis = source, axis
        self.lane = -1
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        axis.changed.connect(self.viewport().update)
        axis.stretched.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(480, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 3 * ROW + FOOT)

    @property
    def n_evaluations(self) -> int:
        return len(self.source.steps)

    def renew(self) -> None:
        """The source has something else to show."""
        self.lane = min(self.lane, len(self.source.names) - 1)
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        high = len(self.source.names) * ROW + FOOT
        self.verticalScrollBar().setRange(0, max(0, high - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(ROW)

    @property
    def box(self) -> QRectF:
        """Where the lanes lie: between their names and what they say now."""
        metrics = QFontMetricsF(theme.mono(theme.CAPTION))
        left = min(MOST_NAME, max((metrics.horizontalAdvance(name) for name in self.source.names), default=0.0)) + 2 * GAP
        right = max((metrics.horizontalAdvance(text) for text in self.source.said(self.n_evaluations - 1)), default=0.0) + 2 * GAP
        wide = self.viewport().width()
        return QRectF(left, 0, max(20.0, wide - left - min(right, wide / 3)), max(10.0, self.viewport().height() - FOOT))

    def scale(self) -> Scale:
        """Where places lie."""
        return self.axis.scale(self.box.left(), self.box.right())

    def evaluation_at(self, step: float) -> int:
        """The evaluation that holds at a step; -1 before the first."""
        return int(np.searchsorted(self.source.steps, step, "right")) - 1

    @property
    def evaluation(self) -> int:
        """The one that is read: where one points, else the last."""
        last = self.n_evaluations - 1
        return last if self.axis.pointed is None else min(last, self.evaluation_at(self.axis.pointed + 0.5))

    def lane_at(self, y: float) -> int:
        """The lane at a height; -1: none."""
        lane = int((y + self.verticalScrollBar().value()) // ROW)
        return lane if 0 <= lane < len(self.source.names) and y < self.viewport().height() - FOOT else -1

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self.viewport())
        if not self.n_evaluations:
            return
        box, scale = self.box, self.scale()
        top = -self.verticalScrollBar().value()
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.viewport().width(), box.height()))
        lanes = QRectF(box.left(), top, box.width(), ROW * len(self.source.names))
        painter.save()
        painter.setClipRect(QRectF(box.left(), 0, box.width(), box.height()), Qt.ClipOperation.IntersectClip)
        self.source.paint(painter, lanes, scale, self.axis)
        painter.restore()
        self._paint_names(painter, box, top)
        painter.restore()
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.muted)
        for tick in self.axis.ticks(scale, max(2, int(box.width() // 90))):
            place = QRectF(scale.pixel(tick) - 40, min(box.bottom(), lanes.bottom()) + 1, 80, FOOT - 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self.axis.words(tick))
        if self.axis.pointed is not None:
            at = scale.pixel(self.axis.ruler.place(self.axis.pointed))
            if box.left() <= at <= box.right():
                painter.setPen(QPen(c.text, 1, Qt.PenStyle.DotLine))
                painter.drawLine(round(at), 0, round(at), round(min(box.bottom(), lanes.bottom())))

    def _paint_names(self, painter: QPainter, box: QRectF, top: float) -> None:
        c = theme.colors()
        painter.setFont(theme.mono(theme.CAPTION))
        metrics = QFontMetricsF(painter.font())
        said = self.source.said(self.evaluation)
        first = max(0, int(-top // ROW))
        for lane in range(first, min(len(self.source.names), first + int(box.height() // ROW) + 2)):
            high = top + lane * ROW
            if lane == self.lane:
                painter.fillRect(QRectF(0, high, box.left() - 2, ROW), c.select)
                painter.fillRect(QRectF(box.right() + 2, high, self.viewport().width(), ROW), c.select)
            painter.setPen(c.text)
            name = metrics.elidedText(self.source.names[lane], Qt.TextElideMode.ElideRight, box.left() - 2 * GAP)
            painter.drawText(QRectF(0, high, box.left() - GAP, ROW), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            where = QRectF(box.right() + GAP, high, self.viewport().width() - box.right() - GAP, ROW)
            words = metrics.elidedText(said[lane], Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, words)

    # the person

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            lane = self.lane_at(event.pos().y())
            step = self.axis.ruler.step(self.scale().value(event.pos().x()))
            inside = self.box.left() <= event.pos().x() <= self.box.right()
            at = self.evaluation_at(step) if inside else self.n_evaluations - 1
            words = self.source.words(lane, at) if lane >= 0 and at >= 0 else ""
            QToolTip.showText(event.globalPos(), plain(words), self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self.lane_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        inside = self.n_evaluations and self.box.left() <= x <= self.box.right()
        self.axis.point_at(self.axis.ruler.step(self.scale().value(x)) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.axis.point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            around = self.axis.ruler.step(self.scale().value(event.position().x()))
            self.axis.zoom(0.8 ** (event.angleDelta().y() / 120), around)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), self.n_evaluations - 1
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose(min(max(self.lane + (1 if key == Qt.Key.Key_Down else -1), 0), len(self.source.names) - 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            here = self.evaluation
            wanted = {Qt.Key.Key_Left: here - 1, Qt.Key.Key_Right: here + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}[Qt.Key(key)]
            self.axis.point_at(float(self.source.steps[min(max(wanted, 0), last)]))
            self._tell()
        else:
            super().keyPressEvent(event)

    def _choose(self, lane: int) -> None:
        if lane < 0:
            return
        self.lane = lane
        top, bar = lane * ROW, self.verticalScrollBar()
        bar.setValue(min(max(bar.value(), top + ROW - int(self.box.height())), top))
        self._tell()
        self.viewport().update()
        self.chosen.emit(lane)

    def _tell(self) -> None:
        """Say to who can't see it what is chosen."""
        self.setAccessibleDescription(self.source.words(max(self.lane, 0), self.evaluation) if self.evaluation >= 0 else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
