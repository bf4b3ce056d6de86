"""Training: start a run from a recipe, watch it whoever started it, stop and keep it, find it again.

Composes what its neighbours do: `models.trainings` asks the store and starts processes, `training_run` shows one run.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_run import RunView, status_words
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.values import (
    Architecture,
    Kept,
    NgramArchitecture,
    RecipeList,
    RecipeListRequest,
    RunRecord,
    RunRow,
    TrainRequest,
    WindowArchitecture,
)

_ROW = Qt.ItemDataRole.UserRole
FIRST_RECIPE = "translate-numbers"
TEXTS_LEARN = ("causal", "masked", "spans")
"""Objectives that learn from plain text files."""


class TrainingPanel(QWidget):
    """`model_chosen(reference)` when a checkpoint is to be opened, `models_changed` when one was installed."""

    model_chosen = Signal(str)
    models_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recipes: dict[str, TrainRequest] = {}
        self._wanted_recipe = FIRST_RECIPE
        self._file = ""
        self._listed: list[tuple[int, list[str]]] = []
        self.trainings = Trainings(session, self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.start = QPushButton(self)
        self.recipe, self.steps, self.rate = QComboBox(self), QSpinBox(self), QDoubleSpinBox(self)
        self.layers, self.width_, self.seed = QSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.file = QToolButton(self)
        self.labels = {name: QLabel(self) for name in ("recipe", "steps", "rate", "layers", "width", "seed")}
        for spin, low, high in ((self.steps, 1, 1_000_000), (self.layers, 1, 64), (self.width_, 8, 4096), (self.seed, 0, 2**31 - 1)):
            spin.setRange(low, high)
            spin.setGroupSeparatorShown(True)
        self.rate.setDecimals(6)
        self.rate.setRange(1e-6, 1.0)
        self.rate.setSingleStep(1e-4)
        for spin in (self.steps, self.layers, self.width_, self.seed, self.rate):
            theme.pad(spin)
        for name, one in (("recipe", self.recipe), ("steps", self.steps), ("rate", self.rate)):
            self.frame.controls.addWidget(self.labels[name])
            self.frame.controls.addWidget(one)
        self.frame.controls.addWidget(self.file)
        self.frame.add_more(self._more())
        self.frame.controls.addStretch(1)
        self.about = QLabel(self)
        self.about.setProperty("role", "caption")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.runs, self.run, self.hint = QTreeWidget(self), RunView(self), Hint(self)
        self.runs.setRootIsDecorated(False)
        self.runs.setColumnCount(4)
        self.runs.setUniformRowHeights(True)
        self.runs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recipe.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.runs)
        self.splitter.addWidget(self.run)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([380, 640])
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.splitter)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        column.setSpacing(theme.S2)
        column.addWidget(self.about)
        column.addWidget(self._stack, 1)
        self.frame.set_view(content)
        self.frame.set_primary(self.start)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def _more(self) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        for name, one in (("layers", self.layers), ("width", self.width_), ("seed", self.seed)):
            line.addWidget(self.labels[name])
            line.addWidget(one)
        line.addStretch(1)
        return row

    def _connect(self) -> None:
        self.start.clicked.connect(self._start)
        self.recipe.activated.connect(lambda _row: self._take_recipe())
        self.file.clicked.connect(self._choose_file)
        for spin in (self.steps, self.layers, self.width_, self.rate):
            spin.valueChanged.connect(lambda _value: self._say())
        for signal in (self.runs.itemClicked, self.runs.itemActivated):
            signal.connect(lambda item, _column: self.trainings.follow(item.data(0, _ROW)))
        self.hint.asked.connect(self._start)
        t = self.trainings
        t.listed.connect(self._show_rows)
        t.begun.connect(self._begun)
        t.grew.connect(self.run.grew)
        t.failed.connect(self.frame.bar.show_error)
        t.kept.connect(self._kept)
        self.run.told.connect(t.tell)
        self.run.keep_asked.connect(t.keep)
        self.run.open_asked.connect(lambda run_id, step: self.model_chosen.emit(f"run:{run_id}@{step}"))
        self.run.resume_asked.connect(self._resume)
        self._session.run_opened.connect(self._run_opened)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Training")

    def shown_job(self) -> Job | None:
        """None: trainings record themselves."""
        return None

    def save_state(self) -> dict[str, object]:
        return {"recipe": self.recipe.currentData() or self._wanted_recipe, "sizes": self.splitter.sizes()}

    def restore_state(self, state: dict[str, object]) -> None:
        self._wanted_recipe = str(state.get("recipe", FIRST_RECIPE))
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size > 0 for size in sizes):
            self.splitter.setSizes(sizes)

    # starting

    def request(self) -> TrainRequest | None:
        """What Start would train."""
        recipe = self._recipes.get(self.recipe.currentData() or "")
        if recipe is None:
            return None
        steps = self.steps.value()
        shape = recipe.architecture
        if isinstance(shape, Architecture):
            shape = dataclasses.replace(shape, n_layers=self.layers.value(), d_model=self.width_.value())
        more = {"data": self._file, "tokenizer": "characters"} if self._file and recipe.objective in TEXTS_LEARN else {}
        return dataclasses.replace(
            recipe,
            architecture=shape,
            n_steps=steps,
            warmup_steps=min(recipe.warmup_steps, steps // 2),
            learning_rate=self.rate.value(),
            seed=self.seed.value(),
            **more,
        )

    def _start(self) -> None:
        request = self.request()
        self.frame.bar.clear()
        if request is None:
            self._ask_recipes()
        elif isinstance(request.architecture, Architecture) and request.architecture.d_model % (2 * request.architecture.n_heads):
            heads = request.architecture.n_heads
            limit = self.tr("a multiple of {n}").format(n=2 * heads)
            self.frame.bar.show_error(
                WorkbenchError("bad-value", name=self.labels["width"].text(), value=request.architecture.d_model, limit=limit)
            )
        elif self.trainings.start(request):
            self.frame.bar.show_notice(self.tr("The training begins in a process of its own; it goes on when this window is closed."))

    def _resume(self, request: TrainRequest, run_id: int) -> None:
        self.frame.bar.clear()
        self.trainings.start(dataclasses.replace(request, resume=run_id, key=""))

    def _ask_recipes(self) -> None:
        job = self._session.submit(RecipeListRequest(), key="recipes")
        job.done.connect(self._learn_recipes)
        job.failed.connect(self._recipes_unknown)

    def _recipes_unknown(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.frame.bar.show_error(error, action_text=self.tr("Try again"), action=self._ask_recipes)

    def _learn_recipes(self, found: RecipeList) -> None:
        self._recipes = dict(found.recipes)
        self.recipe.clear()
        for name in self._recipes:
            self.recipe.addItem(self._recipe_words(name), name)
        self.recipe.setCurrentIndex(max(0, self.recipe.findData(self._wanted_recipe)))
        self._take_recipe()

    def _take_recipe(self) -> None:
        recipe = self._recipes.get(self.recipe.currentData() or "")
        if recipe is not None:
            self._wanted_recipe = self.recipe.currentData()
            values = {self.steps: recipe.n_steps, self.rate: recipe.learning_rate, self.seed: recipe.seed}
            if isinstance(recipe.architecture, Architecture):
                values |= {self.layers: recipe.architecture.n_layers, self.width_: recipe.architecture.d_model}
            for spin, value in values.items():
                spin.setValue(value)
            for name, one in (("layers", self.layers), ("width", self.width_)):
                one.setVisible(isinstance(recipe.architecture, Architecture))
                self.labels[name].setVisible(isinstance(recipe.architecture, Architecture))
        self._say()

    def _choose_file(self) -> None:
        if self._file:
            self._file = ""
        else:
            dialog = QFileDialog(self, self.tr("A text to learn"), "", self.tr("Text (*.txt *.md);;All files (*)"))
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(self._take_file)
            dialog.open()
        self._say()

    def _take_file(self, path: str) -> None:
        self._file = path
        self._say()

    # runs

    def _show_rows(self, rows: tuple[RunRow, ...]) -> None:
        words = [(row.id, [str(row.id), row.model, status_words(row.status), row.summary]) for row in rows]
        if words != self._listed:  # nothing flickers while nothing changes
            self._listed = words
            self.runs.clear()
            for run_id, texts in words:
                item = QTreeWidgetItem(texts)
                item.setData(0, _ROW, run_id)
                item.setToolTip(3, texts[3])
                self.runs.addTopLevelItem(item)
            for number in range(3):
                self.runs.resizeColumnToContents(number)
        for row in rows:
            self.run.set_row(row)
        self._mark()
        self._stack.setCurrentWidget(self.splitter if rows else self.hint)

    def _mark(self) -> None:
        """Let the list show which run is followed."""
        for number in range(self.runs.topLevelItemCount()):
            item = self.runs.topLevelItem(number)
            if item is not None and item.data(0, _ROW) == self.trainings.run_id:
                self.runs.setCurrentItem(item)

    def _begun(self, run_id: int) -> None:
        row = next((row for row in self.trainings.rows if row.id == run_id), None)
        self.run.begin(run_id, row)
        self._mark()
        if self.frame.bar.isVisible() and self.frame.bar.error is None:
            self.frame.bar.clear()

    def _run_opened(self, record: RunRecord) -> None:
        if isinstance(record.request, TrainRequest):
            self.trainings.follow(record.row.id)

    def _kept(self, kept: Kept) -> None:
        self.frame.bar.show_notice(self.tr("Kept as the model {name}.").format(name=kept.name))
        self.models_changed.emit()

    # words

    def _recipe_words(self, name: str) -> str:
        return {
            "chars": self.tr("Small writer (a text of your own, or ours)"),
            "masked": self.tr("Small encoder: hidden words"),
            "translate-numbers": self.tr("Translate number words"),
            "markov": self.tr("Letters of a Markov chain (known entropy)"),
            "ngram": self.tr("N-gram: counts, no network"),
            "window": self.tr("Fixed window: embeddings and an MLP"),
            "transformer": self.tr("Transformer, beside n-gram and window"),
            "spans": self.tr("Spans of text (T5)"),
            "answers": self.tr("Answers to questions: all weights"),
            "lora": self.tr("Answers to questions: LoRA"),
            "soft-prompt": self.tr("Answers to questions: soft prompt"),
            "sentiment": self.tr("Sentiment of reviews, from scratch"),
            "sentiment-lora": self.tr("Sentiment of reviews: LoRA"),
            "tags": self.tr("Parts of speech of each word"),
            "starter": self.tr("Starter, as shipped (long)"),
            "starter-masked": self.tr("Starter (masked), as shipped (long)"),
            "starter-seq2seq": self.tr("Starter (numbers), as shipped (long)"),
        }.get(name, name)

    def _say(self) -> None:
        request = self.request()
        self.hint.say(
            self.tr("Train a small model and watch it learn"),
            self.tr("A recipe says what is learned from which text. The run goes on when the window is closed."),
            self.tr("Start the training"),
        )
        self.file.setText(self.tr("Without the file") if self._file else self.tr("Text file…"))
        self.file.setToolTip(self._file)
        self.file.setVisible(request is not None and request.objective in TEXTS_LEARN)
        if request is None:
            self.about.setText("")
            return
        words = self.tr("{objective} · about {n} parameters · {tokens} tokens a step")
        if isinstance(request.architecture, NgramArchitecture):
            words = self.tr("counts which token follows the {n} before it · {tokens} tokens a step")
        elif request.architecture is None:
            words = self.tr("{objective} · from {model} · {tokens} tokens a step")
        objective = {
            "causal": self.tr("learns the next token"),
            "masked": self.tr("learns hidden tokens"),
            "seq2seq": self.tr("learns to translate"),
            "spans": self.tr("learns what was left out"),
            "answers": self.tr("learns answers"),
            "labels": self.tr("learns the class of a text"),
            "tags": self.tr("learns the class of each word"),
        }[request.objective]
        n = ""
        if isinstance(request.architecture, Architecture | WindowArchitecture):
            n = f"{parameters(request.architecture, d_vocab=2048):,}"
        elif isinstance(request.architecture, NgramArchitecture):
            n = str(request.architecture.order - 1)
        self.about.setText(words.format(objective=objective, n=n, model=request.start, tokens=f"{request.batch_tokens:,}"))

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.start.setText(self.tr("Start"))
        names = {
            "recipe": (self.tr("Recipe"), self.recipe),
            "steps": (self.tr("Steps"), self.steps),
            "rate": (self.tr("Learning rate"), self.rate),
            "layers": (self.tr("Layers"), self.layers),
            "width": (self.tr("Width (d_model)"), self.width_),
            "seed": (self.tr("Seed"), self.seed),
        }
        for name, (words, one) in names.items():
            self.labels[name].setText(words)
            self.labels[name].setBuddy(one)
            one.setAccessibleName(words)
        for number in range(self.recipe.count()):
            self.recipe.setItemText(number, self._recipe_words(self.recipe.itemData(number)))
        self.runs.setHeaderLabels([self.tr("Run"), self.tr("Recipe"), self.tr("Status"), self.tr("How far")])
        self.runs.setAccessibleName(self.tr("Training runs"))
        self._show_rows(self.trainings.rows)
        self._say()

    # Qt

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if not self._recipes:
            self._ask_recipes()
        self.trainings.watch(True)

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self.trainings.watch(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(1000, 640)


def parameters(a: Architecture | WindowArchitecture, *, d_vocab: int) -> int:
    """How many numbers a new model of this shape has, but for norms and biases."""
    if isinstance(a, WindowArchitecture):
        return (d_vocab + (1 + a.window) * a.d_model + 2 * a.d_mlp) * a.d_model
    attention, mlp = 4 * a.d_model**2, (3 if a.kind == "decoder" else 2) * a.d_model * a.d_mlp
    layer = attention + mlp
    if a.kind == "encoder-decoder":
        layer = 2 * layer + attention
    extra = a.n_ctx * a.d_model + a.d_model**2 if a.kind == "encoder" else 0
    return d_vocab * a.d_model + a.n_layers * layer + extra
