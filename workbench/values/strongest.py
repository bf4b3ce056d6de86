"""What each token reads most, and a map of weights as exact numbers.

Shapes: m heads, q queries, k keys (tokens, or words where they are merged), s strongest.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.combined import PLAIN, Combination
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part


@value
class StrongestRequest:
    """The largest weights of each query, at most `most`, in each of `heads` ((layer, head) pairs). Answer: Strongest.

    `keys`: only among the keys first … end - 1; `hide_sink`: not key 0. What a query gives to others stays as it is: nothing
    is divided by what is left (that is what `combination` with `renormalise` does).
    """

    trace: TraceRequest
    heads: tuple[tuple[int, int], ...]
    part: Part = ""
    combination: Combination = PLAIN
    most: int = 64
    keys: tuple[int, int] | None = None
    hide_sink: bool = False


@value(eq=False)
class Strongest:
    """keys int32 and weights float32 [m, q, s], largest first, equal ones by their key; a weight of 0 fills rows that have fewer.
    mass float32 [m, q]: what a query gives to all keys that were asked for, whole float32 [m, q]: to all there are (1, but for a
    maximum of several heads)."""

    request: StrongestRequest
    keys: np.ndarray
    weights: np.ndarray
    mass: np.ndarray
    whole: np.ndarray


@value
class CombinedRequest:
    """A map as exact numbers: the rows first … end - 1 (`queries`; None: all) of a head, or of what `combination` makes of several.
    Answer: Combined."""

    trace: TraceRequest
    layer: int
    head: int
    part: Part = ""
    combination: Combination = PLAIN
    queries: tuple[int, int] | None = None


@value(eq=False)
class Combined:
    """weights float32 [q, k]."""

    request: CombinedRequest
    weights: np.ndarray
