"""Runs: everything that was done, searchable, to be opened again, annotated, or deleted with a way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui.models.runs import COLUMNS, RunsModel
from workbench.gui.panels.runs_details import RunDetails
from workbench.gui.panels.runs_saving import RunsSaving
from workbench.gui.panels.runs_table import RunsTable
from workbench.gui.session import Session
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.single_shot import single_shot
from workbench.values import Progress, RunAnnotateRequest, RunDeleteRequest, RunRecord, RunRequest, RunRow, RunsChanged

SEARCH_MS, REFRESH_MS = 200, 300
FOLLOW_MS = 2000
"""How often the list is asked for anew while a run goes on: another process, which tells nobody here, may be its own."""
KINDS = ("", "generate", "fill", "likelihood", "bias", "grid", "trace", "patch", "tokenize", "score", "train", "train-tokenizer")


class RunsPanel(QWidget):
    """The panel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = RunsModel(session, self)
        self._build()
        self._list_error: WorkbenchError | None = None
        self._search_timer, self._refresh_timer = (single_shot(ms, self.refresh, parent=self) for ms in (SEARCH_MS, REFRESH_MS))
        self._follow_timer = single_shot(FOLLOW_MS, self._follow, parent=self)
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
        self._stack = QStackedWidget(self.frame.home)
        splitter = QSplitter(Qt.Orientation.Vertical, self._stack)
        self.table, self.details = RunsTable(self.model, splitter), RunDetails(splitter)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([420, 180])
        splitter.setChildrenCollapsible(False)
        self.saving = RunsSaving(self.model, self._session, self)
        self.export = Export(self.table, self.frame.bar, name="runs", pieces=self.saving)
        for one in (self.search, self.kind, self.total):
            self.frame.controls.addWidget(one)
        self.frame.controls.addStretch(1)
        for one in (self.delete_button, self.columns, self.export.button):
            self.frame.controls.addWidget(one)
        self.hint, self.prompt = Hint(self._stack), QLabel(self)
        self.prompt.setProperty("role", "caption")
        for one in (self.hint, splitter):
            self._stack.addWidget(one)
        self.frame.view.addWidget(self._stack)
        self.frame.view.addWidget(self.prompt)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.kind.activated.connect(lambda _row: self.refresh())
        self.table.activated.connect(lambda index: self._open(self.model.row_of(index)))
        self.table.chosen_changed.connect(self._selected)
        self.open_button.clicked.connect(self._open_selected)
        self.delete_button.clicked.connect(self._delete)
        self.details.annotated.connect(self._annotate)
        self.model.loaded.connect(lambda _total: self._loaded())
        self.model.failed.connect(self._not_listed)
        self.hint.asked.connect(self._clear_search)
        self._session.runs_changed.connect(self._refresh_timer.start)
        self.frame.cancelled.connect(self.saving.cancel)
        self.saving.progressed.connect(self._say_saving)
        self.saving.ended.connect(self.frame.show_current)
        self.saving.saved.connect(lambda name: self.frame.bar.show_notice(self.tr("Saved {name}.").format(name=name)))
        self.saving.copied.connect(lambda: self.frame.bar.show_notice(self.tr("The data were copied.")))
        self.saving.failed.connect(self._failed)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self._delete, context=Qt.ShortcutContext.WidgetShortcut)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Runs")

    def refresh(self) -> None:
        """Ask for the runs that match, anew."""
        self.model.search(self.search.text(), self.kind.currentData() or "")

    def save_state(self) -> dict[str, object]:
        order = self.model.asked_for
        return {"hidden": self.table.hidden, "sort": order.sort, "ascending": order.ascending}

    def restore_state(self, state: dict[str, object]) -> None:
        hidden = state.get("hidden")
        if isinstance(hidden, list):
            self.table.hide_columns(hidden)
        self.table.set_order(str(state.get("sort", "id")), ascending=bool(state.get("ascending", False)))
        self.table.fill_menu(self._columns_menu)

    # doing

    def _loaded(self) -> None:
        if self._list_error is not None and self.frame.bar.error is self._list_error:
            self.frame.bar.clear()
        self._list_error = None
        self._say()
        self._watch()
        rows, shown = self.table.chosen(), self.details.record
        if len(rows) == 1 and shown is not None and (rows[0].id, rows[0].status) != (shown.row.id, shown.row.status):
            self._selected()

    def _not_listed(self, error: WorkbenchError) -> None:
        self._list_error = error
        self.frame.bar.show_error(error, action_text=self.tr("Try again"), action=self.refresh)

    def _watch(self) -> None:
        """See to it that a run that goes on is not said to do so for ever."""
        if self.isVisible() and any(row.status == "running" for row in self.model.rows):
            self._follow_timer.start()

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._watch()

    def _selected(self) -> None:
        rows = self.table.chosen()
        self._say_chosen()
        if len(rows) != 1:
            self.details.clear()
            return
        job = self._session.submit(RunRequest(rows[0].id), key="run details")
        job.done.connect(self._show_details)
        job.failed.connect(self._failed)

    def _show_details(self, record: RunRecord) -> None:
        rows = self.table.chosen()
        if len(rows) == 1 and rows[0].id == record.row.id:
            self.details.show_record(record)
            self._say_chosen()
            self.table.scrollTo(self.table.currentIndex())

    def _open_selected(self) -> None:
        rows = self.table.chosen()
        if len(rows) == 1:
            self._open(rows[0])

    def _open(self, row: RunRow) -> None:
        job = self._session.submit(RunRequest(row.id), key="open run")
        job.done.connect(self._session.open_run)
        job.failed.connect(self._failed)

    def _delete(self) -> None:
        ids = tuple(row.id for row in self.table.chosen())
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
        self.table.select_run(run)

    # words

    def _say(self) -> None:
        filtered = bool(self.search.text() or self.kind.currentData())
        n = self.model.total
        self.total.setText(self.tr("1 run") if n == 1 else self.tr("{n} runs").format(n=count(n)))
        self._stack.setCurrentIndex(1 if self.model.rows else 0)
        for one in (self.open_button, self.delete_button, self.columns, self.export.button):
            one.setVisible(bool(self.model.rows))
        self._say_chosen()
        if filtered:
            self.hint.say(self.tr("No run matches"), self.tr("Search finds texts, models, tags and notes."), self.tr("Show all runs"))
        else:
            body = self.tr("Each text you look at for a moment, and each continuation, is kept here and can be opened again.")
            self.hint.say(self.tr("Nothing was done yet"), body)

    def _say_chosen(self) -> None:
        """What can be done with what is selected."""
        n = len(self.table.chosen())
        self.open_button.setEnabled(n == 1)
        self.delete_button.setEnabled(n > 0)
        several = self.tr("{n} runs are selected.").format(n=count(n))
        self.prompt.setText(several if n > 1 else self.tr("Select a run to see what it was. Enter opens it."))
        self.prompt.setVisible(bool(self.model.rows) and n != 1)

    def _say_saving(self, progress: Progress) -> None:
        words = self.tr("Saving: {done} of {total} runs")
        self.frame.show_loading(words.format(done=count(int(progress.done)), total=count(int(progress.total or 0))), progress)

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
        self.table.fill_menu(self._columns_menu)
        self.details.retranslate()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1000, 600)
