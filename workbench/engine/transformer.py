"""The Transformer, all of it: tracing, generating and training run this one forward pass, for every kind of model.

Legend: batch, pos = positions read in this pass, n = positions in all (the cache's and these), source = positions of an
encoder-decoder's source.

The idea that is not obvious: the pass is an iterator over the residual stream. Whoever wants every layer's stream collects
it, whoever wants the end takes the last, and between two layers there is always a place to stop.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint as recomputed

from workbench.engine import attend
from workbench.engine.attend import Sight
from workbench.engine.block import Block, Pass, Probe, Source
from workbench.engine.cache import KeyValueCache
from workbench.engine.layers import MaskedHead, norm_of
from workbench.engine.linear import Linear
from workbench.engine.positions import FixedPlaces, LearnedPositions, RelativeBias, Rotary, rotate
from workbench.engine.spec import CLASSES, FixedSpec, LearnedSpec, ModelSpec, RelativeSpec, RotarySpec
from workbench.engine.touch import Touch, chained
from workbench.errors import WorkbenchError

Stopped = Callable[[], bool]


class Stack(nn.Module):
    """Blocks one after the other, and the norm after the last (none where norms come after each sum)."""

    def __init__(self, spec: ModelSpec, n_layers: int, *, causal: bool, crosses: bool = False, device: torch.device | None = None) -> None:
        super().__init__()
        self.spec, self.causal = spec, causal
        self.recompute = False
        positions = spec.positions
        self.windows = [spec.window(layer) if causal else 0 for layer in range(n_layers)]
        self.rotary = Rotary(positions, spec.d_head) if isinstance(positions, RotarySpec) else None
        self.window_rotary = Rotary(spec.window_positions, spec.d_head) if spec.window_positions else self.rotary
        self.bias: RelativeBias | FixedPlaces | None = None
        if isinstance(positions, RelativeSpec):
            self.bias = RelativeBias(positions, spec.n_heads, causal=causal, device=device)
        elif isinstance(positions, FixedSpec):
            self.bias = FixedPlaces(positions)
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
        touch: Touch | None = None,
        begin: int = 0,
    ) -> Iterator[Tensor]:
        """The stream before each block, from block `begin` on, then after the last: tensors [batch, pos, d_model].

        `touch` stands in the pass; the streams that are yielded are those it gave.
        """
        here = self._here(cache.length if cache else 0, resid, keys)
        here = replace(here, cache=cache, probe=probe, source=source, cross_probe=cross_probe, touch=touch)
        for layer in range(begin, len(self.blocks)):
            resid = here.touched("resid", layer, resid)
            yield resid
            if self.recompute and torch.is_grad_enabled():
                resid = recomputed(self.blocks[layer], resid, here, use_reentrant=False)
            else:
                resid = self.blocks[layer](resid, here)
        if cache is not None:
            cache.advance(resid.shape[1])
        yield here.touched("resid", len(self.blocks), resid)

    def step(self, layer: int, resid: Tensor, *, source: Source | None = None, touch: Touch | None = None) -> Tensor:
        """One block again, from the stream that it read: [batch, n, d_model] -> [batch, n, d_model]."""
        here = replace(self._here(0, resid, None), source=source, touch=touch)
        return cast(Tensor, self.blocks[layer](resid, here))

    def patterns(
        self,
        layer: int,
        resid: Tensor,
        *,
        first: int = 0,
        end: int | None = None,
        rows: int = attend.SLAB_ROWS,
        keys: Tensor | None = None,
    ) -> Iterator[tuple[int, Tensor]]:
        """A layer's pattern again from its residual stream [batch, n, d_model], for the queries first … end - 1.

        Yields slabs as `attend.slabs` does. Costs two products and no values, so nothing needs to keep a pattern; with the
        layer's `keys` [batch, n_kv_heads, end, d_head], as a cache holds them, only that of the queries.
        """
        block = cast(Block, self.blocks[layer])
        end = resid.shape[1] if end is None else end
        if keys is None:
            x = block.read(resid[:, :end] if self.causal else resid, block.attn_norm)  # [batch, n, d_model]
            keys = rotate(block.attn.key(x), self._here(0, x, None).turns[layer])
            asking = x[:, first:end]
        else:
            asking = block.read(resid[:, first:end], block.attn_norm)
        here = self._here(first, asking, None)
        q = rotate(block.attn.query(asking), here.turns[layer])
        return attend.slabs(q, keys, first_query=first, sight=here.sights[layer], rows=rows)

    def cross_patterns(
        self,
        layer: int,
        resid: Tensor,
        source: Source,
        *,
        first: int = 0,
        end: int | None = None,
        rows: int = attend.SLAB_ROWS,
        touch: Touch | None = None,
    ) -> Iterator[tuple[int, Tensor]]:
        """A layer's pattern over the source again, from its residual stream [batch, n, d_model]; as `patterns`.

        `touch`: what stood in the pass, as it changed what the source is asked with.
        """
        block = cast(Block, self.blocks[layer])
        end = resid.shape[1] if end is None else end
        assert block.cross is not None, "only an encoder-decoder's decoder crosses"
        q = self.cross_query(layer, resid[:, :end], touch=touch)[:, :, first:]
        k, _ = source.keys_values(layer, block.cross)
        return attend.slabs(q, k, first_query=first, sight=Sight(self.spec.scale, causal=False, keys=source.keys), rows=rows)

    def cross_query(self, layer: int, resid: Tensor, *, touch: Touch | None = None) -> Tensor:
        """What a layer asks the source with, again from its residual stream [batch, n, d_model]: [batch, n_heads, n, d_head]."""
        block = cast(Block, self.blocks[layer])
        assert block.cross is not None, "only an encoder-decoder's decoder crosses"
        assert block.cross_norm is not None, "a norm comes with it"
        mid = block.attended(resid, replace(self._here(0, resid, None), touch=touch))  # [batch, n, d_model]
        return block.cross.query(block.read(mid, block.cross_norm))

    def _here(self, first: int, resid: Tensor, keys: Tensor | None) -> Pass:
        turn, window_turn = (rotary(first, resid.shape[1], like=resid) if rotary else None for rotary in (self.rotary, self.window_rotary))
        turns = [window_turn if window else turn for window in self.windows]
        return Pass(first, turns, [Sight(self.spec.scale, self.causal, window, keys, self.bias) for window in self.windows])


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
        self.unembed = Linear(spec.d_model, spec.d_vocab, bias=spec.head == "masked", device=device) if spec.has_logits else None
        self.classifier = classifier_of(spec, device=device)
        self.touch: Touch | None = None
        self.encoder_touch: Touch | None = None
        self.tie()

    def tie(self) -> None:
        """Make the unembedding the embedding's own weights, where the spec says so."""
        if self.spec.tied and self.unembed is not None:
            self.unembed.weight = cast(nn.Parameter, self.embed.weight)

    def recompute(self, wanted: bool) -> None:
        """For gradients, keep the stream between blocks only and compute what is within them again (arXiv 1604.06174)."""
        for stack in self.stacks().values():
            stack.recompute = wanted

    def with_touch(self, touch: Touch | None, *, encoder: Touch | None = None) -> Transformer:
        """The same weights, with a touch that stands in every pass; `encoder`: in those of an encoder-decoder's encoder."""
        made = copy.copy(self)
        made.touch, made.encoder_touch = touch, encoder
        return made

    def stacks(self) -> dict[str, Stack]:
        """The stacks by the name of their attention: "encoder", "decoder"."""
        own = "encoder" if self.spec.kind == "encoder" else "decoder"
        return {own: self.stack} if self.encoder is None else {"encoder": self.encoder, own: self.stack}

    def embedded(self, tokens: Tensor, *, first: int = 0, types: Tensor | None = None) -> Tensor:
        """What the first block reads: tokens int64 [batch, pos], or embeddings [batch, pos, d_model] -> [batch, pos, d_model]."""
        resid = tokens if tokens.is_floating_point() else self.token_embeddings(tokens)
        if self.place is not None:
            resid = self.place(resid, first=first, types=types)
        return cast(Tensor, self.dropout(resid))

    def token_embeddings(self, tokens: Tensor) -> Tensor:
        """The embeddings of tokens, times their scale, before anything tells where they stand: int64 [..] -> [.., d_model]."""
        return self.scaled(self.embed(tokens))

    def scaled(self, embedded: Tensor) -> Tensor:
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
        touch: Touch | None = None,
    ) -> Iterator[Tensor]:
        """The residual stream before each block, then after the last: n_layers + 1 tensors [batch, pos, d_model].

        tokens  ids int64 [batch, pos], or embeddings [batch, pos, d_model], times their scale. They follow what `cache` holds,
                which grows by them at the end
        types   sentence types int64 [batch, pos] of models that have them (None: 0)
        keys    bool [batch, pos]: which positions may be attended to (None: all); padding, never with a cache
        probe, cross_probe   with one, that attention is computed explicitly and shown to it
        source  what an encoder-decoder's decoder attends to
        touch   stands in the pass, behind the one that always does
        """
        resid = self.embedded(tokens, first=cache.length if cache else 0, types=types)
        both = chained(self.touch, touch)
        return self.stack.residuals(resid, keys=keys, cache=cache, probe=probe, source=source, cross_probe=cross_probe, touch=both)

    def source_residuals(
        self, tokens: Tensor, *, keys: Tensor | None = None, probe: Probe | None = None, touch: Touch | None = None
    ) -> Iterator[Tensor]:
        """The residual stream of an encoder-decoder's encoder over the source; as `residuals`."""
        assert self.encoder is not None, "only an encoder-decoder reads a source"
        return self.encoder.residuals(self.embedded(tokens), keys=keys, probe=probe, touch=chained(self.encoder_touch, touch))

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
        kept: list[Tensor] | None = None,
        stopped: Stopped = lambda: False,
    ) -> Tensor:
        """The residual stream after the last block, before the final norm: [batch, pos, d_model].

        `kept` is given every stream on the way. Raises WorkbenchError('cancelled') between two layers once `stopped()` is true.
        """
        return _last(self.residuals(tokens, types=types, keys=keys, cache=cache, probe=probe, source=source), stopped, kept)

    def logits(self, resid: Tensor) -> Tensor:
        """Final norm, head and unembedding: [.., d_model] -> [.., d_vocab]. Of any layer's stream: the logit lens."""
        assert self.unembed is not None, "whoever asks has looked at spec.head"
        found: Tensor = self.unembed(self.read_out(resid))
        return found

    def classes(self, resid: Tensor) -> Tensor:
        """What a head of classes says of streams behind the last block: [.., d_model] -> [.., n_labels]. For the class of a text,
        of its place alone: an encoder's first, a decoder's last."""
        assert self.classifier is not None, "whoever asks has looked at spec.head"
        x = cast(Tensor, self.stack.final_norm(resid))
        if self.spec.head == "labels" and self.pooler is not None:
            x = torch.tanh(self.pooler(x))
        return cast(Tensor, self.classifier(x))

    def told(self, resid: Tensor) -> Tensor:
        """Logits over what the model tells, tokens or classes: [.., d_model] -> [.., d_vocab or n_labels]."""
        return self.logits(resid) if self.classifier is None else self.classes(resid)

    def read_out(self, resid: Tensor) -> Tensor:
        """What the unembedding reads of a stream behind the last block: [.., d_model] -> [.., d_model]."""
        x = cast(Tensor, self.stack.final_norm(resid))
        if self.head is not None:
            x = self.head(x)
        return x * self.spec.logit_scale if self.spec.logit_scale != 1.0 else x


def classifier_of(spec: ModelSpec, *, device: torch.device | None = None) -> Linear | None:
    """The product [n_labels, d_model] of a head of classes."""
    if spec.head not in CLASSES:
        return None
    return Linear(spec.d_model, len(spec.labels), bias=has_bias(spec), device=device)


def has_bias(spec: ModelSpec) -> bool:
    """Whether a head of classes adds one: all but Llama's for the class of a text do in Hugging Face's files."""
    return spec.kind == "encoder" or spec.head == "tags"


def _last(streams: Iterator[Tensor], stopped: Stopped, kept: list[Tensor] | None = None) -> Tensor:
    """The last of a pass's streams, with a look at `stopped` between layers. `kept` is given each of them."""
    resid = torch.empty(0)
    for stream in streams:
        if stopped():
            raise WorkbenchError("cancelled")
        resid = stream
        if kept is not None:
            kept.append(stream)
    return resid
