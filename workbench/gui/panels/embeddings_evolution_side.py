"""Beside the picture of an evolution: who is near to the item in focus now and in the end, and how like its last form each item is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.embeddings_evolution_words import EvolutionWords
from workbench.gui.widgets.layer_curves import LayerCurve, LayerCurves
from workbench.gui.widgets.numbers import count, nats
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.tints import tint
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Evolution

MOST_CURVES = 5


class EvolutionSide(QWidget):
    """`picked(item)` in the lists, `looked(moment)` on the curves."""

    picked = Signal(int)
    looked = Signal(int)

    def __init__(self, words: EvolutionWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._found: Evolution | None = None
        self._steps: tuple[int, ...] = ()
        self._moment = 0
        self.title, self.shared = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.title.setFont(theme.sans(theme.BODY, bold=True))
        self.shared.setProperty("role", "caption")
        self.now, self.end, self._now_head, self._end_head = RankedList(self), RankedList(self), QLabel(self), QLabel(self)
        for head in (self._now_head, self._end_head):
            head.setProperty("role", "caption")
        self.curves = LayerCurves(self)
        lists, column = QGridLayout(), QVBoxLayout(self)
        lists.setHorizontalSpacing(theme.S3)
        lists.setVerticalSpacing(theme.S1)
        for place, one in enumerate((self._now_head, self._end_head)):
            lists.addWidget(one, 0, place)
        for place, ranked in enumerate((self.now, self.end)):
            lists.addWidget(ranked, 1, place)
            ranked.chosen.connect(self.picked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.title)
        column.addLayout(lists, 3)
        column.addWidget(self.shared)
        column.addWidget(self.curves, 4)
        self.curves.chosen.connect(self.looked)

    def show_evolution(self, found: Evolution | None, steps: Sequence[int], chosen: Sequence[int]) -> None:
        """`chosen`: places of items in the answer."""
        self._found, self._steps = found, tuple(steps)
        self._show_curves(chosen)
        self.look_at(self._moment)

    def look_at(self, moment: int) -> None:
        """Show one checkpoint."""
        self._moment, found = moment, self._found
        self.curves.set_row(moment)
        has_focus = found is not None and bool(found.neighbours.size) and moment < len(found.neighbours)
        for one in (self.now, self.end, self._now_head, self._end_head, self.shared):
            one.setVisible(has_focus)
        if found is None or not has_focus:
            self.title.setText(self._words.no_focus())
            return
        self.title.setText(self._words.focus(found, self._label(found)))
        self.shared.setText(self._words.shared(found, moment))
        self._now_head.setText(self.tr("at step {step}").format(step=count(self._steps[moment])))
        self._end_head.setText(self.tr("at the last step, {step}").format(step=count(self._steps[-1])))
        self.now.set_rows(_ranked(found, moment))
        self.end.set_rows(_ranked(found, -1))

    @staticmethod
    def _label(found: Evolution) -> str:
        focus = found.request.focus
        places = np.flatnonzero(found.items == focus)
        return visible_token(found.labels[int(places[0])]) if len(places) else f"#{focus}"

    def _show_curves(self, chosen: Sequence[int]) -> None:
        found = self._found
        if found is None:
            self.curves.set_curves((), ())
            return
        shown = list(chosen)[-MOST_CURVES:]
        curves = [
            LayerCurve(visible_token(found.labels[index]), found.to_last[:, index], partial(tint, list(chosen).index(index)))
            for index in shown
        ]
        curves.append(LayerCurve(self.tr("mean of all"), found.to_last.mean(1), _plain, dashed=True))
        curves.append(LayerCurve(self.tr("random pairs, 95 %"), found.chance, _muted, dashed=True))
        self.curves.set_curves(curves, [count(step) for step in self._steps])
        title = self.tr("{metric} to the vector at the last step").format(metric=self._words.metric(found.request.metric))
        self.curves.say(title, self.tr("step"))

    def retranslate(self) -> None:
        self.now.setAccessibleName(self.tr("Neighbours at this step"))
        self.end.setAccessibleName(self.tr("Neighbours at the last step"))
        self.look_at(self._moment)


def _ranked(found: Evolution, moment: int) -> list[Ranked]:
    made = []
    for item, score in zip(found.neighbours[moment].tolist(), found.scores[moment].tolist(), strict=True):
        label = visible_token(found.names[str(item)])
        made.append(Ranked(label, max(0.0, score), f"{label} · {score:.4f}", item, nats(score)))
    return made


def _plain() -> QColor:
    return theme.colors().text


def _muted() -> QColor:
    return theme.colors().muted
