"""Which points say their names, and where: none lies on another. Pure geometry.

Shapes: n points, m of them offered.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from workbench.gui.widgets.point_cloud_view import CloudView

ROOM_X, ROOM_Y = 130.0, 44.0
"""In each such part of the screen one point is offered for a name."""


def spread(x: np.ndarray, y: np.ndarray, view: CloudView) -> np.ndarray:
    """A point in each part of the screen that has any, the first by number: intp [m], ascending. x and y float32 [n] of the plane."""
    columns, rows = int(view.plot.width() // ROOM_X) + 1, int(view.plot.height() // ROOM_Y) + 1
    place = view.for_picture(1.0)
    part = np.clip(x * np.float32(place.x_scale / ROOM_X) + np.float32(place.x_shift / ROOM_X + 1), 0, columns + 1).astype(np.int32)
    down = np.clip(y * np.float32(place.y_scale / ROOM_Y) + np.float32(place.y_shift / ROOM_Y + 1), 0, rows + 1).astype(np.int32)
    down *= columns + 2
    down += part
    first = np.full((rows + 2, columns + 2), -1, np.intp)
    first.reshape(-1)[down[::-1]] = np.arange(len(x) - 1, -1, -1)  # the last to be written stays
    found = first[1:-1, 1:-1].ravel()  # around them is what lies beyond
    return np.sort(found[found >= 0])


def beside(at: QPointF, size: QSizeF, box: QRectF, taken: Sequence[QRectF], *, away: float, must: bool = False) -> QRectF | None:
    """Room for a name of this size next to its point, `away` from its middle, within `box` and clear of what is taken; None where
    there is none. `must`: then at the right, come what may."""
    wide, high, x, y = size.width(), size.height(), at.x(), at.y()
    right, left, middle = x + away, x - away - wide, y - high / 2
    spots = (
        (right, middle),
        (left, middle),
        (right, middle - high / 2 - 1),
        (right, middle + high / 2 + 1),
        (left, middle - high / 2 - 1),
        (left, middle + high / 2 + 1),
        (x - wide / 2, y - away - high),
        (x - wide / 2, y + away),
        (right + away, middle - 1.5 * high),
        (right + away, middle + 1.5 * high),
    )
    for spot in spots:
        found = QRectF(*spot, wide, high)
        if box.contains(found) and not any(found.intersects(other) for other in taken):
            return found
    if not must:
        return None
    return QRectF(min(right, box.right() - wide), min(max(middle, box.top()), box.bottom() - high), wide, high)
