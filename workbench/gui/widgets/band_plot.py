"""Lines with bands: a mean and how far what it is the mean of lies apart, over numbers or over a few named places.

Names stand at the ends of the lines, in their colours; the values under the pointer are told above. What has been measured once has no
band.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_scale import Scale, linear_ticks, padded, tick_words
from workbench.gui.widgets.tints import tint

LEFT, BOTTOM, TOP, GAP = 58, 38, 24, 15
MOST_NAME = 190
BAND_ALPHA, DOT = 46, 3.0


class BandLine(NamedTuple):
    """x, mean, least and most float64 [n]; over named places x counts them. `tint`: the number of its colour."""

    name: str
    x: np.ndarray
    mean: np.ndarray
    least: np.ndarray
    most: np.ndarray
    tint: int


class BandPlot(QWidget):
    """`spelled` writes a value, as ticks and under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[BandLine, ...] = ()
        self._places: tuple[str, ...] = ()
        self._references: dict[str, float] = {}
        self._title = self._axis = ""
        self._spelled: Callable[[float], str] = "{:.4g}".format
        self._pointed: float | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(260, 150)

    def sizeHint(self) -> QSize:
        return QSize(560, 300)

    def set_lines(self, lines: Sequence[BandLine], *, places: Sequence[str] = (), references: dict[str, float] | None = None) -> None:
        """`places`: names along the axis, in the place of numbers. `references`: values that are known otherwise, dashed."""
        self.lines, self._places, self._references = tuple(lines), tuple(places), dict(references or {})
        self.update()

    def say(self, title: str, axis: str, spelled: Callable[[float], str]) -> None:
        """What the values are, and what they lie over."""
        self._title, self._axis, self._spelled = title, axis, spelled
        self.setAccessibleName(f"{title}, {axis}")
        self.update()

    # where things lie

    def _box(self) -> QRectF:
        metrics = QFontMetricsF(theme.sans(theme.CAPTION))
        named = [*(line.name for line in self.lines), *self._references]
        right = min(MOST_NAME, max((metrics.horizontalAdvance(name) for name in named), default=0.0) + theme.S4)
        return QRectF(LEFT, TOP, max(20.0, self.width() - LEFT - right), max(20.0, self.height() - TOP - BOTTOM))

    def _scales(self) -> tuple[Scale, Scale] | None:
        values = np.concatenate([[*line.least, *line.most] for line in self.lines if len(line.x)] or [np.zeros(0)])
        values = np.array([*values[np.isfinite(values)], *self._references.values()])
        if not len(values) or not self.lines:
            return None
        box = self._box()
        low, high = padded(float(values.min()), float(values.max()), log=False)
        if self._places:
            left, right = -0.3, len(self._places) - 0.7
        else:
            left, right = 0.0, max(1.0, *(float(line.x[-1]) for line in self.lines if len(line.x)))
        return Scale(left, right, box.left(), box.right()), Scale(low, high, box.bottom(), box.top())

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(theme.CAPTION, bold=True))
        painter.setPen(c.text)
        painter.drawText(QRectF(2, 0, self.width() - 4, TOP - 4), Qt.AlignmentFlag.AlignLeft, self._title)
        scales = self._scales()
        if scales is None:
            return
        x, y = scales
        self._paint_grid(painter, x, y)
        for line in self.lines:
            self._paint_band(painter, line, x, y)
        for line in self.lines:
            self._paint_line(painter, line, x, y)
        self._paint_references(painter, y)
        self._paint_names(painter, y)
        if self._pointed is not None:
            self._paint_pointed(painter, x)

    def _paint_grid(self, painter: QPainter, x: Scale, y: Scale) -> None:
        c, box = theme.colors(), self._box()
        painter.setFont(theme.sans(theme.CAPTION))
        ticks = y.ticks(max(3, int(box.height() // 40)))
        for tick in ticks:
            at = y.pixel(tick)
            painter.setPen(QPen(c.border, 1))
            painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
            painter.setPen(c.muted)
            where = QRectF(0, at - 8, LEFT - 6, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_words(tick, ticks))
        named = list(enumerate(self._places)) or [
            (tick, f"{tick:,.0f}") for tick in linear_ticks(x.low, x.high, max(2, int(box.width() // 90)))
        ]
        for tick, words in named:
            where = QRectF(x.pixel(tick) - 60, box.bottom() + 4, 120, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, words)
        painter.drawText(QRectF(box.left(), box.bottom() + 19, box.width(), 16), Qt.AlignmentFlag.AlignHCenter, self._axis)

    def _paint_band(self, painter: QPainter, line: BandLine, x: Scale, y: Scale) -> None:
        fill = QColor(tint(line.tint))
        fill.setAlpha(BAND_ALPHA)
        upper, lower = _points(line.x, line.most, x, y), _points(line.x, line.least, x, y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_line(self, painter: QPainter, line: BandLine, x: Scale, y: Scale) -> None:
        color = tint(line.tint)
        points = [
            QPointF(x.pixel(at), y.pixel(value))
            for at, value in zip(line.x.tolist(), line.mean.tolist(), strict=True)
            if math.isfinite(value)
        ]
        painter.setPen(QPen(color, 1.8))
        painter.drawPolyline(QPolygonF(points))
        if self._places or len(points) == 1:
            painter.setBrush(color)
            for point in points:
                painter.drawEllipse(point, DOT, DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_references(self, painter: QPainter, y: Scale) -> None:
        box = self._box()
        painter.setPen(QPen(theme.colors().muted, 1, Qt.PenStyle.DashLine))
        for value in self._references.values():
            painter.drawLine(QPointF(box.left(), y.pixel(value)), QPointF(box.right(), y.pixel(value)))

    def _paint_names(self, painter: QPainter, y: Scale) -> None:
        """Names beside the ends, moved apart where they would lie on each other."""
        box = self._box()
        named = [(y.pixel(last), line.name, tint(line.tint)) for line in self.lines if (last := _last(line.mean)) is not None]
        named += [(y.pixel(value), name, theme.colors().muted) for name, value in self._references.items()]
        named.sort(key=lambda one: one[0])
        painter.setFont(theme.sans(theme.CAPTION))
        metrics = QFontMetricsF(painter.font())
        for at, (_, name, color) in zip(_apart([one[0] for one in named], box), named, strict=True):
            painter.setPen(color)
            place = QRectF(box.right() + 8, at - 8, self.width() - box.right() - 8, 16)
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_pointed(self, painter: QPainter, x: Scale) -> None:
        c, box = theme.colors(), self._box()
        assert self._pointed is not None
        painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(self._pointed, box.top()), QPointF(self._pointed, box.bottom()))
        painter.setPen(c.text)
        painter.setFont(theme.mono(theme.CAPTION))
        painter.fillRect(QRectF(0, 0, self.width(), TOP - 4), c.window)
        painter.drawText(QRectF(2, 0, self.width() - 4, TOP - 4), Qt.AlignmentFlag.AlignLeft, self.words(x.value(self._pointed)))

    # reading

    def words(self, at: float) -> str:
        """The exact values nearest to a place on the axis."""
        said = []
        for line in self.lines:
            if not len(line.x):
                continue
            place = int(np.abs(line.x - at).argmin())
            band = f" [{self._spelled(float(line.least[place]))} … {self._spelled(float(line.most[place]))}]"
            once = line.least[place] == line.most[place]
            where = self._places[int(line.x[place])] if self._places else f"{line.x[place]:,.0f}"
            said.append(f"{line.name} {self._spelled(float(line.mean[place]))}{'' if once else band} @ {where}")
        return "   ".join(said)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self._box()
        self._pointed = event.position().x() if box.left() <= event.position().x() <= box.right() else None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()


def _points(places: np.ndarray, values: np.ndarray, x: Scale, y: Scale) -> list[QPointF]:
    pairs = zip(places.tolist(), values.tolist(), strict=True)
    return [QPointF(x.pixel(at), y.pixel(value)) for at, value in pairs if math.isfinite(value)]


def _last(values: np.ndarray) -> float | None:
    finite = values[np.isfinite(values)]
    return float(finite[-1]) if len(finite) else None


def _apart(heights: list[float], box: QRectF) -> list[float]:
    """Heights, ascending, moved so far that each has a line of its own within the box."""
    found: list[float] = []
    for at in heights:
        found.append(max(at, found[-1] + GAP) if found else max(at, box.top() + GAP / 2))
    for number in range(len(found) - 1, -1, -1):
        most = box.bottom() if number == len(found) - 1 else found[number + 1] - GAP
        found[number] = min(found[number], most)
    return found
