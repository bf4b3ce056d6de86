"""Colour maps as colour tables for 8-bit pictures.

Drawing quantised weights through a table is the fast way in Qt: the picture stays one byte a cell, and a change of map or
theme changes 256 entries. The idea that is not obvious: the last two indices are no weights. NOTHING ("can't be read") is a
neutral colour no weight has, GAP is transparent; so a masked cell can never be taken for a weight of zero.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QColor, QImage

from workbench.gui.widgets import colormap_tables

LEVELS = 254
"""Indices 0 … 253 are weights."""
GAP, NOTHING = 254, 255
_TABLES = {"viridis": colormap_tables.VIRIDIS, "cividis": colormap_tables.CIVIDIS}
NAMES = tuple(_TABLES)


@functools.cache
def published(name: str) -> tuple[int, ...]:
    """The 256 published colours, 0xffRRGGBB. Raises KeyError for an unknown name."""
    digits = _TABLES[name]
    return tuple(0xFF000000 | int(digits[at : at + 6], 16) for at in range(0, len(digits), 6))


@functools.cache
def table(name: str) -> tuple[int, ...]:
    """The colours of the indices 0 … 253, 0xffRRGGBB; both ends are the published ones."""
    colours = published(name)
    return tuple(colours[round(level * (len(colours) - 1) / (LEVELS - 1))] for level in range(LEVELS))


def level(share: np.ndarray, *, root: bool = False) -> np.ndarray:
    """The index (not rounded) of weights given in units of the scale's upper end. `root`: by their square root, for small weights."""
    share = np.clip(share, 0, 1)
    return (LEVELS - 1) * (np.sqrt(share) if root else share)


def lookup(gain: float | np.ndarray = 1.0, *, root: bool = False) -> np.ndarray:
    """uint8 [..., 256]: the index of each 8-bit weight. `gain` [...]: what the weight 255 stands for, in units of the scale's upper end."""
    gains = np.asarray(gain, np.float64)[..., None]
    return np.rint(level(np.arange(256) * (gains / 255), root=root)).astype(np.uint8)


def looked_up(image: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """The index of each cell, uint8, shaped as the 8-bit `image`; read-only. `indices` uint8 [256]: see `lookup`."""
    return np.frombuffer(image.tobytes().translate(indices.tobytes()), np.uint8).reshape(image.shape)  # faster than indexing an array


def colours(name: str, gain: float = 1.0, *, root: bool = False) -> list[int]:
    """The colour of each 8-bit weight, 0xffRRGGBB; see `lookup`."""
    known = table(name)
    return [known[index] for index in lookup(gain, root=root).tolist()]


def coloured(image: np.ndarray, colours: Sequence[int]) -> QImage:
    """An 8-bit picture uint8 [rows, columns] with a colour for each value, as a 32-bit QImage that owns its memory.

    Qt stretches 32-bit pictures ten times as fast as indexed ones.
    """
    return _converted(image, colours, QImage.Format.Format_RGB32)


def cells(image: QImage) -> np.ndarray:
    """The pixels of a 32-bit QImage, uint32 [rows, columns], to be written into while it lives."""
    return np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width())


def picture(indices: np.ndarray, name: str, nothing: QColor) -> QImage:
    """A QImage of indices uint8 [rows, columns], 32-bit; it owns its memory. What lies between is transparent."""
    return _converted(indices, [*table(name), 0, nothing.rgb()], QImage.Format.Format_ARGB32_Premultiplied)


def _converted(image: np.ndarray, colours: Sequence[int], wanted: QImage.Format) -> QImage:
    rows, columns = image.shape
    if columns % 4 or not image.flags.c_contiguous:  # Qt's rows are multiples of 4 bytes
        padded = np.zeros((rows, -(-columns // 4) * 4), np.uint8)
        padded[:, :columns] = image
        image = padded
    made = QImage(image.data, columns, rows, image.shape[1], QImage.Format.Format_Indexed8)
    made.setColorTable(colours)
    return made.convertToFormat(wanted)


def shaded(shares: np.ndarray, name: str = "viridis") -> np.ndarray:
    """0xffRRGGBB of shares of the scale's upper end, uint32 of the same shape; what is no number is as 0."""
    return np.array(table(name), np.uint32)[np.rint(level(np.nan_to_num(shares))).astype(np.int64)]
