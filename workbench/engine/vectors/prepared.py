"""The items of a map, and their vectors as a metric sees them.

Shapes: n items of the map, d numbers each.

The idea that is not obvious: once a vector is made as long as 1 (for centered cosines after the mean was taken away), Euclidean
distance and cosine say the same, d² = 2 - 2 cos. So everything behind this knows Euclidean distance only. Rows are prepared a block
at a time, since those of a mapped file may be more than the memory holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.engine.memory import SHARE, available_bytes, shown
from workbench.engine.vectors.neighbours import allowed_items
from workbench.engine.vectors.sets import VectorSet, lengths
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import ChosenItems, FirstItems, MapItems, MapMetric, SampledItems

BLOCK = 8192


def chosen_items(found: VectorSet, items: MapItems) -> np.ndarray:
    """The numbers of the items that are meant, int32 [n]. Raises WorkbenchError: bad-value, map-empty."""
    if isinstance(items, ChosenItems):
        numbers = np.array(tuple(dict.fromkeys(items.items)), np.int32)
        for item in numbers[[numbers.argmin(), numbers.argmax()]] if len(numbers) else ():
            check_range("item", int(item), 0, len(found.rows) - 1)
    else:
        allowed = allowed_items(found.labels, items.only)
        numbers = (np.arange(len(found.rows)) if allowed is None else np.flatnonzero(allowed)).astype(np.int32)
    if isinstance(items, FirstItems | SampledItems):
        check_range("number of items", items.n, 1, len(found.rows))
        n = min(items.n, len(numbers))
        drawn = np.random.default_rng(items.seed).choice(numbers, n, replace=False) if isinstance(items, SampledItems) else numbers[:n]
        numbers = np.sort(drawn)
    if not len(numbers):
        raise WorkbenchError("map-empty", n=len(found.rows))
    return numbers


class Prepared:
    """Vectors of some items, such that their Euclidean distance orders as the metric does."""

    def __init__(self, found: VectorSet, items: np.ndarray, metric: MapMetric) -> None:
        self._found, self._items, self._metric = found, items, metric
        self._all = len(items) == len(found.rows) and bool((items == np.arange(len(items))).all())

    def __len__(self) -> int:
        return len(self._items)

    def raw(self) -> np.ndarray:
        """The vectors as they are, float32 [n, d]: the set's own memory where all are meant. Raises WorkbenchError('map-too-large')."""
        if self._all:
            return self._found.rows
        self._require()
        return np.asarray(self._found.rows[self._items])

    def some(self, places: np.ndarray | slice) -> np.ndarray:
        """Prepared vectors of some places among the items, float32 [m, d]."""
        return self.of(self._found.rows[places if self._all else self._items[places]])

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Vectors [m, d] prepared as the metric has it."""
        if self._metric == "euclidean":
            return np.asarray(rows)
        rows = rows - self._found.mean if self._metric == "centered" else rows
        norms = lengths(rows)[:, None]
        return np.asarray(np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0))

    def blocks(self) -> Iterator[tuple[int, np.ndarray]]:
        """All, a block at a time: where each begins, and its vectors."""
        for first in range(0, len(self), BLOCK):
            yield first, self.some(slice(first, first + BLOCK))

    def whole(self) -> np.ndarray:
        """All at once, float32 [n, d]. Raises WorkbenchError('map-too-large')."""
        self._require()
        return np.concatenate([rows for _, rows in self.blocks()])

    def _require(self) -> None:
        size_bytes, available = 4 * len(self) * self._found.rows.shape[1], int(SHARE * available_bytes())
        if size_bytes > available:
            raise WorkbenchError("map-too-large", n=len(self), size=shown(size_bytes), available=shown(available))
