"""How far a map can be trusted: which neighbours it shows that are none, and which it keeps.

Shapes: n items of the map, m of them measured, k neighbours, d numbers each.

Trustworthiness is that of Venna & Kaski (2001, "Neighborhood preservation in nonlinear projection methods"); it counts how far down
the true order each neighbour on the map stands. The idea that is not obvious: that needs all n distances of a point but not of all
points. Beyond `MOST_PAIRS` distances a random sample of points is measured, each exactly; the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from workbench.engine.vectors.prepared import Prepared
from workbench.errors import WorkbenchError
from workbench.values import MapQuality, Progress

MOST_PAIRS = 100_000_000
"""Distances in all: 10,000 items are measured whole."""
AT_ONCE = 1 << 23
"""Distances held at a time."""
RANKED_AT_ONCE = 32
"""Points ranked between two looks at whether to stop: some hundredths of a second for 50,000 items."""
LEAST_POINTS = 200


def map_quality(
    prepared: Prepared, places: np.ndarray, *, k: int, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Progress | MapQuality | None]:
    """Measure places float32 [n, 2]; yields Progress in points, last the MapQuality, or None for fewer than 4 items.

    k is lowered to (n - 1) // 2, beyond which trustworthiness is not defined. Raises WorkbenchError('cancelled').
    """
    n = len(prepared)
    k = min(k, (n - 1) // 2)
    if k < 1 or n < 4:
        yield None
        return
    points = _measured(n)
    trust, preserved = np.zeros(len(points), np.float32), np.zeros(len(points), np.float32)
    rows_at_once = max(1, AT_ONCE // n)
    for first in range(0, len(points), rows_at_once):
        part = slice(first, first + rows_at_once)
        far = np.empty((len(points[part]), n), np.float32)
        for _ in _measure(prepared, points[part], far):
            if stopped():
                raise WorkbenchError("cancelled")
            yield Progress("quality", first, len(points), "points")
        for begin in range(first, first + len(far), RANKED_AT_ONCE):
            few = slice(begin, min(begin + RANKED_AT_ONCE, first + len(far)))
            ranked = _of_points(far[few.start - first : few.stop - first], _squared_places(places, points[few]), k)
            trust[few], preserved[few] = ranked
            if stopped():
                raise WorkbenchError("cancelled")
            yield Progress("quality", few.stop, len(points), "points")
    yield MapQuality(
        k, len(points) == n, points, trust=float(trust.mean(dtype=np.float64)), trust_of=trust,
        preserved=float(preserved.mean(dtype=np.float64)), preserved_of=preserved, chance=k / (n - 1),
    )  # fmt: skip


def _measured(n: int) -> np.ndarray:
    """Which of n points are measured: all, or a sample, the same every time. int32 [m], ascending."""
    m = min(n, max(LEAST_POINTS, MOST_PAIRS // n))
    return (np.arange(n) if m == n else np.sort(np.random.default_rng(0).choice(n, m, replace=False))).astype(np.int32)


def _measure(prepared: Prepared, points: np.ndarray, found: np.ndarray) -> Iterator[None]:
    """Write squared distances in the set of points to all items, less what is the same for a whole row, into found [m, n], a block of
    items at a time. A point's own is infinite."""
    own = prepared.some(points)
    for first, rows in prepared.blocks():
        found[:, first : first + len(rows)] = np.einsum("nd,nd->n", rows, rows) - 2.0 * (own @ rows.T)
        yield
    found[np.arange(len(points)), points] = np.inf


def _squared_places(places: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Likewise on the map, [m, n]."""
    found = np.zeros((len(points), len(places)), np.float32)
    for axis in range(2):
        found += (places[points, axis, None] - places[None, :, axis]) ** 2
    found[np.arange(len(points)), points] = np.inf
    return found


def _of_points(in_set: np.ndarray, on_map: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Trustworthiness of points from their distances [m, n] in the set and on the map, and the shares of neighbours kept: [m] each."""
    n = in_set.shape[1]
    shown = np.argpartition(on_map, k - 1, axis=1)[:, :k]
    distances = np.take_along_axis(in_set, shown, axis=1)
    ranks = np.stack([(in_set < distances[:, number, None]).sum(1) for number in range(k)], axis=1) + 1  # 1 is the nearest
    penalty = np.maximum(ranks - k, 0).sum(1)
    return 1.0 - 2.0 * penalty / (k * (2 * n - 3 * k - 1)), (ranks <= k).mean(1)
