"""One life of one child: the process, the thread that starts it, reads it and sees its end, and the jobs it has.

A new life is a new object. The thread tells the mailbox and the recording of each job.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from workbench.errors import WorkbenchError
from workbench.host.deadlines import Deadlines
from workbench.host.mailbox import Delivery, Mailbox
from workbench.host.outbox import Outbox
from workbench.host.process import ChildProcess
from workbench.host.roles import (
    CANCEL_OTHER_S,
    CANCEL_S,
    IDLE_S,
    SUPERSEDED_OTHER_S,
    SUPERSEDED_S,
    child_environment,
    goes_on,
    kind_of_role,
)
from workbench.host.wire import Connection, Message, unpack_error
from workbench.values import ChildState, ChildStatus, Recording
from workbench.values.runs import RunStatus


@dataclass(eq=False)
class Job:
    number: int
    request: object
    key: str
    priority: int
    recording: Recording | None
    cancelled: bool = False

    def message(self) -> Message:
        return Message("request", self.number, self.request, self.key, self.priority)


Pass = Callable[["Child", "Job", object], None]
"""Takes a job out of a child's hands, with the request that it goes on with."""


class Ending:
    """Says how a job ended, to its recording and to the mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def done(self, job: Job, result: object) -> None:
        if job.recording is not None:
            job.recording.see(result)
            job.recording.finish("done")
        self._mailbox.put(Delivery(job.number, result, last=True))

    def fail(self, job: Job, error: WorkbenchError, status: RunStatus) -> None:
        if job.recording is not None:
            job.recording.finish(status, error)
        self._mailbox.put(Delivery(job.number, error=error, last=True))


class Child:
    """A started child, until its end."""

    def __init__(self, role: str, mailbox: Mailbox, deadlines: Deadlines, command: Callable[[str], list[str]], pass_on: Pass) -> None:
        self.role = role
        self.over = False
        self._pass_on = pass_on
        self._mailbox, self._deadlines, self._ending = mailbox, deadlines, Ending(mailbox)
        self._command = command
        self._lock = threading.RLock()
        self._jobs: dict[int, Job] = {}
        self._process: ChildProcess | None = None
        self._connection: Connection | None = None
        self._outbox: Outbox | None = None
        self._ready = self.leaving = False
        self._rested = 0
        self._cause = ""
        self._announced: ChildState | None = None
        self._thread = threading.Thread(target=self._live, name=f"child-{role}", daemon=True)
        self._thread.start()

    # any thread

    def add(self, job: Job) -> bool:
        """Take a job on; False when this life is over. Jobs wait here until the child is ready."""
        with self._lock:
            if self.over or self.leaving:
                return False
            older = [one for one in self._jobs.values() if job.key and one.key == job.key]
            self._jobs[job.number] = job
            if self._ready:
                self._send(job)
            for one in older:
                self._drop(one, within_s=SUPERSEDED_S.get(self.role, SUPERSEDED_OTHER_S))
        self._announce()
        return True

    @property
    def n_jobs(self) -> int:
        return len(self._jobs)

    def replace(self, key: str) -> None:
        """End jobs of this key."""
        with self._lock:
            older = [one.number for one in self._jobs.values() if one.key == key]
        for number in older:
            self.cancel(number)

    def let_go(self, job: Job) -> bool:
        """Forget a job that goes on elsewhere; False if it has ended meanwhile."""
        with self._lock:
            gone = self._jobs.pop(job.number, None) is job
        self._rest()
        return gone

    def cancel(self, number: int) -> None:
        with self._lock:
            job = self._jobs.get(number)
            if job is None:
                return
            if self._ready and self._outbox is not None:
                self._outbox.put(Message("cancel", number))
            self._drop(job, within_s=CANCEL_S.get(kind_of_role(self.role), CANCEL_OTHER_S))
        self._announce()

    def status(self) -> ChildStatus:
        with self._lock:
            process = None if self.over else self._process
            pid, memory_bytes = (process.pid, process.memory_bytes()) if process is not None else (None, 0)
            return ChildStatus(self.role, self._state(), pid, memory_bytes, self._cause)

    def leave(self) -> None:
        """Ask it to end."""
        with self._lock:
            self.leaving = True
            if self._connection is not None:
                self._connection.shut()
            elif self._process is not None:
                self._process.kill("closed")

    def await_end(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)
        if self._thread.is_alive() and self._process is not None:
            self._process.kill("closed")
        self._thread.join()

    def _drop(self, job: Job, *, within_s: float) -> None:
        """A job that is no longer wanted: end it here if it was never sent, else see to it that the child ends it."""
        job.cancelled = True
        if not self._ready:
            del self._jobs[job.number]
            self._ending.fail(job, WorkbenchError("cancelled"), "cancelled")
        else:
            self._deadlines.after(within_s, lambda: self._enforce(job, within_s))

    def _enforce(self, job: Job, within_s: float) -> None:
        with self._lock:
            if self._jobs.get(job.number) is job and self._process is not None:
                self._process.kill(f"it did not stop within {within_s:g} s of being asked to, and was killed")

    def _rest(self) -> None:
        """Let it end if it has nothing to do for long, where its role says so."""
        idle_s = IDLE_S.get(kind_of_role(self.role))
        if idle_s is not None:
            self._rested += 1
            rested = self._rested
            self._deadlines.after(idle_s, lambda: self._retire(rested))

    def _retire(self, rested: int) -> None:
        with self._lock:
            if self._rested == rested and not self._jobs:
                self.leave()

    def _state(self) -> ChildState:
        if self.over:
            return "dead" if self._cause else "cold"
        if not self._ready:
            return "starting"
        return "busy" if self._jobs else "ready"

    def _announce(self) -> None:
        """Tell the window when the state has changed."""
        with self._lock:
            status = self.status() if self._state() != self._announced else None
            self._announced = self._state()
            if status is not None:
                self._mailbox.put(Delivery(0, status))

    def _send(self, job: Job) -> None:
        assert self._outbox is not None
        try:
            self._outbox.put(job.message())
        except WorkbenchError as error:
            del self._jobs[job.number]
            self._ending.fail(job, error, "failed")

    # its own thread

    def _live(self) -> None:
        """From the first cry to the grave. The thread lasts as long as the process, which the kernel ties to it."""
        self._announce()
        error: WorkbenchError | None = None
        try:
            error = self._converse()
        finally:
            self._die(error)

    def _converse(self) -> WorkbenchError | None:
        """Start it and read it to the end. The error, if what ended it is known already."""
        try:
            process = ChildProcess(self._command(self.role), child_environment(self.role))
        except OSError as error:
            return WorkbenchError("child-no-start", role=self.role, reason=str(error), details="")
        with self._lock:
            self._process = process
            if self.leaving:
                process.kill("closed")
        connection = process.greet()
        if connection is None:
            return None
        with self._lock:
            self._connection = connection
            self._outbox = Outbox(connection)
            if self.leaving:
                connection.shut()
        try:
            while (messages := connection.receive()) is not None:
                for message in messages:
                    self._hear(message)
        except WorkbenchError as error:
            process.kill(str(error))
            return error
        return None

    def _hear(self, message: Message) -> None:
        if message.kind == "ready":
            with self._lock:
                self._ready = True
                for job in list(self._jobs.values()):
                    self._send(job)
        elif message.kind == "event":
            self._tell(message)
        elif message.kind in ("result", "error"):
            self._end(message)
        self._announce()

    def _tell(self, message: Message) -> None:
        job = self._jobs.get(message.job)
        if job is not None:
            if job.recording is not None:
                job.recording.see(message.body)
            self._mailbox.put(Delivery(job.number, message.body))

    def _end(self, message: Message) -> None:
        if message.kind == "result" and goes_on(message.body):
            if (job := self._jobs.get(message.job)) is not None:
                self._pass_on(self, job, message.body)
            return
        with self._lock:
            job = self._jobs.pop(message.job, None)
        self._rest()
        if job is None:
            return
        if message.kind == "result":
            self._ending.done(job, message.body)
        else:
            error = unpack_error(message.body)
            self._ending.fail(job, error, "cancelled" if error.code == "cancelled" else "failed")

    def _die(self, error: WorkbenchError | None) -> None:
        """Close everything, name the cause, and end the jobs that were left."""
        if self._connection is not None:
            self._connection.shut()
        if self._outbox is not None:
            self._outbox.close()
        if self._process is not None:
            self._process.bury()
        if self._connection is not None:
            self._connection.close()
        error = error or self._post_mortem()
        with self._lock:
            self.over = True
            self._cause = "" if self.leaving else str(error.values.get("cause") or error.values.get("reason") or error)
            jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            if job.cancelled:
                self._ending.fail(job, WorkbenchError("cancelled", cause=self._cause), "cancelled")
            else:
                self._ending.fail(job, error, "interrupted")
        self._announce()

    def _post_mortem(self) -> WorkbenchError:
        cause = self._process.cause() if self._process is not None else "it was never started"
        details = self._process.details() if self._process is not None else ""
        if self.leaving:
            return WorkbenchError("cancelled")
        if self._ready or self._process is None:
            return WorkbenchError("child-died", role=self.role, cause=cause, details=details)
        return WorkbenchError("child-no-start", role=self.role, reason=cause, details=details)
