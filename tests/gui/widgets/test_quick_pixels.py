"""The quick ways of painting attention give the pixels of the plain ones, in the picture and on the screen."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from made_encodings import encode
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from workbench.gui.widgets import colormap, thumbnails
from workbench.gui.widgets.head_grid import HeadGrid
from workbench.gui.widgets.head_picture import HeadPicture
from workbench.gui.widgets.heat_map import HeatMap
from workbench.gui.widgets.token_text import TokenText
from workbench.values import HeadImage, HeadRequest, Subject, TraceRequest

TRACE = TraceRequest(Subject("m", "t"))
NOTHING = QColor("#123456")


def noise(*shape: int) -> np.ndarray:
    """uint8; a third of it at the upper end, where a hidden sink is."""
    made = np.random.default_rng(sum(shape)).integers(0, 256, shape, dtype=np.uint8)
    made[np.random.default_rng(1).random(shape) < 1 / 3] = 255
    return made


def plain(image: HeadImage, high: float, *, causal: bool, root: bool, name: str) -> np.ndarray:
    """uint32 [rows, columns], by the definition of each colour."""
    (q0, _, k0, _), step = image.region, image.step
    rows, columns = np.indices(image.image.shape)
    levels = np.rint(colormap.level(image.image * (image.high / high / 255), root=root)).astype(int)
    if image.request.hide_sink:
        levels[(k0 + columns == 0) & (image.image == 255)] = colormap.LEVELS - 1
    made = np.asarray(colormap.table(name), np.uint32)[levels]
    if causal:
        made[k0 + columns * step > q0 + (rows + 1) * step - 1] = NOTHING.rgb()
    return made


SQUARE = [((1, 1), (0, 0), 1), ((7, 5), (0, 0), 1), ((150, 150), (0, 0), 3)]
BESIDE = [((66, 131), (64, 0), 2), ((131, 66), (0, 64), 2), ((9, 9), (0, 80), 4)]
"""Rows and columns, the region's first query and key, and the step."""


@pytest.mark.parametrize(("shape", "at", "step"), SQUARE + BESIDE)
def test_that_a_head_has_the_colours_of_the_plain_way(qapp, shape, at, step):
    """Regions below, on and above the diagonal, and larger than the bands in which what can't be read is filled."""
    rows, columns = shape
    region = (at[0], at[0] + rows * step, at[1], at[1] + columns * step)
    for hide_sink, causal, root, high in itertools.product((False, True), (False, True), (False, True), (0.35, 0.7, 2.0)):
        image = HeadImage(HeadRequest(TRACE, 0, 0, hide_sink=hide_sink), region, noise(rows, columns), step, 0.0, 0.7)
        made = HeadPicture().qimage(image, high=high, causal=causal, root=root, name="cividis", nothing=NOTHING)
        wanted = plain(image, high, causal=causal, root=root, name="cividis")
        assert np.array_equal(colormap.cells(made), wanted), (hide_sink, causal, root, high)


@pytest.mark.parametrize(("shape", "side"), [((12, 12), 40), ((33, 20), 17), ((8, 8), 8)])
def test_that_thumbnails_have_the_indices_of_the_plain_way(shape, side):
    images, gains = noise(3, 2, *shape), np.random.default_rng(2).random((3, 2)).astype(np.float32)
    lefts, tops = np.arange(2) * (side + 3), np.arange(3) * (side + 1)
    for causal, root in itertools.product((False, True), (False, True)):
        made = thumbnails.stitched(images, gains, side=side, lefts=lefts, tops=tops, causal=causal, root=root)
        for layer, head in np.ndindex(3, 2):
            tile = made[tops[layer] : tops[layer] + side, lefts[head] : lefts[head] + side]
            for y, x in np.ndindex(side, side):
                row, column = y * shape[0] // side, x * shape[1] // side
                share = int(images[layer, head, row, column]) * (float(gains[layer, head]) / 255)
                index = int(np.rint(colormap.level(np.float64(share), root=root)))
                assert tile[y, x] == (colormap.NOTHING if causal and column > row else index)
            tile[...] = colormap.GAP
        assert (made == colormap.GAP).all()


@pytest.fixture
def on_screen(wait_until):
    """`on_screen(widget)`: what its window holds once everything that is out of date has been painted anew."""

    def held(widget: QWidget) -> QImage:
        later = []
        QTimer.singleShot(0, lambda: later.append(True))  # behind the painting that was asked for
        wait_until(lambda: later)
        return _held(widget)

    return held


def _held(widget: QWidget) -> QImage:
    return widget.screen().grabWindow(widget.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


def whole(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_that_a_head_s_window_shows_after_each_change_what_a_whole_painting_would(qapp, on_screen):
    heat, n = HeatMap(), 12
    heat.resize(613, 587)
    heat.set_tokens(TokenText(encode(" ".join(["나무"] * n))), causal=True)
    n = heat.view.n_queries
    heat.show()
    image = HeadImage(HeadRequest(TRACE, 0, 0), (0, n, 0, n), noise(n, n), 1, 0.0, 1.0)
    exact = noise(n, n).astype(np.float32) / 255
    changes = [
        lambda: heat.add(image),
        lambda: heat.mark([0, n - 1]),
        lambda: heat.set_colormap("cividis"),
        lambda: heat.point_at((n - 1, 0)),
        lambda: heat.set_scale(0.5, root=True),
        lambda: heat.zoom(9),
        lambda: heat.set_exact(exact),
        lambda: heat.zoom(0.7),
        lambda: heat.add(HeadImage(image.request, image.region, noise(n, n).T.copy(), 1, 0.0, 1.0)),
    ]
    for number, change in enumerate(changes):
        before = on_screen(heat)
        change()
        assert on_screen(heat) == whole(heat), number
        assert on_screen(heat) != before, number


def test_that_the_grid_s_window_shows_after_each_change_what_a_whole_painting_would(qapp, on_screen):
    grid = HeadGrid()
    grid.resize(231, 317)
    grid.show()
    high = np.linspace(0.2, 1, 12, dtype=np.float32).reshape(4, 3)
    changes = [
        lambda: grid.set_shape(high),
        lambda: grid.set_grid(noise(4, 3, 9, 9), high, causal=True),
        lambda: grid.select(2, 1),
        lambda: grid.set_colormap("cividis"),
        lambda: grid.set_scale(common=True, root=True),
        lambda: grid.resize(300, 251),
        lambda: grid.set_grid(noise(4, 3, 5, 5), high, causal=False),
        lambda: grid.set_shape(np.ones((6, 5), np.float32)),
    ]
    for number, change in enumerate(changes):
        before = on_screen(grid)
        change()
        assert on_screen(grid) == whole(grid), number
        assert on_screen(grid) != before, number
