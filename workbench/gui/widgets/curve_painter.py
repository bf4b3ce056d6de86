"""How curves are drawn: all of a stretch in columns of pixels, its single points as soon as there is room for them.

The idea that is not obvious: a column gets a line from its least to its greatest value, whatever the zoom, so no point is ever left
out; where points are far enough apart, each of them is drawn where it is, and nothing is a summary any more.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPolygonF

from workbench.gui import theme
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.curve_scale import Scale, padded
from workbench.gui.widgets.curve_stamp import draw, picture, spans
from workbench.gui.widgets.curves import Curve
from workbench.gui.widgets.pyramid import Floats, Pyramid

DOT, POINT, CROSS = 2.5, 2.0, 3.0
SPARSE = 7
"""Points so many pixels apart, or more, are drawn one by one."""
FAINT = 95
"""Opacity, of 255, of the points behind their running mean."""


def color_of(curve: Curve) -> QColor:
    """A curve's colour in the theme in force."""
    color: QColor = getattr(theme.colors(), curve.tone)
    return color


def value_range(curves: list[Curve], axis: CurveAxis, *, log: bool) -> tuple[float, float] | None:
    """The least and the greatest value of what is shown, with some air; None: nothing is."""
    first, last = axis.shown
    found = []
    for curve in curves:
        start, stop = curve.points.between(first, last)
        start, stop = max(0, start - 1), min(len(curve.points), stop + 1)  # lines lead to their neighbours outside
        if start < stop:
            found += curve.points.range(start, stop)
    values = [value for value in found if math.isfinite(value) and (value > 0 or not log)]
    if not values:
        return None
    low, high = padded(min(values), max(values), log=log)
    return (max(low, 0.0) if min(values) >= 0 else low), high  # no air below zero where nothing can be


