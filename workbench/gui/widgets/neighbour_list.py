"""One ranking of items: place, name, score as a bar, norm, and in how many lists an item stands. A real table, so a screen reader
walks it.

A click or Enter picks an item, Ctrl with either chooses it beside others; the arrows left and right step to the next list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.tips import plain

RANK, NAME, SCORE, NORM, LISTS = range(5)
ROW_HEIGHT = 22
WIDTHS = {RANK: 28, SCORE: 66, NORM: 40, LISTS: 62}
_BAR = Qt.ItemDataRole.UserRole + 1


class Neighbour(NamedTuple):
    """One row. `share` and `norm_share`: the lengths of the bars, 0 to 1. `above`: better than nearly all random pairs. `used`: it is
    part of the query. `lists`: -1 while that isn't known."""

    item: int
    name: str
    score: str
    share: float
    above: bool
    norm_share: float
    lists: int
    used: bool
    tip: str


class NeighbourList(QTableView):
    """`picked(item)`, `added(item)`, `pointed(item)` (-1: nothing), `left_to(step)` when an arrow leads to the next list."""

    picked = Signal(int)
    added = Signal(int)
    pointed = Signal(int)
    left_to = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self._bars = {SCORE: _Bar(self), NORM: _Thin(self)}
        for column, bar in self._bars.items():
            self.setItemDelegateForColumn(column, bar)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setColumnHidden(LISTS, True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)

    @property
    def rows(self) -> Sequence[Neighbour]:
        return self._model.rows

    def show_rows(self, rows: Sequence[Neighbour], *, chance_share: float) -> None:
        """Show these, best first. `chance_share`: where the bars have their line; below 0: nowhere."""
        self._model.show_rows(rows)
        bar = self._bars[SCORE]
        assert isinstance(bar, _Bar)
        bar.line = chance_share
        self.setColumnHidden(LISTS, all(row.lists < 0 for row in rows))
        self.verticalScrollBar().setValue(0)

    def mark(self, chosen: Sequence[int]) -> None:
        """Show which items are chosen."""
        self._model.mark(frozenset(chosen))

    def name_columns(self, words: Sequence[str], tips: Sequence[str]) -> None:
        """Headings, in order."""
        self._model.words, self._model.tips = tuple(words), tuple(tips)
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, LISTS)

    def place_of(self, item: int) -> int | None:
        """The middle of an item's row below the top of the list, in its own pixels; None where it isn't listed."""
        row = self._model.row_of.get(item)
        if row is None:
            return None
        return self.viewport().y() + self.rowViewportPosition(row) + ROW_HEIGHT // 2

    def walk_to(self, row: int) -> None:
        """Take the focus, on a row."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectRow(min(row, len(self.rows) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self.left_to.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= row < len(self.rows):
            more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or key == Qt.Key.Key_Space
            (self.added if more else self.picked).emit(self.rows[row].item)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and 0 <= row < len(self.rows):
            more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.added if more else self.picked).emit(self.rows[row].item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        self.pointed.emit(self.rows[row].item if 0 <= row < len(self.rows) else -1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(-1)


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Neighbour, ...] = ()
        self.row_of: dict[int, int] = {}
        self.words: tuple[str, ...] = ("",) * 5
        self.tips: tuple[str, ...] = ("",) * 5
        self._chosen: frozenset[int] = frozenset()

    def show_rows(self, rows: Sequence[Neighbour]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.row_of = {row.item: number for number, row in enumerate(self.rows)}
        self.endResetModel()

    def mark(self, chosen: frozenset[int]) -> None:
        self._chosen = chosen
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, LISTS))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tips[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            lists = f"{row.lists:,}" if row.lists >= 0 else ""
            return (str(index.row() + 1), row.name, row.score, "", lists)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.tip if column == NAME else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(row.tip)
        if role == Qt.ItemDataRole.FontRole:
            font = theme.mono(bold=row.item in self._chosen) if column in (NAME, SCORE, LISTS) else theme.sans(theme.CAPTION)
            font.setItalic(row.used and column == NAME)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            c = theme.colors()
            faint = row.used or column == RANK or (column == SCORE and not row.above)
            return c.text if row.item in self._chosen else c.muted if faint else c.text
        if role == Qt.ItemDataRole.BackgroundRole:
            return theme.colors().select if row.item in self._chosen else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == _BAR:
            return row.share if column == SCORE else row.norm_share
        return None


class _Bare(QStyledItemDelegate):
    """Leaves the ground of a cell to `paint`: Qt's would cover the bar."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.backgroundBrush = QBrush()


class _Bar(_Bare):
    """A score over its bar, and the line that random pairs stay below."""

    line = -1.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        c, box, share = theme.colors(), QRectF(option.rect).adjusted(2, 4, -2, -4), float(index.data(_BAR))
        shown = QStyleOptionViewItem(option)
        lit = _fill(painter, shown, index)
        if share > 0:
            color = c.surface if lit else c.select
            painter.fillRect(QRectF(box.left(), box.top(), box.width() * min(1.0, share), box.height()), color)
        if 0 <= self.line <= 1:
            painter.fillRect(QRectF(box.left() + box.width() * self.line, option.rect.top(), 1, option.rect.height()), c.muted)
        super().paint(painter, shown, index)


class _Thin(_Bare):
    """A quiet bar without a number."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        shown = QStyleOptionViewItem(option)
        _fill(painter, shown, index)
        box, share = QRectF(option.rect).adjusted(4, 9, -4, -9), float(index.data(_BAR))
        color = QColor(theme.colors().muted)
        color.setAlpha(60)
        painter.fillRect(box, color)
        painter.fillRect(QRectF(box.left(), box.top(), box.width() * min(1.0, share), box.height()), theme.colors().muted)
        super().paint(painter, shown, index)


def _fill(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> bool:
    """Paint the ground of a cell that is selected or chosen, which Qt would paint over the bar; whether it is."""
    background = index.data(Qt.ItemDataRole.BackgroundRole)
    lit = bool(option.state & QStyle.StateFlag.State_Selected) or background is not None
    if lit:
        painter.fillRect(option.rect, theme.colors().select)
    option.state &= ~QStyle.StateFlag.State_Selected
    return lit


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column in (NAME, NORM) else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
