"""Runs a grid in the window: submits what its driver asks for, and records what comes of it.

The idea that is not obvious: nothing here waits. The driver says what may be asked now, the session answers when it can, and
the window stays free; cells have a lower priority than whatever a person does meanwhile.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.gui.widgets.rate import Rate
from workbench.host.mailbox import Delivery
from workbench.prompts import GridDriver, Layout
from workbench.prompts.board import Board
from workbench.prompts.driver import Event
from workbench.prompts.restored import restored
from workbench.values import (
    GridStarted,
    Matched,
    MatchRequest,
    Progress,
    PromptGridRequest,
    Recording,
    RunRecord,
)

WORK_PRIORITY = -1
SEARCH_LIMIT_S = 2.0


class GridRunner(QObject):
    """`changed(places)` when cells changed; `begun` when another grid is shown; `progressed` when there is more to say of how far
    it is; `failed(error)` for what concerns the whole grid."""

    changed = Signal(object)
    begun = Signal()
    progressed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._driver: GridDriver | None = None
        self._job: Job | None = None
        self._recording: Recording | None = None
        self._jobs: dict[int, tuple[Job, float]] = {}
        self._began = self._last_done = 0.0
        self._given_up = False
        self.board: Board | None = None
        self.record: RunRecord | None = None
        self.run_id: int | None = None
        self.rate = Rate()

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def request(self) -> PromptGridRequest | None:
        """Of the grid that is shown."""
        return self.board.layout.request if self.board is not None else None

    @property
    def n_over(self) -> int:
        """Cells that are whole, failed or given up."""
        return sum(state.over for state in self.board.states) if self.board is not None else 0

    def start(self, request: PromptGridRequest) -> None:
        """Run a grid that nothing is wrong with."""
        self.cancel()
        driver = self._driver = GridDriver(request)
        self.board, self.record, self.run_id, self.rate = Board(driver.layout, driver.states), None, None, Rate()
        self._jobs, self._given_up = {}, False
        self._began = self._last_done = time.monotonic()
        job, self._recording = self._session.conduct(request, cancel=self.cancel)
        self._job = job
        job.event.connect(lambda _event: self._numbered(job))
        self._recording.see(GridStarted(len(driver.layout), len(driver.kinds)))
        self.begun.emit()
        self._pump()

    def open(self, record: RunRecord) -> None:
        """Show a stored grid as it was."""
        assert isinstance(record.request, PromptGridRequest)
        self.cancel()
        layout = Layout(record.request)
        self._driver = None
        self.board, self.record, self.run_id, self.rate = Board(layout, restored(layout, record.events)), record, record.row.id, Rate()
        self.begun.emit()
        self._search(set(range(len(layout))))

    def clear(self) -> None:
        """Show nothing."""
        self.cancel()
        self._driver = self.board = self.record = self.run_id = None
        self.begun.emit()

    def cancel(self, places: set[int] | None = None) -> None:
        """Give cells up; None: all that are left, and with them the run."""
        if self._driver is None or self._job is None:
            return
        self._given_up = self._given_up or places is None
        gone, events = self._driver.cancel(set(range(len(self._driver.states))) if places is None else places)
        for number in list(self._jobs) if places is None else gone:
            self._take_back(number)
        self._keep(events)
        self._pump()

    def retry(self, places: set[int]) -> None:
        """Compute cells that came to nothing: now, or once more with everything else given up where the run has ended."""
        if self.running and self._driver is not None:
            self._driver.retry(places)
            self._tell()
            self._pump()
        elif self.request is not None:
            kept = {place for place in range(len(self.board.states)) if self.board.states[place].state in ("done", "known")}
            everything = set(range(len(self.board.states)))
            self.start(self.request)
            self.cancel(everything - kept - places)

    # the driver's asks

    def _pump(self) -> None:
        driver = self._driver
        if driver is None or self._job is None:
            return
        for ask in driver.asks():
            job = self._session.submit(ask.request, priority=WORK_PRIORITY if ask.work else 0)
            self._jobs[ask.number] = job, time.monotonic()
            job.done.connect(lambda result, number=ask.number, driver=driver: self._answered(driver, number, result))
            job.failed.connect(lambda error, number=ask.number, driver=driver: self._failed(driver, number, error))
        self._tell()
        if driver.over:
            self._end()

    def _answered(self, driver: GridDriver, number: int, result: object) -> None:
        if driver is not self._driver or number not in self._jobs:
            return
        _job, asked = self._jobs.pop(number)
        now = time.monotonic()
        self._keep(driver.answer(number, result, now - max(asked, self._last_done)))
        self._last_done = now
        self._pump()

    def _failed(self, driver: GridDriver, number: int, error: WorkbenchError) -> None:
        if driver is not self._driver or number not in self._jobs:
            return
        self._jobs.pop(number)
        self._keep(driver.fail(number, error))
        self._pump()

    def _take_back(self, number: int) -> None:
        job, _asked = self._jobs.pop(number, (None, 0.0))
        if self._driver is not None and job is not None:
            self._driver.fail(number, WorkbenchError("cancelled"))
            job.cancel()

    def _keep(self, events: list[Event]) -> None:
        for event in events:
            if self._recording is not None:
                self._recording.see(event)
        self._search({place for event in events for place in event.places})

    def _tell(self) -> None:
        driver, job = self._driver, self._job
        if driver is None or job is None:
            return
        places, driver.changed = driver.changed, set()
        if places:
            progress = Progress("cells", self.n_over, len(driver.states), "cells")
            if any(state.state == "running" for state in driver.states):
                self.rate.see(progress)
            job.receive(Delivery(job.number, progress))
            self.changed.emit(places)
            self.progressed.emit()

    def _numbered(self, job: Job) -> None:
        if job is self._job and job.run_id != self.run_id:
            self.run_id = job.run_id
            self.progressed.emit()

    def _end(self) -> None:
        driver, job, recording = self._driver, self._job, self._recording
        assert driver is not None
        assert job is not None
        assert recording is not None
        self._job = self._recording = None
        result = driver.result(time.monotonic() - self._began)
        if self._given_up:
            recording.finish("cancelled")
            self._session.end(job, error=WorkbenchError("cancelled"))
        else:
            recording.see(result)
            recording.finish("done")
            self._session.end(job, result=result)
        self.progressed.emit()

    # regular expressions

    def _search(self, places: set[int]) -> None:
        board = self.board
        if board is None:
            return
        texts = [found.text for place in sorted(places) if (found := board.states[place].outcomes.get("generate")) is not None]
        for request in board.scorer.searches(texts):
            job = self._session.submit(request)
            patience = QTimer(job)
            patience.setSingleShot(True)
            patience.timeout.connect(job.cancel)
            patience.start(int(1000 * SEARCH_LIMIT_S))
            job.ended.connect(patience.stop)
            job.done.connect(lambda found, request=request, board=board: self._matched(board, request, found))
            job.failed.connect(lambda _error, request=request, board=board: self._late(board, request))

    def _matched(self, board: Board, request: MatchRequest, found: Matched) -> None:
        board.scorer.matched(request, found)
        if board is self.board:
            self.changed.emit(set(range(len(board.states))))
            self.progressed.emit()

    def _late(self, board: Board, request: MatchRequest) -> None:
        first = board.scorer.late(request)
        if board is self.board and first:
            self.failed.emit(WorkbenchError("pattern-slow", pattern=request.pattern, limit_s=f"{SEARCH_LIMIT_S:g}"))
