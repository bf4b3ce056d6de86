"""What a model is, before it has weights: everything a family's configuration says, in the field's names.

A family (`families.py`) is nothing but a reader that makes a ModelSpec and a table of tensor names; the Transformer is
built from the spec alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RotarySpec:
    """Rotary positions (arXiv 2104.09864) over whole heads, in halves: dimension i turns with dimension i + d_head / 2.

    base     wavelengths grow from 2π to 2π · base, in tokens
    factors  d_head / 2 numbers by which the frequencies are divided to stretch the context; () leaves them
    """

    base: float
    factors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A decoder of pre-norm blocks: RMSNorm, rotary grouped-query attention, gated SiLU MLP.

    n_heads query heads share n_kv_heads key-value heads: head h reads h // (n_heads / n_kv_heads). `tied`: the
    unembedding is the embedding. `qkv_bias`, `out_bias`, `mlp_bias`: which products add a bias.
    """

    family: str
    n_layers: int
    n_heads: int
    n_kv_heads: int
    d_model: int
    d_head: int
    d_mlp: int
    d_vocab: int
    n_ctx: int
    norm_eps: float
    rotary: RotarySpec
    tied: bool
    kind: str = "decoder"
    qkv_bias: bool = False
    out_bias: bool = False
    mlp_bias: bool = False
