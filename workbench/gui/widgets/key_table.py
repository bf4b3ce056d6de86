"""The row of one query in one head: for each key its score, what softmax makes of it, and what the key's value would write.

A table that can be ordered by any column; keys that can't be seen are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.row_table import ordered, show_rows
from workbench.gui.widgets.share_bar import SHARE, ShareBar
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.values import Inside

KEY, CONTENT, BIAS, SCORE, WEIGHT, VALUE, WRITTEN = range(7)
NAMES = ("key", "content", "bias", "score", "weight", "value_norm", "written_norm")


class KeyModel(QAbstractTableModel):
    """One row for each key that the query sees, in the order last asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._axis: TokenAxis | None = None
        self._columns: dict[int, np.ndarray] = {}
        self._by = (KEY, Qt.SortOrder.AscendingOrder)
        self.has_bias = False
        self.keys = np.zeros(0, np.int64)

    def show_row(self, found: Inside | None, axis: TokenAxis | None) -> None:
        self.beginResetModel()
        self._axis, self._columns = axis, {}
        self.has_bias = found is not None and bool(found.bias.any())
        if found is not None:
            keys = np.arange(len(found.weights))
            written = found.weights * found.written_norms
            parts = (keys, found.content, found.bias, found.content + found.bias, found.weights, found.value_norms, written)
            self._columns = {column: np.where(found.visible, part, np.nan) for column, part in enumerate(parts)}
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._by = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        column, order = self._by
        numbers = self._columns.get(column, np.zeros(0))
        self.keys = ordered(numbers, order)[: int(np.isfinite(numbers).sum())]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(NAMES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            alone = self.tr("Query · key") if self.has_bias else self.tr("Score")
            return (
                self.tr("Key"), alone, self.tr("Distance"), self.tr("Score"), self.tr("Weight"), self.tr("Value"),
                self.tr("Writes"),
            )[section]  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(self._meaning(section))
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _meaning(self, section: int) -> str:
        return (
            self.tr("A token that the query may read"),
            self.tr("The product of query and key, scaled: what the strip takes apart by dimensions"),
            self.tr("What the model adds to the score for the distance alone"),
            self.tr("Before softmax: what is compared among the keys"),
            self.tr("After softmax: the row of the pattern; the weights sum to 1"),
            self.tr("The length of the key's value"),
            self.tr("Weight times the length of what the value writes into the stream: a great weight on a short vector adds little"),
        )[section]

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._axis is None or not index.isValid():
            return None
        key, column = int(self.keys[index.row()]), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(key, column)
        if role == SHARE:
            numbers = self._columns[column]
            return float(numbers[key]) / max(1.0 if column == WEIGHT else float(np.nanmax(numbers)), 1e-12)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return theme.mono() if role == Qt.ItemDataRole.FontRole else None

    def cell(self, key: int, column: int) -> str:
        """The words of one cell."""
        assert self._axis is not None
        if column == KEY:
            return self._axis.named(key)
        number = float(self._columns[column][key])
        return signed(number) if column in (CONTENT, BIAS, SCORE) else f"{number:.4f}" if column == WEIGHT else f"{number:.2f}"

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Everything in the order on screen, column names first."""
        if self._axis is None:
            return
        yield (*NAMES[:1], "token", *NAMES[1:])
        for key in self.keys.tolist():
            yield (key, self._axis.label(key), *(f"{float(self._columns[column][key]):.7g}" for column in range(1, len(NAMES))))


def _alignment(column: int) -> int:
    return int((Qt.AlignmentFlag.AlignLeft if column == KEY else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)


class KeyTable(QTableView):
    """`picked(key)` when the person goes to a key."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.table = KeyModel(self)
        self.setModel(self.table)
        for column in (WEIGHT, VALUE, WRITTEN):
            self.setItemDelegateForColumn(column, ShareBar(self))
        show_rows(self)
        header = self.horizontalHeader()
        header.setSortIndicator(KEY, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(KEY, QHeaderView.ResizeMode.Stretch)
        for column, width in ((CONTENT, 104), (BIAS, 80), (SCORE, 76), (WEIGHT, 92), (VALUE, 72), (WRITTEN, 80)):
            self.setColumnWidth(column, width)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.retranslate()

    def show_row(self, found: Inside | None, axis: TokenAxis | None) -> None:
        """Show a row, and which of its keys is chosen."""
        self._quiet = True
        self.table.show_row(found, axis)
        for column in (BIAS, SCORE):  # without a bias the product is the score
            self.setColumnHidden(column, not self.table.has_bias)
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, CONTENT, CONTENT)
        rows = np.flatnonzero(self.table.keys == found.key) if found is not None else ()
        if len(rows):
            self.selectRow(int(rows[0]))
        self._quiet = False

    def _moved(self, now: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.picked.emit(int(self.table.keys[now.row()]))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Keys that the query may read"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, KEY, WRITTEN)
        self.viewport().update()
