"""The continuation that is written, or a stored one that was opened: its exact ids, as a trace would read them.

It hears of generations from the session, whoever asked for them; answers in a conversation are among them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.session import Job, Session
from workbench.values import GenerateRequest, GenerationStarted, RunRecord, Subject, TokenStep, TraceRequest, path_of


class Followed(QObject):
    """`changed` when there is another continuation, one token more, or no more to come.

    running   more may come
    n_before  positions that are read before the first token that was written
    texts     what each written token spells, as far as it is a character
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._started: GenerationStarted | None = None
        self._steps: list[TokenStep] = []
        self._subject = session.subject  # what was under study when it began
        session.job_started.connect(self._begun)
        session.run_opened.connect(self._opened)
        session.subject_changed.connect(self._subject_changed)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def texts(self) -> list[str]:
        return [step.text or step.token for step in self._steps]

    @property
    def n_before(self) -> int:
        if self._started is None:
            return 0
        path = path_of(self._started, ())
        return len(path.prompt_ids) if path.start_id is None else 1 + path.n_forced

    def request(self) -> TraceRequest | None:
        """The trace of all that was read and written so far; None before the first token."""
        if self._started is None or not self._steps:
            return None
        path, asked = path_of(self._started, self._steps), self._started.request
        target = path.ids if path.start_id is not None else None
        ids = path.prompt_ids if path.start_id is not None else (*path.prompt_ids, *path.ids)
        return TraceRequest(self._subject, ids=ids, target_ids=target, interventions=asked.interventions)

    def n_written(self, request: TraceRequest) -> int | None:
        """How many of the written tokens a trace has read; None for a trace of something else."""
        newest = self.request()
        if newest is None or (newest.subject, newest.interventions) != (request.subject, request.interventions):
            return None
        all_ids, ids = (newest.ids, request.ids) if newest.target_ids is None else (newest.target_ids, request.target_ids)
        if ids is None or all_ids is None or all_ids[: len(ids)] != ids:
            return None
        before = self.n_before if newest.target_ids is None else self.n_before - 1  # the start token is not among the ids
        return len(ids) - before if len(ids) >= before else None

    def _begun(self, job: Job) -> None:
        asked, now = job.request, self._session
        if isinstance(asked, GenerateRequest) and asked.interventions == now.interventions and _is_about(asked, now.subject):
            self._job, self._started, self._steps, self._subject = job, None, [], now.subject
            job.event.connect(lambda event: self._saw(job, event))
            job.ended.connect(lambda: self._ended(job))
            self.changed.emit()

    def _saw(self, job: Job, event: object) -> None:
        if job is self._job and self._take(event):
            self.changed.emit()

    def _take(self, event: object) -> bool:
        if isinstance(event, GenerationStarted):
            self._started = event
        elif isinstance(event, TokenStep):
            self._steps.append(event)
        return isinstance(event, TokenStep)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()

    def _opened(self, record: RunRecord) -> None:
        if isinstance(record.request, GenerateRequest):
            asked, now = record.request, self._session.subject
            self._job, self._started, self._steps, self._subject = None, None, [], now if asked.messages else asked.subject
            for event in record.events:
                self._take(event)
            self.changed.emit()

    def _subject_changed(self, subject: Subject) -> None:
        if self._started is not None and self._subject != subject:
            self._job, self._started, self._steps = None, None, []
            self.changed.emit()


def _is_about(asked: GenerateRequest, subject: Subject) -> bool:
    """Whether it continues the text under study, or answers in a conversation with its model, which has a text of its own."""
    return asked.subject == subject or (bool(asked.messages) and asked.subject.model == subject.model)
