"""Hubs: items that are near to very many others, whatever those are (Radovanović, Nanopoulos & Ivanović 2010, JMLR 11).

Shapes: n items, d numbers each, k neighbours, b items in a block.

The idea that is not obvious: a product of two blocks of items serves both ways and all metrics, so a pair is multiplied once, and
n x n scores are never held. Of each block only what beats an item's k-th nearest so far is looked at, which soon is next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from workbench.engine.vectors.sets import VectorSet
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import METRICS, Hubs, HubsRequest, Metric, Progress

BLOCK = 2048
MOST_K = 100


def hubs(found: VectorSet, request: HubsRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Hubs]:
    """Compare every pair, in float32; yields Progress in items, last the Hubs. Raises WorkbenchError: bad-value, cancelled."""
    n = len(found.rows)
    check_range("k", request.k, 1, min(MOST_K, n - 1) if n > 1 else 1)
    best = {metric: _Nearest(n, request.k) for metric in METRICS}
    starts = range(0, n, BLOCK)
    n_pairs, done = len(starts) * (len(starts) + 1) // 2, 0
    for at, low in enumerate(starts):
        for high in starts[at:]:
            if stopped():
                raise WorkbenchError("cancelled")
            _compare(found, low, high, best)
            done += 1
            yield Progress("compare", n * done // n_pairs, n, "items")
    counts: dict[str, np.ndarray] = {metric: one.counts() for metric, one in best.items()}
    yield Hubs(request, counts=counts, skewness={metric: _skewness(one) for metric, one in counts.items()})


def _compare(found: VectorSet, low: int, high: int, best: dict[Metric, _Nearest]) -> None:
    """Each item of one block with each of another (or of the same one), both ways."""
    rows, others = _Side(found, low), _Side(found, high)
    centered = rows.centered @ others.centered.T  # [b, b]
    for metric in METRICS:
        scores = _scores(centered, metric, rows, others)
        if low == high:
            np.fill_diagonal(scores, -np.inf)  # nobody is one's own neighbour
        best[metric].see(low, high, scores)
        if low != high:
            best[metric].see(high, low, scores, by_column=True)


class _Side:
    """A block of items less the mean, [b, d], their products with it, [b], and what their norms are divided by."""

    def __init__(self, found: VectorSet, first: int) -> None:
        part = slice(first, first + BLOCK)
        self.centered = found.rows[part] - found.mean
        self.along = self.centered @ found.mean
        self.mean_squared = found.mean @ found.mean
        self.over = _inverse(found.norms[part])
        self.over_centered = _inverse(found.centered_norms[part])


def _scores(centered: np.ndarray, metric: Metric, rows: _Side, others: _Side) -> np.ndarray:
    """Products of two blocks less the mean as scores, float32 [b, b], a new array. A vector of length 0 is like nothing: 0."""
    if metric == "centered":
        return _scaled(centered, rows.over_centered, others.over_centered)
    dots: np.ndarray = centered + (rows.along[:, None] + rows.mean_squared)  # xy = (x - m)(y - m) + (x - m)m + (y - m)m + mm
    dots += others.along
    return dots if metric == "dot" else _scaled(dots, rows.over, others.over)


def _scaled(dots: np.ndarray, over: np.ndarray, over_others: np.ndarray) -> np.ndarray:
    found: np.ndarray = dots * over[:, None]
    found *= over_others
    return found


def _inverse(norms: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0))


class _Nearest:
    """The k nearest of every item so far: `scores` float32 [n, k] and `items` int32 [n, k]. Blocks come in the order of items, so of
    equals the first that came is the lower number."""

    def __init__(self, n: int, k: int) -> None:
        self._k = k
        self._scores = np.full((n, k), -np.inf, np.float32)
        self._items = np.full((n, k), -1, np.int32)

    def see(self, first: int, first_other: int, scores: np.ndarray, *, by_column: bool = False) -> None:
        """scores [b, b'] of the items from `first` on, one for each row (or column), with those from `first_other` on."""
        across = 0 if by_column else 1
        held = self._scores[first : first + scores.shape[1 - across]]
        least = held.min(1)
        if not np.isfinite(least).all() and scores.shape[across] > self._k:  # the first block: only its own k best can stay
            own_best = np.partition(scores, -self._k, axis=across).take(-self._k, axis=across)
            least = np.maximum(least, np.nextafter(own_best, np.float32(-np.inf)))
        places = np.flatnonzero(scores > np.expand_dims(least, across))
        if not len(places):
            return
        row, column = np.divmod(places, scores.shape[1])
        own, other = (column, row) if by_column else (row, column)
        touched, at = np.unique(own, return_inverse=True)
        kept = np.arange(len(touched)).repeat(self._k)
        owner = np.concatenate([kept, at])
        score = np.concatenate([held[touched].ravel(), scores.ravel()[places]])
        item = np.concatenate([self._items[first + touched].ravel(), (first_other + other).astype(np.int32)])
        order = np.lexsort((item, -score, owner))
        begins = np.searchsorted(owner[order], np.arange(len(touched)))
        chosen = order[begins[:, None] + np.arange(self._k)]  # [touched, k]: each has its k and more
        self._scores[first + touched], self._items[first + touched] = score[chosen], item[chosen]

    def counts(self) -> np.ndarray:
        """In how many lists each item stands, int32 [n]."""
        listed = self._items[self._items >= 0]
        return np.bincount(listed, minlength=len(self._items)).astype(np.int32)


def _skewness(counts: np.ndarray) -> float:
    """The third standardized moment; 0 where all are alike."""
    off = counts - counts.mean()
    spread = float(off.std())
    return float((off**3).mean() / spread**3) if spread > 0 else 0.0
