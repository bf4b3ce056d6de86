"""The table of runs over the store's read side: pages arrive as one scrolls, in the order asked for.

The idea that is not obvious: only the newest question counts. An answer, or a failure, of one that was replaced meanwhile
changes nothing; so a table is never mixed of two searches, and paging never waits for an answer that will not come.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.run_names import summary_in_words
from workbench.gui.session import Job, Session
from workbench.values import RunList, RunListRequest, RunOrder, RunRow, Whereabouts, WhereaboutsRequest

PAGE = 200
COLUMNS: tuple[RunOrder, ...] = ("id", "kind", "status", "summary", "model", "created", "tags", "note")
STATUS_SIGNS = {"running": "▶", "waits": "‖", "done": "✓", "failed": "✕", "cancelled": "◼", "interrupted": "⚡"}
OWN_MODEL = frozenset({"train", "train-tokenizer"})
"""Kinds of runs that make their model: what they name is none that has to be there."""
Index = QModelIndex | QPersistentModelIndex


class RunsModel(QAbstractTableModel):
    """`loaded(total)` after each page; `failed` with what kept a page from coming.

    `asked_for` is the listing on screen or on its way, without its paging."""

    loaded = Signal(int)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: list[RunRow] = []
        self.total = 0
        self.gone: frozenset[str] = frozenset()
        self.asked_for = RunListRequest(limit=PAGE)
        self._job: Job | None = None

    def search(self, query: str, kind: str) -> None:
        """Show the runs that match; also the way to refresh."""
        self._ask(query=query, kind=kind)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """List in the order of a column: of all runs, not only of those that are loaded."""
        sort, ascending = COLUMNS[column], order == Qt.SortOrder.AscendingOrder
        if (sort, ascending) != (self.asked_for.sort, self.asked_for.ascending):
            self._ask(sort=sort, ascending=ascending)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def row_of(self, index: Index) -> RunRow:
        return self.rows[index.row()]

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._job is None and len(self.rows) < self.total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._submit(dataclasses.replace(self.asked_for, limit=PAGE, before_id=self.rows[-1].id))

    def _ask(self, **changes: Any) -> None:
        before = self.asked_for
        self.asked_for = dataclasses.replace(before, **changes)
        # The same listing anew keeps as much in view as there was.
        limit = max(PAGE, len(self.rows)) if self.asked_for == before else PAGE
        self._submit(dataclasses.replace(self.asked_for, limit=limit))

    def _submit(self, request: RunListRequest) -> None:
        self._job = job = self._session.submit(request, key="runs")
        job.done.connect(lambda answer: self._take(job, answer))
        job.failed.connect(lambda error: self._fail(job, error))

    def _fail(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            if error.code != "cancelled":
                self.failed.emit(error)

    def _take(self, job: Job, answer: RunList) -> None:
        if job is not self._job:
            return
        self._job = None
        self.total = answer.total
        if answer.request.before_id is None:
            self._replace(list(answer.rows))
        else:
            self._append(answer.rows)
        self.loaded.emit(self.total)
        self._ask_whereabouts()

    def _append(self, rows: tuple[RunRow, ...]) -> None:
        known = {row.id for row in self.rows}
        fresh = [row for row in rows if row.id not in known]  # one whose place has changed meanwhile comes twice
        if not fresh:
            self.total = len(self.rows)  # or the table would ask for ever
            return
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(fresh) - 1)
        self.rows.extend(fresh)
        self.endInsertRows()

    def _replace(self, rows: list[RunRow]) -> None:
        """Change as little as possible, so that nothing moves under the person's eyes."""
        ids, known = [row.id for row in rows], [row.id for row in self.rows]
        n_fresh = len(ids) - len(known)
        if ids == known:
            self.rows = rows
            self._repaint()
        elif n_fresh > 0 and ids[n_fresh:] == known:
            self.beginInsertRows(QModelIndex(), 0, n_fresh - 1)
            self.rows = rows
            self.endInsertRows()
            self._repaint()
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def _repaint(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(COLUMNS) - 1))

    # which models are there

    def _ask_whereabouts(self) -> None:
        references = {row.reference for row in self.rows if row.kind not in OWN_MODEL} - {""}
        if references:
            job = self._session.submit(WhereaboutsRequest(tuple(sorted(references))), key="whereabouts")
            job.done.connect(self._take_whereabouts)

    def _take_whereabouts(self, answer: Whereabouts) -> None:
        gone = frozenset(answer.gone)
        if gone != self.gone:
            self.gone = gone
            self._repaint()

    def is_gone(self, row: RunRow) -> bool:
        """Whether the model of a run was looked for and is not there now."""
        return row.kind not in OWN_MODEL and row.reference in self.gone

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section] + self._sign(COLUMNS[section])
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _sign(self, column: str) -> str:
        """Which way the list is ordered, at the heading of the column that orders it."""
        if column != self.asked_for.sort:
            return ""
        return " ↑" if self.asked_for.ascending else " ↓"

    def titles(self) -> tuple[str, ...]:
        """The columns' headings in the language in force."""
        return (
            self.tr("Run"), self.tr("Kind"), self.tr("Status"), self.tr("Text and result"), self.tr("Model"), self.tr("Begun"),
            self.tr("Tags"), self.tr("Note"),
        )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return {"created": f"{row.created_at_utc} UTC", "model": self._model_tip(row)}.get(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(row, column)
        if role == Qt.ItemDataRole.FontRole and column in ("id", "created"):
            return theme.mono()
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def words(self, row: RunRow, column: str) -> str:
        """One cell as text."""
        if column == "kind":
            return self.kind_name(row.kind)
        if column == "status":
            status = "waits" if row.waits else row.status
            return f"{STATUS_SIGNS.get(status, '')} {self.status_name(status)}"
        if column == "created":
            return local_time(row.created_at_utc)
        if column == "tags":
            return ", ".join(row.tags)
        if column == "summary":
            return " ".join(summary_in_words(row).split())
        if column == "model" and self.is_gone(row):
            return self.tr("{model} (gone)").format(model=row.model)
        return str(getattr(row, column))

    def _color(self, row: RunRow, column: str) -> Any:
        c = theme.colors()
        if column == "status":
            if row.waits:
                return c.warn
            return {"failed": c.bad, "interrupted": c.warn, "done": c.ok, "running": c.accent}.get(row.status, c.muted)
        return c.muted if column == "model" and self.is_gone(row) else None

    def _model_tip(self, row: RunRow) -> str:
        named = f"sha256 {row.model_sha256}" if row.model_sha256 else row.model
        if not self.is_gone(row):
            return named
        return self.tr("This model is not on this computer now. The run can still be read.") + f"\n{named}"

    def kind_name(self, kind: str) -> str:
        names = {
            "generate": self.tr("Continuation"),
            "trace": self.tr("Attention"),
            "patch": self.tr("Patch"),
            "tokenize": self.tr("Tokens"),
            "score": self.tr("Score"),
            "beam": self.tr("Beam search"),
            "fill": self.tr("Filled masks"),
            "bias": self.tr("Bias"),
            "grid": self.tr("Grid of prompts"),
            "likelihood": self.tr("Classification"),
            "train": self.tr("Training"),
            "train-tokenizer": self.tr("Tokenizer"),
        }
        return names.get(kind, kind)

    def status_name(self, status: str) -> str:
        names = {
            "running": self.tr("running"),
            "waits": self.tr("waits"),
            "done": self.tr("done"),
            "failed": self.tr("failed"),
            "cancelled": self.tr("cancelled"),
            "interrupted": self.tr("interrupted"),
        }
        return names.get(status, status)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column] == "id" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def local_time(stamp_utc: str) -> str:
    """A stored time in the time zone of the person, to the second; as it is where it can't be read."""
    try:
        return datetime.fromisoformat(stamp_utc).replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return stamp_utc
