"""LoRA (arXiv 2106.09685): a product with a low-rank addition, and a model whose products have one.

Legend: d_in, d_out the product's widths, r the rank.

The idea that is not obvious: what was added can be put into the weights themselves. A model that is looked at or generated with
has it there and is a model like any other; only a training keeps the two apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from workbench.engine.linear import Linear
from workbench.engine.transformer import Transformer
from workbench.values import LowRank


class LowRankLinear(nn.Module):
    """y = x W^T + b + scale · x A^T B^T, with A [r, d_in] and B [d_out, r]; W and b are left as they are."""

    def __init__(self, plain: Linear, *, rank: int, scale: float, dropout: float = 0.0) -> None:
        super().__init__()
        d_out, d_in = plain.weight.shape
        self.plain, self.scale = plain.requires_grad_(False), scale
        self.dropout = nn.Dropout(dropout)
        self.a = nn.Parameter(torch.zeros(rank, d_in, dtype=plain.weight.dtype, device=plain.weight.device))
        self.b = nn.Parameter(torch.zeros(d_out, rank, dtype=plain.weight.dtype, device=plain.weight.device))

    def forward(self, x: Tensor) -> Tensor:
        added = F.linear(F.linear(self.dropout(x), self.a), self.b)  # [..., d_in] -> [..., r] -> [..., d_out]
        return cast(Tensor, self.plain(x) + self.scale * added)

    @property
    def table(self) -> Tensor:
        """W with what is added, [d_out, d_in]."""
        return self.plain.weight + self.scale * (self.b @ self.a)


def add_low_rank(transformer: Transformer, method: LowRank, random: torch.Generator) -> None:
    """Give each product that the method names its addition, in place: A uniform as torch's own layers begin, B 0, so that at first
    nothing is changed."""
    for name, plain in list(products(transformer, method.products)):
        made = LowRankLinear(plain, rank=method.rank, scale=method.alpha / method.rank, dropout=method.dropout)
        bound = math.sqrt(1.0 / plain.weight.shape[1])
        with torch.no_grad():
            made.a.uniform_(-bound, bound, generator=random)
        replace_module(transformer, name, made)


def products(transformer: Transformer, parts: tuple[str, ...]) -> Iterator[tuple[str, Linear]]:
    """The products of all blocks with one of these names, by their full names."""
    for name, module in transformer.named_modules():
        if isinstance(module, Linear) and ".blocks." in f".{name}" and name.rpartition(".")[2] in parts:
            yield name, module


def low_rank_parts(transformer: Transformer) -> dict[str, LowRankLinear]:
    """The products with an addition, by their full names."""
    return {name: module for name, module in transformer.named_modules() if isinstance(module, LowRankLinear)}


@torch.no_grad()
def merge(transformer: Transformer) -> None:
    """Put every addition into its product's weights, in place."""
    for name, part in low_rank_parts(transformer).items():
        part.plain.weight = nn.Parameter(part.table, requires_grad=False)
        replace_module(transformer, name, part.plain)


def replace_module(root: nn.Module, name: str, made: nn.Module) -> None:
    """Put a module in the place of the one of this full name."""
    above, _, own = name.rpartition(".")
    setattr(root.get_submodule(above), own, made)
