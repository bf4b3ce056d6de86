"""Lessons as the record shows them, whoever works them off; and the way to begin one, to stop it, and to go on with it.

As with trainings, a lesson is followed by asking the store for what is new, so it makes no difference which process measures. The cells
of a lesson are few: what is known of each is kept by arm and seed, the last word counts.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Session
from workbench.host.detached import Trainer, start_lesson
from workbench.values import (
    LessonCell,
    LessonList,
    LessonListRequest,
    LessonRequest,
    LessonStarted,
    RunList,
    RunListRequest,
    RunRow,
    TrainEvents,
    TrainEventsRequest,
    TrainTellRequest,
)

POLL_MS = 1000
PAGE = 1000
SHOWN = 200
KIND = "lesson"


class Lessons(QObject):
    """`listed` when the lessons or their runs are others; `begun` when another run is followed (or none); `grew` when cells have ended or
    begun; `failed(error)`."""

    listed = Signal()
    begun = Signal()
    grew = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.shipped: dict[str, LessonRequest] = {}
        self.rows: tuple[RunRow, ...] = ()
        self.run_id: int | None = None
        self.request: LessonRequest | None = None
        self.cells: dict[tuple[int, int], LessonCell] = {}
        self.n_workers = 1
        self._seq, self._asking, self._asked_shipped = 0, False, False
        self._wanted_ulid = ""
        self._started: Trainer | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._tick)

    def watch(self, looking: bool) -> None:
        """Ask while somebody looks."""
        if looking and not self._timer.isActive():
            self._tick()
            self._timer.start()
        elif not looking:
            self._timer.stop()

    def runs_of(self, name: str) -> tuple[RunRow, ...]:
        """The runs of a lesson, newest first."""
        return tuple(row for row in self.rows if row.model == name)

    @property
    def row(self) -> RunRow | None:
        """The run that is followed, as the list has it."""
        return next((row for row in self.rows if row.id == self.run_id), None)

    @property
    def running(self) -> bool:
        """Whether somebody works off what is followed."""
        return bool(self._wanted_ulid) or (self.row is not None and self.row.status == "running")

    def start(self, request: LessonRequest) -> None:
        """Begin a lesson in a process of its own; it is followed as soon as it has a number."""
        try:
            self._started = start_lesson(dataclasses.replace(request, key=""))
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        self._wanted_ulid = self._started.key
        self.follow(None)
        self._tick()

    def go_on(self) -> None:
        """Measure what the followed run has not."""
        if self.request is not None and self.run_id is not None:
            self.start(dataclasses.replace(self.request, parent_run=self.run_id))

    def stop(self) -> None:
        """End the followed run; what it has measured is kept."""
        if self.run_id is not None:
            self._session.submit(TrainTellRequest(self.run_id, "stop"), key="lesson-tell").failed.connect(self._fail)

    def follow(self, run_id: int | None) -> None:
        """Show another run from its beginning; None: none."""
        self.run_id, self.request, self.cells = run_id, None, {}
        self._seq, self._asking = 0, False
        self.begun.emit()
        self._ask_news()

    def _tick(self) -> None:
        if not self._asked_shipped:
            self._asked_shipped = True
            job = self._session.submit(LessonListRequest(), key="lessons")
            job.done.connect(self._learn)
            job.failed.connect(self._fail)
        listing = self._session.submit(RunListRequest(kind=KIND, limit=SHOWN), key="lesson-runs")
        listing.done.connect(self._learn_rows)
        listing.failed.connect(self._fail)
        failure = self._started.failure() if self._wanted_ulid and self._started is not None else None
        if failure is not None:  # it ended before it had a run
            self._wanted_ulid = ""
            self.failed.emit(failure)
        if self.running:
            self._ask_news()

    def _learn(self, found: LessonList) -> None:
        self.shipped = found.lessons
        self.listed.emit()

    def _learn_rows(self, found: RunList) -> None:
        ended = self.row is not None and self.row.status == "running"
        if found.rows != self.rows:
            self.rows = found.rows
            self.listed.emit()
        begun = next((row for row in found.rows if row.ulid == self._wanted_ulid), None)
        if begun is not None:
            self._wanted_ulid = ""
            self.follow(begun.id)
        elif ended and not self.running:
            self._ask_news()  # its last words

    def _ask_news(self) -> None:
        if self.run_id is None or self._asking:
            return
        self._asking = True
        job = self._session.submit(TrainEventsRequest(self.run_id, self._seq, PAGE), key="lesson-news")
        job.done.connect(self._news)
        job.failed.connect(self._fail)

    def _news(self, found: TrainEvents) -> None:
        if found.request.run_id != self.run_id or found.request.after_seq != self._seq:
            return
        self._asking, self._seq = False, found.last_seq
        for event in found.events:
            match event:
                case LessonStarted():
                    self.request, self.n_workers = event.request, event.n_workers
                case LessonCell():
                    self.cells[event.arm, event.seed] = event
        if found.events:
            self.grew.emit()
        if len(found.events) == PAGE:
            self._ask_news()

    def _fail(self, error: WorkbenchError) -> None:
        self._asking = False
        if error.code != "cancelled":
            self.failed.emit(error)
