"""The parts a block is made of: norms, MLP, and the four products of attention.

Legend: pos positions, d_model the stream's width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from workbench.engine import fused
from workbench.engine.linear import Linear
from workbench.engine.spec import Activation, FixedSpec, ModelSpec

ACTIVATIONS: dict[Activation, Callable[[Tensor], Tensor]] = {
    "silu": F.silu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "relu": F.relu,
    "tanh": torch.tanh,
}


class RMSNorm(nn.Module):
    """x / sqrt(mean(x²) + eps) · weight, arXiv 1910.07467; the mean is taken in float32 or wider."""

    def __init__(self, d_model: int, eps: float, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.empty(d_model, device=device))

    def forward(self, x: Tensor) -> Tensor:
        if self.training and fused.can(x, self.weight):
            return fused.rms_norm(x, self.weight, self.eps)
        wide = x.to(torch.promote_types(x.dtype, torch.float32))
        return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight


class LayerNorm(nn.Module):
    """(x - mean(x)) / sqrt(var(x) + eps) · weight + bias, arXiv 1607.06450."""

    def __init__(self, d_model: int, eps: float, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.empty(d_model, device=device))
        self.bias = nn.Parameter(torch.empty(d_model, device=device))

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, self.eps)


def norm_of(spec: ModelSpec, *, width: int | None = None, device: torch.device | None = None) -> nn.Module:
    """The norm that this model uses everywhere, over `width` numbers (None: d_model)."""
    kind = {"rms": RMSNorm, "layer": LayerNorm}[spec.norm]
    return kind(spec.d_model if width is None else width, spec.norm_eps, device=device)


class MLP(nn.Module):
    """down(act(up(x))), or gated: down(act(gate(x)) · up(x)), arXiv 2002.05202."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.activate, self.gated_silu = ACTIVATIONS[spec.activation], spec.gated and spec.activation == "silu"
        self.gate = Linear(spec.d_model, spec.d_mlp, bias=spec.mlp_bias, device=device) if spec.gated else None
        self.up = Linear(spec.d_model, spec.d_mlp, bias=spec.mlp_bias, device=device)
        self.down = Linear(spec.d_mlp, spec.d_model, bias=spec.mlp_bias, device=device)

    def forward(self, x: Tensor) -> Tensor:
        if self.training and self.gated_silu and fused.can(x, *(tables := tables_of(self.gate, self.up, self.down))):
            return fused.gated_mlp(x, *tables)
        inner = self.activate(self.up(x)) if self.gate is None else self.activate(self.gate(x)) * self.up(x)
        out: Tensor = self.down(inner)  # d_model -> d_mlp -> d_model
        return out


class Attention(nn.Module):
    """The products of attention: n_heads queries, n_kv_heads keys and values, and the way back into the stream.

    Where heads read at fixed places there is nothing to ask: queries and keys are 0.
    """

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.d_head = spec.d_head
        d_q, d_kv = spec.n_heads * spec.d_head, spec.n_kv_heads * spec.d_head
        self.n_heads, self.n_kv_heads = spec.n_heads, spec.n_kv_heads
        asks = not isinstance(spec.positions, FixedSpec)
        self.q = Linear(spec.d_model, d_q, bias=spec.qkv_bias, device=device) if asks else None
        self.k = Linear(spec.d_model, d_kv, bias=spec.qkv_bias, device=device) if asks else None
        self.v = Linear(spec.d_model, d_kv, bias=spec.qkv_bias, device=device)
        self.o = Linear(d_q, spec.d_model, bias=spec.out_bias, device=device)
        self.q_norm = norm_of(spec, width=spec.d_head, device=device) if spec.qk_norm else None
        self.k_norm = norm_of(spec, width=spec.d_head, device=device) if spec.qk_norm else None

    def query(self, x: Tensor) -> Tensor:
        q = self._nothing(x, self.n_heads) if self.q is None else self._heads(self.q(x))  # [batch, n_heads, pos, d_head]
        return q if self.q_norm is None else cast(Tensor, self.q_norm(q))

    def key(self, x: Tensor) -> Tensor:
        k = self._nothing(x, self.n_kv_heads) if self.k is None else self._heads(self.k(x))  # [batch, n_kv_heads, pos, d_head]
        return k if self.k_norm is None else cast(Tensor, self.k_norm(k))

    def value(self, x: Tensor) -> Tensor:
        return self._heads(self.v(x))  # [batch, n_kv_heads, pos, d_head]

    def write(self, z: Tensor) -> Tensor:
        """What the heads found, z [batch, n_heads, pos, d_head], as an addition to the stream [batch, pos, d_model]."""
        out: Tensor = self.o(z.transpose(1, 2).flatten(2))  # [batch, pos, n_heads * d_head] -> [batch, pos, d_model]
        return out

    def found(self, x: Tensor, turn: fused.Turn | None, *, scale: float, causal: bool) -> Tensor | None:
        """What the heads find in x [batch, pos, d_model] over all of itself, [batch, pos, n_heads * d_head], by hand-written gradients;
        None where that is not to be had."""
        tables = tables_of(self.q, self.k, self.v)
        alike = self.n_heads == self.n_kv_heads and self.q_norm is None
        if not (self.training and alike and fused.can(x, *tables)):
            return None
        return fused.self_attention(x, *tables, turn=turn, n_heads=self.n_heads, scale=scale, causal=causal)

    def _nothing(self, x: Tensor, n_heads: int) -> Tensor:
        batch, pos, _ = x.shape
        return x.new_zeros(batch, n_heads, pos, self.d_head)

    def _heads(self, x: Tensor) -> Tensor:
        batch, pos, _ = x.shape
        return x.view(batch, pos, -1, self.d_head).transpose(1, 2)  # [batch, pos, heads * d_head] -> [batch, heads, pos, d_head]


def tables_of(*products: nn.Module | None) -> list[Tensor]:
    """The weights of products that are nothing but a table; none at all if one is more (a bias, an addition) or less."""
    plain: list[Tensor] = [product.weight for product in products if isinstance(product, Linear) and product.bias is None]
    return plain if len(plain) == len(products) else []


class MaskedHead(nn.Module):
    """What BERT puts before the unembedding: dense, activation, norm (arXiv 1810.04805)."""

    def __init__(self, spec: ModelSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.dense = Linear(spec.d_model, spec.d_model, bias=True, device=device)
        self.activate = ACTIVATIONS[spec.activation]
        self.norm = norm_of(spec, device=device)

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.norm(self.activate(self.dense(x)))
        return found
