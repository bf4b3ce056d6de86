"""Layouts against the libraries' own calls, and their promises: the same for a seed, nothing jumps, better than the components."""

from __future__ import annotations

import collections
import sys
from importlib.metadata import version

import numpy as np
import pytest
from scipy.spatial import procrustes
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

from workbench.errors import WorkbenchError
from workbench.layouts.aligning import beginning, shared
from workbench.layouts.groups import groups
from workbench.layouts.laying import lay_out
from workbench.layouts.nearest import Nearest, nearest
from workbench.layouts.tsne_layout import EARLY, _affinities, _embedding, tsne
from workbench.values import (
    Clusters,
    ClustersRequest,
    FileSource,
    GroupRequest,
    Layout,
    LayoutRequest,
    MapFrame,
    MapMethod,
    MapQualityRequest,
    MapRequest,
    Tsne,
    Umap,
)

KINDS = 8
SOURCE = FileSource("made")
QUICK = Tsne(perplexity=12, n_iter=200)


def rows_of(n: int = 240, c: int = 20) -> np.ndarray:
    """Eight clusters in more dimensions than a plane has, along their components."""
    drawn = np.random.default_rng(5)
    rows = drawn.standard_normal((n, c)) + 5 * drawn.standard_normal((KINDS, c))[np.arange(n) % KINDS]
    rows -= rows.mean(0)
    return (rows @ np.linalg.svd(rows, full_matrices=False)[2].T).astype(np.float32)


ROWS = rows_of()


def laid(method: MapMethod = QUICK, *, n: int = len(ROWS), after: Layout | None = None) -> tuple[list[MapFrame], MapQualityRequest]:
    request = LayoutRequest(MapRequest(SOURCE, method, after=after), np.arange(n, dtype=np.int32), ROWS[:n], ROWS[:n, :2], 1.0)
    *events, last = lay_out(request)
    assert isinstance(last, MapQualityRequest)
    return [one for one in events if isinstance(one, MapFrame)], last


def spread(places: np.ndarray) -> float:
    return float(np.sqrt(((places - places.mean(0)) ** 2).sum(1).mean()))


def moved(now: np.ndarray, before: np.ndarray) -> float:
    """How far places moved, against how far they are spread."""
    return float(np.sqrt(((now - before) ** 2).sum(1).mean())) / spread(before)


def test_that_neighbours_are_those_of_scikit_learn_and_never_the_item_itself() -> None:
    rows = np.concatenate([ROWS[:100], ROWS[:3]])  # some are equal
    *_, found = nearest(rows, 7)
    assert isinstance(found, Nearest)
    far, _ = NearestNeighbors(n_neighbors=7).fit(rows.astype(np.float64)).kneighbors()
    assert np.allclose(found.distances, far, atol=1e-4)
    assert not (found.items == np.arange(len(rows))[:, None]).any()
    assert found.items[0, 0] == 100


def test_that_tsne_in_steps_ends_where_one_call_of_opentsne_does() -> None:
    *_, frame = tsne(ROWS, ROWS[:, :2], QUICK)
    *_, found = nearest(ROWS, 36)
    assert isinstance(frame, MapFrame)
    assert isinstance(found, Nearest)
    whole = _embedding(_affinities(found, QUICK.perplexity, 1), ROWS[:, :2], QUICK, 1)
    whole.optimize(50, exaggeration=EARLY, momentum=0.8, inplace=True)
    whole.optimize(150, exaggeration=1, momentum=0.8, inplace=True)
    assert np.array_equal(frame.places, np.array(whole, np.float32))
    assert frame.loss == pytest.approx(whole.kl_divergence, abs=1e-9)


def test_that_a_layout_is_the_same_for_a_seed_and_begins_and_stays_over_its_components() -> None:
    frames, end = laid()
    assert np.array_equal(frames[0].places, ROWS[:, :2])
    assert np.array_equal(end.places, laid()[1].places)
    assert [frame.done for frame in frames[1:]] == sorted(frame.done for frame in frames[1:])
    assert frames[-1].done == frames[-1].total == 200
    for frame in frames:
        assert spread(frame.places) == pytest.approx(spread(ROWS[:, :2]), rel=1e-4)
    assert moved(frames[1].places, frames[0].places) < 0.5
    assert end.loss == frames[-1].loss


def test_that_a_refit_begins_at_the_earlier_layout_and_does_not_jump() -> None:
    before = laid()[1]
    turn = np.float32([[0.6, 0.8], [0.8, -0.6]])  # turned and mirrored
    over = Layout(before.items, before.places @ turn * 3 + 7)
    frames, end = laid(Tsne(perplexity=20, n_iter=200), after=over)
    assert np.allclose(frames[0].places, over.places)
    assert end.aligned == len(ROWS)
    assert moved(end.places, over.places) < 0.35
    elsewhere = laid(Tsne(perplexity=20, n_iter=200, seed=1))[1]
    assert moved(elsewhere.places, over.places) > 3 * moved(end.places, over.places)


