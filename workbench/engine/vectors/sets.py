"""One set of vectors in memory, and what every question about it needs: norms, the mean, how alike random pairs are.

Shapes: n items, d numbers each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from workbench.engine.vectors.scan import Scan, blocks, packed_bytes, scan_of
from workbench.values import Metric

RANDOM_PAIRS = 20_000
CHANCE = 0.95


@dataclass(eq=False)
class VectorSet:
    """rows float32 [n, d], C-contiguous; `labels` n names; `columns` what else a file says of each, by
    heading. `texts` int32 [n] and `spans` int64 [n, 2]: where items stand. `unread` float32 [n]: how much of a text the tokenizer
    cannot read, empty where items are no texts."""

    rows: np.ndarray
    labels: Sequence[str]
    sha256: str = ""
    pooling: str = ""
    texts: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    spans: np.ndarray = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unread: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    @property
    def size_bytes(self) -> int:
        """With the copy of 8 bits that large sets are scanned in."""
        return int(self.rows.nbytes) + packed_bytes(self.rows)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The first item of each label."""
        return {label: number for number, label in reversed(list(enumerate(self.labels)))}

    @cached_property
    def mean(self) -> np.ndarray:
        """float32 [d], summed in float64."""
        return np.asarray(self.rows.mean(0, dtype=np.float64), np.float32)

    @cached_property
    def norms(self) -> np.ndarray:
        """float32 [n]."""
        return lengths(self.rows)

    @cached_property
    def centered_norms(self) -> np.ndarray:
        """float32 [n], of the rows less their mean."""
        return np.concatenate([lengths(part) for _, part in blocks(self.rows, self.mean)])

    @cached_property
    def along_mean(self) -> np.ndarray:
        """Products of the rows less their mean with the mean, float32 [n]."""
        return np.concatenate([part @ self.mean for _, part in blocks(self.rows, self.mean)])

    @cached_property
    def scan(self) -> Scan:
        return scan_of(self.rows, self.mean, self.norms, self.centered_norms)

    def scores(self, query: np.ndarray, metric: Metric) -> np.ndarray:
        """Of every item against a query [d]: float32 [n]. A vector of length 0 is like nothing: 0."""
        if metric == "dot":
            return np.asarray(self.rows @ query)
        if metric == "cosine":
            return _over(self.rows @ query, self.norms * np.float32(np.linalg.norm(query)))
        centered = query - self.mean
        return _over(self.rows @ centered - self.mean @ centered, self.centered_norms * np.float32(np.linalg.norm(centered)))

    @cached_property
    def likeness(self) -> dict[Metric, np.ndarray]:
        """Scores of random pairs of different items by metric, float32 [m], ascending; the same pairs every time."""
        n = len(self.rows)
        if n < 2:
            return {metric: np.zeros(0, np.float32) for metric in ("centered", "cosine", "dot")}
        drawn = np.random.default_rng(0)
        left = drawn.integers(0, n, RANDOM_PAIRS)
        right = (left + drawn.integers(1, n, RANDOM_PAIRS)) % n
        a, b = self.rows[left], self.rows[right]
        found = {"dot": _dots(a, b), "cosine": _over(_dots(a, b), lengths(a) * lengths(b))}
        a, b = a - self.mean, b - self.mean
        found["centered"] = _over(_dots(a, b), lengths(a) * lengths(b))
        return {metric: np.sort(found[metric]) for metric in ("centered", "cosine", "dot")}

    def chance(self, metric: Metric) -> float:
        """The score that 95 % of random pairs stay below; NaN where there are no pairs."""
        scores = self.likeness[metric]
        return float(scores[int(CHANCE * (len(scores) - 1))]) if len(scores) else float("nan")


def lengths(rows: np.ndarray) -> np.ndarray:
    """Euclidean norms of rows [m, d]: float32 [m], summed in float64, where squares neither overflow nor vanish."""
    return np.asarray(np.sqrt(np.einsum("nd,nd->n", rows, rows, dtype=np.float64)), np.float32)


def _dots(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("nd,nd->n", a, b))


def _over(dots: np.ndarray, norms: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0))
