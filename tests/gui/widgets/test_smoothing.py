"""The running mean is the one that scipy's filter gives, whatever the pieces in which the values come."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from workbench.gui.widgets.smoothing import Carried, smoothed


def corrected(values: np.ndarray, n_points: float) -> np.ndarray:
    """By the recurrence itself, and the sum of the weights of the finite values."""
    keep, finite = 1 - 1 / n_points, np.isfinite(values)
    total = lfilter([1 - keep], [1, -keep], np.where(finite, values, 0.0))
    weight = lfilter([1 - keep], [1, -keep], finite.astype(float))
    with np.errstate(invalid="ignore"):
        return total / weight


@pytest.mark.parametrize("n_points", [1.5, 5, 20, 1000])
def test_that_the_running_mean_is_that_of_the_recurrence_corrected_for_its_beginning(n_points):
    values = np.random.default_rng(0).normal(3.0, 1.0, 30_000)
    values[::997] = np.nan
    found, _ = smoothed(values, n_points, Carried())
    np.testing.assert_allclose(found, corrected(values, n_points), rtol=1e-12)


def test_that_a_running_mean_goes_on_where_it_ended():
    values = np.random.default_rng(1).normal(size=5000)
    whole, _ = smoothed(values, 50, Carried())
    pieces, carried = [], Carried()
    for start in (0, 1, 2, 700, 4999):
        stop = {0: 1, 1: 2, 2: 700, 700: 4999, 4999: 5000}[start]
        found, carried = smoothed(values[start:stop], 50, carried)
        pieces.append(found)
    np.testing.assert_allclose(np.concatenate(pieces), whole, rtol=1e-10)


def test_that_the_first_mean_is_the_first_value_and_there_is_none_before_it():
    found, _ = smoothed(np.array([np.nan, 7.0, np.inf, 7.0]), 10, Carried())
    assert np.isnan(found[0])
    np.testing.assert_allclose(found[1:], 7.0)
