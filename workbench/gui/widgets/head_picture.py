"""The pictures of one head: the whole of it, and in more detail the part that is looked at.

The idea that is not obvious: the whole stays underneath, so that panning and zooming never show an empty place, and it gives
the colours their scale: a weight keeps its colour wherever one looks.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtGui import QColor, QImage

from workbench.gui.widgets import colormap
from workbench.gui.widgets.map_view import MapView, Region
from workbench.values import HeadImage, HeadRequest

ENOUGH = 0.9
"""A picture with this share of the wanted pixels need not be asked for again."""

_BAND = 64
_TRIANGLE = np.triu(np.ones((_BAND, _BAND), bool))


def _same(request: HeadRequest) -> HeadRequest:
    """What pictures of one head must have in common."""
    return dataclasses.replace(request, region=None, pixels=0)


def covers(outer: Region, inner: Region) -> bool:
    return outer[0] <= inner[0] and outer[1] >= inner[1] and outer[2] <= inner[2] and outer[3] >= inner[3]


class HeadPicture:
    """Keeps what has arrived, says what is missing, makes QImages of it."""

    def __init__(self) -> None:
        self.whole: HeadImage | None = None
        self.detail: HeadImage | None = None
        self._made: dict[int, tuple[tuple[object, ...], QImage]] = {}

    def clear(self) -> None:
        self.whole = self.detail = None
        self._made.clear()

    def add(self, image: HeadImage, *, n_queries: int, n_keys: int) -> None:
        """Take in a picture; those of another head give way to it."""
        if covers(image.region, (0, n_queries, 0, n_keys)):
            self.whole = image
            if self.detail is not None and _same(self.detail.request) != _same(image.request):
                self.detail = None
        else:
            self.detail = image
            if self.whole is not None and _same(self.whole.request) != _same(image.request):
                self.whole = None
        self._made.clear()

    @property
    def shown(self) -> HeadRequest | None:
        """The head that the pictures are of."""
        image = self.detail or self.whole
        return image.request if image is not None else None

    def wanted(self, head: HeadRequest, view: MapView, pixels: int) -> HeadRequest | None:
        """The next picture worth asking for, to see `head` in `view` with `pixels` device pixels a side; None: all is there."""
        whole = self.whole if self.whole is not None and _same(self.whole.request) == _same(head) else None
        if whole is None or (view.is_whole and whole.step > 1 and whole.request.pixels < ENOUGH * pixels):
            return dataclasses.replace(head, region=None, pixels=pixels)
        if whole.step == 1 or view.is_whole:
            return None
        q0, q1, k0, k1 = view.region
        step = max(1, -(-max(q1 - q0, k1 - k0) // pixels))
        detail = self.detail if self.detail is not None and _same(self.detail.request) == _same(head) else None
        if whole.step <= step or (detail is not None and detail.step <= step and covers(detail.region, view.region)):
            return None
        region = view.region_for(step)
        span = max(region[1] - region[0], region[3] - region[2])
        return dataclasses.replace(head, region=region, pixels=-(-span // step))

    def high(self) -> float:
        """The upper end of the head's own scale."""
        image = self.whole or self.detail
        if image is None:
            return 1.0
        if image.request.reduce == "mean" and self.detail is not None:
            return self.detail.high  # means of smaller blocks are higher than those of the whole
        return image.high

    def layers(self, view: MapView) -> list[HeadImage]:
        """What is to be drawn, bottom first."""
        if self.detail is not None and (self.whole is None or not view.is_whole):
            covered = covers(self.detail.region, view.region)
            return [self.detail] if self.whole is None or covered else [self.whole, self.detail]
        return [self.whole] if self.whole is not None else []

    def high_in(self, view: MapView) -> float:
        """The strongest weight in view; a hidden sink does not count."""
        strongest = 0.0
        for image in self.layers(view)[-1:]:
            (q0, _, k0, _), step = image.region, image.step
            top, bottom, left, right = view.region
            first = (left - k0) // step
            first += 1 if image.request.hide_sink and k0 + first * step == 0 and step == 1 else 0
            part = image.image[max(0, (top - q0) // step) : -(-(bottom - q0) // step), max(0, first) : -(-(right - k0) // step)]
            strongest = image.high * float(part.max()) / 255 if part.size else 0.0
        return strongest or self.high()

    def qimage(self, image: HeadImage, *, high: float, causal: bool, root: bool, name: str, nothing: QColor) -> QImage:
        """An image on a scale from 0 to `high`, made once for each scale and look; `nothing`: the colour of what can't be read."""
        key = (high, causal, root, name, nothing.rgb())
        kept = self._made.get(id(image))
        if kept is None or kept[0] != key:
            made = colormap.coloured(image.image, colormap.colours(name, image.high / max(high, 1e-12), root=root))
            cells, (q0, _, k0, _) = colormap.cells(made), image.region
            if image.request.hide_sink and k0 == 0:  # beyond its own scale: how far is not known
                cells[image.image[:, 0] == 255, 0] = colormap.table(name)[-1]
            if causal:  # a block is hidden if its first key comes after its last query
                _fill_beyond(cells, 1 + (q0 - k0 + image.step - 1) // image.step, nothing.rgb())
            kept = self._made[id(image)] = (key, made)
        return kept[1]

    def is_cut(self) -> bool:
        """Whether weights of the first token lie beyond the scale."""
        image = self.whole or self.detail
        return image is not None and image.request.hide_sink and image.region[2] == 0 and bool((image.image[:, 0] == 255).any())


def _fill_beyond(cells: np.ndarray, first: int, colour: int) -> None:
    """Fill row r from column r + `first` on; in bands of rows, which is four times as fast as row by row or through a mask."""
    for top in range(0, len(cells), _BAND):
        band, start = cells[top : top + _BAND], top + first
        band[:, max(0, start + _BAND) :] = colour
        corner = band[:, max(0, start) : max(0, start + _BAND)]
        np.copyto(corner, colour, where=_TRIANGLE[: len(band), max(0, -start) :][:, : corner.shape[1]])
