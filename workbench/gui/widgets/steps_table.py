"""The steps of a continuation as a table: the full equivalent of the flowing text, and what its CSV holds."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import nats, percent
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.visible import visible_token
from workbench.values import TokenStep

NUMBER, TOKEN, ID, RAW, FINAL, RANK, ENTROPY, DRAW = range(8)
EXPORT_HEADERS = ("step", "id", "token", "text", "logprob_raw", "logprob_final", "rank", "entropy_nats", "draw", "tail")


def spelled(step: TokenStep) -> str:
    """The token for display: as the alternatives spell it, so that the same token looks the same everywhere."""
    places = (step.top_ids == step.id).nonzero()[0]
    return step.top_texts[int(places[0])] if len(places) else step.token


def rank(step: TokenStep) -> int | None:
    """1 for the model's favourite; None beyond the recorded alternatives."""
    places = (step.top_ids == step.id).nonzero()[0]
    return int(places[0]) + 1 if len(places) else None


class StepsModel(QAbstractTableModel):
    """One row for each step; grows while they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps: list[TokenStep] = []

    def set_steps(self, steps: list[TokenStep]) -> None:
        self.beginResetModel()
        self.steps = list(steps)
        self.endResetModel()

    def append(self, step: TokenStep) -> None:
        self.beginInsertRows(QModelIndex(), len(self.steps), len(self.steps))
        self.steps.append(step)
        self.endInsertRows()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.steps)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 8

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return (
            self.tr("#"), self.tr("Token"), self.tr("Id"), self.tr("Model's own"), self.tr("After samplers"), self.tr("Rank"),
            self.tr("Entropy, nats"), self.tr("Draw"),
        )[section]  # fmt: skip

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono()
        return None

    def _words(self, row: int, column: int) -> str:
        step = self.steps[row]
        place = rank(step)
        return {
            NUMBER: str(row + 1),
            TOKEN: visible_token(spelled(step)),
            ID: str(step.id),
            RAW: percent(math.exp(step.logprob_raw)),
            FINAL: percent(math.exp(step.logprob_final)),
            RANK: str(place) if place else self.tr("> {n}").format(n=len(step.top_ids)),
            ENTROPY: nats(step.entropy),
            DRAW: "—" if math.isnan(step.draw) else f"{step.draw:.4f}",
        }[column]

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Everything, for export (see `EXPORT_HEADERS`): exact numbers, an unknown rank or draw as an empty cell."""
        for number, step in enumerate(self.steps):
            yield (
                number, step.id, spelled(step), step.text, step.logprob_raw, step.logprob_final, rank(step) or "", step.entropy,
                "" if math.isnan(step.draw) else step.draw, step.tail,
            )  # fmt: skip


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == TOKEN else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class StepsTable(QTableView):
    """The table. `current_changed(number)` when the person walks to another row, `entered` on Enter."""

    current_changed = Signal(int)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = StepsModel(self)
        self.setModel(self.table)
        show_rows(self)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(36)
        for column, width in enumerate((40, 120, 60, 104, 120, 56, 116, 72)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(TOKEN, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda index, _before: self.current_changed.emit(index.row()))
        self.activated.connect(lambda _index: self.entered.emit())
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column in (ID, DRAW):  # what the details beside the table say as well goes first
            self.setColumnHidden(column, self.width() < 660)
        super().resizeEvent(event)

    def set_current(self, number: int) -> None:
        """Walk to a row (-1: none)."""
        if number != self.currentIndex().row():
            self.setCurrentIndex(self.table.index(number, 0) if number >= 0 else QModelIndex())

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Table of the steps"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, DRAW)
        self.viewport().update()
