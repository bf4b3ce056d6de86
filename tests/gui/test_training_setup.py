"""Setting a training up: what the form asks for, what it carries along, what it refuses, and what it says that will be taken."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest
from answering import Answering
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.models import trainings
from workbench.gui.models.training_draft import PLAIN, Draft
from workbench.gui.panels.training import TrainingPanel
from workbench.gui.panels.training_setup_data import guessed
from workbench.library import list_recipes, read_recipe
from workbench.library.recipe_writing import save_recipe
from workbench.text.fields import fields_of
from workbench.values import (
    OFFERS,
    DataFieldsRequest,
    LowRank,
    ModelList,
    ModelListRequest,
    NgramArchitecture,
    Progress,
    Recipe,
    RecipeListRequest,
    RecipeOpenRequest,
    RecipeSaveRequest,
    RunList,
    RunListRequest,
    RunModels,
    RunModelsRequest,
    RunRow,
    SoftPrompt,
    TokenizerList,
    TokenizerListRequest,
    TrainEstimate,
    TrainEstimateRequest,
    TrainRequest,
    TrainRow,
    TrainRows,
)

RECIPES = list_recipes().recipes


class Setting(Answering):
    """Whoever answers what the form asks, but for estimates, which wait."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[TrainRequest] = []
        self.answers |= {
            RecipeListRequest: lambda request: list_recipes(),
            RunListRequest: lambda request: RunList(request, (), 0),
            ModelListRequest: lambda request: ModelList(()),
            RunModelsRequest: lambda request: RunModels(("run:3@20",)),
            TokenizerListRequest: lambda request: TokenizerList(()),
            DataFieldsRequest: self.look,
        }

    def look(self, request: DataFieldsRequest) -> object:
        try:
            return fields_of(request)
        except WorkbenchError as error:
            return error

    def start(self, request: TrainRequest) -> SimpleNamespace:
        self.started.append(request)
        return SimpleNamespace(key="ULID", failure=lambda: None)


@pytest.fixture
def answering(monkeypatch):
    made = Setting()
    monkeypatch.setattr(trainings, "start_trainer", made.start)
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = TrainingPanel(session)
    made.resize(1010, 560)
    made.show()
    wait_until(lambda: made.view("setup").recipe.count() > 0)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def form(panel):
    return panel.view("setup")


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(field, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)


def pick(form, recipe: str) -> None:
    form.recipe.setCurrentIndex(form.recipe.findData(recipe))
    form.recipe.activated.emit(form.recipe.currentIndex())


def estimate_of(request: TrainEstimateRequest) -> TrainEstimate:
    numbers = {"n_parameters": 1000, "n_trained": 900, "d_vocab": 2048, "memory_bytes": 4 * 10**8, "free_bytes": 10**10, "n_steps": 8}
    times = {"step_seconds": 0.1, "step_read": 600.0, "step_counted": 500.0, "validation_seconds": 0.5, "sample_seconds": 0.0}
    return TrainEstimate(request, **numbers, **times, checkpoint_bytes=12, data_tokens=0, first_loss=7.7, floor=1.0, n_threads=2)


# the form


@pytest.mark.parametrize("recipe", RECIPES)
def test_that_a_lesson_is_started_as_it_is(form, answering, recipe: str) -> None:
    pick(form, recipe)
    click(form.start)
    assert answering.started == [RECIPES[recipe]]


def test_that_a_stranger_sees_a_line_for_each_part_and_an_engineer_all_settings(form) -> None:
    assert not any(fold.is_open for fold in form.folds.values())
    assert "800" in form.folds["steps"].summary.text()
    for fold in form.folds.values():
        click(fold.button)
    shown = {
        name
        for rows in (*form.model.rows(), *form.settings.values(), form.data.how)
        for name, one in rows.fields.items()
        if one.isVisible()
    }
    boxes = {"objective", "data", "architecture", "tokenizer", "start", "method", "columns", "part", "frame", "decay_share"}
    never = {"name", "resume", "key", "fork", "lesson", "other_data"}
    assert {field.name for field in dataclasses.fields(TrainRequest)} - boxes - never <= shown
    assert form.folds["steps"].summary.text() == ""


