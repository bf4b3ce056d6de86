"""The line that says what is under the pointer: the exact weight of a cell, or a head of the grid."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from workbench.gui.panels.attention_shown import Head, Shown
from workbench.gui.panels.attention_views import Views
from workbench.gui.panels.attention_words import AttentionWords
from workbench.gui.widgets.head_grid import HeadGrid
from workbench.gui.widgets.heat_map import HeatMap
from workbench.values import PLAIN, Cells, CellsRequest, Combination, Combined, CombinedRequest

HOVER_MS = 40
"""A cell is asked for when the pointer has rested that long."""


class AttentionReadout(QLabel):
    """Asks for what it doesn't know, and shows "…" until it does."""

    def __init__(self, views: Views, heat_map: HeatMap, grid: HeadGrid, words: AttentionWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views, self._map, self._grid, self._words = views, heat_map, grid, words
        self._shown: Shown | None = None
        self._head: Head = (0, 0)
        self._weight: float | None = None
        self._how = PLAIN
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(self._ask)
        heat_map.hovered.connect(self._pointed)
        grid.hovered.connect(self._grid_pointed)
        views.cells.connect(self._answered)
        views.row.connect(self._row_answered)
        views.exact.connect(self.say)

    def set_trace(self, shown: Shown, head: Head, how: Combination = PLAIN) -> None:
        """Speak of another trace, another head, or of what `how` makes of heads; `shown` has the tokens, or words, of the map."""
        self._shown, self._head, self._how, self._weight = shown, head, how, None
        if self._map.cursor_cell[0] >= 0:
            self._rest.start()
        self.say()

    def say(self) -> None:
        cell, exact = self._map.cursor_cell, self._views.weights(self._head, self._how)
        weight = float(exact[cell]) if exact is not None and cell[0] >= 0 else self._weight
        self.setText(self._words.cell(self._shown, self._head, cell, weight, self._how))

    def _pointed(self, query: int, _key: int) -> None:
        self._weight = None
        if query >= 0:
            self._rest.start()
        self.say()

    def _grid_pointed(self, layer: int, head: int) -> None:
        if layer >= 0:
            self.setText(self._grid.words((layer, head)))
        else:
            self.say()

    def _ask(self) -> None:
        query, key = self._map.cursor_cell
        shown = self._shown
        if shown is None or query < 0 or self._views.weights(self._head, self._how) is not None or (shown.causal and key > query):
            return
        trace = shown.trace.request
        if self._how.plain:
            self._views.ask(CellsRequest(trace, ((*self._head, query, key),), part=shown.part))
        else:
            self._views.ask(CombinedRequest(trace, *self._head, shown.part, self._how, (query, query + 1)))

    def _row_answered(self, row: Combined) -> None:
        query, key = self._map.cursor_cell
        request = row.request
        if (request.queries, request.combination) == ((query, query + 1), self._how) and (request.layer, request.head) == self._head:
            self._weight = float(row.weights[0, key])
            self.say()

    def _answered(self, cells: Cells) -> None:
        if cells.request.cells[0] == (*self._head, *self._map.cursor_cell):
            self._weight = float(cells.weights[0])
            self.say()
