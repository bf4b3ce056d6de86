"""Where items stand in whole rankings, and which items stand in too many."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.vectors import METRICS, Metric, Only, Term, VectorSource

HUBS_K = 10
"""Hubness is told by lists of so many neighbours (Radovanović et al. 2010)."""


@value
class RanksRequest:
    """Where some items stand among all that the fields allow, as in NeighborsRequest. Answer: Ranks."""

    source: VectorSource
    terms: tuple[Term, ...]
    items: tuple[int, ...]
    metrics: tuple[Metric, ...] = METRICS
    only: Only = "all"
    up_to: int | None = None
    text: str = ""


@value(eq=False)
class Ranks:
    """Answer to RanksRequest. ranks int32 [metrics, items], 1: the nearest; scores float32 [metrics, items]; `n`: how many are
    ranked."""

    request: RanksRequest
    ranks: np.ndarray
    scores: np.ndarray
    n: int


@value
class HubsRequest:
    """Ask in how many other items' k nearest each item stands, by every metric. Every pair is compared, so it takes a while.
    Events: Progress in items. Answer: Hubs."""

    source: VectorSource
    k: int = HUBS_K


@value(eq=False)
class Hubs:
    """Answer to HubsRequest. counts: by metric int32 [n], N_k (their mean is k). skewness: of each metric's counts; 0 where none is
    a hub, above 1 where a few stand in very many lists."""

    request: HubsRequest
    counts: dict[str, np.ndarray]
    skewness: dict[str, float]
