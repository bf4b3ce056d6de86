"""Results as a plain table: words at the left, numbers at the right, sorted by whoever fills it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.tips import plain


class ResultsModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Sequence[str]] = ()
        self._headings: Sequence[str] = ()
        self._tips: Sequence[str] = ()
        self._n_words = 0

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def name(self, headings: Sequence[str], n_words: int, tips: Sequence[str] = ()) -> None:
        """The columns' names, and what more there is to say of them; the first `n_words` hold words, the others numbers."""
        self.beginResetModel()
        self._headings, self._n_words, self._tips = tuple(headings), n_words, tuple(tips)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.ToolTipRole and self._tips:
            return plain(self._tips[section]) if self._tips[section] else None
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        words = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return theme.mono() if role == Qt.ItemDataRole.FontRole and index.column() >= self._n_words else None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignLeft if column < self._n_words else Qt.AlignmentFlag.AlignRight
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class QualityTable(QTableView):
    """The table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ResultsModel(self)
        self.setModel(self.table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.COMPACT_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        self.table.set_rows(rows)

    def name(self, headings: Sequence[str], n_words: int, tips: Sequence[str] = ()) -> None:
        self.table.name(headings, n_words, tips)
        header = self.horizontalHeader()
        for column in range(len(headings)):
            words = column < n_words
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch if words else QHeaderView.ResizeMode.ResizeToContents)
