"""The residual streams of a text that is being written, kept as they are read: a trace of it costs no pass of its own.

Legend: L layers, H heads, n positions that were read.

The idea that is not obvious: where attention is causal, what was read does not change when more comes. So all traces of the
beginning of one text look at the same streams, and each position's share of the first key is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.cache import KeyValueCache

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_BYTES = 128 << 20
"""1,880 positions of SmolLM2-135M. Of a longer text no streams are kept."""
LEAST_ROOM = 64


class Streams:
    """What one model reads, position by position. `ids` int64 [n]; `over`: no more is read."""

    def __init__(self, model: LoadedModel, cache: KeyValueCache) -> None:
        """`cache`: where the keys and values of the same positions are."""
        spec = model.spec
        self.model, self.cache, self.over = model, cache, False
        self.ids = np.zeros(0, np.int64)
        self._resid = torch.empty(spec.n_layers + 1, 0, spec.d_model, dtype=model.dtype, device=model.device)
        self._sink_sums, self._summed = torch.zeros(spec.n_layers, spec.n_heads), 1  # query 0 has no choice but key 0

    @property
    def resid(self) -> Tensor:
        """[L + 1, n, d_model]. What is there is not written to again."""
        return self._resid[:, : len(self.ids)]

    @property
    def fits(self) -> bool:
        """Whether so much may be kept. What does not fit is let go of."""
        return len(self.ids) * len(self._resid) * self._resid.shape[2] * self._resid.itemsize <= MOST_BYTES

    def add(self, ids: np.ndarray, streams: Sequence[Tensor]) -> None:
        """Keep the streams of a pass that has ended, L + 1 of [pos, d_model], over ids [pos]."""
        first, end = len(self.ids), len(self.ids) + len(ids)
        if self._resid.shape[1] < end:
            larger = self._resid.new_empty(len(self._resid), end + max(LEAST_ROOM, end // 2), self._resid.shape[2])
            larger[:, :first] = self.resid
            self._resid = larger
        for layer, stream in enumerate(streams):
            self._resid[layer, first:end] = stream
        self.ids = np.concatenate([self.ids, ids])
        if not self.fits:
            self._resid = self._resid[:, :0].clone()

    def begins(self, ids: np.ndarray) -> bool:
        """Whether what was read so far and `ids` [m] are the same, as far as both go."""
        n = min(len(self.ids), len(ids))
        return n > 0 and bool((self.ids[:n] == ids[:n]).all())

    @torch.inference_mode()
    def sink_share(self, n: int) -> Tensor:
        """Mean weight on key 0 over the queries 1 … n - 1, float32 [L, H]."""
        stack = self.model.transformer.stack
        if n < self._summed:
            self._sink_sums, self._summed = torch.zeros_like(self._sink_sums), 1
        for layer in range(len(stack.blocks) if self._summed < n else 0):
            keys = self.cache.keys[layer, :, :, :n]
            for _, weights in stack.patterns(layer, self.resid[layer, None], first=self._summed, end=n, keys=keys):
                self._sink_sums[layer] += weights[0, :, :, 0].sum(1, dtype=torch.float32).cpu()
        self._summed = max(self._summed, n)
        return self._sink_sums / max(n - 1, 1)
