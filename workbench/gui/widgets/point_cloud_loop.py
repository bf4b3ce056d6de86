"""Drawing around points: a free loop or a rectangle, and what lies in it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from workbench.gui import theme


class Loop:
    """`boxed`: a rectangle."""

    def __init__(self, begin: QPointF, *, boxed: bool) -> None:
        self._points, self._boxed = [begin], boxed

    def draw_to(self, at: QPointF) -> None:
        if self._boxed:
            self._points[1:] = [at]
        elif (at - self._points[-1]).manhattanLength() >= 2:
            self._points.append(at)

    @property
    def path(self) -> QPainterPath:
        path = QPainterPath()
        if self._boxed:
            path.addRect(QRectF(self._points[0], self._points[-1]).normalized())
        else:
            path.addPolygon(QPolygonF(self._points))
            path.closeSubpath()
        return path

    def paint(self, painter: QPainter) -> None:
        """A line that can be seen on points of any colour."""
        c, path = theme.colors(), self.path
        veil = QColor(c.surface)
        veil.setAlpha(90)
        painter.fillPath(path, veil)
        for pen in (QPen(c.surface, 3.5), QPen(c.text, 1.5, Qt.PenStyle.DashLine)):
            painter.strokePath(path, pen)

    def inside(self, places: np.ndarray) -> np.ndarray:
        """Which of places [n, 2] on the screen lie in it, to a pixel: intp [m]. The loop is filled once, and each point looks itself up."""
        box = self.path.boundingRect().toAlignedRect()
        near = np.flatnonzero(
            (places[:, 0] >= box.left())
            & (places[:, 0] < box.left() + box.width())
            & (places[:, 1] >= box.top())
            & (places[:, 1] < box.top() + box.height())
        )
        if not len(near) or box.isEmpty():
            return near[:0]
        image = QImage(box.size(), QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        painter.translate(-box.left(), -box.top())
        painter.fillPath(self.path, QColor("white"))
        painter.end()
        mask = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        pixels = np.floor(places[near] - (box.left(), box.top())).astype(np.intp)
        found: np.ndarray = near[mask[pixels[:, 1], pixels[:, 0]] > 0]
        return found


def onward(places: np.ndarray, start: tuple[float, float], step: tuple[int, int]) -> int:
    """The nearest of places [n, 2] on the screen that lies from `start` in a direction, (1, 0) to the right; what lies aside counts
    twice. -1: none."""
    away = places - np.array(start)
    ahead = away @ np.array(step, float)
    aside = np.abs(away @ np.array((step[1], step[0]), float))
    far = np.where((ahead > 0.5) & (aside <= ahead), ahead + 2 * aside, np.inf)
    best = int(far.argmin()) if len(far) else -1
    return best if best >= 0 and np.isfinite(far[best]) else -1
