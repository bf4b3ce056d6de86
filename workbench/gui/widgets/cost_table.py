"""What texts cost in tokens: a row for each tokenizer, a column for each script, in a unit by choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.script_words import COLUMNS, UNITS, ratio, script_name, spelled
from workbench.gui.widgets.segmented import Segmented
from workbench.values import ScriptCost

CHEAPEST = "◂"


class CostTable(QWidget):
    """`set_rows` with names, counts of tokens and costs. The cheapest of a column is bold and has a mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, int, Sequence[ScriptCost]]] = []
        self.unit, self.title = Segmented(UNITS, self), QLabel(self)
        self.title.setProperty("role", "caption")
        self.table = QTableWidget(0, 3 + len(COLUMNS), self)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.COMPACT_HEIGHT)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(head)
        column.addWidget(self.table)
        self.unit.chosen.connect(lambda _key: self._fill())
        self.retranslate()

    def set_rows(self, rows: Sequence[tuple[str, int, Sequence[ScriptCost]]]) -> None:
        self._rows = list(rows)
        self._fill()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Cost: tokens for one …"))
        self.unit.name((self.tr("Character"), self.tr("Word"), self.tr("Byte"), self.tr("Syllable")), self.tr("Tokens for one"))
        self.unit.setToolTip(
            self.tr("A word is a stretch of one script. A token counts one, shared out over its bytes that are no spaces.")
        )
        self.table.setAccessibleName(self.tr("Cost by tokenizer and script"))
        names = [self.tr("Tokenizer"), self.tr("Tokens"), self.tr("All"), *map(script_name, COLUMNS)]
        for column, name in enumerate(names):
            item = QTableWidgetItem(name)
            item.setTextAlignment(_side(column))
            self.table.setHorizontalHeaderItem(column, item)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self) -> None:
        self.table.setRowCount(len(self._rows))
        values = [[ratio(costs, self.unit.key, script) for script in (None, *COLUMNS)] for _, _, costs in self._rows]
        for row, (name, n_tokens, _) in enumerate(self._rows):
            self._put(row, 0, name, False)
            self._put(row, 1, count(n_tokens), _is_least(n_tokens, [one for _, one, _ in self._rows]))
            for at, value in enumerate(values[row]):
                self._put(row, at + 2, spelled(value), _is_least(value, [one[at] for one in values]))
        height = self.table.horizontalHeader().sizeHint().height() + len(self._rows) * theme.COMPACT_HEIGHT + 4
        self.table.setFixedHeight(height)

    def _put(self, row: int, column: int, words: str, least: bool) -> None:
        item = QTableWidgetItem(f"{CHEAPEST} {words}" if least else words)
        item.setTextAlignment(_side(column))
        item.setFont(theme.sans(bold=least) if column == 0 else theme.mono(theme.BODY, bold=least))
        item.setToolTip(self.tr("The least of these tokenizers") if least else words)
        self.table.setItem(row, column, item)


def _is_least(value: float | None, others: Sequence[float | None]) -> bool:
    known = [one for one in others if one is not None]
    return value is not None and len(known) > 1 and value == min(known) and value < max(known)


def _side(column: int) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
