"""Cuts of words for tests, made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.values import Attempt, CutRequest, Matching, Merge, Merging, Pair, Paths, Pieces, Segmentation


def pieces(spelled: Sequence[str], ids: Sequence[int], sizes: Sequence[int], *, unknown: bool = False) -> Pieces:
    return Pieces(np.array(ids, np.int32), tuple(spelled), np.array(sizes, np.int64), np.full(len(ids), unknown))


def merged(request: CutRequest) -> Merging:
    """`abc`: of b+c (rank 3) and a+b (rank 7) the first goes first; then a+bc (rank 9)."""
    begin = pieces("abc", (1, 2, 3), (1, 1, 1))
    first = Merge(Pair(1, 3, 5, "bc"), 1, (Pair(0, 7, 4, "ab"),))
    return Merging(request, "abc", begin, (first, Merge(Pair(0, 9, 6, "abc"), 0, ())), whole=False, dropout=0.0)


def matched(request: CutRequest, failure: str = "") -> Matching:
    """`unhappy`: two look-ups for `un`, then `##happy`."""
    tried = (Attempt(0, 7, "unhappy", -1), Attempt(0, 2, "un", 4), Attempt(2, 7, "##happy", 9))
    end = pieces(["[UNK]"], [0], [7], unknown=True) if failure else pieces(["un", "##happy"], [4, 9], [2, 5])
    return Matching(request, "unhappy", () if failure == "too-long" else tried, end, failure, 5 if failure == "too-long" else 100)


def paths(request: CutRequest) -> Paths:
    """` ab`: in two, −3 nats, before in three, −5."""
    best = Segmentation(pieces(["▁a", "b"], [5, 6], [2, 1]), np.array([-1.0, -2.0]), -3.0)
    second = Segmentation(pieces(["▁", "a", "b"], [3, 4, 6], [1, 1, 1]), np.array([-1.5, -1.5, -2.0]), -5.0)
    return Paths(request, " ab", (best, second), -20.0)
