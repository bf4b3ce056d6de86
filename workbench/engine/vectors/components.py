"""Principal components: the directions in which a set spreads most.

Shapes: n items, d numbers each, c components.

The idea that is not obvious: with more items than numbers the d x d covariance says all, and its first eigenvectors take a
hundredth of the time of a decomposition of the rows. The rows are read once, in blocks that are multiplied in float32 and summed in
float64. The mean is taken away at the end; one that is larger than the spread, which its squares would drown, before that too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 8192
SAMPLE = 1024


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
    n, d = rows.shape
    sample = rows[:: -(-n // SAMPLE)]
    near = sample.mean(0)
    if near @ near < sample.var(0).sum():
        near[:] = 0  # what is taken away at the end is no larger than what stays
    covariance, off = np.zeros((d, d)), np.zeros(d)
    for first in range(0, n, BLOCK):
        part = rows[first : first + BLOCK]
        part = part - near if near.any() else part
        covariance += part.T @ part
        off += np.ones(len(part), np.float32) @ part
    off /= n
    covariance -= n * np.outer(off, off)
    values, vectors = np.linalg.eigh(covariance)  # all of them by the library that made the product: another's threads would wait for its
    order = np.argsort(values)[::-1][: min(n_components, d, n)]
    axes = vectors.T[order].copy()
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    total = max(float(np.trace(covariance)), np.finfo(np.float64).tiny)
    mean = (near + off).astype(np.float32)
    return Components(mean, axes.astype(np.float32), np.maximum(values[order], 0.0) / total)
