"""How every item of a set scores against a query, for a map that is coloured by it. Shapes: n items."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.vectors import Metric, Term, VectorSource


@value
class QueryScoresRequest:
    """Terms are added as in a NeighborsRequest. Answer: QueryScores."""

    source: VectorSource
    terms: tuple[Term, ...]
    metric: Metric = "centered"


@value(eq=False)
class QueryScores:
    """scores float32 [n]; `used`: the items that the query is made of; `chance`: what 95 % of random pairs stay below."""

    request: QueryScoresRequest
    used: tuple[int, ...]
    scores: np.ndarray
    chance: float
