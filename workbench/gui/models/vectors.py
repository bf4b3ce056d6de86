"""The set of vectors under study, and what is chosen of it: shared by all views of the Embeddings panel, so that one brush serves all.

Owns the question for the set, the chosen items, the metric, and the tie to the session's selection. The idea that is not obvious: what
is selected in the text under study is *marked*, not chosen, so that a click in another panel doesn't undo a choice of fifty words.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.models.vector_places import VectorPlaces
from workbench.gui.session import Job, Session
from workbench.values import METRICS, Metric, Progress, Selection, Vectors, VectorSource, VectorsRequest

MOST_SAVED = 2000
"""So many chosen items are kept from one start to the next."""


class ChosenVectors(QObject):
    """`vectors_changed`: `vectors` is another set, or None. `items_changed`: `items` are others; also when the set is.
    `marked_changed`: others stand at the selection in the text under study. `hovered(item)`: the pointer is on an item, -1 for none.
    `pointing`: what is selected in the text just now is what was chosen here, not in another panel.
    `progressed(Progress or None)` while a set is awaited, `failed(error)` when there is none, `settled` when either has come.
    """

    vectors_changed = Signal()
    items_changed = Signal()
    marked_changed = Signal()
    metric_changed = Signal()
    hovered = Signal(int)
    progressed = Signal(object)
    failed = Signal(object)
    settled = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._wanted_items: tuple[int, ...] = ()
        self._hovered = -1
        self.source: VectorSource | None = None
        self.vectors: Vectors | None = None
        self.items: tuple[int, ...] = ()
        self.marked: tuple[int, ...] = ()
        self.metric: Metric = "centered"
        self.pointing = False
        self.places = VectorPlaces(session, self)
        self.places.changed.connect(self._mark)
        session.selection_changed.connect(lambda _selection: self._mark())

    # the set

    def take(self, source: VectorSource | None) -> None:
        """Study this set from now on; the one before stays until it has come. None: no set."""
        if source == self.source and (self.vectors is not None or self.busy or source is None):
            return
        self.source = source
        if source is None:
            self.cancel()
            self._show(None)
            return
        job = self._job = self._session.submit(VectorsRequest(source), key="vectors")
        self.progressed.emit(None)
        job.event.connect(lambda event: self._heard(job, event))
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))

    @property
    def busy(self) -> bool:
        """Whether a set is awaited."""
        return self._job is not None

    @property
    def stale(self) -> bool:
        """Whether the set on screen is not the one that is wanted."""
        return self.vectors is not None and self.vectors.request.source != self.source

    def cancel(self) -> None:
        """Do without what is awaited."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.settled.emit()

    def _heard(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self.progressed.emit(event)

    def _answered(self, job: Job, found: Vectors) -> None:
        if job is self._job:
            self._job = None
            self._show(found)
            self.settled.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is not self._job:
            return
        self._job = None
        if error.code != "cancelled":
            self._show(None)
            self.failed.emit(error)
        self.settled.emit()

    def _show(self, found: Vectors | None) -> None:
        """Another set. What was chosen stays, where its items are called the same."""
        before, self.vectors = self.vectors, found
        self._hovered = -1
        same = before is not None and found is not None and before.labels == found.labels
        if not same:
            n = len(found.labels) if found is not None else 0
            self.items = tuple(item for item in self._wanted_items if item < n)
            if found is not None:
                self._wanted_items = ()
        self.marked = self.places.items_at(self._session.selection, found)
        self.vectors_changed.emit()
        self.items_changed.emit()
        self.marked_changed.emit()

    # choosing

    def choose(self, items: Iterable[int]) -> None:
        """Choose these items, in this order. The last of them that stands in the text under study is selected there."""
        wanted = tuple(dict.fromkeys(items))
        if wanted == self.items:
            return
        before = set(self.items)
        fresh = [item for item in wanted if item not in before]
        self.items = wanted
        self.items_changed.emit()
        if fresh:
            self.point_out(fresh[-1])

    def toggle(self, item: int) -> None:
        """Choose an item besides those that are, or leave it out."""
        self.choose([one for one in self.items if one != item] if item in self.items else [*self.items, item])

    def point_out(self, item: int) -> None:
        """Select an item in the text under study, if it stands there."""
        start, end = self.places.span_of(item, self.vectors)
        if end > start:
            now, self.pointing = self._session.selection, True
            self._session.select(Selection(start, end, now.layer, now.head))
            self.pointing = False

    def hover(self, item: int) -> None:
        """Say that the pointer is on an item; -1 for none."""
        if item != self._hovered:
            self._hovered = item
            self.hovered.emit(item)

    def choose_metric(self, metric: Metric) -> None:
        if metric in METRICS and metric != self.metric:
            self.metric = metric
            self.metric_changed.emit()

    def _mark(self) -> None:
        marked = self.places.items_at(self._session.selection, self.vectors)
        if marked != self.marked:
            self.marked = marked
            self.marked_changed.emit()

    # remembering

    def save_state(self) -> dict[str, object]:
        return {"metric": self.metric, "items": list(self.items[:MOST_SAVED])}

    def restore_state(self, state: dict[str, object]) -> None:
        """The items come back with their set, if that is still to come."""
        metric, items = state.get("metric"), state.get("items")
        self.choose_metric(metric if metric in METRICS else "centered")  # type: ignore[arg-type]
        self._wanted_items = tuple(one for one in items if isinstance(one, int) and one >= 0) if isinstance(items, list) else ()
        if self.vectors is not None and not self.busy and self._wanted_items:
            n = len(self.vectors.labels)
            self.items, self._wanted_items = tuple(one for one in self._wanted_items if one < n), ()
            self.items_changed.emit()
