"""The Training panel over a store that answers as told: runs begin, grow, end, and are found again."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from answering import Answering
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.models import trainings
from workbench.gui.panels.training import TrainingPanel
from workbench.library import list_recipes
from workbench.values import (
    Checkpoints,
    CheckpointsRequest,
    KeepRunRequest,
    Kept,
    MetricCurve,
    Metrics,
    MetricsRequest,
    RecipeListRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    RunRow,
    RunsChanged,
    TrainCheckpoint,
    TrainEvents,
    TrainEventsRequest,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainTellRequest,
    TrainTold,
    TrainValidation,
)


class Training(Answering):
    """A store with one training run, whose events a test adds to."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RunRow] = []
        self.events: list[object] = []
        self.n_steps = 0
        self.started: list[TrainRequest] = []
        self.answers |= {
            RecipeListRequest: lambda request: list_recipes(),
            RunListRequest: lambda request: RunList(request, tuple(self.rows), len(self.rows)),
            TrainEventsRequest: self.news,
            MetricsRequest: self.points,
            TrainTellRequest: lambda request: RunsChanged((request.run_id,)),
            KeepRunRequest: lambda request: Kept(request.name, "/x", 1),
        }

    def news(self, request: TrainEventsRequest) -> TrainEvents:
        after = self.events[request.after_seq : request.after_seq + request.limit]
        return TrainEvents(request, "running", True, request.after_seq + len(after), tuple(after))

    def points(self, request: MetricsRequest) -> Metrics:
        """Of as many steps as there are; a validation where an event says so."""
        told = {event.step: event.loss for event in self.events if isinstance(event, TrainValidation)}
        steps = np.arange(1, self.n_steps + 1)
        curves = {
            "loss": (steps, 5.0 / steps),
            "learning_rate": (steps, np.full(len(steps), 1e-3)),
            "tokens_per_second": (steps, np.full(len(steps), 1000.0)),
            "val_loss": (np.array(list(told), np.int64), np.array(list(told.values()))),
        }
        new = {name: (at > request.known.get(name, -1), at, values) for name, (at, values) in curves.items()}
        return Metrics(
            request.run_id, tuple(MetricCurve(name, at[later], values[later]) for name, (later, at, values) in new.items() if later.any())
        )

    def start(self, request: TrainRequest) -> SimpleNamespace:
        """What the panel calls instead of a real process."""
        self.started.append(request)
        self.rows = [row(5)]
        self.events = [started(request)]
        return SimpleNamespace(key="ULID5", failure=lambda: None)


def row(run_id: int, status: str = "running", summary: str = "", parent: int | None = None) -> RunRow:
    times = ("2026-01-01T00:00:00Z", "")
    return RunRow(run_id, f"ULID{run_id}", "train", status, "translate-numbers", "", *times, summary, parent, (), "")


def started(request: TrainRequest) -> TrainStarted:
    return TrainStarted(request, 5, "/x", "t5", 1000, 2048, 0, 1)


@pytest.fixture
def answering(monkeypatch):
    made = Training()
    monkeypatch.setattr(trainings, "start_trainer", made.start)
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = TrainingPanel(session)
    made.resize(1100, 700)
    made.show()
    wait_until(lambda: made.view("setup").recipe.count() > 0)
    yield made
    made.close()
    made.deleteLater()


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def form(panel):
    return panel.view("setup")


def run(panel):
    return panel.view("run")


def buttons(panel):
    return run(panel).head.buttons


def samples(panel):
    return run(panel).pages.samples.list


def loss(panel):
    return run(panel).state.curves["loss"]


def test_that_a_panel_without_runs_offers_to_set_one_up_and_its_one_action_starts_it(panel, answering, wait_until):
    assert form(panel).isVisible()
    assert not panel.runs.isVisible()
    click(form(panel).primary)
    wait_until(lambda: panel.trainings.run_id == 5)
    assert answering.started[0].name == "translate-numbers"
    assert run(panel).isVisible()
    assert panel.runs.isVisible()
    assert not form(panel).primary.isVisible()


