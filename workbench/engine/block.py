"""One block of the Transformer: attention, over the source too in an encoder-decoder's decoder, then MLP.

Legend: batch, pos = positions read in this pass, n = positions in all (the cache's and these), source = positions of an
encoder-decoder's source.

The idea that is not obvious: a block knows nothing of why it runs. What a pass needs beyond the stream (positions, who sees
whom, cache, who watches, who intervenes) travels beside it in a Pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import torch
from torch import Tensor, nn

from workbench.engine import attend
from workbench.engine.attend import Sight
from workbench.engine.cache import KeyValueCache
from workbench.engine.layers import MLP, Attention, norm_of
from workbench.engine.positions import Turn, rotate
from workbench.engine.spec import ModelSpec
from workbench.engine.touch import Point, Touch


class Probe(Protocol):
    """Looks into a forward pass."""

    def pattern(self, layer: int, first_query: int, weights: Tensor) -> None:
        """See a slab of a layer's attention, weights [batch, n_heads, rows, keys]; causal: later keys have weight 0."""


class Source:
    """What a decoder attends to besides itself: the encoder's last stream, normed, resid [batch, source, d_model].

    `keys`, bool [batch, source]: which of its positions are there (None: all). Each layer's keys and values are made once.
    """

    def __init__(self, resid: Tensor, keys: Tensor | None = None) -> None:
        self.resid, self.keys = resid, keys
        self._made: dict[int, tuple[Tensor, Tensor]] = {}

    def keys_values(self, layer: int, cross: Attention) -> tuple[Tensor, Tensor]:
        """Keys and values of a layer, each [batch, n_kv_heads, source, d_head]."""
        if layer not in self._made:
            self._made[layer] = cross.key(self.resid), cross.value(self.resid)
        return self._made[layer]


@dataclass(frozen=True, slots=True)
class Pass:
    """What the blocks of one pass know beyond the stream: where they are, who sees whom in each layer, who watches and who
    intervenes."""

    first: int
    turns: Sequence[Turn | None]
    sights: Sequence[Sight]
    cache: KeyValueCache | None = None
    probe: Probe | None = None
    source: Source | None = None
    cross_probe: Probe | None = None
    touch: Touch | None = None

    def touched(self, point: Point, layer: int, x: Tensor) -> Tensor:
        """What the pass goes on with in the place of x."""
        return x if self.touch is None else self.touch(point, layer, x, self.first)

    def query_key(self, layer: int, attn: Attention, x: Tensor) -> tuple[Tensor, Tensor]:
        """Turned queries [batch, n_heads, pos, d_head] and keys [batch, n_kv_heads, pos, d_head] of x [batch, pos, d_model]."""
        q, k = rotate(attn.query(x), self.turns[layer]), rotate(attn.key(x), self.turns[layer])
        return self.touched("q", layer, q), self.touched("k", layer, k)

    def attend(self, layer: int, attn: Attention, x: Tensor) -> Tensor:
        """x [batch, pos, d_model] over itself and what the cache holds -> [batch, pos, d_model]."""
        sight = self.sights[layer]
        if self.touch is None and self.probe is None and self.cache is None and sight.is_plain(x.shape[1]):
            found = attn.found(x, self.turns[layer], scale=sight.scale, causal=sight.causal)
            if found is not None:
                return cast(Tensor, attn.o(found))
        (q, k), v = self.query_key(layer, attn, x), self.touched("v", layer, attn.value(x))
        if self.cache is not None:
            k, v = self.cache.extend(layer, k, v)
        z = _attended(q, k, v, first=self.first, sight=sight, layer=layer, probe=self.probe)
        return attn.write(self.touched("z", layer, z))

    def attend_source(self, layer: int, cross: Attention, x: Tensor) -> Tensor:
        """x [batch, pos, d_model] over the source -> [batch, pos, d_model]."""
        assert self.source is not None, "a decoder that crosses is given a source"
        k, v = self.source.keys_values(layer, cross)
        sight = Sight(self.sights[layer].scale, causal=False, keys=self.source.keys)
        v = self.touched("cross_v", layer, v)
        z = _attended(cross.query(x), k, v, first=self.first, sight=sight, layer=layer, probe=self.cross_probe)
        return cross.write(self.touched("cross_z", layer, z))


def _attended(q: Tensor, k: Tensor, v: Tensor, *, first: int, sight: Sight, layer: int, probe: Probe | None) -> Tensor:
    if probe is None:
        return attend.fused(q, k, v, first_query=first, sight=sight)
    return attend.explicit(q, k, v, first_query=first, sight=sight, see=lambda at, weights: probe.pattern(layer, at, weights))


class Block(nn.Module):
    """Attention, over the source too where `crosses`, then MLP; each reads the stream and adds to it."""

    def __init__(self, spec: ModelSpec, layer: int, *, crosses: bool, device: torch.device | None = None) -> None:
        super().__init__()
        self.layer, self.post_norm = layer, spec.post_norm
        self.attn_norm = norm_of(spec, device=device)
        self.attn = Attention(spec, device=device)
        self.cross_norm = norm_of(spec, device=device) if crosses else None
        self.cross = Attention(spec, device=device) if crosses else None
        self.mlp_norm = norm_of(spec, device=device)
        self.mlp = MLP(spec, device=device)
        self.attn_out_norm = norm_of(spec, device=device) if spec.sandwich else None
        self.mlp_out_norm = norm_of(spec, device=device) if spec.sandwich else None
        self.dropout = nn.Dropout(spec.dropout)

    def forward(self, resid: Tensor, here: Pass) -> Tensor:
        resid = self.attended(resid, here)  # [batch, pos, d_model], as everywhere in this block
        if self.cross is not None and self.cross_norm is not None:
            found = here.attend_source(self.layer, self.cross, self.read(resid, self.cross_norm))
            resid = self._added(resid, here.touched("cross_out", self.layer, found), self.cross_norm)
        resid = here.touched("resid_mid", self.layer, resid)
        found = self.mlp(self.read(resid, self.mlp_norm))
        if self.mlp_out_norm is not None:
            found = self.mlp_out_norm(found)
        return self._added(resid, here.touched("mlp_out", self.layer, found), self.mlp_norm)

    def attended(self, resid: Tensor, here: Pass) -> Tensor:
        """The stream after the attention to itself."""
        found = here.attend(self.layer, self.attn, self.read(resid, self.attn_norm))
        if self.attn_out_norm is not None:
            found = self.attn_out_norm(found)
        return self._added(resid, here.touched("attn_out", self.layer, found), self.attn_norm)

    def read(self, resid: Tensor, norm: nn.Module) -> Tensor:
        """What the part that this norm belongs to reads of the stream."""
        return resid if self.post_norm else cast(Tensor, norm(resid))

    def _added(self, resid: Tensor, found: Tensor, norm: nn.Module) -> Tensor:
        """The stream with what a part found; the part's norm comes after the sum where the model has it there."""
        summed = resid + self.dropout(found)
        return cast(Tensor, norm(summed)) if self.post_norm else summed
