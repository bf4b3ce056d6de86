"""Thousands of straight lines as one picture, drawn with NumPy: Qt needs a tenth of a second for a thousand smooth ones.

Every line adds to the optical depth of the pixels it passes, `-ln(1 - opacity)`: depths add up, so lines over each other cover as
paint over paint does, whatever their order; and where tints meet, each has its part of the colour by its depth.

Legend: n lines, p sampled points, h x w pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QColor, QImage, qRgba

MARGIN = 2
"""Pixels around the picture that take what falls beside it, so that nothing needs to be sorted out."""


def texture(
    starts: np.ndarray, ends: np.ndarray, opacity: np.ndarray, kinds: np.ndarray, *, size: tuple[int, int], colours: Sequence[QColor]
) -> QImage:
    """Lines from (0, start) at the left edge to (w, end) at the right one, in pixels, as a picture of size (w, h).

    starts, ends, opacity (below 1) float [n]; kinds int [n]: whose of `colours` each has.
    """
    width, height = max(1, size[0]), max(1, size[1])
    strength = -np.log1p(-np.clip(opacity, 0, 0.98))
    depths = [_depth(starts[own], ends[own], strength[own], width, height) for own in (kinds == kind for kind in range(len(colours)))]
    return _tinted(depths[0], colours[0]) if len(colours) == 1 else _mixed(depths, colours)


def _tinted(depth: np.ndarray, colour: QColor) -> QImage:
    """A picture of one colour: its opacity as an index."""
    height, width = depth.shape
    rows = np.zeros((height, -(-width // 4) * 4), np.uint8)  # Qt's rows are multiples of 4 bytes
    rows[:, :width] = np.rint(-255 * np.expm1(-depth))
    image = QImage(rows.data, width, height, rows.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([qRgba(colour.red(), colour.green(), colour.blue(), alpha) for alpha in range(256)])
    return image.copy()


def _mixed(depths: Sequence[np.ndarray], colours: Sequence[QColor]) -> QImage:
    height, width = depths[0].shape
    total = np.sum(depths, axis=0)
    alpha = -np.expm1(-total)
    share = np.divide(alpha, total, out=np.zeros_like(alpha), where=total > 0)
    made = np.zeros((height, width, 4), np.float32)
    for depth, colour in zip(depths, colours, strict=True):
        made[..., :3] += (depth * share)[..., None] * np.array((colour.blue(), colour.green(), colour.red()), np.float32)
    made[..., 3] = 255 * alpha
    pixels = np.rint(made).astype(np.uint8)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _depth(starts: np.ndarray, ends: np.ndarray, strength: np.ndarray, width: int, height: int) -> np.ndarray:
    """The depth that lines of one colour add, float32 [h, w]. Flat lines are sampled at each column, steep ones at each row."""
    found = np.zeros((height, width), np.float32)
    slope = (ends - starts) / width
    flat = np.abs(slope) <= 1
    if flat.any():
        y = starts[flat, None] + slope[flat, None] * (np.arange(width, dtype=np.float32) + 0.5) - 0.5
        found += _added(y, strength[flat], height).T
    if not flat.all():
        x = (np.arange(height, dtype=np.float32) + 0.5 - starts[~flat, None]) / slope[~flat, None] - 0.5
        found += _added(x, strength[~flat], width)
    return found


def _added(places: np.ndarray, strength: np.ndarray, limit: int) -> np.ndarray:
    """Points [n, p] that each share their line's strength [n] among the two pixels that they lie between: float [p, limit]."""
    wide = limit + 2 * MARGIN
    shifted = np.clip(places + MARGIN, 0, wide - 2).astype(np.float32)
    low = shifted.astype(np.int32)
    upper = (shifted - low) * strength[:, None].astype(np.float32)
    index = (low + np.arange(places.shape[1], dtype=np.int32) * wide).ravel()
    lower = strength[:, None].astype(np.float32) - upper
    sums = np.bincount(index, lower.ravel(), places.shape[1] * wide)
    sums[1:] += np.bincount(index, upper.ravel(), places.shape[1] * wide)[:-1]
    return sums.reshape(-1, wide)[:, MARGIN:-MARGIN]
