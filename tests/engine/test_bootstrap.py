"""The interval over clusters: against every resample there is, tables of Student's t, and how often it holds the truth."""

from __future__ import annotations

import itertools
from statistics import NormalDist

import numpy as np
import pytest

from workbench.engine.bootstrap import cluster_means, expanded_tail, interval_of_mean, student_quantile

FIVE = np.array([-1.26, 0.4, 0.9, 1.81, 0.2])
SEED = 20261125


@pytest.mark.parametrize(
    ("df", "share", "published"),
    [
        (1, 0.975, 12.7062), (2, 0.975, 4.30265), (3, 0.975, 3.18245), (4, 0.975, 2.77645), (5, 0.95, 2.01505), (9, 0.975, 2.26216),
        (10, 0.995, 3.16927), (29, 0.975, 2.04523), (120, 0.975, 1.97993),
    ],
)  # fmt: skip
def test_that_students_t_equals_the_published_tables(df: int, share: float, published: float) -> None:
    assert student_quantile(share, df) == pytest.approx(published, rel=3e-6)


def test_that_the_interval_is_that_of_all_resamples_there_are() -> None:
    every = np.array([np.mean(one) for one in itertools.product(FIVE, repeat=5)])  # 3,125: the bootstrap distribution itself
    tail = expanded_tail(0.95, 5)
    found = interval_of_mean(FIVE, confidence=0.95, n_resamples=200_000, seed=1)
    assert found.mean == pytest.approx(FIVE.mean())
    assert [found.low, found.high] == pytest.approx(np.quantile(every, [tail, 1 - tail]), abs=0.03)


def test_that_the_interval_equals_a_plain_numpy_bootstrap_on_the_same_seed() -> None:
    means = np.random.default_rng(3).normal(0.5, 1.0, 12)
    found = interval_of_mean(means, confidence=0.9, n_resamples=2_000, seed=SEED)
    random = np.random.default_rng(SEED)
    resampled = [means[random.integers(0, 12, (1_000, 12))].mean(axis=1) for _ in range(2)]
    tail = NormalDist().cdf(-((12 / 11) ** 0.5) * 1.795885)  # t of 11 degrees of freedom, 95 % below, from the tables
    assert [found.low, found.high] == pytest.approx(np.quantile(np.concatenate(resampled), [tail, 1 - tail]), abs=1e-4)


def test_that_the_seed_decides_the_interval() -> None:
    means = np.random.default_rng(3).normal(0.5, 1.0, 12)  # five would have ties: there are only 126 different resamples
    same = [interval_of_mean(means, confidence=0.95, n_resamples=500, seed=seed) for seed in (0, 0, 1)]
    assert same[0] == same[1] != same[2]


def test_that_whole_clusters_are_what_counts() -> None:
    values, clusters = np.array([1.0, 3.0, 10.0, 0.0]), np.array([0, 0, 1, 2])
    assert cluster_means(values, clusters).tolist() == [2.0, 10.0, 0.0]


def coverage(n_clusters: int, *, expanded: bool, rounds: int = 1_500) -> float:
    """How often the interval of clustered data holds the true mean, 0. Each cluster has a common deviation."""
    random, hits = np.random.default_rng(SEED), 0
    for number in range(rounds):
        values = np.repeat(random.normal(0, 1, n_clusters), 4) + random.normal(0, 0.5, 4 * n_clusters)
        means = cluster_means(values, np.repeat(np.arange(n_clusters), 4))
        if expanded:
            found = interval_of_mean(means, confidence=0.95, n_resamples=1_000, seed=number)
            hits += found.low <= 0 <= found.high
        else:  # deliberately wrong: every pair counted as if it were independent
            error = 1.96 * values.std(ddof=1) / len(values) ** 0.5
            hits += abs(values.mean()) <= error
    return hits / rounds


@pytest.mark.parametrize("n_clusters", [6, 12])
def test_that_the_interval_holds_the_truth_about_as_often_as_it_says(n_clusters: int) -> None:
    assert 0.925 < coverage(n_clusters, expanded=True) < 0.975


def test_that_an_interval_over_pairs_instead_of_clusters_would_be_noticed() -> None:
    assert coverage(12, expanded=False) < 0.8
