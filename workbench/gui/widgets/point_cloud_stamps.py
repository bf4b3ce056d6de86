"""Discs of a few pixels, thousands at a time, as a picture: NumPy only, nothing is drawn one by one.

Shapes: n points. The idea that is not obvious: a point is written as one number into one pixel, its rank, and the discs are then
grown for all points at once, by taking the maximum of the picture with itself, moved. So a disc costs the same however many there are,
the later of two points always lies on top. Rims are grown a second time, a little wider, and lie below all that is whole. Few enough
points are written disc by disc instead, which gives the same picture.
"""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

import numpy as np

NOWHERE = -(1 << 30)
"""What stands in pixels without a point: whatever is added to it stays below every rank."""
ROWS = 64
"""So many rows of the picture are grown at a time: they stay in the processor's cache."""
FEW = 500_000
"""Up to so many pixels of discs are written one by one: then that is faster than growing the whole picture."""
WHOLE, RIM = 0.7, 0.3
"""From this part of a pixel on that a disc covers, the pixel is its, or of its rim."""


class Block(NamedTuple):
    """A rectangle of a disc: `width` x `height` pixels from (down, right) of its point on."""

    down: int
    right: int
    width: int
    height: int


class Place(NamedTuple):
    """Where numbers lie on a picture of `width` x `height` pixels: at (x_scale x + x_shift, y_scale y + y_shift)."""

    x_scale: float
    x_shift: float
    y_scale: float
    y_shift: float
    width: int
    height: int


Disc = tuple[Block, ...]


@functools.cache
def disc(diameter: float, cover: float) -> Disc:
    """The pixels of which a disc covers at least `cover`, from top to bottom. Even diameters have their middle between pixels."""
    middle, reach = 0.0 if round(diameter) % 2 == 0 else 0.5, math.ceil(diameter / 2) + 1
    fine = (np.arange(16 * 2 * reach) + 0.5) / 16 - reach - middle
    inside = fine[:, None] ** 2 + fine[None, :] ** 2 <= diameter**2 / 4
    part = inside.reshape(2 * reach, 16, 2 * reach, 16).mean((1, 3))
    blocks: list[Block] = []
    for down, row in enumerate(part >= cover, start=-reach):
        found = np.flatnonzero(row)
        if not len(found):
            continue
        right, width = int(found[0]) - reach, int(found[-1] - found[0]) + 1
        if blocks and (blocks[-1].right, blocks[-1].width) == (right, width):
            blocks[-1] = blocks[-1]._replace(height=blocks[-1].height + 1)
        else:
            blocks.append(Block(down, right, width, 1))
    return tuple(blocks) or (Block(0, 0, 1, 1),)


