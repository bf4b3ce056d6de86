"""Keys and values of the positions read so far, so that each new token costs one row.

The idea that is not obvious: `length` moves only when a whole pass has ended (`advance`), so a pass that was cancelled
between two layers leaves the cache as it was.
"""

from __future__ import annotations

import torch
from torch import Tensor

from workbench.engine.spec import ModelSpec


class KeyValueCache:
    """Room for `n_positions`, allocated at once: keys and values [n_layers, batch, n_kv_heads, n_positions, d_head]."""

    def __init__(self, spec: ModelSpec, n_positions: int, *, device: torch.device, dtype: torch.dtype, batch: int = 1) -> None:
        shape = (spec.n_layers, batch, spec.n_kv_heads, n_positions, spec.d_head)
        self.keys = torch.empty(shape, device=device, dtype=dtype)
        self.values = torch.empty(shape, device=device, dtype=dtype)
        self.length = 0

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Write the new k and v [batch, n_kv_heads, pos, d_head] behind the old ones; give all [.., length + pos, ..]."""
        end = self.length + k.shape[2]
        self.keys[layer, :, :, self.length : end] = k
        self.values[layer, :, :, self.length : end] = v
        return self.keys[layer, :, :, :end], self.values[layer, :, :, :end]

    def advance(self, n_positions: int) -> None:
        """Count the positions that every layer has now written."""
        self.length += n_positions

    def begin_with(self, other: KeyValueCache, n_positions: int | None = None) -> None:
        """Begin each of the batch's texts with the first positions (None: all) of what `other` holds of one text."""
        end = other.length if n_positions is None else n_positions
        self.keys[..., :end, :] = other.keys[..., :end, :]  # [n_layers, batch, n_kv_heads, end, d_head]
        self.values[..., :end, :] = other.values[..., :end, :]
        self.length = end

    def reorder(self, rows: Tensor, *, first: int = 0) -> None:
        """Make the batch's texts those of these rows, int64 [batch]; what stands before `first` is the same in all."""
        if len(rows) != self.keys.shape[1]:
            self.keys, self.values = self.keys[:, rows], self.values[:, rows]
            return
        for held in (self.keys, self.values):
            held[:, :, :, first : self.length] = held[:, rows, :, first : self.length]

    def trimmed(self) -> KeyValueCache:
        """The same in no more memory than it needs; itself, where little is to be saved."""
        room = self.keys.shape[3]
        if room - self.length <= room // 8:
            return self
        made = KeyValueCache.__new__(KeyValueCache)
        made.keys, made.values = self.keys[:, :, :, : self.length].clone(), self.values[:, :, :, : self.length].clone()
        made.length = self.length
        return made

    @property
    def size_bytes(self) -> int:
        return self.keys.nbytes + self.values.nbytes
