"""The training runs that there are, and the checkpoints of one of them, kept up to date while it trains and somebody looks."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.gui.session import Job, Session
from workbench.values import Checkpoints, CheckpointsRequest, RunList, RunListRequest, RunRow

SHOWN, POLL_MS = 100, 4000


class RunCheckpoints(QObject):
    """`listed` when the runs have come, `changed` when other checkpoints have; `failed(error)`. `told(goes_on)` whenever the checkpoints
    have come, the same ones or others: of a run that goes on no longer they are all that it wrote."""

    listed = Signal()
    changed = Signal()
    told = Signal(bool)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None, *, key: str = "evolution") -> None:
        """`key`: what tells its questions from those of others who ask the same."""
        super().__init__(parent)
        self._session, self._key = session, key
        self.rows: tuple[RunRow, ...] | None = None
        self.run_id: int | None = None
        self.checkpoints: Checkpoints | None = None
        self._looking = False
        self._last: Job | None = None
        """The question that came after the end of the run."""
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.refresh)

    def watch(self, looking: bool) -> None:
        """Keep up while somebody looks."""
        self._looking = looking
        if looking:
            self.refresh()
        else:
            self._timer.stop()

    def refresh(self) -> None:
        """Ask what there is."""
        job = self._session.submit(RunListRequest(kind="train", limit=SHOWN), key=f"{self._key} runs")
        job.done.connect(self._came)
        job.failed.connect(self.failed)

    def choose(self, run_id: int) -> None:
        """Have the checkpoints of this run."""
        if run_id != self.run_id:
            self.run_id, self.checkpoints = run_id, None
            self.changed.emit()
        self._ask()

    def _came(self, found: RunList) -> None:
        self.rows = found.rows
        self.listed.emit()
        running = any(row.id == self.run_id and row.status == "running" for row in found.rows)
        if self.run_id is not None:
            job = self._ask()
            self._last = None if running else job
        if running and self._looking and not self._timer.isActive():
            self._timer.start()
        elif not running:
            self._timer.stop()

    def _ask(self) -> Job:
        assert self.run_id is not None, "a run is chosen"
        job = self._session.submit(CheckpointsRequest(self.run_id), key=f"{self._key} checkpoints")
        job.done.connect(self._told)
        job.failed.connect(self.failed)
        return job

    def _told(self, found: Checkpoints) -> None:
        if found.request.run_id != self.run_id:
            return
        if found != self.checkpoints:
            self.checkpoints = found
            self.changed.emit()
        self.told.emit(self._last is None or self._last.result is not found)
