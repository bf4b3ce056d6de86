"""Training runs as the record shows them, whoever started them; and the way to start one and to tell it what to do.

The idea that is not obvious: a run is followed by asking the store for what is new since the last event and in its curves, once a
second while somebody looks; so it makes no difference which process trains, and closing the window loses nothing.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.gui.models.newest import Newest
from workbench.gui.session import Session
from workbench.host.detached import Trainer, start_trainer
from workbench.values import (
    LESSON_TAG,
    KeepRunRequest,
    Metrics,
    MetricsRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    RunRow,
    TrainEvents,
    TrainEventsRequest,
    TrainRequest,
    TrainTellRequest,
    Verb,
)

POLL_MS, LIST_EVERY = 1000, 2
"""How often a run is asked for news, and every how many times the list of runs is."""
PAGE, PAGE_POINTS = 2000, 20_000
"""Events, and points of each curve, that are taken in at once: more would hold up the window."""
SHOWN = 100


class Trainings(QObject):
    """`listed` with rows, newest first; `begun` when another run is followed; `grew` with new TrainEvents of it; `measured` with
    Metrics, the points of its curves that are new; `failed(error)`; `kept(Kept)`; `chosen_changed` when others of the list are chosen.

    What a view wants of the panel it says here: `view_wanted(key)` that another view comes to the front, `open_wanted(reference)` that a
    checkpoint is opened in all panels, `fork_wanted(request)` that a fork is set up, `attention_wanted` that another panel comes to the
    front."""

    listed = Signal(object)
    begun = Signal(int)
    grew = Signal(object)
    measured = Signal(object)
    failed = Signal(object)
    kept = Signal(object)
    chosen_changed = Signal()
    view_wanted = Signal(str)
    open_wanted = Signal(str)
    fork_wanted = Signal(object)
    attention_wanted = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: tuple[RunRow, ...] = ()
        self.run_id: int | None = None
        self.chosen: tuple[int, ...] = ()
        self._seq, self._ticks = 0, 0
        self._wanted_ulid = ""
        self._trainer: Trainer | None = None
        self._asking = self._measuring = False
        self._known: dict[str, int] = {}
        self._turn = 0
        self.newest = Newest(session, self)
        self.newest.wanted.connect(self.open_wanted)
        self.newest.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._tick)

    def watch(self, looking: bool) -> None:
        """Ask while somebody looks."""
        if looking and not self._timer.isActive():
            self.refresh()
            self._ask_news()
            self._timer.start()
        elif not looking:
            self._timer.stop()

    def refresh(self) -> None:
        """Ask for the list of runs."""
        job = self._session.submit(RunListRequest(kind="train", limit=SHOWN), key="trainings")
        job.done.connect(self._listed)
        job.failed.connect(self._fail)

    def start(self, request: TrainRequest) -> bool:
        """Start a training in a process of its own; it is followed as soon as it has a number. Says whether it was started."""
        try:
            self._trainer = start_trainer(request)
        except WorkbenchError as error:
            self.failed.emit(error)
            return False
        self._wanted_ulid = self._trainer.key
        self.refresh()
        return True

    def follow(self, run_id: int) -> None:
        """Show another run from its beginning."""
        if run_id != self.run_id:
            self.run_id, self._seq, self._asking = run_id, 0, False
            self._known, self._turn, self._measuring = {}, 0, False
            self.begun.emit(run_id)
            self._ask_news()

    def choose(self, run_ids: tuple[int, ...]) -> None:
        """Say which runs of the list are chosen: to be compared, for example."""
        if run_ids != self.chosen:
            self.chosen = run_ids
            self.chosen_changed.emit()

    def row(self, run_id: int | None) -> RunRow | None:
        """A run as the list has it now."""
        return next((row for row in self.rows if row.id == run_id), None)

    def fork(self, request: TrainRequest, step: int) -> None:
        """Set up another way for the followed run, which was asked for so, from its checkpoint of this step."""
        if self.run_id is not None:
            self.fork_wanted.emit(
                dataclasses.replace(request, fork=f"run:{self.run_id}@{step}", resume=None, other_data=False, key="", lesson=None)
            )

    def tell(self, verb: Verb, number: float = 0.0) -> None:
        """Leave a command for the followed run, and the number that goes with some."""
        if self.run_id is not None:
            self._session.submit(TrainTellRequest(self.run_id, verb, number), key="train-tell").failed.connect(self._fail)

    def keep(self, name: str) -> None:
        """Install the followed run's last checkpoint under a name."""
        if self.run_id is not None:
            job = self._session.submit(KeepRunRequest(self.run_id, name), key="train-keep")
            job.done.connect(self.kept)
            job.failed.connect(self._fail)

    def _tick(self) -> None:
        self._ticks += 1
        if self._wanted_ulid or self._ticks % LIST_EVERY == 0:
            self.refresh()
        failure = self._trainer.failure() if self._wanted_ulid and self._trainer is not None else None
        if failure is not None:  # it ended before it had a run
            self._wanted_ulid = ""
            self.failed.emit(failure)
        row = self.row(self.run_id)
        if row is not None and row.status == "running":
            self._ask_news()

    def _ask_news(self) -> None:
        self._ask_points()
        if self.run_id is None or self._asking:
            return
        self._asking = True
        job = self._session.submit(TrainEventsRequest(self.run_id, self._seq, PAGE), key="train-news")
        job.done.connect(self._news)
        job.failed.connect(self._fail)

    def _news(self, found: TrainEvents) -> None:
        if found.request.run_id != self.run_id or found.request.after_seq != self._seq:
            return
        self._asking, self._seq = False, found.last_seq
        if found.events:
            self.grew.emit(found)
        if len(found.events) == PAGE:
            self._ask_news()

    def _ask_points(self) -> None:
        if self.run_id is None or self._measuring:
            return
        self._measuring = True
        request = MetricsRequest(self.run_id, known=dict(self._known), turn=self._turn, most=PAGE_POINTS)
        job = self._session.submit(request, key="train-points")
        job.done.connect(self._points)
        job.failed.connect(self._fail_points)

    def _points(self, found: Metrics) -> None:
        if found.run_id != self.run_id:
            return
        self._measuring, self._turn = False, found.turn
        if found.cut_step is not None:
            self._known = {name: min(step, found.cut_step) for name, step in self._known.items()}
        self._known |= {curve.name: int(curve.steps[-1]) for curve in found.curves}
        if found.curves or found.cut_step is not None:
            self.measured.emit(found)
        if found.more:
            self._ask_points()

    def _fail_points(self, error: WorkbenchError) -> None:
        self._measuring = False
        if error.code != "cancelled":
            self.failed.emit(error)

    def _listed(self, found: RunList) -> None:
        ended = {row.id for row in self.rows if row.status == "running"} - {row.id for row in found.rows if row.status == "running"}
        self.rows = found.rows
        self.listed.emit(found.rows)
        begun = next((row for row in found.rows if row.ulid == self._wanted_ulid), None)
        if begun is not None:
            self._wanted_ulid = ""
            self.follow(begun.id)
        elif self.run_id is None and (own := [row for row in found.rows if LESSON_TAG not in row.tags]):
            self.follow(next((row for row in own if row.status == "running"), own[0]).id)
        elif self.run_id in ended:
            self._ask_news()  # its last words
            if any(row.id == self.run_id and row.status == "failed" for row in found.rows):
                self._session.submit(RunRequest(self.run_id), key="train-error").done.connect(self._say_why)

    def _say_why(self, record: RunRecord) -> None:
        """What a failed run ended with."""
        if record.error_code:
            self.failed.emit(WorkbenchError(record.error_code, **record.error_values))

    def _fail(self, error: WorkbenchError) -> None:
        self._asking = False
        if error.code != "cancelled":
            self.failed.emit(error)
