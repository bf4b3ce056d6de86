"""When a text is traced: at once while that is cheap, on request when it is not.

The idea that is not obvious: how long a trace will take is learned from those of the same model, by their number of tokens;
a short text is simply tried until one of its kind turned out slow.
"""

from __future__ import annotations

import bisect
import time

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.values import Progress, RunRecord, Subject, TraceRequest, TraceSummary

LIVE_MS = 300
TRIED_BYTES = 600
"""Texts up to this size are traced live until measured to be slow."""
GROWTH = 1.3
"""Beyond the longest measured text, time is taken to grow with the tokens to this power."""
PATIENCE_MS = 250
"""So long a trace may take before it is said that one is under way: nothing flickers while one types."""


class Pace:
    """How long traces of one model take. Times include the views that are asked for afterwards."""

    def __init__(self) -> None:
        self._model, self._tokens_per_byte = "", 0.3
        self._known: dict[int, float] = {}

    def learn(self, summary: TraceSummary, took_ms: float) -> None:
        """Remember one trace."""
        subject = summary.request.subject
        if subject.model != self._model:
            self._model = subject.model
            self._known.clear()
        self._tokens_per_byte = len(summary.encoding.ids) / max(1, len(summary.encoding.text.encode()))
        self._known[len(summary.encoding.ids)] = took_ms

    def estimate_ms(self, subject: Subject) -> float:
        """What a trace of `subject` will take; 0 if it is short and nothing speaks against trying."""
        size = len(subject.text.encode())
        known = self._known if subject.model == self._model else {}
        tokens = max(1.0, size * self._tokens_per_byte)
        lengths = sorted(known)
        if size <= TRIED_BYTES and not any(length <= 1.5 * tokens and known[length] > LIVE_MS for length in lengths):
            return 0.0
        if not lengths:
            return float("inf")
        at = bisect.bisect_left(lengths, tokens)
        if at < len(lengths):
            return known[lengths[at]]  # one at least as long is known
        return known[lengths[-1]] * float((tokens / lengths[-1]) ** GROWTH)


class Tracing(QObject):
    """Traces the subject of the session. Exactly one trace is wanted at a time: the newest."""

    emptied = Signal()
    stale = Signal()
    loading = Signal(object)
    traced = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.pace = Pace()
        self.job: Job | None = None
        self.stored: RunRecord | None = None
        self._begun_s, self._loaded = 0.0, False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._say_loading)
        self._progress: Progress | None = None

    @property
    def busy(self) -> bool:
        """Whether a trace is under way."""
        return self.job is not None and self.job.running

    @property
    def wanted(self) -> TraceRequest:
        """The trace of the subject and of what is changed in its model, as they are now."""
        return TraceRequest(self._session.subject, interventions=self._session.interventions)

    def follow(self) -> None:
        """The subject, or what is changed in its model, is another: trace it, or say that the view is stale."""
        subject = self._session.subject
        self.stored = None
        if not subject.model or not subject.text:
            self.cancel()
            self.job = None
            self.emptied.emit()
        elif self.pace.estimate_ms(subject) <= LIVE_MS:
            self.refresh()
        else:
            self.cancel()
            self.job = None
            self.stale.emit()

    def refresh(self) -> None:
        """Trace the subject now, however long it takes."""
        subject, self.stored = self._session.subject, None
        if subject.model and subject.text:
            self._begin(self.wanted)

    def trace(self, request: TraceRequest) -> None:
        """Make this trace now."""
        self.stored = None
        self._begin(request)

    def reopen(self, record: RunRecord) -> None:
        """Trace a stored run's request anew."""
        if isinstance(record.request, TraceRequest):
            self.stored = record
            self._begin(record.request)

    def cancel(self) -> None:
        """Stop a trace that is under way; it then fails as cancelled."""
        self._patience.stop()
        if self.job is not None:
            self.job.cancel()

    def settled(self, summary: TraceSummary) -> None:
        """The views of a trace are on screen for the first time: learn how long all of it took."""
        if not self._begun_s:
            return
        took_ms = summary.duration_ms if self._loaded else 1000 * (time.monotonic() - self._begun_s)
        self.pace.learn(summary, took_ms)
        self._begun_s = 0.0

    def _begin(self, request: TraceRequest) -> None:
        self._begun_s, self._loaded, self._progress = time.monotonic(), False, None
        self.job = job = self._session.submit(request, key="trace")
        job.event.connect(lambda event: self._seen(job, event))
        job.done.connect(lambda summary: self._done(job, summary))
        job.failed.connect(lambda error: self._failed(job, error))
        self._patience.start()

    def _seen(self, job: Job, event: object) -> None:
        if job is not self.job or not isinstance(event, Progress):
            return
        self._progress = event
        if event.what == "load":
            self._loaded = True
            self._patience.stop()
        if not self._patience.isActive():
            self._say_loading()

    def _say_loading(self) -> None:
        self.loading.emit(self._progress)

    def _done(self, job: Job, summary: TraceSummary) -> None:
        if job is self.job:
            self._patience.stop()
            self.traced.emit(summary)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is not self.job:
            return
        self.job = None
        self._patience.stop()
        if error.code == "cancelled":
            self.stale.emit()
        else:
            self.failed.emit(error)
