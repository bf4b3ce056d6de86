"""The same items over a series of sets, as the checkpoints of a training are: where each was, and how far it has come.

Shapes: t sets in order, m items, n items of a set, k neighbours.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.senses import SenseMetric
from workbench.values.vectors import VectorSource

Basis = Literal["last", "all"]
"""The two fixed axes that everything is drawn on. last: in which the last set, all of it, spreads most. all: in which the shown items
spread most over all sets together, so also along the way that they went."""


@value
class CheckpointsRequest:
    """Ask the text child which checkpoints of a training run are there. Answer: Checkpoints."""

    run_id: int


@value
class Checkpoints:
    """`steps`, ascending: each is the model `run:ID@STEP`. `n_virtual`: tokens of a soft prompt that the last one has."""

    request: CheckpointsRequest
    steps: tuple[int, ...]
    n_virtual: int = 0


@value
class EvolutionRequest:
    """Follow items through sets of the same items: token tables, texts in context, … of each checkpoint. Events: Progress. Answer:
    Evolution.

    items   their numbers, negative ones from the end; () for all, of a large set the first 2,000
    focus   an item whose `k` neighbours are told in each set; None for none
    metric  by which neighbours are near, and an item like what it becomes. centered: each set less its own mean
    """

    sources: tuple[VectorSource, ...]
    items: tuple[int, ...] = ()
    basis: Basis = "last"
    metric: SenseMetric = "centered"
    focus: int | None = None
    k: int = 10


@value(eq=False)
class Evolution:
    """Answer to EvolutionRequest.

    items      int32 [m]; labels their names in the last set
    places     float32 [t, m, 2], on the same two axes in every set
    explained  float32 [2], each axis's share of the variance of what it was fitted to
    norms      float32 [t, m], Euclidean
    moved      float32 [t, m], distance from the set before (0 in the first), in all dimensions
    to_last    float32 [t, m], how alike an item is to itself in the last set, by the metric
    chance     float32 [t], what 95 % of random pairs of one set stay below, by the metric
    neighbours, scores  int32 and float32 [t, k] of the focus, nearest first, itself left out; empty without one
    shared     float32 [t], the share of the focus's neighbours that are also among those in the last set
    names      labels of all neighbours, by item number as text
    """

    request: EvolutionRequest
    dim: int
    items: np.ndarray
    labels: tuple[str, ...]
    places: np.ndarray
    explained: np.ndarray
    norms: np.ndarray
    moved: np.ndarray
    to_last: np.ndarray
    chance: np.ndarray
    neighbours: np.ndarray
    scores: np.ndarray
    shared: np.ndarray
    names: dict[str, str]
