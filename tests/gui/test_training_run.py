"""The view of one run: its curves and what they are held against, what happened to it, and how it is told what to do."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from made_trainings import MadeTrainings, alarm, eventful, measured, row_of, started
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from workbench.gui import i18n
from workbench.gui.models import trainings
from workbench.gui.panels import training_run_record
from workbench.gui.panels.training import TrainingPanel
from workbench.gui.panels.training_run_words import SPELLED
from workbench.library import list_recipes
from workbench.values import (
    Checkpoints,
    CheckpointsRequest,
    MetricsRequest,
    NgramArchitecture,
    RunRecord,
    RunRequest,
    StoreWritable,
    StoreWritableRequest,
    TrainChanged,
    TrainCheckpoint,
    TrainMended,
    TrainRequest,
    TrainSample,
    TrainTellRequest,
    TrainTold,
    TrainTrouble,
)


@pytest.fixture
def answering(monkeypatch):
    made = MadeTrainings()
    begun: list[TrainRequest] = []
    made.begun = begun
    monkeypatch.setattr(trainings, "POLL_MS", 20)
    monkeypatch.setattr(
        trainings, "start_trainer", lambda request: (begun.append(request), SimpleNamespace(key="X", failure=lambda: None))[1]
    )
    yield made
    made.close()


@pytest.fixture
def show(session, answering, wait_until):
    """show(run): the view, once all of that run is there."""
    made: list[TrainingPanel] = []

    def show_run(run_id: int):
        panel = TrainingPanel(session)
        made.append(panel)
        panel.resize(1100, 760)
        panel.show()
        panel.trainings.follow(run_id)
        panel.show_view("run")
        view = panel.view("run")
        wait_until(lambda: view.state.run_id == run_id and view.state.started is not None and view.state.step > 0)
        return view

    yield show_run
    for panel in made:
        panel.close()
        panel.deleteLater()


def words_of(tree) -> list[str]:
    return [tree.topLevelItem(number).text(1) for number in range(tree.topLevelItemCount())]


def test_that_all_that_happened_is_marked_on_the_curves_and_listed(show, answering, wait_until):
    answering.add(row_of(5), eventful(5, 200), measured(1, 200))
    answering.add(row_of(6, "done", parent=5), [started(6, first_step=120)], measured(121, 150))
    view = show(5)
    wait_until(lambda: any(mark.kind == "fork" for mark in view.charts.large.marks))
    marks = {(mark.step, mark.kind) for mark in view.charts.large.marks}
    assert {(100, "rate"), (130, "pause"), (130, "resume"), (60, "checkpoint"), (120, "fork")} <= marks
    assert "Learning rate set to 5e−4" in words_of(view.pages.events)
    assert "Run 6 goes on from here" in words_of(view.pages.events)


def test_that_the_loss_is_held_against_the_entropy_and_guessing_evenly(show, answering):
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    values = {one.key: one.value for one in view.charts.large.references}
    assert values == {"floor": 1.88, "even": pytest.approx(np.log(26))}
    view.references.lines["even"].setChecked(False)
    assert [one.key for one in view.charts.large.references] == ["floor"]
    view.charts.show_chart("grad_norm")
    assert [one.key for one in view.charts.large.references] == ["clip"]


def test_that_an_ngram_of_the_same_tokens_is_found_and_else_counted(show, answering, wait_until):
    recipe = list_recipes().recipes["markov"]
    counts = dataclasses.replace(recipe, architecture=NgramArchitecture(4), name="counted")
    elsewhere = dataclasses.replace(counts, data="grammar")
    answering.add(row_of(3, "done"), [started(3, elsewhere)], {"val_loss": ([20], [0.5])})
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    view.references.lines["ngram"].setChecked(True)
    wait_until(lambda: view.references.baseline.sought)
    assert np.isnan(view.references.baseline.loss), "another text's loss is no baseline"
    view.references._menu.aboutToShow.emit()
    assert view.references.count.isVisible()
    view.references.count.trigger()
    (request,) = answering.begun
    assert (request.data, request.tokenizer, type(request.architecture)) == ("markov", "characters", NgramArchitecture)
    answering.add(row_of(7, "done"), [started(7, counts)], {"val_loss": ([20, 40], [2.4, 2.2])})
    view.references.baseline.forget()
    wait_until(lambda: any(row.id == 7 for row in view._trainings.rows))
    view.references.grew()
    wait_until(lambda: "ngram" in {one.key for one in view.charts.large.references})
    assert view.references.of(view.state)["loss"][-1].label == "4-gram 2.2000 (run 7)"


def test_that_the_run_it_came_from_lies_behind_it_and_other_tokens_are_named(show, answering, wait_until):
    answering.add(row_of(3, "done"), [started(3, list_recipes().recipes["chars"])], measured(1, 100))
    answering.add(row_of(5, parent=3), [started(5, first_step=50)], measured(51, 120))
    view = show(5)
    wait_until(lambda: len(view.charts.large.curves) == 4)
    assert all(curve.dashed for curve in view.charts.large.curves[:2])
    wait_until(lambda: view.charts.large.curves[0].label == "run 3 (other tokens)")
    view.references._take_other(0)
    assert len(view.charts.large.curves) == 2


def test_that_a_change_of_the_learning_rate_is_left_for_the_run_and_what_is_no_rate_is_refused(show, answering, wait_until):
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    view.head._take("learning_rate", "fast")
    assert view.head._frame.bar.error.code == "bad-value"
    view.head._take("learning_rate", "2e-4")
    told = answering.asked_of(TrainTellRequest)[-1]
    assert (told.verb, told.number) == ("learning_rate", 2e-4)
    assert "after this step" in view.head.heading.accessibleName()
    answering.events[5].append(TrainTold(61, "learning_rate", 2e-4))
    wait_until(lambda: view.state.asked is None)
    assert "after this step" not in view.head.heading.accessibleName()


def test_that_a_run_that_waits_after_an_alarm_shows_the_batch_and_goes_back(show, answering, wait_until):
    answering.add(row_of(5), [*eventful(5, 200), alarm(201)], measured(1, 200))
    view = show(5)
    wait_until(lambda: view.pages.switch.key == "alarm")
    page = view.pages.alarm
    assert "a spike is above 4.2000" in page.about.text()
    assert page.rows.topLevelItem(0).text(2) == "zzzz·zzzz·zzzz"
    assert [page.back_to.itemData(row) for row in range(page.back_to.count())] == [180, 120, 60]
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    told = answering.asked_of(TrainTellRequest)[-1]
    assert (told.verb, told.number) == ("go_back", 180.0)
    answering.events[5].append(TrainTold(201, "go_back", 180.0))
    wait_until(lambda: not view.state.paused)
    assert not page.back.isVisible()
    assert "Went back to the weights of step 180" in words_of(view.pages.events)


def test_that_a_checkpoint_that_was_let_go_of_is_offered_no_more(show, answering, wait_until):
    answering.answers[CheckpointsRequest] = lambda request: Checkpoints(request, (60, 180))
    answering.add(row_of(5), [*eventful(5, 200), alarm(201)], measured(1, 200))
    view = show(5)
    wait_until(lambda: view.state.kept_steps == [180, 60])
    for menu in (view.head.open, view.head.fork):
        menu.aboutToShow.emit()
        assert [action.text() for action in menu.actions() if action.text().startswith("Step")] == ["Step 180", "Step 60"]
    page = view.pages.alarm
    assert [page.back_to.itemData(row) for row in range(page.back_to.count())] == [180, 60]


def test_that_a_run_that_falls_silent_as_the_record_is_locked_is_said_to_wait(show, answering, wait_until, monkeypatch):
    monkeypatch.setattr(training_run_record, "SILENT_S", 0.05)
    answering.answers[StoreWritableRequest] = lambda _request: StoreWritable("store-locked", {"path": "/x/workbench.db"})
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    wait_until(lambda: view.notes.isVisible())
    (note,) = view._notes()
    assert "Another program has locked /x/workbench.db" in note.text
    answering.answers[StoreWritableRequest] = lambda _request: StoreWritable()
    wait_until(lambda: not view.notes.isVisible())


def test_that_a_run_that_waits_is_listed_as_one(show, answering, wait_until):
    answering.add(dataclasses.replace(row_of(5), waits=True), eventful(5, 60), measured(1, 60))
    view = show(5)
    wait_until(lambda: view.window().runs.item_of(5) is not None)
    runs = view.window().runs
    assert runs.item_of(5).text(2) == "‖ waits"
    runs.setFixedWidth(140)
    wait_until(lambda: runs.item_of(5).text(2) == "‖")
    assert runs.item_of(5).data(2, Qt.ItemDataRole.AccessibleTextRole) == "‖ waits"
    assert sum(runs.columnWidth(column) for column in range(3)) <= runs.viewport().width()


def test_that_the_newest_sample_is_shown_until_an_older_one_is_chosen(show, answering, wait_until):
    answering.add(row_of(5), [started(5), TrainSample(20, "a", "first")], measured(1, 60))
    samples = show(5).pages.samples
    wait_until(lambda: samples.whole.toPlainText() == "first")
    answering.events[5].append(TrainSample(40, "a", "   "))
    wait_until(lambda: samples.whole.toPlainText() == "   ")
    assert samples.list.topLevelItem(0).text(2) == "···", "blanks can be seen"
    samples.list.setCurrentItem(samples.list.topLevelItem(1))
    answering.events[5].append(TrainSample(60, "a", "third"))
    wait_until(lambda: samples.list.topLevelItemCount() == 3)
    assert samples.whole.toPlainText() == "first"


def test_that_going_back_offers_first_what_was_kept_before_anything_went_wrong(show, answering, wait_until):
    kept = [TrainCheckpoint(step, f"/x/step-{step}", 710_000) for step in (201, 202)]
    answering.add(row_of(5), [*eventful(5, 200), alarm(201), kept[0], TrainTold(201, "resume"), alarm(202), kept[1]], measured(1, 202))
    page = show(5).pages.alarm
    wait_until(lambda: page.alarm is not None and page.alarm.step == 202)
    assert [page.back_to.itemData(row) for row in range(page.back_to.count())] == [201, 180, 120, 60]
    assert page.back_to.currentData() == 180


def test_that_the_texts_and_all_sizes_of_an_alarm_are_seen_side_by_side(show, answering, wait_until):
    answering.add(row_of(5), [*eventful(5, 200), alarm(201)], measured(1, 200))
    view = show(5)
    wait_until(lambda: view.pages.alarm.norms.topLevelItemCount() == 3)
    wait_until(lambda: view.pages.alarm.norms.horizontalScrollBar().maximum() == 0)


def test_that_the_heading_is_whole_in_a_narrow_window_and_no_button_moves_when_it_pauses(show, answering, wait_until):
    answering.add(row_of(5), [started(5, list_recipes().recipes["chars"])], measured(1, 60))
    view = show(5)
    head = view.head
    view.window().resize(780, 600)
    wait_until(lambda: head.width() < 760)
    wait_until(lambda: head.heading.text() == head.heading.accessibleName())
    stop = head.buttons["stop"].mapTo(head, head.buttons["stop"].rect().topLeft())
    answering.events[5].append(TrainTold(60, "pause"))
    wait_until(lambda: head.buttons["keep"].isVisible() or view.state.paused)
    assert head.buttons["stop"].mapTo(head, head.buttons["stop"].rect().topLeft()).y() == stop.y()
    assert head.heading.text() == head.heading.accessibleName()


def test_that_a_run_that_cannot_write_says_so_until_it_can(show, answering, wait_until):
    full = TrainTrouble(60, "file-not-written", {"path": "/x/step-60", "reason": "No space left on device"})
    answering.add(row_of(5), [*eventful(5, 60), full], measured(1, 60))
    view = show(5)
    wait_until(lambda: view.notes.isVisible())
    (note,) = view._notes()
    assert "/x/step-60" in note.text
    assert "No space left on device" in note.text
    assert (60, "trouble") in {(mark.step, mark.kind) for mark in view.charts.large.marks}
    (again,) = [button for button in view.notes.findChildren(QAbstractButton) if button.text() == "Try again now"]
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert answering.asked_of(TrainTellRequest)[-1].verb == "resume"
    answering.events[5].append(TrainMended(60, 12.0))
    wait_until(lambda: not view.notes.isVisible())
    assert any("had waited" in words for words in words_of(view.pages.events))


def test_that_a_run_with_other_data_than_it_was_begun_with_says_so(show, answering, wait_until):
    names = ("bytes", "time", "tokens", "digest")
    values = {name: f"{name} now" for name in names} | {f"{name}_before": f"{name} then" for name in names}
    changed = TrainChanged("training-data-changed-on", {"path": "/x/mine.txt", "step": "40", **values})
    answering.add(row_of(5), [*eventful(5, 60), changed], measured(1, 60))
    view = show(5)
    wait_until(lambda: view.notes.isVisible())
    (note,) = view._notes()
    assert note.warn
    for part in ("/x/mine.txt", "step 40", "tokens now", "tokens then"):
        assert part in note.text


def test_that_what_is_not_finite_is_shown_where_it_began(show, answering, wait_until):
    answering.add(row_of(5), [*eventful(5, 60), alarm(61, "not-finite")], measured(1, 60))
    view = show(5)
    wait_until(lambda: view.pages.alarm.norms.topLevelItemCount() == 3)
    assert [view.pages.alarm.norms.topLevelItem(row).text(0) for row in range(3)] == [
        "embedding",
        "block 0  ← first",
        "after the last block",
    ]


def test_that_a_page_is_offered_where_there_is_something_on_it(show, answering):
    answering.add(row_of(5), [started(5)], measured(1, 30))
    answering.add(row_of(6, "done"), eventful(6, 60), measured(1, 60))
    view = show(5)
    assert [key for key in ("samples", "pinned", "virtual", "alarm", "events") if view.pages.switch.button(key).isVisible()] == [
        "samples",
        "events",
    ]
    view = show(6)
    assert view.pages.switch.button("pinned").isVisible()
    assert view.pages.switch.button("virtual").isVisible()


def test_that_pointing_at_a_step_chooses_what_was_written_then(show, answering):
    answering.add(row_of(5), eventful(5, 200), measured(1, 200))
    view = show(5)
    view.charts.pointed.emit(130)
    sample = view.pages.samples
    assert sample.whole.toPlainText() == "bcd 120\nand a second line"
    sample.list.setCurrentItem(sample.list.topLevelItem(0))
    assert view.charts.axis.pointed == 180


def test_that_the_data_have_a_row_for_each_step_and_bytes_for_memory(show, answering):
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    head, *rows = view.rows()
    assert head[:2] == ("step", "loss")
    assert len(rows) == 60
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert table[0]["memory_bytes"] == pytest.approx(3.8e8 + 1e5)
    assert (table[18]["val_loss"], table[19]["val_loss"]) == (None, pytest.approx(1.9 + 1.3 * np.exp(-0.5)))
    assert view.arrays()["loss_steps"].tolist() == list(range(1, 61))
    assert "MetricsRequest(5, names=('loss', 'val_loss'))" in view.snippet()


def test_that_only_new_points_are_asked_for(show, answering, wait_until):
    answering.add(row_of(5), [started(5)], measured(1, 30))
    view = show(5)
    answering.points[5] = measured(1, 40)
    wait_until(lambda: view.state.step == 40)
    assert answering.asked_of(MetricsRequest)[-1].known["loss"] >= 30


def test_that_the_axis_of_a_running_run_grows_by_leaps_up_to_what_is_planned(show, answering, wait_until):
    planned = dataclasses.replace(list_recipes().recipes["markov"], n_steps=400)
    answering.add(row_of(5), [started(5, planned)], measured(1, 10))
    view = show(5)
    for n_done, reach in ((10, 20), (30, 50), (39, 50), (90, 200), (300, 400), (399, 400)):
        answering.points[5] = measured(1, n_done)
        wait_until(lambda n_done=n_done: view.state.step == n_done)
        assert (view.charts.axis.first, view.charts.axis.last) == (0, reach)


def test_that_the_view_is_kept_and_speaks_another_language(show, answering, wait_until):
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    view.charts.kinds.choose("time")
    view.charts.log_y.setChecked(True)
    view.charts.show_chart("speed")
    kept = view.save_state()
    view.charts.kinds.choose("step")
    view.charts.log_y.setChecked(False)
    view.restore_state(kept)
    assert (view.charts.axis.kind, view.charts.large.log, view.charts.shown) == ("time", True, "speed")
    i18n.use("ko")
    wait_until(lambda: view.pages.switch.button("samples").text() != "Samples")
    assert "Run 5" not in view.head.heading.accessibleName()
    assert view.charts.large.title != "Speed"


def test_that_the_curves_are_saved_as_pictures_and_data(show, answering, tmp_path):
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    export = view.window().exports["run"]
    export.save_png(tmp_path / "a.png")
    export.save_svg(tmp_path / "a.svg")
    export.save_csv(tmp_path / "a.csv")
    export.save_npz(tmp_path / "a.npz")
    assert "entropy 1.8800" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0].startswith("step,loss,learning_rate")
    assert np.load(tmp_path / "a.npz")["val_loss_steps"].tolist() == [20, 40, 60]
    assert (tmp_path / "a.png").stat().st_size > 10_000


def test_that_a_loss_near_nothing_does_not_look_like_nothing():
    assert [SPELLED["loss"](value) for value in (1.23456, 0.0, 1.2e-6, -1.2e-6)] == ["1.2346", "0.0000", "1.2e−06", "−1.2e−06"]


def test_that_whoever_asks_for_an_ngram_that_nobody_counted_is_offered_one(show, answering, wait_until):
    answering.add(row_of(5), eventful(5, 60), measured(1, 60))
    view = show(5)
    view.references._menu.aboutToShow.emit()
    view.references.lines["ngram"].trigger()
    wait_until(lambda: view.notes.isVisible())
    (note,) = view._notes()
    assert "No n-gram has been counted" in note.text
    note.act()
    assert isinstance(answering.begun[0].architecture, NgramArchitecture)
    wait_until(lambda: not view._notes())


def test_that_a_run_that_failed_says_why_whenever_it_is_looked_at(show, answering, wait_until):
    why = {"path": "/x/pairs.jsonl", "place": "line 1", "reason": "it has no field text"}
    answering.answers[RunRequest] = lambda request: RunRecord(
        row_of(5, "failed"), list_recipes().recipes["markov"], None, (), "training-row-bad", why, {}
    )
    answering.add(row_of(5, "failed"), [started(5)], measured(1, 2))
    view = show(5)
    wait_until(lambda: view.notes.isVisible())
    (note,) = view._notes()
    assert "it has no field text" in note.text


def test_that_counts_which_have_no_rate_and_no_gradient_are_shown(show, answering, wait_until):
    found = measured(1, 40)
    for name in ("learning_rate", "grad_norm", "param_norm"):
        found[name] = (found[name][0], [float("nan")] * len(found[name][1]))
    counted = dataclasses.replace(list_recipes().recipes["ngram"], n_steps=80)
    answering.add(row_of(5), [started(5, counted)], found)
    view = show(5)
    assert view.state.step == 40
    assert not view.state.has("learning_rate")
    assert [SPELLED["learning_rate"](value) for value in (float("nan"), float("inf"), 3e-4, 0.3)] == ["—", "—", "3e−4", "0.3"]
    assert [key for key in view.charts.small if not view.charts.small[key].isHidden()] == ["loss", "accuracy", "speed", "memory"]