def test_that_what_went_on_from_a_run_stands_beneath_it(panel, answering, wait_until):
    answering.rows = [row(7, "done", parent=5), row(6, "done", parent=4), row(5, "done")]
    wait_until(lambda: panel.runs.item_of(7) is not None)
    assert panel.runs.item_of(7).parent() is panel.runs.item_of(5)
    assert panel.runs.item_of(6).parent() is None, "its parent is not in the list"
    panel.runs.item_of(5).setExpanded(False)
    panel.runs.item_of(6).setSelected(True)
    answering.rows = [row(8, parent=7), *answering.rows]
    wait_until(lambda: panel.runs.item_of(8) is not None)
    assert not panel.runs.item_of(5).isExpanded()
    assert panel.runs.item_of(6).isSelected()


def test_that_a_run_of_the_list_is_looked_at_with_a_click_and_chosen_with_others(panel, answering, wait_until):
    answering.rows = [row(6, "done"), row(5, "done")]
    wait_until(lambda: panel.runs.item_of(5) is not None)
    panel.runs.picked.emit(5)
    assert panel.trainings.run_id == 5
    assert run(panel).isVisible()
    panel.runs.selectAll()
    assert sorted(panel.trainings.chosen) == [5, 6]


def test_that_a_run_is_shown_as_it_goes(panel, answering, wait_until):
    click(form(panel).start)
    wait_until(lambda: panel.trainings.run_id == 5)
    sample = TrainSample(20, "en>ko: seven", "칠")
    answering.n_steps = 20
    answering.events += [TrainValidation(20, 0.4), sample, TrainCheckpoint(20, "/x/step-20", 9)]
    wait_until(lambda: samples(panel).topLevelItemCount() == 1 and "step 20 of 800" in run(panel).head.numbers.text())
    assert "best validation 0.4000 at step 20" in run(panel).head.numbers.text()
    assert len(loss(panel).points) == 20
    assert samples(panel).topLevelItem(0).text(2) == "칠"
    assert len(run(panel).state.curves["val_loss"].points) == 1
    answering.n_steps = 30
    wait_until(lambda: len(loss(panel).points) == 30)


def test_that_stop_and_checkpoint_reach_the_run(panel, answering, wait_until):
    click(form(panel).start)
    wait_until(lambda: buttons(panel)["stop"].isVisible())
    click(buttons(panel)["checkpoint"])
    click(buttons(panel)["stop"])
    assert [request.verb for request in answering.asked_of(TrainTellRequest)] == ["checkpoint", "stop"]


def test_that_the_newest_checkpoint_of_a_running_run_is_followed_and_its_attention_is_a_click_away(panel, answering, session, wait_until):
    click(form(panel).start)
    answering.answers[CheckpointsRequest] = lambda request: Checkpoints(request, (4,))
    answering.events += [TrainCheckpoint(4, "/x/step-4", 9)]
    wait_until(lambda: buttons(panel)["open"].isVisible())
    opened, raised = [], []
    panel.model_chosen.connect(opened.append)
    session.panel_wanted.connect(raised.append)
    run(panel).head.open.aboutToShow.emit()
    assert not run(panel).head.open.actions()[0].isChecked()
    run(panel).head.open.actions()[0].trigger()
    wait_until(lambda: opened == ["run:5@4"])
    run(panel).head.open.aboutToShow.emit()
    assert run(panel).head.open.actions()[0].isChecked()
    click(panel.frame.bar.action)
    assert raised == ["attention"]
    run(panel).head.open.actions()[-1].trigger()
    assert panel.newest.run_id is None, "one step was chosen"


def test_that_a_stopped_run_offers_to_go_on_to_open_and_to_keep(panel, answering, session, wait_until):
    click(form(panel).start)
    wait_until(lambda: panel.trainings.run_id == 5)
    answering.events += [TrainCheckpoint(4, "/x/step-4", 9), TrainResult(4, True, 1.0, 1.0, 10.0, 40, "/x/step-4")]
    answering.rows = [row(5, "cancelled", "step 4")]
    wait_until(lambda: buttons(panel)["continue"].isVisible())
    assert not buttons(panel)["stop"].isVisible()
    opened, changed = [], []
    panel.model_chosen.connect(opened.append)
    panel.models_changed.connect(lambda: changed.append(True))
    run(panel).head.open.aboutToShow.emit()
    run(panel).head.open.actions()[0].trigger()
    assert opened == ["run:5@4"]
    panel.trainings.keep("mine")
    wait_until(lambda: changed)
    assert answering.asked_of(KeepRunRequest)[0].name == "mine"
    click(buttons(panel)["continue"])
    assert answering.started[-1].resume == 5


