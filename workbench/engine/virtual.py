"""Soft prompts (arXiv 2104.08691): vectors that stand before every text, in the place of tokens.

Legend: n virtual tokens, d_model the stream's width.

The idea that is not obvious: a virtual token is a token. Its id lies far behind the vocabulary, its vector beside the embedding's rows,
so every pass, cache, trace and list of positions treats it like the others; only the unembedding has no row for it, and no text
stands for it.
"""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from workbench.engine.transformer import Transformer
from workbench.values import VIRTUAL_FIRST


class VirtualEmbedding(nn.Embedding):
    """An embedding `weight` [d_vocab, d_model] and, for the ids VIRTUAL_FIRST + i, `virtual` [n, d_model]."""

    def __init__(self, weight: nn.Parameter, virtual: Tensor) -> None:
        super().__init__(len(weight), weight.shape[1], _weight=weight)
        self.weight, self.virtual = weight, nn.Parameter(virtual)

    def forward(self, tokens: Tensor) -> Tensor:
        here = tokens >= VIRTUAL_FIRST  # [batch, pos]
        found = F.embedding(tokens.masked_fill(here, 0), self.weight)
        own = F.embedding((tokens - VIRTUAL_FIRST).masked_fill(~here, 0), self.virtual)
        return torch.where(here[..., None], own, found)  # [batch, pos, d_model]


def add_virtual(transformer: Transformer, virtual: Tensor) -> VirtualEmbedding:
    """Give a model virtual tokens, in place: virtual [n, d_model], before the embedding's scale."""
    made = transformer.embed = VirtualEmbedding(cast(nn.Parameter, transformer.embed.weight), virtual)
    return made


def n_virtual(transformer: Transformer) -> int:
    """How many virtual tokens a model has."""
    embed = transformer.embed
    return len(embed.virtual) if isinstance(embed, VirtualEmbedding) else 0
