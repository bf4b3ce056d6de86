"""Principal components against scikit-learn's full decomposition."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from workbench.engine.vectors.components import components


@pytest.mark.parametrize(("n", "d"), [(3000, 40), (9000, 64), (20, 40), (2, 5)])
def test_that_components_are_those_of_scikit_learn_up_to_sign(n: int, d: int) -> None:
    drawn = np.random.default_rng(n)
    rows = (drawn.standard_normal((n, d)) * np.linspace(5, 0.5, d) + 7).astype(np.float32)
    count = min(4, n - 1)
    oracle = PCA(count, svd_solver="full").fit(rows.astype(np.float64))
    found = components(rows, count)
    signs = np.sign((found.axes * oracle.components_).sum(1))
    assert np.allclose(found.axes * signs[:, None], oracle.components_, atol=1e-4)
    assert np.allclose(found.explained, oracle.explained_variance_ratio_, atol=1e-6)
    assert np.allclose(found.places(rows) * signs, oracle.transform(rows.astype(np.float64)), atol=1e-3)
    assert (np.take_along_axis(found.axes, np.abs(found.axes).argmax(1)[:, None], 1) > 0).all()


@pytest.mark.parametrize("order", ["drawn", "sorted"])
def test_that_a_mean_far_from_zero_costs_no_accuracy(order: str) -> None:
    drawn = np.random.default_rng(5)
    exact = drawn.standard_normal((6000, 24)) * np.linspace(3, 1, 24)
    rows = (exact[np.argsort(exact[:, 0])] if order == "sorted" else exact).astype(np.float32) + np.float32(500)
    oracle = PCA(3, svd_solver="full").fit(rows.astype(np.float64))
    found = components(rows, 3)
    assert np.allclose(np.abs((found.axes * oracle.components_).sum(1)), 1, atol=1e-6)
    assert np.allclose(found.explained, oracle.explained_variance_ratio_, rtol=1e-4)


def test_that_rows_all_alike_have_no_spread() -> None:
    found = components(np.ones((50, 8), np.float32), 2)
    assert found.explained.tolist() == [0, 0]
    assert np.allclose(found.places(np.ones((3, 8), np.float32)), 0, atol=1e-6)
