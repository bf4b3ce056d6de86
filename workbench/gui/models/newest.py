"""Following the newest checkpoint of a run that goes on: the model under study becomes what the run has learned so far, again and again.

It keeps looking while other panels are in front, for it is they that show how the model changes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Session
from workbench.values import Checkpoints, CheckpointsRequest, RunList, RunListRequest, Subject

SHOWN, POLL_MS = 100, 3000


class Newest(QObject):
    """`changed` when a run is followed, or no longer; `wanted(reference)` when there is a newer checkpoint to open; `failed(error)`.

    It ends with the run, or when another model is put under study.
    """

    changed = Signal()
    wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.run_id: int | None = None
        self._step, self._goes_on, self._models = 0, True, ("", "")
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._ask)
        session.subject_changed.connect(self._subject_changed)

    def follow(self, run_id: int) -> None:
        """Have the newest checkpoint of this run under study, now and when there is another."""
        self.run_id, self._step, self._goes_on = run_id, 0, True
        self._models = (self._session.subject.model, "")
        self._timer.start()
        self.changed.emit()
        self._ask()

    def stop(self) -> None:
        """Stay with the model that is under study."""
        if self.run_id is not None:
            self.run_id = None
            self._timer.stop()
            self.changed.emit()

    def _ask(self) -> None:
        """Whether the run goes on, then what there is of it: so the last checkpoint of one that has ended is not missed."""
        job = self._session.submit(RunListRequest(kind="train", limit=SHOWN), key="newest run")
        job.done.connect(self._listed)
        job.failed.connect(self._fail)

    def _listed(self, found: RunList) -> None:
        if self.run_id is not None:
            self._goes_on = any(row.id == self.run_id and row.status == "running" for row in found.rows)
            job = self._session.submit(CheckpointsRequest(self.run_id), key="newest checkpoint")
            job.done.connect(self._told)
            job.failed.connect(self._fail)

    def _told(self, found: Checkpoints) -> None:
        if found.request.run_id != self.run_id:
            return
        if found.steps and found.steps[-1] > self._step:
            self._step = found.steps[-1]
            reference = f"run:{self.run_id}@{self._step}"
            self._models = (self._session.subject.model, reference)
            self.wanted.emit(reference)
        if not self._goes_on:
            self.stop()

    def _fail(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.stop()
            self.failed.emit(error)

    def _subject_changed(self, subject: Subject) -> None:
        """Another model was chosen: it is not taken away again."""
        if subject.model == self._models[1]:
            self._models = (subject.model, subject.model)
        elif subject.model not in self._models:
            self.stop()
