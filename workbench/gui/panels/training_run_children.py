"""The runs that went on from a run, and from which of its steps: asked for once each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.models.trainings import Trainings
from workbench.gui.session import Session
from workbench.values import TrainEvents, TrainEventsRequest, TrainStarted


class Children(QObject):
    """`found` when one more is known. `steps`: the first step of each run that went on from the one that is shown."""

    found = Signal()

    def __init__(self, session: Session, trainings: Trainings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._trainings = session, trainings
        self._run_id: int | None = None
        self._asked: set[int] = set()
        self.steps: dict[int, int] = {}
        trainings.listed.connect(lambda _rows: self._ask())

    def begin(self, run_id: int) -> None:
        """Those of another run."""
        self._run_id, self._asked, self.steps = run_id, set(), {}
        self._ask()

    def _ask(self) -> None:
        for row in self._trainings.rows:
            if self._run_id is not None and row.parent_id == self._run_id and row.id not in self._asked:
                self._asked.add(row.id)
                job = self._session.submit(TrainEventsRequest(row.id, 0, 1), key=f"train-child-{row.id}")
                job.done.connect(self._learn)

    def _learn(self, news: TrainEvents) -> None:
        started = next((event for event in news.events if isinstance(event, TrainStarted)), None)
        row = self._trainings.row(news.request.run_id)
        if started is None:
            self._asked.discard(news.request.run_id)  # it has said nothing yet
        elif row is not None and row.parent_id == self._run_id:
            self.steps[row.id] = started.first_step
            self.found.emit()
