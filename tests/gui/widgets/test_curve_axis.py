"""The axis of the curves: what is zoomed and pointed at is a step, whatever is written along it."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.gui.widgets.curve_axis import AXIS_KINDS, CurveAxis, Ruler

STEPS = np.arange(1, 101)
SECONDS = 0.1 * STEPS + np.where(STEPS > 50, 3.0, 0.0)


def test_that_a_ruler_goes_there_and_back():
    ruler = Ruler(STEPS, SECONDS)
    for step in (1.0, 50.0, 73.5, 100.0):
        assert ruler.step(ruler.place(step)) == pytest.approx(step)
    assert ruler.place(200) > ruler.place(100), "what is still to come goes on at the rate of the whole"
    assert ruler.place(0) == 0.0
    assert Ruler().place(7.0) == 7.0


def test_that_a_ruler_leaves_out_what_was_not_measured():
    places = SECONDS.copy()
    places[10] = np.nan
    assert Ruler(STEPS, places).place(11) == pytest.approx((SECONDS[9] + SECONDS[11]) / 2)


@pytest.mark.parametrize("kind", AXIS_KINDS)
@pytest.mark.parametrize("log", [False, True])
def test_that_a_zoom_stays_at_its_steps_when_the_axis_changes(qapp, kind, log):
    axis = CurveAxis()
    axis.set_reach(0, 100)
    axis.show(40, 60)
    axis.set_kind(kind, Ruler() if kind == "step" else Ruler(STEPS, SECONDS), log=log)
    scale = axis.scale(0, 500)
    assert axis.ruler.step(scale.value(0)) == pytest.approx(40)
    assert axis.ruler.step(scale.value(500)) == pytest.approx(60)
    assert all(scale.low <= tick <= scale.high for tick in axis.ticks(scale, 6))


def test_that_a_zoom_keeps_within_the_run_and_never_shows_less_than_two_steps(qapp):
    axis = CurveAxis()
    axis.set_reach(0, 100)
    axis.show(90, 130)
    assert axis.shown == (60, 100)
    axis.zoom(1e-6, around=70)
    assert axis.shown[1] - axis.shown[0] == 2
    axis.zoom(1e6, around=70)
    assert axis.span is None, "all of it is no zoom"
    axis.show(10, 20)
    axis.pan(-5)
    assert axis.shown == (0, 10)


def test_that_ticks_of_time_are_those_of_clocks(qapp):
    axis = CurveAxis()
    axis.set_reach(0, 100)
    axis.set_kind("time", Ruler(STEPS, 60.0 * STEPS), log=False)
    ticks = axis.ticks(axis.scale(0, 600), 6)
    assert all(tick % 900 == 0 for tick in ticks)
    assert axis.words(1800) == "30:00 min"
