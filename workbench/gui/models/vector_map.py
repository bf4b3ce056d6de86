"""One map of a set: asked for, followed while it is made, and kept as the layout that the next one lies over."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.values import Layout, MapFrame, MapMethod, MapRequest, MapStarted, Progress, VectorMap


class MapModel(QObject):
    """`began`: other items are on the map, `items`; `moved`: they are elsewhere, `places`; `ended`: `answer` is all of it, with its
    quality; `progressed(Progress or MapFrame)` meanwhile. `failed(error)`; what was on screen stays. `shown`: how that was made."""

    began = Signal()
    moved = Signal()
    ended = Signal()
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._key = session, key
        self._job: Job | None = None
        self._coming: np.ndarray | None = None
        self.request: MapRequest | None = None
        self.answer: VectorMap | None = None
        self.shown: MapMethod | None = None
        self.items, self.places = np.zeros(0, np.int32), np.zeros((0, 2), np.float32)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def layout(self) -> Layout | None:
        """What is on screen, to lay another map over."""
        return Layout(self.items, self.places) if len(self.items) else None

    def ask(self, request: MapRequest) -> None:
        """Make this map from now on."""
        self.request, self.answer, self._coming = request, None, None
        job = self._job = self._session.submit(request, key=self._key)
        job.event.connect(lambda event: self._heard(event) if job is self._job else None)
        job.done.connect(lambda found: self._done(found) if job is self._job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def cancel(self) -> None:
        """Leave it as it stands."""
        if self._job is not None:
            self._job.cancel()

    def forget(self) -> None:
        """There is no set any more, or another one."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        self.request = self.answer = None
        self._put(np.zeros(0, np.int32), np.zeros((0, 2), np.float32))

    def _heard(self, event: object) -> None:
        if isinstance(event, MapStarted):
            self._coming = event.items
        elif isinstance(event, MapFrame):
            self._put(self._coming if self._coming is not None else self.items, event.places)
            self.progressed.emit(event)
        elif isinstance(event, Progress):
            self.progressed.emit(event)

    def _put(self, items: np.ndarray, places: np.ndarray) -> None:
        """The old items stay on screen until there are places for the new ones."""
        same = np.array_equal(items, self.items)
        self.shown = self.request.method if self.request is not None else None
        self.items, self.places = items, places
        (self.moved if same else self.began).emit()

    def _done(self, found: VectorMap) -> None:
        self._job, self.answer = None, found
        self._put(found.items, found.places)
        self.ended.emit()

    def _failed(self, error: WorkbenchError) -> None:
        self._job = None
        self.failed.emit(error)
