"""The nearest of a set by each metric: one scan tells what may be among them, and those are measured in float64.

Shapes: n items, d numbers each, k neighbours, c candidates.

The idea that is not obvious: all three metrics follow from one product of each item with the query and from lengths that the set
keeps. An item is left out only if the most it can score is less than what k others score at least, so nothing is missed.
"""

from __future__ import annotations

import numpy as np

from workbench.engine.vectors.scan import BLOCK, length, rounding
from workbench.engine.vectors.sets import VectorSet
from workbench.values import Metric


class Nearest:
    """Asks a set about one query, float32 [d]."""

    def __init__(self, found: VectorSet, query: np.ndarray) -> None:
        self._found, self._query = found, query.astype(np.float64)
        self._length = float(np.linalg.norm(self._query))
        self._unit = (self._query / (self._length or 1.0)).astype(np.float32)
        with np.errstate(all="ignore"):  # what overflows has no bound, and is measured
            self._products, self._wrong = found.scan.products(self._unit)

    def of(self, metric: Metric, k: int, allowed: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The k nearest items, int64 [k], the lower number among equals, and their scores, float64 [k]; only `allowed`, bool [n]."""
        with np.errstate(all="ignore"):
            about, wrong = self._about(metric)
            candidates = reachable(about, wrong, k, allowed)
        scores = self.scores(candidates, metric)
        order = np.lexsort((candidates, -scores))[:k]
        return candidates[order], scores[order]

    def scores(self, items: np.ndarray, metric: Metric) -> np.ndarray:
        """Exactly, of items [c]: float64 [c]. A vector of length 0 is like nothing: 0."""
        mean = self._found.mean if metric == "centered" else np.float32(0)
        query = self._query - mean
        parts = [np.zeros(0)]
        for first in range(0, len(items), BLOCK):
            rows = self._found.rows[items[first : first + BLOCK]].astype(np.float64) - mean
            dots = np.einsum("cd,d->c", rows, query)  # a row's sum does not depend on its place, so equal rows score the same
            if metric != "dot":
                norms = np.sqrt(np.einsum("cd,cd->c", rows, rows)) * np.linalg.norm(query)
                dots = np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0)
            parts.append(dots)
        return np.concatenate(parts)

    def _about(self, metric: Metric) -> tuple[np.ndarray, np.ndarray]:
        """What the scores are about, and how wrong that may be, both float32 [n]; NaN where a length is 0."""
        found, size = self._found, np.float32(self._length)
        if metric == "centered":
            far = float(np.linalg.norm(self._query - found.mean))
            slack = rounding(len(self._query)) * (self._length + length(found.mean))
            norms = found.centered_norms
            return (size * self._products - found.along_mean) / (norms * far), (size * self._wrong / norms + slack) / far
        products = self._products + np.float32(found.mean @ self._unit)
        if metric == "dot":
            return size * products, size * self._wrong
        return products / found.norms, self._wrong / found.norms


def reachable(about: np.ndarray, wrong: np.ndarray, k: int, allowed: np.ndarray | None = None) -> np.ndarray:
    """The items [c], ascending, that may be among the k highest if each score [n] may be `wrong` by so much. What is not finite
    may be anything."""
    places = np.arange(len(about)) if allowed is None else np.flatnonzero(allowed)
    if allowed is not None:
        about, wrong = about[places], wrong[places]
    least, most = about - wrong, about + wrong
    unknown = ~np.isfinite(least)
    least[unknown], most[unknown] = -np.inf, np.inf
    if k >= len(places):
        return places
    return np.asarray(places[most >= np.partition(least, len(least) - k)[len(least) - k]])
