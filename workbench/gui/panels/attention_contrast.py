"""The line that says what is asked, in a view of the Attention panel: the widget, tied to the model that all views share."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.models.contrast import ContrastModel, Split, Token
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.widgets.contrast_choice import ContrastChoice
from workbench.gui.widgets.ranked import Ranked
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.visible import visible, visible_token
from workbench.values import Encoding


class AttentionContrast(QWidget):
    """Put one into each view that asks; `choice.contrast` has what is asked. `failed(error)`: a token could not be had."""

    failed = Signal(object)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self._model = choice, choice.contrast
        self._axis: TokenAxis | None = None
        self.line = ContrastChoice(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        self.line.position_chosen.connect(self._model.choose_position)
        self.line.token_chosen.connect(self._choose)
        self.line.token_typed.connect(self._model.type)
        self.line.dropped.connect(self._model.choose_alone)
        self.line.reset_asked.connect(self._model.reset)
        self._model.changed.connect(self._refresh)
        self._model.failed.connect(lambda error: self.failed.emit(error) if self.isVisible() else None)
        choice.changed.connect(self._refresh)

    def _choose(self, role: str, token_id: int) -> None:
        expected = self._model.expected
        if expected is not None and token_id in expected.ids:
            text = expected.texts[expected.ids.tolist().index(token_id)]
            self._model.choose("token" if role == "token" else "against", Token(token_id, text))

    def _refresh(self) -> None:
        """Say what is asked, and ask for what isn't known of it; nothing while nobody looks."""
        if not self.isVisible():
            return
        model, choice = self._model, self._choice
        model.fetch()
        position, axis = model.position, self._axis_of(model.encoding)
        selected = choice.positions[-1] if choice.positions and axis is choice.axis else -1
        self.line.set_positions(axis, -1 if position is None else position, selected=selected, behind=model.behind)
        token, against = (visible_token(one.text) if one is not None else "…" for one in (model.token, model.against))
        self.line.set_tokens(token, None if model.alone else against, offered(self._model), usual=model.is_default)
        self.line.set_note(self._note())

    def _axis_of(self, encoding: Encoding | None) -> TokenAxis | None:
        """The axis of the tokens among which the position is chosen: that of the view, where it shows the same."""
        shown = self._choice.axis
        if encoding is None or (shown is not None and shown.tokens.encoding is encoding):
            return shown if encoding is not None else None
        if self._axis is None or self._axis.tokens.encoding is not encoding:
            self._axis = TokenAxis(TokenText(encoding))
        return self._axis

    def _note(self) -> str:
        split = self._model.split
        return several(split) if split is not None else ""

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def retranslate(self) -> None:
        self.line.retranslate()
        self._refresh()


def offered(model: ContrastModel) -> list[Ranked]:
    """What the model expects at the position of the question, as a list to choose from."""
    expected = model.expected
    if expected is None:
        return []
    tip = QCoreApplication.translate("AttentionContrast", "id {id} · ln p {logprob}")
    return [
        Ranked(visible_token(text), math.exp(logprob), tip.format(id=token, logprob=f"{logprob:.4f}"), token)
        for token, text, logprob in zip(expected.ids.tolist(), expected.texts, expected.logprobs.tolist(), strict=True)
    ]


def several(split: Split) -> str:
    """That a text that was typed is several tokens."""
    words = QCoreApplication.translate("AttentionContrast", "“{text}” is {n} tokens; the first, “{token}”, is meant")
    return words.format(text=visible(split.text), n=split.n_tokens, token=visible_token(split.token.text))
