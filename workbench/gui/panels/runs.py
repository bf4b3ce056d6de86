"""Runs: everything that was done, searchable, to be opened again, annotated, or deleted with a way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.runs import COLUMNS, RunsModel
from workbench.gui.panels.runs_details import RunDetails
from workbench.gui.session import Session
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.numbers import count
from workbench.values import RunAnnotateRequest, RunDeleteRequest, RunRecord, RunRequest, RunRow, RunsChanged

SEARCH_MS, REFRESH_MS = 200, 300
KINDS = ("", "generate", "trace", "tokenize")
ALWAYS = ("id", "summary")
HIDDEN_AT_FIRST = ("tags", "note")
WIDTHS = {"id": 64, "kind": 110, "status": 116, "model": 190, "created": 166, "tags": 120, "note": 160}


class RunsPanel(QWidget):
    """The panel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = RunsModel(session, self)
        self._build()
        self._search_timer, self._refresh_timer = self._timer(SEARCH_MS), self._timer(REFRESH_MS)
        self._connect()
        self.retranslate()
        self.refresh()

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.search, self.kind, self.total = QLineEdit(self), QComboBox(self), QLabel(self)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(240)
        self.total.setProperty("role", "caption")
        for key in KINDS:
            self.kind.addItem("", key)
        self.columns = QToolButton(self)
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns_menu = QMenu(self.columns)
        self.columns.setMenu(self._columns_menu)
        self.open_button, self.delete_button = QPushButton(self), QPushButton(self)
        self.frame.set_primary(self.open_button)
        self._build_table()
        self.export = Export(self.table, self.frame.bar, name="runs", rows=self._rows)
        for one in (self.search, self.kind, self.total):
            self.frame.controls.addWidget(one)
        self.frame.controls.addStretch(1)
        for one in (self.delete_button, self.columns, self.export.button):
            self.frame.controls.addWidget(one)
        self.details = RunDetails(self)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.table)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([420, 180])
        splitter.setChildrenCollapsible(False)
        self._full, self.hint, self._stack = splitter, Hint(self), QStackedWidget(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(splitter)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        column.addWidget(self._stack)
        self.frame.set_view(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def _build_table(self) -> None:
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.CONTROL_HEIGHT)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for number, name in enumerate(COLUMNS):
            if name == "summary":
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                self.table.setColumnWidth(number, WIDTHS[name])
            self.table.setColumnHidden(number, name in HIDDEN_AT_FIRST)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.kind.activated.connect(lambda _row: self.refresh())
        self.table.activated.connect(lambda index: self._open(self.model.row_of(index)))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.open_button.clicked.connect(self._open_selected)
        self.delete_button.clicked.connect(self._delete)
        self.details.annotated.connect(self._annotate)
        self.model.loaded.connect(lambda _total: self._say())
        self.model.failed.connect(self.frame.bar.show_error)
        self.hint.asked.connect(self._clear_search)
        self._session.runs_changed.connect(self._refresh_timer.start)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self._delete, context=Qt.ShortcutContext.WidgetShortcut)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self.refresh)
        return timer

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Runs")

    def refresh(self) -> None:
        """Ask for the runs that match, anew."""
        self.model.search(self.search.text(), self.kind.currentData() or "")

    def save_state(self) -> dict[str, object]:
        return {"hidden": [name for number, name in enumerate(COLUMNS) if self.table.isColumnHidden(number)]}

    def restore_state(self, state: dict[str, object]) -> None:
        hidden = state.get("hidden")
        if isinstance(hidden, list):
            for number, name in enumerate(COLUMNS):
                self.table.setColumnHidden(number, name in hidden and name not in ALWAYS)
        self._fill_columns_menu()

    # doing

    def _chosen(self) -> list[RunRow]:
        return [self.model.rows[index.row()] for index in self.table.selectionModel().selectedRows() if index.row() < len(self.model.rows)]

    def _selected(self) -> None:
        rows = self._chosen()
        self.open_button.setEnabled(len(rows) == 1)
        self.delete_button.setEnabled(bool(rows))
        if len(rows) != 1:
            self.details.clear(len(rows))
            return
        job = self._session.submit(RunRequest(rows[0].id), key="run details")
        job.done.connect(self._show_details)
        job.failed.connect(self._failed)

    def _show_details(self, record: RunRecord) -> None:
        rows = self._chosen()
        if len(rows) == 1 and rows[0].id == record.row.id:
            self.details.show_record(record)

    def _open_selected(self) -> None:
        rows = self._chosen()
        if len(rows) == 1:
            self._open(rows[0])

    def _open(self, row: RunRow) -> None:
        job = self._session.submit(RunRequest(row.id), key="open run")
        job.done.connect(self._session.open_run)
        job.failed.connect(self._failed)

    def _delete(self) -> None:
        ids = tuple(row.id for row in self._chosen())
        if not ids:
            return
        job = self._session.submit(RunDeleteRequest(ids))
        job.done.connect(lambda _changed: self._deleted(ids))
        job.failed.connect(self._failed)

    def _deleted(self, ids: tuple[int, ...]) -> None:
        self._session.runs_changed.emit()
        words = (
            self.tr("Run {id} was deleted.").format(id=ids[0]) if len(ids) == 1 else self.tr("{n} runs were deleted.").format(n=len(ids))
        )
        self.frame.bar.show_notice(words, action_text=self.tr("Undo"), action=lambda: self._restore(ids))

    def _restore(self, ids: tuple[int, ...]) -> None:
        job = self._session.submit(RunDeleteRequest(ids, restore=True))
        job.done.connect(lambda _changed: self._session.runs_changed.emit())
        job.failed.connect(self._failed)

    def _annotate(self, run: int, note: str, tags: tuple[str, ...]) -> None:
        job = self._session.submit(RunAnnotateRequest(run, note, tags))
        job.done.connect(self._annotated)
        job.failed.connect(self._failed)

    def _annotated(self, _changed: RunsChanged) -> None:
        self._session.runs_changed.emit()

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.frame.bar.show_error(error)

    def _clear_search(self) -> None:
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.refresh()

    def select_run(self, run: int) -> None:
        """Select a run that is in the table."""
        for number, row in enumerate(self.model.rows):
            if row.id == run:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.table.selectionModel().select(self.model.index(number, 0, QModelIndex()), flags)

    def _rows(self) -> list[list[object]]:
        return [list(COLUMNS), *([row.id, row.kind, row.status, row.summary, row.model, row.created_at_utc, " ".join(row.tags), row.note]
                                 for row in self.model.rows)]  # fmt: skip

    # words

    def _say(self) -> None:
        filtered = bool(self.search.text() or self.kind.currentData())
        self.total.setText(self.tr("{n} runs").format(n=count(self.model.total)))
        self._stack.setCurrentWidget(self._full if self.model.rows else self.hint)
        for one in (self.open_button, self.delete_button, self.columns, self.export.button):
            one.setVisible(bool(self.model.rows))
        self.open_button.setEnabled(len(self._chosen()) == 1)
        self.delete_button.setEnabled(bool(self._chosen()))
        if filtered:
            self.hint.say(self.tr("No run matches"), self.tr("Search finds texts, models, tags and notes."), self.tr("Show all runs"))
        else:
            body = self.tr("Each text you look at for a moment, and each continuation, is kept here and can be opened again.")
            self.hint.say(self.tr("Nothing was done yet"), body)

    def _fill_columns_menu(self) -> None:
        self._columns_menu.clear()
        for number, (name, title) in enumerate(zip(COLUMNS, self.model.titles(), strict=True)):
            if name not in ALWAYS:
                action = self._columns_menu.addAction(title)
                action.setCheckable(True)
                action.setChecked(not self.table.isColumnHidden(number))
                action.toggled.connect(lambda shown, number=number: self.table.setColumnHidden(number, not shown))

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.search.setPlaceholderText(self.tr("Search texts, models, tags, notes"))
        self.search.setAccessibleName(self.tr("Search runs"))
        self.kind.setAccessibleName(self.tr("Kind of run"))
        self.kind.setItemText(0, self.tr("All kinds"))
        for number, key in enumerate(KINDS[1:], 1):
            self.kind.setItemText(number, self.model.kind_name(key))
        self.table.setAccessibleName(self.tr("Runs"))
        self.open_button.setText(self.tr("Open"))
        self.delete_button.setText(self.tr("Delete"))
        self.columns.setText(self.tr("Columns"))
        self.columns.setAccessibleName(self.tr("Choose columns"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._fill_columns_menu()
        self.details.retranslate()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1000, 600)
