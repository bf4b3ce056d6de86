"""Which bytes and which characters of the text each token stands for.

The tokenizers library gives offsets in characters, and they repeat when a character is split over tokens. So spans are
accumulated from the tokens' own bytes wherever these are the text; only where they are not (unknown words, text that
lost something) do the offsets say. Either way the spans partition the text: each begins where the one before ends.

Shapes: n tokens; spans int64 [n, 2].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def accumulated(pieces: Sequence[bytes], raw: bytes, *, lead: bytes = b"", lost: frozenset[int] = frozenset()) -> np.ndarray | None:
    """Where each piece ends in `raw`, int64 [n], if joined they are `raw`, perhaps with `lead` (what the tokenizer put before it) or
    without the bytes that are `lost` (the vocabulary has no token for them). None if they are not."""
    ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
    joined = b"".join(pieces)
    if joined == raw:
        return ends
    if lead and joined == lead + raw:
        return np.maximum(ends - len(lead), 0)
    if not lost or not pieces:
        return None
    cells = np.frombuffer(raw, np.uint8)
    kept = np.flatnonzero(~np.isin(cells, list(lost)))
    if joined != cells[kept].tobytes():
        return None
    return np.append(kept, len(raw))[ends]  # what was lost goes to the token before it


def by_stretches(
    pieces: Sequence[bytes], offsets: np.ndarray, text: str, *, added: Sequence[int], lead: bytes, lost: frozenset[int]
) -> np.ndarray:
    """Where each piece ends in the bytes of `text`, int64 [n], when joined they are not simply the text.

    offsets  int64 [n, 2] as the library gives them, in characters of `text`; trusted for the tokens numbered in `added`, which
             cut the text into stretches that are looked at one by one
    """
    starts = starts_of_characters(text)
    raw = text.encode("utf-8")
    ends = np.zeros(len(pieces), np.int64)
    first, at = 0, 0
    for border in (*added, len(pieces)):
        inside = border < len(pieces)
        until = int(starts[offsets[border, 0]]) if inside else len(raw)
        stretch = pieces[first:border]
        found = accumulated(stretch, raw[at:until], lead=lead, lost=lost)
        ends[first:border] = at + (_by_offsets(stretch, starts[offsets[first:border]] - at, until - at) if found is None else found)
        if inside:
            at = ends[border] = int(starts[offsets[border, 1]])
        first = border + 1
    return ends


def partition(ends: np.ndarray, size: int) -> np.ndarray:
    """Spans from ends: each begins where the one before ends, and the last ends with the text of `size` bytes."""
    ends = np.maximum.accumulate(ends) if len(ends) else ends
    ends[-1:] = size
    return np.stack([np.append(0, ends)[: len(ends)], ends], axis=1).astype(np.int64)


def character_spans(spans: np.ndarray, text: str) -> np.ndarray:
    """Character spans that cover the byte spans: tokens that share a split character overlap on it."""
    starts = starts_of_characters(text)
    first = np.searchsorted(starts, spans[:, 0], side="right") - 1
    last = np.searchsorted(starts, spans[:, 1], side="left")
    return np.stack([first, np.maximum(first, last)], axis=1).astype(np.int64)


def starts_of_characters(text: str) -> np.ndarray:
    """int64 [characters + 1]: the byte at which each character starts, and the length in bytes."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    widths = 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    return np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)


def _by_offsets(pieces: Sequence[bytes], spans: np.ndarray, size: int) -> np.ndarray:
    """Where each piece ends, from byte spans that may repeat. Tokens over the same characters share them out by their own bytes
    if these fit, else the last has them all."""
    ends: np.ndarray = np.clip(spans[:, 1], 0, size)
    at = 0
    while at < len(pieces):
        begin, end = spans[at]
        after = at + 1
        while after < len(pieces) and spans[after, 0] < end:
            end = max(end, spans[after, 1])
            after += 1
        if after - at > 1:
            shares = np.cumsum([len(piece) for piece in pieces[at:after]])
            ends[at:after] = begin + (shares if shares[-1] == end - begin else np.where(np.arange(at, after) == after - 1, end - begin, 0))
        at = after
    return ends
