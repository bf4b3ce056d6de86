"""What of a model is trained, and what is left as it was."""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value

Product = Literal["q", "k", "v", "o", "gate", "up", "down"]
"""The products of a block, by their names in the engine."""


@value
class Full:
    """Every weight."""


@value
class ChosenLayers:
    """The weights of these blocks (of an encoder-decoder: of both halves), and the embedding where `embedding`."""

    layers: tuple[int, ...]
    embedding: bool = False


@value
class LowRank:
    """LoRA (arXiv 2106.09685): to each of these `products`, x A^T B^T · alpha / rank is added; A [rank, d_in] and B [d_out, rank] are
    trained, B from 0. `dropout`: share of x that A does not see in training."""

    rank: int = 8
    alpha: float = 16.0
    products: tuple[Product, ...] = ("q", "v")
    dropout: float = 0.0


@value
class SoftPrompt:
    """Prompt tuning (arXiv 2104.08691): `n_tokens` vectors stand before every text, and they alone are trained. They begin as the
    embeddings of `text`, repeated as often as it takes; "" draws tokens from the vocabulary."""

    n_tokens: int = 20
    text: str = ""


VIRTUAL_FIRST = 1 << 30
"""The id of a soft prompt's first virtual token: far behind every vocabulary, so that it is the same for every model."""

Method = Full | ChosenLayers | LowRank | SoftPrompt
