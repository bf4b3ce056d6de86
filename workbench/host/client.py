"""The children as the window sees them: requests go out without waiting, answers come into the mailbox.

The idea that is not obvious: a job is in exactly one child's table, and whoever takes it out of there says how it ended,
so it ends exactly once whether it is answered, cancelled before it was sent, or its child dies. An answer that is itself a
request is not its end: the job moves on to the child that answers that, so that a map is begun by the engine, laid out in a
process of its own, and measured by the engine again, as one job.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from workbench.errors import WorkbenchError
from workbench.host.deadlines import Deadlines
from workbench.host.life import Child, Ending, Job
from workbench.host.mailbox import Mailbox
from workbench.host.roles import ROLES, SEVERAL, child_command, role_of
from workbench.values import ChildStatus, Recording

CLOSE_S = 1.5


class Children:
    """All child processes of one window. Every method may be called from any thread; none but `close` waits."""

    def __init__(self, mailbox: Mailbox, *, command: Callable[[str], list[str]] = child_command) -> None:
        self._mailbox, self._command = mailbox, command
        self._children: dict[str, Child] = {}
        self._retired: list[Child] = []
        self._deadlines = Deadlines()
        self._lock = threading.Lock()
        self._closed = False

    def start(self, role: str) -> None:
        """Start a child before it is needed."""
        with self._lock:
            if not self._closed:
                self._living(role)

    def submit(self, job: int, request: object, *, key: str = "", priority: int = 0, recording: Recording | None = None) -> None:
        """Send a request to the child that answers its class; raises TypeError if none does.

        Answers arrive in the mailbox as deliveries for `job`. A newer request with the same `key` replaces an older
        one, which fails with `cancelled`.
        """
        role = role_of(request)
        made = Job(job, request, key, priority, recording)
        with self._lock:
            if key:
                self._drop_moved(key)
            if self._hand(role, made):
                return
        Ending(self._mailbox).fail(made, WorkbenchError("cancelled"), "cancelled")

    def cancel(self, job: int) -> None:
        """Ask for the end of a job; if it has not come after 2 s its child is killed. Harmless when it has ended."""
        with self._lock:  # meanwhile no job moves from one child to another
            for child in self._children.values():
                child.cancel(job)

    def status(self) -> dict[str, ChildStatus]:
        """Every role as it stands."""
        with self._lock:
            children = dict(self._children)
        return {
            role: children[role].status() if role in children else ChildStatus(role, "cold", None, 0)
            for role in dict.fromkeys((*ROLES, *children))
        }

    def close(self) -> None:
        """End all children: ask them, then kill them; returns within 2 s and leaves none. Running jobs end as interrupted."""
        with self._lock:
            self._closed = True
            children = [*self._children.values(), *self._retired]
        self._deadlines.close()
        until = time.monotonic() + CLOSE_S
        for child in children:
            child.leave()
        for child in children:
            child.await_end(max(0.0, until - time.monotonic()))

    def _hand(self, role: str, job: Job) -> bool:
        """Give a job to a living child of this role; False when all is closed. Under the lock."""
        while not self._closed:
            if self._living(self._free(role)).add(job):
                return True
        return False

    def _free(self, role: str) -> str:
        """Of roles that have several children the first without a job, else the last."""
        places = SEVERAL.get(role, (role,))
        return next((place for place in places if place not in self._children or not self._children[place].n_jobs), places[-1])

    def _living(self, role: str) -> Child:
        child = self._children.get(role)
        if child is not None and child.leaving and not child.over:
            self._retired = [*(one for one in self._retired if not one.over), child]
        if child is None or child.over or child.leaving:
            child = self._children[role] = Child(role, self._mailbox, self._deadlines, self._command, self._pass_on)
        return child

    def _drop_moved(self, key: str) -> None:
        """A newer request replaces an older one of its key also where that has moved on."""
        for places in SEVERAL.values():
            for place in places:
                if place in self._children:
                    self._children[place].replace(key)

    def _pass_on(self, child: Child, job: Job, request: object) -> None:
        """Let a job go on with another request, in whichever child answers that."""
        with self._lock:
            if not child.let_go(job):
                return
            job.request = request
            if not job.cancelled and self._hand(role_of(request), job):
                return
        Ending(self._mailbox).fail(job, WorkbenchError("cancelled"), "cancelled")
