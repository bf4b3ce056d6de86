"""Maps and their quality against scikit-learn, and against what the projections promise."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from workbench.engine.vectors import map_quality as measuring
from workbench.engine.vectors.maps import vector_map
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import (
    MAP_METRICS,
    AllItems,
    Axis,
    ChosenItems,
    FirstItems,
    Layout,
    MapFrame,
    MapRequest,
    MapStarted,
    OwnAxes,
    Pca,
    Progress,
    SampledItems,
    Term,
    TokenSource,
    VectorMap,
)

SOURCE = TokenSource("made")


def made_set(n: int = 300, d: int = 20) -> VectorSet:
    """Five clusters, away from the origin, of vectors of unequal length."""
    drawn = np.random.default_rng(n)
    middles = drawn.standard_normal((5, d)) * 3
    rows = (middles[np.arange(n) % 5] + drawn.standard_normal((n, d)) + 2) * drawn.uniform(0.5, 2, (n, 1))
    return VectorSet(rows.astype(np.float32), [f"Ġ{'abcde'[number % 5]}" if number < 100 else f"#{number}" for number in range(n)])


def mapped(found: VectorSet, **fields: Any) -> VectorMap:
    *_, answer = vector_map(found, MapRequest(SOURCE, **fields))
    assert isinstance(answer, VectorMap)
    return answer


def seen_by(rows: np.ndarray, metric: str) -> np.ndarray:
    """Vectors whose Euclidean distance orders as the metric does, in float64."""
    rows = rows.astype(np.float64) - (rows.astype(np.float64).mean(0) if metric == "centered" else 0)
    return rows if metric == "euclidean" else rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_that_a_map_of_components_is_that_of_scikit_learn_up_to_sign_and_comes_before_its_quality() -> None:
    found = made_set()
    started, frame, *rest = vector_map(found, MapRequest(SOURCE, Pca((2, 0))))
    assert isinstance(started, MapStarted)
    assert isinstance(frame, MapFrame)
    assert all(isinstance(one, Progress) for one in rest[:-1])
    oracle = PCA(svd_solver="full").fit(found.rows.astype(np.float64))
    wanted = oracle.transform(found.rows.astype(np.float64))[:, [2, 0]]
    signs = np.sign((wanted * frame.places).sum(0))
    assert np.abs(frame.places * signs - wanted).max() < 1e-4
    answer = rest[-1]
    assert isinstance(answer, VectorMap)
    assert np.array_equal(answer.places, frame.places)
    assert np.allclose(answer.explained, oracle.explained_variance_ratio_[: len(answer.explained)], atol=1e-6)


@pytest.mark.parametrize("metric", MAP_METRICS)
def test_that_trustworthiness_is_that_of_scikit_learn_and_the_mean_of_its_points(metric: Any) -> None:
    found = made_set()
    answer = mapped(found, metric=metric, k=7)
    seen, quality = seen_by(found.rows, metric), answer.quality
    assert quality is not None
    assert quality.exact
    assert quality.trust == pytest.approx(trustworthiness(seen, answer.places.astype(np.float64), n_neighbors=7), abs=1e-4)
    assert quality.trust == pytest.approx(quality.trust_of.mean(), abs=1e-6)
    near = [set(row) for row in NearestNeighbors(n_neighbors=7).fit(seen).kneighbors(return_distance=False).tolist()]
    shown = [set(row) for row in NearestNeighbors(n_neighbors=7).fit(answer.places).kneighbors(return_distance=False).tolist()]
    wanted = [len(a & b) / 7 for a, b in zip(near, shown, strict=True)]
    assert np.abs(quality.preserved_of - wanted).max() < 0.2  # one of seven, where two distances differ by less than float32 can say
    assert quality.preserved == pytest.approx(np.mean(wanted), abs=2e-3)
    assert quality.preserved > 3 * quality.chance


def test_that_of_too_many_points_a_sample_is_measured_each_against_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made_set()
    whole = mapped(found).quality
    monkeypatch.setattr(measuring, "MOST_PAIRS", 300 * 100)
    monkeypatch.setattr(measuring, "LEAST_POINTS", 50)
    monkeypatch.setattr(measuring, "AT_ONCE", 300 * 16)
    part = mapped(found).quality
    assert whole is not None
    assert part is not None
    assert (whole.exact, part.exact, len(part.points)) == (True, False, 100)
    assert np.allclose(part.trust_of, whole.trust_of[part.points], atol=1e-6)
    assert np.allclose(part.preserved_of, whole.preserved_of[part.points], atol=1e-6)


def test_that_items_are_chosen_as_they_are_asked_for() -> None:
    found = made_set()
    first = mapped(found, items=FirstItems(30)).items
    words = mapped(found, items=AllItems("words")).items
    drawn = [mapped(found, items=SampledItems(40, seed)).items for seed in (1, 1, 2)]
    assert first.tolist() == list(range(30))
    assert words.tolist() == list(range(100))
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])
    assert (np.diff(drawn[0]) > 0).all()
    assert mapped(found, items=ChosenItems((9, 2, 9, 4))).items.tolist() == [9, 2, 4]


def test_that_a_map_of_few_items_says_that_it_cannot_be_measured() -> None:
    assert mapped(made_set(), items=ChosenItems((1, 2, 3))).quality is None
    assert mapped(made_set(), items=ChosenItems((1,))).places.tolist() == [[0, 0]]


def test_that_own_axes_lead_from_minus_one_to_one_and_say_how_much_they_agree() -> None:
    found = made_set()
    x = Axis((Term(item=0),), (Term(item=1),))
    answer = mapped(found, method=OwnAxes(x, Axis((Term(item=2),), (Term(item=0), Term(item=3)))))
    seen = seen_by(found.rows, "centered")
    both = seen[[0, 3]].mean(0)
    ways = np.stack([seen[1] - seen[0], both - seen[2]])
    middles = np.stack([(seen[1] + seen[0]) / 2, (both + seen[2]) / 2])
    wanted = np.stack([2 * (seen - middle) @ way / (way @ way) for way, middle in zip(ways, middles, strict=True)], axis=1)
    assert answer.places[[0, 1], 0] == pytest.approx([-1, 1], abs=1e-5)
    assert np.abs(answer.places - wanted).max() < 1e-5
    assert answer.slant == pytest.approx(ways[0] @ ways[1] / np.linalg.norm(ways[0]) / np.linalg.norm(ways[1]), abs=1e-5)
    with pytest.raises(WorkbenchError, match="leads nowhere"):
        mapped(found, method=OwnAxes(x, Axis((Term(item=2),), (Term(item=2),))))


def test_that_components_are_mirrored_to_lie_over_an_earlier_layout() -> None:
    found = made_set()
    before = mapped(found, items=FirstItems(200))
    turned = Layout(before.items, before.places * np.float32([-1, 1]))
    after = mapped(found, after=turned)
    assert after.aligned == 200
    assert ((after.places[:200] * turned.places).sum(0) > 0).all()
    assert mapped(found, after=Layout(np.int32([0]), np.zeros((1, 2), np.float32))).aligned == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"k": 0}, "bad-value"),
        ({"method": Pca((0, 20))}, "bad-value"),
        ({"items": ChosenItems((300,))}, "bad-value"),
        ({"items": ChosenItems((-1,))}, "bad-value"),
        ({"items": SampledItems(0)}, "bad-value"),
        ({"items": ChosenItems(())}, "map-empty"),
        ({"items": AllItems("hangul")}, "map-empty"),
    ],
)
def test_that_a_map_that_cannot_be_is_refused(fields: Any, code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        mapped(made_set(), **fields)
    assert caught.value.code == code


def test_that_measuring_is_stopped() -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(vector_map(made_set(), MapRequest(SOURCE), stopped=lambda: True))


def test_that_a_mapped_file_is_not_read_whole(tmp_path: Any) -> None:
    drawn = np.random.default_rng(0).standard_normal((50_000, 64)).astype(np.float32)
    np.save(tmp_path / "rows.npy", drawn)
    request, labels = MapRequest(SOURCE), [""] * len(drawn)

    def first_frame(rows: np.ndarray) -> MapFrame:
        return next(one for one in vector_map(VectorSet(rows, labels), request) if isinstance(one, MapFrame))

    wanted = first_frame(drawn)
    tracemalloc.start()
    found = first_frame(np.load(tmp_path / "rows.npy", mmap_mode="r"))
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert np.array_equal(found.places, wanted.places)
    assert most_bytes < drawn.nbytes / 2
