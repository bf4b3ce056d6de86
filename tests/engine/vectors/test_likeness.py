"""Similarity of chosen items: scores by scikit-learn, clusters by another implementation's reading, and what is withheld."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics.pairwise import cosine_similarity

from workbench.engine.vectors.likeness import clustered, likeness
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import METRICS, Likeness, LikenessRequest, Metric, TokenSource, share_below

SOURCE = TokenSource("made")


def made(n: int = 60, d: int = 12, **more: np.ndarray) -> VectorSet:
    drawn = np.random.default_rng(6)
    rows = drawn.standard_normal((n, d)) * drawn.uniform(0.2, 4, (n, 1)) + 1.5
    return VectorSet(rows.astype(np.float32), [f"w{number}" for number in range(n)], **more)


def asked(found: VectorSet, *items: int, metric: Metric = "centered") -> Likeness:
    return likeness(found, LikenessRequest(SOURCE, items, metric))


@pytest.mark.parametrize("metric", METRICS)
def test_that_scores_are_those_of_scikit_learn(metric: Metric) -> None:
    found, items = made(), (5, 1, 59, 30, 2)
    rows = found.rows.astype(np.float64)
    at = rows - rows.mean(0) if metric == "centered" else rows
    wanted = at @ at.T if metric == "dot" else cosine_similarity(at)
    answer = asked(found, *items, metric=metric)
    assert np.allclose(answer.matrix, wanted[np.ix_(items, items)], atol=1e-5 * max(1, np.abs(wanted).max()))
    assert np.array_equal(answer.matrix, answer.matrix.T)
    assert answer.labels == ("w5", "w1", "w59", "w30", "w2")


def brute_joins(matrix: np.ndarray) -> list[tuple[frozenset[int], float]]:
    """Average linkage by its definition: again and again the two groups are joined whose mean score is highest."""
    groups = [frozenset([item]) for item in range(len(matrix))]
    found = []
    while len(groups) > 1:
        pairs = itertools.combinations(groups, 2)
        a, b = max(pairs, key=lambda pair: np.mean([matrix[i, j] for i in pair[0] for j in pair[1]]))
        found.append((a | b, float(np.mean([matrix[i, j] for i in a for j in b]))))
        groups = [group for group in groups if group not in (a, b)] + [a | b]
    return found


def members(joins: np.ndarray, n: int) -> list[frozenset[int]]:
    groups = [frozenset([item]) for item in range(n)]
    for a, b in joins.tolist():
        groups.append(groups[a] | groups[b])
    return groups[n:]


@pytest.mark.parametrize("metric", METRICS)
def test_that_clusters_are_those_of_the_definition(metric: Metric) -> None:
    answer = asked(made(), *range(0, 60, 4), metric=metric)
    wanted = brute_joins(answer.matrix.astype(np.float64))
    assert members(answer.joins, len(answer.matrix)) == [group for group, _ in wanted]
    assert np.allclose(answer.levels, [level for _, level in wanted], rtol=1e-4, atol=1e-5)


def orders(joins: np.ndarray, n: int) -> list[list[int]]:
    """Every order that a tree of joins allows."""
    ways: list[list[list[int]]] = [[[item]] for item in range(n)]
    for a, b in joins.tolist():
        both = list(itertools.product(ways[a], ways[b]))
        ways.append([left + right for left, right in both] + [right + left for left, right in both])
    return ways[-1]


def beside(matrix: np.ndarray, order: list[int]) -> float:
    return sum(float(matrix[a, b]) for a, b in itertools.pairwise(order))


def test_that_no_order_of_the_tree_has_neighbours_that_are_more_alike() -> None:
    answer = asked(made(), *range(7))
    best = max(beside(answer.matrix, order) for order in orders(answer.joins, 7))
    assert beside(answer.matrix, answer.order.tolist()) == pytest.approx(best, abs=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 9), st.integers(0, 3), st.integers(0, 1000))
def test_that_what_is_withheld_comes_last_and_joins_nothing(n: int, n_withheld: int, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    rows = drawn.integers(-1, 2, (n + n_withheld, 3)).astype(np.float64)
    matrix, gone = rows @ rows.T, drawn.permutation(n + n_withheld)[:n_withheld]
    matrix[gone], matrix[:, gone] = math.nan, math.nan
    order, joins, levels = clustered(matrix)
    assert sorted(order.tolist()) == list(range(n + n_withheld))
    assert set(order[n:].tolist()) == set(gone.tolist())
    assert len(joins) == len(levels) == n - 1
    assert not set(joins.ravel().tolist()) & set(gone.tolist())


def test_that_texts_that_cannot_be_read_are_withheld() -> None:
    answer = asked(made(unread=np.array([0.0, 0.6] * 30, np.float32)), 0, 1, 2)
    assert np.isnan(answer.matrix[1]).all()
    assert np.isfinite(answer.matrix[0, 2])
    assert answer.unread.tolist() == pytest.approx([0, 0.6, 0])


@given(st.lists(st.integers(-4, 4)), st.integers(-5, 5))
def test_that_a_share_counts_half_of_its_equals(scores: list[int], score: int) -> None:
    found = float(share_below(np.sort(np.array(scores, np.float32)), np.array(score, np.float32)))
    if not scores:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(np.mean([(one < score) + (one == score) / 2 for one in scores]))


@pytest.mark.parametrize("items", [(1,), (0, 60), (-1, 2), tuple(range(60)) * 7])
def test_that_what_cannot_be_compared_is_refused(items: tuple[int, ...]) -> None:
    with pytest.raises(WorkbenchError) as caught:
        asked(made(), *items)
    assert caught.value.code == "bad-value"
