"""How alike chosen items of a set are, pair by pair."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.vectors import Metric, VectorSource

MOST_ALIKE = 400
"""So many items are compared at most."""


@value
class LikenessRequest:
    """Compare items of a set with each other. Answer: Likeness."""

    source: VectorSource
    items: tuple[int, ...]
    metric: Metric = "centered"


@value(eq=False)
class Likeness:
    """Answer to LikenessRequest, for its m items.

    matrix  float32 [m, m], symmetric: their scores. NaN for what is withheld: texts that the tokenizer mostly cannot read
    unread  float32 [m], how much of each text the tokenizer cannot read; 0 for what is no text
    order   int32 [m], their places such that like stand beside like: what is withheld last
    joins   int32 [j, 2] and levels float32 [j]: which two groups were joined first, second, …, and the mean score between them.
            Groups 0 … m - 1 are the items, m + i is what join i made
    labels  m names
    """

    request: LikenessRequest
    matrix: np.ndarray
    unread: np.ndarray
    order: np.ndarray
    joins: np.ndarray
    levels: np.ndarray
    labels: tuple[str, ...]


def share_below(likeness: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The share of random pairs, `likeness` ascending, that score less (half of those that score the same counts): float64, as
    `scores`; NaN where those are, or where there are no pairs."""
    if not len(likeness):
        return np.full(np.shape(scores), np.nan)
    below, upto = np.searchsorted(likeness, scores, "left"), np.searchsorted(likeness, scores, "right")
    return np.where(np.isnan(scores), np.nan, (below + upto) / 2 / len(likeness))
