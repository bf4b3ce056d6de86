"""The columns of a pipeline: over which of them a piece stands, and which bytes of the given text those are.

Shapes: b blocks of an alignment; positions are in the bytes of the text in normal form unless `given` is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from workbench.text.alignment import Chain


class Room(NamedTuple):
    """An alignment in which every piece has room. `block_of`: the block of each token that covers nothing, -1 for the others;
    `at`: by place in the bytes of the text in normal form, the blocks [first, last) of what covers nothing there."""

    chain: Chain
    block_of: np.ndarray
    at: dict[int, tuple[int, int]]


def with_room(aligned: Chain, tokens: np.ndarray, words: Sequence[np.ndarray]) -> Room:
    """Put in an empty block for each token that covers nothing, and at least one where a word does not; what was put in at that place
    anyway is such a block."""
    needed = Counter(_empty(tokens)) | Counter({place: 1 for spans in words for place in _empty(spans)})
    rows = [list(row) for row in (aligned.given, *aligned.texts)]
    at: dict[int, tuple[int, int]] = {}
    for place in sorted(needed):
        first = last = int(np.searchsorted(_ends(rows[-1]), place, side="right")) - 1
        while first > 0 and last - first < needed[place] and not rows[0][first - 1] and not rows[-1][first - 1]:
            first -= 1
        for row in rows:
            row[last:last] = [""] * (needed[place] - (last - first))
        at[place] = first, first + needed[place]
    block_of = np.full(len(tokens), -1, np.int64)
    used: Counter[int] = Counter()
    for number in np.flatnonzero(tokens[:, 0] == tokens[:, 1]).tolist():
        place = int(tokens[number, 0])
        block_of[number] = at[place][0] + used[place]
        used[place] += 1
    return Room(Chain(tuple(rows[0]), tuple(tuple(row) for row in rows[1:])), block_of, at)


def _empty(spans: np.ndarray) -> list[int]:
    return [int(first) for first, last in spans.tolist() if first == last]


class Columns:
    """`n` columns: `around[0]` of them for what stands before the text, `around[1]` behind it."""

    def __init__(self, room: Room, spans: Sequence[np.ndarray], *, around: tuple[int, int]) -> None:
        """`spans`: all that must fall on borders, each int64 [.., 2]; the last are those of the tokens."""
        given, form = room.chain.given, room.chain.texts[-1]
        self._given, self._form = _ends(given), _ends(form)
        self._same = np.array([one == other for one, other in zip(given, form, strict=True)] + [True])
        self._block_of, self._room, self._around = room.block_of, room.at, around
        places = np.unique(np.concatenate([one.reshape(-1) for one in spans]))
        self._inner = places[~np.isin(places, self._form)]
        inner_block = np.searchsorted(self._form, self._inner, side="right") - 1
        counts = 1 + np.bincount(inner_block, minlength=len(given))[: len(given)]
        self._first = around[0] + np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        order = np.arange(len(self._inner)) - np.searchsorted(inner_block, inner_block, side="left")
        self._inner_column = self._first[inner_block] + 1 + order
        self.n = int(self._first[-1]) + around[1]

    def of_blocks(self, numbers: np.ndarray) -> np.ndarray:
        """int32 [.., 2]: the columns of blocks."""
        return np.stack([self._first[numbers], self._first[numbers + 1]], axis=1).astype(np.int32)

    def given_of_blocks(self, numbers: np.ndarray) -> np.ndarray:
        """int64 [.., 2]: where blocks stand in the given text."""
        return np.stack([self._given[numbers], self._given[numbers + 1]], axis=1)

    def of_spans(self, spans: np.ndarray, *, first_token: int | None = None) -> np.ndarray:
        """int32 [.., 2]: the columns of pieces. `first_token`: they are tokens from this number on, 0 being the first of the text."""
        first, last = self._column(spans[:, 0], ends=False), self._column(spans[:, 1], ends=True)
        found = np.stack([first, np.maximum(first, last)], axis=1)
        for at in np.flatnonzero(spans[:, 0] == spans[:, 1]).tolist():
            if first_token is not None:
                found[at] = self._of_empty(first_token + at)
            elif int(spans[at, 0]) in self._room:
                found[at] = self._first[list(self._room[int(spans[at, 0])])]
        return found.astype(np.int32)

    def _of_empty(self, token: int) -> tuple[int, int]:
        """The columns of a token that covers nothing."""
        if token < 0:
            return token + self._around[0], token + self._around[0] + 1
        if token >= len(self._block_of):
            at = int(self._first[-1]) + token - len(self._block_of)
            return at, at + 1
        block = int(self._block_of[token])
        return int(self._first[block]), int(self._first[block + 1])

    def given_of_spans(self, spans: np.ndarray) -> np.ndarray:
        """int64 [.., 2]: where pieces stand in the given text; within a block that was changed, at its borders."""
        first, last = self._place(spans[:, 0], ends=False), self._place(spans[:, 1], ends=True)
        return np.stack([first, np.where(spans[:, 1] > spans[:, 0], np.maximum(first, last), first)], axis=1)

    def _column(self, places: np.ndarray, *, ends: bool) -> np.ndarray:
        column: np.ndarray = self._first[self._block(places, ends=ends)]
        inside = np.isin(places, self._inner)
        column[inside] = self._inner_column[np.searchsorted(self._inner, places[inside])]
        return column

    def _place(self, places: np.ndarray, *, ends: bool) -> np.ndarray:
        block = self._block(places, ends=False)
        inside = places > self._form[block]
        border = self._given[np.minimum(block + ends, len(self._given) - 1)]
        within = np.where(self._same[block], self._given[block] + places - self._form[block], border)
        found: np.ndarray = np.where(inside, within, self._given[self._block(places, ends=ends)])
        return found

    def _block(self, places: np.ndarray, *, ends: bool) -> np.ndarray:
        """The block that begins at each place, or (`ends`) the one behind the block that ends there; blocks that hold nothing of the
        text in normal form are passed over."""
        found: np.ndarray = np.searchsorted(self._form, places, side="left" if ends else "right")
        return found if ends else found - 1


def _ends(parts: Sequence[str]) -> np.ndarray:
    """int64 [b + 1]: where each part begins in bytes, and the length of all."""
    sizes = np.fromiter((len(part.encode("utf-8")) for part in parts), np.int64, len(parts))
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