def test_that_what_is_typed_is_asked_for_and_marked_and_taken_back(form, answering) -> None:
    form.folds["steps"].set_open(True)
    form.folds["model"].set_open(True)
    rows, shape = form.settings["steps"], form.model.rows()[0]
    type_into(rows.fields["n_steps"], "1,200")
    type_into(rows.fields["learning_rate"], "3e-3")
    type_into(shape.fields["architecture.n_layers"], "3")
    click(form.start)
    (request,) = answering.started
    assert (request.n_steps, request.learning_rate, request.architecture.n_layers) == (1200, 0.003, 3)
    assert "2" in form.folds["steps"].changed.text()
    for name in ("n_steps", "learning_rate"):
        rows.reset.emit(name)
    assert not form.folds["steps"].changed.text()
    assert form.request().n_steps == 800


@pytest.mark.parametrize(
    ("part", "name", "typed"),
    [
        ("steps", "n_steps", "0"),
        ("steps", "learning_rate", "much"),
        ("checks", "valid_rows", "1.5"),
        ("model", "architecture.d_model", "97"),
    ],
)
def test_that_what_may_not_be_is_named_with_its_limit_where_it_stands(form, panel, answering, part: str, name: str, typed: str) -> None:
    rows = form.settings[part] if part in form.settings else form.model.rows()[0]
    form.folds[part].set_open(True)
    type_into(rows.fields[name], typed)
    form.folds[part].set_open(False)
    click(form.start)
    assert answering.started == []
    error = panel.frame.bar.error
    assert (error.code, error.values["value"]) == ("bad-value", typed)
    assert error.values["limit"]
    assert form.folds[part].is_open
    type_into(rows.fields[name], "96" if name == "architecture.d_model" else "1")
    click(form.start)
    assert len(answering.started) == 1


def test_that_a_warm_up_longer_than_the_training_is_named_before_it_is_started(form, panel, answering) -> None:
    form.draft.change("n_steps", 30)
    form.draft.change("warmup_steps", 31)
    click(form.start)
    assert not answering.started
    assert panel.frame.bar.error.values["name"] == "Warm-up"
    assert form.folds["schedule"].is_open
    form.draft.change("warmup_steps", 30)
    click(form.start)
    assert len(answering.started) == 1


def test_that_the_wheel_over_the_form_chooses_nothing(form) -> None:
    before = form.request()
    for box in form.findChildren(QComboBox):
        at, down = QPointF(box.rect().center()), QPoint(0, -120)
        keys = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
        turned = QWheelEvent(at, box.mapToGlobal(at), QPoint(), down, *keys, False)
        QApplication.sendEvent(box, turned)
        assert not turned.isAccepted(), "it is the form's, which scrolls"
    assert form.request() == before


def test_that_fewer_steps_shorten_the_warm_up(form) -> None:
    form.draft.change("n_steps", 40)
    assert form.request().warmup_steps == 20


def test_that_a_number_being_typed_leaves_the_warm_up_as_it_was_chosen(form) -> None:
    chosen = form.request().warmup_steps
    form.folds["steps"].set_open(True)
    type_into(form.settings["steps"].fields["n_steps"], "1600")
    assert (form.request().n_steps, form.request().warmup_steps) == (1600, chosen)
    form.draft.change("warmup_steps", 30)
    type_into(form.settings["steps"].fields["n_steps"], "900")
    assert form.request().warmup_steps == 30


def test_that_an_objective_brings_what_can_learn_it(qapp) -> None:
    for recipe in RECIPES.values():
        for objective, offer in OFFERS.items():
            draft = Draft(recipe)
            draft.choose_objective(objective)
            assert draft.request.data in offer.own
            assert draft.request.architecture is None or draft.request.architecture.kind in offer.kinds
            assert draft.kind == "" or draft.kind in draft.kinds()


