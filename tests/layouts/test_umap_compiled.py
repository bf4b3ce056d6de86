"""UMAP as it is compiled, against umap-learn's own loop; compiling takes half a minute where nothing is cached yet."""

from __future__ import annotations

import numpy as np
import pytest
from test_layouts import KINDS, ROWS, laid, moved

from workbench.layouts.extras import umap_library
from workbench.layouts.nearest import Nearest, nearest
from workbench.layouts.umap_layout import epochs, graph_of
from workbench.values import Layout, Umap

pytestmark = pytest.mark.full
METHOD = Umap(n_neighbors=10, n_epochs=100)


def test_that_epochs_one_by_one_end_where_umap_learn_does() -> None:
    *_, found = nearest(ROWS, METHOD.n_neighbors - 1)
    assert isinstance(found, Nearest)
    graph = graph_of(found, ROWS, METHOD, 100, np.random.RandomState(1))
    begin = np.ascontiguousarray(ROWS[:, :2])
    *_, (done, ours) = epochs(graph, begin.copy(), METHOD, 100, np.random.RandomState(2))
    library, layouts = umap_library("umap.umap_"), umap_library("umap.layouts")
    a, b = library.find_ab_params(1.0, METHOD.min_dist)
    state = np.random.RandomState(2).randint(library.INT32_MIN, library.INT32_MAX, 3).astype(np.int64)
    theirs = begin.copy()
    layouts.optimize_layout_euclidean(
        theirs, theirs, graph.heads, graph.tails, 100, len(ROWS), graph.every, a, b, state, move_other=True, tqdm_kwds={"disable": True}
    )  # fmt: skip
    assert done == 100
    assert np.array_equal(ours, theirs)


def test_that_a_layout_is_the_same_for_a_seed_and_a_refit_does_not_jump() -> None:
    first = laid(METHOD)[1]
    assert np.array_equal(first.places, laid(METHOD)[1].places)
    again = laid(Umap(n_neighbors=20, n_epochs=100), after=Layout(first.items, first.places))[1]
    assert moved(again.places, first.places) < 0.35
    middles = np.stack([first.places[kind::KINDS].mean(0) for kind in range(KINDS)])
    assert (((first.places[:, None] - middles) ** 2).sum(2).argmin(1) == np.arange(len(ROWS)) % KINDS).mean() > 0.95
