"""The application's state, all of it that is shared: the subject, the selection, what is changed in the model, the jobs.

Panels read it, change it through its few methods, and hear of changes by its signals; they never talk to each other.
The idea that is not obvious: there is no verb per feature. A panel builds a request from `workbench.values`, submits it,
and listens to the Job; the class of the request says which child, or the store, answers it.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.host.mailbox import Delivery, Mailbox
from workbench.store import ANSWERED
from workbench.values import ChildStatus, Intervention, Recording, RunRecord, RunStarted, Selection, Subject

BATCH_MS = 16
NO_JOB = 0
"""Deliveries under this number belong to no job."""


class Answerer(Protocol):
    """Something that answers requests into the mailbox: the children, or the store."""

    def submit(self, job: int, request: object, *, key: str = "", priority: int = 0, recording: Recording | None = None) -> None: ...

    def cancel(self, job: int) -> None: ...


class Recorder(Protocol):
    """Opens the record of one operation; `started` is called from the store's thread once the run has a number."""

    def begin(self, request: object, *, started: Callable[[RunStarted], None]) -> Recording: ...


class Job(QObject):
    """One submitted request. `event` for each event, then exactly one of `done` (the result) or `failed`, then `ended`."""

    event = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, number: int, request: object, session: Session, *, cancel: Callable[[], None] | None = None) -> None:
        super().__init__(session)
        self.number, self.request = number, request
        self.run_id: int | None = None
        self.run_ulid = ""
        self.result: object | None = None
        self.running = True
        self._session, self._cancel = session, cancel

    def cancel(self) -> None:
        """Ask for the end; the job then fails with the code `cancelled`. Harmless when it has ended."""
        if not self.running:
            return
        if self._cancel is not None:
            self._cancel()
        else:
            self._session.answerer(self.request).cancel(self.number)

    def receive(self, delivery: Delivery) -> None:
        """Pass one delivery on to the listeners (the session calls this)."""
        if isinstance(delivery.event, RunStarted):
            self.run_id, self.run_ulid = delivery.event.run_id, delivery.event.ulid
        if delivery.error is not None:
            self._end()
            self.failed.emit(delivery.error)
        elif delivery.last:
            self._end()
            self.result = delivery.event
            self.done.emit(delivery.event)
        elif self.running or isinstance(delivery.event, RunStarted):
            self.event.emit(delivery.event)
        if delivery.last or delivery.error is not None:
            self.ended.emit()

    def _end(self) -> None:
        self.running = False


