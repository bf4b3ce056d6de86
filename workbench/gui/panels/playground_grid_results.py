"""What came of a grid: its cells as a table, its means as another, and the cell that is looked at.

The idea that is not obvious: cells change many times a second, so means are made anew at most four times a second, and only
while they are on screen.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.grid_cells import HELD_OUT, CellsModel, GridWords, SummaryModel
from workbench.gui.models.grid_runner import GridRunner
from workbench.gui.panels.playground_grid_cell import GridCell
from workbench.gui.session import Session
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.prompts.board import Board
from workbench.prompts.summary import Estimate

SUMMARY_EVERY_MS = 250
COLUMN_WIDTH, NARROWEST, WIDEST = 168, 88, 360
VIEWS = ("cells", "summary")


class GridResults(QWidget):
    """`open_asked(request)` as the cell's."""

    open_asked = Signal(object)

    def __init__(self, runner: GridRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._words = runner, GridWords(self)
        self.views = Segmented(VIEWS, self)
        self.cells, self.table = CellsModel(self), QTableView(self)
        self.means, self.sorted, self.summary = SummaryModel(self), QSortFilterProxyModel(self), QTableView(self)
        self.sorted.setSourceModel(self.means)
        self.sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.says, self.cell = WrappedLabel(parent=self), GridCell(session, self)
        self.says.setProperty("role", "caption")
        self._dress()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.summary)
        upper = QWidget(self)
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(theme.S2)
        above.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)
        above.addWidget(self._stack, 1)
        above.addWidget(self.says)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.cell)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SUMMARY_EVERY_MS)
        self._late.timeout.connect(self._refresh)
        self._connect()
        self.retranslate()

    def _dress(self) -> None:
        for view in (self.table, self.summary):
            view.setWordWrap(False)
            view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            view.verticalHeader().setDefaultSectionSize(theme.COMPACT_HEIGHT)
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            view.horizontalHeader().setMinimumSectionSize(NARROWEST)
            view.setShowGrid(False)
        self.table.setModel(self.cells)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.summary.setModel(self.sorted)
        self.summary.setSortingEnabled(True)
        self.summary.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.summary.verticalHeader().hide()
        self.summary.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

    def _connect(self) -> None:
        runner = self._runner
        runner.begun.connect(self._begun)
        runner.changed.connect(self._changed)
        self.views.chosen.connect(lambda _key: self._show_view())
        self.table.selectionModel().currentChanged.connect(lambda index, _before: self._look(self.cells.place(index)))
        self.table.customContextMenuRequested.connect(self._menu)
        self.cell.open_asked.connect(self.open_asked)
        self.cell.retry_asked.connect(lambda place: runner.retry({place}))
        self.cell.cancel_asked.connect(lambda place: runner.cancel({place}))

    def show_view(self, key: str) -> None:
        """Show the cells, or the means."""
        self.views.choose(key)
        self._show_view()

    def chosen_places(self) -> set[int]:
        """The cells that are selected."""
        return {self.cells.place(index) for index in self.table.selectionModel().selectedIndexes()}

    # what changes

    def _begun(self) -> None:
        board = self._runner.board
        self.cells.set_board(board)
        self.means.set_board(board)
        self.sorted.sort(-1)
        self._fit()
        self._fit_summary()
        self._look(-1)
        self._say()
        if board is not None and len(board.layout):
            self.table.setCurrentIndex(self.cells.index(0, 0))

    def _fit(self) -> None:
        """Few columns share the room there is."""
        n_columns = self.cells.columnCount()
        if n_columns:
            width = self.table.viewport().width() // n_columns
            self.table.horizontalHeader().setDefaultSectionSize(max(COLUMN_WIDTH, min(width, WIDEST)))

    def _fit_summary(self) -> None:
        """What is the same in every line is not repeated."""
        request = self._runner.request
        if request is not None:
            for column, parts in ((1, request.models), (2, request.settings)):
                self.summary.setColumnHidden(column, len(parts) == 1)
            self.summary.resizeColumnsToContents()

    def _changed(self, places: set[int]) -> None:
        self.cells.touch(places)
        self.cell.touch(places)
        if not self._late.isActive():
            self._late.start()

    def _refresh(self) -> None:
        self.means.refresh()
        if self.views.key == "summary":
            self._fit_summary()
        self._say()

    def _look(self, place: int) -> None:
        self.cell.look_at(self._runner.board, place)

    def _show_view(self) -> None:
        self._stack.setCurrentIndex(VIEWS.index(self.views.key))
        self._refresh()

    # giving up and trying again

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        board = self._runner.board
        if board is None or not index.isValid():
            return
        chosen = self.chosen_places() | {self.cells.place(index)}
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, places in (
            (self.tr("Give up these cells"), chosen),
            (self.tr("Give up row {n}").format(n=index.row() + 1), self._row(index.row())),
            (self.tr("Give up this column"), self._column(index.column())),
        ):
            action = menu.addAction(words)
            action.setEnabled(self._runner.running and any(not board.states[place].over for place in places))
            action.triggered.connect(lambda _checked, places=places: self._runner.cancel(places))
        menu.addSeparator()
        lost = {place for place in chosen if board.states[place].state in ("failed", "cancelled")}
        every = {place for place, state in enumerate(board.states) if state.state in ("failed", "cancelled")}
        for words, places in ((self.tr("Compute these cells"), lost), (self.tr("Compute all that are missing"), every)):
            action = menu.addAction(words)
            action.setEnabled(bool(places))
            action.triggered.connect(lambda _checked, places=places: self._runner.retry(places))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _row(self, row: int) -> set[int]:
        return {self.cells.place(self.cells.index(row, column)) for column in range(self.cells.columnCount())}

    def _column(self, column: int) -> set[int]:
        return {self.cells.place(self.cells.index(row, column)) for row in range(self.cells.rowCount())}

    # words

    def _say(self) -> None:
        board, summary = self._runner.board, self.means.summary
        if board is None or summary is None:
            self.says.setText("")
            return
        words = [self.tr("✓ right, ✕ wrong, ! failed")]
        if self.views.key == "summary":
            words = [*self._best(board), self.tr("intervals of 95 %; how each was made is in its tooltip")]
            if not math.isnan(summary.majority[0]) and any(score.kind in ("exact", "label") for score in board.layout.request.scores):
                words.append(self.tr("always the most frequent answer: {share}").format(share=f"{100 * summary.majority[0]:.0f} %"))
        elif board.layout.held_out:
            words.append(self.tr("{sign} held out: the best is not chosen on these rows").format(sign=HELD_OUT))
        self.says.setText(" · ".join(words))

    def _best(self, board: Board) -> list[str]:
        """What the best is worth, and that less is to be expected on new rows."""
        summary = self.means.summary
        assert summary is not None
        number = next((number for number, best in enumerate(summary.best) if best is not None), None)
        if number is None:
            return []
        line = summary.lines[summary.best[number]]
        request = board.layout.request
        name = " / ".join((request.templates[line.template].name, request.settings[line.setting].name))
        kind = request.scores[number].kind
        n_chosen = board.layout.n_rows - len(board.layout.held_out)
        words = self.tr("★ {name} is the best by {score} on the {n} rows it was chosen on ({mean}): expect less on new ones")
        said = [
            words.format(name=name, score=self._words.score(request.scores[number]), n=n_chosen, mean=_share(line.chosen[number], kind))
        ]
        if board.layout.held_out and line.held_out[number].n_rows:
            held = self.tr("on the {n} held out: {mean}")
            said.append(held.format(n=line.held_out[number].n_rows, mean=_share(line.held_out[number], kind)))
        return said

    def retranslate(self) -> None:
        self.views.name((self.tr("Cells"), self.tr("Summary")), self.tr("Results"))
        self.table.setAccessibleName(self.tr("Cells of the grid"))
        self.summary.setAccessibleName(self.tr("Means of the grid"))
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _share(estimate: Estimate, kind: str) -> str:
    return f"{estimate.mean:.2f}" if kind in ("nll", "length") else f"{100 * estimate.mean:.0f} %"
