"""The alternatives of one step: the model's own probability and the one after the samplers, side by side.

A real table (rows a screen reader can walk) whose two probability columns are painted as bars on one common scale. The last row is
everything beyond the alternatives, so the rows always add up to 100 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import nats, percent
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.visible import visible_token
from workbench.values import TokenStep

RANK, TOKEN, ID, RAW, FINAL = range(5)
NUMBER_WIDTH = 66
_SHARE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Alternative:
    """One row. `id` None: everything else. Probabilities in [0, 1]; `final` 0 with `removed` when a sampler took it away."""

    id: int | None
    text: str
    rank: int | None
    raw: float
    final: float
    removed: bool
    chosen: bool


def alternatives(step: TokenStep) -> tuple[Alternative, ...]:
    """The rows of a step, best first by the model's own probability, then what lies beyond."""
    rows = [
        Alternative(
            int(token), text, place + 1, math.exp(float(raw)), math.exp(float(final)), math.isinf(float(final)), int(token) == step.id
        )
        for place, (token, text, raw, final) in enumerate(
            zip(step.top_ids.tolist(), step.top_texts, step.top_logprob_raw.tolist(), step.top_logprob_final.tolist(), strict=True)
        )
    ]
    tail = step.tail
    if not any(row.chosen for row in rows):
        chosen = Alternative(step.id, step.token, None, math.exp(step.logprob_raw), math.exp(step.logprob_final), False, True)
        rows.append(chosen)
        tail = max(0.0, tail - chosen.raw)
    rest = max(0.0, 1.0 - sum(row.final for row in rows))
    rest = 0.0 if rest < 1e-6 else rest  # what float32 leaves over is not probability
    return (*rows, Alternative(None, "", None, tail, rest, rest == 0.0, False))


class DistributionModel(QAbstractTableModel):
    """The rows of one step."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Alternative, ...] = ()
        self._scale = 1.0

    def show_step(self, step: TokenStep | None) -> None:
        self.beginResetModel()
        self.rows = alternatives(step) if step is not None else ()
        self._scale = max((max(row.raw, row.final) for row in self.rows), default=1.0) or 1.0
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Rank"), self.tr("Token"), self.tr("Id"), self.tr("Model's own"), self.tr("After samplers"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft if section == TOKEN else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._exact(row))
        if role == _SHARE:
            return (row.raw if index.column() == RAW else row.final) / self._scale
        if role == Qt.ItemDataRole.FontRole:
            return theme.sans() if row.id is None and index.column() == TOKEN else theme.mono(bold=row.chosen and index.column() == TOKEN)
        if role == Qt.ItemDataRole.ForegroundRole and (row.id is None or index.column() in (RANK, ID)):
            return theme.colors().muted
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() == TOKEN else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, row: Alternative, column: int) -> str:
        if column == RANK:
            return "" if row.id is None else str(row.rank) if row.rank else self.tr("> {n}").format(n=len(self.rows) - 2)
        if column == TOKEN:
            if row.id is None:
                return self.tr("everything else")
            return "● " + visible_token(row.text) if row.chosen else visible_token(row.text)
        if column == ID:
            return "" if row.id is None else str(row.id)
        if column == FINAL and row.removed:
            return self.tr("removed")
        return percent(row.raw if column == RAW else row.final)

    def _exact(self, row: Alternative) -> str:
        def log(p: float) -> str:
            return nats(math.log(p) if p > 0 else -math.inf)

        return "\n".join(
            (
                self.tr("id {id}").format(id="—" if row.id is None else row.id),
                self.tr("model's own: {probability:.6g} ({nats} nats)").format(probability=row.raw, nats=log(row.raw)),
                self.tr("after samplers: {probability:.6g} ({nats} nats)").format(probability=row.final, nats=log(row.final)),
                self.tr("bars share one scale: full is {scale}").format(scale=percent(self._scale)),
            )
        )

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.rows[index.row()].id is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class BarDelegate(QStyledItemDelegate):
    """A probability as a bar with its number to the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        c = theme.colors()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, c.select if chosen else c.surface)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = QRectF(option.rect).adjusted(theme.S2, 0, -theme.S2, 0)
        track = QRectF(cell.left(), cell.center().y() - 4, max(0.0, cell.width() - NUMBER_WIDTH), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.raised if not chosen else c.surface)
        painter.drawRoundedRect(track, 4, 4)
        share = float(index.data(_SHARE))
        if share > 0:
            painter.setBrush(c.accent if index.column() == FINAL else c.muted)
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(2.0, track.width() * share), 8), 4, 4)
        words = index.data()
        painter.setFont(theme.mono())
        painter.setPen(c.text if chosen or share > 0 else c.muted)
        painter.drawText(cell, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class DistributionView(QTableView):
    """The table. `branched(row)` when the person asks to go on with the alternative of that row."""

    branched = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = DistributionModel(self)
        self.setModel(self.table)
        self.setItemDelegateForColumn(RAW, BarDelegate(self))
        self.setItemDelegateForColumn(FINAL, BarDelegate(self))
        show_rows(self, height=theme.CONTROL_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((RANK, 54), (TOKEN, 116), (ID, 60)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda index: self._branch(index.row()))
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setColumnHidden(ID, self.width() < 520)  # the bars need the room more; the tooltip has the id
        super().resizeEvent(event)

    def show_step(self, step: TokenStep | None) -> None:
        """Show the alternatives of a step, its chosen token selected."""
        self.table.show_step(step)
        for number, row in enumerate(self.table.rows):
            if row.chosen:
                self.selectRow(number)
                self.setCurrentIndex(self.table.index(number, TOKEN))

    def picked(self) -> Alternative | None:
        """The selected alternative."""
        rows = self.selectionModel().selectedRows()
        return self.table.rows[rows[0].row()] if rows else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._branch(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _branch(self, row: int) -> None:
        if self.table.rows[row].id is not None:
            self.branched.emit(row)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Alternatives at this step"))
        self.setAccessibleDescription(self.tr("Enter continues with the selected token instead."))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, FINAL)
        self.viewport().update()
