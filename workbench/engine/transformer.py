"""The Transformer, all of it: tracing, generating and training run this one forward pass.

Legend: batch, pos = positions read in this pass, n = positions in all (the cache's and these).

The idea that is not obvious: the pass is an iterator over the residual stream. Whoever wants every layer's stream collects
it, whoever wants the end takes the last, and between two layers there is always a place to stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, cast

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from workbench.engine import attend
from workbench.engine.cache import KeyValueCache
from workbench.engine.linear import Linear
from workbench.engine.spec import ModelSpec, RotarySpec
from workbench.errors import WorkbenchError

Turn = tuple[Tensor, Tensor]
"""Cosines and sines [pos, d_head / 2] by which the positions of this pass are turned."""


class Probe(Protocol):
    """Looks into a forward pass."""

    def pattern(self, layer: int, first_query: int, weights: Tensor) -> None:
        """See a slab of a layer's attention, weights [batch, n_heads, rows, keys]; later keys have weight 0."""


class Transformer(nn.Module):
    """A stack of blocks between an embedding and an unembedding."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.spec = spec
        self.rotary = Rotary(spec.rotary, spec.d_head)
        self.embed = nn.Embedding(spec.d_vocab, spec.d_model, device=device)
        self.blocks = nn.ModuleList(Block(spec, device=device) for _ in range(spec.n_layers))
        self.final_norm = RMSNorm(spec.d_model, spec.norm_eps, device=device)
        self.unembed = Linear(spec.d_model, spec.d_vocab, device=device)
        self.tie()

    def tie(self) -> None:
        """Make the unembedding the embedding's own weights, where the spec says so."""
        if self.spec.tied:
            self.unembed.weight = cast(nn.Parameter, self.embed.weight)

    def residuals(self, tokens: Tensor, *, cache: KeyValueCache | None = None, probe: Probe | None = None) -> Iterator[Tensor]:
        """The residual stream before each block, then after the last: n_layers + 1 tensors [batch, pos, d_model].

        `tokens`: ids int64 [batch, pos], or embeddings [batch, pos, d_model]. They follow what `cache` holds, which grows
        by them at the end. With a `probe` the attention is computed explicitly and shown to it.
        """
        first = cache.length if cache else 0
        resid = tokens if tokens.is_floating_point() else self.embed(tokens)  # [batch, pos, d_model]
        turn = self.rotary(first, resid.shape[1], like=resid)
        for layer, block in enumerate(self.blocks):
            yield resid
            resid = block(resid, turn, memory=_Memory(layer, first, cache, probe))
        if cache is not None:
            cache.advance(resid.shape[1])
        yield resid

    def forward(
        self,
        tokens: Tensor,
        *,
        cache: KeyValueCache | None = None,
        probe: Probe | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Tensor:
        """The residual stream after the last block, before the final norm: [batch, pos, d_model].

        Raises WorkbenchError('cancelled') between two layers once `stopped()` is true.
        """
        resid = tokens
        for stream in self.residuals(tokens, cache=cache, probe=probe):
            if stopped():
                raise WorkbenchError("cancelled")
            resid = stream
        return resid

    def logits(self, resid: Tensor) -> Tensor:
        """Final norm and unembedding: [.., d_model] -> [.., d_vocab]. Of any layer's stream: the logit lens."""
        found: Tensor = self.unembed(self.final_norm(resid))
        return found

    def patterns(
        self, layer: int, resid: Tensor, *, first: int = 0, end: int | None = None, rows: int = attend.SLAB_ROWS
    ) -> Iterator[tuple[int, Tensor]]:
        """A layer's pattern again from its residual stream [batch, n, d_model], for the queries first … end - 1.

        Yields slabs as `attend.slabs` does. Costs two products and no values, so nothing needs to keep a pattern.
        """
        block = cast(Block, self.blocks[layer])
        end = resid.shape[1] if end is None else end
        x = block.attn_norm(resid[:, :end])  # [batch, end, d_model]
        q = block.attn.query(x[:, first:], self.rotary(first, end - first, like=x))
        k = block.attn.key(x, self.rotary(0, end, like=x))
        return attend.slabs(q, k, first_query=first, rows=rows)


class _Memory:
    """What one layer's attention knows beyond its input: the positions before it, and who watches."""

    __slots__ = ("cache", "first", "layer", "probe")

    def __init__(self, layer: int, first: int, cache: KeyValueCache | None, probe: Probe | None) -> None:
        self.layer, self.first, self.cache, self.probe = layer, first, cache, probe

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        if self.cache is not None:
            k, v = self.cache.extend(self.layer, k, v)
        if self.probe is None:
            return attend.fused(q, k, v, first_query=self.first)
        probe, layer = self.probe, self.layer
        return attend.explicit(q, k, v, first_query=self.first, see=lambda first, weights: probe.pattern(layer, first, weights))


class Block(nn.Module):
    """Attention, then MLP; each reads the normed stream and adds to it."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.attn_norm = RMSNorm(spec.d_model, spec.norm_eps, device=device)
        self.attn = Attention(spec, device=device)
        self.mlp_norm = RMSNorm(spec.d_model, spec.norm_eps, device=device)
        self.mlp = GatedMLP(spec, device=device)

    def forward(self, resid: Tensor, turn: Turn, *, memory: _Memory) -> Tensor:
        resid_mid = resid + self.attn(self.attn_norm(resid), turn, memory=memory)  # [batch, pos, d_model]
        resid_post: Tensor = resid_mid + self.mlp(self.mlp_norm(resid_mid))
        return resid_post


class Attention(nn.Module):
    """n_heads queries over n_kv_heads keys and values, each turned by its position."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.d_head = spec.d_head
        d_q, d_kv = spec.n_heads * spec.d_head, spec.n_kv_heads * spec.d_head
        self.q = Linear(spec.d_model, d_q, bias=spec.qkv_bias, device=device)
        self.k = Linear(spec.d_model, d_kv, bias=spec.qkv_bias, device=device)
        self.v = Linear(spec.d_model, d_kv, bias=spec.qkv_bias, device=device)
        self.o = Linear(d_q, spec.d_model, bias=spec.out_bias, device=device)

    def forward(self, x: Tensor, turn: Turn, *, memory: _Memory) -> Tensor:
        z = memory.attend(self.query(x, turn), self.key(x, turn), self._heads(self.v(x)))  # [batch, n_heads, pos, d_head]
        out: Tensor = self.o(z.transpose(1, 2).flatten(2))  # [batch, pos, n_heads * d_head] -> [batch, pos, d_model]
        return out

    def query(self, x: Tensor, turn: Turn) -> Tensor:
        return rotate(self._heads(self.q(x)), turn)  # [batch, n_heads, pos, d_head]

    def key(self, x: Tensor, turn: Turn) -> Tensor:
        return rotate(self._heads(self.k(x)), turn)  # [batch, n_kv_heads, pos, d_head]

    def _heads(self, x: Tensor) -> Tensor:
        batch, pos, _ = x.shape
        return x.view(batch, pos, -1, self.d_head).transpose(1, 2)  # [batch, pos, heads * d_head] -> [batch, heads, pos, d_head]


class GatedMLP(nn.Module):
    """down(silu(gate(x)) · up(x)), arXiv 2002.05202."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.gate = Linear(spec.d_model, spec.d_mlp, bias=spec.mlp_bias, device=device)
        self.up = Linear(spec.d_model, spec.d_mlp, bias=spec.mlp_bias, device=device)
        self.down = Linear(spec.d_mlp, spec.d_model, bias=spec.mlp_bias, device=device)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.down(F.silu(self.gate(x)) * self.up(x))  # d_model -> d_mlp -> d_model
        return out


class RMSNorm(nn.Module):
    """x / sqrt(mean(x²) + eps) · weight, arXiv 1910.07467; the mean is taken in float32 or wider."""

    def __init__(self, d_model: int, eps: float, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.empty(d_model, device=device))

    def forward(self, x: Tensor) -> Tensor:
        wide = x.to(torch.promote_types(x.dtype, torch.float32))
        return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight


class Rotary:
    """The angles of rotary positions. No weights, hence no module.

    Angles are float32 also for a float64 model: models were trained with these very angles, and exact ones differ by
    6e-5 at position 1,000, which would read as an error where there is none.
    """

    def __init__(self, spec: RotarySpec, d_head: int) -> None:
        exponents = torch.arange(0, d_head, 2, dtype=torch.float32, device="cpu") / d_head
        self.frequencies = 1.0 / spec.base**exponents  # [d_head / 2], radians per position
        if spec.factors:
            self.frequencies = self.frequencies / torch.tensor(spec.factors, dtype=torch.float32, device="cpu")

    def __call__(self, first: int, n_positions: int, *, like: Tensor) -> Turn:
        positions = torch.arange(first, first + n_positions, dtype=torch.float32, device="cpu")
        angles = torch.outer(positions, self.frequencies)  # [pos, d_head / 2]
        return angles.cos().to(like), angles.sin().to(like)


def rotate(x: Tensor, turn: Turn) -> Tensor:
    """Turn each pair (x_i, x_{i + d_head / 2}) of x [batch, heads, pos, d_head] by its position's angle."""
    cos, sin = turn
    a, b = x.chunk(2, dim=-1)  # each [batch, heads, pos, d_head / 2]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)
