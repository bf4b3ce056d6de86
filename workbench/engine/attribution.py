"""Direct logit attribution (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits"): a logit as a sum over the parts
that wrote into the stream.

Legend: L layers, H heads, p the contrast's position. Everything behind the activations is float64.

The idea that is not obvious: with every norm held at the scale it had in the pass, the way from a part to the logit is linear. So
instead of sending each part forward, the contrast's direction is taken back, from the unembedding through the blocks, and each
part is multiplied by what the direction is where that part is added. That holds for norms after the sum (BERT) and around the
parts (Gemma) as well. A masked-language head acts as x · gate(x); its gates are held, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from workbench.engine.block import Block
from workbench.engine.contrast import contrasted, direction
from workbench.engine.layers import Attention, LayerNorm, MaskedHead, RMSNorm
from workbench.engine.touch import Look
from workbench.engine.trace import Trace
from workbench.errors import WorkbenchError
from workbench.values import Attribution, AttributionRequest, Contrasted, Progress, Steering

Stopped = Callable[[], bool]


@torch.inference_mode()
def attribution(trace: Trace, request: AttributionRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Attribution]:
    """Yields Progress in layers, last the Attribution.

    Raises WorkbenchError: no-logits, bad-value, contrast-same, logits-not-finite, cancelled.
    """
    of = contrasted(trace, request.contrast)
    n_layers = trace.model.spec.n_layers
    way = _Way(trace, of)
    for layer in reversed(range(n_layers)):
        if stopped():
            raise WorkbenchError("cancelled")
        way.through(layer)
        yield Progress("attribution", n_layers - layer, n_layers, "layers")
    way.to_embedding()
    parts = way.parts
    yield Attribution(
        request,
        of,
        embedding=parts.embedding,
        positions=parts.positions,
        heads=parts.heads,
        cross_heads=parts.cross_heads,
        mlps=parts.mlps,
        attn_biases=parts.attn_biases,
        norm_biases=parts.norm_biases,
        final_bias=parts.final_bias,
        steering=parts.steering,
    )


@dataclass
class _Parts:
    """What was found so far; as in Attribution."""

    heads: np.ndarray
    cross_heads: np.ndarray
    mlps: np.ndarray
    attn_biases: np.ndarray
    norm_biases: np.ndarray
    embedding: float = 0.0
    positions: float = 0.0
    final_bias: float = 0.0
    steering: float = 0.0


class _Way:
    """The way back from the logit. `g` [d_model] is the direction at the place that it has come to: whatever was added to the stream
    there added its product with g to the logit."""

    def __init__(self, trace: Trace, of: Contrasted) -> None:
        assert of.contrast.position is not None, "the contrast is resolved"
        self._trace, self._transformer, self._at = trace, trace.model.transformer, of.contrast.position
        spec = trace.model.spec
        n_crossed = spec.n_layers if spec.kind == "encoder-decoder" else 0
        heads, crossed = np.zeros((spec.n_layers, spec.n_heads)), np.zeros((n_crossed, spec.n_heads))
        self.parts = _Parts(heads, crossed, np.zeros(spec.n_layers), np.zeros(spec.n_layers), np.zeros(spec.n_layers))
        self._steered = {one.layer for one in trace.model.interventions if isinstance(one, Steering)}
        row, bias = direction(trace.model, of.contrast)
        self._g, self.parts.final_bias = row.double() * spec.logit_scale, float(bias)
        self._through_end()

    def _through_end(self) -> None:
        """From the unembedding to behind the last block."""
        transformer = self._transformer
        if transformer.head is not None:
            read = transformer.stack.final_norm(self._trace.stream(-1)[self._at])  # [d_model]
            self._g, bias = _before_head(transformer.head, read, self._g)
            self.parts.final_bias += bias
        self.parts.final_bias += self._through_norm(transformer.stack.final_norm, self._stream(-1))

    def through(self, layer: int) -> None:
        """From behind a block to before it: through its sums, the last one first."""
        look = Look("z", "attn_out", "cross_z", "cross_out", "mlp_out", keep=lambda x: x[0, ..., self._at, :].double())
        behind = self._trace.step(layer, touch=look)[0, self._at]
        if layer + 1 in self._steered:
            self.parts.steering += float((self._stream(layer + 1) - behind.double()) @ self._g)
        block = cast(Block, self._transformer.stack.blocks[layer])
        attended = self._stream(layer) + look.seen["attn_out", layer]
        crossed = _normed(block, block.attn_norm, attended)
        if block.cross_norm is not None:
            crossed = crossed + look.seen["cross_out", layer]
        whole = (crossed if block.cross_norm is None else _normed(block, block.cross_norm, crossed)) + look.seen["mlp_out", layer]
        self._through_sum(layer, block, block.mlp_norm, whole)
        self.parts.mlps[layer] = float(look.seen["mlp_out", layer] @ self._g)
        if block.cross is not None and block.cross_norm is not None:
            self._through_sum(layer, block, block.cross_norm, crossed)
            self.parts.cross_heads[layer] = self._heads(layer, block.cross, look.seen["cross_z", layer], self._g)
        self._through_sum(layer, block, block.attn_norm, attended)
        self._attention(layer, block, look.seen["z", layer])

    def to_embedding(self) -> None:
        """From before the first block to the token's embedding and what was added to it."""
        transformer, trace = self._transformer, self._trace
        token = torch.as_tensor(int((trace.target or trace.encoding).ids[self._at]), device=trace.model.device)
        own = transformer.token_embeddings(token)  # [d_model]
        begun = own.double()
        if transformer.place is not None:
            begun = begun + transformer.place.added(self._at).double()
        if 0 in self._steered:
            before = begun if transformer.place is None else transformer.place.norm(begun.to(own.dtype)).double()
            self.parts.steering += float((self._stream(0) - before) @ self._g)
        if transformer.place is not None:
            self.parts.final_bias += self._through_norm(transformer.place.norm, begun)
        self.parts.embedding = float(own.double() @ self._g)
        self.parts.positions = float((begun - own.double()) @ self._g)

    def _attention(self, layer: int, block: Block, z: Tensor) -> None:
        """What the heads of a layer add, z [H, d_head]; a norm behind them is on their way."""
        g = self._g
        if block.attn_out_norm is not None:
            found = block.attn.o(z.flatten().to(self._trace.model.dtype))
            g, bias = _before_norm(block.attn_out_norm, found.double(), g)
            self.parts.norm_biases[layer] += bias
        self.parts.heads[layer] = self._heads(layer, block.attn, z, g)

    def _heads(self, layer: int, attention: Attention, z: Tensor, g: Tensor) -> np.ndarray:
        """What each head adds through the output product, z [H, d_head] -> [H]; the product's bias is booked."""
        if attention.o.bias is not None:
            self.parts.attn_biases[layer] += float(attention.o.bias.double() @ g)
        way = (g @ attention.o.table.double()).view_as(z)  # [d_model] -> [H * d_head] -> [H, d_head]
        found: np.ndarray = (z * way).sum(-1).cpu().numpy()
        return found

    def _through_sum(self, layer: int, block: Block, norm: nn.Module, x: Tensor) -> None:
        """Before the norm that comes after a sum, which was x, where the model has it there."""
        if block.post_norm:
            self.parts.norm_biases[layer] += self._through_norm(norm, x)

    def _through_norm(self, norm: nn.Module, x: Tensor) -> float:
        """Before a norm of x. Returns what its bias adds."""
        self._g, bias = _before_norm(norm, x, self._g)
        return bias

    def _stream(self, layer: int) -> Tensor:
        """The stream at the position, float64 [d_model]."""
        return self._trace.stream(layer)[self._at].double()


