"""Which bytes and which characters of the text each token stands for.

The tokenizers library gives offsets in characters, and they repeat when a character is split over tokens. Where the
vocabulary spells bytes, spans are accumulated from the tokens' own bytes instead, and then partition the text exactly.

Shapes: n tokens; spans int64 [n, 2].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def starts_of_characters(text: str) -> np.ndarray:
    """int64 [characters + 1]: the byte at which each character starts, and the length in bytes."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    widths = 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    return np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)


def from_pieces(pieces: Sequence[bytes], text: str) -> np.ndarray | None:
    """Byte spans of tokens whose bytes, joined, are the text; None if they are not."""
    if b"".join(pieces) != text.encode("utf-8"):
        return None
    ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)
    return np.stack([ends - [len(piece) for piece in pieces], ends], axis=1) if pieces else np.zeros((0, 2), np.int64)


def from_offsets(offsets: np.ndarray, text: str) -> np.ndarray:
    """Byte spans from character offsets [n, 2]. What lies between two tokens goes to the later one, what follows the last to
    the last; of several tokens over the same character only the last has its bytes."""
    if not len(offsets):
        return np.zeros((0, 2), np.int64)
    starts = starts_of_characters(text)
    ends = np.maximum.accumulate(starts[offsets[:, 1]])
    for i in range(len(ends) - 1):  # a character under several tokens
        if offsets[i + 1, 0] < offsets[i, 1]:
            ends[i] = starts[offsets[i + 1, 0]]
    ends = np.maximum.accumulate(ends)
    ends[-1] = starts[-1]
    return np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)


def characters_of(byte_spans: np.ndarray, text: str) -> np.ndarray:
    """Character spans that cover the byte spans: tokens that share a split character overlap on it."""
    starts = starts_of_characters(text)
    first = np.searchsorted(starts, byte_spans[:, 0], side="right") - 1
    last = np.searchsorted(starts, byte_spans[:, 1], side="left")
    return np.stack([first, np.maximum(first, last)], axis=1).astype(np.int64)
