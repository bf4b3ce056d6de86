"""The things one can do with a model here, which of them the open model can, and who could do the others.

The idea that is not obvious: what a model can do is learned from whoever opens it, and until then everything counts as
possible, so nothing waits for an answer that may never come.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.session import Job, Session
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.tips import wrapped
from workbench.values import ModelInfo, OpenRequest

MODES = ("complete", "chat", "beam", "fill", "answer", "classify", "bias", "grid")
ABLE = {
    "complete": "starter",
    "beam": "starter",
    "chat": "smollm2-135m-instruct",
    "fill": "starter-masked",
    "answer": "starter-seq2seq",
    "classify": "starter",
    "bias": "starter",
    "grid": "starter",
}
"""For each mode a model that can do it."""
DEFAULT = {"decoder": "complete", "encoder": "fill", "encoder-decoder": "answer"}


def possible(info: ModelInfo | None) -> tuple[str, ...]:
    """What a model can do, best first; everything as long as nothing is known of it."""
    if info is None:
        return MODES
    if not info.has_logits:
        return ()
    if info.kind == "decoder":
        chat = ("chat",) if info.has_chat_template else ()
        return ("complete", *chat, "beam", "classify", "bias", "grid")
    also = ("classify", "bias", "grid") if info.kind == "encoder-decoder" else ("grid",)
    return (DEFAULT[info.kind], *also) if info.kind in DEFAULT else ()


def default_mode(info: ModelInfo) -> str:
    """What to show when a model of another kind is opened."""
    return DEFAULT.get(info.kind, "complete")


class ModelKinds(QObject):
    """What is known of the models that were opened. `learned(model)` when there is more."""

    learned = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._infos: dict[str, ModelInfo] = {}
        session.job_started.connect(self._watch)
        if session.subject.model:  # it was opened before anybody listened
            session.submit(OpenRequest(session.subject.model), key="playground-kind")

    @property
    def info(self) -> ModelInfo | None:
        """Of the open model."""
        return self._infos.get(self._session.subject.model)

    def can(self, mode: str) -> bool:
        """Whether the open model can do it, as far as one knows."""
        return mode in possible(self.info)

    def _watch(self, job: Job) -> None:
        if isinstance(job.request, OpenRequest):
            job.done.connect(lambda info: self.learn(job.request.model, info))

    def learn(self, model: str, info: object) -> None:
        if isinstance(info, ModelInfo):
            self._infos[model] = info
            self.learned.emit(model)


class ModeSwitch(Segmented):
    """The modes as buttons; those the open model cannot do are faint, and say why."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(MODES, parent)
        self._words = ModeWords(self)

    def show_possible(self, info: ModelInfo | None) -> None:
        """Say of each mode what it does, and if the model cannot, why."""
        for mode in MODES:
            able, button, words = mode in possible(info), self.button(mode), self._words.what(mode)
            if info is not None and not able:
                words = f"{words} {self._words.why_not(mode, info)}"
            button.setToolTip(wrapped(words))
            button.setAccessibleDescription(words)
            if button.property("faint") != (not able):
                button.setProperty("faint", not able)
                button.style().polish(button)

    def retranslate(self) -> None:
        self.name(self._words.names(), self.tr("What to do"))


class ModeWords(QObject):
    """Sentences only; holds no state."""

    def names(self) -> tuple[str, ...]:
        """The modes' labels, in order."""
        return (
            self.tr("Complete"), self.tr("Chat"), self.tr("Beam search"), self.tr("Fill in"), self.tr("Translate"), self.tr("Classify"),
            self.tr("Bias"), self.tr("Grid"),
        )  # fmt: skip

    def button(self, mode: str) -> str:
        """What the panel's one button does."""
        return {
            "complete": self.tr("Generate"),
            "chat": self.tr("Send"),
            "beam": self.tr("Search"),
            "fill": self.tr("Fill in"),
            "answer": self.tr("Translate"),
            "classify": self.tr("Classify"),
            "bias": self.tr("Compare"),
            "grid": self.tr("Run the grid"),
        }[mode]

    def title(self, mode: str) -> str:
        """What an empty view says first."""
        return {
            "complete": self.tr("Let the model write on"),
            "chat": self.tr("Talk with the model"),
            "beam": self.tr("Search for the best continuation as a whole"),
            "fill": self.tr("Let the model fill in words"),
            "answer": self.tr("Turn one text into another"),
            "classify": self.tr("Compare labels behind a text"),
            "bias": self.tr("Compare what the model thinks of two sides"),
            "grid": self.tr("Ask many prompts at once"),
        }[mode]

    def what(self, mode: str) -> str:
        """What a mode does, as a tooltip."""
        return {
            "complete": self.tr("Decoders continue a text, token by token."),
            "chat": self.tr("A conversation through the model's own chat template."),
            "beam": self.tr("Several continuations are followed at once, and the most probable whole ones kept."),
            "fill": self.tr("Encoders read both sides of a mask and say what could stand there."),
            "answer": self.tr("Encoder-decoders read a text and write another one: a translation, an answer."),
            "classify": self.tr("Labels are compared by their probability behind the text; nothing is generated."),
            "bias": self.tr("Pairs of texts that differ in whom they are about: which does the model find more probable?"),
            "grid": self.tr("Templates with variables are asked of rows, models and settings, and every answer is scored."),
        }[mode]

    def idle(self, mode: str) -> str:
        """Before anything was written."""
        if mode == "answer":
            return self.tr("Press Translate: the model reads the whole text and writes its answer token by token.")
        return self.tr("Press Generate: the model continues the text token by token.")

    def teaches(self, mode: str) -> str:
        """What to do where there is no text yet."""
        if mode == "answer":
            return self.tr("Type a text above. The model answers it here token by token, and each token shows what else was possible.")
        return self.tr("Type a text above. The model continues it here token by token, and each token shows what else was possible.")

    def why_not(self, mode: str, info: ModelInfo) -> str:
        """Why this model cannot do it."""
        if not info.has_logits:
            return self.tr("{model} predicts no tokens: it turns texts into vectors, to compare them.").format(model=info.name)
        if mode == "chat" and info.kind == "decoder":
            return self.tr("{model} has no chat template: it was not trained on conversations.").format(model=info.name)
        kinds = {
            "decoder": self.tr("{model} is a decoder: it reads from left to right and continues a text."),
            "encoder": self.tr("{model} is an encoder: it reads a text in both directions and cannot continue it."),
            "encoder-decoder": self.tr("{model} is an encoder-decoder: it reads a whole text and answers it with another one."),
        }
        return kinds.get(info.kind, "{model}").format(model=info.name)

    def hint(self, mode: str, model: str, info: ModelInfo | None, *, able: bool) -> tuple[str, str, str]:
        """What the empty view says: title, body, and the label of its button, empty for none."""
        if not model:
            body = self.tr("A language model does one thing: it gives every possible next token a probability. Choose a model to watch it.")
            return self.title(mode), body, self.tr("Choose a model")
        if info is not None and not able:
            return self.title(mode), f"{self.why_not(mode, info)} {self.what(mode)}", self.offer(mode)
        return self.title(mode), self.teaches(mode), ""

    def offer(self, mode: str) -> str:
        """The button of the empty view."""
        return self.tr("Open {model}").format(model=ABLE[mode])