def _normed(block: Block, norm: nn.Module, summed: Tensor) -> Tensor:
    """The stream behind a sum."""
    if not block.post_norm:
        return summed
    weight = cast(Tensor, norm.weight)
    return cast(Tensor, norm(summed.to(weight.dtype))).double()


def _before_norm(norm: nn.Module, x: Tensor, g: Tensor) -> tuple[Tensor, float]:
    """(g', bias) so that norm(x) · g = x · g' + bias, and g' is that of the scale that x has: all [d_model] but the bias."""
    if isinstance(norm, RMSNorm):
        return g * norm.weight.double() * torch.rsqrt(x.square().mean() + norm.eps), 0.0
    if isinstance(norm, LayerNorm):
        scaled = g * norm.weight.double() * torch.rsqrt(x.var(correction=0) + norm.eps)
        return scaled - scaled.mean(), float(norm.bias.double() @ g)
    return g, 0.0  # none at the end


def _before_head(head: MaskedHead, x: Tensor, g: Tensor) -> tuple[Tensor, float]:
    """The same for a masked-language head that read x: each of its units acts as u · gate(u), with the gate held."""
    inner = head.dense(x)  # [d_model]
    acted = head.activate(inner).double()
    g, norm_bias = _before_norm(head.norm, acted, g)
    gate = torch.where(inner == 0, 0.5, acted / inner.double())
    g = g * gate
    assert head.dense.bias is not None, "it has one"
    return g @ head.dense.table.double(), norm_bias + float(head.dense.bias.double() @ g)