class Stamps:
    """A picture of points in colours, made anew at each `draw` in arrays that are kept."""

    def __init__(self) -> None:
        self.width = self.height = self.margin = self.stride = self.n = 0
        self._x = self._y = np.zeros(0, np.float32)
        self._across = self._down = self._ranks = np.zeros(0, np.int32)
        self.at = np.zeros(0, np.int64)
        self._points = self._grown = np.zeros(0, np.int32)
        self._work: tuple[np.ndarray, ...] = ()
        self._pixels = np.zeros(0, np.uint32)
        self._spots = np.zeros(0, np.int64)
        self._ranked, self._diameter = False, 1.0
        self._discs: tuple[Disc, Disc] = (disc(1, WHOLE), disc(1, WHOLE))

    def set_points(self, x: np.ndarray, y: np.ndarray) -> None:
        """Other points, x and y float32 [n], finite, the one that lies on top last."""
        self._x, self._y = x, y
        if self.n != len(x):
            self.n = len(x)
            self._across, self._down = np.empty(self.n, np.int32), np.empty(self.n, np.int32)
            self._ranks, self.at = np.arange(1, self.n + 1, dtype=np.int32), np.empty(self.n, np.int64)

    def draw(self, place: Place, table: np.ndarray, *, diameter: float, rim: float = 0.0) -> np.ndarray:
        """The picture, uint32 [height, width], premultiplied; valid until the next one.

        table uint32 [1 + 2n]: of nothing, of the rims, of the points, both in their order. `diameter` in pixels; `rim`: so much wider
        is the rim, 0: only what a whole disc leaves of its outermost pixels (so that it looks round).
        """
        whole, wide = disc(diameter, WHOLE), disc(diameter + rim, WHOLE if rim else RIM)
        self._make_room(place, math.ceil((diameter + rim) / 2) + 2)
        self._put(place, even=round(diameter) % 2 == 0)
        self._diameter, self._discs = diameter, (whole, wide)
        n_pixels = self.n * sum(one.width * one.height for one in (*whole, *(wide if wide != whole else ())))
        self._ranked = n_pixels > FEW
        if not self._ranked:
            self._write(table)
            return self.pixels
        self._points.fill(NOWHERE)
        self._points[self.at] = self._ranks
        for first in range(self.margin, self.margin + self.height, ROWS):
            self._grow(first, min(first + ROWS, self.margin + self.height), whole, wide, table)
        return self.pixels

    def recolour(self, table: np.ndarray) -> np.ndarray:
        """The same points in other colours."""
        if self._ranked:
            np.take(table, self._grown, out=self._pixels, mode="clip")
        else:
            self._write(table)
        return self.pixels

    @property
    def pixels(self) -> np.ndarray:
        """The picture as it is."""
        m = self.margin
        return self._pixels.reshape(-1, self.stride)[m : m + self.height, m : m + self.width]

    @property
    def memory(self) -> memoryview:
        """The picture from its first pixel on, `pixels.strides[0]` bytes a row."""
        return self._pixels[self.margin * self.stride + self.margin :].data

    def nearest(self, x: float, y: float, reach: float) -> int:
        """The point on top at (x, y) of the picture, else that whose disc is nearest within `reach` pixels; -1: none. By its order."""
        even, radius = round(self._diameter) % 2 == 0, self._diameter / 2
        column, row = (value + self.margin - (0.0 if even else 0.5) for value in (x, y))  # as the points' pixels are counted
        far = reach + radius
        low, high = max(self.margin, math.ceil(column - far)), min(self.margin + self.width - 1, math.floor(column + far))
        near = np.flatnonzero((self._across >= low) & (self._across <= high))
        down = self._down[near] // self.stride if len(near) else near
        seen = (down >= self.margin) & (down < self.margin + self.height)  # beyond are those that lie nowhere
        near, away = near[seen], np.hypot(self._across[near[seen]] - column, down[seen] - row)
        inside = near[away <= radius]
        if len(inside):
            return int(inside[-1])
        best = len(away) - 1 - int(away[::-1].argmin()) if len(away) else -1
        return int(near[best]) if best >= 0 and away[best] <= far else -1

    # making it

    def _make_room(self, place: Place, margin: int) -> None:
        """Arrays for a picture of this size, with a margin for what lies beyond: what is put there shows nowhere."""
        margin = 2 * margin
        if (place.width, place.height, margin) == (self.width, self.height, self.margin):
            return
        self.width, self.height, self.margin = place.width, place.height, margin
        self.stride = -(-(place.width + 2 * margin) // 16) * 16
        size = self.stride * (place.height + 2 * margin)
        self._points, self._grown, self._pixels = np.empty(size, np.int32), np.full(size, NOWHERE, np.int32), np.zeros(size, np.uint32)
        band = (ROWS + 2 * margin) * self.stride
        self._work = tuple(np.empty(band, np.int32) for _ in range(8))

    def _put(self, place: Place, *, even: bool) -> None:
        """The pixel of each point, in the margin where it lies beyond."""
        half = 0.5 if even else 0.0
        sides = ((self._x, place.x_scale, place.x_shift, place.width), (self._y, place.y_scale, place.y_shift, place.height))
        spots = self.at.view(np.float32)[: self.n]  # the room of what is made from it
        for (numbers, scale, shift, size), whole in zip(sides, (self._across, self._down), strict=True):
            np.multiply(numbers, np.float32(scale), out=spots)
            np.add(spots, np.float32(shift + half + self.margin), out=spots)
            np.clip(spots, self.margin // 2, size + self.margin + self.margin // 2, out=spots)
            np.copyto(whole, spots, casting="unsafe")
        np.multiply(self._down, self.stride, out=self._down)
        np.add(self._down, self._across, out=self.at)

    def _write(self, table: np.ndarray) -> None:
        """Every pixel of every disc, one by one: rims first, then what is whole."""
        self._pixels.fill(table[0])
        whole, wide = self._discs
        for blocks, colours in ((wide, table[1 : 1 + self.n]), (whole, table[1 + self.n :])):
            if blocks is wide and wide == whole:
                continue  # nothing of them would be left
            offsets = np.concatenate([self._offsets(block) for block in blocks])
            if len(self._spots) < self.n * len(offsets):
                self._spots = np.empty(self.n * len(offsets), np.int64)
            spots = self._spots[: self.n * len(offsets)]
            np.add(self.at[:, None], offsets, out=spots.reshape(self.n, -1))
            self._pixels[spots] = np.repeat(colours, len(offsets))

    def _offsets(self, block: Block) -> np.ndarray:
        down, right = np.arange(block.height) + block.down, np.arange(block.width) + block.right
        return (down[:, None] * self.stride + right[None, :]).ravel()

    def _grow(self, first: int, end: int, whole: Disc, wide: Disc, table: np.ndarray) -> None:
        """The discs of all points in the rows from `first` to before `end`."""
        s, reach = self.stride, self.margin // 2
        begin, length = (first - reach) * s, (end - first) * s
        out, inner = self._grown[first * s : end * s], self._work[-1][:length]
        highest = _Highest(self._points[begin : begin + length + 2 * reach * s], s, self._work[:-1])

        def grow(blocks: Disc, target: np.ndarray) -> None:
            moved = []
            for block in blocks:
                at = (reach - block.down - block.height + 1) * s - block.right - block.width + 1
                moved.append(highest.of(block.width, block.height)[at : at + length])
            np.maximum(moved[0], moved[-1], out=target)
            for one in moved[1:-1]:
                np.maximum(target, one, out=target)

        if wide == whole:
            grow(whole, out)
            np.add(out, self.n, out=out)
        else:
            grow(whole, inner)
            np.add(inner, self.n, out=inner)
            grow(wide, out)
            np.maximum(out, inner, out=out)
        np.take(table, out, out=self._pixels[first * s : end * s], mode="clip")


class _Highest:
    """The highest rank of the rectangle that begins at each pixel: by doubling, from what is known. What a rectangle would need
    beyond the end is left undefined."""

    def __init__(self, source: np.ndarray, stride: int, rooms: tuple[np.ndarray, ...]) -> None:
        self._known, self._stride, self._rooms = {(1, 1): source}, stride, list(rooms)

    def of(self, width: int, height: int) -> np.ndarray:
        """By the pixel at the top left."""
        found = self._known.get((width, height))
        if found is None:
            if height > 1:
                part = self._part(height, [h for w, h in self._known if w == width])
                found = self._joined(self.of(width, part), (height - part) * self._stride)
            else:
                part = self._part(width, [w for w, h in self._known if h == 1])
                found = self._joined(self.of(part, 1), width - part)
            self._known[width, height] = found
        return found

    @staticmethod
    def _part(whole: int, known: list[int]) -> int:
        """Half of it or more: what is known already, where it is."""
        half = -(-whole // 2)
        return next((one for one in known if half <= one < whole), half)

    def _joined(self, known: np.ndarray, by: int) -> np.ndarray:
        """Each with the one `by` pixels on."""
        room = self._rooms.pop()[: len(known)] if self._rooms else np.empty_like(known)
        np.maximum(known[:-by], known[by:], out=room[:-by])
        return room
