"""The strings of a probe at one step: ranks and probabilities, the model's own and after the samplers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.visible import visible

TEXT, RANK, RAW, FINAL = range(4)


class ProbeRow(NamedTuple):
    """One string. `rank_final` 0: removed. `again`: computed again."""

    text: str
    n_tokens: int
    rank_raw: int
    rank_final: int
    raw: str
    final: str
    again: bool


class ProbeModel(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[ProbeRow] = ()

    def set_rows(self, rows: Sequence[ProbeRow]) -> None:
        if tuple(rows) != tuple(self.rows):
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("String"), self.tr("Rank"), self.tr("Model's own"), self.tr("After samplers"))[section]

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, index.column())
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono()
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _words(self, row: ProbeRow, column: int) -> str:
        if column == TEXT:
            several = self.tr(" ({n} tokens)").format(n=row.n_tokens) if row.n_tokens > 1 else ""
            return visible(row.text) + several
        if column == RANK:
            return ("○ " if row.again else "") + count(row.rank_raw)
        if column == RAW:
            return row.raw
        return row.final if row.rank_final else self.tr("removed")


class ProbeTable(QTableView):
    """As high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = ProbeModel(self)
        self.setModel(self._table)
        show_rows(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        for column, width in ((RANK, 72), (RAW, 100), (FINAL, 122)):
            self.setColumnWidth(column, width)
        self.retranslate()

    @property
    def rows(self) -> Sequence[ProbeRow]:
        return self._table.rows

    def set_rows(self, rows: Sequence[ProbeRow]) -> None:
        self._table.set_rows(rows)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + theme.COMPACT_HEIGHT * len(rows) + 4)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Strings at this step"))
        self._table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, FINAL)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == TEXT else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
