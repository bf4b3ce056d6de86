"""The status bar: the job that is going on with its rate and Cancel, and how the engine is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from workbench.gui import theme
from workbench.gui.session import Job, Session
from workbench.gui.widgets.progress import progress_words
from workbench.gui.widgets.rate import Rate
from workbench.gui.widgets.units import size
from workbench.values import (
    ChildStatus,
    FetchRequest,
    GenerateRequest,
    OpenRequest,
    PatchRequest,
    Progress,
    PromptGridRequest,
    RunStarted,
    TokenStep,
    TraceRequest,
)

LONG = (GenerateRequest, TraceRequest, OpenRequest, FetchRequest, PromptGridRequest, PatchRequest)
SHOW_AFTER_MS = 300
"""Work that is done sooner never shows: a bar that flashes is noise."""


class StatusBar(QStatusBar):
    """Listens to the session; says nothing of jobs that end at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._rate = Rate()
        self._run = ""
        self._engine: ChildStatus | None = None
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.S3, 0, theme.S3, 0)
        self.what, self.progress, self.cancel = QLabel(self), QProgressBar(self), QPushButton(self)
        self.engine, self.run = QLabel(self), QLabel(self)
        self.progress.setFixedSize(160, theme.S1 + 2)
        self.progress.setTextVisible(False)
        for one in (self.what, self.engine, self.run):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setProperty("role", "caption")
        for one in (self.what, self.progress, self.cancel):
            self.addWidget(one)
        for one in (self.engine, self.run):
            self.addPermanentWidget(one)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SHOW_AFTER_MS)
        self._late.timeout.connect(self._show_job)
        self.cancel.clicked.connect(self._cancel)
        session.job_started.connect(self._started)
        session.jobs_changed.connect(self._next)
        session.child_changed.connect(self._child_changed)
        self._show_job()
        self.retranslate()

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self._say_engine()
        self._say_run()
        if self._job is not None:
            self.what.setText(self._name(self._job))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _started(self, job: Job) -> None:
        job.event.connect(lambda event: self._heard(job, event))
        self._next()

    def _next(self) -> None:
        """Follow the oldest job that takes long by its nature."""
        jobs = [job for job in self._session.jobs if isinstance(job.request, LONG)]
        job = jobs[0] if jobs else None
        if job is not self._job:
            self._job, self._rate = job, Rate()
            self.progress.setRange(0, 0)
            if job is None:
                self._show_job()
            else:
                self.what.setText(self._name(job))
                self._late.start()

    def _heard(self, job: Job, event: object) -> None:
        if isinstance(event, RunStarted):
            self._run = str(event.run_id)
            self._say_run()
        if job is not self._job:
            return
        if isinstance(event, TokenStep) and isinstance(job.request, GenerateRequest):
            event = Progress("generate", event.index + 1, job.request.max_new_tokens, "tokens")
        if isinstance(event, Progress):
            self._rate.see(event)
            self.progress.setRange(0, 1000 if event.total else 0)
            if event.total:
                self.progress.setValue(int(1000 * event.done / event.total))
            self.what.setText(f"{self._name(job)} {progress_words(event, self._rate)}")

    def _show_job(self) -> None:
        shown = self._job is not None
        for one in (self.what, self.progress, self.cancel):
            one.setVisible(shown)
        if not shown:
            self.what.clear()

    def _name(self, job: Job) -> str:
        names = {
            GenerateRequest: self.tr("Generating"),
            TraceRequest: self.tr("Tracing"),
            OpenRequest: self.tr("Opening the model"),
            FetchRequest: self.tr("Fetching"),
            PromptGridRequest: self.tr("Grid"),
            PatchRequest: self.tr("Patching"),
        }
        return names[type(job.request)]

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _child_changed(self, status: ChildStatus) -> None:
        if status.role == "engine":
            self._engine = status
            self._say_engine()

    def _say_run(self) -> None:
        self.run.setText(self.tr("run {number}").format(number=self._run) if self._run else "")

    def _say_engine(self) -> None:
        states = {
            "cold": self.tr("engine not started"),
            "starting": self.tr("engine starting…"),
            "ready": self.tr("engine ready"),
            "busy": self.tr("engine busy"),
            "dead": self.tr("engine ended"),
        }
        status = self._engine
        words = states[status.state if status else "cold"]
        if status is not None and status.memory_bytes:
            words += " · " + self.tr("memory {size}").format(size=size(status.memory_bytes))
        self.engine.setText(words)
        self.engine.setToolTip(status.cause if status else "")
