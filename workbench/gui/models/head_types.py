"""What types the heads of a model have: asked once for each question, and kept for every view that names heads."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.values import HeadTypes, HeadTypesRequest, Part, Progress, TextHeadsRequest, TraceRequest

Request = HeadTypesRequest | TextHeadsRequest
MOST_KEPT = 16


class HeadTypesModel(QObject):
    """`changed` when an answer has come, or another seed was chosen; `progressed(progress)` on the way, `failed(error)`."""

    changed = Signal()
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._seed = 0
        self._kept: dict[Request, HeadTypes] = {}
        self._job: Job | None = None

    @property
    def seed(self) -> int:
        """Of the prepared sequences."""
        return self._seed

    def choose_seed(self, seed: int) -> None:
        if seed != self._seed:
            self._seed = seed
            self.changed.emit()

    def prepared(self, trace: TraceRequest, part: Part) -> HeadTypesRequest:
        """The question for prepared sequences, of a trace's model as it is changed there."""
        subject = trace.subject
        return HeadTypesRequest(
            subject.model, part, self._seed, bos=subject.bos, dtype=trace.dtype, interventions=trace.interventions
        )  # fmt: skip

    def answer(self, request: Request) -> HeadTypes | None:
        """What is known."""
        return self._kept.get(request)

    def ask(self, request: Request) -> None:
        """Find out, unless it is known or under way."""
        if request in self._kept or (self._job is not None and self._job.running and self._job.request == request):
            return
        job = self._job = self._session.submit(request, key="attention-types")
        job.event.connect(lambda event: self._heard(job, event))
        job.done.connect(self._answered)
        job.failed.connect(lambda error: self._failed(job, error))

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _heard(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self.progressed.emit(event)

    def _answered(self, found: HeadTypes) -> None:
        self._kept[found.request] = found
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self.changed.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self.failed.emit(error)
