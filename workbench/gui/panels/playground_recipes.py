"""The gallery of recipes: tasks that are set up and ready to run, each with what it does and what a small model will not manage.

Owns nothing of the playground: `used` says which recipe, about which text, and with how many examples.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.gui import i18n, theme
from workbench.gui.panels.playground_modes import ModelKinds
from workbench.gui.session import Session
from workbench.gui.widgets.message_bar import MessageBar
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.text_editor import TextEditor
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import ModelInfo, TaskRecipe, Tasks, TasksRequest

LIST_WIDTH, INPUT_LINES = 290, 4
SHOTS = ("zero", "one", "few")


class Use(NamedTuple):
    """A recipe as the person set it up."""

    recipe: TaskRecipe
    text: str
    shots: int

    @property
    def prompt(self) -> str:
        return self.recipe.prompt(self.text, self.shots)


def mode_for(recipe: TaskRecipe, info: ModelInfo | None) -> str:
    """The mode of the playground a recipe is set up in with this model."""
    return "chat" if recipe.chat and info is not None and info.has_chat_template else recipe.mode


class RecipesGallery(QDialog):
    """`used(Use)`; `model_chosen(name)`: the person wants a model that suits the recipe opened."""

    used = Signal(object)
    model_chosen = Signal(str)

    def __init__(self, session: Session, kinds: ModelKinds, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._kinds = session, kinds
        self._recipes: tuple[TaskRecipe, ...] = ()
        self._shown = ""
        self._build()
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.input.edited.connect(lambda _text: self._show_prompt())
        self.shots.chosen.connect(lambda _key: self._show_prompt())
        self.use.clicked.connect(self._use)
        self.list.itemActivated.connect(lambda _item: self.input.setFocus())
        session.subject_changed.connect(lambda _subject: self._show())
        kinds.learned.connect(lambda _model: self._show())
        self.retranslate()

    def _build(self) -> None:
        self.list, self.bar = QListWidget(self), MessageBar(self)
        self.list.setFixedWidth(LIST_WIDTH)
        self.title, self.about, self.limits, self.suits, self.where = (WrappedLabel(parent=self) for _ in range(5))
        self.where.setProperty("role", "caption")
        self.title.setFont(theme.sans(theme.TITLE, bold=True))
        self.shots, self.input, self.prompt = Segmented(SHOTS, self), TextEditor(self), QPlainTextEdit(self)
        self.input.setFixedHeight(INPUT_LINES * self.input.fontMetrics().lineSpacing() + 2 * theme.S2 + 2)
        self.prompt.setReadOnly(True)
        self.prompt.setFont(theme.mono())
        self.prompt.setTabChangesFocus(True)
        self.captions = [QLabel(self) for _ in range(3)]
        for caption, buddy in zip(self.captions, (self.input, self.shots, self.prompt), strict=True):
            caption.setProperty("role", "caption")
            caption.setBuddy(buddy)
        self.use, self.open_model = QPushButton(self), QPushButton(self)
        self.use.setProperty("primary", True)
        self.use.setDefault(True)
        self.open_model.clicked.connect(self._open_model)
        right = QVBoxLayout()
        right.setSpacing(theme.S2)
        for one in (self.title, self.about, self.limits, self.captions[0], self.input):
            right.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.captions[1])
        row.addWidget(self.shots)
        row.addStretch(1)
        right.addLayout(row)
        right.addWidget(self.captions[2])
        right.addWidget(self.prompt, 1)
        right.addWidget(self.where)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S2)
        buttons.addWidget(self.suits, 1)
        buttons.addWidget(self.open_model)
        buttons.addWidget(self.use)
        right.addLayout(buttons)
        columns = QHBoxLayout()
        columns.setSpacing(theme.S4)
        columns.addWidget(self.list)
        columns.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S3)
        column.addLayout(columns, 1)
        column.addWidget(self.bar)
        self.resize(880, 580)

    # the recipes

    @property
    def recipe(self) -> TaskRecipe | None:
        """The one that is looked at."""
        row = self.list.currentRow()
        return self._recipes[row] if 0 <= row < len(self._recipes) else None

    def ask(self) -> None:
        """Ask for the recipes, once."""
        if not self._recipes:
            job = self._session.submit(TasksRequest(), key="tasks")
            job.done.connect(self._known)
            job.failed.connect(self.bar.show_error)

    def _known(self, found: object) -> None:
        assert isinstance(found, Tasks)
        self._recipes = found.recipes
        for one in self._recipes:
            self.list.addItem(one.titles[i18n.language()])
        self.list.setCurrentRow(max(range(len(self._recipes)), key=self._fits, default=-1))

    def _fits(self, row: int) -> tuple[bool, bool]:
        """How well a recipe suits what is open: its language first, then its model."""
        one = self._recipes[row]
        return one.language == i18n.language(), self._session.subject.model in one.models

    def _use(self) -> None:
        recipe = self.recipe
        if recipe is not None:
            self.used.emit(Use(recipe, self.input.text, self.n_shots))
            self.accept()

    def _open_model(self) -> None:
        recipe = self.recipe
        if recipe is not None:
            self.model_chosen.emit(recipe.models[0])  # the button is there only where one is named

    @property
    def n_shots(self) -> int:
        """How many examples the prompt holds."""
        return {"zero": 0, "one": 1, "few": len(self.recipe.examples) if self.recipe else 0}[self.shots.key]

    # showing

    def _show(self) -> None:
        recipe, own = self.recipe, i18n.language()
        if recipe is None:
            return
        self.title.setText(recipe.titles[own])
        self.about.setText(recipe.about[own])
        self.limits.setText(self.tr("What to expect: {limits}").format(limits=recipe.limits[own]))
        suited = self._session.subject.model in recipe.models
        self.suits.setText(self._suited(recipe))
        if recipe.models:
            self.open_model.setText(self.tr("Open {model}").format(model=recipe.models[0]))
        self.open_model.setVisible(bool(recipe.models) and not suited)
        for one in (self.shots, self.captions[1]):
            one.setVisible(bool(recipe.examples))
        if recipe.name != self._shown:  # what the person typed and chose stays while it is the same one
            self._shown = recipe.name
            self.input.set_text(recipe.input)
            self.shots.choose("few" if recipe.examples else "zero")
        self._show_prompt()

    def _show_prompt(self) -> None:
        recipe = self.recipe
        if recipe is None:
            return
        self.prompt.setPlainText(recipe.prompt(self.input.text, self.n_shots))
        self.where.setText(self._where(mode_for(recipe, self._kinds.info)))
        few = len(recipe.examples)
        self.shots.name((self.tr("None"), self.tr("One"), self.tr("{n} examples").format(n=few)), self.tr("Examples"))

    def _suited(self, recipe: TaskRecipe) -> str:
        if not recipe.models:
            return self.tr("No model that comes with the app manages this; a larger one of your own may.")
        if self._session.subject.model in recipe.models:
            return self.tr("Suits the open model.")
        return self.tr("Suited to it: {models}.").format(models=", ".join(recipe.models))

    def _where(self, mode: str) -> str:
        return {
            "chat": self.tr("In Chat: sent as a message through the model's chat template."),
            "complete": self.tr("In Complete: the model continues the prompt."),
            "answer": self.tr("In Translate: the model reads the prompt and writes its answer."),
            "classify": self.tr("In Classify: the labels are compared behind the prompt; nothing is generated."),
        }[mode]

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Recipes"))
        self.list.setAccessibleName(self.tr("Recipes"))
        for caption, words in zip(
            self.captions, (self.tr("Your text"), self.tr("Examples in the prompt"), self.tr("The prompt that results")), strict=True
        ):
            caption.setText(words)
        self.input.setAccessibleName(self.tr("Your text"))
        self.prompt.setAccessibleName(self.tr("The prompt that results"))
        self.use.setText(self.tr("Set it up"))
        self.use.setToolTip(self.tr("Puts the prompt, the mode, the settings and the stop texts into the playground. Nothing runs yet."))
        for row, one in enumerate(self._recipes):
            self.list.item(row).setText(one.titles[i18n.language()])
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
