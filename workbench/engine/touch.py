"""The places of a forward pass where somebody may look, or put something else.

Legend: batch, pos positions of this pass, n positions in all, H query heads, K key-value heads.

The idea that is not obvious: looking and changing are one thing. A touch is shown what a part found and gives back what the
pass goes on with; whoever only looks gives back what it was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from torch import Tensor

Point = Literal["resid", "q", "k", "v", "z", "attn_out", "resid_mid", "cross_v", "cross_z", "cross_out", "mlp_out"]
"""resid      the stream before a block; as layer n_layers, after the last  [batch, pos, d_model]
q, k, v    of attention to the text itself, turned by their positions: q [batch, H, pos, d_head]; k, v [batch, K, n, d_head]
z          what each head found, before the output product  [batch, H, pos, d_head]; cross_z: in the source, whose
           values are cross_v  [batch, K, source, d_head]
attn_out   what attention adds to the stream  [batch, pos, d_model]; cross_out: attention to the source
resid_mid  the stream that the MLP reads, before a norm  [batch, pos, d_model]
mlp_out    what the MLP adds  [batch, pos, d_model]
The names are TransformerLens's, in which resid is resid_pre."""


class Touch(Protocol):
    """Stands in one stack's pass."""

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        """See x at a point of a layer, whose first row stands at position `first`; give what is to take its place."""


class Chain:
    """Several touches, each given what the one before it gave."""

    def __init__(self, touches: Sequence[Touch]) -> None:
        self._touches = tuple(touches)

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        for touch in self._touches:
            x = touch(point, layer, x, first)
        return x


def chained(*touches: Touch | None) -> Touch | None:
    """All of these that there are, as one."""
    there = [touch for touch in touches if touch is not None]
    return there[0] if len(there) == 1 else Chain(there) if there else None


class Look:
    """Keeps what passes the named points: `seen[point, layer]`, the last where a layer is passed several times."""

    def __init__(self, *points: Point, keep: Callable[[Tensor], Tensor] = lambda x: x) -> None:
        """`keep`: what is kept of x."""
        self._points, self._keep = frozenset(points), keep
        self.seen: dict[tuple[Point, int], Tensor] = {}

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        if point in self._points:
            self.seen[point, layer] = self._keep(x)
        return x


class Put:
    """Puts `change(x)` in the place of x at one point of one layer."""

    def __init__(self, point: Point, layer: int, change: Callable[[Tensor], Tensor]) -> None:
        self._where, self._change = (point, layer), change

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        return self._change(x) if (point, layer) == self._where else x
