"""Beside the map: what the selected token reads in this head, who reads it, and what the model expects after it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.session import Session
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Lines, LinesRequest, Next, NextRequest, TraceSummary

SHOWN = 8
NEXT_SHOWN = 8


class AttentionSide(QWidget):
    """`picked(position)` when a token of the text is chosen in a list."""

    picked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._trace: TraceSummary | None = None
        self._labels: Sequence[str] = ()
        self._asked: tuple[object, ...] = ()
        self._position = -1
        self.setMinimumWidth(220)
        self.heads = {name: WrappedLabel(parent=self) for name in ("reads", "read_by", "next")}
        self.lists = {name: RankedList(self) for name in self.heads}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, 0, 0, 0)
        column.setSpacing(theme.S1)
        for name, label in self.heads.items():
            label.setFont(theme.sans(bold=True))
            column.addWidget(label)
            column.addWidget(self.lists[name], 1)
        for name in ("reads", "read_by"):
            self.lists[name].chosen.connect(self.picked)
        self.retranslate()

    def set_trace(self, trace: TraceSummary, labels: Sequence[str]) -> None:
        """Another text: forget what was shown."""
        self._trace, self._labels, self._asked = trace, labels, ()
        for one in self.lists.values():
            one.set_rows(())

    def ask(self, positions: Sequence[int], *, layer: int, head: int) -> None:
        """Show the last of the selected positions, in one head."""
        if self._trace is None or not positions:
            return
        position = positions[-1]
        wanted = (self._trace.request, position, layer, head)
        if wanted == self._asked:
            return
        before, self._asked = self._asked, wanted
        self._position = position
        lines = self._session.submit(LinesRequest(self._trace.request, layer, head, (position,)), key="lines", priority=1)
        lines.done.connect(self._show_lines)
        if before[:2] != wanted[:2]:
            following = self._session.submit(NextRequest(self._trace.request, position, NEXT_SHOWN), key="next")
            following.done.connect(self._show_next)
        self.retranslate()

    def _show_lines(self, lines: Lines) -> None:
        if self._trace is None or lines.request.trace != self._trace.request:
            return
        self.lists["reads"].set_rows(self._ranked(lines.read[0]))
        self.lists["read_by"].set_rows(self._ranked(lines.read_by[0]))

    def _show_next(self, answer: Next) -> None:
        if self._trace is None or answer.request.trace != self._trace.request:
            return
        d = answer.distribution
        rows = [
            Ranked(visible_token(text), math.exp(float(logprob)), f"id {int(token)} · ln p {float(logprob):.4f}", int(token))
            for token, text, logprob in zip(d.ids.tolist(), d.texts, d.logprobs.tolist(), strict=True)
        ]
        self.lists["next"].set_rows(rows)

    def _ranked(self, weights: np.ndarray) -> list[Ranked]:
        order = np.argsort(-weights, kind="stable")[:SHOWN]
        return [
            Ranked(f"{self._labels[at]}  {at}", float(weights[at]), f"{float(weights[at]):.8f}", int(at))
            for at in order.tolist()
            if weights[at] > 0
        ]

    def retranslate(self) -> None:
        token = f"{self._labels[self._position]} ({self._position})" if 0 <= self._position < len(self._labels) else "…"
        titles = {
            "reads": self.tr("{token} reads").format(token=token),
            "read_by": self.tr("{token} is read by").format(token=token),
            "next": self.tr("Expected after {token}").format(token=token),
        }
        for name, label in self.heads.items():
            label.setText(titles[name])
            self.lists[name].setAccessibleName(titles[name])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
