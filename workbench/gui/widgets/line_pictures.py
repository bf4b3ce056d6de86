"""Pictures of painted lines, kept so that a line is painted once for all the times it is seen.

Owns the budget of memory. The idea that is not obvious: pictures are for screens only; where a view is saved as vectors, or at another
scale than the screen's, its owner paints directly.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap

MOST_BYTES = 48 << 20


class LinePictures:
    """Pictures by key, the least recently seen given up first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._n_bytes = 0

    @staticmethod
    def suits(painter: QPainter, scale: float) -> bool:
        """Whether what is painted on is the screen, or like it."""
        raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
        return raster and abs(painter.deviceTransform().m11() - scale) < 1e-6

    def clear(self) -> None:
        self._kept.clear()
        self._n_bytes = 0

    def get(self, key: Hashable, size: QSizeF, scale: float, paint: Callable[[QPainter], None]) -> QPixmap:
        """The picture of that key, painted now if it is not there; it begins transparent."""
        found = self._kept.get(key)
        if found is None:
            found = QPixmap((size * scale).toSize())
            found.setDevicePixelRatio(scale)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter)
            painter.end()
            self._kept[key] = found
            self._n_bytes += _bytes(found)
            while self._n_bytes > MOST_BYTES and len(self._kept) > 1:
                self._n_bytes -= _bytes(self._kept.popitem(last=False)[1])
        else:
            self._kept.move_to_end(key)
        return found


def _bytes(picture: QPixmap) -> int:
    return 4 * picture.width() * picture.height()
