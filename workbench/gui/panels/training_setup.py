"""Set up: choose a recipe and start, or change everything there is about it.

The idea that is not obvious: every part of the form is one line that says what it holds, and unfolds into its settings. Whoever wants
to learn presses Start; whoever wants to know opens what they look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.training_draft import PLAIN, Draft, value_of
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_choices import ChoiceWords
from workbench.gui.panels.training_estimate import EstimateCard
from workbench.gui.panels.training_settings import CHECKS, FILES, MEMORY, SCHEDULE, SHAPES, STEPS, WAYS, SettingNames
from workbench.gui.panels.training_setup_data import DataSection
from workbench.gui.panels.training_setup_model import ModelSection
from workbench.gui.panels.training_words import RecipeWords, in_order
from workbench.gui.session import Session
from workbench.gui.widgets.fold import Fold
from workbench.gui.widgets.form_box import FormBox
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.number_edit import NumberEdit, spelled
from workbench.gui.widgets.setting_rows import SettingRows
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Architecture,
    Recipe,
    RecipeList,
    RecipeListRequest,
    RecipeOpenRequest,
    RecipeSaveRequest,
    TrainRequest,
    run_and_step,
)

FIRST_RECIPE = "translate-numbers"
SETTINGS = {"steps": STEPS, "schedule": SCHEDULE, "checks": CHECKS, "memory": MEMORY}
PARTS = ("data", "model", *SETTINGS)
CARD_WIDTH, FORM_WIDTH = 288, 620
DATA_ENDINGS = (".txt", ".text", ".md", ".jsonl", ".ndjson", ".csv", ".tsv")
OURS = ("", "starter", "starter-masked", "starter-seq2seq")
"""Models that are loaded at once: what starts from them is tried out without being told to."""


class SetUpView(QWidget):
    """The form, and what it would take."""

    key = "setup"
    controls = None
    wide = True

    def __init__(self, session: Session, frame: PanelFrame, trainings: Trainings) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._trainings = session, frame, trainings
        self._recipe_words, self._words, self._names = RecipeWords(self), ChoiceWords(self), SettingNames(self)
        self._recipes: dict[str, TrainRequest] = {}
        self._wanted_recipe = FIRST_RECIPE
        self._parent_run = ""
        self._problem: WorkbenchError | None = None
        self.draft = Draft(TrainRequest("", "causal", PLAIN, 1000), self)
        self.start = self.primary = QPushButton(frame)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.scroll = scroll = QScrollArea(self)
        form = QWidget(scroll.viewport())
        self.recipe, self.about, self.lesson = FormBox(form), WrappedLabel(parent=form), QLabel(form)
        self.files, self.menu = QToolButton(form), QMenu(self)
        self.open_file, self.save_file = self.menu.addAction(""), self.menu.addAction("")
        self.files.setMenu(self.menu)
        self.files.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.recipe.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.recipe.setMinimumContentsLength(12)
        self.about.setProperty("role", "caption")
        self.lesson.setBuddy(self.recipe)
        self.folds = {name: Fold(form) for name in PARTS}
        rooms = {name: fold.room for name, fold in self.folds.items()}
        self.data = DataSection(self._session, self.draft, rooms["data"])
        self.model = ModelSection(self._session, self.draft, rooms["model"])
        self.settings = {name: SettingRows(rows, rooms[name]) for name, rows in SETTINGS.items()}
        for name, one in {"data": self.data, "model": self.model, **self.settings}.items():
            self.folds[name].body.addWidget(one)
        self._build_fork(form)
        column, line = QVBoxLayout(form), QHBoxLayout()
        column.setContentsMargins(0, 0, theme.S2, theme.S4)
        column.setSpacing(theme.S1)
        line.setSpacing(theme.S2)
        line.addWidget(self.lesson)
        line.addWidget(self.recipe, 1)
        line.addWidget(self.files)
        column.addLayout(line)
        column.addWidget(self.about)
        column.addWidget(self.fork)
        column.addSpacing(theme.S2)
        for fold in self.folds.values():
            column.addWidget(fold)
        column.addStretch(1)
        form.setMaximumWidth(FORM_WIDTH)
        scroll.setWidget(form)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        form.setAutoFillBackground(False)
        self.beside = self._beside()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(theme.S3, 0, 0, 0)
        whole.setSpacing(theme.S3)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.beside)

    def _beside(self) -> QScrollArea:
        """The card, which is scrolled where the window is too low for all of it."""
        area = QScrollArea(self)
        room = QWidget(area.viewport())
        self.card = EstimateCard(self._session, room)
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)
        area.setWidget(room)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        room.setAutoFillBackground(False)
        area.setFixedWidth(CARD_WIDTH)
        return area

    def _build_fork(self, form: QWidget) -> None:
        """What is said while the form is that of a fork."""
        self.fork = QFrame(form)
        self.fork_words, self.leave = WrappedLabel(parent=self.fork), QToolButton(self.fork)
        self.fork.setObjectName("card")
        line = QHBoxLayout(self.fork)
        line.setContentsMargins(theme.S3, theme.S2, theme.S2, theme.S2)
        line.addWidget(self.fork_words, 1)
        line.addWidget(self.leave)
        self.fork.hide()

    def _connect(self) -> None:
        self.start.clicked.connect(self._start)
        self.recipe.activated.connect(lambda _row: self._take_recipe())
        self.open_file.triggered.connect(self._ask_open)
        self.save_file.triggered.connect(self._ask_save)
        self.leave.clicked.connect(self.draft.leave_fork)
        for rows in self.settings.values():
            rows.edited.connect(self.draft.change)
            rows.reset.connect(self.draft.reset)
        self.draft.changed.connect(self._changed)
        self.data.failed.connect(self._show_problem)
        self.card.failed.connect(self._show_problem)
        self._trainings.fork_wanted.connect(self.take_fork)

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Set up")

    def rows(self) -> Iterable[Sequence[object]]:
        return ()

    def snippet(self) -> str:
        return ""

    def save_state(self) -> dict[str, object]:
        return {"recipe": self._wanted_recipe, "open": [name for name, fold in self.folds.items() if fold.is_open]}

    def restore_state(self, state: dict[str, object]) -> None:
        self._wanted_recipe = str(state.get("recipe", FIRST_RECIPE))
        unfolded = state.get("open")
        for name, fold in self.folds.items():
            fold.set_open(isinstance(unfolded, list) and name in unfolded)

    def takes_drop(self, paths: Sequence[str]) -> bool:
        """Whether these may be data (text files, tables, or folders of such that are no models), or a recipe."""
        return _is_recipe(paths) or all(_may_be_data(Path(path)) for path in paths)

    def take_drop(self, paths: Sequence[str]) -> None:
        if _is_recipe(paths):
            self.open_recipe(paths[0])
            return
        self.folds["data"].set_open(True)
        self.data.take_paths(paths)

    # starting

    def request(self) -> TrainRequest:
        """What Start would train."""
        return self.draft.request

    def _start(self) -> None:
        self._frame.bar.clear()
        if not self._recipes:
            self._ask_recipes()
            return
        if (error := self._bad()) is not None:
            self._frame.bar.show_error(error)
            return
        self.card.stop()
        if self._trainings.start(self.request()):
            self._frame.bar.show_notice(self.tr("The training begins in a process of its own; it goes on when this window is closed."))
            self._trainings.view_wanted.emit("run")

    def _bad(self) -> WorkbenchError | None:
        """The first setting that may not be as it is; its part is unfolded and it has the focus."""
        groups = [("model", one) for one in self.model.rows()] + list(self.settings.items())
        for part, rows in groups:
            name = rows.first_bad()
            if name is not None:
                field = rows.fields[name]
                return self._error_at(part, field, name, getattr(field, "text", str)(), self._limit(rows, name))
        if self.draft.request.n_steps <= self.draft.fork_step:
            limit = self.tr("more than {step}, where the fork begins").format(step=f"{self.draft.fork_step:,}")
            return self._error_at("steps", self.settings["steps"].fields["n_steps"], "n_steps", str(self.draft.request.n_steps), limit)
        if self.draft.request.warmup_steps > self.draft.request.n_steps:
            limit = self.tr("at most {n}, as many as there are steps").format(n=f"{self.draft.request.n_steps:,}")
            field = self.settings["schedule"].fields["warmup_steps"]
            return self._error_at("schedule", field, "warmup_steps", f"{self.draft.request.warmup_steps:,}", limit)
        shape = self.draft.request.architecture
        if isinstance(shape, Architecture) and shape.d_model % (2 * shape.n_heads):
            limit = self.tr("a multiple of {n}").format(n=2 * shape.n_heads)
            rows = self.model.rows()[0]
            return self._error_at("model", rows.fields["architecture.d_model"], "architecture.d_model", str(shape.d_model), limit)
        return None

    def _limit(self, rows: SettingRows, name: str) -> str:
        """What a setting may be."""
        field = rows.fields[name]
        if isinstance(field, NumberEdit):
            return f"{spelled(field.low)} – {spelled(field.high)}"
        return self._names.words(rows.settings[name]).about

    def _error_at(self, part: str, field: QWidget, name: str, value: str, limit: str) -> WorkbenchError:
        self.folds[part].set_open(True)
        field.setFocus()
        return WorkbenchError("bad-value", name=self._names.label(name), value=value or "—", limit=limit)

    def _show_problem(self, error: WorkbenchError | None) -> None:
        """What would keep the training from beginning; None: nothing any more."""
        bar = self._frame.bar
        if error is not None:
            self._problem = self._names.in_words(error)
            bar.show_error(self._problem)
        elif self._problem is not None:
            if bar.error is self._problem:
                bar.clear()
            self._problem = None

    # recipes, and runs to fork from

    def take_fork(self, request: TrainRequest) -> None:
        """Set up another way for a run: its settings, with `fork` naming the checkpoint."""
        self.recipe.setCurrentIndex(self.recipe.findData(request.name))
        self.draft.take_fork(request)
        self._trainings.view_wanted.emit("setup")
        self.leave.setFocus()
        self.scroll.verticalScrollBar().setValue(0)  # where it says what it is a fork of

    def _ask_recipes(self) -> None:
        job = self._session.submit(RecipeListRequest(), key="recipes")
        job.done.connect(self._learn_recipes)
        job.failed.connect(self._recipes_unknown)

    def _recipes_unknown(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._frame.bar.show_error(error, action_text=self.tr("Try again"), action=self._ask_recipes)

    def _learn_recipes(self, found: RecipeList) -> None:
        self._recipes = dict(found.recipes)
        self.recipe.clear()
        for name in in_order(self._recipes):
            self.recipe.addItem(self._recipe_words.name(name), name)
        if self.draft.request.fork:
            self.recipe.setCurrentIndex(self.recipe.findData(self.draft.request.name))
            return
        self.recipe.setCurrentIndex(max(0, self.recipe.findData(self._wanted_recipe)))
        self._take_recipe()

    def _take_recipe(self) -> None:
        recipe = self._recipes.get(self.recipe.currentData() or "")
        if recipe is not None:
            self._wanted_recipe = self.recipe.currentData()
            self.draft.take(recipe)

    def _ask_open(self) -> None:
        self._ask(QFileDialog.AcceptMode.AcceptOpen, self.tr("A recipe to open"), self.open_recipe)

    def _ask_save(self) -> None:
        self._ask(QFileDialog.AcceptMode.AcceptSave, self.tr("Where the recipe is saved"), self.save_recipe)

    def _ask(self, mode: QFileDialog.AcceptMode, title: str, act: Callable[[str], object]) -> None:
        dialog = QFileDialog(self, title, "", self.tr("Recipes (*.toml)"))
        dialog.setAcceptMode(mode)
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(act)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_recipe(self, path: str) -> None:
        """Set up what a file says."""
        job = self._session.submit(RecipeOpenRequest(path), key="recipe file")
        job.done.connect(self._opened)
        job.failed.connect(self._frame.bar.show_error)

    def _opened(self, found: Recipe) -> None:
        self.recipe.setCurrentIndex(-1)
        self.draft.take(found.training)

    def save_recipe(self, path: str) -> None:
        """Write a file that says what is set up, for `workbench train FILE` and `torchrun`."""
        job = self._session.submit(RecipeSaveRequest(path, self.request()), key="recipe file")
        job.done.connect(lambda found: self._frame.bar.show_notice(self.tr("Saved as {path}.").format(path=found.path)))
        job.failed.connect(self._frame.bar.show_error)

    # showing

    def _changed(self) -> None:
        """The settings are others now."""
        d = self.draft
        for rows in self.settings.values():
            rows.show_values(d.value, d.differs, lambda name: self._names.before(value_of(d.base, name)))
        self.settings["schedule"].set_shown("decay_share", d.request.decay == "wsd")
        self.settings["schedule"].set_shown("final_share", d.request.decay != "constant")
        self._say()
        if self._recipes:
            busy = any(row.status == "running" for row in self._trainings.rows)  # a run wants the processor, and would be measured too
            self.card.follow(d.request, at_once=d.request.start in OURS and not busy)

    def _say(self) -> None:
        d, request = self.draft, self.draft.request
        decay = dict(zip(SCHEDULE[1].choices, self._names.words(SCHEDULE[1]).choices, strict=True))[request.decay]
        for name, title, summary in (
            ("data", self.tr("Data"), self._words.of_data(d)),
            ("model", self.tr("Model"), self._words.of_model(d)),
            ("steps", self.tr("Steps"), self._words.of_steps(request)),
            ("schedule", self.tr("Schedule"), self._words.of_schedule(request, decay)),
            ("checks", self.tr("Checks"), self._words.of_checks(request)),
            ("memory", self.tr("Memory"), self._words.of_memory(request)),
        ):
            n = sum(d.differs(one) for one in self._settings(name))
            self.folds[name].say(title, summary, self.tr("{n} changed").format(n=n) if n else "")
        width = max(fold.button.sizeHint().width() for fold in self.folds.values())
        for fold in self.folds.values():
            fold.set_title_width(width)
        self.recipe.setPlaceholderText(self._recipe_words.name(request.name))  # of a file, or of a run whose recipe is not among ours
        self.about.setText(self._recipe_words.lesson(self.recipe.currentData() or ""))
        self.about.setVisible(bool(self.about.text()) and not request.fork)
        place = run_and_step(request.fork)
        self.fork.setVisible(place is not None)
        self.model.setEnabled(place is None)  # its weights are there, and their shape
        if place is not None:
            words = self.tr("A fork of run {id}: weights, moments and the order of the data go on from step {step}, with these settings.")
            self.fork_words.setText(words.format(id=place[0], step=f"{place[1]:,}" if place[1] is not None else "—"))

    def _settings(self, part: str) -> tuple[str, ...]:
        """What is set in a part of the form."""
        if part == "data":
            return ("objective", "data", "columns", *(one.name for one in FILES))
        if part == "model":
            shape, way = SHAPES.get(self.draft.kind, ()), WAYS[self.draft.method]
            return ("tokenizer", "start", *(one.name for one in (*shape, *way)))
        return tuple(one.name for one in SETTINGS[part])

    def retranslate(self) -> None:
        self.start.setText(self.tr("Start"))
        self.lesson.setText(self.tr("Recipe"))
        self.recipe.setAccessibleName(self.tr("Recipe"))
        self.scroll.setAccessibleName(self.tr("Settings"))
        self.beside.setAccessibleName(self.tr("What it will take"))
        self.files.setText("⋯")
        self.files.setToolTip(self.tr("Open or save a recipe"))
        self.files.setAccessibleName(self.tr("Open or save a recipe"))
        self.open_file.setText(self.tr("Open a recipe…"))
        self.save_file.setText(self.tr("Save as a recipe…"))
        self.leave.setText(self.tr("Begin anew instead"))
        for number in range(self.recipe.count()):
            self.recipe.setItemText(number, self._recipe_words.name(self.recipe.itemData(number)))
        for rows in self.settings.values():
            rows.retranslate(self._names.words)
        self.data.retranslate()
        self.model.retranslate()
        self._changed()

    # Qt

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if not self._recipes:
            self._ask_recipes()
        self.model.ask()
        self._changed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _is_recipe(paths: Sequence[str]) -> bool:
    return len(paths) == 1 and paths[0].lower().endswith(".toml")


def _may_be_data(path: Path) -> bool:
    return path.suffix.lower() in DATA_ENDINGS or (path.is_dir() and not (path / "config.json").is_file())
