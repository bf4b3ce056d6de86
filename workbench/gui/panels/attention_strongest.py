"""The parts in the order of their measured effect, by one or several replacements side by side."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_ablate_words import AblateWords
from workbench.gui.widgets.part_map import MLP, Part, PartMap
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.wrapped_label import WrappedLabel

MOST = 200


class Strongest(QWidget):
    """`picked(layer, head)` when a line is chosen; head -1 is the MLP."""

    picked = Signal(int, int)

    def __init__(self, words: AblateWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._places: list[Part] = []
        self.says, self.list = WrappedLabel(parent=self), RankedList(self, bar_width=150)
        self.says.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.says)
        column.addWidget(self.list, 1)
        self.list.chosen.connect(lambda number: self.picked.emit(*self._places[number]))

    def show_maps(self, words: str, maps: list[PartMap], shape: tuple[int, int]) -> None:
        """The parts of maps of this shape (layers, heads), ordered by the first; none: nothing is measured."""
        self.says.setText(words)
        places = [(layer, head) for layer in range(shape[0]) for head in (*range(shape[1]), MLP)]
        values = {place: [one.value(place) for one in maps] for place in places} if maps else {}
        known = [place for place, found in values.items() if not np.isnan(found[0])]
        self._places = sorted(known, key=lambda place: -abs(values[place][0]))[:MOST]
        most = abs(values[self._places[0]][0]) or 1.0 if self._places else 1.0
        self.list.set_rows([self._row(number, values[place], most) for number, place in enumerate(self._places)])

    def _row(self, number: int, values: list[float], most: float) -> Ranked:
        tip = " · ".join(f"{value:+.8f}" for value in values)
        return Ranked(self._words.part(self._places[number]), abs(values[0]) / most, tip, number, self._words.effect(values))

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Strongest parts"))
