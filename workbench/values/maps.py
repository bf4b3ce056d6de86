"""Maps: a place on a plane for each item of a set of vectors, and how far the plane can be trusted.

Shapes: n items of the map, c components, m items that were measured, k neighbours.

The idea that is not obvious: a map is asked for `after` the layout that was on screen, and laid over that, so that nothing jumps.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.vectors import Only, Term, VectorSource

MapMetric = Literal["centered", "cosine", "euclidean"]
"""What is near in the set. centered: by the cosine once the mean of the whole set is taken away."""
MAP_METRICS: tuple[MapMetric, ...] = ("centered", "cosine", "euclidean")


LEAST_COMPONENTS, MOST_NUMBERS = 50, 1 << 25
"""t-SNE and UMAP see the vectors whole as long as there are not more numbers than that in all (58,000 items of 576), beyond it as many
principal components as fit. The usual 50 would do for pictures, whose variance is in a few directions; of a model's tokens 50 hold
29 %, and of 15 nearest neighbours 2 stay."""
Start = Literal["components", "random"]
MOST_LAID_OUT = 100_000
"""t-SNE and UMAP take no more items; of a larger set one takes a sample."""


@value
class AllItems:
    """All, or all that are words."""

    only: Only = "all"


@value
class FirstItems:
    """The first n (of those that are words); a vocabulary begins with its most frequent tokens, nearly."""

    n: int
    only: Only = "all"


@value
class SampledItems:
    """n drawn at random, the same for the same seed; in the order of the set."""

    n: int
    seed: int = 0
    only: Only = "all"


@value
class ChosenItems:
    """These, in this order, each once."""

    items: tuple[int, ...]


MapItems = AllItems | FirstItems | SampledItems | ChosenItems


@value
class Pca:
    """Two principal components, counted from 0, of the vectors as they are, whatever the metric."""

    axes: tuple[int, int] = (0, 1)


@value
class Axis:
    """A direction of one's own, from some terms to others (each side their mean, every term made as long as 1)."""

    start: tuple[Term, ...]
    end: tuple[Term, ...]


@value
class OwnAxes:
    """Where items stand between two ends, by the metric: -1 is the start of an axis, 1 its end, 0 half-way."""

    x: Axis
    y: Axis


@value
class Tsne:
    """t-SNE (van der Maaten & Hinton 2008) by openTSNE. exaggeration: from the first quarter on; 1 is plain t-SNE, more draws
    clusters together. n_iter: in all, the first quarter with an early exaggeration of 12. start: where it begins if there is no
    earlier layout; `random` shows what of the picture is chance."""

    perplexity: float = 30.0
    exaggeration: float = 1.0
    n_iter: int = 750
    seed: int = 0
    start: Start = "components"


@value
class Umap:
    """UMAP (McInnes, Healy & Melville 2018) by umap-learn. n_epochs 0: 500 up to 10,000 items, beyond that 200, as that library
    has it. start: as of Tsne."""

    n_neighbors: int = 15
    min_dist: float = 0.1
    n_epochs: int = 0
    seed: int = 0
    start: Start = "components"


MapMethod = Pca | OwnAxes | Tsne | Umap


@value(eq=False)
class Layout:
    """What was on screen: items int32 [n], their places float32 [n, 2]."""

    items: np.ndarray
    places: np.ndarray


@value(eq=False)
class MapRequest:
    """Ask for a map. Events: Progress, MapStarted, MapFrame. Answer: VectorMap.

    after  what was on screen: the map is laid over it by the items that both have, which may be those of another layer, checkpoint
           or file. t-SNE and UMAP begin there too, new items amid their nearest, and are turned, mirrored, sized and moved to lie
           over it (orthogonal Procrustes); of PCA the signs of the axes are chosen so; own axes stay where they are
    k      neighbours that the quality is measured by
    """

    source: VectorSource
    method: MapMethod = Pca()
    items: MapItems = AllItems()
    metric: MapMetric = "centered"
    k: int = 15
    after: Layout | None = None


@value(eq=False)
class MapStarted:
    """Event: which items the map has, int32 [n]; the frames are in their order."""

    items: np.ndarray


@value(eq=False)
class MapFrame:
    """Event: the map as it stands. places float32 [n, 2]; `done` of `total` iterations. loss: t-SNE's Kullback-Leibler divergence,
    None where it is not known."""

    places: np.ndarray
    done: int
    total: int
    loss: float | None = None


@value(eq=False)
class MapQuality:
    """How far a map can be trusted, by what is near in the set (request.metric) and on the map (by eye: Euclidean).

    points     int32 [m], places in VectorMap.items: all, or where that is too much a random sample (`exact` False)
    trust      of all points (Venna & Kaski 2001): 1 where nothing is near on the map that is not near in the set
    trust_of   float32 [m], of each point
    preserved  the share of the k nearest in the set that are among the k nearest on the map; preserved_of float32 [m]
    chance     the share that a map without sense would preserve: k / (n - 1)
    """

    k: int
    exact: bool
    points: np.ndarray
    trust: float
    trust_of: np.ndarray
    preserved: float
    preserved_of: np.ndarray
    chance: float


@value(eq=False)
class VectorMap:
    """Answer to MapRequest.

    items      int32 [n], by number in the set; places float32 [n, 2]
    explained  float64 [c], of PCA: the share of the spread that each component has, of the first ones; otherwise empty
    kept       of t-SNE and UMAP: the share of the variance in what they saw; 1 where they saw the vectors whole
    slant      of own axes: the cosine of the two directions; far from 0, both say nearly the same
    loss       t-SNE's divergence at the end; None for others
    aligned    how many items it shares with the layout that it was laid over
    quality    None where there are too few items
    """

    request: MapRequest
    items: np.ndarray
    places: np.ndarray
    quality: MapQuality | None
    explained: np.ndarray
    kept: float = 1.0
    slant: float = 0.0
    loss: float | None = None
    aligned: int = 0
    sha256: str = ""


@value(eq=False)
class LayoutRequest:
    """What the process that lays out is asked, in the course of a MapRequest: rows float32 [n, c], Euclidean, where to begin, float32
    [n, 2]. Events: Progress, MapFrame. Answer: the MapQualityRequest that ends the map."""

    map: MapRequest
    items: np.ndarray
    rows: np.ndarray
    start: np.ndarray
    kept: float


@value(eq=False)
class MapQualityRequest:
    """Measure places float32 [n, 2] of items int32 [n] against the whole vectors. Events: Progress. Answer: VectorMap."""

    map: MapRequest
    items: np.ndarray
    places: np.ndarray
    kept: float = 1.0
    loss: float | None = None
    aligned: int = 0

    @property
    def source(self) -> VectorSource:
        return self.map.source


@value
class ClustersRequest:
    """Ask for groups of items: k-means by scikit-learn, by the metric, of what a layout would see. Events: Progress. Answer:
    Clusters."""

    source: VectorSource
    n_clusters: int = 8
    items: MapItems = AllItems()
    metric: MapMetric = "centered"
    seed: int = 0


@value(eq=False)
class GroupRequest:
    """What the process that lays out is asked, in the course of a ClustersRequest: rows float32 [n, c]. Answer: Clusters."""

    clusters: ClustersRequest
    items: np.ndarray
    rows: np.ndarray


@value(eq=False)
class Clusters:
    """Answer to ClustersRequest. Groups are numbered from the largest: `cluster` int32 [n] of items int32 [n]; `middle` int32
    [n_clusters], the item nearest to the middle of each, which may name it."""

    request: ClustersRequest
    items: np.ndarray
    cluster: np.ndarray
    middle: np.ndarray
