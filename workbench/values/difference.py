"""Two passes laid along each other: two texts, two models, or two checkpoints of a run.

Shapes: m query places and m' key places, both texts' together in order; L layers, H heads.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part


@value
class DifferenceRequest:
    """One head of the pass `a` beside one of `b`, aligned by the bytes of their texts. Answer: Difference.

    `other_layer`, `other_head`: of `b`; None: as in `a`, or the last that `b` has.
    """

    a: TraceRequest
    b: TraceRequest
    layer: int
    head: int
    other_layer: int | None = None
    other_head: int | None = None
    part: Part = ""


@value(eq=False)
class Places:
    """Stretches of both texts, in order.

    a, b    int32 [m, 2], first token and the one behind the last; equal where that text has nothing there
    labels  what each stretch spells, as a has it where both do
    A place that both have is the shortest stretch of equal bytes at whose ends both tokenizers cut. What stands before or behind
    the texts (special tokens) is paired in order.
    """

    a: np.ndarray
    b: np.ndarray
    labels: tuple[str, ...]

    @property
    def both(self) -> np.ndarray:
        """Which places both texts have, bool [m]."""
        found: np.ndarray = (self.a[:, 1] > self.a[:, 0]) & (self.b[:, 1] > self.b[:, 0])
        return found


@value(eq=False)
class Difference:
    """Answer to DifferenceRequest.

    layer, head    of `b`, which were compared with
    queries, keys  the places along both sides
    a, b           float32 [m, m'], weights: summed over a key place's tokens, the mean over a query place's, so each row still
                   sums to 1 over the keys of its own text; NaN where that text has no such place
    causal         of a and of b: later keys have weight 0 because they can't be read
    distance       half of the absolute differences, summed over the keys that both have and what is left beyond them, mean over the
                   queries that both have: 0 is the same, 1 nothing in common; NaN without such queries
    """

    request: DifferenceRequest
    layer: int
    head: int
    queries: Places
    keys: Places
    a: np.ndarray
    b: np.ndarray
    causal: tuple[bool, bool]
    distance: float


@value
class GridDifferenceRequest:
    """How far apart each head of `a` is from the head of the same number in `b`. Events: Progress. Answer: GridDifference.

    Raises heads-apart where they have other numbers of layers or heads.
    """

    a: TraceRequest
    b: TraceRequest
    part: Part = ""


@value(eq=False)
class GridDifference:
    """Answer to GridDifferenceRequest: `distances` float32 [L, H], as in Difference; `n_both`: query places that both texts have."""

    request: GridDifferenceRequest
    distances: np.ndarray
    n_both: int
