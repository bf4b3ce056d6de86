"""All heads of a trace stitched into one 8-bit picture, put together in device pixels so that it is crisp at any scale.

L layers, H heads, thumbnails of queries x keys cells.
"""

from __future__ import annotations

import numpy as np

from workbench.gui.widgets import colormap


def stitched(
    images: np.ndarray, gains: np.ndarray, *, side: int, lefts: np.ndarray, tops: np.ndarray, causal: bool, root: bool = False
) -> np.ndarray:
    """Colour indices uint8 of the whole picture; what lies between thumbnails is GAP.

    images uint8 [L, H, queries, keys]; gains float [L, H]: what 255 stands for in units of the scale; side: device pixels of a thumbnail;
    lefts int [H], tops int [L]: where thumbnails begin. `causal`: keys after the query are NOTHING. `root`: colours by the square root.
    """
    _, n_heads, n_rows, n_columns = images.shape
    canvas = np.full((int(tops[-1]) + side, int(lefts[-1]) + side), colormap.GAP, np.uint8)
    rows, columns = (np.arange(side) * n_rows // side)[:, None], (np.arange(side) * n_columns // side)[None, :]
    cells = (rows * n_columns + columns).ravel()  # the cell that each pixel shows
    later = np.where(causal & (columns > rows), colormap.NOTHING, 0).astype(np.uint8)
    tables = colormap.lookup(gains, root=root)
    for layer, top in enumerate(tops):
        shown = images[layer].reshape(n_heads, -1).take(cells, axis=1, mode="clip")  # [H, side * side]; no cell is out of range
        for head, left in enumerate(lefts):
            indices = colormap.looked_up(shown[head], tables[layer, head]).reshape(side, side)
            np.maximum(indices, later, out=canvas[top : top + side, left : left + side])  # no index is above NOTHING
    return canvas
