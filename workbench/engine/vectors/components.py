"""Principal components: the directions in which a set spreads most.

Shapes: n items, d numbers each, c components.

The idea that is not obvious: with more items than numbers the d x d covariance says all, and its eigenvectors take a hundredth of
the time of a decomposition of the rows. It is summed in float64 block by block, so that nothing is lost by squaring.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 8192


@dataclass(frozen=True, eq=False)
class Components:
    """mean float32 [d]; axes float32 [c, d], orthonormal, the widest first, each with its largest number positive;
    `explained` float64 [c], each one's share of the variance."""

    mean: np.ndarray
    axes: np.ndarray
    explained: np.ndarray

    def places(self, rows: np.ndarray) -> np.ndarray:
        """rows [m, d] along the axes: float32 [m, c]."""
        found: np.ndarray = rows @ self.axes.T - self.mean @ self.axes.T
        return found


def components(rows: np.ndarray, n_components: int) -> Components:
    """The first components of rows [n, d] (as many as there are, at most)."""
    mean = rows.mean(0, dtype=np.float64)
    covariance = np.zeros((rows.shape[1], rows.shape[1]))
    for first in range(0, len(rows), BLOCK):
        part = rows[first : first + BLOCK] - mean.astype(np.float32)
        covariance += (part.T @ part).astype(np.float64)
    values, vectors = np.linalg.eigh(covariance)
    order = np.argsort(values)[::-1][: min(n_components, len(values), len(rows))]
    axes = vectors[:, order].T
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    total = max(float(values.sum()), np.finfo(np.float64).tiny)
    return Components(mean.astype(np.float32), axes.astype(np.float32), np.maximum(values[order], 0.0) / total)
