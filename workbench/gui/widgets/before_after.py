"""Tokens with their probability before and after a change, as numbers and as two thin bars: a real table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import percent, signed
from workbench.gui.widgets.tips import plain

TOKEN, BARS, BEFORE, AFTER, CHANGE = range(5)
ROW_HEIGHT = 22
_PAIR = Qt.ItemDataRole.UserRole + 1


class TokenChange(NamedTuple):
    """A token, as it is shown, with its natural-log probabilities."""

    id: int
    text: str
    before: float
    after: float


class BeforeAfter(QTableView):
    """In the order it is given. The bars share one scale: the largest probability of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegateForColumn(BARS, _Bars(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(TOKEN, QHeaderView.ResizeMode.Stretch)
        for column, width in ((BARS, 80), (BEFORE, 82), (AFTER, 78), (CHANGE, 70)):
            self.setColumnWidth(column, width)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.retranslate()

    def set_rows(self, rows: Sequence[TokenChange]) -> None:
        self._model.set_rows(rows)

    @property
    def rows(self) -> Sequence[TokenChange]:
        return self._model.rows

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Next tokens before and after"))
        self._model.set_headers((self.tr("Token"), "", self.tr("As trained"), self.tr("Changed"), self.tr("Δ ln p")))


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[TokenChange] = ()
        self._headers: Sequence[str] = ("",) * 5
        self._most = 1.0

    def set_rows(self, rows: Sequence[TokenChange]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self._most = math.exp(max((max(row.before, row.after) for row in self.rows), default=0.0))
        self.endResetModel()

    def set_headers(self, headers: Sequence[str]) -> None:
        self._headers = headers
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headers) - 1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section > BARS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            before, after = math.exp(row.before), math.exp(row.after)
            return (row.text, "", percent(before), percent(after), signed(row.after - row.before))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(f"id {row.id} · ln p {row.before:.4f} → {row.after:.4f}")
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono()
        if role == _PAIR:
            return math.exp(row.before) / self._most, math.exp(row.after) / self._most
        if role == Qt.ItemDataRole.TextAlignmentRole and column > BARS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class _Bars(QStyledItemDelegate):
    """Before above, after below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        box, c = QRectF(option.rect).adjusted(2, 4, -2, -4), theme.colors()
        before, after = index.data(_PAIR)
        half = box.height() / 2
        for share, top, colour in ((before, box.top(), c.muted), (after, box.top() + half, c.accent)):
            painter.fillRect(QRectF(box.left(), top, max(1.0, box.width() * share), half - 1), colour)
