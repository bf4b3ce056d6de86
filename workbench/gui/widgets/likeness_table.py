"""Pairs with their scores and how many random pairs score less: the map as a table, which a screen reader walks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.tips import plain

A, B, SCORE, SHARE = range(4)


class AlikePair(NamedTuple):
    """Two items by number and by name, their score and share as they are said, and exactly."""

    items: tuple[int, int]
    names: tuple[str, str]
    score: str
    share: str
    tip: str


class PairsModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pairs: Sequence[AlikePair] = ()

    def set_pairs(self, pairs: Sequence[AlikePair]) -> None:
        self.beginResetModel()
        self.pairs = tuple(pairs)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.pairs)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Item"), self.tr("Other item"), self.tr("Score"), self.tr("Above random"))[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == SHARE:
            return plain(self.tr("The share of random pairs of this set that score less"))
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pair, column = self.pairs[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (*pair.names, pair.score, pair.share)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(pair.tip)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return theme.mono() if role == Qt.ItemDataRole.FontRole else None


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in (SCORE, SHARE) else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class LikenessTable(QTableView):
    """`picked(a, b)` when the person comes to a row."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PairsModel(self)
        self.setModel(self.table)
        show_rows(self)
        header = self.horizontalHeader()
        for column in (A, B):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in (SCORE, SHARE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._telling = True
        self.selectionModel().currentRowChanged.connect(self._moved)

    def set_pairs(self, pairs: Sequence[AlikePair]) -> None:
        self.table.set_pairs(pairs)

    def set_pair(self, items: tuple[int, int]) -> None:
        """Come to a pair without telling; to none if it isn't here."""
        wanted = {items, items[::-1]}
        row = next((row for row, pair in enumerate(self.table.pairs) if pair.items in wanted), -1)
        self._telling = False
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row != self.currentIndex().row():
            self.selectRow(row)
        self._telling = True

    def _moved(self, now: QModelIndex) -> None:
        if now.isValid() and self._telling:
            self.picked.emit(*self.table.pairs[now.row()].items)

    def retranslate(self) -> None:
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)
