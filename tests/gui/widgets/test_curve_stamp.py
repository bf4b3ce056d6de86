"""Pictures of curves: each column holds all that the line does there, whatever the zoom, and what every single point would show."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from workbench.gui.widgets.curve_scale import Scale
from workbench.gui.widgets.curve_stamp import DASH, SPACE, draw, picture, spans
from workbench.gui.widgets.pyramid import Pyramid

BLUE = QColor(47, 91, 208)
ODD = (np.nan, np.inf, -np.inf)


def pyramid_of(steps: np.ndarray, values: np.ndarray) -> Pyramid:
    made = Pyramid()
    made.append(steps, values)
    return made


def alphas(pixels: np.ndarray) -> np.ndarray:
    return pixels >> 24


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.floats(-5, 5, width=32) | st.sampled_from([np.nan, np.inf, -np.inf])), min_size=1, max_size=60
    ),
    st.floats(-10, 500),
    st.floats(1, 900),
    st.integers(1, 50),
)
@settings(max_examples=30, deadline=None)
def test_that_a_column_spans_all_its_points_and_the_lines_through_it(points: list, first: float, wide: float, n_columns: int) -> None:
    steps, values = np.cumsum([gap for gap, _ in points]), np.array([value for _, value in points])
    edges = np.linspace(first, first + wide, n_columns + 1)
    y = Scale(-5.0, 5.0, 100.0, 0.0)
    top, bottom = spans(pyramid_of(steps, values), edges, y, spread=True)
    for column, (left, right) in enumerate(itertools.pairwise(edges)):
        last = column == n_columns - 1
        inside = values[(steps >= left) & ((steps <= right) if last else (steps < right))]
        ends = list(inside[np.isfinite(inside)])
        for edge in (left, right):
            after = int(np.searchsorted(steps, edge, "left"))
            if 0 < after < len(steps):
                crossed = np.interp(edge, steps[after - 1 : after + 1], values[after - 1 : after + 1])
                ends += [crossed] if np.all(np.isfinite(values[after - 1 : after + 1])) else []
        expected = y.pixels(np.array([max(ends), min(ends)])) if ends else np.array([np.nan, np.nan])
        np.testing.assert_allclose((top[column], bottom[column]), expected, atol=1e-6)


@pytest.mark.parametrize("zoom", [1, 7, 100, 1000, 100_000])
def test_that_a_spike_of_one_step_in_a_million_reaches_its_value_at_every_zoom(zoom: int) -> None:
    values = np.random.default_rng(0).random(1_000_000)
    values[345_678] = 9.0
    points = pyramid_of(np.arange(1, 1_000_001), values)
    wide = 1_000_000 / zoom
    for offset in (0.01, 0.5, 0.99):
        first = 345_679 - offset * wide
        top, _ = spans(points, np.linspace(first, first + wide, 801), Scale(0.0, 10.0, 300.0, 0.0), spread=True)
        assert np.nanmin(top) == pytest.approx(30.0)
        assert alphas(picture(top, top, 300, BLUE, width=1.4, dashed=False))[30].max() > 150


def test_that_coverage_is_the_length_within_each_pixel_and_stays_in_the_picture() -> None:
    top, bottom = np.array([2.25, 3.0, np.nan, -4.0, 9.5]), np.array([2.5, 5.5, np.nan, 40.0, 9.9])
    found = alphas(picture(top, bottom, 10, BLUE, width=1.0, dashed=False)).astype(int)
    assert found[:, 0].tolist() == [0, 63, 255, 0, 0, 0, 0, 0, 0, 0]
    assert found[:, 1].tolist() == [0, 0, 127, 255, 255, 255, 0, 0, 0, 0]
    assert found[:, 2].tolist() == [0] * 10
    assert found[:, 3].tolist() == [255] * 10
    assert found[:, 4].tolist() == [0] * 9 + [255]


def test_that_a_dashed_line_has_its_spaces_but_for_spikes() -> None:
    top, bottom = np.full(40, 5.0), np.full(40, 5.0)
    top[DASH + 1] = 0.0
    found = alphas(picture(top, bottom, 10, BLUE, width=1.0, dashed=True)).any(axis=0)
    assert found.tolist() == [column % (DASH + SPACE) < DASH or column == DASH + 1 for column in range(40)]


def test_that_the_picture_has_its_colour(qapp) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    at = np.full(10, 4.5)
    draw(painter, QPointF(5, 0), picture(at, at, 10, BLUE, width=3.0, dashed=False), 1.0)
    painter.end()
    assert image.pixelColor(7, 4) == BLUE
    assert image.pixelColor(4, 4) == QColor(Qt.GlobalColor.white)
    assert image.pixelColor(16, 4) == QColor(Qt.GlobalColor.white)