def test_that_a_model_to_go_on_from_has_ways_to_be_trained(form, answering, wait_until) -> None:
    form.folds["model"].set_open(True)
    wait_until(lambda: form.model._checkpoints)
    click(form.model.origin.button("start"))
    assert (form.request().architecture, form.request().start) == (None, "starter-seq2seq"), "one that can learn it"
    form.draft.choose_start("run:3@20")
    assert form.model.start.currentData() == "run:3@20"
    form.draft.choose_method("low-rank")
    assert isinstance(form.request().method, LowRank)
    type_into(form.model.ways["low-rank"].fields["method.rank"], "4")
    type_into(form.model.ways["low-rank"].fields["method.products"], "q, v, o")
    assert form.request().method == LowRank(4, products=("q", "v", "o"))
    form.draft.choose_method("soft-prompt")
    assert isinstance(form.request().method, SoftPrompt)
    click(form.model.origin.button("new"))
    assert form.request().start == ""
    assert form.request().architecture is not None


def test_that_counts_have_no_way_of_being_trained(form) -> None:
    form.draft.take(TrainRequest("x", "causal", PLAIN, 10, method=LowRank()))
    form.draft.choose_kind("ngram")
    assert form.request().architecture == NgramArchitecture(n_ctx=PLAIN.n_ctx)
    form.folds["model"].set_open(True)
    assert not form.model.method.isVisible()


def test_that_a_fork_shows_its_parent_and_can_become_a_beginning(form, panel, answering) -> None:
    panel.trainings.run_id = 12
    panel.show_view("run")
    panel.trainings.fork(dataclasses.replace(RECIPES["masked"], resume=3), 200)
    assert form.isVisible()
    assert "12" in form.fork_words.text()
    assert "200" in form.fork_words.text()
    assert form.recipe.currentData() == "masked", "not what was set up before"
    assert "run 12" in form.folds["model"].summary.text()
    form.draft.change("learning_rate", 0.01)
    assert form.folds["steps"].changed.text()
    click(form.start)
    click(form.leave)
    click(form.start)
    forked, anew = answering.started
    assert (forked.fork, forked.resume, forked.learning_rate) == ("run:12@200", None, 0.01)
    assert anew == dataclasses.replace(forked, fork="")


def test_that_a_recipe_that_is_none_of_ours_is_called_by_its_name(form, panel) -> None:
    panel.trainings.run_id = 12
    panel.trainings.fork(dataclasses.replace(RECIPES["masked"], name="🌊 of mine"), 200)
    assert (form.recipe.currentText(), form.recipe.placeholderText()) == ("", "🌊 of mine")


def test_that_a_fork_goes_on_behind_its_checkpoint_with_the_model_that_is_there(form, quick, panel, answering, session, wait_until) -> None:
    parent = RECIPES["masked"]
    panel.trainings.run_id = 12
    panel.trainings.fork(parent, parent.n_steps)
    assert form.request().n_steps == 2 * parent.n_steps, "it was at its end"
    assert form.draft.differs("n_steps")
    assert not form.model.isEnabled()
    wait_until(lambda: answering.asked_of(TrainEstimateRequest))
    asked = answering.asked_of(TrainEstimateRequest)[-1].training
    assert (asked.n_steps, asked.fork) == (2 * parent.n_steps, f"run:12@{parent.n_steps}"), "from its checkpoint"
    form.draft.change("n_steps", parent.n_steps)
    click(form.start)
    assert answering.started == []
    assert panel.frame.bar.error.values["value"] == str(parent.n_steps)
    form.draft.change("n_steps", parent.n_steps + 1)
    click(form.start)
    assert len(answering.started) == 1
    click(form.leave)
    assert form.model.isEnabled()


# data of one's own


