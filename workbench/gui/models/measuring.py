"""Effects that are being measured, and those that were: what is known of a question is not measured again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from workbench.gui.session import Job, Session
from workbench.values import Effects, EffectsRequest, Progress

MOST_KEPT = 24


class Measuring(QObject):
    """`changed` when more is known; `advanced(progress or None)` while it runs, of the first that is under way; `settled` once none is."""

    changed = Signal()
    advanced = Signal(object)
    settled = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs: list[Job] = []
        self._known: dict[EffectsRequest, Effects] = {}

    def known(self, request: EffectsRequest | None) -> Effects | None:
        """What was measured so far."""
        return self._known.get(request) if request is not None else None

    def measure(self, requests: Sequence[EffectsRequest]) -> None:
        """Measure each, unless it is under way."""
        for request in requests:
            if not any(job.request == request for job in self._jobs):
                self._begin(request)

    def cancel(self) -> None:
        """Stop; what is known stays."""
        for job in tuple(self._jobs):
            job.cancel()

    def _begin(self, request: EffectsRequest) -> None:
        job = self._session.submit(request, key=f"effects {request.by}", priority=-1)
        self._jobs.append(job)
        self.advanced.emit(None)
        job.event.connect(lambda event: self._saw(job, event))
        job.done.connect(self._learn)
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._ended(job))

    def _saw(self, job: Job, event: object) -> None:
        if isinstance(event, Effects):
            self._learn(event)
        elif isinstance(event, Progress) and self._jobs and job is self._jobs[0]:
            self.advanced.emit(event)

    def _learn(self, found: Effects) -> None:
        self._known.pop(found.request, None)
        self._known[found.request] = found
        while len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]
        self.changed.emit()

    def _ended(self, job: Job) -> None:
        self._jobs.remove(job)
        if not self._jobs:
            self.settled.emit()
