"""Beside the map: what the selected token reads in this head, who reads it, and what the model expects after it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.session import Session
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import PLAIN, Combination, Lines, LinesRequest, Next, NextRequest

SHOWN, NEXT_SHOWN = 24, 12
TOGETHER = ("mean", "sum", "max")
WIDTH = 236


class AttentionSide(QWidget):
    """`picked(position)` when a token of the text is chosen in a list; `failed(error)` when a question was not answered;
    `together_changed`: several tokens are to be taken together in another way."""

    picked = Signal(int)
    failed = Signal(object)
    together_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Shown | None = None
        self._asked: LinesRequest | None = None
        self._lines: Lines | None = None
        self._token = -1
        self._rows: tuple[int, ...] = ()
        self._until: int | None = None
        self._keeps = False
        self.setMinimumWidth(WIDTH)
        self.heads = {name: WrappedLabel(parent=self) for name in ("reads", "read_by", "next")}
        self.lists = {name: RankedList(self) for name in self.heads}
        self.together = QComboBox(self)
        for way in TOGETHER:
            self.together.addItem("", way)
        self.together.hide()
        self.together.activated.connect(lambda _row: self.together_changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S1, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.together)
        for name, stretch in (("reads", 3), ("read_by", 2), ("next", 3)):
            self.heads[name].setFont(theme.sans(bold=True))
            column.addWidget(self.heads[name])
            column.addWidget(self.lists[name], stretch)
        self.lists["reads"].chosen.connect(self._picked_key)
        self.lists["read_by"].chosen.connect(self.picked)
        self.retranslate()

    def set_trace(self, shown: Shown, *, keep: bool = False) -> None:
        """Another text, or another attention of it: forget what was shown. `shown` has the tokens, or words, of the map. `keep`: one
        of many traces that come soon after each other; lists and titles stay until there are others, rather than flicker."""
        self._shown, self._asked, self._lines, self._token = shown, None, None, -1
        self._keeps = keep
        for one in () if keep else self.lists.values():
            one.set_rows(())
        for name, visible in (("next", shown.predicts), ("read_by", shown.keys is shown.queries)):
            self.heads[name].setVisible(visible)
            self.lists[name].setVisible(visible)

    def set_until(self, n: int | None) -> None:
        """Name those alone that read among the first `n` rows, as it was then; None: all."""
        if n != self._until:
            self._until = n
            if self._lines is not None:
                self._show_lines(self._lines)

    def ask(self, rows: Sequence[int], token: int, *, layer: int, head: int, how: Combination = PLAIN) -> None:
        """Show what some rows of the map read, in one head or what `how` makes of several; `token`: after which one something is
        expected."""
        if self._shown is None:
            return
        trace, part = self._shown.trace.request, self._shown.part
        together = self.together.currentData() if len(rows) > 1 else ""
        request = LinesRequest(trace, layer, head, tuple(rows), part=part, together=together, combination=how)
        if request == self._asked:
            return
        self._asked, self._rows = request, tuple(rows)
        self.together.setVisible(len(rows) > 1)
        lines = self._session.submit(request, key="lines", priority=1)
        lines.done.connect(self._show_lines)
        lines.failed.connect(self.failed)
        if token != self._token and self._shown.predicts:
            following = self._session.submit(NextRequest(trace, token, NEXT_SHOWN), key="next")
            following.done.connect(self._show_next)
            following.failed.connect(self.failed)
        self._token = token
        if not self._keeps:
            self.retranslate()

    def _picked_key(self, position: int) -> None:
        """A token that is read can itself be asked what it reads, if the text reads itself."""
        if self._shown is not None and self._shown.keys is self._shown.queries:
            self.picked.emit(position)

    def _show_lines(self, lines: Lines) -> None:
        shown = self._shown
        if shown is None or lines.request != self._asked:
            return
        self._lines = lines
        if self._keeps:
            self.retranslate()
        self.lists["reads"].set_rows(self._ranked(lines.read[0], shown.keys))
        self.lists["read_by"].set_rows(self._ranked(lines.read_by[0][: self._until], shown.queries))

    def _show_next(self, answer: Next) -> None:
        if self._shown is None or answer.request.trace != self._shown.trace.request or answer.request.position != self._token:
            return
        d = answer.distribution
        tip = self.tr("id {id} · ln p {logprob}")
        rows = [
            Ranked(visible_token(text), math.exp(logprob), tip.format(id=token, logprob=f"{logprob:.4f}"), token)
            for token, text, logprob in zip(d.ids.tolist(), d.texts, d.logprobs.tolist(), strict=True)
        ]
        rest = self.tr("all others: {share}").format(share=percent(d.tail))
        self.lists["next"].set_rows([*rows, Ranked(rest, 0.0, "", -1, " ")])

    def _ranked(self, weights: np.ndarray, axis: TokenAxis) -> list[Ranked]:
        order = [at for at in np.argsort(-weights, kind="stable").tolist() if weights[at] > 0]
        rows = [
            Ranked(axis.named(at), float(weights[at]), f"{float(weights[at]):.8f}", at, f"{float(weights[at]):.4f}") for at in order[:SHOWN]
        ]
        if len(order) > SHOWN:
            rest = float(weights[order[SHOWN:]].sum())
            rows.append(Ranked(self.tr("{n} others").format(n=f"{len(order) - SHOWN:,}"), rest, f"{rest:.8f}", -1, f"{rest:.4f}"))
        return rows

    def retranslate(self) -> None:
        token = self._shown.label(self._rows[-1]) if self._shown is not None and self._rows else "…"
        last = token
        if len(self._rows) > 1:
            token = self.tr("{n} tokens").format(n=len(self._rows))
        behind = self._shown is None or self._shown.trace.model.kind != "encoder"
        titles = {
            "reads": self.tr("{token} reads").format(token=token),
            "read_by": self.tr("{token} is read by").format(token=token),
            "next": (self.tr("Expected after {token}") if behind else self.tr("Expected in place of {token}")).format(token=last),
        }
        ways = (self.tr("Selected tokens: mean"), self.tr("Selected tokens: sum"), self.tr("Selected tokens: strongest"))
        for row, way in enumerate(ways):
            self.together.setItemText(row, way)
        self.together.setAccessibleName(self.tr("How the weights of several selected tokens become one"))
        for name, label in self.heads.items():
            label.setText(titles[name])
            self.lists[name].setAccessibleName(titles[name])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self._lines is not None:
                self._show_lines(self._lines)
