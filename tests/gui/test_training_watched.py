"""What a run that is watched costs the window: only what is seen to change is drawn anew, for the training wants the processor."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from made_trainings import MadeTrainings, eventful, measured, row_of, started
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from workbench.gui.models import trainings
from workbench.gui.panels import training_run_charts
from workbench.gui.panels.training import TrainingPanel
from workbench.gui.widgets.curve_axis import CurveAxis, Ruler
from workbench.gui.widgets.live_line import LiveLine
from workbench.library import list_recipes

REST_MS = 400


class Seen(QObject):
    """Counts what is laid out and painted in a widget, by the class of each."""

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        self.laid_out: Counter[str] = Counter()
        self.painted: Counter[str] = Counter()
        for one in (root, *root.findChildren(QWidget)):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        for kind, found in ((QEvent.Type.LayoutRequest, self.laid_out), (QEvent.Type.Paint, self.painted)):
            if event.type() == kind:
                found[type(watched).__name__] += 1
        return False


@pytest.fixture
def answering():
    made = MadeTrainings()
    yield made
    made.close()


@pytest.fixture
def watched(session, answering, wait_until, monkeypatch):
    """The panel with a run in it that goes on, and the store that tells of it."""
    monkeypatch.setattr(trainings, "POLL_MS", 20)
    monkeypatch.setattr(training_run_charts, "SMALL_MS", REST_MS)
    long = dataclasses.replace(list_recipes().recipes["markov"], n_steps=1_000_000)  # a step is less than a pixel of its progress
    answering.add(row_of(5), [started(5, long), *eventful(5, 100)[1:]], measured(1, 100))
    panel = TrainingPanel(session)
    panel.resize(1100, 760)
    panel.show()
    panel.trainings.follow(5)
    panel.show_view("run")
    wait_until(lambda: panel.view("run").state.step == 100)
    wait_until(lambda: not panel.view("run").charts._owed)
    yield panel, answering
    panel.close()
    panel.deleteLater()


def test_that_new_points_are_drawn_at_once_and_nothing_around_them(watched, wait_until):
    panel, store = watched
    view = panel.view("run")
    store.points[5] = measured(1, 101)
    wait_until(lambda: view.state.step == 101)  # the first layout is behind it
    seen = Seen(panel)
    for last in (102, 103, 104):
        drawn = seen.painted["CurvePlot"]
        store.points[5] = measured(1, last)
        store.rows[0] = dataclasses.replace(store.rows[0], summary=f"step {last}")
        wait_until(lambda drawn=drawn, last=last: view.state.step == last and seen.painted["CurvePlot"] > drawn)
        assert f"step {last} of" in view.head.numbers.text()
    assert seen.painted["LiveLine"] >= 3
    assert not seen.laid_out
    assert not {"TrainingPanel", "RunView", "RunCharts", "LineageTree", "StepLanes"} & set(seen.painted)


def test_that_small_plots_follow_more_seldom_and_end_at_the_last_point(watched, wait_until):
    panel, store = watched
    view, seen = panel.view("run"), Seen(panel)
    shown = [plot for plot in view.charts.small.values() if not plot.isHidden()]
    for last in range(101, 107):
        store.points[5] = measured(1, last)
        wait_until(lambda last=last: view.state.step == last)
    assert seen.painted["SmallPlot"] <= 2 * len(shown), "six times something new, and twice at most they were drawn"
    wait_until(lambda: "large" in shown[0].accessibleName() and shown[0].value_words() in shown[0].accessibleName())
    wait_until(lambda: not view.charts._owed)
    before = seen.painted["SmallPlot"]
    view.charts.axis.point_at(50.0)  # the person is followed at once
    wait_until(lambda: seen.painted["SmallPlot"] >= before + len(shown))


def test_that_the_list_tells_how_far_a_run_is_without_being_drawn_anew(watched, wait_until):
    panel, store = watched
    store.rows[0] = dataclasses.replace(store.rows[0], summary="step 7,777 <b>")
    wait_until(lambda: "7,777" in panel.runs.tip(5))
    assert "&lt;b&gt;" in panel.runs.tip(5), "what was written stays what it is"
    seen = Seen(panel.runs)
    store.rows[0] = dataclasses.replace(store.rows[0], status="done")
    wait_until(lambda: "done" in panel.runs.item_of(5).text(2) and seen.painted["QWidget"])


def test_that_a_line_is_laid_out_anew_only_when_it_needs_another_height(qapp, wait_until):
    line = LiveLine()
    line.resize(300, 40)
    line.say("step 1 of 1,000")
    low, seen = line.sizeHint().height(), []
    line.updateGeometry = lambda: seen.append(True)
    line.say("step 2 of 1,000")
    assert (line.text(), line.accessibleName(), seen) == ("step 2 of 1,000", "step 2 of 1,000", [])
    line.say("step 2 of 1,000  ·  " * 5)
    assert seen
    assert line.sizeHint().height() >= 2 * low


def test_that_an_axis_tells_a_stretch_from_a_change(qapp):
    axis, told = CurveAxis(), []
    axis.changed.connect(lambda: told.append("changed"))
    axis.stretched.connect(lambda: told.append("stretched"))
    axis.set_kind("step", Ruler(), log=False)
    assert told == [], "as it was"
    for _ in range(2):
        axis.set_kind("time", Ruler(), log=False)
    axis.set_kind("time", Ruler(), log=True)
    assert told == ["changed", "stretched", "changed"]
