"""Training runs as a tree: what went on from a run, or left it for another way, stands beneath it.

The idea that is not obvious: a run whose parent is not in the list (deleted, or too old) stands at the top itself, and a chain of
resumed runs is as deep as it is long; newest first on every level.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QTreeWidget, QTreeWidgetItem, QWidget

from workbench.gui.widgets.run_status import SIGNS, status_color, status_of, status_words
from workbench.gui.widgets.tips import plain
from workbench.values import RunRow

_ID = Qt.ItemDataRole.UserRole
INDENT, NARROW = 14, 200


class LineageTree(QTreeWidget):
    """`picked(run)` when a person opens one; `chosen(runs)` when others are selected, several perhaps."""

    picked = Signal(int)
    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()
        self._items: dict[int, QTreeWidgetItem] = {}
        self._name: Callable[[str], str] = str
        self._quiet = self._narrow = False
        self.setColumnCount(3)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names tell themselves apart at their ends
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        for signal in (self.itemClicked, self.itemActivated):
            signal.connect(lambda item, _column: self.picked.emit(item.data(0, _ID)))
        self.itemSelectionChanged.connect(self._selected)
        self.retranslate()

    def set_naming(self, name: Callable[[str], str]) -> None:
        """How a run's recipe is called."""
        self._name = name

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs. What is there already stays as it is: nothing flickers, folds or loses its selection."""
        if tuple(rows) == self._rows:
            return
        known = {row.id: row for row in self._rows}
        grown = [(row.id, row.parent_id) for row in rows] != [(row.id, row.parent_id) for row in self._rows]
        self._rows = tuple(rows)
        if grown:
            self._grow()
            self._say()
            return
        changed = [row for row in rows if (row.model, status_of(row)) != (known[row.id].model, status_of(known[row.id]))]
        for row in changed:
            self._say_row(row)
        if changed:
            self._place()

    def mark(self, run_id: int | None) -> None:
        """Let the tree show which run is followed, if no others are chosen."""
        item = self._items.get(run_id if run_id is not None else -1)
        if item is not None and item is not self.currentItem():
            self._quiet = True
            self.setCurrentItem(item)
            self._quiet = False

    def item_of(self, run_id: int) -> QTreeWidgetItem | None:
        """The line of a run."""
        return self._items.get(run_id)

    def _grow(self) -> None:
        """Make the lines anew, each beneath its parent."""
        self._quiet = True
        chosen, current = self._ids(), self.currentItem()
        followed = current.data(0, _ID) if current is not None else None
        folded = {run_id for run_id, item in self._items.items() if item.childCount() and not item.isExpanded()}
        self.clear()
        self._items = {}
        for row in self._rows:
            item = self._items[row.id] = QTreeWidgetItem()
            item.setData(0, _ID, row.id)
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for row in self._rows:
            above = self._items.get(row.parent_id if row.parent_id is not None else -1)
            if above is not None:
                above.addChild(self._items[row.id])
            else:
                self.addTopLevelItem(self._items[row.id])
        if followed in self._items:
            self.setCurrentItem(self._items[followed])
        for run_id in chosen:
            if run_id in self._items:
                self._items[run_id].setSelected(True)
        for run_id, item in self._items.items():  # last, as choosing one unfolds what it stands in
            item.setExpanded(run_id not in folded)
        self._quiet = False

    def _say(self) -> None:
        for row in self._rows:
            self._say_row(row)
        self._place()

    def _say_row(self, row: RunRow) -> None:
        item = self._items[row.id]
        status = status_of(row)
        for column, text in enumerate((str(row.id), self._name(row.model), SIGNS.get(status, "") if self._narrow else _told(row))):
            item.setText(column, text)
        item.setData(2, Qt.ItemDataRole.AccessibleTextRole, _told(row))
        item.setForeground(2, status_color(status))

    def _place(self) -> None:
        for column in (0, 2):
            self.resizeColumnToContents(column)
        self._fit()

    def _fit(self) -> None:
        """The name takes what the number and the state leave; where that is little, the state is a sign."""
        narrow = self.viewport().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.retranslate()
            return
        self.setColumnWidth(1, max(60, self.viewport().width() - self.columnWidth(0) - self.columnWidth(2)))

    def _ids(self) -> tuple[int, ...]:
        return tuple(item.data(0, _ID) for item in self.selectedItems())

    def _selected(self) -> None:
        if not self._quiet:
            self.chosen.emit(self._ids())

    def retranslate(self) -> None:
        self.setHeaderLabels([self.tr("Run"), self.tr("Recipe"), "" if self._narrow else self.tr("Status")])
        self.setAccessibleName(self.tr("Training runs"))
        self._say()

    def tip(self, run_id: int) -> str:
        """What is told of a run, as far as it is now. Not kept in its line: a line is painted anew when anything of it changes."""
        found = next((row for row in self._rows if row.id == run_id), None)
        return "" if found is None else plain(f"{self._name(found.model)}\n{_told(found)}\n{found.summary}")

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self.itemAt(event.pos())
            QToolTip.showText(event.globalPos(), self.tip(item.data(0, _ID)) if item is not None else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._say()


def _told(row: RunRow) -> str:
    """Its status, with the sign."""
    status = status_of(row)
    return f"{SIGNS.get(status, '')} {status_words(status)}"
