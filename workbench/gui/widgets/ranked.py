"""A short ranked list: words with a share of one each, as numbers and as bars. A real table, so a screen reader walks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.tips import plain

_SHARE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 22


class Ranked(NamedTuple):
    """One line: what, how much of one, an exact tooltip, a number that says which (a position, an id; -1: none), and the share in
    other words than percent."""

    text: str
    share: float
    tip: str
    number: int
    said: str = ""


class RankedList(QTableView):
    """`chosen(number)` when a line is activated."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, bar_width: int = 110) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegateForColumn(1, _Bar(self))
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(1, bar_width)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._activate)
        self.clicked.connect(self._activate)

    def set_rows(self, rows: Sequence[Ranked]) -> None:
        self._model.set_rows(rows)

    @property
    def rows(self) -> Sequence[Ranked]:
        return self._model.rows

    def _activate(self, index: QModelIndex) -> None:
        number = self._model.rows[index.row()].number
        if number >= 0:
            self.chosen.emit(number)


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Ranked] = ()

    def set_rows(self, rows: Sequence[Ranked]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 2

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if index.column() == 0 else row.said or percent(row.share)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(row.tip)
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono() if row.number >= 0 else theme.sans(theme.CAPTION)
        if role == Qt.ItemDataRole.ForegroundRole and row.number < 0:
            return theme.colors().muted
        if role == _SHARE:
            return row.share
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class _Bar(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        box = QRectF(option.rect).adjusted(2, 4, -2, -4)
        share = float(index.data(_SHARE))
        if share > 0:
            c, chosen = theme.colors(), bool(option.state & QStyle.StateFlag.State_Selected)
            painter.fillRect(QRectF(box.left(), box.top(), box.width() * min(1.0, share), box.height()), c.raised if chosen else c.select)
        super().paint(painter, option, index)
