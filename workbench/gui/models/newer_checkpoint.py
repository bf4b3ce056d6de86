"""Whether the run that wrote the open checkpoint has written a newer one since, or let go of the open one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.models.run_checkpoints import RunCheckpoints
from workbench.gui.session import Session
from workbench.values import Subject, run_and_step


class NewerCheckpoint(QObject):
    """`changed` when `step`, that of the newer checkpoint, is another: 0 where there is none, or no checkpoint of a run is open."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run_id, self.step, self.gone = 0, 0, False
        self._open = 0
        self._known = RunCheckpoints(session, self, key="newer")
        self._known.changed.connect(self._look)
        session.subject_changed.connect(self._follow)

    @property
    def reference(self) -> str:
        """The newer checkpoint, as a model is named."""
        return f"run:{self.run_id}@{self.step}"

    def _follow(self, subject: Subject) -> None:
        run_id, step = run_and_step(subject.model) or (0, None)
        if (run_id, step or 0) == (self.run_id, self._open):
            return
        self.run_id, self._open = run_id, step or 0
        self._known.watch(False)
        if self._open:
            self._known.choose(run_id)
            self._known.watch(True)
        self._look()

    def _look(self) -> None:
        found = self._known.checkpoints
        steps = found.steps if found is not None and self._open and found.request.run_id == self.run_id else ()
        newest = steps[-1] if steps else 0
        gone = bool(steps) and self._open not in steps
        step = newest if newest > self._open or gone else 0
        if (step, gone) != (self.step, self.gone):
            self.step, self.gone = step, gone
            self.changed.emit()
