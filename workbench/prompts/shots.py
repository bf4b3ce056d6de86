"""Which rows serve as examples of a few-shot prompt, and which are held out.

The idea that is not obvious: rows are put in order by a hash of the seed and their content. So a choice is the same on every
machine, k examples are the first k of more, a row that is added moves no other, and most prompts of a grid begin alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Row = tuple[str, ...]
FEWEST_TO_HOLD_OUT = 4
"""Rows: of fewer, none is held out."""


def shuffled(rows: Sequence[Row], seed: int) -> list[int]:
    """The numbers of the rows in an order that the seed chooses."""
    return sorted(range(len(rows)), key=lambda number: (_place(rows[number], seed), number))


def shots(pool: Sequence[Row], count: int, *, order: Sequence[int], asked: Row) -> list[int]:
    """The numbers of the `count` rows of `pool` that come before a question about the row `asked`: never that one, nor one that
    is equal to it. Fewer where there are no more."""
    found: list[int] = []
    for number in order:
        if len(found) == count:
            break
        if pool[number] != asked:
            found.append(number)
    return found


def held_out(rows: Sequence[Row], share: float, seed: int) -> frozenset[int]:
    """The numbers of the rows that the best is not chosen on: that share of them, of four or more at least one and not all."""
    if share <= 0 or len(rows) < FEWEST_TO_HOLD_OUT:
        return frozenset()
    count = min(max(1, round(share * len(rows))), len(rows) - 1)
    return frozenset(shuffled(rows, seed)[:count])


def _place(row: Row, seed: int) -> bytes:
    spelled = "\x1f".join((f"{seed}", *row))
    return hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).digest()
