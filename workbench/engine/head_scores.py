"""Scores of heads added up from slabs of their patterns; the definitions are in `values.head_types`.

Legend: L layers, H heads, rows queries of a slab, keys of a slab.

The idea that is not obvious: every score is the weight on some set of keys for each query, so a score is a mask [rows, keys]
and the queries for which it says anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.values import HEAD_SCORES, LOCAL, LOCAL_CHOICE

CROSS_SCORES = ("first", "special", "uniform")
ONE_SIDED, TWO_SIDED = ("induction",), ("next", "special")


@dataclass(frozen=True, eq=False)
class Reading:
    """One text as heads of a layer read it.

    ids      int64 [n]; of cross attention nobody asks
    special  bool [keys]: what was put around the text
    cross    queries and keys stand in different texts
    window   how many keys a query sees at most; 0: all
    """

    ids: Tensor
    special: Tensor
    causal: bool
    cross: bool = False
    window: int = 0


class Tally:
    """Sums over texts of one model's attention, n_layers x n_heads."""

    def __init__(self, n_layers: int, n_heads: int, *, causal: bool, cross: bool) -> None:
        left_out = TWO_SIDED if causal else ONE_SIDED
        self.names = [name for name in HEAD_SCORES if (name in CROSS_SCORES if cross else name not in left_out)]
        self._shape = (n_layers, n_heads)
        self._sums: dict[str, np.ndarray] = {}
        self._counts: dict[str, np.ndarray] = {}

    def add(self, layer: int, first: int, weights: Tensor, reading: Reading) -> None:
        """See the weights [H, rows, keys] of the queries first … first + rows - 1 of a text."""
        rows, keys = weights.shape[1:]
        weights = weights.to(torch.promote_types(weights.dtype, torch.float32)).cpu()
        seen = _seen(first, rows, keys, reading)  # [rows]
        for name, mask, counted in _masks(self.names, first, (rows, keys), reading, seen):
            self._put(name, layer, torch.einsum("hrk,rk->hr", weights, mask.to(weights)), counted)
        choice = seen >= 2
        equal = 1 / seen.to(weights)[:, None]  # [rows, 1]
        self._put("uniform", layer, torch.minimum(weights, equal).sum(-1), choice)
        entropy = torch.special.entr(weights).sum(-1)  # [H, rows]
        self._put("entropy", layer, entropy, choice)
        self._put("relative_entropy", layer, entropy / seen.clamp(min=2).to(weights).log(), choice)
        if not reading.cross:
            distances = _distances(first, rows, keys).abs().to(weights)
            anyone = torch.ones(rows, dtype=torch.bool)
            self._put("distance", layer, torch.einsum("hrk,rk->hr", weights, distances), anyone)
            self._put("far", layer, torch.einsum("hrk,rk->hr", weights[..., 1:], distances[:, 1:]), anyone)
            self._put("rest", layer, weights[..., 1:].sum(-1), anyone)

    def _put(self, name: str, layer: int, found: Tensor, counted: Tensor) -> None:
        """Add what was found [H, rows] for the queries that count, bool [rows]."""
        if name not in self._sums:
            self._sums[name], self._counts[name] = np.zeros(self._shape), np.zeros(self._shape[0], np.int64)
        self._sums[name][layer] += found[:, counted].sum(-1, dtype=torch.float64).numpy()
        self._counts[name][layer] += int(counted.sum())

    def mean(self, name: str) -> np.ndarray:
        """The mean of a score or a statistic, float32 [L, H]; NaN where no query counted."""
        if name not in self._sums:
            return np.full(self._shape, np.nan, np.float32)
        counts = self._counts[name][:, None]
        return _ratio(self._sums[name], np.broadcast_to(counts, self._shape))

    def distance_rest(self) -> np.ndarray:
        """The mean distance of the weight that isn't on the first position, float32 [L, H]; NaN where there is none."""
        if "rest" not in self._sums:
            return np.full(self._shape, np.nan, np.float32)
        return _ratio(self._sums["far"], self._sums["rest"])

    def count(self, name: str) -> int:
        """How many queries a score was averaged over, in the layer that has most."""
        return int(self._counts[name].max()) if name in self._counts else 0


def _ratio(sums: np.ndarray, over: np.ndarray) -> np.ndarray:
    """Elementwise, float32; NaN over 0."""
    found = np.full(sums.shape, np.nan, np.float32)
    found[over > 0] = sums[over > 0] / over[over > 0]
    return found


def _masks(names: list[str], first: int, shape: tuple[int, int], reading: Reading, seen: Tensor) -> Iterator[tuple[str, Tensor, Tensor]]:
    """(score, keys that count for each query: bool [rows, keys], queries that count: bool [rows]), of the scores that are masks."""
    rows, keys = shape
    queries, anyone = torch.arange(first, first + rows), torch.ones(rows, dtype=torch.bool)
    at_first = (torch.arange(keys) == 0).expand(rows, keys)
    yield "first", at_first, (seen >= 2) & (seen == queries + 1) if reading.causal else anyone
    if "special" in names:
        yield "special", reading.special[:keys].expand(rows, keys), anyone & bool(reading.special.any())
    if reading.cross:
        return
    distances = _distances(first, rows, keys)
    visible = distances > -reading.window if reading.window else torch.ones(rows, keys, dtype=torch.bool)
    yield "previous", distances == -1, queries > 0
    if "next" in names:
        yield "next", distances == 1, queries < len(reading.ids) - 1
    same = reading.ids[first : first + rows, None] == reading.ids[:keys]  # [rows, keys]
    others = same & ((distances < 0) if reading.causal else (distances != 0))
    yield "duplicate", others & visible, (others & visible).any(-1)
    if "induction" in names:
        behind = F.pad(others[:, :-1], (1, 0)) & (distances < 0) & visible
        yield "induction", behind, behind.any(-1)
    near = distances.abs() <= LOCAL
    yield "local", near, seen >= LOCAL_CHOICE * (LOCAL + 1 if reading.causal else 2 * LOCAL + 1)


def _seen(first: int, rows: int, keys: int, reading: Reading) -> Tensor:
    """How many keys each query sees, int64 [rows]."""
    if not reading.causal:
        return torch.full((rows,), keys)
    seen = torch.arange(first + 1, first + rows + 1)
    return seen.clamp(max=reading.window) if reading.window else seen


def _distances(first: int, rows: int, keys: int) -> Tensor:
    """key - query, int64 [rows, keys]."""
    return torch.arange(keys)[None] - torch.arange(first, first + rows)[:, None]
