"""Parts with what was predicted of them and what was measured, side by side, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.effect_scatter import EffectPoint
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.tips import plain

ROW_HEIGHT = 22


class EffectTable(QTableView):
    """`chosen(number)` when a line is activated."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setMinimumHeight(2 * ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self.chosen.emit(self._model.points[index.row()].number))
        self.activated.connect(lambda index: self.chosen.emit(self._model.points[index.row()].number))
        self.retranslate()

    def set_points(self, points: Sequence[EffectPoint]) -> None:
        self._model.set_points(points)

    @property
    def points(self) -> Sequence[EffectPoint]:
        return self._model.points

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Predicted and measured effects"))
        self._model.set_headers((self.tr("Head"), self.tr("Predicted"), self.tr("Measured")))


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.points: Sequence[EffectPoint] = ()
        self._headers: Sequence[str] = ("",) * 3

    def set_points(self, points: Sequence[EffectPoint]) -> None:
        self.beginResetModel()
        self.points = tuple(points)
        self.endResetModel()

    def set_headers(self, headers: Sequence[str]) -> None:
        self._headers = headers
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headers) - 1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.points)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one, column = self.points[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (one.name, signed(one.predicted), signed(one.measured))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(f"{one.predicted:+.8f} → {one.measured:+.8f}")
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None


def _side(column: int) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