def test_that_a_dropped_table_shows_its_rows_and_guesses_its_columns(form, panel, tmp_path, wait_until) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("id,review,class\n1,good soup,good\n2,cold soup,bad\n", "utf-8")
    assert panel.acceptDrops()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    panel.dragEnterEvent(entering)
    assert entering.isAccepted()
    form.draft.choose_objective("labels")
    form.take_drop([str(path)])
    wait_until(lambda: form.data.found is not None)
    assert form.request().data == str(path)
    assert form.request().columns == ("review", "class")
    assert form.data.table.topLevelItemCount() == 2
    form.data.columns["text"].setCurrentIndex(0)
    form.data.columns["text"].activated.emit(0)
    assert form.request().columns == ("id", "class")
    form.draft.choose_data("sentiment")
    assert form.request().columns == ()
    assert not form.data.table.isVisible()


def test_that_each_file_shows_its_own_columns_and_nothing_else(form, tmp_path, wait_until) -> None:
    (tmp_path / "a.csv").write_text("id,review,class\n1,good soup,good\n", "utf-8")
    (tmp_path / "b.jsonl").write_text('{"question": "1 + 1?", "reply": "2"}\n', "utf-8")
    form.draft.choose_objective("labels")
    for name, columns in (("a.csv", ["id", "review", "class"]), ("b.jsonl", ["question", "reply"])):
        form.take_drop([str(tmp_path / name)])
        wait_until(lambda: form.data.found is not None)
        header = form.data.table.headerItem()
        assert [header.text(at) for at in range(form.data.table.columnCount())] == columns
        boxes = [one for one in form.data._columns_row.findChildren(QComboBox) if one.isVisibleTo(form.data._columns_row)]
        assert boxes == list(form.data.columns.values())
        assert [boxes[0].itemText(at) for at in range(boxes[0].count())] == columns


