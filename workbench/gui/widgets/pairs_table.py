"""The pairs of the bias probe as a table one types into; the last columns show what was found for each row.

Owns the pairs while they are edited. A cell that keeps its row from being a pair is marked, with the reason as its tooltip.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.tips import plain
from workbench.values import BiasPair, BiasTable

TEMPLATE, A, B, CONTINUATION, DIFFERENCE = range(5)
FIELDS = ("template", "a", "b", "continuation")
MISSING = "—"


class PairsModel(QAbstractTableModel):
    """`edited` when the person changed the table."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[BiasPair] = []
        self._sides = ("A", "B")
        self._differences: Sequence[float] = ()

    def set_table(self, table: BiasTable) -> None:
        self.beginResetModel()
        self._pairs, self._sides, self._differences = list(table.pairs), table.sides, ()
        self.endResetModel()

    @property
    def pairs(self) -> tuple[BiasPair, ...]:
        return tuple(self._pairs)

    @property
    def sides(self) -> tuple[str, str]:
        return self._sides

    def set_sides(self, a: str, b: str) -> None:
        self._sides = (a, b)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, A, B)

    def show_differences(self, differences: Sequence[float]) -> None:
        """What was found for each row, in nats; empty for nothing."""
        self._differences = differences
        if self._pairs:
            self.dataChanged.emit(self.index(0, DIFFERENCE), self.index(len(self._pairs) - 1, DIFFERENCE))

    def add(self, row: int, pair: BiasPair) -> None:
        """Put a pair before that row."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._pairs.insert(row, pair)
        self._differences = ()
        self.endInsertRows()
        self.edited.emit()

    def remove(self, rows: Sequence[int]) -> None:
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._pairs[row]
            self.endRemoveRows()
        self._differences = ()
        if rows:
            self.edited.emit()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._pairs)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if index.column() == DIFFERENCE else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Template"), *self._sides, self.tr("Continuation"), self.tr("Difference, nats"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if column == DIFFERENCE:
            return self._found(row, role)
        words = getattr(self._pairs[row], FIELDS[column])
        if role == Qt.ItemDataRole.EditRole:
            return words
        if role == Qt.ItemDataRole.DisplayRole:
            return words if words or column == CONTINUATION else MISSING
        fault = self.fault(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain("\n".join(part for part in (words, fault) if part))
        if role == Qt.ItemDataRole.ForegroundRole and fault:
            return theme.colors().bad
        return None

    def _found(self, row: int, role: int) -> object:
        value = self._differences[row] if row < len(self._differences) else math.nan
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if math.isnan(value) else signed(value)
        if role == Qt.ItemDataRole.ToolTipRole and not math.isnan(value):
            return plain(self.tr("{value} nats").format(value=f"{value:+.6f}"))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(DIFFERENCE)
        return theme.mono() if role == Qt.ItemDataRole.FontRole else None

    def fault(self, row: int, column: int) -> str:
        """Why a cell keeps its row from being a pair; empty if it doesn't."""
        pair = self._pairs[row]
        words = getattr(pair, FIELDS[column])
        if not words and column != CONTINUATION:
            return self.tr("A row needs a template and a text for either side.")
        if column == B and pair.a == pair.b:
            return self.tr("Both sides are the same.")
        return ""

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() == DIFFERENCE:
            return False
        words = str(value) if index.column() == CONTINUATION else str(value).strip()
        row, name = index.row(), FIELDS[index.column()]
        if words != getattr(self._pairs[row], name):
            self._pairs[row] = dataclasses.replace(self._pairs[row], **{name: words})
            self._differences = ()
            self.dataChanged.emit(self.index(row, 0), self.index(row, DIFFERENCE))
            self.edited.emit()
        return True


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column == DIFFERENCE else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class PairsTable(QTableView):
    """The table. Enter or a double click edits a cell, Delete removes the selected rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PairsModel(self)
        self.setModel(self.table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # sides mostly differ near an end
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setDefaultSectionSize(theme.COMPACT_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        for column in (TEMPLATE, A, B):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, width in ((CONTINUATION, 108), (DIFFERENCE, 124)):
            self.setColumnWidth(column, width)

    @property
    def chosen_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def add_row(self) -> None:
        """A new row behind the current one, of the same template, ready to be typed into."""
        row = self.currentIndex().row()
        like = self.table.pairs[row] if row >= 0 else BiasPair("", "", "")
        place = row + 1 if row >= 0 else self.table.rowCount()
        self.table.add(place, BiasPair(like.template, "", "", like.continuation))
        at = self.table.index(place, A if like.template else TEMPLATE)
        self.setCurrentIndex(at)
        self.scrollTo(at)
        self.edit(at)

    def remove_rows(self) -> None:
        self.table.remove(self.chosen_rows)

    def fit(self) -> None:
        """Show the continuations where there are any."""
        self.setColumnHidden(CONTINUATION, not any(pair.continuation for pair in self.table.pairs))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Pairs to compare"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, TEMPLATE, DIFFERENCE)
        self.viewport().update()
