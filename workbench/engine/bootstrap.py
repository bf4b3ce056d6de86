"""An interval for a mean over few clusters, by resampling whole clusters.

The idea that is not obvious: with five or ten clusters the plain percentile interval is too narrow (its spread divides by n
instead of n - 1, and it has the normal's tails instead of Student's). So the percentiles are taken further out, by as much as
Student's t lies beyond the normal: the expanded percentile interval of arXiv 1411.5279, section 5.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CHUNK = 1_000
"""Resamples that exist at once."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and where it lies with some confidence."""

    mean: float
    low: float
    high: float


def cluster_means(values: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """values [n] of clusters [n] numbered 0 … t - 1 -> the mean of each cluster, float64 [t]."""
    found: np.ndarray = np.bincount(clusters, values) / np.bincount(clusters)
    return found


def interval_of_mean(means: np.ndarray, *, confidence: float, n_resamples: int, seed: int) -> Interval:
    """The interval of the mean of cluster means [t], t >= 2, by `n_resamples` resamples of whole clusters."""
    n = len(means)
    random = np.random.default_rng(seed)
    resampled = np.concatenate(
        [means[random.integers(0, n, (min(CHUNK, n_resamples - first), n))].mean(1) for first in range(0, n_resamples, CHUNK)]
    )
    tail = expanded_tail(confidence, n)
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return Interval(float(means.mean()), float(low), float(high))


def expanded_tail(confidence: float, n: int) -> float:
    """The share to leave out on each side of the bootstrap distribution of a mean of n."""
    t = student_quantile((1 + confidence) / 2, n - 1)
    return NormalDist().cdf(-math.sqrt(n / (n - 1)) * t)


def student_quantile(share: float, df: int) -> float:
    """Where Student's t with `df` degrees of freedom (a whole number) has `share` of its mass below, share >= 0.5."""
    low, high = 0.0, 1.0
    while _student_below(high, df) < share:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _student_below(middle, df) < share else (low, middle)
    return high


def _student_below(t: float, df: int) -> float:
    """The mass of Student's t below t >= 0, by the finite series for whole degrees of freedom."""
    angle = math.atan(t / math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2
    term, total = (cosine if odd else 1.0), 0.0
    for k in range(2 + odd, df + 1, 2):  # the term of cosine's power k - 2
        total += term
        term *= cosine * cosine * (k - 1) / k
    both = 2 / math.pi * (angle + sine * total) if odd else sine * total
    return (1 + both) / 2
