"""The library at the left: models, sample texts, recent runs. A click puts one under study."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.models.texts import samples
from workbench.gui.run_names import run_name
from workbench.gui.session import Job, Session
from workbench.gui.widgets.message_bar import MessageBar
from workbench.values import LESSON_TAG, FetchRequest, ModelList, ModelListRequest, RunList, RunListRequest, RunRecord, RunRequest

RECENT = 12
OF_LESSONS = 6
"""So many times that are asked for, as most may belong to lessons."""
SETTLE_MS = 400
_KEY = Qt.ItemDataRole.UserRole


class LibraryPanel(QWidget):
    """`model_chosen` with a reference; `models_asked` for the page of models."""

    model_chosen = Signal(str)
    models_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setMinimumWidth(200)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(theme.S3)
        self.tree.setRootIsDecorated(False)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.tree.setExpandsOnDoubleClick(False)
        self.groups = {name: QTreeWidgetItem(self.tree) for name in ("models", "texts", "runs")}
        for group in self.groups.values():
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFont(0, theme.sans(theme.CAPTION, bold=True))
            group.setExpanded(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, theme.S2, 0, 0)
        self.bar = MessageBar(self)
        column.addWidget(self.tree)
        column.addWidget(self.bar)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._ask_runs)
        self.tree.itemActivated.connect(self._act)
        self.tree.itemClicked.connect(self._act)
        session.runs_changed.connect(self._soon.start)
        session.job_started.connect(self._started)
        session.subject_changed.connect(lambda _subject: self._mark())
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Ask for models and runs anew."""
        self._session.submit(ModelListRequest(), key="library models").done.connect(self._show_models)
        self._ask_runs()

    def retranslate(self) -> None:
        self.tree.setAccessibleName(self.tr("Library: models, texts, recent runs"))
        titles = {"models": self.tr("Models"), "texts": self.tr("Texts"), "runs": self.tr("Recent runs")}
        for name, group in self.groups.items():
            group.setText(0, titles[name])
        self._fill("texts", [(sample.title(i18n.language()), sample.text, number) for number, sample in enumerate(samples())])
        for row in range(self.groups["models"].childCount()):
            item = self.groups["models"].child(row)
            if item.data(0, _KEY) == "":
                item.setText(0, self.tr("Fetch or open a model…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _started(self, job: Job) -> None:
        if isinstance(job.request, FetchRequest):
            job.done.connect(lambda _fetched: self.refresh())

    def _ask_runs(self) -> None:
        self._session.submit(RunListRequest(limit=OF_LESSONS * RECENT), key="library runs").done.connect(self._show_runs)

    def _show_models(self, models: ModelList) -> None:
        rows: list[tuple[str, str, object]] = [(model.title, model.path, model.name) for model in models.models if model.installed]
        self._fill("models", [*rows, (self.tr("Fetch or open a model…"), "", "")])
        self._mark()

    def _show_runs(self, runs: RunList) -> None:
        own = [row for row in runs.rows if LESSON_TAG not in row.tags]  # a lesson stands for its trainings
        self._fill("runs", [(f"{row.id} · {run_name(row)}", run_name(row), row.id) for row in own[:RECENT]])

    def _fill(self, name: str, rows: list[tuple[str, str, object]]) -> None:
        group = self.groups[name]
        group.takeChildren()
        for title, tip, key in rows:
            item = QTreeWidgetItem(group, [" ".join(title.split())])
            item.setData(0, _KEY, key)
            item.setToolTip(0, f"<p>{_escaped(tip)}</p>" if tip else "")
        group.setHidden(not rows)

    def _mark(self) -> None:
        """Show which model is under study."""
        group = self.groups["models"]
        for row in range(group.childCount()):
            item = group.child(row)
            key = item.data(0, _KEY)
            item.setFont(0, theme.sans(bold=bool(key) and key == self._session.subject.model))

    def _act(self, item: QTreeWidgetItem) -> None:
        group, key = item.parent(), item.data(0, _KEY)
        if group is self.groups["texts"]:
            self._session.change_subject(text=samples()[key].text)
        elif group is self.groups["runs"]:
            self._ask_run(key)
        elif group is self.groups["models"] and key:
            self.model_chosen.emit(key)
        elif group is self.groups["models"]:
            self.models_asked.emit()

    def _ask_run(self, number: int) -> None:
        job = self._session.submit(RunRequest(number), key="open run")
        job.done.connect(self._open)
        job.failed.connect(self._not_opened)

    def _not_opened(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.bar.show_error(error)

    def _open(self, record: object) -> None:
        if isinstance(record, RunRecord):
            self._session.open_run(record)


def _escaped(text: str) -> str:
    return text[:2000].replace("&", "&amp;").replace("<", "&lt;")
