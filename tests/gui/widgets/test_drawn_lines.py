"""Which lines are drawn, and what their picture shows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from workbench.gui.widgets.drawn_lines import drawn
from workbench.gui.widgets.line_texture import texture
from workbench.values import Strongest, StrongestRequest, Subject, TraceRequest


def strongest(weights: np.ndarray, *, most: int = 64, whole: float = 1.0) -> Strongest:
    """As an engine gives it, from maps [m, q, k]."""
    keys = np.argsort(-weights, axis=-1, kind="stable")[..., :most].astype(np.int32)
    values = np.take_along_axis(weights, keys, -1).astype(np.float32)
    sums = weights.sum(-1).astype(np.float32)
    request = StrongestRequest(TraceRequest(Subject("m", "t")), ((0, 0),))
    return Strongest(request, keys, values, sums, np.full_like(sums, whole))


@pytest.fixture
def weights() -> np.ndarray:
    return np.random.default_rng(3).dirichlet(np.full(12, 0.5), size=(2, 9))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
def test_that_the_fewest_lines_that_make_up_the_share_are_drawn(weights, share):
    lines = drawn(strongest(weights), share)
    for head in range(2):
        for query in range(9):
            own = np.sort(lines.weights[(lines.heads == head) & (lines.queries == query)])[::-1]
            row = np.sort(weights[head, query])[::-1]
            assert np.allclose(own, row[: len(own)], atol=1e-6)
            assert row[: len(own)].sum() >= share - 1e-6
            assert row[: len(own) - 1].sum() < share + 1e-6
    assert lines.mass == pytest.approx(lines.weights.sum() / 18, rel=1e-5)
    assert (np.diff(lines.weights) >= 0).all()


def test_that_lines_beyond_what_was_fetched_are_not_claimed(weights):
    lines = drawn(strongest(weights, most=2), 0.99)
    assert len(lines) == 2 * 9 * 2
    assert lines.mass == pytest.approx(np.sort(weights, axis=-1)[..., -2:].sum() / 18, rel=1e-5)


def test_that_the_mass_is_of_all_that_is_given_also_to_hidden_keys(weights):
    hidden = weights.copy()
    hidden[..., 0] = 0
    lines = drawn(strongest(hidden), 0.5)
    assert lines.mass == pytest.approx(lines.weights.sum() / 18, rel=1e-5)


def test_that_only_lines_through_the_window_are_kept_strongest_last(weights):
    lines = drawn(strongest(weights), 0.99)
    seen = lines.crossing((2, 5), (2, 5), 1000)
    passes = ~(((lines.queries < 2) & (lines.keys < 2)) | ((lines.queries >= 5) & (lines.keys >= 5)))
    assert len(seen) == passes.sum()
    few = lines.crossing((2, 5), (2, 5), 4)
    assert few.weights.tolist() == np.sort(lines.weights[passes])[-4:].tolist()


def alpha(image, x: int, y: int) -> float:
    return QColor.fromRgba(image.pixel(x, y)).alphaF()


def test_that_a_line_passes_where_it_should(qapp):
    for start, end in ((5, 5), (2, 18), (18, 2), (-300, 320)):
        image = texture(
            np.array([float(start)]), np.array([float(end)]), np.array([0.8]), np.array([0]), size=(40, 20), colours=[QColor("red")]
        )
        for x in range(40):
            y = start + (end - start) * (x + 0.5) / 40
            if 1 <= y <= 18 and abs(end - start) <= 40:
                total = sum(alpha(image, x, row) for row in range(20))
                assert 0.7 < total < 1.2
                assert alpha(image, x, int(y)) + alpha(image, x, min(19, int(y - 0.5) if y % 1 < 0.5 else int(y + 0.5))) > 0.5
    assert sum(alpha(image, x, 10) for x in range(40)) > 0.5  # a steep line has no holes


def test_that_lines_over_each_other_cover_as_paint_does_in_any_order(qapp):
    starts = ends = np.array([10.5, 10.5])
    for opacity in ([0.3, 0.6], [0.6, 0.3]):
        image = texture(starts, ends, np.array(opacity), np.array([0, 0]), size=(8, 20), colours=[QColor("blue")])
        assert alpha(image, 4, 10) == pytest.approx(1 - 0.7 * 0.4, abs=0.01)


def test_that_tints_mix_by_their_depth(qapp):
    colours = [QColor(255, 0, 0), QColor(0, 0, 255)]
    image = texture(np.array([10.5, 10.5]), np.array([10.5, 10.5]), np.array([0.5, 0.5]), np.array([0, 1]), size=(8, 20), colours=colours)
    found = QColor.fromRgba(image.pixel(4, 10))
    assert found.alphaF() == pytest.approx(0.75, abs=0.01)
    assert abs(found.red() - found.blue()) <= 2
