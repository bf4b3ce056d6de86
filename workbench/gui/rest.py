"""The rule by which looking becomes a run: a text that rested two seconds while a panel showed its answer is kept.

The one place of that rule. Panels only say which job they show. Models that pass by while a run is followed are not kept, nor is what a
window shows by itself when it opens, until somebody does something with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.gui.models.newest import Newest
from workbench.gui.session import Job, Session
from workbench.values import Subject

REST_MS = 2000


class Rest(QObject):
    """`shown_jobs` gives the jobs that visible panels show now. `left` (a list of jobs): those that became runs are looked at no longer."""

    left = Signal(list)

    def __init__(self, session: Session, shown_jobs: Callable[[], Iterable[Job]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._shown_jobs = session, shown_jobs
        self._rested = False
        self._spared: Subject | None = None
        self._newest: Newest | None = None
        self._kept: set[tuple[object, ...]] = set()
        self._jobs: list[Job] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rest)
        session.subject_changed.connect(self._moved)
        session.interventions_changed.connect(self.act)
        session.interventions_changed.connect(self._moved)
        session.jobs_changed.connect(self.look)

    def set_newest(self, newest: Newest) -> None:
        """What tells whether a run is followed; when that ends, what is left under study may rest."""
        self._newest = newest
        newest.changed.connect(self.look)

    def spare(self) -> None:
        """What is under study now was put there by nobody."""
        self._spared = self._session.subject

    def act(self) -> None:
        """Somebody has turned to what is under study."""
        if self._spared is not None:
            self._spared = None
            self._timer.start()

    def look(self) -> None:
        """Keep what is shown of a text that has rested."""
        if not self._rested or (self._newest is not None and self._newest.run_id is not None) or self._session.subject == self._spared:
            return
        for job in self._shown_jobs():
            subject = getattr(job.request, "subject", None)
            mark = (type(job.request).__name__, subject, getattr(job.request, "interventions", ()))
            if subject == self._session.subject and not job.running and mark not in self._kept:
                self._kept.add(mark)
                self._session.keep(job)
                self._jobs.append(job)

    def leave(self) -> None:
        """Nothing of what is shown is looked at any longer."""
        jobs, self._jobs = self._jobs, []
        if jobs:
            self.left.emit(jobs)

    def _moved(self) -> None:
        self._rested = False
        self.leave()
        self._timer.start()

    def _rest(self) -> None:
        self._rested = True
        self.look()
