"""What of a run is still there, and whether the record can be written: what the run itself could not say, or has not.

The idea that is not obvious: a run that finds the record locked waits, and can't say so there. So when a run that goes on has said nothing
for a while, the window asks its own store whether it could write.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.session import Session
from workbench.values import Checkpoints, CheckpointsRequest, RunRecord, RunRequest, StoreWritable, StoreWritableRequest

SILENT_S = 4.0
"""A run that says nothing for so long may be kept from it."""


class RunRecordWatch(QObject):
    """`changed` when another thing is known. `trouble`: what keeps the record from being written while the run says nothing. `failure`:
    what a run that failed has failed for."""

    changed = Signal()

    def __init__(self, session: Session, trainings: Trainings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._trainings = session, trainings
        self._state = RunState()
        self._heard_at, self._asked = 0.0, False
        self.trouble: WorkbenchError | None = None
        self.failure: WorkbenchError | None = None
        self._asked_why: int | None = None
        trainings.listed.connect(lambda _rows: self._look())

    def begin(self, state: RunState) -> None:
        """Another run is shown."""
        self._state, self.failure, self._asked_why = state, None, None
        self.heard()
        self._ask_why()

    def heard(self) -> None:
        """The run has said something."""
        self._heard_at = time.monotonic()
        self._know(None)

    def look_for_checkpoints(self) -> None:
        """Learn which of the checkpoints that were written are still there: a best one goes when a better one comes."""
        state, written = self._state, {one.step for one in self._state.checkpoints}
        if state.run_id is None or not written:
            return

        def learn(found: Checkpoints) -> None:
            state.gone = (state.gone - written) | (written - set(found.steps))
            self.changed.emit()

        self._session.submit(CheckpointsRequest(state.run_id), key="training checkpoints there").done.connect(learn)

    def _ask_why(self) -> None:
        """Of a run that failed, once."""
        state = self._state
        if state.row is None or state.row.status != "failed" or self._asked_why == state.run_id:
            return
        self._asked_why = state.run_id

        def learn(found: RunRecord) -> None:
            if found.row.id == self._state.run_id and found.error_code:
                self.failure = WorkbenchError(found.error_code, **found.error_values)
                self.changed.emit()

        self._session.submit(RunRequest(state.row.id), key="training failure").done.connect(learn)

    def _look(self) -> None:
        self._ask_why()
        state = self._state
        if self._asked or not state.running or state.paused or time.monotonic() - self._heard_at < SILENT_S:
            return
        self._asked = True
        job = self._session.submit(StoreWritableRequest(), key="record writable")
        job.done.connect(self._learn)
        job.failed.connect(self._fail)

    def _learn(self, found: StoreWritable) -> None:
        self._asked = False
        silent = time.monotonic() - self._heard_at >= SILENT_S
        self._know(WorkbenchError(found.code, **found.values) if found.code and silent else None)

    def _fail(self, _error: WorkbenchError) -> None:
        self._asked = False

    def _know(self, trouble: WorkbenchError | None) -> None:
        if (trouble and trouble.code) != (self.trouble and self.trouble.code):
            self.trouble = trouble
            self.changed.emit()
