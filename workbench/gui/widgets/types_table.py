"""Heads with a column for each score, as numbers and small bars: a table that can be ordered by any column.

Ordering only permutes row numbers; what is not there (NaN) comes last whichever way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.row_table import ordered, show_rows
from workbench.gui.widgets.share_bar import SHARE, ShareBar
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.type_words import LETTERS, TypeWords
from workbench.values import HEAD_SCORES, HeadTypes

HEAD, TYPE = 0, 1
STATISTICS = ("entropy", "distance", "distance_rest")
Head = tuple[int, int]


class TypesModel(QAbstractTableModel):
    """One row for each head, in the order last asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = TypeWords(self)
        self._found: HeadTypes | None = None
        self._names: list[str] = []
        self._by = (TYPE, Qt.SortOrder.AscendingOrder)
        self.columns: tuple[str, ...] = ()
        self.order = np.zeros(0, np.int64)

    def show_types(self, found: HeadTypes | None) -> None:
        self.beginResetModel()
        self._found = found
        self.columns = () if found is None else (*found.scores, *(one for one in STATISTICS if np.isfinite(getattr(found, one)).any()))
        if self._by[0] > TYPE + len(self.columns):
            self._by = (TYPE, Qt.SortOrder.AscendingOrder)
        self._names = [] if found is None else [found.name(*self.head_of(number)) for number in range(found.entropy.size)]
        self._arrange()
        self.endResetModel()

    @property
    def found(self) -> HeadTypes | None:
        return self._found

    def head_of(self, number: int) -> Head:
        """(layer, head) of a head by its number."""
        assert self._found is not None
        return divmod(number, self._found.entropy.shape[1])

    def row_of(self, head: Head) -> int:
        """Where a head stands; -1: nowhere."""
        if self._found is None:
            return -1
        rows = np.flatnonzero(self.order == head[0] * self._found.entropy.shape[1] + head[1])
        return int(rows[0]) if len(rows) else -1

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._by = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        found, (column, order) = self._found, self._by
        if found is None:
            self.order = np.zeros(0, np.int64)
            return
        self.order = ordered(self._keys(found, column), order)

    def _keys(self, found: HeadTypes, column: int) -> np.ndarray:
        if column == HEAD:
            return np.arange(found.entropy.size, dtype=np.float64)
        if column > TYPE:
            return self._numbers(found, self.columns[column - 2]).ravel().astype(np.float64)
        # by type as they are listed, the strongest of a type first; those without a type behind them
        place = {name: number for number, name in enumerate(HEAD_SCORES)}
        return np.array(
            [2 * place[name] - float(found.scores[name].ravel()[number]) if name else math.inf for number, name in enumerate(self._names)]
        )

    @staticmethod
    def _numbers(found: HeadTypes, name: str) -> np.ndarray:
        numbers: np.ndarray = found.scores[name] if name in found.scores else getattr(found, name)
        return numbers

    # what Qt asks

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._found is None else 2 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(self._meaning(section))
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def heading(self, section: int) -> str:
        if section <= TYPE:
            return (self.tr("Head"), self.tr("Type"))[section]
        name = self.columns[section - 2]
        return {
            "entropy": self.tr("Entropy, nats"),
            "distance": self.tr("Distance"),
            "distance_rest": self.tr("Without first"),
        }.get(name) or self.words.column(name)

    def _meaning(self, section: int) -> str:
        if section == HEAD:
            return self.tr("Layer and head")
        if section == TYPE:
            return self.tr("The first type, from left to right, whose score reaches its threshold")
        name = self.columns[section - 2]
        return {
            "entropy": self.tr("Mean entropy of the weights in nats; the bar: as a share of what equal weights would have"),
            "distance": self.tr("Mean distance between a token and those that it reads, by weight, in tokens"),
            "distance_rest": self.tr("The same of the weight that isn't on the first token, in tokens: a sink would hide it"),
        }.get(name) or self.words.meaning(name)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._found is None or not index.isValid():
            return None
        number, column = int(self.order[index.row()]), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(number, column)
        if role == SHARE:
            return self._share(number, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column == TYPE and not self._names[number]:
            return theme.colors().muted
        return (theme.sans() if column == TYPE else theme.mono()) if role == Qt.ItemDataRole.FontRole else None

    def cell(self, number: int, column: int) -> str:
        """The words of one cell."""
        assert self._found is not None
        layer, head = self.head_of(number)
        if column == HEAD:
            return f"L{layer} · H{head}"
        if column == TYPE:
            name = self._names[number]
            return f"{LETTERS[name]}  {self.words.name(name)}" if name else "—"
        value = float(self._numbers(self._found, self.columns[column - 2])[layer, head])
        return "—" if math.isnan(value) else f"{value:.1f}" if self.columns[column - 2].startswith("distance") else f"{value:.2f}"

    def _share(self, number: int, column: int) -> float:
        """How long the bar of a cell is, 0 to 1."""
        assert self._found is not None
        name = self.columns[column - 2]
        shown = self._found.relative_entropy if name == "entropy" else self._numbers(self._found, name)
        return float(shown[self.head_of(number)])

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Everything in the order on screen, column names first."""
        found = self._found
        if found is None:
            return
        numbers = (*found.scores, "entropy", "relative_entropy", "distance", "distance_rest")
        yield ("layer", "head", "type", *numbers)
        for number in self.order.tolist():
            at = self.head_of(number)
            yield (*at, self._names[number], *(f"{float(self._numbers(found, name)[at]):.7g}" for name in numbers))


def _alignment(column: int) -> int:
    return int((Qt.AlignmentFlag.AlignLeft if column <= TYPE else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)


class TypesTable(QTableView):
    """`picked(layer, head)` when the person goes to a head."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.table = TypesModel(self)
        self.setModel(self.table)
        self._bar = ShareBar(self)
        show_rows(self)
        header = self.horizontalHeader()
        header.setSortIndicator(TYPE, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.sectionClicked.connect(lambda _column: self.scrollToTop())
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.retranslate()

    def show_types(self, found: HeadTypes | None, head: Head) -> None:
        """Show scores from their beginning, and which head is chosen."""
        if found is self.table.found:
            self.select(head)
            return
        self._quiet = True
        self.table.show_types(found)
        for column, name in enumerate(self.table.columns, 2):
            self.setItemDelegateForColumn(column, self.itemDelegate() if name.startswith("distance") else self._bar)
            self.setColumnWidth(column, 112 if name in ("entropy", "distance_rest") else 84)
        self.setColumnWidth(HEAD, 92)
        if self.table.columns:
            self.horizontalHeader().setSectionResizeMode(TYPE, QHeaderView.ResizeMode.Stretch)
        self._quiet = False
        self.select(head)
        self.scrollToTop()

    def select(self, head: Head) -> None:
        """Go to a head without telling."""
        row = self.table.row_of(head)
        if row >= 0 and row != self.currentIndex().row():
            self._quiet = True
            self.selectRow(row)
            self._quiet = False

    def _moved(self, now: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.picked.emit(*self.table.head_of(int(self.table.order[now.row()])))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Heads and their types"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.table.columnCount() - 1))
        self.viewport().update()
