"""One layer of a cloud: stamped points as a picture of Qt's, made again only when something about it has changed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from workbench.gui.widgets.point_cloud_stamps import Place, Stamps

QUARTER, EIGHTH, RIM_ALPHA = 0x3F3F3F, 0x1F1F1F, 0x60000000
"""Three eighths of each colour, by shifts: what a rim has."""


class CloudLayer:
    """`points` intp [n]: which points it shows, the topmost last. With a `ring`, points are framed in that colour."""

    def __init__(self) -> None:
        self.stamps, self.points = Stamps(), np.zeros(0, np.intp)
        self._table = np.zeros(1, np.uint32)
        self._drawn: tuple[Place, float] | None = None
        self._pixels = 1.0
        self._coloured = False

    def set_places(self, x: np.ndarray, y: np.ndarray, points: np.ndarray | None = None) -> None:
        """x and y float32 [all], of which `points` are shown; None: all, by their number."""
        self.points = np.arange(len(x)) if points is None else points
        self.stamps.set_points(*((x, y) if points is None else (x[points], y[points])))
        self._drawn = None

    def set_colours(self, rgb: np.ndarray, ring: QColor | None = None) -> None:
        """rgb uint32 [all], 0xffRRGGBB."""
        n = len(self.points)
        self._table = np.zeros(1 + 2 * n, np.uint32)
        whole = self._table[1 + n :]
        np.take(rgb, self.points, out=whole, mode="clip")
        if ring is None:
            np.bitwise_or(((whole >> 2) & QUARTER) + ((whole >> 3) & EIGHTH), RIM_ALPHA, out=self._table[1 : 1 + n])
        else:
            self._table[1 : 1 + n] = ring.rgb()
        self._coloured = False

    def paint(self, painter: QPainter, at: QPointF, place: Place, *, diameter: float, rim: float, pixels: float) -> None:
        """Paint it, `pixels` of the picture for each of the screen."""
        if not len(self.points):
            return
        if self._drawn != (place, diameter):
            self.stamps.draw(place, self._table, diameter=diameter, rim=rim)
            self._drawn, self._pixels, self._coloured = (place, diameter), pixels, True
        elif not self._coloured:
            self.stamps.recolour(self._table)
            self._coloured = True
        seen = self.stamps.pixels
        image = QImage(self.stamps.memory, seen.shape[1], seen.shape[0], seen.strides[0], QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(pixels)
        painter.drawImage(at, image)

    def nearest(self, at: QPointF, reach: float) -> int:
        """The point at a position of the screen, from the picture's top left on, or near to it; -1: none. As it was painted last."""
        if not len(self.points) or self._drawn is None:
            return -1
        found = self.stamps.nearest(at.x() * self._pixels, at.y() * self._pixels, reach * self._pixels)
        return int(self.points[found]) if found >= 0 else -1
