"""What the tests of this room share: a window without Qt, the fake child's command line, a recording, a ticker."""

from __future__ import annotations

import contextlib
import gc
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from workbench.errors import WorkbenchError
from workbench.host.client import Children
from workbench.host.mailbox import Delivery, Mailbox
from workbench.values import ChildStatus, GenerateRequest, Subject
from workbench.values.runs import RunStatus

PATIENCE_S = 20.0
BUSY_S, LEAST_USED_S = 240.0, 0.2
"""A child that computes is waited for so long: on a busy machine, importing its libraries alone may take longer than PATIENCE_S."""


def fake_command(*words: str) -> Callable[[str], list[str]]:
    """The command line of the fake child; `words` change how it starts."""
    return lambda _role: [sys.executable, str(Path(__file__).with_name("fake_child.py")), *words]


def ask(action: str, n: int = 0) -> GenerateRequest:
    """A request the fake child understands."""
    return GenerateRequest(Subject("fake", action), max_new_tokens=n)


class Ledger:
    """A recording that only remembers."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self.ends: list[tuple[RunStatus, str]] = []

    def see(self, event: object) -> None:
        self.events.append(event)

    def finish(self, status: RunStatus, error: Exception | None = None) -> None:
        self.ends.append((status, error.code if isinstance(error, WorkbenchError) else repr(error) if error else ""))


class Office:
    """A window without Qt: submits, and reads the mailbox in the test's own thread."""

    def __init__(self, command: Callable[[str], list[str]] | None = None) -> None:
        self.mailbox = Mailbox()
        self.children = Children(self.mailbox, command=command) if command else Children(self.mailbox)
        self.deliveries: list[Delivery] = []
        self._numbers = itertools.count(1)

    def submit(self, request: object, *, key: str = "", priority: int = 0, recording: Ledger | None = None) -> int:
        number = next(self._numbers)
        self.children.submit(number, request, key=key, priority=priority, recording=recording)
        return number

    def read(self, timeout_s: float = 0.0) -> None:
        self.deliveries += self.mailbox.take(timeout_s)

    def wait(self, truth: Callable[[], object]) -> None:
        """Read until `truth()`; fails after 20 s in which no child has computed."""
        began, used_s = time.monotonic(), self._used_s()
        until = began + PATIENCE_S
        while not truth():
            if time.monotonic() > until:
                before_s, used_s = used_s, self._used_s()
                assert used_s > before_s + LEAST_USED_S, f"waited in vain; had {self.deliveries[-5:]}"
                assert time.monotonic() - began < BUSY_S, f"it computes and never ends; had {self.deliveries[-5:]}"
                until += PATIENCE_S
            self.read(0.05)

    def _used_s(self) -> float:
        """Seconds of processors that the children have used."""
        used_s = 0.0
        for status in self.children.status().values():
            with contextlib.suppress(psutil.NoSuchProcess):
                used_s += sum(psutil.Process(status.pid).cpu_times()[:2]) if status.pid is not None else 0.0
        return used_s

    def end(self, job: int) -> Delivery:
        """How a job ended, waiting for it."""
        self.wait(lambda: self.ended(job))
        return self.ended(job)[0]

    def ended(self, job: int) -> list[Delivery]:
        return [one for one in self.deliveries if one.job == job and one.last]

    def events(self, job: int) -> list[object]:
        return [one.event for one in self.deliveries if one.job == job and not one.last]

    def begun(self, job: int) -> None:
        """Wait for the first event of a job."""
        self.wait(lambda: self.events(job))

    def states(self, role: str) -> list[str]:
        self.read()
        return [one.event.state for one in self.deliveries if isinstance(one.event, ChildStatus) and one.event.role == role]

    def pid(self, role: str = "engine") -> int:
        pid = self.children.status()[role].pid
        assert pid is not None
        return pid

    def close(self) -> None:
        self.children.close()
        self.mailbox.close()


@contextlib.contextmanager
def opened(command: Callable[[str], list[str]] | None = None) -> Iterator[Office]:
    office = Office(command)
    try:
        yield office
    finally:
        office.close()


class Ticker:
    """A thread that wants to run every 5 ms, as the window's does, and notes the gaps between its runs.

    `own_gaps_ms` counts of each gap only what this process was computing itself: on a busy machine the system gives the
    processor to others, which no client can help. Nor can it help how much the other tests left for the garbage collector to look
    through, which rests meanwhile.
    """

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self.own_gaps_ms: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker")

    def __enter__(self) -> Ticker:
        gc.disable()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        gc.enable()

    def _run(self) -> None:
        last, last_used = time.perf_counter(), time.process_time()
        while not self._stop.wait(0.005):
            now, used = time.perf_counter(), time.process_time()
            self.gaps_ms.append((now - last) * 1000)
            self.own_gaps_ms.append(min(now - last, used - last_used) * 1000)
            last, last_used = now, used
