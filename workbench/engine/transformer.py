"""The Transformer, all of it: tracing, generating and training run this one forward pass, for every kind of model.

Legend: batch, pos = positions read in this pass, n = positions in all (the cache's and these), source = positions of an
encoder-decoder's source.

The idea that is not obvious: the pass is an iterator over the residual stream. Whoever wants every layer's stream collects
it, whoever wants the end takes the last, and between two layers there is always a place to stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

import torch
from torch import Tensor, nn

from workbench.engine import attend
from workbench.engine.attend import Sight
from workbench.engine.cache import KeyValueCache
from workbench.engine.layers import MLP, Attention, MaskedHead, norm_of
from workbench.engine.linear import Linear
from workbench.engine.positions import LearnedPositions, RelativeBias, Rotary, Turn, rotate
from workbench.engine.spec import LearnedSpec, ModelSpec, RelativeSpec, RotarySpec
from workbench.errors import WorkbenchError

Stopped = Callable[[], bool]


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
class _Pass:
    """What the blocks of one pass know beyond the stream: where they are, who sees whom in each layer, and who watches."""

    first: int
    turns: Sequence[Turn | None]
    sights: Sequence[Sight]
    cache: KeyValueCache | None = None
    probe: Probe | None = None
    source: Source | None = None
    cross_probe: Probe | None = None

    def attend(self, layer: int, attn: Attention, x: Tensor) -> Tensor:
        """x [batch, pos, d_model] over itself and what the cache holds -> [batch, pos, d_model]."""
        q, k, v = rotate(attn.query(x), self.turns[layer]), rotate(attn.key(x), self.turns[layer]), attn.value(x)
        if self.cache is not None:
            k, v = self.cache.extend(layer, k, v)
        return attn.write(_attended(q, k, v, first=self.first, sight=self.sights[layer], layer=layer, probe=self.probe))

    def attend_source(self, layer: int, cross: Attention, x: Tensor) -> Tensor:
        """x [batch, pos, d_model] over the source -> [batch, pos, d_model]."""
        assert self.source is not None, "a decoder that crosses is given a source"
        k, v = self.source.keys_values(layer, cross)
        sight = Sight(self.sights[layer].scale, causal=False, keys=self.source.keys)
        return cross.write(_attended(cross.query(x), k, v, first=self.first, sight=sight, layer=layer, probe=self.cross_probe))


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

    def forward(self, resid: Tensor, here: _Pass) -> Tensor:
        resid = self.attended(resid, here)  # [batch, pos, d_model], as everywhere in this block
        if self.cross is not None and self.cross_norm is not None:
            cross = self.cross
            resid = self._added(resid, self.cross_norm, lambda x: here.attend_source(self.layer, cross, x))
        return self._added(resid, self.mlp_norm, self.mlp, self.mlp_out_norm)

    def attended(self, resid: Tensor, here: _Pass) -> Tensor:
        """The stream after the attention to itself."""
        return self._added(resid, self.attn_norm, lambda x: here.attend(self.layer, self.attn, x), self.attn_out_norm)

    def read(self, resid: Tensor, norm: nn.Module) -> Tensor:
        """What the part that this norm belongs to reads of the stream."""
        return resid if self.post_norm else cast(Tensor, norm(resid))

    def _added(self, resid: Tensor, norm: nn.Module, part: Callable[[Tensor], Tensor], out_norm: nn.Module | None = None) -> Tensor:
        found = part(self.read(resid, norm))
        summed = resid + self.dropout(found if out_norm is None else out_norm(found))
        return cast(Tensor, norm(summed)) if self.post_norm else summed


class Stack(nn.Module):
    """Blocks one after the other, and the norm after the last (none where norms come after each sum)."""

    def __init__(self, spec: ModelSpec, n_layers: int, *, causal: bool, crosses: bool = False, device: torch.device | None = None) -> None:
        super().__init__()
        self.spec, self.causal = spec, causal
        positions = spec.positions
        self.windows = [spec.window(layer) if causal else 0 for layer in range(n_layers)]
        self.rotary = Rotary(positions, spec.d_head) if isinstance(positions, RotarySpec) else None
        self.window_rotary = Rotary(spec.window_positions, spec.d_head) if spec.window_positions else self.rotary
        self.bias = RelativeBias(positions, spec.n_heads, causal=causal, device=device) if isinstance(positions, RelativeSpec) else None
        self.blocks = nn.ModuleList(Block(spec, layer, crosses=crosses, device=device) for layer in range(n_layers))
        self.final_norm = nn.Identity() if spec.post_norm else norm_of(spec, device=device)

    def residuals(
        self,
        resid: Tensor,
        *,
        keys: Tensor | None = None,
        cache: KeyValueCache | None = None,
        probe: Probe | None = None,
        source: Source | None = None,
        cross_probe: Probe | None = None,
    ) -> Iterator[Tensor]:
        """The stream before each block, then after the last: n_layers + 1 tensors [batch, pos, d_model]."""
        here = self._here(cache.length if cache else 0, resid, keys)
        here = replace(here, cache=cache, probe=probe, source=source, cross_probe=cross_probe)
        for block in self.blocks:
            yield resid
            resid = block(resid, here)
        if cache is not None:
            cache.advance(resid.shape[1])
        yield resid

    def patterns(
        self, layer: int, resid: Tensor, *, first: int = 0, end: int | None = None, rows: int = attend.SLAB_ROWS
    ) -> Iterator[tuple[int, Tensor]]:
        """A layer's pattern again from its residual stream [batch, n, d_model], for the queries first … end - 1.

        Yields slabs as `attend.slabs` does. Costs two products and no values, so nothing needs to keep a pattern.
        """
        block = cast(Block, self.blocks[layer])
        end = resid.shape[1] if end is None else end
        x = block.read(resid[:, :end] if self.causal else resid, block.attn_norm)  # [batch, n, d_model]
        here, part = self._here(0, x, None), self._here(first, x[:, first:end], None)
        q, k = rotate(block.attn.query(x[:, first:end]), part.turns[layer]), rotate(block.attn.key(x), here.turns[layer])
        return attend.slabs(q, k, first_query=first, sight=here.sights[layer], rows=rows)

    def cross_patterns(
        self, layer: int, resid: Tensor, source: Source, *, first: int = 0, end: int | None = None, rows: int = attend.SLAB_ROWS
    ) -> Iterator[tuple[int, Tensor]]:
        """A layer's pattern over the source again, from its residual stream [batch, n, d_model]; as `patterns`."""
        block = cast(Block, self.blocks[layer])
        end = resid.shape[1] if end is None else end
        assert block.cross is not None, "only an encoder-decoder's decoder crosses"
        assert block.cross_norm is not None, "a norm comes with it"
        mid = block.attended(resid[:, :end], self._here(0, resid[:, :end], None))[:, first:]  # [batch, rows, d_model]
        q = block.cross.query(block.read(mid, block.cross_norm))
        k, _ = source.keys_values(layer, block.cross)
        return attend.slabs(q, k, first_query=first, sight=Sight(self.spec.scale, causal=False, keys=source.keys), rows=rows)

    def _here(self, first: int, resid: Tensor, keys: Tensor | None) -> _Pass:
        turn, window_turn = (rotary(first, resid.shape[1], like=resid) if rotary else None for rotary in (self.rotary, self.window_rotary))
        turns = [window_turn if window else turn for window in self.windows]
        return _Pass(first, turns, [Sight(self.spec.scale, self.causal, window, keys, self.bias) for window in self.windows])


