"""How a model knows where a token stands: angles, numbers by distance, or vectors of their own."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from workbench.engine.layers import norm_of
from workbench.engine.spec import FixedSpec, LearnedSpec, ModelSpec, RelativeSpec, RotarySpec

NEVER = -1e4
"""Added to a score: e to its power is 0 in every type. Finite, so that sums of scores can be shown."""
Turn = tuple[Tensor, Tensor]
"""Cosines and sines [pos, d_head / 2] by which the positions of a pass are turned."""


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


def rotate(x: Tensor, turn: Turn | None) -> Tensor:
    """Turn each pair (x_i, x_{i + d_head / 2}) of x [batch, heads, pos, d_head] by its position's angle. None leaves them."""
    if turn is None:
        return x
    cos, sin = turn
    a, b = x.chunk(2, dim=-1)  # each [batch, heads, pos, d_head / 2]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)


class LearnedPositions(nn.Module):
    """Adds a position's and a sentence type's vector to a token's, and norms the sum (arXiv 1810.04805)."""

    def __init__(self, spec: ModelSpec, learned: LearnedSpec, *, device: torch.device | None = None) -> None:
        super().__init__()
        self.positions = nn.Embedding(spec.n_ctx, spec.d_model, device=device)
        self.types = nn.Embedding(learned.n_types, spec.d_model, device=device)
        self.norm = norm_of(spec, device=device)

    def forward(self, embedded: Tensor, *, first: int, types: Tensor | None) -> Tensor:
        """embedded [batch, pos, d_model], types int64 [batch, pos] or None for type 0 -> [batch, pos, d_model]."""
        places = torch.arange(first, first + embedded.shape[1], device=embedded.device)
        kinds = self.types.weight[0] if types is None else self.types(types)
        summed: Tensor = self.norm(embedded + kinds + self.positions(places))
        return summed

    def added(self, position: int) -> Tensor:
        """What a position and type 0 add, before the norm: [d_model]."""
        return self.types.weight[0] + self.positions.weight[position]


class FixedPlaces:
    """Lets head k read the position k before the query's alone, or the first one. No weights, hence no module."""

    def __init__(self, spec: FixedSpec) -> None:
        self.window = spec.window

    def __call__(self, first: int, rows: int, keys: int) -> Tensor:
        """What is added to the scores of the queries first … first + rows - 1 over the keys 0 … keys - 1: [H, rows, keys]."""
        before = torch.arange(first, first + rows)[None, :] - torch.arange(self.window)[:, None]  # [H, rows]
        elsewhere = before.clamp(min=0)[..., None] != torch.arange(keys)  # [H, rows, keys]
        return elsewhere * NEVER


class RelativeBias(nn.Module):
    """A number for each head and distance, added to the scores (arXiv 1910.10683). All layers of a stack share it."""

    def __init__(self, spec: RelativeSpec, n_heads: int, *, causal: bool, device: torch.device | None = None) -> None:
        super().__init__()
        self.spec, self.causal = spec, causal
        self.weight = nn.Parameter(torch.empty(spec.n_buckets, n_heads, device=device))

    def forward(self, first: int, rows: int, keys: int) -> Tensor:
        """The bias of the queries first … first + rows - 1 over the keys 0 … keys - 1: [H, rows, keys]."""
        distances = torch.arange(keys)[None] - torch.arange(first, first + rows)[:, None]  # key - query, [rows, keys]
        return self.weight[self.buckets(distances).to(self.weight.device)].permute(2, 0, 1)

    def buckets(self, distances: Tensor) -> Tensor:
        """Bucket of each key - query. Later keys have their own half of the buckets, or if causal all the first one."""
        n, beyond = self.spec.n_buckets, torch.zeros_like(distances)
        if self.causal:
            distances = (-distances).clamp(min=0)
        else:
            n //= 2
            beyond = (distances > 0) * n
            distances = distances.abs()
        n_single = n // 2  # as many buckets hold one distance each
        grown = torch.log(distances.clamp(min=1).float() / n_single) / math.log(self.spec.max_distance / n_single)
        far = (n_single + (grown * (n - n_single)).long()).clamp(max=n - 1)
        return beyond + torch.where(distances < n_single, distances, far)
