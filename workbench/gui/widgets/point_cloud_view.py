"""Which part of a plane is in view, and where its points lie on the screen. Pure geometry; nothing is drawn here.

The idea that is not obvious: who sees everything goes on seeing everything while points move, so a map that grows while it is made
never leaves its frame; who has looked closer stays where they are.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from workbench.gui.widgets.point_cloud_stamps import Place

AIR = 0.04
"""This part of the plot stays free at each side of all points."""
CLOSEST, FARTHEST = 2000.0, 0.5
"""How many times larger than with everything in view."""


class CloudView:
    """`plot`: the part of the screen points are drawn in. `scale_x`, `scale_y`: pixels for a unit; `middle`: what lies in the plot's
    middle. With `even`, a unit is as long upwards as across."""

    def __init__(self, *, even: bool = True) -> None:
        self.even, self.whole = even, True
        self.plot, self.bounds = QRectF(0, 0, 1, 1), QRectF(0, 0, 1, 1)
        self.scale_x = self.scale_y = 1.0
        self.middle = QPointF(0.5, 0.5)

    def set_bounds(self, x: np.ndarray, y: np.ndarray) -> None:
        """The extent of all points, float32 [n] each."""
        if not len(x):
            self.bounds = QRectF(0, 0, 1, 1)
        else:
            left, low = float(x.min()), float(y.min())
            self.bounds = QRectF(left, low, max(float(x.max()) - left, 1e-6), max(float(y.max()) - low, 1e-6))
        if self.whole:
            self.fit()

    def place(self, plot: QRectF) -> None:
        """Draw there from now on."""
        before, self.plot = self.plot, QRectF(plot.left(), plot.top(), max(1.0, plot.width()), max(1.0, plot.height()))
        if self.whole:
            self.fit()
        else:
            grown = min(self.plot.width() / before.width(), self.plot.height() / before.height())
            self.scale_x, self.scale_y = self.scale_x * grown, self.scale_y * grown

    def fit(self) -> None:
        """See every point."""
        self.scale_x, self.scale_y = self._fitted()
        self.middle, self.whole = self.bounds.center(), True

    def _fitted(self) -> tuple[float, float]:
        room = 1 - 2 * AIR
        x, y = self.plot.width() * room / self.bounds.width(), self.plot.height() * room / self.bounds.height()
        return (min(x, y), min(x, y)) if self.even else (x, y)

    @property
    def zoomed(self) -> float:
        """How many times larger than with everything in view."""
        return self.scale_x / self._fitted()[0]

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge (below 1: shrink) about a point of the screen."""
        about = about if about is not None else self.plot.center()
        kept = self.value(about)
        fitted = self._fitted()
        factor = min(max(factor, FARTHEST / self.zoomed), CLOSEST / self.zoomed)
        self.scale_x, self.scale_y, self.whole = self.scale_x * factor, self.scale_y * factor, False
        moved = self.value(about)
        self.middle += kept - moved
        if self.zoomed <= 1.0 and factor < 1 and abs(self.scale_x / fitted[0] - 1) < 0.02:
            self.fit()

    def pan(self, right: float, down: float) -> None:
        """Move what is seen by pixels."""
        self.middle += QPointF(-right / self.scale_x, down / self.scale_y)
        self.whole = False

    def look_at(self, box: QRectF) -> None:
        """See a part of the plane."""
        x, y = self.plot.width() / max(box.width(), 1e-9), self.plot.height() / max(box.height(), 1e-9)
        if self.even:
            x = y = min(x, y)
        closest = CLOSEST * self._fitted()[0] / x
        self.scale_x, self.scale_y = x * min(1.0, closest), y * min(1.0, closest)
        self.middle, self.whole = box.center(), False

    def reveal(self, x: float, y: float) -> bool:
        """Move as little as needed to see a point; whether anything moved."""
        at, box = self.at(x, y), self.plot.adjusted(12, 12, -12, -12)
        if box.contains(at):
            return False
        self.pan(min(max(at.x(), box.left()), box.right()) - at.x(), min(max(at.y(), box.top()), box.bottom()) - at.y())
        return True

    def at(self, x: float, y: float) -> QPointF:
        """Where a point of the plane lies on the screen."""
        middle = self.plot.center()
        return QPointF(middle.x() + (x - self.middle.x()) * self.scale_x, middle.y() - (y - self.middle.y()) * self.scale_y)

    def value(self, at: QPointF) -> QPointF:
        """Which point of the plane lies at one of the screen."""
        middle = self.plot.center()
        right, down = (at.x() - middle.x()) / self.scale_x, (at.y() - middle.y()) / self.scale_y
        return QPointF(self.middle.x() + right, self.middle.y() - down)

    def on_screen(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Where points [m] lie on the screen: float32 [m, 2]."""
        middle, found = self.plot.center(), np.empty((len(x), 2), np.float32)
        found[:, 0] = (x - np.float32(self.middle.x())) * np.float32(self.scale_x) + np.float32(middle.x())
        found[:, 1] = (y - np.float32(self.middle.y())) * np.float32(-self.scale_y) + np.float32(middle.y())
        return found

    def for_picture(self, pixels: float) -> Place:
        """The same for a picture of the plot, `pixels` of it for each of the screen."""
        width, height = round(self.plot.width() * pixels), round(self.plot.height() * pixels)
        x, y = self.scale_x * pixels, self.scale_y * pixels
        return Place(x, width / 2 - self.middle.x() * x, -y, height / 2 + self.middle.y() * y, width, height)
