"""One step of a continuation: why this token, and what could have come instead."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.playground_run import Continuation, Look
from workbench.gui.widgets.distribution import DistributionView
from workbench.gui.widgets.numbers import nats, percent
from workbench.gui.widgets.steps_table import rank, spelled
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import TokenStep


class StepDetails(QWidget):
    """Heading, numbers, alternatives, and the button that branches. `branched(token_id)`; `left` to go back to the text."""

    branched = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: TokenStep | None = None
        self._run: Continuation | None = None
        self._number = self._total = 0
        self._heading, self._numbers = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self._heading.setProperty("role", "title")
        for label in (self._heading, self._numbers):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.view = DistributionView(self)
        self.button = QPushButton(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one in (self._heading, self._numbers):
            column.addWidget(one)
        column.addWidget(self.view, 1)
        column.addWidget(self.button)
        self._filler = QWidget(self)
        column.addWidget(self._filler, 1)
        self.view.branched.connect(lambda row: self.branched.emit(self.view.table.rows[row].id))
        self.view.left.connect(self.left)
        self.view.selectionModel().selectionChanged.connect(self._say_button)
        self.button.clicked.connect(self._branch)
        self.retranslate()

    def look(self, look: Look) -> None:
        total = len(look.run.steps) if look.run is not None else 0
        self._run = look.run
        self.show_step(look.step, look.number if look.step is not None else 0, total)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: a row for each recorded alternative."""
        yield ("rank", "id", "token", "logprob_raw", "logprob_final", "chosen")
        step = self._step
        if step is not None:
            listed = zip(step.top_ids.tolist(), step.top_texts, step.top_logprob_raw.tolist(), step.top_logprob_final.tolist(), strict=True)
            for place, (token, text, raw, final) in enumerate(listed, 1):
                yield (place, token, text, raw, final, token == step.id)

    def python(self) -> str:
        """What gives the same continuation through the public API."""
        return self._run.python() if self._run is not None else ""

    def show_step(self, step: TokenStep | None, number: int = 0, total: int = 0) -> None:
        """Show step `number` (from 0) of `total`; None empties the view."""
        self._number, self._total = number, total
        if step is not self._step:
            self._step = step
            self.view.show_step(step)
        self._say()

    def _branch(self) -> None:
        picked = self.view.picked()
        if picked is not None and picked.id is not None:
            self.branched.emit(picked.id)

    def _say(self) -> None:
        step = self._step
        self.view.setVisible(step is not None)
        self._filler.setVisible(step is None)
        if step is None:
            self._heading.setText(self.tr("Alternatives"))
            self._numbers.setText(self.tr("Pick a token of the continuation to see what else could have stood there."))
        else:
            words = self.tr("Token {number} of {total}:  {token}")
            self._heading.setText(words.format(number=self._number + 1, total=self._total, token=visible_token(spelled(step))))
            self._numbers.setText(self._facts(step))
        self._say_button()

    def _facts(self, step: TokenStep) -> str:
        place = rank(step)
        facts = [
            self.tr("model's own {percent}").format(percent=percent(math.exp(step.logprob_raw))),
            self.tr("after samplers {percent}").format(percent=percent(math.exp(step.logprob_final))),
            self.tr("rank {rank}").format(rank=place or f"> {len(step.top_ids)}"),
            self.tr("entropy {nats} nats").format(nats=nats(step.entropy)),
        ]
        if not math.isnan(step.draw):
            facts.append(self.tr("draw {number}").format(number=f"{step.draw:.4f}"))
        return " · ".join(facts)

    def _say_button(self) -> None:
        picked = self.view.picked()
        self.button.setVisible(self._step is not None)
        if picked is None or picked.chosen:
            self.button.setText(self.tr("Continue from this token"))
        else:
            self.button.setText(self.tr("Continue with {token} instead").format(token=visible_token(picked.text)).replace("&", "&&"))

    def retranslate(self) -> None:
        self.view.retranslate()
        self.button.setToolTip(self.tr("Keeps the tokens before this one and lets the model go on from here. The first run stays."))
        self._say()
