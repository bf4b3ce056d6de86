"""What a model is, before it has weights: everything a family's configuration says, in the field's names.

A family (`families.py`) is nothing but a reader that makes a ModelSpec and a table of tensor names; the Transformer is
built from the spec alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["decoder", "encoder", "encoder-decoder"]
Activation = Literal["silu", "gelu", "gelu_tanh", "relu", "tanh"]
Head = Literal["plain", "masked", "none", "labels", "tags"]
CLASSES: tuple[Head, Head] = ("labels", "tags")
"""Heads that tell classes and no tokens."""


@dataclass(frozen=True, slots=True)
class RotarySpec:
    """Rotary positions (arXiv 2104.09864) over whole heads, in halves: dimension i turns with dimension i + d_head / 2.

    base     wavelengths grow from 2π to 2π · base, in tokens
    factors  d_head / 2 numbers by which the frequencies are divided to stretch the context; () leaves them
    """

    base: float
    factors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnedSpec:
    """A vector for each of n_ctx positions and each of `n_types` sentence types, added to the token's and normed (arXiv 1810.04805)."""

    n_types: int


@dataclass(frozen=True, slots=True)
class RelativeSpec:
    """A number for each head and each bucket of distances, added to the scores (T5, arXiv 1910.10683). Half of the buckets are
    single distances, the others grow geometrically up to `max_distance`."""

    n_buckets: int
    max_distance: int


@dataclass(frozen=True, slots=True)
class FixedSpec:
    """No head chooses where it reads: head k reads the position k before its own, or the first one where there is none. What the `window`
    heads find is the concatenation of the last tokens' values, as in Bengio et al.'s neural model (2003)."""

    window: int


Positions = RotarySpec | LearnedSpec | RelativeSpec | FixedSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A stack of blocks, each attention and MLP; in an encoder-decoder a second one that reads the source.

    kind             decoder: each position sees those before it. encoder: all. encoder-decoder: `n_encoder_layers` of an
                     encoder, then n_layers of a decoder that also attend to the encoder's last stream
    n_kv_heads       query head h reads key-value head h // (n_heads / n_kv_heads)
    norm, post_norm  RMSNorm or LayerNorm; before each part of a block, or after the sum (then none at the end)
    sandwich         what a part found is normed, too, before it is added to the stream
    qk_norm          queries and keys are normed, each head by itself, before they are turned
    d_mlp            0: attention alone, and an MLP that adds nothing
    gated            down(act(gate(x)) · up(x)) instead of down(act(up(x)))
    qkv_bias, out_bias, mlp_bias   which products add a bias
    attn_scale       scores are multiplied by it; None: 1 / sqrt(d_head)
    windows          how many positions each layer of a decoder sees at most, the query's own among them; 0: all. () is 0 for each
    window_positions rotary positions of the layers with a window; None: those of the others
    embed_scale      a token's embedding is multiplied by it, rounded as the weights are
    head             plain: a product. masked: a dense layer, activation and norm before it (BERT's). none: no logits. labels: a product
                     that tells the class of a text, of its last position or, behind the pooler, of an encoder's first. tags: one that
                     tells the class of each position
    labels           the names of these classes
    tied             the unembedding is the embedding
    logit_scale      the stream is multiplied by it before the unembedding
    pooler           whether a dense layer over the first position is in the file
    start_id         what an encoder-decoder's decoder reads first
    dropout          share of activations left out in training
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
    positions: Positions
    tied: bool
    kind: Kind = "decoder"
    n_encoder_layers: int = 0
    norm: Literal["rms", "layer"] = "rms"
    post_norm: bool = False
    sandwich: bool = False
    qk_norm: bool = False
    activation: Activation = "silu"
    gated: bool = True
    qkv_bias: bool = False
    out_bias: bool = False
    mlp_bias: bool = False
    attn_scale: float | None = None
    windows: tuple[int, ...] = ()
    window_positions: RotarySpec | None = None
    embed_scale: float = 1.0
    head: Head = "plain"
    logit_scale: float = 1.0
    pooler: bool = False
    start_id: int = 0
    dropout: float = 0.0
    labels: tuple[str, ...] = ()

    @property
    def has_logits(self) -> bool:
        """Whether it tells tokens."""
        return self.head in ("plain", "masked")

    @property
    def scale(self) -> float:
        """What the scores are multiplied by."""
        return self.d_head**-0.5 if self.attn_scale is None else self.attn_scale

    def window(self, layer: int) -> int:
        """How many positions a layer sees at most; 0: all."""
        return self.windows[layer] if self.windows else 0