class Session(QObject):
    """The single source of truth of the window. Lives in the GUI thread."""

    subject_changed = Signal(object)
    other_changed = Signal(object)
    selection_changed = Signal(object)
    interventions_changed = Signal(object)
    job_started = Signal(object)
    jobs_changed = Signal()
    hover_changed = Signal(int, int)
    run_opened = Signal(object)
    runs_changed = Signal()
    model_wanted = Signal()
    panel_wanted = Signal(str)
    child_changed = Signal(object)
    problem = Signal(object)

    def __init__(self, mailbox: Mailbox, children: Answerer, store: Answerer, recorder: Recorder, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox, self._children, self._store, self._recorder = mailbox, children, store, recorder
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job] = {}
        self._subject = Subject(model="", text="")
        self._other = Subject(model="", text="")
        self._selection = Selection()
        self._interventions: tuple[Intervention, ...] = ()
        self._hovered = (0, 0)
        self._notifier = QSocketNotifier(mailbox.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MS)
        self._batch.timeout.connect(self.deliver)

    # the subject, the selection, what is changed in the model

    @property
    def subject(self) -> Subject:
        return self._subject

    @property
    def other(self) -> Subject:
        """Subject B, with which the subject is compared; what is empty is as it is there."""
        return self._other

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        return self._interventions

    def change_subject(self, **changes: str) -> None:
        """Set fields of the subject (model, text, bos, form). A changed text or model clears the selected span."""
        changed = dataclasses.replace(self._subject, **changes)
        if changed == self._subject:
            return
        if changed.model != self._subject.model:
            self.intervene(())  # another model is as it was trained
        self._subject = changed
        self.select(dataclasses.replace(self._selection, start=0, end=0))
        self.subject_changed.emit(changed)

    def compare_with(self, *, model: str = "", text: str = "") -> None:
        """Choose model and text of subject B; "" is that of the subject."""
        if (model, text) != (self._other.model, self._other.text):
            self._other = Subject(model, text)
            self.other_changed.emit(self._other)

    def intervene(self, interventions: Sequence[Intervention]) -> None:
        """Change the model in these ways from now on, in order; without any it is as it was trained."""
        if tuple(interventions) != self._interventions:
            self._interventions = tuple(interventions)
            self.interventions_changed.emit(self._interventions)

    def select(self, selection: Selection) -> None:
        """Select a byte span of the text, a layer and a head, everywhere."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def hover(self, start: int, end: int) -> None:
        """Say that the pointer is on bytes [start, end) of the text, everywhere; 0, 0 for nowhere."""
        if (start, end) != self._hovered:
            self._hovered = (start, end)
            self.hover_changed.emit(start, end)

    # jobs

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The running jobs, oldest first."""
        return tuple(job for job in self._jobs.values() if job.running)

    def submit(self, request: object, *, key: str = "", priority: int = 0, record: bool = False) -> Job:
        """Send a request to whoever answers its class. A newer request with the same `key` replaces an older one.

        `record=True` makes it a run in the store; its number arrives as a RunStarted event.
        """
        job = Job(next(self._numbers), request, self)
        self._jobs[job.number] = job
        recording = self._record(job) if record else None
        self.answerer(request).submit(job.number, request, key=key, priority=priority, recording=recording)
        self.job_started.emit(job)
        self.jobs_changed.emit()
        return job

    def conduct(self, request: object, *, cancel: Callable[[], None]) -> tuple[Job, Recording]:
        """A recorded job that is carried out on this side, by jobs of its own. Whoever does so tells it and its record of
        each event, and the end; `cancel` is called when somebody asks for the end."""
        job = Job(next(self._numbers), request, self, cancel=cancel)
        self._jobs[job.number] = job
        recording = self._record(job)
        self.job_started.emit(job)
        self.jobs_changed.emit()
        return job, recording

    def end(self, job: Job, *, result: object = None, error: WorkbenchError | None = None) -> None:
        """End a job that is conducted here."""
        job.receive(Delivery(job.number, result, error=error, last=True))
        self._retire(job)
        if job.run_id is not None:
            self.runs_changed.emit()

    def keep(self, job: Job) -> None:
        """Make a run of a job that has ended well and was not recorded."""
        if job.result is not None and job.run_id is None:
            self._jobs[job.number] = job
            recording = self._record(job)
            recording.see(job.result)
            recording.finish("done")

    def _record(self, job: Job) -> Recording:
        number, put = job.number, self._mailbox.put
        return self._recorder.begin(job.request, started=lambda run: put(Delivery(number, run)))

    def open_run(self, record: RunRecord) -> None:
        """Show a stored run: the panel of its kind takes it up."""
        self.run_opened.emit(record)

    def answerer(self, request: object) -> Answerer:
        """Who answers requests of this class."""
        return self._store if isinstance(request, ANSWERED) else self._children

    # deliveries

    def _wake(self) -> None:
        # An idle window hears at once; what follows within a frame is taken together.
        if not self._batch.isActive():
            self.deliver()
            self._batch.start()
        self._notifier.setEnabled(False)

    def deliver(self) -> None:
        """Hand waiting deliveries to their jobs."""
        self._notifier.setEnabled(True)
        for delivery in self._mailbox.take():
            job = self._jobs.get(delivery.job)
            if job is None:
                self._hear(delivery)
                continue
            was_running = job.running
            job.receive(delivery)
            ended = was_running and not job.running
            if isinstance(delivery.event, RunStarted) or (ended and job.run_id is not None):
                self.runs_changed.emit()
            if not job.running:
                self._retire(job)

    def _hear(self, delivery: Delivery) -> None:
        """What belongs to no job: the state of a child, or a trouble of the record."""
        if isinstance(delivery.event, ChildStatus):
            self.child_changed.emit(delivery.event)
        elif delivery.job == NO_JOB and delivery.error is not None:
            self.problem.emit(delivery.error)

    def _retire(self, job: Job) -> None:
        # A finished job stays known a moment longer: the number of its run may still be on its way.
        self.jobs_changed.emit()
        QTimer.singleShot(5000, self, lambda: self._jobs.pop(job.number, None))
