"""The ways that points of a cloud have come: a line from place to place, thinner where it is long ago, and pale where it is to come."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from workbench.gui import theme
from workbench.gui.widgets.point_cloud_view import CloudView
from workbench.gui.widgets.tints import tint

PALE, STOP = 0.3, 2.2


@dataclass(frozen=True, eq=False)
class Trail:
    """places float32 [t, 2] in order; the first `done` of them are behind the point, the others to come. `colour`: a tint's number."""

    places: np.ndarray
    done: int
    colour: int


@dataclass(frozen=True, eq=False)
class TrailColours:
    """`n` points of one quiet colour, but for those with a trail: they have that of theirs, a tint for each of `points` in order."""

    n: int
    points: tuple[int, ...] = ()
    title: str = ""

    def rgb(self) -> np.ndarray:
        found = np.full(self.n, theme.colors().muted.rgb(), np.uint32)
        for number, point in enumerate(self.points):
            found[point] = tint(number).rgb()
        return found

    def order(self) -> np.ndarray | None:
        return None

    def said(self, point: int) -> str:
        return ""


def paint_trails(painter: QPainter, view: CloudView, trails: Sequence[Trail]) -> None:
    """Draw them, each with a dot where it stopped."""
    for trail in trails:
        points = [QPointF(x, y) for x, y in view.on_screen(trail.places[:, 0], trail.places[:, 1]).tolist()]
        color = tint(trail.colour)
        pale = QColor(color)
        pale.setAlphaF(PALE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(pale, 1, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(points[max(0, trail.done - 1) :]))
        for number, (start, end) in enumerate(itertools.pairwise(points[: trail.done]), 1):
            painter.setPen(QPen(color, 0.8 + 1.4 * number / max(1, trail.done)))
            painter.drawLine(start, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for point in points[: trail.done]:
            painter.drawEllipse(point, STOP, STOP)
        painter.setBrush(Qt.BrushStyle.NoBrush)
