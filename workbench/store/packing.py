"""How a column of numbers becomes few bytes, and the very same numbers again, bit by bit.

The idea that is not obvious: what a training measures is half noise. The first bytes of its numbers hardly change and are compressed;
the last ones are random, and are stored as they are: that costs nothing to read. So the bytes of all numbers are put side by side, first
bytes with first bytes, and each such plane is stored in the way that is least. Before, numbers may be replaced by their differences.

A blob: a byte for the form (bits FLOAT32, INTEGER and how often differences were taken), then each plane, lowest byte first: its way
(a byte), its length (uint32, little-endian) and its bytes.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.unsignedinteger]

FLOAT32, INTEGER = 8, 4
"""All numbers are the float64 of a float32, or of an integer. The two bits below them: differences of which order."""
MOST_DIFFERENCES = 2
SAME, PLAIN, COMPRESSED = 0, 1, 2
"""A plane of one byte again and again, one as it is, or compressed by zlib."""
WORTH_BITS = 7.0
"""A plane whose bytes carry more information than this is not worth compressing."""
SAVED = 0.97
"""What takes more than the least only by this share is taken if it needs fewer differences: they take time to read."""
EXACT = 2.0**53
_PLANE = struct.Struct("<BI")


def pack(values: np.ndarray) -> bytes:
    """float64 [n] as bytes."""
    bits = np.ascontiguousarray(values, np.float64).view(np.uint64)
    with np.errstate(invalid="ignore", over="ignore"):
        whole = values.astype(np.int64)
        if np.all(np.abs(values) <= EXACT) and np.array_equal(whole.astype(np.float64).view(np.uint64), bits):
            return _packed(whole.view(np.uint64), INTEGER)
        short = values.astype(np.float32)
    if np.array_equal(short.astype(np.float64).view(np.uint64), bits):
        return _packed(short.view(np.uint32), FLOAT32)
    return _packed(bits, 0)


def pack_integers(values: np.ndarray) -> bytes:
    """int64 [n] as bytes."""
    return _packed(np.ascontiguousarray(values, np.int64).view(np.uint64), INTEGER)


def unpack(blob: bytes, n: int) -> np.ndarray:
    """float64 [n] again. Raises ValueError for bytes that `pack` cannot have made."""
    values = np.empty(n)
    unpack_into(values, blob)
    return values


def unpack_into(values: NDArray[np.float64], blob: bytes) -> None:
    """The same into the room there is for them."""
    n = len(values)
    if blob and not blob[0]:  # the very words
        _fill(values.view(np.uint8).reshape(n, 8), blob)
        return
    words = _unpacked(blob, n)
    values[:] = words.view(np.int64 if blob[0] & INTEGER else np.float32 if blob[0] & FLOAT32 else np.float64)


def unpack_integers(blob: bytes, n: int) -> NDArray[np.int64]:
    """int64 [n] again. Raises ValueError for bytes that `pack_integers` cannot have made."""
    return _unpacked(blob, n).view(np.int64)


def _packed(words: Words, form: int) -> bytes:
    """The least of the plain words and their differences, by what their planes carry; differences only where they save something."""
    forms = [words]
    for _ in range(MOST_DIFFERENCES):
        forms.append(np.diff(forms[-1], prepend=forms[-1].dtype.type(0)))
    folded = [words, *(_fold(one) for one in forms[1:])]
    weighed = [_information(_planes(one)) for one in folded]
    totals = np.array([bits.sum() for bits in weighed])
    order = int(np.argmax(totals <= totals.min() / SAVED))
    parts = [bytes((form | order,))]
    for plane, bits in zip(_planes(folded[order]), weighed[order], strict=True):
        way, stored = _stored(plane, float(bits))
        parts += (_PLANE.pack(way, len(stored)), stored)
    return b"".join(parts)


def _stored(plane: np.ndarray, bits: float) -> tuple[int, bytes]:
    """A plane in the way that is least."""
    if bits == 0.0:
        return SAME, plane[:1].tobytes()
    plain = plane.tobytes()
    if bits < WORTH_BITS and len(compressed := zlib.compress(plain, 1)) < len(plain):
        return COMPRESSED, compressed
    return PLAIN, plain


def _unpacked(blob: bytes, n: int) -> Words:
    if not blob:
        raise ValueError("no bytes")
    form = blob[0]
    width = 4 if form & FLOAT32 else 8
    planes = np.empty((n, width), np.uint8)
    _fill(planes, blob)
    words: Words = planes.view(np.uint32)[:, 0] if width == 4 else planes.view(np.uint64)[:, 0]
    order = form & (INTEGER - 1)
    if order:
        words = _unfold(words)
    for _ in range(order):
        words = np.cumsum(words, dtype=words.dtype)
    return words


def _fill(planes: NDArray[np.uint8], blob: bytes) -> None:
    """Put the planes of a blob side by side, [n, width]."""
    at = 1
    for number in range(planes.shape[1]):
        if at + _PLANE.size > len(blob):
            raise ValueError("bytes are missing")
        way, size = _PLANE.unpack_from(blob, at)
        at += _PLANE.size
        planes[:, number] = _plane(way, blob[at : at + size], len(planes))
        at += size


def _plane(way: int, stored: bytes, n: int) -> np.ndarray | int:
    if way == SAME and stored:
        return stored[0]
    if way == COMPRESSED:
        reader = zlib.decompressobj()
        try:
            stored = reader.decompress(stored, n + 1)
        except zlib.error as error:
            raise ValueError(str(error)) from error
    if len(stored) != n or way > COMPRESSED:
        raise ValueError(f"a plane of {len(stored)} bytes for {n} numbers")
    return np.frombuffer(stored, np.uint8)


def _planes(words: Words) -> np.ndarray:
    """[width, n]: the lowest bytes of all words, then the next."""
    return np.ascontiguousarray(words.view(np.uint8).reshape(len(words), words.itemsize).T)


def _information(planes: np.ndarray) -> np.ndarray:
    """Bits that a byte of each plane carries [width], if it said nothing of the next."""
    width, n = planes.shape
    counts = np.bincount((planes + (np.arange(width) << 8)[:, None]).ravel(), minlength=width << 8).reshape(width, 256)
    shares = counts / max(n, 1)
    carried: np.ndarray = 0.0 - (shares * np.log2(np.where(counts, shares, 1.0))).sum(axis=1)
    return carried


def _fold(words: Words) -> Words:
    """Differences around zero as small numbers: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    signed = words.view(words.dtype.str.replace("u", "i"))
    folded: Words = ((signed << 1) ^ (signed >> (8 * words.itemsize - 1))).view(words.dtype)
    return folded


def _unfold(words: Words) -> Words:
    one = words.dtype.type(1)
    unfolded: Words = (words >> one) ^ (~(words & one) + one)
    return unfolded
