"""The table of runs over the store's read side: pages arrive as one scrolls, nothing is read twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.session import Session
from workbench.values import RunList, RunListRequest, RunRow

PAGE = 200
COLUMNS = ("id", "kind", "status", "summary", "model", "created", "tags", "note")
STATUS_SIGNS = {"running": "▶", "done": "✓", "failed": "✕", "cancelled": "◼", "interrupted": "⚡"}
Index = QModelIndex | QPersistentModelIndex


class RunsModel(QAbstractTableModel):
    """`loaded(total)` after each page; `failed` with what kept a page from coming."""

    loaded = Signal(int)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: list[RunRow] = []
        self.total = 0
        self._query = self._kind = ""
        self._asked = False

    def search(self, query: str, kind: str) -> None:
        """Show the newest runs that match; also the way to refresh."""
        self._query, self._kind = query, kind
        self._ask(None)

    def row_of(self, index: Index) -> RunRow:
        return self.rows[index.row()]

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._asked and len(self.rows) < self.total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._ask(self.rows[-1].id)

    def _ask(self, before_id: int | None) -> None:
        self._asked = True
        # A refresh keeps as much in view as there was.
        limit = PAGE if before_id is not None else max(PAGE, len(self.rows))
        job = self._session.submit(RunListRequest(self._query, self._kind, limit, before_id), key="runs")
        job.done.connect(self._take)
        job.failed.connect(self._fail)

    def _fail(self, error: WorkbenchError) -> None:
        self._asked = False
        if error.code != "cancelled":
            self.failed.emit(error)

    def _take(self, answer: RunList) -> None:
        self._asked = False
        if (answer.request.query, answer.request.kind) != (self._query, self._kind):
            return
        self.total = answer.total
        if answer.request.before_id is None:
            self._replace(list(answer.rows))
        elif answer.rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(answer.rows) - 1)
            self.rows.extend(answer.rows)
            self.endInsertRows()
        self.loaded.emit(self.total)

    def _replace(self, rows: list[RunRow]) -> None:
        """Change as little as possible, so that the selection stays where it is."""
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        known = {row.id for row in self.rows}
        fresh = [row for row in rows if row.id not in known]
        if rows[len(fresh) :] == self.rows[: len(rows) - len(fresh)] and len(rows) - len(fresh) == len(self.rows):
            self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
            self.rows = rows
            self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        return None

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
            return {"created": f"{row.created_at_utc} UTC", "summary": None, "model": self._model_tip(row)}.get(column)
        if role == Qt.ItemDataRole.ForegroundRole and column == "status":
            c = theme.colors()
            return {"failed": c.bad, "interrupted": c.warn, "done": c.ok, "running": c.accent}.get(row.status, c.muted)
        if role == Qt.ItemDataRole.FontRole and column in ("id", "created"):
            return theme.mono()
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "id":
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def words(self, row: RunRow, column: str) -> str:
        """One cell as text."""
        if column == "kind":
            return self.kind_name(row.kind)
        if column == "status":
            return f"{STATUS_SIGNS.get(row.status, '')} {self.status_name(row.status)}"
        if column == "created":
            return local_time(row.created_at_utc)
        if column == "tags":
            return ", ".join(row.tags)
        if column == "summary":
            return " ".join(row.summary.split())
        return str(getattr(row, column))

    def _model_tip(self, row: RunRow) -> str:
        return f"sha256 {row.model_sha256}" if row.model_sha256 else row.model

    def kind_name(self, kind: str) -> str:
        return {"generate": self.tr("Continuation"), "trace": self.tr("Attention"), "tokenize": self.tr("Tokens")}.get(kind, kind)

    def status_name(self, status: str) -> str:
        names = {
            "running": self.tr("running"),
            "done": self.tr("done"),
            "failed": self.tr("failed"),
            "cancelled": self.tr("cancelled"),
            "interrupted": self.tr("interrupted"),
        }
        return names.get(status, status)


def local_time(stamp_utc: str) -> str:
    """A stored time in the time zone of the person, to the second; as it is where it can't be read."""
    try:
        return datetime.fromisoformat(stamp_utc).replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return stamp_utc
