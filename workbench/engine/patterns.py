"""Attention patterns of one text, recomputed from the residual stream when somebody looks.

The idea that is not obvious: a pattern is a cheap function of its layer's residual stream (two products and a softmax),
and 270 patterns of 1,024 tokens weigh 1.1 GB where the streams weigh 73 MB. So streams are kept, and of patterns only
the layers last looked at, within a budget.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from workbench.engine.attend import SLAB_ROWS
from workbench.errors import WorkbenchError

BUDGET_BYTES = 128 << 20

Recompute = Callable[[int, int, int, int], Iterator[tuple[int, Tensor]]]
"""(layer, first query, end, rows of a slab) -> slabs as `attend.slabs` yields them, for a batch of one."""


class Patterns:
    """One attention of a model over one text: [n_layers, n_heads, n_queries, n_keys], causal or not."""

    def __init__(
        self,
        recompute: Recompute,
        shape: tuple[int, int, int, int],
        *,
        causal: bool,
        like: Tensor,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        """`like`: a tensor of the patterns' dtype and device."""
        self._recompute, self._like, self.causal, self.budget_bytes = recompute, like, causal, budget_bytes
        self.n_layers, self.n_heads, self.n_queries, self.n_keys = shape
        self.layer_bytes = self.n_heads * self.n_queries * self.n_keys * like.element_size()
        self.all_fit = self.n_layers * self.layer_bytes <= budget_bytes
        self._kept: OrderedDict[int, Tensor] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """What the kept layers weigh."""
        return len(self._kept) * self.layer_bytes

    def slabs(self, layer: int, *, first: int = 0, end: int | None = None, rows: int = SLAB_ROWS) -> Iterator[tuple[int, Tensor]]:
        """The rows first … end - 1 of a layer in slabs: (first query, weights [n_heads, rows, keys]).

        Causal: with the keys up to the slab's last query; else all.
        """
        kept = self._kept.get(layer)
        end = self.n_queries if end is None else end
        if kept is None:
            for at, weights in self._recompute(layer, first, end, rows):
                yield at, weights[0]
            return
        for at in range(first, end, rows):
            stop = min(at + rows, end)
            yield at, kept[:, at:stop, : stop if self.causal else None]

    def whole(self, layer: int) -> Tensor | None:
        """A layer's pattern [n_heads, n_queries, n_keys], kept for the next look; None if one layer is beyond the budget."""
        if self.layer_bytes > self.budget_bytes:
            return None
        if layer not in self._kept:
            pattern = self.blank()
            for first, slab in self.slabs(layer):
                pattern[:, first : first + slab.shape[1], : slab.shape[2]] = slab
            self.keep(layer, pattern)
        self._kept.move_to_end(layer)
        return self._kept[layer]

    def row(self, layer: int, query: int) -> Tensor:
        """What one query reads in every head, [n_heads, keys]."""
        self.whole(layer)
        ((_, slab),) = self.slabs(layer, first=query, end=query + 1)
        return slab[:, 0]

    def blank(self) -> Tensor:
        """Room for one layer, all 0."""
        return torch.zeros(self.n_heads, self.n_queries, self.n_keys, dtype=self._like.dtype, device=self._like.device)

    def keep(self, layer: int, pattern: Tensor) -> None:
        """Keep a layer's pattern, letting go of those not looked at for longest."""
        self._kept[layer] = pattern
        while self.size_bytes > self.budget_bytes:
            self._kept.popitem(last=False)


class Watch:
    """A probe that adds up how much goes to key 0, and keeps the patterns if all of them together are small."""

    def __init__(self, patterns: Patterns, stopped: Callable[[], bool]) -> None:
        self.patterns, self._stopped = patterns, stopped
        self._sink_sums = torch.zeros(patterns.n_layers, patterns.n_heads)
        self._current = torch.empty(0)

    def pattern(self, layer: int, first_query: int, weights: Tensor) -> None:
        """See a slab, weights [1, n_heads, rows, keys]. Raises WorkbenchError('cancelled') within a long layer."""
        if self._stopped():
            raise WorkbenchError("cancelled")
        slab = weights[0]
        own = 1 if first_query == 0 and self.patterns.causal else 0  # a causal query 0 has no choice but key 0
        self._sink_sums[layer] += slab[:, own:, 0].sum(1, dtype=torch.float32).cpu()
        if self.patterns.all_fit:
            if first_query == 0:
                self._current = self.patterns.blank()
                self.patterns.keep(layer, self._current)
            self._current[:, first_query : first_query + slab.shape[1], : slab.shape[2]] = slab

    @property
    def sink_share(self) -> Tensor:
        """Mean weight on key 0 over the queries that had a choice, float32 [n_layers, n_heads]."""
        return self._sink_sums / max(self.patterns.n_queries - int(self.patterns.causal), 1)
