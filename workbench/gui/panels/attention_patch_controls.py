"""What is patched, which way, and what is measured: the controls of the Patch view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_contrast import AttentionContrast
from workbench.gui.widgets.segmented import Segmented
from workbench.values import Contrast, PatchRequest

PARTS, WAYS, QUESTIONS = ("resid", "attn", "mlp", "head"), ("denoise", "noise"), ("answers", "chosen")


class PatchControls(QWidget):
    """`changed` when something else is chosen, `chosen` when the person has chosen what is patched or which way; `failed(error)` when a
    token could not be had. `question` is a row of its own."""

    changed = Signal()
    chosen = Signal()
    failed = Signal(object)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self.what, self.heads, self.way = Segmented(PARTS, self), QComboBox(self), Segmented(WAYS, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self.what, self.heads, self.way):
            row.addWidget(one)
        row.addStretch()
        self.question = QWidget(parent)
        self.asked, self.line = Segmented(QUESTIONS, self.question), AttentionContrast(choice, self.question)
        below = QHBoxLayout(self.question)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.S3)
        below.addWidget(self.asked)
        below.addWidget(self.line, 1)
        self.line.failed.connect(self.failed)
        for one in (self.what, self.way, self.asked):
            one.chosen.connect(lambda _key: self._changed())
        for one in (self.what, self.way):
            one.chosen.connect(lambda _key: self.chosen.emit())
        self.heads.activated.connect(lambda _row: self.chosen.emit())
        self._changed()

    @property
    def head_number(self) -> int | None:
        """Whose map of places is wanted; None: all heads together."""
        return self.heads.currentIndex() - 1 if self.what.key == "head" and self.heads.currentIndex() > 0 else None

    @property
    def contrast(self) -> Contrast | None:
        """The question that was chosen; None: what either text is answered with."""
        return self._choice.contrast.contrast if self.asked.key == "chosen" else None

    def set_heads(self, n_heads: int) -> None:
        """How many heads there are to choose one from."""
        if self.heads.count() != n_heads + 1:
            self.heads.clear()
            self.heads.addItems([""] * (n_heads + 1))
            self._name_heads()

    def show_request(self, request: PatchRequest) -> None:
        """Choose what a stored patch had chosen."""
        self.what.choose(request.what)
        self.way.choose(request.way)
        if request.head is not None and self.heads.count() <= request.head + 1:
            self.set_heads(request.head + 1)
        self.heads.setCurrentIndex(0 if request.head is None else request.head + 1)
        self._changed()

    def _changed(self) -> None:
        self.heads.setVisible(self.what.key == "head")
        self.line.setVisible(self.asked.key == "chosen")
        self.changed.emit()

    def save_state(self) -> dict[str, object]:
        return {"what": self.what.key, "way": self.way.key, "asked": self.asked.key}

    def restore_state(self, state: dict[str, object]) -> None:
        for name, one in (("what", self.what), ("way", self.way), ("asked", self.asked)):
            one.choose(str(state.get(name, "")))
        self._changed()

    def _name_heads(self) -> None:
        for index in range(self.heads.count()):
            self.heads.setItemText(index, self.tr("Head {n} by place").format(n=index - 1) if index else self.tr("All heads"))

    def retranslate(self) -> None:
        self.what.name((self.tr("Stream"), self.tr("Attention"), self.tr("MLP"), self.tr("Heads")), self.tr("What is patched"))
        self.way.name((self.tr("Restore"), self.tr("Break")), self.tr("Which way"))
        self.way.button("denoise").setToolTip(self.tr("From the clean pass into the corrupt one: what brings the answer back?"))
        self.way.button("noise").setToolTip(self.tr("From the corrupt pass into the clean one: what takes the answer away?"))
        self.asked.name((self.tr("Either text's answer"), self.tr("Chosen tokens")), self.tr("What is measured"))
        tip = self.tr("The clean text's most probable token against the corrupt text's.")
        self.asked.button("answers").setToolTip(tip)
        self.heads.setAccessibleName(self.tr("Heads"))
        self._name_heads()
        self.line.retranslate()