class Transformer(nn.Module):
    """An embedding, a stack that reads (encoder) or writes (decoder), and an unembedding; in an encoder-decoder, a second
    stack that reads the source for it."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.spec = spec
        self.embed = nn.Embedding(spec.d_vocab, spec.d_model, device=device)
        self.place = LearnedPositions(spec, spec.positions, device=device) if isinstance(spec.positions, LearnedSpec) else None
        self.dropout = nn.Dropout(spec.dropout)
        pair = spec.kind == "encoder-decoder"
        self.encoder = Stack(spec, spec.n_encoder_layers, causal=False, device=device) if pair else None
        self.stack = Stack(spec, spec.n_layers, causal=spec.kind != "encoder", crosses=pair, device=device)
        self.pooler = Linear(spec.d_model, spec.d_model, bias=True, device=device) if spec.pooler else None
        self.head = MaskedHead(spec, device=device) if spec.head == "masked" else None
        has_logits = spec.head != "none"
        self.unembed = Linear(spec.d_model, spec.d_vocab, bias=spec.head == "masked", device=device) if has_logits else None
        self.tie()

    def tie(self) -> None:
        """Make the unembedding the embedding's own weights, where the spec says so."""
        if self.spec.tied and self.unembed is not None:
            self.unembed.weight = cast(nn.Parameter, self.embed.weight)

    def stacks(self) -> dict[str, Stack]:
        """The stacks by the name of their attention: "encoder", "decoder"."""
        own = "encoder" if self.spec.kind == "encoder" else "decoder"
        return {own: self.stack} if self.encoder is None else {"encoder": self.encoder, own: self.stack}

    def embedded(self, tokens: Tensor, *, first: int = 0, types: Tensor | None = None) -> Tensor:
        """What the first block reads: tokens int64 [batch, pos], or embeddings [batch, pos, d_model] -> [batch, pos, d_model]."""
        resid = tokens if tokens.is_floating_point() else self._scaled(self.embed(tokens))
        if self.place is not None:
            resid = self.place(resid, first=first, types=types)
        return cast(Tensor, self.dropout(resid))

    def _scaled(self, embedded: Tensor) -> Tensor:
        """Embeddings times their scale, rounded as the model was trained with it: first to float32, then to the weights' type."""
        if self.spec.embed_scale == 1.0:
            return embedded
        return embedded * torch.tensor(self.spec.embed_scale, dtype=torch.float32, device=embedded.device).to(embedded.dtype)

    def residuals(
        self,
        tokens: Tensor,
        *,
        types: Tensor | None = None,
        keys: Tensor | None = None,
        cache: KeyValueCache | None = None,
        probe: Probe | None = None,
        source: Source | None = None,
        cross_probe: Probe | None = None,
    ) -> Iterator[Tensor]:
        """The residual stream before each block, then after the last: n_layers + 1 tensors [batch, pos, d_model].

        tokens  ids int64 [batch, pos], or embeddings [batch, pos, d_model], times their scale. They follow what `cache` holds,
                which grows by them at the end
        types   sentence types int64 [batch, pos] of models that have them (None: 0)
        keys    bool [batch, pos]: which positions may be attended to (None: all); padding, never with a cache
        probe, cross_probe   with one, that attention is computed explicitly and shown to it
        source  what an encoder-decoder's decoder attends to
        """
        resid = self.embedded(tokens, first=cache.length if cache else 0, types=types)
        return self.stack.residuals(resid, keys=keys, cache=cache, probe=probe, source=source, cross_probe=cross_probe)

    def source_residuals(self, tokens: Tensor, *, keys: Tensor | None = None, probe: Probe | None = None) -> Iterator[Tensor]:
        """The residual stream of an encoder-decoder's encoder over the source; as `residuals`."""
        assert self.encoder is not None, "only an encoder-decoder reads a source"
        return self.encoder.residuals(self.embedded(tokens), keys=keys, probe=probe)

    def encode(self, tokens: Tensor, *, keys: Tensor | None = None, stopped: Stopped = lambda: False) -> Source:
        """Read the source, tokens [batch, source]. Raises WorkbenchError('cancelled')."""
        return self.source_of(_last(self.source_residuals(tokens, keys=keys), stopped), keys)

    def source_of(self, resid: Tensor, keys: Tensor | None = None) -> Source:
        """The encoder's stream after its last block [batch, source, d_model] as the decoder sees it."""
        assert self.encoder is not None, "only an encoder-decoder reads a source"
        return Source(self.encoder.final_norm(resid), keys)

    def forward(
        self,
        tokens: Tensor,
        *,
        types: Tensor | None = None,
        keys: Tensor | None = None,
        cache: KeyValueCache | None = None,
        probe: Probe | None = None,
        source: Source | None = None,
        stopped: Stopped = lambda: False,
    ) -> Tensor:
        """The residual stream after the last block, before the final norm: [batch, pos, d_model].

        Raises WorkbenchError('cancelled') between two layers once `stopped()` is true.
        """
        return _last(self.residuals(tokens, types=types, keys=keys, cache=cache, probe=probe, source=source), stopped)

    def logits(self, resid: Tensor) -> Tensor:
        """Final norm, head and unembedding: [.., d_model] -> [.., d_vocab]. Of any layer's stream: the logit lens."""
        assert self.unembed is not None, "whoever asks has looked at spec.head"
        x = self.stack.final_norm(resid)
        if self.head is not None:
            x = self.head(x)
        if self.spec.logit_scale != 1.0:
            x = x * self.spec.logit_scale
        found: Tensor = self.unembed(x)
        return found


def _last(streams: Iterator[Tensor], stopped: Stopped) -> Tensor:
    """The last of a pass's streams, with a look at `stopped` between layers."""
    resid = torch.empty(0)
    for stream in streams:
        if stopped():
            raise WorkbenchError("cancelled")
        resid = stream
    return resid
