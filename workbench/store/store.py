"""The record of everything that was done, in one SQLite file, written by one thread of each process.

The idea that is not obvious: callers leave entries in an inbox and go on. The thread writes them in order, many to a
transaction; while the file is locked or the disk is full it holds them and tries again. So a slow disk never slows the
work, and a failing one costs the record, not the work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.store import keeping
from workbench.store.clerk import ANSWERED, Asked, Clerk
from workbench.store.inbox import Inbox
from workbench.store.recording import Entry, RunRecording, Seen
from workbench.values import Recording, RunStarted

COMMIT_EVERY_S = 0.5
MEMORY_LIMIT_BYTES = 256 << 20
CLOSE_PATIENCE_S = 10.0

Reply = Callable[[int, object | None, WorkbenchError | None], None]


class Store:
    """Every method may be called from any thread; only `answer` and `close` wait.

    `reply(job, result, error)` answers what was submitted. `on_problem` hears once of each thing that keeps runs from being
    recorded; without it, it goes to the log alone. Both are called from the store's thread and must be quick.
    """

    def __init__(
        self,
        path: Path,
        reply: Reply | None = None,
        *,
        on_problem: Callable[[WorkbenchError], None] | None = None,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._reply = reply
        self._memory_limit_bytes = memory_limit_bytes
        self._inbox: Inbox[Entry | Asked] = Inbox(rest_s=COMMIT_EVERY_S, limit_bytes=memory_limit_bytes)
        self._clerk = Clerk(Path(path), self._inbox, on_problem)
        self._asked: dict[int, Asked] = {}
        self._newest: dict[str, Asked] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._clerk.work, name="store", daemon=True)
        self._thread.start()

    def begin(self, request: object, *, started: Callable[[RunStarted], None] | None = None, ulid: str = "") -> RunRecording:
        """Open the record of an operation. `started` hears the run's number from the store's thread. `ulid`: one chosen before."""
        return RunRecording(request, self._leave, started=started, ulid=ulid)

    def submit(self, job: int, request: object, *, key: str = "", priority: int = 0, recording: Recording | None = None) -> None:
        """Answer a request through `reply`; raises TypeError for a class that is not the store's.

        A newer one with the same `key` cancels an older one that still waits. `priority` and `recording` are there for the
        sake of one signature with the children: questions are answered in order, and are not runs.
        """

        def respond(result: object | None, error: WorkbenchError | None) -> None:
            with self._lock:
                self._asked.pop(job, None)
                if self._newest.get(key) is asked:
                    del self._newest[key]
            if self._reply is not None:
                self._reply(job, result, error)

        asked = Asked(request, respond)
        with self._lock:
            self._asked[job] = asked
            if key:
                if key in self._newest:
                    self._newest[key].cancelled = True
                self._newest[key] = asked
        self._ask(asked)

    def cancel(self, job: int) -> None:
        """Let a submitted request that still waits fail with the code `cancelled`."""
        with self._lock:
            asked = self._asked.get(job)
        if asked is not None:
            asked.cancelled = True

    def answer(self, request: object) -> object:
        """The result of a request, waiting for it. Raises WorkbenchError; TypeError for a class that is not the store's."""
        return self.ask(request).result()

    def ask(self, request: object, *, urgent: bool = True) -> Future[object]:
        """The same without waiting. What is not urgent is answered when the next entries are written, within 0.5 s."""
        future: Future[object] = Future()

        def respond(result: object | None, error: WorkbenchError | None) -> None:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        self._ask(Asked(request, respond), urgent=urgent)
        return future

    def trouble(self) -> WorkbenchError | None:
        """What keeps entries from being written at this moment, and may pass: a lock that lasts, a full disk. They are held meanwhile."""
        return self._clerk.trouble

    def close(self, *, patience_s: float = CLOSE_PATIENCE_S) -> None:
        """Write what waits, end open runs as interrupted, purge what was deleted. Tries for `patience_s` while the file is locked."""
        self._clerk.close(patience_s)
        self._thread.join()

    def _leave(self, entry: Entry) -> bool:
        urgent = not isinstance(entry, Seen) or keeping.is_dear(entry.event)
        if self._inbox.put(entry, size_bytes=entry.size_bytes, urgent=urgent):
            return True
        if self._inbox.is_shut:
            entry.recording.written(None)
        else:
            self._say_overflow(entry.recording)
        return False

    def _say_overflow(self, recording: RunRecording) -> None:
        error = WorkbenchError("store-overflow", ulid=recording.ulid, limit_mib=self._memory_limit_bytes >> 20)
        self._clerk.report(error, once=f"overflow {recording.ulid}")

    def _ask(self, asked: Asked, *, urgent: bool = True) -> None:
        if not isinstance(asked.request, ANSWERED):
            raise TypeError(f"the store does not answer {type(asked.request).__name__}")
        if not self._inbox.put(asked, urgent=urgent):
            asked.respond(None, WorkbenchError("store-closed"))
