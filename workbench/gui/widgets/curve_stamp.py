"""A curve of any number of points as a picture of the pixels it passes through, made by NumPy.

The idea that is not obvious: of a line through a column of pixels only where it enters, where it leaves and how far it goes up and
down within is needed. So a picture of a million points costs what one of a thousand does, and is the whole line: a spike of one step
reaches its value at every zoom.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from workbench.gui.widgets.curve_scale import Scale
from workbench.gui.widgets.pyramid import Floats, Ints, Pyramid

DASH, SPACE = 6, 4
TALL = 3.0
"""A column so many times as tall as the line is wide is drawn in the spaces of dashes, too: no spike is lost in one."""


def spans(points: Pyramid, edges: Floats, y: Scale, *, spread: bool) -> tuple[Floats, Floats]:
    """Where a curve is highest and lowest in each column of pixels [n], as pixels from above; NaN where it is not.

    `edges`: the steps between columns [n + 1], rising. Not `spread`: only where the line crosses the edges.
    """
    bounds = points.before(edges)
    crossed = _at_edges(points, edges, bounds, y)
    top, bottom = np.fmin(crossed[:-1], crossed[1:]), np.fmax(crossed[:-1], crossed[1:])
    if spread:
        bounds[-1] = points.between(edges[-1], edges[-1])[1]
        held = np.flatnonzero(bounds[1:] > bounds[:-1])
        least, most = points.extremes(bounds[held], bounds[held + 1])
        top[held], bottom[held] = np.fmin(top[held], _pixels(most, y)), np.fmax(bottom[held], _pixels(least, y))
    return top, bottom


def _at_edges(points: Pyramid, edges: Floats, bounds: Ints, y: Scale) -> Floats:
    """Where the line between two points crosses each edge; NaN before the first point, after the last and beside a gap."""
    steps, values, found = points.steps, points.values, np.full(len(edges), np.nan)
    inside = np.flatnonzero((bounds > 0) & (bounds < len(steps)))
    after = bounds[inside]
    before = after - 1
    share = (edges[inside] - steps[before]) / (steps[after] - steps[before])
    start, end = _pixels(values[before], y), _pixels(values[after], y)
    found[inside] = start + share * (end - start)
    return found


def _pixels(values: Floats, y: Scale) -> Floats:
    """Where values lie; NaN for what has no place on the axis."""
    shown = np.isfinite(values) & (values > 0) if y.log else np.isfinite(values)
    return y.pixels(values) if shown.all() else np.where(shown, y.pixels(np.where(shown, values, 1.0)), np.nan)


def picture(top: Floats, bottom: Floats, height: int, color: QColor, *, width: float, dashed: bool) -> NDArray[np.uint32]:
    """A line of this width and colour [height, n], as premultiplied ARGB. `top`, `bottom`: in each column, in pixels from above."""
    shown = np.isfinite(top) & np.isfinite(bottom)
    if dashed:
        shown &= (np.arange(len(top)) % (DASH + SPACE) < DASH) | (bottom - top > TALL * width)
    at = np.flatnonzero(shown)
    high, low = (np.clip(ends, 0.0, height) for ends in (top[at] - width / 2, bottom[at] + width / 2))
    at, high, low = at[low > high], high[low > high], low[low > high]
    first, last = np.floor(high).astype(np.int16), np.floor(low).astype(np.int16)
    whole = np.zeros((2, len(top)), np.uint16)  # the first whole pixel of each column, and how many there are
    whole[:, at] = first + 1, np.maximum(last - first - 1, 0)
    rows = np.arange(height + 1, dtype=np.uint16)[:, None]  # a row more, for what ends at the very bottom
    colors = _colors(color.rgba())
    pixels = (rows - whole[0] < whole[1]).astype(np.uint32)  # above the first, the difference wraps around and is large
    pixels *= colors[255]
    pixels[last, at] = colors[(255 * (low - last)).astype(np.uint8)]
    pixels[first, at] = colors[(255 * (np.minimum(low, first + 1) - high)).astype(np.uint8)]
    return pixels[:height]


def draw(painter: QPainter, place: QPointF, pixels: NDArray[np.uint32], ratio: float) -> None:
    """Paint such a picture; `ratio`: device pixels to a pixel."""
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(place, image)


@functools.lru_cache(maxsize=64)
def _colors(rgba: int) -> NDArray[np.uint32]:
    """The colour at each coverage of a pixel, of 255."""
    color = QColor.fromRgba(rgba)
    alphas = np.arange(256, dtype=np.uint32) * color.alpha() // 255
    table = alphas << 24
    for shift, part in ((16, color.red()), (8, color.green()), (0, color.blue())):
        table |= (part * alphas // 255) << shift
    return table
