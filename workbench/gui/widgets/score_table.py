"""The scored tokens as a table that can be ordered by any column: what surprised the model most comes to the top.

Rows are made when they are asked for; ordering only permutes their numbers.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.row_table import ordered, show_rows
from workbench.gui.widgets.token_text import TokenText
from workbench.values import Score

NUMBER, ID, TOKEN, LOGPROB, SHARE, RANK, ENTROPY = range(7)


class ScoreModel(QAbstractTableModel):
    """One row for each token, in the order last asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._score: Score | None = None
        self._tokens: TokenText | None = None
        self._by = (NUMBER, Qt.SortOrder.AscendingOrder)
        self.order = np.zeros(0, np.int64)

    def set_score(self, score: Score | None, tokens: TokenText | None) -> None:
        self.beginResetModel()
        self._score, self._tokens = score, tokens
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; tokens without a number come last, whichever way."""
        self.layoutAboutToBeChanged.emit()
        self._by = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        score, (column, order) = self._score, self._by
        if score is None:
            self.order = np.zeros(0, np.int64)
            return
        self.order = ordered(self._numbers(score, column), order)

    @staticmethod
    def _numbers(score: Score, column: int) -> np.ndarray:
        n = len(score.encoding.ids)
        if column == TOKEN:
            return np.unique(np.array(score.encoding.tokens), return_inverse=True)[1].astype(np.float64)
        if column == RANK:
            return np.where(score.rank > 0, score.rank, np.nan)
        found = {NUMBER: np.arange(n), ID: score.encoding.ids, ENTROPY: score.entropy}.get(column, score.logprobs)
        return found.astype(np.float64)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers()[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headers(self) -> tuple[str, ...]:
        return (
            self.tr("#"), self.tr("Id"), self.tr("Token"), self.tr("ln p, nats"), self.tr("p"), self.tr("Rank"),
            self.tr("Entropy, nats"),
        )  # fmt: skip

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._score is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(int(self.order[index.row()]), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return theme.mono() if role == Qt.ItemDataRole.FontRole else None

    def cell(self, token: int, column: int) -> str:
        """The words of one cell."""
        score, tokens = self._score, self._tokens
        assert score is not None
        assert tokens is not None
        logprob = float(score.logprobs[token])
        if column == TOKEN:
            return tokens.words(token)
        if column == RANK:
            return count(int(score.rank[token])) if score.rank[token] else "—"
        if column == SHARE:
            return percent(math.exp(logprob))
        if column in (LOGPROB, ENTROPY):
            return nats(logprob if column == LOGPROB else float(score.entropy[token]))
        return str(token if column == NUMBER else int(score.encoding.ids[token]))


def _alignment(column: int) -> int:
    return int((Qt.AlignmentFlag.AlignLeft if column == TOKEN else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)


class ScoreTable(QTableView):
    """A row for each token; its selection speaks in byte spans as the strip's does."""

    span_selected = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: TokenText | None = None
        self._quiet = False
        self.table = ScoreModel(self)
        self.setModel(self.table)
        show_rows(self)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(NUMBER, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(TOKEN, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((64, 72, 190, 110, 110, 90, 120)):
            self.setColumnWidth(column, width)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.retranslate()

    def set_score(self, score: Score | None, tokens: TokenText | None) -> None:
        self._quiet = True
        self._tokens = tokens
        self.table.set_score(score, tokens)
        self._quiet = False

    def select_bytes(self, start: int, end: int) -> None:
        """Go to the first token of a selection made elsewhere. Says nothing outward."""
        found = self._tokens.overlapping(start, end) if self._tokens is not None else range(0)
        self._quiet = True
        if not found:
            self.clearSelection()
        elif not self.currentIndex().isValid() or int(self.table.order[self.currentIndex().row()]) not in found:
            self.selectRow(int(np.flatnonzero(self.table.order == found[0])[0]))
        self._quiet = False

    def _moved(self, now: QModelIndex) -> None:
        if not self._quiet and now.isValid() and self._tokens is not None:
            token = int(self.table.order[now.row()])
            self.span_selected.emit(*self._tokens.span(range(token, token + 1)))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Table of the scored tokens"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, ENTROPY)
