"""Lays one layout over another, so that whoever looked at the one finds things again in the other.

Shapes: n items, s of them shared by both layouts.

The idea that is not obvious: the turn is that of orthogonal Procrustes (Schönemann 1966), but the size is not. The size of least
squares shrinks a layout the less it resembles the other; ours keeps the spread of the shared items.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.values import Layout

NEAREST = 3
"""A new item begins in the middle of so many that have a place."""
AT_ONCE = 1 << 23
LEAST_SHARED = 3


@dataclass(frozen=True, eq=False)
class Shared:
    """Which items two layouts share: `ours` int64 [s] places in the new one, `places` float64 [s, 2] where those were."""

    ours: np.ndarray
    places: np.ndarray

    def __len__(self) -> int:
        return len(self.ours)

    def aligned(self, places: np.ndarray) -> np.ndarray:
        """places [n, 2] turned, mirrored, sized and moved so that the shared ones lie over where they were: float32 [n, 2]."""
        here = places[self.ours].astype(np.float64)
        middle, there = here.mean(0), self.places.mean(0)
        left, _, right = np.linalg.svd((here - middle).T @ (self.places - there))
        size = _spread(self.places) / max(_spread(here), np.finfo(np.float64).tiny)
        return np.asarray(((places - middle) @ (left @ right) * size + there).astype(np.float32))


def shared(items: np.ndarray, after: Layout | None) -> Shared | None:
    """What items int32 [n] share with an earlier layout; None where that is too little to lie over."""
    if after is None:
        return None
    _, ours, theirs = np.intersect1d(items, after.items, return_indices=True)
    places = after.places[theirs].astype(np.float64)
    return Shared(ours, places) if len(ours) >= LEAST_SHARED and _spread(places) > 0 else None


def beginning(rows: np.ndarray, known: Shared) -> np.ndarray:
    """Where items of rows [n, c] begin after an earlier layout: where they were, new ones amid their nearest. float32 [n, 2]."""
    found = np.zeros((len(rows), 2), np.float32)
    found[known.ours] = known.places
    new = np.setdiff1d(np.arange(len(rows)), known.ours)
    there = rows[known.ours]
    squares = np.einsum("nc,nc->n", there, there)
    step = max(1, AT_ONCE // len(there))
    for first in range(0, len(new), step):
        some = new[first : first + step]
        far = squares - 2.0 * (rows[some] @ there.T)
        near = np.argpartition(far, min(NEAREST, len(there)) - 1, axis=1)[:, :NEAREST]
        found[some] = known.places[near].mean(1)
    return found


def _spread(places: np.ndarray) -> float:
    """The root of the mean squared distance from the middle."""
    return float(np.sqrt(((places - places.mean(0)) ** 2).sum(1).mean()))
