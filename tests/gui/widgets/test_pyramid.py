"""The pyramid says of any stretch exactly what reading it would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from workbench.gui.widgets.pyramid import Pyramid


def grown(values, sizes=(1, 2, 3, 5, 8, 100)) -> Pyramid:
    """Appended in pieces of several sizes."""
    made, at, turn = Pyramid(), 0, 0
    values = np.asarray(values, float)
    while at < len(values):
        piece = values[at : at + sizes[turn % len(sizes)]]
        made.append(np.arange(at + 1, at + 1 + len(piece)), piece)
        at, turn = at + len(piece), turn + 1
    return made


@settings(max_examples=60, deadline=None)
@given(some.lists(some.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=300), some.data())
def test_that_the_extremes_of_every_stretch_are_exact(values, data):
    pyramid = grown(values)
    start = data.draw(some.integers(0, len(values) - 1))
    stop = data.draw(some.integers(start + 1, len(values)))
    least, greatest = pyramid.extremes(np.array([start]), np.array([stop]))
    np.testing.assert_array_equal(pyramid.range(start, stop), (least[0], greatest[0]))
    finite = [one for one in values[start:stop] if np.isfinite(one)]
    assert (np.isnan(least[0]) and np.isnan(greatest[0])) if not finite else (least[0], greatest[0]) == (min(finite), max(finite))


@pytest.mark.parametrize("n_columns", [1, 7, 640, 1999])
def test_that_columns_hold_first_last_least_and_greatest_of_their_points(n_columns):
    values = np.random.default_rng(3).normal(size=5000)
    columns = grown(values, (1000,)).columns(1, 5000, n_columns)
    edges = np.linspace(1, 5000, n_columns + 1)
    steps = np.arange(1, 5001)
    for place, number in enumerate(columns.column):
        held = (steps >= edges[number]) & ((steps < edges[number + 1]) | (number == n_columns - 1))
        inside = values[held]
        assert (columns.first[place], columns.last[place]) == (inside[0], inside[-1])
        assert (columns.least[place], columns.greatest[place]) == (inside.min(), inside.max())


@pytest.mark.parametrize("shortest", [1, 3, 40, 200, 3000])
@pytest.mark.parametrize("together", [True, False])
def test_that_stretches_one_behind_the_other_are_exact(shortest, together):
    random = np.random.default_rng(shortest)
    values = random.normal(size=20_000)
    values[5000:5300], values[7000] = np.nan, np.inf
    widths = random.integers(shortest, 2 * shortest, 3 + 4000 // shortest)
    gaps = 0 if together else random.integers(0, 3, len(widths))
    stop = np.cumsum(widths + gaps)
    start, stop = (stop - widths)[stop <= 20_000], stop[stop <= 20_000]
    least, greatest = grown(values, (7, 4096)).extremes(start, stop)
    for place, (first, end) in enumerate(zip(start, stop, strict=True)):
        finite = values[first:end][np.isfinite(values[first:end])]
        found = (finite.min(), finite.max()) if len(finite) else (np.nan, np.nan)
        np.testing.assert_array_equal((least[place], greatest[place]), found)


@pytest.mark.parametrize("left_out", [[], [40], [3, 99]])
def test_that_steps_are_counted_alike_with_and_without_gaps(left_out):
    steps = np.setdiff1d(np.arange(3, 100), left_out)
    pyramid = Pyramid()
    pyramid.append(steps, np.zeros(len(steps)))
    edges = np.array([-np.inf, -1e30, 0, 2.5, 3, 3.5, 39.9, 40, 40.1, 98.5, 99, 99.5, 1e30, np.inf])
    np.testing.assert_array_equal(pyramid.before(edges), [np.sum(steps < edge) for edge in edges])
    for first in edges:
        for last in edges[edges >= first]:
            start, stop = pyramid.between(first, last)
            np.testing.assert_array_equal(steps[start:stop], steps[(steps >= first) & (steps <= last)])


def test_that_one_spike_among_a_million_is_in_its_column_at_every_zoom():
    values = np.ones(1_000_000)
    values[777_777] = 9.0
    pyramid = grown(values, (1 << 17,))
    for width in (1_000_000, 300_000, 10_000, 50):
        columns = pyramid.columns(777_778 - width // 2, 777_778 + width // 2, 1200)
        assert columns.greatest.max() == 9.0


def test_that_steps_with_gaps_leave_columns_empty():
    pyramid = Pyramid()
    pyramid.append([100, 200, 1000], [1.0, 2.0, 3.0])
    assert list(pyramid.columns(0, 1000, 10).column) == [1, 2, 9]


def test_that_steps_that_do_not_rise_are_refused():
    pyramid = Pyramid()
    pyramid.append([5], [1.0])
    with pytest.raises(ValueError, match="rise"):
        pyramid.append([5], [1.0])
    with pytest.raises(ValueError, match="rise"):
        pyramid.append([7, 6], [1.0, 1.0])
    assert len(pyramid) == 1
