"""The grid of all heads: one stitched picture, chosen by mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from made_attention import pattern, quantised
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.gui import theme
from workbench.gui.widgets import colormap, thumbnails
from workbench.gui.widgets.head_grid import LEAST, HeadGrid

N = 12


@pytest.fixture
def weights():
    return pattern("grid", N)


@pytest.fixture
def grid(qapp, weights):
    made = HeadGrid()
    show(made, weights)
    made.resize(220, 260)
    made.show()
    return made


def show(grid: HeadGrid, weights: np.ndarray, *, causal: bool = True) -> None:
    made = [[quantised(head, 1, "max", hides_sink=False) for head in layer] for layer in weights]
    grid.set_shape(weights[:, :, 1:, 0].mean(-1))
    grid.set_grid(
        np.asarray([[image for image, _ in layer] for layer in made]),
        np.asarray([[high for _, high in layer] for layer in made], np.float32),
        causal=causal,
    )


def pixel_of(grid: HeadGrid, layer: int, head: int, q: int, k: int) -> int:
    box = grid.cell(layer, head)
    side = box.width() / N
    at = QPoint(int(box.left() + (k + 0.5) * side), int(box.top() + (q + 0.5) * side))
    return grid.grab().toImage().pixel(at)


def test_that_every_thumbnail_shows_its_own_head_on_its_own_scale(grid, weights):
    grid.resize(28 + 3 * (4 * N + 2) + 3, 34 + 4 * (4 * N + 2) + 3)
    table = colormap.table("viridis")
    for layer, head in ((0, 0), (1, 2), (3, 1)):
        high = weights[layer, head].max()
        for q, k in ((11, 4), (7, 0), (5, 5)):
            level = round(round(float(weights[layer, head, q, k] * 255 / high)) * (colormap.LEVELS - 1) / 255)
            assert pixel_of(grid, layer, head, q, k) == table[level]
        assert pixel_of(grid, layer, head, 2, 9) == theme.colors().raised.rgb()


def test_that_one_scale_for_all_makes_heads_comparable(grid, weights):
    grid.resize(28 + 3 * (4 * N + 2) + 3, 34 + 4 * (4 * N + 2) + 3)
    grid.set_scale(common=True, root=False)
    levels = {colour: level for level, colour in enumerate(colormap.table("viridis"))}
    found = [levels[pixel_of(grid, layer, 1, 8, 3)] for layer in range(4)]
    wanted = [float(weights[layer, 1, 8, 3]) / grid.highest * (colormap.LEVELS - 1) for layer in range(4)]
    assert np.abs(np.asarray(found) - wanted).max() <= 1.5


def test_that_thumbnails_lie_where_they_are_said_to_at_any_scale():
    images = np.full((2, 3, 4, 4), 255, np.uint8)
    for side, step in ((10, 12), (15, 18), (31, 33.5)):
        lefts, tops = np.rint(np.arange(3) * step).astype(int), np.rint(np.arange(2) * step).astype(int)
        made = thumbnails.stitched(images, np.ones((2, 3)), side=side, lefts=lefts, tops=tops, causal=False)
        filled = made != colormap.GAP
        assert filled.sum() == 6 * side * side
        assert all(filled[top : top + side, left : left + side].all() for top in tops for left in lefts)


def test_that_a_click_chooses_the_head_under_it(grid):
    picked = []
    grid.picked.connect(lambda layer, head: picked.append((layer, head)))
    for layer, head in ((0, 0), (3, 2), (2, 1)):
        QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(layer, head).center())
    assert picked == [(0, 0), (3, 2), (2, 1)]


def test_that_arrows_walk_layers_and_heads_within_the_model(grid):
    grid.picked.connect(grid.select)
    grid.select(3, 1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(grid, key)
    assert grid.selected == (2, 2)


def test_that_enter_and_a_double_click_open_the_head(grid):
    opened = []
    grid.opened.connect(lambda: opened.append(True))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(1, 1).center())
    assert len(opened) == 2


def test_that_pointing_names_layer_head_and_sink(grid, weights):
    seen = []
    grid.hovered.connect(lambda layer, head: seen.append((layer, head)))
    QTest.mouseMove(grid, grid.cell(0, 0).center())
    assert seen == [(0, 0)]
    share = 100 * float(weights[0, 0, 1:, 0].mean())
    assert grid.words((0, 0)) == f"Layer 0 · head 0: {share:.0f} % of its weight rests on the first token"


@pytest.mark.parametrize("shape", [(30, 9), (32, 32), (48, 12)])
def test_that_the_heads_of_larger_models_fit(grid, shape):
    grid.set_shape(np.zeros(shape, np.float32))
    grid.resize(grid.minimumSizeHint())
    last = grid.cell(shape[0] - 1, shape[1] - 1)
    assert last.width() >= LEAST
    assert grid.rect().contains(last)
    assert grid.head_at(last.center()) == (shape[0] - 1, shape[1] - 1)
    assert grid.minimumSizeHint().height() < 500


def test_that_a_grid_without_pictures_shows_its_places(grid):
    grid.set_shape(np.zeros((6, 6), np.float32))
    assert grid.grab().toImage().pixel(grid.cell(4, 4).center()) == theme.colors().raised.rgb()
