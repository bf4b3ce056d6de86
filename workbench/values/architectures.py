"""The shapes of new models: what a recipe's table `architecture` holds."""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value

ModelKind = Literal["decoder", "encoder", "encoder-decoder"]


@value
class Architecture:
    """A Transformer. A decoder is of the Llama family, an encoder of BERT's, an encoder-decoder of T5's, each
    with n_layers layers (an encoder-decoder: in each of its halves)."""

    kind: ModelKind
    n_layers: int
    n_heads: int
    d_model: int
    d_mlp: int
    n_ctx: int
    n_kv_heads: int = 0
    dropout: float = 0.0


@value
class NgramArchitecture:
    """Counts of `order` tokens in a row, smoothed by Kneser and Ney's method as Chen and Goodman have it (1999): no network. A step
    counts the tokens of a batch. `n_ctx`: tokens of a row, behind whose edges nobody looks; counts know order - 1 tokens at most."""

    order: int = 5
    n_ctx: int = 256

    @property
    def kind(self) -> ModelKind:
        """It continues texts, as decoders do."""
        return "decoder"


@value
class WindowArchitecture:
    """A network that reads the last `window` tokens and no others (Bengio et al. 2003): their embeddings behind each other, and an MLP of
    one hidden layer of d_mlp numbers. It can be told rows of n_ctx tokens."""

    window: int = 4
    d_model: int = 128
    d_mlp: int = 256
    n_ctx: int = 128
    dropout: float = 0.0

    @property
    def kind(self) -> ModelKind:
        """It continues texts."""
        return "decoder"


AnyArchitecture = Architecture | NgramArchitecture | WindowArchitecture