class CurvePainter:
    """Draws curves into `box`; `x` and `y` say where places and values lie."""

    def __init__(self, painter: QPainter, axis: CurveAxis, box: QRectF, x: Scale, y: Scale) -> None:
        self._painter, self._axis, self._box, self._x, self._y = painter, axis, box, x, y

    def paint(self, curve: Curve) -> None:
        """The curve: its points, its mean over them, and a cross where a value is not finite."""
        color, painter = color_of(curve), self._painter
        painter.save()
        painter.setClipRect(self._box.adjusted(-DOT, -1, DOT, 1))
        style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
        if curve.smooth is None:
            self._paint_line(curve.points, QPen(color, 1.4, style), dots=curve.dots)
        else:
            if not curve.dashed:  # of another run, the mean alone
                self._paint_line(curve.points, QPen(QColor(color.red(), color.green(), color.blue(), FAINT), 1), dots=False)
            self._paint_line(curve.smooth, QPen(color, 1.6, style), dots=False, single=False)
        painter.restore()
        self._paint_odd(curve)

    def step_pixels(self, steps: Floats) -> Floats:
        """Where steps lie."""
        return self._x.pixels(self._axis.ruler.places(steps))

    def _paint_line(self, points: Pyramid, pen: QPen, *, dots: bool, single: bool = True) -> None:
        first, last = self._axis.shown
        start, stop = points.between(first, last)
        if dots or (stop - start) * SPARSE <= self._wide(points, start, stop):
            start, stop = max(0, start - 1), min(len(points), stop + 1)
            self._paint_points(points.steps[start:stop].astype(np.float64), points.values[start:stop], pen, marked=single)
        else:
            self._paint_columns(points, pen, spread=single)

    def _wide(self, points: Pyramid, start: int, stop: int) -> float:
        """How wide a stretch of points is drawn."""
        if stop - start < 2:
            return self._box.width()
        left, right = self.step_pixels(points.steps[[start, stop - 1]].astype(np.float64)).tolist()
        return float(right - left)

    def _paint_points(self, steps: Floats, values: Floats, pen: QPen, *, marked: bool) -> None:
        finite = np.isfinite(values) & ((values > 0) | (not self._y.log))
        xs, ys = self.step_pixels(steps[finite]), self._y.pixels(values[finite])
        ends = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        self._painter.setPen(pen)
        for piece in _unbroken(ends, finite):
            self._painter.drawPolyline(QPolygonF(piece))
        if marked and len(ends) * 4 <= self._box.width():
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(pen.color())
            for point in ends:
                self._painter.drawEllipse(point, POINT, POINT)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_columns(self, points: Pyramid, pen: QPen, *, spread: bool) -> None:
        engine = self._painter.paintEngine()
        if engine is not None and engine.type() == QPaintEngine.Type.Raster:
            self._stamp_columns(points, pen, spread=spread)
        else:
            self._draw_columns(points, pen, spread=spread)

    def _stamp_columns(self, points: Pyramid, pen: QPen, *, spread: bool) -> None:
        """As a picture of the device's own pixels: a stroked line of a thousand pieces takes a hundred times as long."""
        box, ratio = self._box, self._painter.device().devicePixelRatioF()
        n_columns, height = max(1, math.ceil(box.width() * ratio)), math.ceil((box.height() + 2) * ratio)
        edges = self._axis.ruler.steps(self._places(np.minimum(np.arange(n_columns + 1) / (ratio * box.width()), 1.0)))
        top, bottom = spans(points, edges, self._y, spread=spread)
        above = box.top() - 1
        pixels = picture(
            ratio * (top - above),
            ratio * (bottom - above),
            height,
            pen.color(),
            width=ratio * pen.widthF(),
            dashed=pen.style() == Qt.PenStyle.DashLine,
        )
        draw(self._painter, QPointF(box.left(), above), pixels, ratio)

    def _places(self, shares: Floats) -> Floats:
        """The places at shares of the box's width."""
        low, high = self._x.low, self._x.high
        return low * (high / low) ** shares if self._x.log else low + shares * (high - low)

    def _draw_columns(self, points: Pyramid, pen: QPen, *, spread: bool) -> None:
        """As lines, for files that keep them as such."""
        box = self._box
        n_columns = max(1, int(box.width()))
        columns = points.between_edges(self._axis.ruler.steps(self._places(np.linspace(0.0, 1.0, n_columns + 1))))
        xs = box.left() + columns.column + 0.5
        painter = self._painter
        if spread:
            wide = np.isfinite(columns.least) & (columns.greatest > columns.least) & ((columns.greatest > 0) | (not self._y.log))
            low, high = self._y.pixels(columns.least[wide]), self._y.pixels(columns.greatest[wide])
            painter.setPen(QPen(pen.color(), 1))
            painter.drawLines([QLineF(x, a, x, b) for x, a, b in zip(xs[wide].tolist(), low.tolist(), high.tolist(), strict=True)])
        finite = np.isfinite(columns.last) & ((columns.last > 0) | (not self._y.log))
        ends = [QPointF(x, y) for x, y in zip(xs[finite].tolist(), self._y.pixels(columns.last[finite]).tolist(), strict=True)]
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(ends))

    def _paint_odd(self, curve: Curve) -> None:
        """A cross at the top for each step whose value is not finite."""
        first, last = self._axis.shown
        odd = [step for step in curve.odd if first <= step <= last]
        if not odd or len(odd) == len(curve.points):  # a quantity that is never measured is not odd
            return
        self._painter.setPen(QPen(theme.colors().bad, 1.6))
        top = self._box.top() + CROSS
        for x in np.unique(np.round(self.step_pixels(np.array(odd, np.float64)))).tolist():
            self._painter.drawLine(QPointF(x - CROSS, top - CROSS), QPointF(x + CROSS, top + CROSS))
            self._painter.drawLine(QPointF(x - CROSS, top + CROSS), QPointF(x + CROSS, top - CROSS))


def _unbroken(ends: list[QPointF], finite: np.ndarray) -> list[list[QPointF]]:
    """The points of each stretch without a gap."""
    pieces: list[list[QPointF]] = []
    at = 0
    for is_finite, group in itertools.groupby(finite.tolist()):
        n = len(list(group))
        if is_finite:
            pieces.append(ends[at : at + n])
            at += n
    return pieces