def test_that_a_running_run_is_found_again(session, answering, wait_until):
    recipe = list_recipes().recipes["masked"]
    answering.rows = [row(6, "done"), row(5)]
    answering.events, answering.n_steps = [started(recipe)], 7
    again = TrainingPanel(session)
    again.show()
    wait_until(lambda: len(loss(again).points) == 7)
    assert again.trainings.run_id == 5, "the one that runs, not the newest"
    again.close()
    again.deleteLater()


def test_that_nobody_is_asked_while_nobody_looks(panel, answering, wait_until):
    click(form(panel).start)
    wait_until(lambda: panel.trainings.run_id == 5)
    panel.hide()
    assert not panel.trainings._timer.isActive()


def test_that_a_failure_to_start_is_said_in_the_panel(panel, answering, monkeypatch):
    def refuse(request):
        raise WorkbenchError("trainer-not-started", reason="no", name="x")

    monkeypatch.setattr(trainings, "start_trainer", refuse)
    click(form(panel).start)
    assert panel.frame.bar.error.code == "trainer-not-started"
    assert form(panel).start.isEnabled()


def test_that_a_trainer_that_dies_before_it_has_a_run_is_named(panel, answering, monkeypatch, wait_until):
    died = WorkbenchError("child-died", role="train", cause="exit status 1", details="")
    monkeypatch.setattr(trainings, "start_trainer", lambda request: SimpleNamespace(key="NONE", failure=lambda: died))
    click(form(panel).start)
    wait_until(lambda: panel.frame.bar.error is not None)
    assert panel.frame.bar.error.code == "child-died"


def test_that_a_run_that_fails_says_why(panel, answering, wait_until):
    click(form(panel).start)
    wait_until(lambda: panel.trainings.run_id == 5)
    why = {"step": 3, "learning_rate": "0.1"}
    answering.answers[RunRequest] = lambda request: RunRecord(row(5, "failed"), None, (), None, "training-diverged", why, {})
    answering.rows = [row(5, "failed")]
    wait_until(lambda: panel.frame.bar.error is not None)
    assert panel.frame.bar.error.code == "training-diverged"


def test_that_a_long_run_arrives_in_pages(panel, answering, wait_until):
    click(form(panel).start)
    wait_until(lambda: panel.trainings.run_id == 5)
    answering.events += [*(TrainTold(step, "checkpoint") for step in range(1, 5000)), TrainSample(5000, "a", "b")]
    wait_until(lambda: samples(panel).topLevelItemCount() and samples(panel).topLevelItem(0).text(0) == "5,000")
    assert max(request.limit for request in answering.asked_of(TrainEventsRequest)) <= 2000


def test_that_a_run_that_goes_back_is_cut_and_goes_on_from_there(panel, answering, wait_until):
    click(form(panel).start)
    wait_until(lambda: panel.trainings.run_id == 5)
    answering.n_steps = 20
    wait_until(lambda: len(loss(panel).points) == 20)
    again = MetricCurve("loss", np.array([11, 12]), np.array([9.0, 8.0]))
    back = Metrics(5, (again,), turn=1, cut_step=10)
    answering.answers[MetricsRequest] = lambda request: back if request.turn < 1 else Metrics(5, (), turn=1)
    wait_until(lambda: len(loss(panel).points) == 12)
    assert loss(panel).points.values.tolist() == [*(5.0 / np.arange(1, 11)), 9.0, 8.0]
    wait_until(lambda: answering.asked_of(MetricsRequest)[-1].turn == 1)
    known = answering.asked_of(MetricsRequest)[-1].known
    assert (known["loss"], known["learning_rate"]) == (12, 10)


def test_that_a_run_that_begins_or_ends_is_told_so_that_recent_runs_are_true(panel, answering, wait_until):
    told: list[bool] = []
    panel.runs_changed.connect(lambda: told.append(True))
    answering.rows = [row(5)]
    wait_until(lambda: len(told) == 1)
    answering.rows = [row(5, "done")]
    wait_until(lambda: len(told) == 2)
