"""Compare: a lesson is begun, fills in as its cells end, is stopped, gone on with, and found again."""

from __future__ import annotations

import dataclasses
import math
from types import SimpleNamespace

import pytest
from answering import Answering
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.models import lessons
from workbench.gui.panels.training import TrainingPanel
from workbench.values import (
    LessonArm,
    LessonAxis,
    LessonCell,
    LessonCurve,
    LessonList,
    LessonListRequest,
    LessonRequest,
    LessonResult,
    LessonStarted,
    RecipeList,
    RecipeListRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRow,
    RunsChanged,
    TrainEvents,
    TrainEventsRequest,
    TrainTellRequest,
)

WIDTHS = {"narrow": {"en": "Narrow", "ko": "좁게"}, "wide": {"en": "Wide", "ko": "넓게"}}
AXES = (LessonAxis("width", {"en": "Width", "ko": "너비"}, WIDTHS), LessonAxis("text", {"en": "Text", "ko": "글"}, {"one": {"en": "One"}}))
ARMS = tuple(LessonArm(f"{name}/one", {"en": f"{words['en']} · One"}, places=(name, "one")) for name, words in WIDTHS.items())
TITLES, SENTENCES = {"en": "Two widths", "ko": "두 너비"}, {"en": ("Look here.",), "ko": ("여기를 보세요.",)}
LESSON = LessonRequest("families", TITLES, SENTENCES, ARMS, (1, 2), ("val_loss", "accuracy"), "val_loss", axes=AXES)


def cell(arm: int, seed: int, loss: float, run_id: int = 0) -> LessonCell:
    curve = LessonCurve((1, 2), (10, 20), (loss + 1, loss))
    return LessonCell(arm, seed, "done", run_id or 10 * arm + seed, {"val_loss": loss, "accuracy": 0.5}, {"val_loss": curve}, seconds=60.0)


