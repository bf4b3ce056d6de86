"""The chosen items of a set, a row each: whether its name stays on the map, what it is called, and what was measured of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.tips import plain

PIN, NAME = 0, 1
ROW_HEIGHT = 24


class ItemModel(QAbstractTableModel):
    """Rows are made as they are looked at, so that fifty thousand cost nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[int, ...] = ()
        self.pinned: frozenset[int] = frozenset()
        self.headings: tuple[str, ...] = ("", "")
        self._cells: Callable[[int], Sequence[str]] = lambda item: ("",)
        self.pin_words = ""

    def show(self, items: Sequence[int], headings: Sequence[str], cells: Callable[[int], Sequence[str]]) -> None:
        """`headings` and what `cells` gives for an item: its name, then what was measured."""
        self.beginResetModel()
        self.items, self.headings, self._cells = tuple(items), ("", *headings), cells
        self.endResetModel()

    def pin(self, pinned: Sequence[int]) -> None:
        self.pinned = frozenset(pinned)
        if self.items:
            self.dataChanged.emit(self.index(0, PIN), self.index(len(self.items) - 1, PIN))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.pin_words if section == PIN else self.headings[section])
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item, column = self.items[index.row()], index.column()
        if column == PIN:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if item in self.pinned else Qt.CheckState.Unchecked
            return self.pin_words if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(item)[column - 1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(" · ".join(cell for cell in (*self._cells(item), f"#{item}") if cell))
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono()
        if role == Qt.ItemDataRole.TextAlignmentRole and column > NAME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == PIN else found


class ItemTable(QTableView):
    """`hovered(item)`, -1 for none; `chosen(item)` when a row is clicked or walked to; `pinned(item)`: its name shall stay, or go."""

    hovered = Signal(int)
    chosen = Signal(int)
    pinned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ItemModel(self)
        self.setModel(self.rows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.entered.connect(lambda index: self.hovered.emit(self.rows.items[index.row()]))
        self.clicked.connect(self._clicked)
        self.selectionModel().currentRowChanged.connect(lambda index, _before: self._walked(index))

    def show_items(self, items: Sequence[int], headings: Sequence[str], cells: Callable[[int], Sequence[str]]) -> None:
        fresh = len(self.rows.headings) != len(headings) + 1
        self.rows.show(items, headings, cells)
        if fresh or self.horizontalHeader().sectionResizeMode(NAME) != QHeaderView.ResizeMode.Stretch:
            self.setColumnWidth(PIN, 28)
            self.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
            self.horizontalHeader().setMinimumSectionSize(24)
            for column in range(NAME + 1, self.rows.columnCount()):
                self.setColumnWidth(column, 70 if column == NAME + 1 else 52)

    def mark(self, item: int) -> None:
        """Show which row the pointer's item is, where it has one, without telling."""
        if item in self.rows.items:
            row = self.rows.items.index(item)
            self.setCurrentIndex(self.rows.index(row, NAME))

    def _clicked(self, index: QModelIndex) -> None:
        item = self.rows.items[index.row()]
        (self.pinned if index.column() == PIN else self.chosen).emit(item)

    def _walked(self, index: QModelIndex) -> None:
        if index.isValid() and self.hasFocus():
            self.hovered.emit(self.rows.items[index.row()])

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(-1)
