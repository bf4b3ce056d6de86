"""Curves over the steps of a run: no spike is ever lost, zoom shows the exact points, and pointing reads them.

Several plots may share one axis (see `curve_axis`): what is zoomed or pointed at in one is so in all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_axis import CurveAxis, amount
from workbench.gui.widgets.curve_marks import Mark, Reference, drawn, mark_color, paint_mark, paint_references
from workbench.gui.widgets.curve_painter import CurvePainter, color_of, value_range
from workbench.gui.widgets.curve_scale import Scale, spelled
from workbench.gui.widgets.curves import Curve
from workbench.gui.widgets.units import duration

LEFT, BOTTOM, TOP, GAP, EDGE, TITLE_GAP = 58, 22, 21, 14, 6, 6
MOST_LABEL, LEAST_RIGHT = 130, 24
NEAR_MARK, LEAST_DRAG, WHEEL, KEY_ZOOM = 6.0, 4.0, 0.8, 0.5


class Read(NamedTuple):
    """What is read at a step: its own number (of a sparse curve the nearest one that has a value)."""

    curve: Curve
    step: int
    value: float
    mean: float


class CurvePlot(QWidget):
    """`pointed(step)` when the person points elsewhere; drag to zoom, wheel to zoom around the pointer, double click to see all."""

    pointed = Signal(int)

    def __init__(self, curves: Sequence[Curve], parent: QWidget | None = None, *, axis: CurveAxis | None = None) -> None:
        super().__init__(parent)
        self.curves = list(curves)
        self.axis = axis if axis is not None else CurveAxis(self)
        self.references: tuple[Reference, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.log = False
        self.title = self.unit = self._empty = ""
        self.spell: Callable[[float], str] = lambda value: f"{value:.5g}"
        self._drag: tuple[float, float] | None = None
        self._over = False
        self.axis.changed.connect(self.update)
        self.axis.stretched.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind it is painted for it
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(220, 90)

    # what is shown

    def set_last_step(self, step: float) -> None:
        """The end of the axis, if the curves don't go further."""
        ends = [float(curve.points.steps[-1]) for curve in self.curves if len(curve.points)]
        self.axis.set_reach(0.0, max([step, *ends]))

    def set_context(self, references: Sequence[Reference], marks: Sequence[Mark]) -> None:
        """What the curves are held against, and what happened meanwhile."""
        self.references, self.marks = tuple(references), tuple(marks)
        self.update()

    def set_log(self, log: bool) -> None:
        """Values by powers of ten."""
        self.log = log
        self.update()

    def say(self, title: str, unit: str, spell: Callable[[float], str] | None = None) -> None:
        """What is shown, its unit, and how a value is spelled."""
        self.title, self.unit = title, unit
        self.spell = spell if spell is not None else self.spell
        self.setAccessibleName(title)
        self.update()

    def set_empty(self, words: str) -> None:
        """What is said while there is nothing to draw."""
        self._empty = words
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 220)

    @property
    def plot(self) -> QRectF:
        """Where the curves lie."""
        names = [theme.laid_out(curve.label).size().width() for curve in self.curves if len(curve.points)]
        right = min(MOST_LABEL, max([LEAST_RIGHT, *(wide + theme.S3 for wide in names)]))
        return QRectF(LEFT, TOP, max(10.0, self.width() - LEFT - right), max(10.0, self.height() - TOP - BOTTOM))

    def scales(self) -> tuple[Scale, Scale] | None:
        """Where places and values lie; None: there is nothing to show. Lines that all of the curve is held against are in view; of a
        stretch that is zoomed to, those that are near."""
        found = value_range(self.curves, self.axis, log=self.log)
        if found is None:
            return None
        low, high = found
        if self.axis.span is None:
            held = [one.value for one in self.references if math.isfinite(one.value) and (one.value > 0 or not self.log)]
            reach = (high / low) if self.log else (high - low)
            near = [one for one in held if (low / reach <= one <= high * reach if self.log else low - reach <= one <= high + reach)]
            low, high = min([low, *(one if self.log else one - 0.04 * reach for one in near)]), max([high, *near])
        left, top, wide, high_px = self.plot.getRect()
        return self.axis.scale(left, left + wide), Scale(low, high, top + high_px, top, self.log)

    def step_at(self, pixel: float) -> float:
        """The step at a pixel."""
        scales = self.scales()
        return 0.0 if scales is None else self.axis.ruler.step(scales[0].value(pixel))

    def read(self, step: float) -> list[Read]:
        """The exact values at a step, or at the nearest one where there are some."""
        found = []
        for curve in self.curves:
            steps = curve.points.steps
            if not len(steps):
                continue
            at = int(np.clip(curve.points.before(np.array([step]))[0], 0, len(steps) - 1))
            if at and abs(steps[at - 1] - step) < abs(steps[at] - step):
                at -= 1
            mean = float(curve.smooth.values[at]) if curve.smooth is not None else math.nan
            found.append(Read(curve, int(steps[at]), float(curve.points.values[at]), mean))
        return found

    def words(self, step: float) -> list[str]:
        """What is told of a step, in lines."""
        read = self.read(step)
        if not read:
            return []
        here = min(read, key=lambda one: abs(one.step - step)).step
        lines = [self._place_words(here)]
        for one in read:
            elsewhere = "" if one.step == here else self.tr(" (step {step})").format(step=f"{one.step:,}")
            mean = "" if not math.isfinite(one.mean) else self.tr(", mean {value}").format(value=self.spell(one.mean))
            lines.append(f"{one.curve.label}: {self.spell(one.value)}{mean}{elsewhere}")
        return lines + [mark.words for mark in self._marks_near(here)]

    def _place_words(self, step: int) -> str:
        words = self.tr("Step {step}").format(step=f"{step:,}")
        if self.axis.kind == "step":
            return words
        place = self.axis.ruler.place(step)
        more = duration(place) if self.axis.kind == "time" else self.tr("{n} tokens").format(n=amount(place))
        return f"{words} · {more}"

    def _marks_near(self, step: float) -> list[Mark]:
        scales = self.scales()
        if scales is None:
            return []
        at = scales[0].pixel(self.axis.ruler.place(step))
        return [mark for mark in self.marks if abs(scales[0].pixel(self.axis.ruler.place(mark.step)) - at) <= NEAR_MARK][:4]

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.fillRect(self.rect(), c.window)
        painter.setFont(theme.sans(theme.CAPTION, bold=True))
        painter.setPen(c.text)
        title = theme.laid_out(self.title, bold=True)
        painter.drawStaticText(QPointF(EDGE, 2), title)
        wide = title.size().width() + TITLE_GAP
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.muted)
        painter.drawStaticText(QPointF(EDGE + wide, 2), theme.laid_out(self.unit))
        scales = self.scales()
        if scales is not None:
            self._paint_plot(painter, *scales)
        else:
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._empty)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)

    def _paint_plot(self, painter: QPainter, x: Scale, y: Scale) -> None:
        box = QRectF(x.start, y.end, x.end - x.start, y.start - y.end)
        self._paint_grid(painter, box, x, y)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = CurvePainter(painter, self.axis, box, x, y)
        first, last = self.axis.shown
        marks = [mark for mark in self.marks if first <= mark.step <= last]
        for at, mark in drawn(marks, lambda step: x.pixel(self.axis.ruler.place(step))):
            paint_mark(painter, at, box, mark.kind)
        for curve in self.curves:
            if len(curve.points):
                drawing.paint(curve)
        paint_references(painter, self.references, box, y.pixel)
        self._paint_labels(painter, box, y)
        if self._drag is not None and abs(self._drag[1] - self._drag[0]) > LEAST_DRAG:
            veil = QColor(theme.colors().accent)
            veil.setAlpha(50)
            left, right = sorted(self._drag)
            painter.fillRect(QRectF(left, box.top(), right - left, box.height()), veil)
        if self.axis.pointed is not None:
            self._paint_pointed(painter, x, y, self.axis.pointed)

    def _paint_grid(self, painter: QPainter, box: QRectF, x: Scale, y: Scale) -> None:
        """Its lines lie on whole pixels, unlike what is drawn over them: sharp, and a tenth of the time."""
        c = theme.colors()
        ticks = y.ticks(max(2, int(box.height() // 30)))
        for tick in ticks:
            painter.fillRect(QRectF(box.left(), y.pixel(tick) - 0.5, box.width(), 1), c.border)
        painter.setPen(c.muted)
        for tick, words in zip(ticks, spelled(ticks, ticks), strict=True):
            text = theme.laid_out(words)
            wide, high = text.size().toTuple()
            painter.drawStaticText(QPointF(LEFT - 6 - wide, y.pixel(tick) - high / 2), text)
        for tick in self.axis.ticks(x, max(2, int(box.width() // 90))):
            text = theme.laid_out(self.axis.words(tick))
            painter.drawStaticText(QPointF(x.pixel(tick) - text.size().width() / 2, box.bottom() + 4), text)

    def _paint_labels(self, painter: QPainter, box: QRectF, y: Scale) -> None:
        """Names beside the curves' ends, moved apart where they would lie on each other."""
        first, last = self.axis.shown
        ends: list[tuple[float, Curve]] = []
        for curve in self.curves:
            start, stop = curve.spoken.between(first, last)
            values = curve.spoken.values[start:stop]
            finite = np.flatnonzero(np.isfinite(values[-100:]))
            if len(finite):
                ends.append((y.pixel(float(values[-100:][finite[-1]])), curve))
        room = self.width() - box.right() - 8
        for at, (_, curve) in zip(_apart(sorted(at for at, _ in ends), box), sorted(ends, key=lambda one: one[0]), strict=True):
            painter.setPen(color_of(curve))
            text = theme.laid_out(curve.label)
            if text.size().width() > room:
                text = theme.laid_out(QFontMetricsF(painter.font()).elidedText(curve.label, Qt.TextElideMode.ElideRight, room))
            painter.drawStaticText(QPointF(box.right() + 6, at - text.size().height() / 2), text)

    def _paint_pointed(self, painter: QPainter, x: Scale, y: Scale, step: float) -> None:
        c, box = theme.colors(), self.plot
        read = self.read(step)
        if not read:
            return
        here = min(read, key=lambda one: abs(one.step - step)).step
        at = x.pixel(self.axis.ruler.place(here))
        if not box.left() - 1 <= at <= box.right() + 1:
            return
        painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
        for one in read:
            if math.isfinite(one.value) and (one.value > 0 or not self.log):
                point = QPointF(x.pixel(self.axis.ruler.place(one.step)), y.pixel(one.value))
                if box.contains(point):
                    painter.setPen(QPen(c.surface, 1))
                    painter.setBrush(color_of(one.curve))
                    painter.drawEllipse(point, 3.5, 3.5)
                    painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._over or self.hasFocus():
            self._paint_read(painter, at, step)

    def _paint_read(self, painter: QPainter, at: float, step: float) -> None:
        """The exact values in a card beside the pointer."""
        c, box, lines = theme.colors(), self.plot, self.words(step)
        metrics = QFontMetricsF(theme.sans(theme.CAPTION, bold=True))
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 2 * theme.S2
        card = QRectF(at + theme.S3, box.top() + theme.S1, wide, GAP * len(lines) + theme.S2)
        if card.right() > box.right():
            card.moveRight(at - theme.S3)
        if card.left() < 2:
            card.moveLeft(2)
        painter.setPen(QPen(c.border, 1))
        painter.setBrush(c.raised)
        painter.drawRoundedRect(card, theme.S1, theme.S1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tones = [c.text, *(color_of(one.curve) for one in self.read(step)), *(mark_color(mark.kind) for mark in self._marks_near(step))]
        for number, line in enumerate(lines):
            painter.setFont(theme.sans(theme.CAPTION, bold=number == 0))
            painter.setPen(tones[number] if number < len(tones) else c.text)
            where = QRectF(card.left() + theme.S2, card.top() + theme.S1 + GAP * number, card.width(), GAP)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, line)

    # the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.scales() is not None:
            x = min(max(event.position().x(), self.plot.left()), self.plot.right())
            self._drag = (x, x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box, x = self.plot, event.position().x()
        self._over = box.left() <= x <= box.right()
        if self._drag is not None:
            self._drag = (self._drag[0], min(max(x, box.left()), box.right()))
            self.update()
        self.axis.point_at(self.step_at(x) if self._over and self.scales() is not None else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        (start, end), self._drag = self._drag, None
        if abs(end - start) > LEAST_DRAG:
            self.axis.show(*sorted((self.step_at(start), self.step_at(end))))
        else:
            self._tell()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.axis.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned, sideways = event.angleDelta().y(), event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(sideways) > abs(turned):
            self.axis.pan(-0.1 * math.copysign(1, turned or sideways))
        elif turned:
            self.axis.zoom(WHEEL ** (turned / 120), self.step_at(event.position().x()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.axis.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        first, last = self.axis.shown
        around = self.axis.pointed if self.axis.pointed is not None else (first + last) / 2
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._walk(-1),
            Qt.Key.Key_Right: lambda: self._walk(1),
            Qt.Key.Key_Home: lambda: self.axis.point_at(first),
            Qt.Key.Key_End: lambda: self.axis.point_at(last),
            Qt.Key.Key_Plus: lambda: self.axis.zoom(KEY_ZOOM, around),
            Qt.Key.Key_Equal: lambda: self.axis.zoom(KEY_ZOOM, around),
            Qt.Key.Key_Minus: lambda: self.axis.zoom(1 / KEY_ZOOM, around),
            Qt.Key.Key_0: self.axis.show_all,
            Qt.Key.Key_PageUp: lambda: self.axis.pan(-0.5),
            Qt.Key.Key_PageDown: lambda: self.axis.pan(0.5),
            Qt.Key.Key_M: self._walk_marks,
        }
        act = acts.get(event.key())
        if act is None:
            super().keyPressEvent(event)
            return
        act()
        self._tell()

    def _walk(self, by: int) -> None:
        """To the next point, or as far as a pixel where points lie closer; a zoomed plot follows."""
        steps = next((curve.points.steps for curve in self.curves if len(curve.points)), None)
        if steps is None:
            return
        first, last = self.axis.shown
        start, stop = int(np.searchsorted(steps, first)), int(np.searchsorted(steps, last, "right"))
        pace = max(1, round((stop - start) / self.plot.width()))
        here = self.axis.pointed if self.axis.pointed is not None else (last if by < 0 else first)
        at = int(np.clip(np.searchsorted(steps, here) + by * pace, 0, len(steps) - 1))
        step = float(steps[at])
        if self.axis.span is not None and not first <= step <= last:
            self.axis.pan(0.5 * by)
        self.axis.point_at(step)

    def _walk_marks(self) -> None:
        """To the next mark; behind the last one, to the first."""
        here = self.axis.pointed if self.axis.pointed is not None else -1.0
        steps = sorted(mark.step for mark in self.marks)
        if steps:
            self.axis.point_at(float(next((step for step in steps if step > here), steps[0])))

    def _tell(self) -> None:
        """Say what is pointed at to who can't see it, and to who follows."""
        if self.axis.pointed is not None:
            self.setAccessibleDescription("\n".join(self.words(self.axis.pointed)))
            self.pointed.emit(round(self.axis.pointed))


def _apart(heights: list[float], box: QRectF) -> list[float]:
    """Heights, ascending, moved so far that each has a line of its own within the box."""
    found: list[float] = []
    for at in heights:
        found.append(max(at, found[-1] + GAP) if found else max(at, box.top() + GAP / 2))
    for number in range(len(found) - 1, -1, -1):
        most = box.bottom() - GAP / 2 if number == len(found) - 1 else found[number + 1] - GAP
        found[number] = min(found[number], most)
    return found
