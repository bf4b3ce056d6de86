"""Byte spans of the text under study <-> byte spans of what was tokenized.

They differ when the text went in through a chat template (it stands inside) or through a normalizer (it was changed). What cannot be
mapped is said to be nowhere, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Place = Callable[[int], int]


class SpanMap:
    """Maps spans both ways. `known` is False when the two texts have no exact relation."""

    def __init__(self, studied: str, tokenized: str) -> None:
        self._offset, self._pair = 0, None
        inside = tokenized.rfind(studied) if studied else 0
        self.known = True
        if inside >= 0:
            self._offset = len(tokenized[:inside].encode("utf-8", "surrogatepass"))
        elif len(studied) == len(tokenized):
            self._pair = _edges(studied), _edges(tokenized)
        else:
            self.known = False
        self._size = len(studied.encode("utf-8", "surrogatepass"))

    def to_tokenized(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the studied text stands in the tokenized one; (0, 0) if that isn't known."""
        if not self.known or end <= start:
            return 0, 0
        if self._pair is not None:
            return _moved(start, end, *self._pair)
        return start + self._offset, end + self._offset

    def to_studied(self, start: int, end: int) -> tuple[int, int]:
        """The way back, cut to the studied text; (0, 0) for what lies outside of it."""
        if not self.known or end <= start:
            return 0, 0
        if self._pair is not None:
            return _moved(start, end, *reversed(self._pair))
        low, high = max(0, start - self._offset), min(self._size, end - self._offset)
        return (low, high) if high > low else (0, 0)


def _edges(text: str) -> np.ndarray:
    raw = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    return np.append(np.flatnonzero((raw & 0xC0) != 0x80), len(raw))


def _moved(start: int, end: int, source: np.ndarray, target: np.ndarray) -> tuple[int, int]:
    first = int(np.searchsorted(source, start, side="right")) - 1
    last = int(np.searchsorted(source, end, side="left"))
    return int(target[first]), int(target[last])
