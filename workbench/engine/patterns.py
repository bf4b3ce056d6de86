"""Attention patterns of one text, recomputed from the residual stream when somebody looks.

The idea that is not obvious: a pattern is a cheap function of its layer's residual stream (two products and a softmax),
and 270 patterns of 1,024 tokens weigh 1.1 GB where the streams weigh 73 MB. So streams are kept, and of patterns only
the layers last looked at, within a budget.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import torch
from torch import Tensor

from workbench.engine.attend import SLAB_ROWS
from workbench.engine.transformer import Transformer

BUDGET_BYTES = 128 << 20


class Patterns:
    """The patterns of all layers over resid [n_layers + 1, n, d_model]."""

    def __init__(self, transformer: Transformer, resid: Tensor, *, budget_bytes: int = BUDGET_BYTES) -> None:
        self._transformer, self._resid, self.budget_bytes = transformer, resid, budget_bytes
        spec, n = transformer.spec, resid.shape[1]
        self.layer_bytes = spec.n_heads * n * n * resid.element_size()
        self.all_fit = spec.n_layers * self.layer_bytes <= budget_bytes
        self._kept: OrderedDict[int, Tensor] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """What the kept layers weigh."""
        return len(self._kept) * self.layer_bytes

    def slabs(self, layer: int, *, first: int = 0, end: int | None = None, rows: int = SLAB_ROWS) -> Iterator[tuple[int, Tensor]]:
        """The rows first … end - 1 of a layer in slabs: (first query, weights [n_heads, rows, keys up to the last query])."""
        kept = self._kept.get(layer)
        if kept is None:
            for at, weights in self._transformer.patterns(layer, self._resid[layer, None], first=first, end=end, rows=rows):
                yield at, weights[0]
            return
        end = kept.shape[1] if end is None else end
        for at in range(first, end, rows):
            yield at, kept[:, at : min(at + rows, end), : min(at + rows, end)]

    def whole(self, layer: int) -> Tensor | None:
        """A layer's pattern [n_heads, n, n], kept for the next look; None if one layer alone is beyond the budget."""
        if self.layer_bytes > self.budget_bytes:
            return None
        if layer not in self._kept:
            pattern = self.blank()
            for first, slab in self.slabs(layer):
                pattern[:, first : first + slab.shape[1], : slab.shape[2]] = slab
            self.keep(layer, pattern)
        self._kept.move_to_end(layer)
        return self._kept[layer]

    def blank(self) -> Tensor:
        """Room for one layer, all 0."""
        n = self._resid.shape[1]
        return torch.zeros(self._transformer.spec.n_heads, n, n, dtype=self._resid.dtype, device=self._resid.device)

    def keep(self, layer: int, pattern: Tensor) -> None:
        """Keep a layer's pattern [n_heads, n, n], letting go of those not looked at for longest."""
        self._kept[layer] = pattern
        while self.size_bytes > self.budget_bytes:
            self._kept.popitem(last=False)