def test_that_more_items_leave_those_that_were_there_where_they_were() -> None:
    before = laid(n=160)[1]
    frames, end = laid(after=Layout(before.items, before.places))
    assert end.aligned == 160
    assert np.allclose(frames[0].places[:160], before.places)
    middles = np.stack([before.places[kind::KINDS].mean(0) for kind in range(KINDS)])
    new = frames[0].places[160:]
    own = np.arange(160, 240) % KINDS
    assert (((new[:, None] - middles) ** 2).sum(2).argmin(1) == own).all()  # each amid its like
    assert moved(end.places[:160], before.places) < 0.35


def test_that_the_turn_is_that_of_procrustes_but_the_spread_is_kept() -> None:
    drawn = np.random.default_rng(1)
    items, places = np.arange(30), drawn.standard_normal((30, 2))
    other = places @ np.array([[0.0, 2.0], [2.0, 0.0]]) + 5 + 0.3 * drawn.standard_normal((30, 2))
    known = shared(items, Layout(items[10:], places[10:]))
    assert known is not None
    found = known.aligned(other)
    wanted, ours, _ = procrustes(places[10:], other[10:])
    ours *= spread(wanted) / spread(ours)
    assert np.allclose((found[10:] - found[10:].mean(0)) / spread(found[10:]), ours / spread(ours), atol=1e-5)
    assert spread(found[10:]) == pytest.approx(spread(places[10:]), rel=1e-5)
    assert np.allclose(found[10:].mean(0), places[10:].mean(0), atol=1e-5)


@pytest.mark.parametrize("after", [None, Layout(np.int32([0, 1]), np.zeros((2, 2))), Layout(np.arange(9), np.ones((9, 2)))])
def test_that_too_little_in_common_is_no_layout_to_begin_at(after: Layout | None) -> None:
    assert shared(np.arange(20), after) is None


def test_that_all_new_items_get_a_place() -> None:
    known = shared(np.arange(20), Layout(np.arange(3), np.float32([[0, 0], [1, 0], [0, 1]])))
    assert known is not None
    assert np.isfinite(beginning(ROWS[:20], known)).all()


def test_that_clusters_are_found_numbered_by_size_and_named_by_their_middle() -> None:
    kind = np.repeat(np.arange(4), [50, 20, 90, 40])
    drawn = np.random.default_rng(2)
    rows = (drawn.standard_normal((200, 6)) + 9 * drawn.standard_normal((4, 6))[kind]).astype(np.float32)
    items = np.arange(1000, 1200, dtype=np.int32)
    found = groups(GroupRequest(ClustersRequest(SOURCE, 4), items, rows))
    assert isinstance(found, Clusters)
    assert adjusted_rand_score(kind, found.cluster) == 1
    assert np.bincount(found.cluster).tolist() == [90, 50, 40, 20]
    for group, middle in enumerate(found.middle):
        own = rows[found.cluster == group]
        nearest_to_middle = ((own - own.mean(0)) ** 2).sum(1).argmin()
        assert middle == items[found.cluster == group][nearest_to_middle]


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (Tsne(perplexity=100), "perplexity"),
        (Tsne(perplexity=0.5), "perplexity"),
        (Tsne(n_iter=0), "iterations"),
        (Tsne(exaggeration=0), "exaggeration"),
        (Umap(n_neighbors=240), "neighbours"),
        (Umap(min_dist=1.5), "distance"),
        (Umap(n_epochs=3), "epochs"),
    ],
)
def test_that_what_a_method_cannot_do_is_refused(method: MapMethod, name: str) -> None:
    with pytest.raises(WorkbenchError, match=name):
        laid(method)


def test_that_a_layout_is_stopped_between_two_steps() -> None:
    seen: list[object] = []
    events = tsne(ROWS, ROWS[:, :2], QUICK, stopped=lambda: len(seen) > 3)
    with pytest.raises(WorkbenchError, match="Cancelled"):
        collections.deque(map(seen.append, events))
    assert len(seen) == 4


@pytest.mark.parametrize(("method", "module", "package"), [(Tsne(), "openTSNE", "openTSNE"), (Umap(), "umap.umap_", "umap-learn")])
def test_that_a_missing_library_is_named_with_what_installs_it(
    method: MapMethod, module: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(WorkbenchError) as caught:
        laid(method)
    assert caught.value.code == "extra-missing"
    assert package in str(caught.value)
    assert f"pip install scikit-learn openTSNE umap-learn=={version('umap-learn')}" in str(caught.value)
