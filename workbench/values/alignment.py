"""Which token of one text stands where which token of another does.

The idea that is not obvious: two texts of as many tokens are taken place by place, whatever stands there, for then a swapped
word keeps its place. Only texts of different lengths are laid along each other by what they share.
"""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np

GAP = -1


def aligned(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The places of ids a [n] and b [m] side by side, in order: int32 [columns, 2], GAP where the other text has nothing.

    Every place of either text is in exactly one column. Texts of different lengths are aligned by the longest stretches of
    tokens that they share; between those, stretches of one length are taken token by token, others are gaps.
    """
    if len(a) == len(b):
        return np.stack([np.arange(len(a))] * 2, axis=1).astype(np.int32)
    columns: list[tuple[int, int]] = []
    for _, a0, a1, b0, b1 in SequenceMatcher(None, a.tolist(), b.tolist(), autojunk=False).get_opcodes():
        if a1 - a0 == b1 - b0:
            columns += zip(range(a0, a1), range(b0, b1), strict=True)
        else:
            columns += [(i, GAP) for i in range(a0, a1)] + [(GAP, j) for j in range(b0, b1)]
    return np.array(columns, np.int32).reshape(-1, 2)