class Lesson(Answering):
    """A store with one lesson, whose cells a test adds to."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RunRow] = []
        self.events: list[object] = []
        self.started: list[LessonRequest] = []
        self.told: list[TrainTellRequest] = []
        self.answers |= {
            RecipeListRequest: lambda request: RecipeList({}),
            LessonListRequest: lambda request: LessonList({"families": LESSON}),
            RunListRequest: lambda request: RunList(request, tuple(row for row in self.rows if row.kind == request.kind), len(self.rows)),
            TrainEventsRequest: self.news,
            TrainTellRequest: self.tell,
        }

    def news(self, request: TrainEventsRequest) -> TrainEvents:
        events = tuple(self.events[request.after_seq :])
        return TrainEvents(request, self.rows[0].status, True, len(self.events), events)

    def tell(self, request: TrainTellRequest) -> RunsChanged:
        self.told.append(request)
        return RunsChanged((request.run_id,))

    def start(self, request: LessonRequest) -> SimpleNamespace:
        self.started.append(request)
        run_id = 6 + len(self.started)
        self.events = [LessonStarted(request, run_id, 4, 2)]
        self.rows.insert(0, row(run_id))
        return SimpleNamespace(key=f"ULID{run_id}", failure=lambda: None)

    def end(self, status: str) -> None:
        self.rows[0] = dataclasses.replace(self.rows[0], status=status)


def row(run_id: int, status: str = "running") -> RunRow:
    return RunRow(run_id, f"ULID{run_id}", "lesson", status, "families", "", "", "", "2 of 4 cells", None, (), "")  # type: ignore[arg-type]


@pytest.fixture
def answering(monkeypatch):
    made = Lesson()
    monkeypatch.setattr(lessons, "start_lesson", made.start)
    monkeypatch.setattr(lessons, "POLL_MS", 40)
    yield made
    made.close()


@pytest.fixture
def panel(session):
    made = TrainingPanel(session)
    made.resize(1100, 700)
    made.show()
    made.show_view("compare")
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def view(panel, wait_until):
    found = panel.view("compare")
    wait_until(lambda: found.lesson.count() > 0)
    return found


def act(view) -> None:
    QTest.mouseClick(view.primary, Qt.MouseButton.LeftButton)


def table(view) -> list[list[str]]:
    return [list(one) for one in view.table.table.rows]


def test_that_a_lesson_is_begun_and_its_table_fills_in_as_cells_end(view, answering, wait_until):
    assert view.hint.isVisible()
    act(view)
    wait_until(lambda: view.lessons.run_id == 7)
    assert answering.started[0].name == "families"
    answering.events += [cell(0, 1, 2.0), cell(1, 1, 1.5), cell(0, 2, 3.0), LessonCell(1, 2, "running")]
    wait_until(lambda: len(view.lessons.cells) == 4)
    assert table(view) == [["Narrow · One", "2", "2.500 [2.000…3.000]", "50.0"], ["Wide · One", "1", "1.500", "50.0"]]
    assert "3 of 4 trainings measured" in view.status.text()
    assert "1 under way" in view.status.text()
    assert view.said.text() == "Look here."
    narrow, wide = view.chart.bands.lines
    assert (narrow.mean.tolist(), narrow.least.tolist(), narrow.most.tolist()) == ([3.5, 2.5], [3.0, 2.0], [4.0, 3.0])
    assert wide.mean.tolist() == [2.5, 1.5]


def test_that_a_lesson_that_was_stopped_is_gone_on_with(view, answering, wait_until):
    act(view)
    wait_until(lambda: view.lessons.run_id == 7 and view.lessons.request is not None)
    answering.events.append(cell(0, 1, 2.0))
    wait_until(lambda: view.lessons.cells)
    assert view.primary.text() == "Stop"
    act(view)
    wait_until(lambda: answering.told)
    assert (answering.told[0].run_id, answering.told[0].verb) == (7, "stop")
    answering.events.append(LessonResult(1, 0, 9.0, stopped=True))
    answering.end("cancelled")
    wait_until(lambda: view.primary.text() == "Go on")
    act(view)
    wait_until(lambda: view.lessons.run_id == 8)
    assert answering.started[-1].parent_run == 7


def test_that_a_figure_is_drawn_setting_by_setting_and_along_an_axis(view, answering, wait_until):
    answering.rows = [row(7, "done")]
    answering.events = [LessonStarted(LESSON, 7, 4, 2), cell(0, 1, 2.0), cell(0, 2, 3.0), cell(1, 1, 1.0), cell(1, 2, 1.0)]
    wait_until(lambda: len(view.lessons.cells) == 4)
    QTest.mouseClick(view.chart_kind.button("arms"), Qt.MouseButton.LeftButton)
    spread = view.chart.spreads.rows[0].spread
    assert (spread.mean, spread.values) == (2.5, (2.0, 3.0))
    assert "2.000, 3.000" in view.chart.spreads.words(0)
    QTest.mouseClick(view.chart_kind.button("axes"), Qt.MouseButton.LeftButton)
    (line,) = view.chart.bands.lines
    assert (line.name, line.x.tolist(), line.mean.tolist(), line.most.tolist()) == ("One", [0.0, 1.0], [2.5, 1.0], [3.0, 1.0])
    assert "@ Wide" in view.chart.bands.words(1.2)
    assert not view.over.isVisible()


def test_that_a_lesson_that_others_work_off_is_found_with_what_failed(view, answering, wait_until):
    failed = LessonCell(1, 1, "failed", error_code="training-diverged", error_values={"step": 3, "learning_rate": "1"})
    answering.events = [LessonStarted(LESSON, 7, 4, 2), cell(0, 1, math.nan), failed]
    answering.rows = [row(7)]
    wait_until(lambda: len(view.lessons.cells) == 2)
    assert "1 failed: The loss is no longer a number at step 3." in view.status.text()
    assert table(view)[0][2] == "—"
    assert next(iter(view.rows())) == ["arm", "width", "text", "seed", "state", "run", "accuracy", "val_loss"]


def test_that_a_recorded_lesson_is_opened_with_its_own_name_chart_and_figure(session, view, answering, wait_until):
    view.figure.activated.emit(view.figure.currentIndex())
    mine = dataclasses.replace(row(9, "done"), model="mine")
    request = dataclasses.replace(LESSON, name="mine", figure="accuracy", chart="axes")
    answering.events = [LessonStarted(request, 9, 4, 2), cell(0, 1, 2.0), cell(1, 1, 1.0)]
    answering.rows = [mine]
    wait_until(lambda: view.lesson.count() == 2)
    session.run_opened.emit(RunRecord(mine, request, (), None, "", {}, {}))
    wait_until(lambda: view.lessons.cells)
    shown = (view.lesson.currentData(), view.chart_kind.key, view.figure.currentData())
    assert shown == ("mine", "axes", "accuracy")


def test_that_a_row_of_the_table_leads_to_its_run(panel, view, answering, wait_until):
    answering.rows = [row(7, "done")]
    answering.events = [LessonStarted(LESSON, 7, 4, 2), cell(1, 1, 2.0, run_id=12)]
    wait_until(lambda: view.lessons.cells)
    view.table.doubleClicked.emit(view.table.table.index(1, 0))
    assert panel.trainings.run_id == 12
    assert panel.view("run").isVisible()


def test_that_nobody_is_asked_while_the_view_is_not_in_front(panel, view, answering):
    panel.show_view("setup")
    assert not view.lessons._timer.isActive()


def test_that_all_controls_fit_into_a_narrow_window(view):
    view.over.show()
    assert view.controls.minimumSizeHint().width() <= 784
