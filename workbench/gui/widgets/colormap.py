"""Colour maps as colour tables for 8-bit pictures.

Drawing quantised weights through a table is the fast way in Qt: the picture stays one byte a cell, and a change of map or
theme changes 256 entries. The last index is no weight but "nothing here" (a later token, a gap) and takes a neutral colour.
viridis and cividis are perceptually uniform; their tables come with pyqtgraph.
"""

from __future__ import annotations

import functools

import numpy as np
import pyqtgraph
from PySide6.QtGui import QColor, QImage

NAMES = ("viridis", "cividis")
NOTHING = 255
LEVELS = 255
"""Indices 0 … 254 are weights."""


@functools.cache
def table(name: str) -> tuple[int, ...]:
    """0xffRRGGBB for the indices 0 … 254."""
    colours = pyqtgraph.colormap.get(name).getLookupTable(nPts=LEVELS)[:, :3]
    return tuple(0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in colours)


def levels(image: np.ndarray) -> np.ndarray:
    """Weights 0 … 255 (uint8) as indices 0 … 254."""
    return ((image.astype(np.uint16) * (LEVELS - 1) + 127) // 255).astype(np.uint8)


def picture(indices: np.ndarray, name: str, nothing: QColor) -> QImage:
    """A QImage of indices uint8 [rows, columns]; it owns its memory."""
    rows, columns = indices.shape
    padded = np.full((rows, -(-columns // 4) * 4), NOTHING, np.uint8)  # Qt's rows are multiples of 4 bytes
    padded[:, :columns] = indices
    image = QImage(padded.data, columns, rows, padded.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([*table(name), nothing.rgb()])
    return image.copy()
