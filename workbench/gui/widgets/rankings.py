"""Rankings of the same items side by side, with lines that show how they differ."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets.neighbour_list import Neighbour, NeighbourList
from workbench.gui.widgets.rank_lines import RankLines

LINES_BELOW = 2


class Shown(NamedTuple):
    """One ranking: its rows, where its bars have their line, what is said above it and below it (rich text with links to items)."""

    rows: Sequence[Neighbour]
    chance_share: float
    above: str
    below: str


class Rankings(QWidget):
    """One list for each key. `picked(item)`, `added(item)`, `pointed(item)` as of its lists."""

    picked = Signal(int)
    added = Signal(int)
    pointed = Signal(int)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lists = {key: NeighbourList(self) for key in keys}
        self.heads = {key: QLabel(self) for key in keys}
        self.above = {key: _caption(self) for key in keys}
        self.below = {key: _caption(self) for key in keys}
        ordered = list(self.lists.values())
        self.lines = [RankLines(left, right, self) for left, right in itertools.pairwise(ordered)]
        self._keys = tuple(keys)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(theme.S1)
        for number, key in enumerate(keys):
            self.heads[key].setFont(theme.sans(bold=True))
            for row, one in enumerate((self.heads[key], self.above[key], self.lists[key], self.below[key])):
                grid.addWidget(one, row, 2 * number)
            grid.setColumnStretch(2 * number, 1)
            if number < len(self.lines):
                grid.addWidget(self.lines[number], 2, 2 * number + 1)
            self._connect(number, self.lists[key])
            if number < len(self.lines):  # they scroll together: one bar is enough
                self.lists[key].setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.below[key].setTextFormat(Qt.TextFormat.RichText)
            self.below[key].setWordWrap(True)
            self.below[key].setAlignment(Qt.AlignmentFlag.AlignTop)
            self.below[key].setFixedHeight(LINES_BELOW * (theme.CAPTION + theme.S1))
            self.below[key].setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            self.below[key].linkActivated.connect(lambda link: self.picked.emit(int(link)))
        grid.setRowStretch(2, 1)

    def _connect(self, number: int, one: NeighbourList) -> None:
        one.picked.connect(self.picked)
        one.added.connect(self.added)
        one.pointed.connect(self.pointed)
        one.left_to.connect(lambda step: self._step(number, step))
        one.verticalScrollBar().valueChanged.connect(self._scroll)

    def show_rankings(self, shown: Mapping[str, Shown]) -> None:
        """Show these; a key that is missing is empty."""
        empty = Shown((), -1.0, "", "")
        for key in self._keys:
            one = shown.get(key, empty)
            self.lists[key].show_rows(one.rows, chance_share=one.chance_share)
            self.above[key].setText(one.above)
            self.above[key].setToolTip(one.above)
            self.below[key].setText(one.below)
            self.below[key].setVisible(bool(one.below))
        for line in self.lines:
            line.update()

    def set_ranks(self, rank: Callable[[int, str], int | None]) -> None:
        """`rank(item, key)` tells where an item stands in a whole ranking, if that is known."""

        def of(key: str) -> Callable[[int], int | None]:
            return lambda item: rank(item, key)

        for line, (left, right) in zip(self.lines, itertools.pairwise(self._keys), strict=True):
            line.set_ranks(of(left), of(right))

    def mark(self, chosen: Sequence[int]) -> None:
        """Show which items are chosen."""
        for one in self.lists.values():
            one.mark(chosen)

    def light(self, items: frozenset[int]) -> None:
        """Bring out these items' lines."""
        for line in self.lines:
            line.light(items)

    def _step(self, number: int, step: int) -> None:
        if 0 <= number + step < len(self._keys):
            row = max(0, self.lists[self._keys[number]].currentIndex().row())
            self.lists[self._keys[number + step]].walk_to(row)

    def _scroll(self, value: int) -> None:
        """All lists scroll together, so that lines stay short."""
        for one in self.lists.values():
            one.verticalScrollBar().setValue(value)
        for line in self.lines:
            line.update()


def _caption(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", "caption")
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