def test_that_models_and_pictures_are_no_data(form, tmp_path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    (tmp_path / "texts").mkdir()
    assert not form.takes_drop([str(tmp_path / "model")])
    assert not form.takes_drop([str(tmp_path / "a.png")])
    assert form.takes_drop([str(tmp_path / "texts")])
    assert form.takes_drop(["a.txt", "b.jsonl"])


def test_that_a_file_that_cannot_be_read_is_named_in_the_panel(form, panel, tmp_path, wait_until) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("no json\n", "utf-8")
    form.take_drop([str(path)])
    wait_until(lambda: panel.frame.bar.error is not None)
    assert panel.frame.bar.error.code == "training-row-bad"
    assert form.data.facts.text() == "It could not be read."


@pytest.mark.parametrize(
    ("wanted", "names", "found"),
    [
        (("text", "label"), ("Label", "Sentence"), ("Sentence", "Label")),
        (("source", "target"), ("a", "b", "c"), ("a", "b")),
        (("prompt", "answer"), ("output", "instruction"), ("instruction", "output")),
        (("text", "tags"), ("x",), ("x", "x")),
    ],
)
def test_that_columns_are_guessed_by_what_people_call_them(wanted, names, found) -> None:
    assert guessed(wanted, names) == found


def test_that_columns_of_other_names_are_told_by_their_words_or_by_what_is_in_them() -> None:
    rows = (("1", "2024-01-01", "a dull film, too long", "bad"), ("2", "2024-01-02", "lovely", "good"), ("3", "2024-01-02", "dull", "bad"))
    assert guessed(("text", "label"), ("id", "review_body", "when"), ()) == ("review_body", "id")
    assert guessed(("text", "label"), ("id", "when", "what", "rating"), rows) == ("what", "rating")


def test_that_samples_are_asked_of_the_texts_of_the_column_that_was_chosen(form, tmp_path, wait_until) -> None:
    path = tmp_path / "mine 👍.csv"
    path.write_text("id,a,b\n1,a film,too long a title for a name\n2,two films,another title of some length\n", "utf-8")
    form.draft.choose_objective("labels")
    form.take_drop([str(path)])
    wait_until(lambda: form.request().prompts)
    assert form.request().columns[0] == "b"
    box = form.data.columns["text"]
    box.setCurrentIndex(box.findText("a"))
    box.activated.emit(box.currentIndex())
    assert (form.request().columns[0], form.request().prompts) == ("a", ("a film", "two films"))
    form.draft.change("prompts", ("mine",))
    box.setCurrentIndex(box.findText("b"))
    box.activated.emit(box.currentIndex())
    assert form.request().prompts == ("mine",)


# what it will take


@pytest.fixture
def quick(form, monkeypatch):
    form.card._rest.setInterval(0)
    return form.card


def test_that_an_estimate_comes_by_itself_and_follows_the_steps_without_a_new_one(form, quick, answering, session, wait_until) -> None:
    pick(form, "masked")
    wait_until(lambda: answering.asked_of(TrainEstimateRequest))
    job = answering.job_of(TrainEstimateRequest)
    answering.give(session, job, Progress("data", 1, 2, "bytes"), TrainRows((TrainRow("the [MASK]", "dog"),)))
    assert [one.text() for one in quick.rows[:2]] == ["the [MASK]", "→ dog"]
    assert quick.bar.isVisible()
    answering.give(session, job, estimate_of(answering.asked_of(TrainEstimateRequest)[-1]), last=True)
    assert not quick.bar.isVisible()
    assert "2:45" in quick.total.text()  # 1500 steps of 0.1 s, 30 validations of 0.5 s
    assert quick.values["parameters"].text() == "1,000"
    form.draft.change("n_steps", 3000)
    assert "5:30" in quick.total.text()
    assert len(answering.asked_of(TrainEstimateRequest)) == 1
    form.draft.change("micro_rows", 8)
    wait_until(lambda: len(answering.asked_of(TrainEstimateRequest)) == 2)


def test_that_a_large_model_is_tried_out_only_when_told_to_and_can_be_cancelled(form, quick, answering, wait_until) -> None:
    form.draft.take(dataclasses.replace(RECIPES["lora"], start="some-large-model"))
    QTest.qWait(20)
    assert not answering.asked_of(TrainEstimateRequest)
    click(quick.action)
    assert len(answering.asked_of(TrainEstimateRequest)) == 1
    click(quick.action)
    assert answering.cancelled == [answering.job_of(TrainEstimateRequest)]
    assert quick.action.isVisible()


def test_that_nothing_is_tried_out_by_itself_while_a_run_goes_on(form, quick, panel, answering, session, wait_until) -> None:
    row = RunRow(3, "U", "train", "running", "markov", "", "2026-01-01T00:00:00Z", "", "", None, (), "")
    panel.trainings.rows = (row,)
    before = len(answering.asked_of(TrainEstimateRequest))
    pick(form, "masked")
    assert not quick._rest.isActive()
    assert quick.action.isVisible()
    click(quick.action)
    assert len(answering.asked_of(TrainEstimateRequest)) == before + 1


def test_that_starting_takes_the_processor_from_the_trial(form, quick, answering, wait_until) -> None:
    pick(form, "masked")
    wait_until(lambda: answering.asked_of(TrainEstimateRequest))
    click(form.start)
    assert answering.cancelled == [answering.job_of(TrainEstimateRequest)]


def test_that_a_trial_is_made_again_once_where_its_process_was_ended(form, quick, panel, answering, session, wait_until) -> None:
    pick(form, "masked")
    wait_until(lambda: answering.asked_of(TrainEstimateRequest))
    ended = WorkbenchError("child-died", role="trial", cause="it did not stop within 0.5 s", details="")
    answering.give(session, answering.job_of(TrainEstimateRequest), error=ended)
    assert panel.frame.bar.error is None
    assert len(answering.asked_of(TrainEstimateRequest)) == 2
    answering.give(session, answering.job_of(TrainEstimateRequest), error=ended)
    assert panel.frame.bar.error.code == "child-died"
    assert len(answering.asked_of(TrainEstimateRequest)) == 2


def test_that_what_would_keep_it_from_beginning_is_said_before_it_is_started(form, quick, panel, answering, session, wait_until) -> None:
    pick(form, "masked")
    wait_until(lambda: answering.asked_of(TrainEstimateRequest))
    error = WorkbenchError("training-unfit", objective="masked", needed="encoder", kind="decoder")
    answering.give(session, answering.job_of(TrainEstimateRequest), error=error)
    assert panel.frame.bar.error.code == "training-unfit"
    form.draft.change("micro_rows", 8)
    assert panel.frame.bar.error is None
    wait_until(lambda: len(answering.asked_of(TrainEstimateRequest)) == 2)
    error = WorkbenchError("bad-value", name="warmup_steps", value=900, limit="0 to 800")
    answering.give(session, answering.job_of(TrainEstimateRequest), error=error)
    assert panel.frame.bar.error.values["name"] == "Warm-up", "as the form calls it"


# recipes of one's own


def test_that_a_recipe_is_saved_and_opened_again_also_by_dropping_it(form, panel, answering, tmp_path, wait_until) -> None:
    answering.answers[RecipeSaveRequest] = save_recipe
    answering.answers[RecipeOpenRequest] = lambda request: Recipe(request.path, read_recipe(request.path))
    path = str(tmp_path / "mine.toml")
    form.draft.change("n_steps", 77)
    wanted = form.request()
    form.save_recipe(path)
    wait_until(lambda: path in panel.frame.bar.what.text())
    pick(form, "masked")
    assert form.takes_drop([path])
    form.take_drop([path])
    wait_until(lambda: form.request() == wanted)
    assert form.recipe.currentIndex() == -1
    assert form.draft.base == wanted, "it is the recipe's now, and nothing of it was changed"


def test_that_text_of_ones_own_is_sampled_by_its_first_texts(form, tmp_path, wait_until) -> None:
    pick(form, "chars")
    path = tmp_path / "mine.txt"
    path.write_text("once upon a time there was\n옛날 옛적에 호랑이가 살았다\nthird\n", "utf-8")
    form.take_drop([str(path)])
    wait_until(lambda: form.request().prompts)
    assert form.request().prompts == ("once upon a", "옛날 옛적에 호랑이가")
    assert form.request().tokenizer == "characters", "as the lesson has it"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_all_of_the_form_fits_into_a_small_window(panel, form, answering, tmp_path, wait_until, language: str) -> None:
    i18n.use(language)
    rows = (RunRow(3, "U", "train", "done", "markov", "", "2026-01-01T00:00:00Z", "", "", None, (), ""),)
    panel.trainings.rows = rows
    panel.trainings.listed.emit(rows)
    for fold in form.folds.values():
        fold.set_open(True)
    path = tmp_path / "reviews-of-a-long-name-that-somebody-gave.csv"
    path.write_text("the number,what they wrote,what it is\n1,a,b\n2,c,d\n", "utf-8")
    for recipe in ("masked", "lora", "soft-prompt", "ngram"):
        pick(form, recipe)
        form.take_drop([str(path)])
        wait_until(lambda: form.data.found is not None and form.data.found.request.data == form.request().data)
        assert not panel.runs.isVisible(), "the form needs their room"
        assert form.scroll.widget().minimumSizeHint().width() <= form.scroll.viewport().width(), recipe


def test_that_ones_own_file_is_pointed_at_from_the_list_of_data(form, tmp_path) -> None:
    form.folds["data"].set_open(True)
    row = form.data.data.findText("A file of mine…")
    form.data.data.activated.emit(row)
    (dialog,) = form.data.findChildren(QFileDialog)
    assert form.data.data.currentData() == form.request().data == "numbers"
    dialog.fileSelected.emit(str(tmp_path / "mine.txt"))
    dialog.reject()
    assert form.request().data == str(tmp_path / "mine.txt")


def test_that_a_setting_without_a_meaning_takes_no_room(form) -> None:
    form.folds["schedule"].set_open(True)
    rows = form.settings["schedule"]
    without = rows.sizeHint().height()
    form.draft.change("decay", "wsd")
    assert rows.fields["decay_share"].isVisible()
    assert rows.sizeHint().height() >= without + rows.fields["decay_share"].height()
    form.draft.change("decay", "cosine")
    assert rows.sizeHint().height() == without
