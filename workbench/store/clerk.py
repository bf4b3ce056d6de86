"""The store's thread: takes what was left in the inbox, has entries written and answers questions.

A question sees everything that was left before it, unless the file is locked: then it sees what is there.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.store import artefacts, branches, cells, metrics, queries, training, upkeep
from workbench.store.connection import connect_read_only, explain
from workbench.store.inbox import Inbox
from workbench.store.recording import Entry
from workbench.store.scribe import Scribe
from workbench.store.sqlite import sqlite3
from workbench.values import (
    BranchesRequest,
    GridKernelsRequest,
    GridKnownRequest,
    MetricsRequest,
    RunAnnotateRequest,
    RunDeleteRequest,
    RunKeepRequest,
    RunKept,
    RunKeptRequest,
    RunListRequest,
    RunRequest,
    RunsChanged,
    StoreCheckRequest,
    StoreWritable,
    StoreWritableRequest,
    TrainCommands,
    TrainCommandsRequest,
    TrainEventsRequest,
    TrainTellRequest,
)

PAUSE_S = 0.1  # between two attempts while something waits for the file
QUESTION_PATIENCE_S = 5.0
ANSWERED = (
    RunListRequest, RunRequest, RunDeleteRequest, RunAnnotateRequest, StoreCheckRequest, TrainEventsRequest, TrainTellRequest,
    TrainCommandsRequest, BranchesRequest, GridKnownRequest, GridKernelsRequest,
    RunKeepRequest, RunKeptRequest, MetricsRequest, StoreWritableRequest,
)  # fmt: skip

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class Asked:
    """A question, and who is told the answer. `cancelled` may be set from any thread."""

    request: object
    respond: Callable[[object | None, WorkbenchError | None], None]
    cancelled: bool = False
    asked_at: float = field(default_factory=time.monotonic)


class Clerk:
    """`work` is the thread; `report` may be called from any other."""

    def __init__(self, path: Path, inbox: Inbox[Entry | Asked], on_problem: Callable[[WorkbenchError], None] | None) -> None:
        self._inbox, self._on_problem = inbox, on_problem
        self._scribe = Scribe(path, self.report)
        self._reader: sqlite3.Connection | None = None
        self._entries: deque[Entry] = deque()
        self._questions: deque[Asked] = deque()
        self._deleted: set[int] = set()
        self._reported: set[str] = set()
        self._lock = threading.Lock()
        self._patience_s = 0.0

    @property
    def trouble(self) -> WorkbenchError | None:
        """What keeps entries from being written now, and may pass."""
        return self._scribe.trouble

    def report(self, error: WorkbenchError, once: str = "") -> None:
        """Tell the person, once for each kind of error, or for each name in `once`."""
        with self._lock:
            known = (once or error.code) in self._reported
            self._reported.add(once or error.code)
        if known:
            return
        if self._on_problem is None:
            _log.warning("%s", error)
        else:
            self._on_problem(error)

    def close(self, patience_s: float) -> None:
        """Let `work` come to its end; it tries to write what waits for at most so long."""
        self._patience_s = patience_s
        self._inbox.shut()

    def work(self) -> None:
        """Serve until closed, then put everything in order."""
        try:
            while not self._inbox.is_shut:
                self._serve(PAUSE_S if self._entries or self._questions else None)
            self._end()
        except Exception as error:  # noqa: BLE001 - a defect must not leave anybody waiting for an answer for ever
            _log.exception("the store's thread failed")
            self._scribe.problem = WorkbenchError("internal", reason=repr(error))
            self.report(self._scribe.problem)
            self._refuse_all([*self._entries, *self._questions])
            while not self._inbox.is_shut:
                self._refuse_all(self._inbox.take(None))
        finally:
            self._refuse_all(self._inbox.take(0))

    def _serve(self, timeout_s: float | None) -> None:
        for item in self._inbox.take(timeout_s):
            if isinstance(item, Asked):
                self._questions.append(item)
            else:
                self._entries.append(item)
        gone = self._scribe.write(self._entries, awaited=bool(self._questions))
        self._inbox.release(sum(entry.size_bytes for entry in gone))
        for _ in range(len(self._questions)):
            question = self._questions.popleft()
            if not self._answered(question):
                self._questions.append(question)

    def _answered(self, question: Asked) -> bool:
        if question.cancelled:
            question.respond(None, WorkbenchError("cancelled"))
            return True
        try:
            question.respond(self._answer(question.request), None)
        except WorkbenchError as error:
            if error.code == "store-locked" and time.monotonic() - question.asked_at < QUESTION_PATIENCE_S:
                return False
            question.respond(None, error)
        except sqlite3.Error as error:
            question.respond(None, explain(error, self._scribe.path))
        except Exception as error:  # noqa: BLE001 - a defect in one answer ends that answer, with its reason
            _log.exception("answering %s failed", type(question.request).__name__)
            question.respond(None, WorkbenchError("internal", reason=repr(error)))
        return True

    def _answer(self, request: object) -> object:
        match request:
            case RunListRequest():
                self._close_dead_runs()
                return queries.list_runs(self._readable(), request)
            case RunRequest():
                self._close_dead_runs()
                return queries.read_run(self._readable(), request)
            case BranchesRequest():
                self._close_dead_runs()
                return branches.read_branches(self._readable(), request)
            case StoreCheckRequest():
                return upkeep.check(self._readable(), self._scribe.artefacts)
            case StoreWritableRequest():
                return self._writable()
            case RunAnnotateRequest():
                with self._scribe.transaction() as connection:
                    return upkeep.annotate_run(connection, request)
            case RunKeepRequest():
                return self._keep(request)
            case RunKeptRequest():
                return artefacts.kept(self._readable(), self._scribe.artefacts, request)
            case RunDeleteRequest():
                return self._delete(request)
            case TrainEventsRequest():
                self._close_dead_runs()
                return training.read_events(self._readable(), request)
            case MetricsRequest():
                return metrics.read(self._readable(), request)
            case GridKnownRequest():
                return cells.known(self._readable(), request)
            case GridKernelsRequest():
                return cells.kernels(self._readable(), request)
            case TrainTellRequest():
                with self._scribe.transaction() as connection:
                    return training.tell(connection, request)
            case TrainCommandsRequest():
                if not training.has_commands(self._readable(), request):
                    return TrainCommands(())
                with self._scribe.transaction() as connection:
                    return training.take_commands(connection, request)
        raise TypeError(f"the store does not answer {type(request).__name__}")

    def _close_dead_runs(self) -> None:
        """Whoever looks finds runs whose process is gone closed. If the file cannot be written to now, the next who looks does."""
        if self._reader is None and upkeep.dead_runs(self._readable()):
            with contextlib.suppress(WorkbenchError), self._scribe.transaction() as connection:
                upkeep.interrupt_dead_runs(connection)

    def _writable(self) -> StoreWritable:
        """By beginning to write, and writing nothing."""
        try:
            with self._scribe.transaction():
                return StoreWritable()
        except WorkbenchError as error:
            return StoreWritable(error.code, {name: str(one) for name, one in error.values.items()})

    def _keep(self, request: RunKeepRequest) -> RunKept:
        folder = self._scribe.artefacts
        key, size_bytes = artefacts.take_in(folder, request)
        with self._scribe.transaction() as connection:
            before = artefacts.key_of(connection, request.id, request.name)
            made = artefacts.keep(connection, folder, request, key=key, size_bytes=size_bytes)
            artefacts.let_go(connection, before)
        artefacts.remove_unused(connection, folder, [before] if before else [])
        return made

    def _delete(self, request: RunDeleteRequest) -> RunsChanged:
        with self._scribe.transaction() as connection:
            changed = upkeep.delete_runs(connection, request)
        if request.restore:
            self._deleted -= set(request.ids)
        else:
            self._deleted |= set(request.ids)
        return changed

    def _readable(self) -> sqlite3.Connection:
        """A connection to read from: where nothing can be written, what is there can still be shown."""
        if self._reader is not None:
            return self._reader
        try:
            return self._scribe.readable()
        except WorkbenchError as error:
            if error.code != "store-read-only" or not self._scribe.path.is_file():
                raise
            self._reader = connect_read_only(self._scribe.path)
            return self._reader

    def _end(self) -> None:
        deadline = time.monotonic() + self._patience_s
        self._serve(0)
        while (self._entries or self._questions) and time.monotonic() < deadline:
            threading.Event().wait(PAUSE_S)
            self._serve(0)
        if self._entries:
            self.report(WorkbenchError("store-unwritten", path=self._scribe.path, n_entries=len(self._entries)))
        try:
            self._scribe.close(self._deleted)
        except WorkbenchError as error:
            self.report(error)
        if self._reader is not None:
            self._reader.close()
        self._refuse_all(list(self._questions))

    def _refuse_all(self, items: list[Entry | Asked] | list[Asked]) -> None:
        for item in items:
            if isinstance(item, Asked):
                item.respond(None, self._scribe.problem or WorkbenchError("store-closed"))
            else:
                item.recording.written(None)
