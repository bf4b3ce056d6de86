"""Lanes over the steps of a run: what an evaluation found holds until the next, and no column hides the most surprising one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.pinned_lanes import PinnedLanes, held
from workbench.gui.widgets.step_lanes import StepLanes
from workbench.gui.widgets.virtual_lanes import VirtualLanes
from workbench.values import TrainVirtual


def test_that_what_an_evaluation_found_holds_until_the_next():
    values = np.array([[5.0], [3.0], [9.0], [1.0]])
    found = held(values, np.array([10, 20, 21, 30]), np.array([0.0, 5.0, 12.0, 18.0, 25.0, 40.0]))
    assert np.isnan(found[0, 0])
    assert found[1:, 0].tolist() == [5.0, 5.0, 9.0, 1.0]


def lanes_of(source) -> StepLanes:
    axis = CurveAxis()
    axis.set_reach(0, 100)
    made = StepLanes(source, axis)
    made.resize(500, 120)
    made.show()
    return made


def test_that_lanes_read_where_the_curves_are_pointed_at_and_the_keyboard_walks_them(qapp):
    source = PinnedLanes()
    source.set_values(("▁a", "▁b"), [20, 40, 60], [[np.nan, 4.0], [np.nan, 3.0], [np.nan, 2.0]])
    lanes = lanes_of(source)
    assert source.said(lanes.evaluation) == ["—", "2.00"]
    lanes.axis.point_at(45.0)
    assert source.said(lanes.evaluation)[1] == "3.00"
    QTest.keyClick(lanes, Qt.Key.Key_Left)
    assert lanes.axis.pointed == 20
    QTest.keyClick(lanes, Qt.Key.Key_Down)
    QTest.keyClick(lanes, Qt.Key.Key_Down)
    assert lanes.lane == 1
    assert "step 20: 4.00 nats" in lanes.accessibleDescription()
    assert not lanes.grab().isNull()
    assert "no probability" in source.words(0, 0)


def test_that_a_piece_of_a_soft_prompt_lasts_as_long_as_its_nearest_token(qapp):
    near = ("cat", "cat", "dog", "cat")
    found = [TrainVirtual(10 * at, ((token, "x"),), ((0.5, 0.1),), 0.3) for at, token in enumerate(near, 1)]
    source = VirtualLanes()
    source.set_found(found)
    assert source.pieces(0) == [(0, 2), (2, 3), (3, 4)]
    lanes = lanes_of(source)
    assert not lanes.grab().isNull()
    assert "dog  0.500" in source.words(0, 2)
    assert list(source.said(-1)) == [""]


def test_that_where_tokens_were_never_learned_chance_is_no_measure(qapp):
    source = VirtualLanes()
    source.set_found([TrainVirtual(10, (("cat", "x"),), ((0.5, 0.1),), 1.0)])
    assert "never learned" in source.words(0, 0)
    assert not lanes_of(source).grab().isNull()
