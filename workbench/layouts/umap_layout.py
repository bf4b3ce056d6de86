"""UMAP by umap-learn, an epoch at a time, so that one can watch and stop it.

Shapes: n items, c numbers each, e edges of the neighbourhood graph.

The idea that is not obvious: umap-learn optimises in one call, without a word until the end. But the loop around its compiled epoch
is short and is written out here (`umap.layouts.optimize_layout_euclidean` without densities); a test holds that both give the same
numbers, and the version is pinned. Runs of fewer epochs put end to end would not: the rate falls and edges wait their turn over the
whole run. One thread, so that a seed gives the same map every time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from workbench.errors import WorkbenchError
from workbench.layouts.extras import keep_compiled, umap_library
from workbench.layouts.nearest import Nearest, nearest
from workbench.values import MapFrame, Progress, Umap

MANY, EPOCHS, EPOCHS_OF_MANY, LEAST_EPOCHS = 10_000, 500, 200, 11
SIDE = 10.0
"""A layout begins within a square of this side, as umap-learn has it."""
JITTER = 1e-4
NEGATIVE = 5.0
"""Items pushed away for each that is drawn near."""
FRAME_S = 0.1
WARM_ITEMS = 40
Stopped = Callable[[], bool]


class Graph(NamedTuple):
    """Edges between neighbours: heads and tails int32 [e], and every how many epochs each is drawn, float64 [e]."""

    heads: np.ndarray
    tails: np.ndarray
    every: np.ndarray


def umap(rows: np.ndarray, start: np.ndarray, method: Umap, *, stopped: Stopped = lambda: False) -> Iterator[Progress | MapFrame]:
    """Lay out rows float32 [n, c] from where they start, float32 [n, 2]; yields Progress and MapFrames, the last of which is the end.

    Raises WorkbenchError: bad-value, extra-missing, cancelled.
    """
    n_epochs = method.n_epochs or (EPOCHS if len(rows) <= MANY else EPOCHS_OF_MANY)
    _check(method, len(rows), n_epochs)
    yield Progress("compile", 0, None, "")
    warm()
    found = None
    for item in nearest(rows, method.n_neighbors - 1, stopped=stopped):
        if isinstance(item, Nearest):
            found = item
        else:
            yield item
    assert found is not None, "a search ends with what it found"
    yield Progress("graph", 0, None, "")
    drawn = np.random.RandomState(method.seed)
    graph = graph_of(found, rows, method, n_epochs, drawn)
    last = 0.0
    for done, places in epochs(graph, _begin(start, drawn), method, n_epochs, drawn):
        if stopped():
            raise WorkbenchError("cancelled")
        if done == n_epochs or time.monotonic() - last > FRAME_S:
            last = time.monotonic()
            yield MapFrame(places.copy(), done, n_epochs)


def warm() -> None:
    """Compile what is not compiled yet: once for a version of the library, later read from the cache in a second."""
    library, layouts = umap_library("umap.umap_"), umap_library("umap.layouts")
    keep_compiled(library.smooth_knn_dist, library.compute_membership_strengths, layouts._get_optimize_layout_euclidean_single_epoch_fn())
    drawn = np.random.RandomState(0)
    rows = drawn.standard_normal((WARM_ITEMS, 4)).astype(np.float32)
    *_, found = nearest(rows, 5)
    assert isinstance(found, Nearest)
    method = Umap(n_neighbors=6)
    for _ in epochs(graph_of(found, rows, method, LEAST_EPOCHS, drawn), rows[:, :2].copy(), method, LEAST_EPOCHS, drawn):
        pass


def graph_of(found: Nearest, rows: np.ndarray, method: Umap, n_epochs: int, drawn: Any) -> Graph:
    """The fuzzy graph of neighbours, without edges too weak to be drawn once in `n_epochs`."""
    library = umap_library("umap.umap_")
    own = np.arange(len(rows), dtype=np.int32)[:, None]
    items = np.concatenate([own, found.items], axis=1)  # umap-learn counts an item among its neighbours
    distances = np.concatenate([np.zeros((len(rows), 1), np.float32), found.distances], axis=1)
    fuzzy, *_ = library.fuzzy_simplicial_set(rows, items.shape[1], drawn, "euclidean", knn_indices=items, knn_dists=distances)
    fuzzy = fuzzy.tocoo()
    fuzzy.sum_duplicates()
    fuzzy.data[fuzzy.data < fuzzy.data.max() / float(n_epochs)] = 0.0
    fuzzy.eliminate_zeros()
    return Graph(fuzzy.row, fuzzy.col, library.make_epochs_per_sample(fuzzy.data, n_epochs))


def epochs(graph: Graph, places: np.ndarray, method: Umap, n_epochs: int, drawn: Any) -> Iterator[tuple[int, np.ndarray]]:
    """Optimise places float32 [n, 2] where they are; yields after each epoch how many are done, and the places."""
    library = umap_library("umap.umap_")
    epoch = umap_library("umap.layouts")._get_optimize_layout_euclidean_single_epoch_fn()
    a, b = library.find_ab_params(1.0, method.min_dist)
    state = drawn.randint(library.INT32_MIN, library.INT32_MAX, 3).astype(np.int64)
    states = np.full((len(places), 3), state, np.int64) + places[:, 0].astype(np.float64).view(np.int64).reshape(-1, 1)
    apart = graph.every / NEGATIVE
    next_apart, next_drawn = apart.copy(), graph.every.copy()
    no = np.zeros(1, np.float32)  # of densities, which are not asked for
    for done in range(n_epochs):
        rate = 1.0 - max(done - 1, 0) / n_epochs  # the first two epochs have the whole rate, as in umap-learn
        epoch(
            places, places, graph.heads, graph.tails, len(places), graph.every, a, b, states, 1.0, 2, True, rate, apart, next_apart,
            next_drawn, done, False, no, no, 0, 0, 0, 0, no, no, 0,
        )  # fmt: skip
        yield done + 1, places


def _begin(start: np.ndarray, drawn: Any) -> np.ndarray:
    """Where UMAP starts: in a square, its shape kept, shaken a little so that equal items can part. float32 [n, 2]."""
    found = start - start.min(0)
    found = SIDE * found / max(float(found.max()), np.finfo(np.float32).tiny)
    return np.ascontiguousarray(found + drawn.normal(0.0, JITTER * SIDE, found.shape), np.float32)


def _check(method: Umap, n: int, n_epochs: int) -> None:
    for name, value, least, most in (
        ("number of neighbours", method.n_neighbors, 2, min(200, n - 1)),
        ("least distance", method.min_dist, 0.0, 0.99),
        ("number of epochs", n_epochs, LEAST_EPOCHS, 10_000),
    ):
        if not least <= value <= most:
            limit = f"{least:g} to {most:g}" + (f", of {n} items" if name == "number of neighbours" else "")
            raise WorkbenchError("bad-value", name=name, value=value, limit=limit)
