"""Which lines of a bipartite picture are drawn: the largest weights of each query, as far as they make up a share of its mass.

Pure arrays. Shapes: m heads, q queries, s strongest keys of each, n lines kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.values import Strongest


@dataclass(frozen=True)
class DrawnLines:
    """The lines that are kept, strongest last, so that what is painted later covers less: `heads`, `queries`, `keys` int32 [n],
    `weights` float32 [n]. `mass`: what they carry of all that the queries give, from 0 to 1."""

    heads: np.ndarray
    queries: np.ndarray
    keys: np.ndarray
    weights: np.ndarray
    mass: float

    def __len__(self) -> int:
        return len(self.weights)

    def of(self, chosen: np.ndarray) -> DrawnLines:
        """Some of them: a mask bool [n], or indices."""
        return DrawnLines(self.heads[chosen], self.queries[chosen], self.keys[chosen], self.weights[chosen], self.mass)

    def crossing(self, queries: tuple[int, int], keys: tuple[int, int], most: int) -> DrawnLines:
        """Those that pass through a window: row r of the left side stands beside row r + shift of the right one, the window shows the
        rows first … end - 1 of either side. At most the `most` strongest."""
        (q0, q1), (k0, k1) = queries, keys
        left, right = self.queries - q0, self.keys - k0
        above, below = (left < 0) & (right < 0), (left >= q1 - q0) & (right >= k1 - k0)
        found = np.flatnonzero(~(above | below))
        return self.of(found[-most:])


NOTHING = DrawnLines(*(np.zeros(0, np.int32) for _ in range(3)), np.zeros(0, np.float32), 0.0)


def drawn(found: Strongest, share: float, *, queries: tuple[int, int] | None = None) -> DrawnLines:
    """The lines for a share of each query's mass (0 to 1). `queries`: only of the queries first … end - 1."""
    weights, mass = found.weights, found.mass
    sums = np.cumsum(weights, axis=-1, dtype=np.float64)
    kept = (weights > 0) & (sums - weights < share * mass[..., None] - 1e-7)
    first, end = queries if queries is not None else (0, weights.shape[1])
    kept[:, :first] = kept[:, end:] = False
    heads, rows, places = np.nonzero(kept)
    values = weights[heads, rows, places]
    order = np.argsort(values, kind="stable")
    heads, rows, values = heads[order], rows[order], values[order]
    keys = found.keys[heads, rows, places[order]]
    whole = float(found.whole[:, first:end].sum(dtype=np.float64))
    return DrawnLines(
        heads.astype(np.int32), rows.astype(np.int32), keys, values, float(values.sum(dtype=np.float64)) / whole if whole else 0.0
    )
