"""What a recipe does to the playground: the prompt in its place, the settings and stop texts that suit it, and its name remembered.

Nothing runs by itself: the person looks at what was set up and presses the button.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.gui.panels.playground_chat import ChatPage
from workbench.gui.panels.playground_classify import ClassifyPage
from workbench.gui.panels.playground_page import Common, SetUp
from workbench.gui.panels.playground_recipes import RecipesGallery, Use, mode_for
from workbench.gui.panels.playground_writing import Writing
from workbench.gui.widgets.tips import wrapped
from workbench.values import GenerateRequest, LikelihoodRequest, SamplerSettings, Subject, TaskRecipe


class RecipeDesk(QObject):
    """The button and the gallery behind it. `ready(mode)`: a recipe is set up and that mode is to be shown."""

    ready = Signal(str)
    model_chosen = Signal(str)

    def __init__(self, common: Common, writing: Writing, chat: ChatPage, classify: ClassifyPage, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._writing, self._chat, self._classify, self._parent = common, writing, chat, classify, parent
        self.gallery: RecipesGallery | None = None
        self.button = QPushButton(parent)
        self.button.clicked.connect(self.open)

    def open(self) -> None:
        """Show the gallery, made when it is first wanted."""
        if self.gallery is None:
            self.gallery = RecipesGallery(self._common.session, self._common.kinds, self._parent)
            self.gallery.used.connect(self._use)
            self.gallery.model_chosen.connect(self.model_chosen)
        self.gallery.ask()
        self.gallery.open()

    def take_over(self, request: object) -> None:
        """A stored request becomes the present one: with the same text, so does its recipe."""
        if isinstance(request, GenerateRequest | LikelihoodRequest):
            classifies, text = isinstance(request, LikelihoodRequest), request.subject.text
            self._common.set_up = SetUp(request.recipe, classifies, text) if request.recipe else None

    def _use(self, use: Use) -> None:
        recipe, common = use.recipe, self._common
        mode = mode_for(recipe, common.kinds.info)
        common.stored.leave()
        common.set_up = SetUp(recipe.name, recipe.mode == "classify", *recipe.frame(use.shots))
        if mode == "chat":
            self._chat.begin_anew()
            self._chat.composer.set_text(use.prompt)
        else:
            common.session.change_subject(text=use.prompt, form="raw")
        if mode == "classify":
            free = recipe.prompt(recipe.content_free, use.shots) if recipe.content_free else ""
            self._classify.set_labels(recipe.labels, free)
        else:
            self._writing.clear()
            common.controls.restore(settings_of(recipe, seed=common.controls.seed(), stops=mode != "chat"))
        self.ready.emit(mode)

    def retranslate(self) -> None:
        self.button.setText(self.tr("Recipes…"))
        self.button.setToolTip(
            wrapped(self.tr("Tasks that are set up for you: translation, summaries, writing, questions, sentiment, classification."))
        )


def settings_of(recipe: TaskRecipe, *, seed: int | None, stops: bool) -> GenerateRequest:
    """The settings a recipe asks for, as a request about nothing. An answer in a conversation ends by itself, so it needs no `stops`."""
    sampler = SamplerSettings(temperature=recipe.temperature, top_p=recipe.top_p, order=("temperature", "top_p"))
    return GenerateRequest(
        Subject("", ""), max_new_tokens=recipe.max_new_tokens, sampler=sampler, seed=seed, stop=recipe.stop if stops else ()
    )
