"""A session whose children and store answer what a test tells them to, when it tells them to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier, QTimer

from workbench.errors import WorkbenchError
from workbench.gui.session import Session
from workbench.host.mailbox import Delivery, Mailbox
from workbench.values import Recording, RunStarted


class KeptRecording:
    """Remembers what was recorded."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self.status = ""

    def see(self, event: object) -> None:
        self.events.append(event)

    def finish(self, status: str, error: Exception | None = None) -> None:
        self.status = status


class Answering:
    """Answerer and recorder in one. `answers[type of request]`, if given, answers at once; everything else waits for `give`."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.answers: dict[type, Callable[[object], object]] = {}
        self.asked: list[tuple[int, object]] = []
        self.cancelled: list[int] = []
        self.sessions: list[Session] = []
        self.run_ids = iter(range(12, 1000))

    def submit(self, job: int, request: object, *, key: str = "", priority: int = 0, recording: Recording | None = None) -> None:
        self.asked.append((job, request))
        answer = self.answers.get(type(request))
        if answer is not None:
            made = answer(request)
            if isinstance(made, WorkbenchError):
                self.mailbox.put(Delivery(job, error=made, last=True))
            else:
                self.mailbox.put(Delivery(job, made, last=True))

    def cancel(self, job: int) -> None:
        self.cancelled.append(job)
        self.mailbox.put(Delivery(job, error=WorkbenchError("cancelled"), last=True))

    def begin(self, request: object, *, started: Callable[[RunStarted], None]) -> KeptRecording:
        started(RunStarted(next(self.run_ids), "01TEST"))
        return KeptRecording()

    def session(self, *, store: Answering | None = None) -> Session:
        """A session that asks this office, and about runs and the store another one if there is one."""
        kept = store or self
        made = Session(self.mailbox, self, kept, kept)
        self.sessions.append(made)
        return made

    def close(self) -> None:
        """Nothing is delivered any more. A panel may outlive its test: its session must not watch a socket that is another's by then."""
        for session in self.sessions:
            for timer in session.findChildren(QTimer):
                timer.stop()
            for notifier in session.findChildren(QSocketNotifier):
                notifier.setEnabled(False)
        self.mailbox.close()

    def asked_of(self, kind: type) -> list[object]:
        return [request for _job, request in self.asked if type(request) is kind]

    def job_of(self, kind: type) -> int:
        """The number of the latest request of a class."""
        return [job for job, request in self.asked if type(request) is kind][-1]

    def give(self, session: Session, job: int, *events: object, last: bool = False, error: WorkbenchError | None = None) -> None:
        """Deliver events of a job now; `last` makes the last of them its result."""
        for number, event in enumerate(events):
            self.mailbox.put(Delivery(job, event, last=last and number == len(events) - 1))
        if error is not None:
            self.mailbox.put(Delivery(job, error=error, last=True))
        session.deliver()
