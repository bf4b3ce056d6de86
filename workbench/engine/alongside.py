"""Two tokenized texts laid along each other by their bytes.

The idea that is not obvious: tokens are compared nowhere. Words that both texts have in the same order give stretches of equal
bytes; within those, wherever both tokenizers cut at the same byte, a place ends. So "un|believ|able" and "unbeliev|able" have two
places in common, whatever the vocabularies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile

import numpy as np

from workbench.values import Encoding, Places

Pair = tuple[int, int, int, int]
"""Tokens of a from, to; tokens of b from, to."""
_WORD = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")


def places(a: Encoding, b: Encoding) -> Places:
    """The stretches of both texts, what only one has among them."""
    pairs = list(_filled([*_around(a, b, front=True), *_within(a, b), *_around(a, b, front=False)], len(a.ids), len(b.ids)))
    rows = np.array(pairs, np.int32).reshape(-1, 4)
    labels = tuple(_label(a, a0, a1) if a1 > a0 else _label(b, b0, b1) for a0, a1, b0, b1 in pairs)
    return Places(rows[:, :2], rows[:, 2:], labels)


def _within(a: Encoding, b: Encoding) -> Iterator[Pair]:
    """Places in the texts themselves."""
    inner_a, inner_b = _inner(a), _inner(b)
    starts_a, starts_b = a.byte_spans[inner_a.start : inner_a.stop, 0], b.byte_spans[inner_b.start : inner_b.stop, 0]
    ends = len(a.text.encode("utf-8")), len(b.text.encode("utf-8"))
    cuts_a, cuts_b = np.unique([*starts_a.tolist(), ends[0]]), np.unique([*starts_b.tolist(), ends[1]])
    for at_a, at_b, size in _equal(a.text, b.text):
        common = np.intersect1d(_cuts(cuts_a, at_a, size), _cuts(cuts_b, at_b, size))
        for first, last in zip(common[:-1].tolist(), common[1:].tolist(), strict=True):
            of_a = inner_a.start + np.searchsorted(starts_a, [at_a + first, at_a + last])
            of_b = inner_b.start + np.searchsorted(starts_b, [at_b + first, at_b + last])
            yield int(of_a[0]), int(of_a[1]), int(of_b[0]), int(of_b[1])


def _cuts(cuts: np.ndarray, at: int, size: int) -> np.ndarray:
    """Where a tokenizer cuts within a stretch, counted from its beginning."""
    return cuts[(cuts >= at) & (cuts <= at + size)] - at


def _equal(a: str, b: str) -> Iterator[tuple[int, int, int]]:
    """(byte in a, byte in b, bytes) of the longest stretches that both texts have, in order."""
    begun: tuple[int, int, int] | None = None
    for at_a, at_b, size in _stretches(a, b):
        if begun is not None and (begun[0] + begun[2], begun[1] + begun[2]) == (at_a, at_b):
            begun = begun[0], begun[1], begun[2] + size
            continue
        if begun is not None:
            yield begun
        begun = at_a, at_b, size
    if begun is not None:
        yield begun


def _stretches(a: str, b: str) -> Iterator[tuple[int, int, int]]:
    """Equal words; of words that differ, how they begin and end, for a Korean word may differ in its particle alone."""
    words = [_WORD.findall(text) for text in (a, b)]
    folded = [[(word.casefold(), _size(word)) for word in some] for some in words]
    at_a = at_b = 0
    for _, a0, a1, b0, b1 in SequenceMatcher(a=folded[0], b=folded[1], autojunk=False).get_opcodes():
        of_a, of_b = "".join(words[0][a0:a1]), "".join(words[1][b0:b1])
        same = folded[0][a0:a1] == folded[1][b0:b1]
        front = of_a if same else _beginning(of_a, of_b)
        back = "" if same else _beginning(of_a[len(front) :][::-1], of_b[len(front) :][::-1])[::-1]
        if front:
            yield at_a, at_b, _size(front)
        at_a, at_b = at_a + _size(of_a), at_b + _size(of_b)
        if back:
            yield at_a - _size(back), at_b - _size(back), _size(back)


def _beginning(a: str, b: str) -> str:
    """The characters with which both begin."""
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _around(a: Encoding, b: Encoding, *, front: bool) -> list[Pair]:
    """What stands before the texts, paired from the front; behind them, from the back."""
    inner = _inner(a), _inner(b)
    if front:
        return [(at, at + 1, at, at + 1) for at in range(min(inner[0].start, inner[1].start))]
    n_a, n_b = len(a.ids), len(b.ids)
    count = min(n_a - inner[0].stop, n_b - inner[1].stop)
    return [(n_a - left, n_a - left + 1, n_b - left, n_b - left + 1) for left in range(count, 0, -1)]


def _inner(encoding: Encoding) -> range:
    """The tokens between those that stand for no byte at either end."""
    there = np.flatnonzero(encoding.byte_spans[:, 1] > encoding.byte_spans[:, 0])
    return range(int(there[0]), int(there[-1]) + 1) if len(there) else range(len(encoding.ids), len(encoding.ids))


def _filled(pairs: list[Pair], n_a: int, n_b: int) -> Iterator[Pair]:
    """The pairs, with the tokens that only one text has between them, each by itself."""
    at_a = at_b = 0
    for pair in [*pairs, (n_a, n_a, n_b, n_b)]:
        yield from ((at, at + 1, at_b, at_b) for at in range(at_a, pair[0]))
        yield from ((pair[0], pair[0], at, at + 1) for at in range(at_b, pair[2]))
        if pair[1] > pair[0]:
            yield pair
        at_a, at_b = pair[1], pair[3]


def _label(encoding: Encoding, first: int, last: int) -> str:
    start, end = int(encoding.byte_spans[first, 0]), int(encoding.byte_spans[last - 1, 1])
    spelled = encoding.text.encode("utf-8")[start:end]
    return spelled.decode("utf-8", "replace") if end > start else " ".join(encoding.tokens[first:last])
