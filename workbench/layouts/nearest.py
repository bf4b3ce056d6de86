"""The nearest neighbours of all items, exactly. The libraries of t-SNE and UMAP would guess them beyond a few thousand items, with
an index each of its own; an exact search costs about as much here, is the same every time, and compiles nothing.

Shapes: n items, c numbers each, k neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from workbench.errors import WorkbenchError
from workbench.layouts.extras import library
from workbench.values import Progress

PAIRS_AT_ONCE = 1 << 26


@dataclass(frozen=True, eq=False)
class Nearest:
    """items int32 [n, k], nearest first, without the item itself; distances float32 [n, k]."""

    items: np.ndarray
    distances: np.ndarray


def nearest(rows: np.ndarray, k: int, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Nearest]:
    """The k nearest of each of rows float32 [n, c] by Euclidean distance; yields Progress, last the Nearest.

    Raises WorkbenchError: extra-missing, cancelled.
    """
    finder = library("sklearn.neighbors", package="scikit-learn").NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(rows)
    n = len(rows)
    items, distances = np.empty((n, k), np.int32), np.empty((n, k), np.float32)
    step = max(64, PAIRS_AT_ONCE // n)
    for first in range(0, n, step):
        if stopped():
            raise WorkbenchError("cancelled")
        yield Progress("neighbours", first, n, "items")
        far, near = finder.kneighbors(rows[first : first + step])
        others = _without_own(near, np.arange(first, first + len(near)))
        items[first : first + len(near)] = np.take_along_axis(near, others, axis=1)
        distances[first : first + len(near)] = np.take_along_axis(far, others, axis=1)
    yield Nearest(items, distances)


def _without_own(near: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Columns of near [m, k + 1] that are not the item itself (which is not the first where others equal it), [m, k]."""
    is_own = near == own[:, None]
    is_own[~is_own.any(1), -1] = True
    return np.argsort(is_own, axis=1, kind="stable")[:, :-1]
