"""How much attention carries from token to token: the length of weight times what is read, not the weight alone.

Legend: H heads, n queries, k keys, rows of a slab; f_h(x_j) is what head h would write into the stream if it read token j
alone: value · W_O, [d_model].

The idea that is not obvious: heads are summed before the length is taken, |sum_h a_h f_h(x_j)|² = a · G_j · a with
G_j = f f^T [H, H] of token j. So no vector for each query and key is ever made, and in float64 nothing cancels (arXiv 2004.10102).
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from workbench.engine.block import Block
from workbench.engine.layers import LayerNorm, RMSNorm
from workbench.engine.trace import Trace
from workbench.values import Part

TOKENS_AT_ONCE = 128


class Carrying:
    """One layer's attention of a part ("encoder", "decoder", "cross"), as the lengths of what it carries.

    `stream`: also what the query's own stream brings to it, and the norm through which all of it goes (arXiv 2109.07152). What a
    product or a norm adds alike for all tokens, its bias, belongs to none of them.
    """

    def __init__(self, trace: Trace, part: Part, layer: int, *, stream: bool) -> None:
        stack = trace.model.transformer.stacks()["encoder" if part == "encoder" else "decoder"]
        block = cast(Block, stack.blocks[layer])
        resid = trace.streams(part)[layer]
        if part == "cross":
            assert block.cross is not None, "only an encoder-decoder's decoder crosses"
            assert trace.source is not None, "then there is a source"
            self._attn, value = block.cross, trace.source.keys_values(layer, block.cross)[1]
        else:
            self._attn, value = block.attn, block.attn.value(block.read(resid[None], block.attn_norm))
        self._dtype = value.dtype
        self._resid = resid.double() if stream else None  # [n, d_model]
        self._value = value[0].repeat_interleave(stack.spec.n_heads // value.shape[1], dim=0).double()  # [H, k, d_head]
        self._behind_sum = block.post_norm
        self._norm = _Norm((block.attn_norm if block.post_norm else block.attn_out_norm) if stream else None)
        table = self._attn.o.table.detach().double()  # [d_model, H * d_head]
        self._table = table.view(len(table), -1, self._attn.d_head).permute(1, 2, 0)  # [H, d_head, d_model]
        self._grams = torch.cat([self._gram(some) for some in torch.split(self._value, TOKENS_AT_ONCE, dim=1)])  # [k, H, H]

    def lengths(self, first: int, weights: Tensor) -> Tensor:
        """Of a slab of the pattern, weights [H, rows, keys] of the queries from `first` on: float64 [rows, keys]."""
        weights = weights.double()
        by_key = weights.permute(2, 1, 0)  # [keys, rows, H]
        squares = ((by_key @ self._grams[: len(by_key)]) * by_key).sum(-1)  # [keys, rows]
        lengths = squares.clamp_(min=0).sqrt_().T  # rounding may leave -1e-20
        return lengths if self._resid is None else self._with_stream(first, weights, lengths, self._resid)

    def _with_stream(self, first: int, weights: Tensor, lengths: Tensor, resid: Tensor) -> Tensor:
        rows, keys = weights.shape[1:]
        queries, at = torch.arange(first, first + rows), torch.arange(rows)
        found = self._attn.write((weights @ self._value[:, :keys])[None].to(self._dtype)).double()[0]  # [rows, d_model]
        own = ((weights[:, at, queries, None] * self._value[:, queries]) @ self._table).sum(0)  # [rows, d_model]
        stream = resid[queries]
        if self._behind_sum:
            divisor = self._norm.divisor(found + stream)  # [rows, 1]
            own = self._norm.straight(own + stream) / divisor
        else:
            divisor = self._norm.divisor(found)
            own = self._norm.straight(own) / divisor + stream
        lengths = lengths / divisor
        lengths[at, queries] = own.norm(dim=-1)
        return lengths

    def _gram(self, value: Tensor) -> Tensor:
        """G of some tokens by their values, float64 [H, some, d_head] -> [some, H, H]."""
        written = self._norm.straight(value @ self._table).transpose(0, 1)  # [some, H, d_model]
        return written @ written.transpose(1, 2)


class _Norm:
    """A norm taken apart: norm(x) = straight(x) / divisor(x) + bias, and `straight` is linear. None: x itself."""

    def __init__(self, norm: nn.Module | None) -> None:
        assert norm is None or isinstance(norm, LayerNorm | RMSNorm)
        self._norm = norm

    def straight(self, x: Tensor) -> Tensor:
        """[.., d_model] -> [.., d_model]."""
        if self._norm is None:
            return x
        centred = x - x.mean(-1, keepdim=True) if isinstance(self._norm, LayerNorm) else x
        return centred * self._norm.weight

    def divisor(self, x: Tensor) -> Tensor:
        """[.., d_model] -> [.., 1]."""
        if self._norm is None:
            return torch.ones_like(x[..., :1])
        centred = x - x.mean(-1, keepdim=True) if isinstance(self._norm, LayerNorm) else x
        return (centred.square().mean(-1, keepdim=True) + self._norm.eps).sqrt()
