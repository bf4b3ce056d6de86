"""The loss of an n-gram on the same data, to hold a network's against: sought among the runs that are there, or counted now."""

from __future__ import annotations

import dataclasses
import math

from PySide6.QtCore import QObject, Signal

from workbench.gui.models.trainings import Trainings
from workbench.gui.session import Session
from workbench.values import Full, Metrics, MetricsRequest, NgramArchitecture, TrainEvents, TrainEventsRequest, TrainRequest, TrainStarted

ORDER, CONTEXT = 5, 128


class Baseline(QObject):
    """`found` when it is known, or known that there is none: `loss` (NaN), of which `order`, measured in which `run_id`."""

    found = Signal()

    def __init__(self, session: Session, trainings: Trainings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._trainings = session, trainings
        self._requests: dict[int, TrainRequest | None] = {}
        self._wanted: TrainRequest | None = None
        self._left: list[int] = []
        self.forget()

    def forget(self) -> None:
        """Another run: nothing is known."""
        self.loss, self.order, self.run_id, self.sought = math.nan, 0, 0, False
        self._wanted, self._left = None, []

    def seek(self, request: TrainRequest) -> None:
        """Look for one, the newest run first."""
        if request.objective == "causal" and self._wanted != request:
            self.forget()
            self._wanted = request
            self._left = [row.id for row in self._trainings.rows if row.status != "running"]
            self._go_on()

    def counted(self, request: TrainRequest) -> TrainRequest:
        """What would count one from as much of the same data."""
        return dataclasses.replace(
            request,
            name="ngram",
            architecture=NgramArchitecture(ORDER, CONTEXT),
            start="",
            tokenizer=request.start or request.tokenizer,
            method=Full(),
            resume=None,
            fork="",
            pinned=(),
            key="",
        )

    def _go_on(self) -> None:
        while self._left:
            run_id = self._left.pop(0)
            if run_id not in self._requests:
                job = self._session.submit(TrainEventsRequest(run_id, 0, 1), key="train-baseline")
                job.done.connect(self._learn)
                return
            if self._fits(self._requests[run_id]):
                job = self._session.submit(MetricsRequest(run_id, names=("val_loss",)), key="train-baseline")
                job.done.connect(self._measured)
                return
        self.sought = True
        self.found.emit()

    def _learn(self, news: TrainEvents) -> None:
        started = next((event for event in news.events if isinstance(event, TrainStarted)), None)
        self._requests[news.request.run_id] = started.request if started is not None else None
        self._left.insert(0, news.request.run_id)
        self._go_on()

    def _measured(self, found: Metrics) -> None:
        request = self._requests.get(found.run_id)
        if found.curves and request is not None and isinstance(request.architecture, NgramArchitecture):
            self.loss, self.order, self.run_id = float(found.curves[0].values[-1]), request.architecture.order, found.run_id
            self._left = []
        self._go_on()

    def _fits(self, request: TrainRequest | None) -> bool:
        """Whether a run counted n-grams of the same tokens."""
        wanted = self._wanted
        if request is None or wanted is None or not isinstance(request.architecture, NgramArchitecture):
            return False
        return (request.data, request.tokenizer, request.columns, request.part) == (
            wanted.data, wanted.start or wanted.tokenizer, wanted.columns, wanted.part,
        )  # fmt: skip
