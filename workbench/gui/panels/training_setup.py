"""Set up: choose a recipe, change what is to be changed, start."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_words import RecipeWords
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Architecture,
    NgramArchitecture,
    RecipeList,
    RecipeListRequest,
    TrainRequest,
    WindowArchitecture,
)

FIRST_RECIPE = "translate-numbers"
TEXTS_LEARN = ("causal", "masked", "spans")
"""Objectives that learn from plain text files."""


class SetUpView(QWidget):
    """The form."""

    key = "setup"
    controls = None

    def __init__(self, session: Session, frame: PanelFrame, trainings: Trainings) -> None:
        super().__init__(frame)
        self._session, self._frame, self._trainings = session, frame, trainings
        self._words = RecipeWords(self)
        self._recipes: dict[str, TrainRequest] = {}
        self._wanted_recipe = FIRST_RECIPE
        self._file = ""
        self.start = self.primary = QPushButton(frame)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.recipe, self.steps, self.rate = QComboBox(self), QSpinBox(self), QDoubleSpinBox(self)
        self.layers, self.width_, self.seed = QSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.file, self.about = QToolButton(self), WrappedLabel(parent=self)
        self.about.setProperty("role", "caption")
        self.labels = {name: QLabel(self) for name in ("recipe", "steps", "rate", "layers", "width", "seed")}
        for spin, low, high in ((self.steps, 1, 1_000_000), (self.layers, 1, 64), (self.width_, 8, 4096), (self.seed, 0, 2**31 - 1)):
            spin.setRange(low, high)
            spin.setGroupSeparatorShown(True)
        self.rate.setDecimals(6)
        self.rate.setRange(1e-6, 1.0)
        self.rate.setSingleStep(1e-4)
        for spin in (self.steps, self.layers, self.width_, self.seed, self.rate):
            theme.pad(spin)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.S3, 0, 0, 0)
        fields = (self.recipe, self.steps, self.rate, self.layers, self.width_, self.seed)
        for number, (label, field) in enumerate(zip(self.labels.values(), fields, strict=True)):
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.file, 0, 2)
        grid.addWidget(self.about, len(fields), 1, 1, 2)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(fields) + 1, 1)

    def _connect(self) -> None:
        self.start.clicked.connect(self._start)
        self.recipe.activated.connect(lambda _row: self._take_recipe())
        self.file.clicked.connect(self._choose_file)
        for spin in (self.steps, self.layers, self.width_, self.rate):
            spin.valueChanged.connect(lambda _value: self._say())

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Set up")

    def rows(self) -> Iterable[Sequence[object]]:
        return ()

    def snippet(self) -> str:
        return ""

    def save_state(self) -> dict[str, object]:
        return {"recipe": self.recipe.currentData() or self._wanted_recipe}

    def restore_state(self, state: dict[str, object]) -> None:
        self._wanted_recipe = str(state.get("recipe", FIRST_RECIPE))

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
        self._frame.bar.clear()
        if request is None:
            self._ask_recipes()
        elif isinstance(request.architecture, Architecture) and request.architecture.d_model % (2 * request.architecture.n_heads):
            heads = request.architecture.n_heads
            limit = self.tr("a multiple of {n}").format(n=2 * heads)
            self._frame.bar.show_error(
                WorkbenchError("bad-value", name=self.labels["width"].text(), value=request.architecture.d_model, limit=limit)
            )
        elif self._trainings.start(request):
            self._frame.bar.show_notice(self.tr("The training begins in a process of its own; it goes on when this window is closed."))
            self._trainings.view_wanted.emit("run")

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
        for name in self._recipes:
            self.recipe.addItem(self._words.name(name), name)
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

    # words

    def _say(self) -> None:
        request = self.request()
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
            self.recipe.setItemText(number, self._words.name(self.recipe.itemData(number)))
        self._say()

    # Qt

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if not self._recipes:
            self._ask_recipes()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


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
