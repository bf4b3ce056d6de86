"""Encodings for tests, made by a small honest byte-level scheme: words with their leading space, Hangul and emoji cut into bytes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np

from workbench.values import Encoding

_PIECES = re.compile(r"\n| ?[A-Za-z]+|\d| +(?! )|.", re.DOTALL)
WHOLE = "이다"


def cut(text: str, ends: Sequence[int], *, special: Sequence[tuple[int, str]] = ()) -> Encoding:
    """The text cut behind the byte positions `ends`; `special` tokens (position among the tokens, spelling) cover nothing."""
    data = text.encode()
    edges = sorted({0, len(data), *ends})
    spans = [(start, end) for start, end in itertools.pairwise(edges) if end > start]
    kinds, tokens = [0] * len(spans), [data[start:end].decode("latin-1") for start, end in spans]
    for place, spelling in special:
        at = spans[place][0] if place < len(spans) else len(data)
        spans.insert(place, (at, at))
        kinds.insert(place, 1)
        tokens.insert(place, spelling)
    chars = [_characters(data, start, end) for start, end in spans]
    return Encoding(
        ids=np.asarray([sum(token.encode()) * 37 % 49152 for token in tokens], dtype=np.int32),
        tokens=tuple(tokens),
        byte_spans=np.asarray(spans, dtype=np.int64).reshape(-1, 2),
        char_spans=np.asarray(chars, dtype=np.int64).reshape(-1, 2),
        kinds=np.asarray(kinds, dtype=np.uint8),
        text=text,
    )


def encode(text: str, *, special: Sequence[tuple[int, str]] = ()) -> Encoding:
    """Words whole, most Hangul and all emoji as single bytes."""
    ends, place = [], 0
    for match in _PIECES.finditer(text):
        piece = match.group().encode()
        if len(piece) >= 3 and not piece.isascii() and match.group() not in WHOLE:
            ends.extend(range(place + 2 if len(piece) == 3 else place + 1, place + len(piece) + 1))
        place += len(piece)
        ends.append(place)
    return cut(text, ends, special=special)


def _characters(data: bytes, start: int, end: int) -> tuple[int, int]:
    def before(place: int) -> int:
        return sum(byte & 0xC0 != 0x80 for byte in data[:place])

    if start == end:
        return before(start), before(start)
    first = before(start + 1) - 1
    return first, before(end)
