"""What the cells of a lesson say together."""

from __future__ import annotations

import math

from workbench.values import LessonArm, LessonCell, LessonCurve, LessonRequest, band_of, latest, shown_arms, spread_of

ARMS = (LessonArm("first", {}, aside=True), LessonArm("second", {}), LessonArm("third", {}, n_seeds=1))
LESSON = LessonRequest("lesson", {}, {}, ARMS, (5, 7, 9), ("loss",), "loss")


def cell(seed: int, loss: float, steps: tuple[int, ...] = (), values: tuple[float, ...] = (), state: str = "done") -> LessonCell:
    curves = {"loss": LessonCurve(steps, tuple(10 * step for step in steps), values)} if steps else {}
    return LessonCell(1, seed, state, figures={"loss": loss}, curves=curves)  # type: ignore[arg-type]


def test_that_all_arms_come_once_before_any_comes_again() -> None:
    assert LESSON.cells == ((0, 5), (1, 5), (2, 5), (0, 7), (1, 7), (0, 9), (1, 9))
    assert shown_arms(LESSON) == (1, 2)


def test_that_a_figure_is_told_by_its_mean_and_how_far_the_seeds_lie_apart() -> None:
    cells = latest([cell(5, 1.0), cell(7, 4.0), cell(9, math.nan)])
    found = spread_of(cells, 1, "loss")
    assert (found.mean, found.least, found.most, found.n) == (2.5, 1.0, 4.0, 2)
    assert math.isnan(spread_of(cells, 0, "loss").mean)


def test_that_a_cell_that_is_under_way_says_nothing_yet() -> None:
    assert spread_of(latest([cell(5, 1.0), cell(5, 3.0, state="running")]), 1, "loss").n == 0


def test_that_a_band_lies_over_the_steps_that_all_seeds_have() -> None:
    cells = latest([cell(5, 0, (1, 2, 3), (1.0, 2.0, 3.0)), cell(7, 0, (1, 3), (5.0, 1.0))])
    found = band_of(cells, 1, "loss")
    assert found is not None
    assert found.steps.tolist() == [1, 3]
    assert found.tokens.tolist() == [10, 30]
    assert (found.least.tolist(), found.mean.tolist(), found.most.tolist()) == ([1.0, 1.0], [3.0, 2.0], [5.0, 3.0])
    assert band_of(cells, 2, "loss") is None
