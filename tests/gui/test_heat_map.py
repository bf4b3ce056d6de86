"""The heat map: which cell lies where, what colour it has, and which pictures it asks for."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from made_attention import pattern, quantised
from made_encodings import encode
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workbench.gui import theme
from workbench.gui.widgets import colormap
from workbench.gui.widgets.head_picture import HeadPicture, covers
from workbench.gui.widgets.heat_map import HeatMap, runs_of
from workbench.gui.widgets.map_view import LARGEST_CELL, LARGEST_ZOOMED, MapView
from workbench.gui.widgets.token_axis import TokenAxis, every_for, margins_of
from workbench.gui.widgets.token_text import TokenText
from workbench.values import HeadImage, HeadRequest, Subject, TraceRequest

TRACE = TraceRequest(Subject("m", "t"))
HEAD = HeadRequest(TRACE, 1, 2)


def answer(weights: np.ndarray, request: HeadRequest) -> HeadImage:
    n = len(weights)
    q0, q1, k0, k1 = request.region or (0, n, 0, n)
    part = weights[q0:q1, k0:k1]
    step = max(1, math.ceil(max(part.shape) / request.pixels))
    image, high = quantised(part, step, request.reduce, hides_sink=request.hide_sink and k0 == 0)
    return HeadImage(request, (q0, q1, k0, k1), image, step, 0.0, high)


def view_of(n: int, side: float = 400) -> MapView:
    view = MapView()
    view.set_tokens(n, n)
    view.place(100, 80, side, side)
    return view


@pytest.fixture
def heat(qapp):
    made = HeatMap()
    made.resize(700, 600)
    made.show()
    return made


def show(heat: HeatMap, text: str, *, causal: bool = True, **request: object) -> np.ndarray:
    encoding = encode(text)
    weights = pattern(text, len(encoding.ids), causal=causal)[1, 2]
    heat.set_tokens(TokenText(encoding), causal=causal)
    wanted = heat.wanted(dataclasses.replace(HEAD, **request))
    heat.add(answer(weights, wanted))
    return weights


WORDS = "one two three four five six seven eight nine ten eleven twelve"
LONG = " ".join(["word"] * 700)


# geometry


def test_that_every_cell_contains_the_point_of_its_middle():
    view = view_of(17)
    view.zoom(1.7, QPointF(200, 300))
    q0, q1, k0, k1 = view.region
    seen = [(q, k) for q in range(q0, q1) for k in range(k0, k1) if view.plot.contains(view.rect_of(q, q + 1, k, k + 1).center())]
    assert len(seen) > 50
    assert all(view.cell_at(view.rect_of(q, q + 1, k, k + 1).center()) == (q, k) for q, k in seen)


def test_that_zooming_keeps_the_cell_under_the_pointer():
    view, at = view_of(100), QPointF(237.0, 301.0)
    cell = view.cell_at(at)
    for factor in (1.3, 2.0, 0.7, 5.0):
        view.zoom(factor, at)
        assert view.cell_at(at) == cell


def test_that_the_view_stays_within_the_text():
    view = view_of(50)
    view.zoom(4)
    for right, down in ((-1000, 0), (1000, 1000), (0, -1000)):
        view.pan(right, down)
        assert QRectF(0, 0, 50, 50).contains(view.seen)
    view.zoom(1e-6)
    assert view.is_whole


def test_that_cells_of_short_texts_and_close_zooms_stay_reasonable():
    assert view_of(3).cell == LARGEST_CELL
    view = view_of(100)
    view.zoom(1e9)
    assert view.cell <= LARGEST_ZOOMED + 1e-9


def test_that_revealing_a_row_pans_as_little_as_needed():
    view = view_of(100)
    view.zoom(5)
    before = view.seen.left()
    view.reveal(3, None)
    assert view.seen.top() == 3
    assert view.seen.left() == before
    assert not view.reveal(4, None)


def test_that_another_text_keeps_the_place_one_looked_at():
    view = view_of(100)
    view.zoom(4)
    seen = QRectF(view.seen)
    view.set_tokens(101, 101)
    assert view.seen == seen
    view.set_tokens(10, 10)
    assert QRectF(0, 0, 10, 10).contains(view.seen)


# colours


def test_that_each_pixel_has_the_colour_of_its_weight(heat):
    weights = show(heat, WORDS, hide_sink=False)
    picture, table = heat.grab().toImage(), colormap.table("viridis")
    for q in range(len(weights)):
        for k in range(q + 1):
            level = round(round(float(weights[q, k]) * 255 / heat.high) * (colormap.LEVELS - 1) / 255)
            centre = heat.view.rect_of(q, q + 1, k, k + 1).center().toPoint()
            assert picture.pixel(centre) == table[level], (q, k)


def test_that_what_can_not_be_read_is_neutral_and_no_weight(heat):
    show(heat, WORDS)
    later = heat.view.rect_of(2, 3, 7, 8).center().toPoint()
    assert heat.grab().toImage().pixel(later) == theme.colors().raised.rgb()
    assert theme.colors().raised.rgb() not in colormap.table("viridis")


def test_that_an_encoder_s_upper_triangle_is_shown(heat):
    show(heat, WORDS, causal=False, hide_sink=False)
    later = heat.view.rect_of(2, 3, 7, 8).center().toPoint()
    assert heat.grab().toImage().pixel(later) in colormap.table("viridis")


def test_that_a_hidden_sink_leaves_the_scale_but_stays_in_the_picture(heat):
    encoding = encode(WORDS)
    weights = pattern(WORDS, len(encoding.ids))[0, 0]
    heat.set_tokens(TokenText(encoding), causal=True)
    heat.add(answer(weights, dataclasses.replace(HEAD, pixels=100, hide_sink=True)))
    assert heat.high == pytest.approx(weights[:, 1:].max())
    assert heat.is_cut
    sink = heat.view.rect_of(9, 10, 0, 1).center().toPoint()
    assert heat.grab().toImage().pixel(sink) == colormap.table("viridis")[-1]


def test_that_the_colour_map_and_the_theme_change_the_picture(heat, qapp):
    show(heat, WORDS)
    at, later = (heat.view.rect_of(q, q + 1, k, k + 1).center().toPoint() for q, k in ((8, 3), (3, 8)))
    heat.set_colormap("cividis")
    assert heat.grab().toImage().pixel(at) in colormap.table("cividis")
    theme.apply(qapp, "dark")
    assert heat.grab().toImage().pixel(later) == theme.colors().raised.rgb() == QColor("#2A2D33").rgb()


def test_that_a_common_scale_moves_the_colours(heat):
    weights = show(heat, WORDS, hide_sink=False)
    heat.set_scale(2 * float(weights.max()))
    q, k = np.unravel_index(weights.argmax(), weights.shape)
    pixel = heat.grab().toImage().pixel(heat.view.rect_of(q, q + 1, k, k + 1).center().toPoint())
    assert pixel == colormap.table("viridis")[round(0.5 * (colormap.LEVELS - 1))]


def test_that_small_weights_are_brought_out_by_their_square_root(heat):
    weights = show(heat, WORDS, hide_sink=False)
    heat.set_scale(None, root=True)
    picture, table = heat.grab().toImage(), colormap.table("viridis")
    for q, k in ((8, 3), (11, 5), (4, 4)):
        share = round(float(weights[q, k]) * 255 / heat.high) / 255
        wanted = table[round(share**0.5 * (colormap.LEVELS - 1))]
        assert picture.pixel(heat.view.rect_of(q, q + 1, k, k + 1).center().toPoint()) == wanted


def test_that_the_scale_of_what_is_in_view_follows_the_view(heat):
    weights = show(heat, WORDS, hide_sink=False)
    heat.set_scale(None, of_view=True)
    assert heat.high == pytest.approx(float(weights.max()), rel=0.01)
    heat.zoom(3, heat.view.rect_of(11, 12, 4, 5).center())
    q0, q1, k0, k1 = heat.view.region
    assert heat.high == pytest.approx(float(weights[q0:q1, k0:k1].max()), abs=float(weights.max()) / 255)


def test_that_blocks_are_neutral_only_where_no_cell_can_be_read(qapp):
    n, step, nothing = 30, 4, QColor("#123456")
    weights = np.tril(np.ones((n, n), np.float32))
    for region in ((0, n, 0, n), (8, 24, 4, 20), (4, 12, 8, 28), (0, 8, 16, 30)):
        q0, q1, k0, k1 = region
        image = answer(weights, dataclasses.replace(HEAD, region=region, pixels=math.ceil(max(q1 - q0, k1 - k0) / step)))
        made = HeadPicture().qimage(image, high=1.0, causal=True, root=False, name="viridis", nothing=nothing)
        found = colormap.cells(made) == nothing.rgb()
        for row, column in np.ndindex(found.shape):
            block = weights[q0 + row * image.step : min(q1, q0 + (row + 1) * image.step), k0 + column * image.step]
            later = k0 + column * image.step > q0 + (row + 1) * image.step - 1
            assert found[row, column] == later
            assert not (found[row, column] and block.any())


def test_that_large_cells_say_their_weight(heat):
    weights = show(heat, "one two three four")
    before = heat.grab().toImage()
    heat.set_exact(weights)
    assert heat.grab().toImage() != before


# pictures of long texts


def test_that_a_short_text_needs_one_picture_only(heat):
    show(heat, WORDS)
    assert heat.wanted(HEAD) is None
    heat.zoom(3)
    assert heat.wanted(HEAD) is None


def test_that_zooming_into_a_long_text_asks_for_what_is_in_view_and_a_little_more(heat):
    weights = show(heat, LONG)
    assert heat.images[0].step > 1
    heat.zoom(4)
    wanted = heat.wanted(HEAD)
    assert covers(wanted.region, heat.view.region)
    detail = answer(weights, wanted)
    assert detail.step == 1
    heat.add(detail)
    assert heat.wanted(HEAD) is None
    heat.view.pan(5, 5)
    assert heat.wanted(HEAD) is None


def test_that_a_long_text_is_never_blank_while_it_waits(heat):
    show(heat, LONG)
    heat.zoom(6, QPointF(heat.view.plot.left() + 60, heat.view.plot.top() + 200))
    picture, table = heat.grab().toImage(), colormap.table("viridis")
    q0, _, k0, _ = heat.view.region
    points = [heat.view.rect_of(q0 + 40, q0 + 41, k0 + k, k0 + k + 1).center().toPoint() for k in range(2, 60, 7)]
    assert all(picture.pixel(point) in table for point in points)


def test_that_a_weight_keeps_its_colour_when_one_zooms_in(heat):
    weights = show(heat, LONG, hide_sink=False)
    high = heat.high
    heat.zoom(8, QPointF(heat.view.plot.left() + 80, heat.view.plot.bottom() - 40))
    detail = answer(weights, heat.wanted(dataclasses.replace(HEAD, hide_sink=False)))
    heat.add(detail)
    assert detail.high < high
    assert heat.high == high


def test_that_another_head_s_picture_replaces_both(heat):
    weights = show(heat, LONG)
    heat.zoom(4)
    heat.add(answer(weights, heat.wanted(HEAD)))
    other = dataclasses.replace(HEAD, head=0)
    wanted = heat.wanted(other)
    assert wanted.region is None
    heat.add(answer(weights, wanted))
    assert [image.request.head for image in heat.images] == [0]


def test_that_blocks_keep_the_raster_when_one_pans(heat):
    view, n = view_of(2048, 300), 2048
    view.zoom(2)
    step = -(-(view.region[1] - view.region[0]) // 300)
    for _ in range(5):
        view.pan(7.3, 3.1)
        region = view.region_for(step)
        assert region[0] % step == 0
        assert region[2] % step == 0
        assert covers(region, view.region)
        assert covers((0, n, 0, n), region)


def test_that_a_whole_picture_of_more_pixels_is_asked_for_when_there_is_more_room(heat):
    show(heat, LONG)
    heat.resize(1200, 1100)
    wanted = heat.wanted(HEAD)
    assert wanted.region is None
    assert wanted.pixels == heat.pixels


def test_that_means_take_the_scale_of_the_part_in_view():
    weights = np.tril(np.random.default_rng(2).random((400, 400))).astype(np.float32)
    head, picture = dataclasses.replace(HEAD, reduce="mean", pixels=100), HeadPicture()
    picture.add(answer(weights, head), n_queries=400, n_keys=400)
    picture.add(answer(weights, dataclasses.replace(head, region=(200, 260, 100, 160))), n_queries=400, n_keys=400)
    assert picture.detail is not None
    assert picture.high() == picture.detail.high


# hands


def test_that_the_pointer_names_the_cell_it_is_on(heat):
    show(heat, WORDS)
    seen = []
    heat.hovered.connect(lambda q, k: seen.append((q, k)))
    for q, k in ((3, 1), (7, 7), (5, 9)):
        QTest.mouseMove(heat, heat.view.rect_of(q, q + 1, k, k + 1).center().toPoint())
    assert seen == [(3, 1), (7, 7), (5, 9)]
    QApplication.sendEvent(heat, QEvent(QEvent.Type.Leave))
    assert seen[-1] == (-1, -1)


def test_that_a_click_picks_the_row_and_a_drag_pans_instead(heat):
    show(heat, WORDS)
    picked = []
    heat.picked.connect(picked.append)
    QTest.mouseClick(heat, Qt.MouseButton.LeftButton, pos=heat.view.rect_of(4, 5, 2, 3).center().toPoint())
    assert picked == [4]
    heat.zoom(2)
    before, start = QRectF(heat.view.seen), heat.view.plot.center().toPoint()
    QTest.mousePress(heat, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(heat, start + QPoint(30, 10))
    QTest.mouseRelease(heat, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 10))
    assert heat.view.seen.left() == pytest.approx(before.left() - 30 / heat.view.cell)
    assert picked == [4]


def test_that_the_wheel_zooms_around_the_pointer(heat):
    show(heat, WORDS)
    at = heat.view.rect_of(6, 7, 3, 4).center()
    wheel = QWheelEvent(
        at, heat.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(heat, wheel)
    assert not heat.view.is_whole
    assert heat.view.cell_at(at) == (6, 3)


def test_that_keys_zoom_fit_and_walk(heat):
    show(heat, WORDS)
    picked = []
    heat.picked.connect(lambda q: (picked.append(q), heat.mark([q])))
    QTest.keyClick(heat, Qt.Key.Key_Plus)
    assert not heat.view.is_whole
    QTest.keyClick(heat, Qt.Key.Key_0)
    assert heat.view.is_whole
    heat.mark([5])
    QTest.keyClick(heat, Qt.Key.Key_Down)
    QTest.keyClick(heat, Qt.Key.Key_Up)
    QTest.keyClick(heat, Qt.Key.Key_Up)
    assert picked == [6, 5, 4]
    QTest.keyClick(heat, Qt.Key.Key_Right)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    assert heat.cursor_cell == (4, 1)
    QTest.keyClick(heat, Qt.Key.Key_Down)
    assert heat.cursor_cell == (5, 1)
    for _ in range(40):
        QTest.keyClick(heat, Qt.Key.Key_Down)
    assert picked[-1] == len(encode(WORDS).ids) - 1


# axes


def test_that_labels_never_stand_closer_than_they_can_be_read():
    axis = TokenAxis(TokenText(encode(LONG)))
    for cell in (0.2, 0.9, 3.0, 11.0, 15.9, 16.0, 40.0):
        every = every_for(cell)
        marked = [3, 4, 5, 333, 698]
        shown = sorted(axis.labelled(0, 700, every=every, marked=marked))
        assert min(np.diff(shown)) * cell >= 16
        assert 3 in shown
        assert 333 in shown


def test_that_the_last_slanted_label_is_not_cut_by_the_edge(qapp):
    axis = TokenAxis(TokenText(encode(WORDS)))
    metrics = QFontMetricsF(theme.mono(theme.BODY, bold=True))
    margins = margins_of(axis, axis, metrics, 1)
    widest = max(metrics.horizontalAdvance(axis.label(at)) for at in range(len(axis.tokens)))
    assert min(widest, margins.label) * math.sqrt(0.5) <= margins.right
    assert min(widest, margins.label) <= margins.left


def test_that_tokens_that_share_a_character_are_named_by_it():
    axis = TokenAxis(TokenText(encode("나는")))
    assert axis.named(0) == "EB 82 ⟨나⟩ (0)"
    assert axis.brackets
    assert not TokenAxis(TokenText(encode(WORDS))).brackets


def test_that_a_label_s_tooltip_tells_the_whole_token(heat):
    show(heat, WORDS)
    row = QPointF(10, heat.view.y_of(4.5))
    assert heat._label_at(row) == (heat._queries, 4)
    leaning = QPointF(heat.view.x_of(6.5) + 20, heat.view.plot.top() - 20)
    assert heat._label_at(leaning) == (heat._keys, 6)
    assert heat._label_at(heat.view.plot.center()) is None


def test_that_neighbouring_marks_are_one_band():
    assert runs_of([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]
