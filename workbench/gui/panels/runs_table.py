"""The table of runs on screen: columns, order, and a selection that outlives a reset of the model.

The idea that is not obvious: Qt forgets selection and current row when a model is reset. Here they are runs, not rows: they
are remembered by their numbers and found again, wherever the runs stand then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.models.runs import COLUMNS, RunsModel
from workbench.values import RunRow

ALWAYS = ("id", "summary")
HIDDEN_AT_FIRST = ("tags", "note")
WIDTHS = {"id": 64, "kind": 120, "status": 120, "model": 200, "created": 176, "tags": 120, "note": 160}

SHEET = f"""
QTableView::item {{ padding: 0 {theme.S2 - 2}px; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ image: none; width: 0; height: 0; }}
"""
"""As much room beside the words as the headings have, so that numbers and words never touch. Qt would draw its arrow over a
heading that is aligned to the right: the model says the order in the heading itself."""


class RunsTable(QTableView):
    """`chosen_changed` when other runs are selected. `chosen()` are the selected runs, `current_run` the one with the cursor."""

    chosen_changed = Signal()

    def __init__(self, model: RunsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = model
        self._kept = _Kept()
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.CONTROL_HEIGHT)
        self.setStyleSheet(SHEET)
        self._set_columns()
        self.set_order("id", ascending=False)
        self.setSortingEnabled(True)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._find_again)

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, name in enumerate(COLUMNS):
            if name == "summary":
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                self.setColumnWidth(number, WIDTHS[name])
            self.setColumnHidden(number, name in HIDDEN_AT_FIRST)

    # columns and order

    @property
    def hidden(self) -> list[str]:
        """The columns that are not shown."""
        return [name for number, name in enumerate(COLUMNS) if self.isColumnHidden(number)]

    def hide_columns(self, names: Iterable[object]) -> None:
        """Show all columns but these; those that a run is known by stay."""
        kept_out = {name for name in names if name not in ALWAYS}
        for number, name in enumerate(COLUMNS):
            self.setColumnHidden(number, name in kept_out)

    def fill_menu(self, menu: QMenu) -> None:
        """One entry for each column that can be hidden."""
        menu.clear()
        for number, (name, title) in enumerate(zip(COLUMNS, self._runs.titles(), strict=True)):
            if name not in ALWAYS:
                action = menu.addAction(title)
                action.setCheckable(True)
                action.setChecked(not self.isColumnHidden(number))
                action.toggled.connect(lambda shown, number=number: self.setColumnHidden(number, not shown))

    def set_order(self, column: str, *, ascending: bool) -> None:
        """Order by a column, as if its heading had been pressed; an unknown one changes nothing."""
        if column in COLUMNS:
            order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
            self.horizontalHeader().setSortIndicator(COLUMNS.index(column), order)

    # which runs are selected

    def chosen(self) -> list[RunRow]:
        rows = self._runs.rows
        return [rows[index.row()] for index in self.selectionModel().selectedRows() if index.row() < len(rows)]

    @property
    def current_run(self) -> int | None:
        """The number of the run with the cursor."""
        index = self.currentIndex()
        return self._runs.row_of(index).id if index.isValid() and index.row() < len(self._runs.rows) else None

    def select_run(self, run: int) -> None:
        """Select a run that is in the table, and show it."""
        for number, row in enumerate(self._runs.rows):
            if row.id == run:
                self.selectRow(number)
                self.scrollTo(self._runs.index(number, 0))

    def _keep(self) -> None:
        at = self.currentIndex()
        self._kept = _Kept(frozenset(row.id for row in self.chosen()), self.current_run, at.row(), at.column())

    def _find_again(self) -> None:
        kept, selected = self._kept, QItemSelection()
        row = min(kept.row, len(self._runs.rows) - 1)  # where the cursor stays if its run is gone
        for number, run in enumerate(self._runs.rows):
            if run.id in kept.ids:
                selected.select(self._runs.index(number, 0), self._runs.index(number, len(COLUMNS) - 1))
            if run.id == kept.current_run:
                row = number
        flags = QItemSelectionModel.SelectionFlag
        if row >= 0:
            self.selectionModel().setCurrentIndex(self._runs.index(row, max(0, kept.column)), flags.NoUpdate)
        self.selectionModel().select(selected, flags.ClearAndSelect)
        if kept.ids and selected.isEmpty():
            self.chosen_changed.emit()  # Qt says nothing of what a reset has unselected


class _Kept(NamedTuple):
    """What is remembered over a reset."""

    ids: frozenset[int] = frozenset()
    current_run: int | None = None
    row: int = -1
    column: int = -1
