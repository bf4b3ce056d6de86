"""Where items stand in whole rankings, and which stand in too many, against an argsort of all pairs in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import skew

from workbench.engine.vectors import hubs as module
from workbench.engine.vectors.hubs import hubs
from workbench.engine.vectors.neighbours import neighbours
from workbench.engine.vectors.ranks import ranks
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import METRICS, FileSource, Hubs, HubsRequest, Metric, NeighborsRequest, Progress, RanksRequest, Term

SOURCE = FileSource("made")


def made_set(n: int = 300, d: int = 12, *, shared: float = 2.0) -> VectorSet:
    random = np.random.default_rng(3)
    rows = (random.standard_normal((n, d)) * random.lognormal(0, 0.5, (n, 1)) + shared).astype(np.float32)
    return VectorSet(rows, [f"·w{number}" for number in range(n)])


def all_scores(rows: np.ndarray, metric: Metric) -> np.ndarray:
    """Of every pair, float64 [n, n]."""
    rows = rows.astype(np.float64)
    rows = rows - rows.mean(0) if metric == "centered" else rows
    dots = rows @ rows.T
    if metric == "dot":
        return dots
    norms = np.linalg.norm(rows, axis=1)
    norms = norms[:, None] * norms
    return np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0)


def counted(scores: np.ndarray, k: int) -> np.ndarray:
    """N_k by sorting everything."""
    held = scores.copy()
    np.fill_diagonal(held, -np.inf)
    return np.bincount(np.argsort(-held, axis=1, kind="stable")[:, :k].ravel(), minlength=len(held))


def found_by(items: Any) -> Hubs:
    *_, last = items
    assert isinstance(last, Hubs)
    return last


@pytest.mark.parametrize("block", [7, 64, 2048])
def test_that_hubs_are_those_of_sorting_all_pairs_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    made = made_set()
    found = found_by(hubs(made, HubsRequest(SOURCE, k=10)))
    for metric in METRICS:
        wanted = counted(all_scores(made.rows, metric), 10)
        assert found.counts[metric].tolist() == wanted.tolist()
        assert found.skewness[metric] == pytest.approx(skew(wanted))
        assert found.counts[metric].sum() == 10 * len(made.rows)


@given(st.lists(st.lists(st.integers(-2, 2), min_size=2, max_size=2), min_size=4, max_size=30), st.integers(1, 3))
@settings(max_examples=60)
def test_that_of_equals_the_lower_number_is_the_neighbour(rows: list[list[int]], k: int) -> None:
    both = np.array(rows, np.float64)
    both = np.concatenate([both, -both])  # their mean is 0, so that every product is exact
    made = VectorSet(both.astype(np.float32), [str(number) for number in range(len(both))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 5)
        found = found_by(hubs(made, HubsRequest(SOURCE, k=k)))
    assert found.counts["dot"].tolist() == counted(both @ both.T, k).tolist()


def test_that_hubs_are_told_on_the_way_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 100)
    told = [item for item in hubs(made_set(), HubsRequest(SOURCE)) if isinstance(item, Progress)]
    assert [one.done for one in told] == [50, 100, 150, 200, 250, 300]
    begun = hubs(made_set(), HubsRequest(SOURCE), stopped=lambda: len(told) == 0)
    next(begun)
    told.clear()
    with pytest.raises(WorkbenchError) as caught:
        next(begun)
    assert caught.value.code == "cancelled"


@pytest.mark.parametrize("k", [0, 300, 101])
def test_that_lists_are_shorter_than_the_set(k: int) -> None:
    with pytest.raises(WorkbenchError) as caught:
        found_by(hubs(made_set(), HubsRequest(SOURCE, k=k)))
    assert caught.value.code == "bad-value"


def test_that_ranks_are_those_of_sorting_everything() -> None:
    made, items = made_set(), tuple(range(0, 300, 7))
    found = ranks(made, RanksRequest(SOURCE, (Term(item=5),), items))
    for row, metric in enumerate(METRICS):
        scores = all_scores(made.rows, metric)[5]
        place = np.empty(300, int)
        place[np.argsort(-scores, kind="stable")] = np.arange(1, 301)
        assert found.ranks[row].tolist() == place[list(items)].tolist()
        assert np.allclose(found.scores[row], scores[list(items)], atol=1e-5)
    assert found.n == 300


def test_that_ranks_continue_the_lists_of_neighbours_among_what_is_allowed() -> None:
    made = made_set()
    request = NeighborsRequest(SOURCE, (Term(item=5), Term(item=9, weight=-1)), k=40, only="words", up_to=120)
    made.labels = [f"·{'w' * (1 + number % 5)}{'' if number % 3 else '!'}" for number in range(300)]
    for ranking in neighbours(made, request).rankings:
        items = tuple(ranking.items.tolist())
        assert max(items) < 120
        assert all(item % 3 for item in items)
        found = ranks(made, RanksRequest(SOURCE, request.terms, items, (ranking.metric,), "words", 120))
        assert found.ranks[0].tolist() == list(range(1, 41))
        assert found.n == 80


def test_that_a_text_of_its_own_is_ranked_as_if_it_were_an_item() -> None:
    made = made_set()
    by_text = ranks(made, RanksRequest(SOURCE, (), (1, 2, 3), text="x"), text=made.rows[5])
    by_item = ranks(made, RanksRequest(SOURCE, (Term(item=5),), (1, 2, 3)))
    assert np.array_equal(by_text.ranks, by_item.ranks)
    asked = NeighborsRequest(SOURCE, (), k=1, text="x")
    answer = neighbours(made, asked, made.rows[5])
    assert answer.used == ()
    assert answer.rankings[0].items.tolist() == [5]
