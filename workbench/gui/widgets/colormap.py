"""Colour maps as colour tables for 8-bit pictures.

Drawing quantised weights through a table is the fast way in Qt: the picture stays one byte a cell, and a change of map or
theme changes 256 entries. The idea that is not obvious: the last two indices are no weights. NOTHING ("can't be read") is a
neutral colour no weight has, GAP is transparent; so a masked cell can never be taken for a weight of zero.
"""

from __future__ import annotations

import functools

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


def lookup(gain: float = 1.0, *, root: bool = False) -> np.ndarray:
    """uint8 [256]: the index of each 8-bit weight. `gain`: what the weight 255 stands for, in units of the scale's upper end."""
    return np.rint(level(np.arange(256) * (gain / 255), root=root)).astype(np.uint8)


def indexed(image: np.ndarray, gain: float = 1.0, *, root: bool = False) -> np.ndarray:
    """An 8-bit picture as colour indices, uint8 of the same shape; see `lookup`."""
    made = bytearray(image.tobytes().translate(lookup(gain, root=root).tobytes()))  # faster than indexing an array
    return np.frombuffer(made, np.uint8).reshape(image.shape)


def picture(indices: np.ndarray, name: str, nothing: QColor) -> QImage:
    """A QImage of indices uint8 [rows, columns]; it owns its memory."""
    rows, columns = indices.shape
    padded = indices
    if columns % 4 or not indices.flags.c_contiguous:  # Qt's rows are multiples of 4 bytes
        padded = np.full((rows, -(-columns // 4) * 4), NOTHING, np.uint8)
        padded[:, :columns] = indices
    image = QImage(padded.data, columns, rows, padded.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([*table(name), 0, nothing.rgb()])
    return image.copy()
