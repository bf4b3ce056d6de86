"""Plots of curves: no spike is lost, zoom shows the points, pointing reads them, and the keyboard does what the mouse does."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_axis import CurveAxis, Ruler
from workbench.gui.widgets.curve_marks import KINDS, Mark, Reference, drawn
from workbench.gui.widgets.curve_plot import CurvePlot
from workbench.gui.widgets.curve_small import SmallPlot
from workbench.gui.widgets.curves import Curve


def curve_of(values, key: str = "train", **more) -> Curve:
    made = Curve(key, "accent", **more)
    made.append(np.arange(1, len(values) + 1), np.asarray(values, float))
    return made


def plot_of(*curves: Curve, width: int = 600, height: int = 200) -> CurvePlot:
    made = CurvePlot(curves)
    made.resize(width, height)
    made.set_last_step(0)
    return made


def painted(widget) -> QImage:
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    widget.render(image)
    return image


@pytest.mark.parametrize("axis", ["step", "time", "log"])
@pytest.mark.parametrize("window", [0, 50])
def test_that_one_spike_in_a_million_points_is_drawn_along_every_axis(qapp, axis, window):
    values = np.ones(1_000_000)
    values[345_678] = 3.0
    curve = curve_of(values)
    curve.set_window(window)
    plot = plot_of(curve)
    if axis == "time":
        plot.axis.set_kind("time", Ruler(curve.points.steps, np.sqrt(curve.points.steps)), log=False)
    elif axis == "log":
        plot.axis.set_kind("step", Ruler(), log=True)
    image, box = painted(plot), plot.plot
    scales = plot.scales()
    column = round(scales[0].pixel(plot.axis.ruler.place(345_679)))
    middle = round((box.top() + box.bottom()) / 2)
    near = {image.pixel(x, middle) for x in range(column - 2, column + 3)}
    far = {image.pixel(x, middle) for x in range(column - 25, column - 20)}
    assert len(near) > 1
    assert len(far) == 1


def test_that_a_spike_is_drawn_at_every_zoom(qapp):
    values = np.ones(100_000)
    values[77_777] = 9.0
    plot = plot_of(curve_of(values))
    for width in (100_000, 3_000, 100, 10):
        plot.axis.show(77_778 - width / 2, 77_778 + width / 2)
        assert plot.scales()[1].high > 9.0
        image, box = painted(plot), plot.plot
        column = round(plot.scales()[0].pixel(77_778))
        middle = round((box.top() + box.bottom()) / 2)
        assert len({image.pixel(x, middle) for x in range(column - 30, column + 31)}) > 1


def test_that_pointing_reads_the_exact_value_of_the_nearest_point(qapp):
    curve = curve_of(np.linspace(5, 1, 1000))
    sparse = Curve("validation", "warn", dots=True)
    sparse.append([100, 200], [4.5, 4.0])
    curve.label, sparse.label = "training", "validation"
    plot = plot_of(curve, sparse)
    first, second = plot.read(103.4)
    assert (first.step, first.value) == (103, curve.points.values[102])
    assert (second.step, second.value) == (100, 4.5)
    assert plot.words(103.4)[0] == "Step 103"
    assert "validation: 4.5 (step 100)" in plot.words(103.4)


def test_that_dragging_zooms_and_a_double_click_shows_all(qapp):
    plot = plot_of(curve_of(np.ones(1000)))
    box = plot.plot
    left, right = QPoint(int(box.left() + 0.2 * box.width()), 80), QPoint(int(box.left() + 0.4 * box.width()), 80)
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseMove(plot, right)
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=right)
    assert plot.axis.shown == pytest.approx((200, 400), abs=4)
    QTest.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=left)
    assert plot.axis.span is None


def test_that_the_keyboard_walks_the_points_zooms_and_finds_the_marks(qapp):
    plot = plot_of(curve_of(np.arange(1.0, 101.0)))
    plot.set_context((), (Mark(30, "pause", "Paused"), Mark(60, "rate", "Changed")))
    QTest.keyClick(plot, Qt.Key.Key_M)
    assert plot.axis.pointed == 30
    assert "Paused" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.axis.pointed == 31
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.axis.shown == pytest.approx((15.5, 65.5))
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert plot.axis.span is None
    QTest.keyClick(plot, Qt.Key.Key_M)
    assert plot.axis.pointed == 60


def test_that_what_all_is_held_against_is_in_view_and_what_is_far_away_is_not(qapp):
    plot = plot_of(curve_of(np.linspace(3, 2, 500)))
    plot.set_context((Reference("floor", "entropy 1.9", 1.9), Reference("even", "ln V = 10.8", 10.8)), ())
    high = plot.scales()[1]
    assert high.low < 1.9 < high.high < 10.8
    painted(plot)


def test_that_of_marks_too_near_to_each_other_the_weightiest_is_drawn():
    marks = [Mark(100, "checkpoint", ""), Mark(102, "alarm", ""), Mark(103, "resume", ""), Mark(300, "fork", "")]
    assert [mark.kind for _, mark in drawn(marks, float)] == ["alarm", "fork"]


def test_that_every_kind_of_mark_has_a_shape_of_its_own(qapp):
    shapes = set()
    for kind in KINDS:
        plot = plot_of(curve_of(np.ones(100)))
        plot.set_context((), (Mark(50, kind, kind),))
        image, at = painted(plot), round(plot.scales()[0].pixel(50))
        paper = image.pixel(at + 30, round(plot.plot.top()) + 2)
        area = [(x, y) for x in range(at - 6, at + 7) for y in range(round(plot.plot.top()), round(plot.plot.top()) + 12)]
        shapes.add(tuple(image.pixel(x, y) != paper for x, y in area))
    assert len(shapes) == len(KINDS)


def test_that_steps_that_are_no_number_are_marked_and_leave_a_gap(qapp):
    values = np.ones(60)
    values[29] = np.nan
    plot = plot_of(curve_of(values))
    image, box = painted(plot), plot.plot
    at, bad = round(plot.scales()[0].pixel(30)), theme.colors().bad
    found = [image.pixelColor(x, y) for x in range(at - 4, at + 5) for y in range(int(box.top()), int(box.top()) + 8)]
    assert any(abs(color.red() - bad.red()) < 30 and abs(color.green() - bad.green()) < 40 for color in found)


def test_that_values_below_zero_do_not_break_a_logarithmic_plot(qapp):
    plot = plot_of(curve_of([0.0, -1.0, 10.0, 100.0]))
    plot.set_log(True)
    painted(plot)
    assert plot.scales()[1].low > 0


def test_that_an_empty_plot_has_nothing_to_point_at(qapp):
    plot = plot_of(Curve("x", "muted"))
    painted(plot)
    assert plot.scales() is None
    assert plot.words(3) == []
    QTest.keyClick(plot, Qt.Key.Key_Right)


def test_that_a_small_plot_reads_where_the_large_one_is_pointed_at(qapp):
    axis, chosen = CurveAxis(), []
    axis.set_reach(0, 100)
    small = SmallPlot([curve_of(np.arange(1.0, 101.0))], axis)
    small.say("Loss", "", "{:.1f}".format)
    small.chosen.connect(lambda: chosen.append(True))
    assert small.value_words() == "100.0"
    axis.point_at(42.3)
    assert small.value_words() == "42.0"
    QTest.keyClick(small, Qt.Key.Key_Return)
    assert chosen
    painted(small)


def test_that_a_curve_that_goes_back_forgets_what_came_after(qapp):
    curve = curve_of([1.0, 2.0, np.nan, 4.0])
    curve.set_window(3)
    curve.cut(2)
    curve.append([3], [3.0])
    again = curve_of([1.0, 2.0, 3.0])
    again.set_window(3)
    assert curve.odd == []
    assert curve.points.values.tolist() == [1.0, 2.0, 3.0]
    np.testing.assert_allclose(curve.smooth.values, again.smooth.values)


def test_that_plots_paint_all_of_their_ground(qapp):
    """Nothing behind them is painted for them, so what they leave out would be whatever was there before."""
    large, axis = plot_of(curve_of(np.sin(np.arange(500.0)))), CurveAxis()
    axis.set_reach(0, 500)
    small = SmallPlot([curve_of(np.arange(1.0, 501.0))], axis)
    small.resize(150, 66)
    for widget in (large, small):
        found = []
        for ground in (Qt.GlobalColor.magenta, Qt.GlobalColor.green):
            image = QImage(widget.size(), QImage.Format.Format_RGB32)
            image.fill(ground)
            widget.render(image, QPoint(), QRegion(), QWidget.RenderFlag(0))
            found.append(image)
        assert found[0] == found[1]


def test_that_a_plot_that_was_panned_is_the_plot_that_was_never_elsewhere(qapp):
    values = np.random.default_rng(0).normal(size=100_000)
    values[50_321] = 40.0
    panned, fresh = plot_of(curve_of(values)), plot_of(curve_of(values))
    for width in (80_000, 1_000, 60):
        panned.axis.show(50_000 - width / 2, 50_000 + width / 2)
        for share in (0.02, 0.137, -0.4, 0.31):
            panned.axis.pan(share)
            painted(panned)
        fresh.axis.show_all()
        painted(fresh)
        fresh.axis.show(*panned.axis.shown)
        assert painted(panned) == painted(fresh)


def test_that_a_low_plot_has_a_scale_and_names_its_curve_above_the_words_of_the_axis(qapp):
    plot = plot_of(curve_of(np.linspace(7.6, 1.7, 47)), height=110)
    box, image = plot.plot, painted(plot)
    lines = [y for y in range(int(box.top()), int(box.bottom())) if image.pixelColor(int(box.left()) + 3, y) == theme.colors().border]
    assert len(lines) >= 2
    ground = image.pixelColor(plot.width() - 2, 2)
    below = [
        image.pixelColor(x, y)
        for x in range(int(box.right()) + 8, plot.width() - 2)
        for y in range(int(box.bottom()) + 2, int(box.bottom()) + 6)
    ]
    assert set(map(tuple, (color.getRgb() for color in below))) == {ground.getRgb()}
