"""Pictures of painted lines, kept so that a line is painted once for all the times it is seen.

Owns the budget of memory. The idea that is not obvious: a line gets its picture when it is seen a second time, for of a text that is
being typed every line may be another one at the next key. And pictures are for screens only; where a view is saved as vectors, or at
another scale than the screen's, its owner paints directly.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPixmap

MOST_BYTES = 48 << 20


class LinePictures:
    """Pictures by key, the least recently seen given up first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._seen: set[Hashable] = set()
        self._n_bytes = 0

    @staticmethod
    def suits(painter: QPainter, scale: float) -> bool:
        """Whether what is painted on is the screen, or like it."""
        raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
        return raster and abs(painter.deviceTransform().m11() - scale) < 1e-6

    def clear(self) -> None:
        self._kept.clear()
        self._seen.clear()
        self._n_bytes = 0

    def get(self, key: Hashable, size: QSizeF, scale: float, *, ground: QColor, paint: Callable[[QPainter], None]) -> QPixmap | None:
        """The picture of that key, None when it is asked for the first time. It begins as `ground`, opaque: letters are painted faster
        on that."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if key not in self._seen:
            self._seen.add(key)
            return None
        found = QPixmap((size * scale).toSize())
        found.setDevicePixelRatio(scale)
        found.fill(ground)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        self._kept[key] = found
        self._n_bytes += _bytes(found)
        while self._n_bytes > MOST_BYTES and len(self._kept) > 1:
            self._n_bytes -= _bytes(self._kept.popitem(last=False)[1])
        return found


def _bytes(picture: QPixmap) -> int:
    return 4 * picture.width() * picture.height()
