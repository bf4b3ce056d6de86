"""Following the newest checkpoint of a run that goes on: the model under study becomes what the run has learned so far, again and again.

It keeps looking while other panels are in front, for it is they that show how the model changes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.models.run_checkpoints import RunCheckpoints
from workbench.gui.session import Session
from workbench.values import Subject


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
        self._step, self._models = 0, ("", "")
        self._known = RunCheckpoints(session, self, key="newest")
        self._known.told.connect(self._look)
        self._known.failed.connect(self._fail)
        session.subject_changed.connect(self._subject_changed)

    def follow(self, run_id: int) -> None:
        """Have the newest checkpoint of this run under study, now and when there is another."""
        self.run_id, self._step = run_id, 0
        self._models = (self._session.subject.model, "")
        self.changed.emit()
        self._known.choose(run_id)
        self._known.watch(True)

    def stop(self) -> None:
        """Stay with the model that is under study."""
        if self.run_id is not None:
            self.run_id = None
            self._known.watch(False)
            self.changed.emit()

    def _look(self, goes_on: bool) -> None:
        found = self._known.checkpoints
        if self.run_id is None or found is None:
            return
        if found.steps and found.steps[-1] > self._step:
            self._step = found.steps[-1]
            reference = f"run:{self.run_id}@{self._step}"
            self._models = (self._session.subject.model, reference)
            self.wanted.emit(reference)
        if not goes_on:
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
