"""Which items of a set are hubs: asked on request only, because every pair is compared, and kept for as long as the window is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.session import Job, Session
from workbench.values import HUBS_K, Hubs, HubsRequest, Progress, Vectors, VectorSource

MOST_KEPT = 16
PRODUCT_S, PAIR_S = 1.6e-11, 0.9e-8
"""What two processor cores need for one product of numbers, and for what is done with each pair beside."""


def seconds_for(vectors: Vectors) -> float:
    """About how long it takes."""
    return float(len(vectors.labels)) ** 2 * (vectors.dim * PRODUCT_S + PAIR_S)


class HubsModel(QObject):
    """`changed` when more is known or nothing is awaited any more; `progressed(Progress or None)` on the way, `failed(error)`."""

    changed = Signal()
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[VectorSource, Hubs] = {}
        self._job: Job | None = None

    def known(self, vectors: Vectors | None) -> Hubs | None:
        """What was found of a set, if it still has as many items."""
        found = self._known.get(vectors.request.source) if vectors is not None else None
        return found if found is not None and vectors is not None and len(found.counts["dot"]) == len(vectors.labels) else None

    @property
    def busy(self) -> bool:
        """Whether it is being found out."""
        return self._job is not None

    def ask(self, vectors: Vectors) -> None:
        """Find out, unless it is known or under way."""
        request = HubsRequest(vectors.request.source, min(HUBS_K, len(vectors.labels) - 1))
        if self.known(vectors) is not None or request.k < 1 or (self._job is not None and self._job.request == request):
            return
        job = self._job = self._session.submit(request, key="hubs", priority=-1)
        self.progressed.emit(None)
        job.event.connect(lambda event: isinstance(event, Progress) and job is self._job and self.progressed.emit(event))
        job.done.connect(self._answered)
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._ended(job))

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _answered(self, found: Hubs) -> None:
        self._known[found.request.source] = found
        while len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
