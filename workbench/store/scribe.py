"""Writes entries in order, many to a transaction, and knows what to do when it cannot.

An entry leaves the queue when it is committed and not before. What may pass (a lock, a full disk) is waited out with the
entries held; what will not (no permission, not a database) makes the scribe drop entries from then on, so that the work
goes on without being recorded. An entry that is itself the trouble is left out, and the others are kept.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.store import artefacts, cells, lessons, metrics, sealing, training, upkeep
from workbench.store.clock import now_utc
from workbench.store.connection import connect, explain
from workbench.store.folders import remove_folder
from workbench.store.recording import Attached, Begun, Entry, Finished, RunRecording, Seen
from workbench.store.rows import Ending, NewRun, finish_run, insert_event, insert_run
from workbench.store.sqlite import sqlite3
from workbench.values import TrainStep

ENTRIES_PER_COMMIT = 2_000  # others get their turn in between
RETRY_AFTER_S = {"store-locked": 0.1, "store-full": 1.0, "store-disk": 1.0}  # what may pass, and when to try again
SAY_LOCKED_AFTER_S = 5.0
_ENTRY_ERRORS = (
    TypeError, ValueError, OverflowError, OSError,
    sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError,
)  # fmt: skip


class _UnwritableError(Exception):
    """This entry cannot be written, however often one tries."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self.entry = entry


class Scribe:
    """Owns the connection for writing. Belongs to one thread. `problem`: why nothing is recorded any more. `trouble`: what keeps entries
    from being written now, and may pass; any thread may look at it."""

    def __init__(self, path: Path, report: Callable[[WorkbenchError, str], None]) -> None:
        self.path, self.artefacts, self.training = path, path.parent / "artefacts", path.parent / "training"
        self.connection: sqlite3.Connection | None = None
        self.problem: WorkbenchError | None = None
        self.trouble: WorkbenchError | None = None
        self._report = report
        self._runs: dict[RunRecording, int] = {}  # those that have begun and not ended
        self._tidied = False
        self._retry_at = 0.0
        self._locked_since: float | None = None

    def write(self, entries: deque[Entry], *, awaited: bool = False) -> list[Entry]:
        """Write what can be written and take it out of the queue; returns what was taken out, written or not.

        `awaited`: somebody asks for them, so a file that was locked a moment ago is tried again at once.
        """
        if awaited and self._locked_since is not None:
            self._retry_at = 0.0
        gone: list[Entry] = []
        while entries and (self.problem is not None or time.monotonic() >= self._retry_at):
            chunk = list(itertools.islice(entries, ENTRIES_PER_COMMIT))
            if self.problem is None:
                try:
                    self._commit(chunk)
                except _UnwritableError as error:
                    entries.remove(error.entry)
                    gone.append(self._left_out(error))
                    continue
                except WorkbenchError as error:
                    self._trouble(error, entries)
                    continue
            else:
                _give_up(chunk)
            for entry in chunk:
                gone.append(entry)
                entries.popleft()
        return gone

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, with the file locked for other writers. Raises WorkbenchError for what the database refuses."""
        self._tidy()
        connection = self._connected()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            self._roll_back(connection)
            if isinstance(error, sqlite3.Error):
                raise explain(error, self.path) from error
            raise

    def readable(self) -> sqlite3.Connection:
        """The connection for reading, also while others write. Raises WorkbenchError."""
        with contextlib.suppress(WorkbenchError):  # what keeps it from being read is said by the next line
            self._tidy()
        return self._connected()

    def close(self, purged: set[int]) -> None:
        """End what is still running as interrupted and purge what was deleted. Raises WorkbenchError."""
        if self.connection is None:
            return
        try:
            with self.transaction() as connection:
                for run_id in self._runs.values():
                    finish_run(connection, run_id, Ending("interrupted", now_utc()))
                    sealing.seal(connection, run_id)
                removed = upkeep.purge(connection, purged)
            artefacts.remove_unused(connection, self.artefacts, removed.artefacts)
            for name, ulid in removed.folders:
                remove_folder(self.training, name, ulid)
        finally:
            if self.connection is not None:
                self.connection.close()
                self.connection = None

    def _connected(self) -> sqlite3.Connection:
        if self.problem is not None:
            raise self.problem
        if self.connection is None:
            self.connection = connect(self.path)
        return self.connection

    def _tidy(self) -> None:
        """Before anything else, runs whose process is gone are closed."""
        if self._tidied:
            return
        self._tidied = True
        try:
            with self.transaction() as connection:
                upkeep.interrupt_dead_runs(connection)
        except BaseException:
            self._tidied = False
            raise

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        if not connection.in_transaction:
            return
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:  # a connection that cannot even do that is given up; closing it undoes what it had begun
            self.connection = None
            connection.close()

    def _commit(self, chunk: list[Entry]) -> None:
        begun: dict[RunRecording, int] = {}
        measured = metrics.Measured()
        with self.transaction() as connection:
            for entry in chunk:
                try:
                    self._apply(connection, entry, begun, measured)
                except _ENTRY_ERRORS as error:
                    raise _UnwritableError(entry) from error
            measured.write(connection)
            for entry in chunk:
                if isinstance(entry, Finished) and (ended := begun.get(entry.recording) or self._runs.get(entry.recording)):
                    sealing.seal(connection, ended)
            told = {(entry.recording, type(entry.event)): entry.event for entry in chunk if isinstance(entry, Seen)}
            for kind in (training, cells, lessons):
                for recording in {recording for (recording, _), event in told.items() if kind.is_telling(event)}:
                    kind.summarise(connection, begun.get(recording) or self._runs.get(recording))
        self._locked_since = self.trouble = None
        self._runs |= begun
        for recording, run_id in begun.items():
            recording.written(run_id)
        for entry in chunk:
            if isinstance(entry, Finished):
                self._runs.pop(entry.recording, None)

    def _apply(self, connection: sqlite3.Connection, entry: Entry, begun: dict[RunRecording, int], measured: metrics.Measured) -> None:
        """Write an entry; what a training measured is gathered, and written with that of the others."""
        recording = entry.recording
        if isinstance(entry, Begun):
            begun[recording] = insert_run(connection, NewRun(recording.ulid, recording.request, recording.created_at_utc))
            return
        run_id = begun.get(recording) or self._runs.get(recording)
        if run_id is None:
            return  # its beginning could not be written
        match entry:
            case Seen():
                measured.add(run_id, entry.event, entry.turn)
                if not isinstance(entry.event, TrainStep):  # which is points and nothing else
                    insert_event(connection, run_id, entry.seq, entry.event, entry.at_utc)
            case Attached():
                key = artefacts.write_file(self.artefacts, entry.content)
                artefacts.insert(connection, run_id, entry, key=key)
            case Finished():
                ending = Ending(entry.status, entry.at_utc, entry.error, entry.result_seq, entry.text, entry.lost)
                finish_run(connection, run_id, ending)

    def _left_out(self, error: _UnwritableError) -> Entry:
        recording = error.entry.recording
        self._report(WorkbenchError("internal", reason=f"a {type(error.entry).__name__} entry: {error.__cause__!r}"), recording.ulid)
        if isinstance(error.entry, Begun):
            recording.written(None)
        return error.entry

    def _trouble(self, error: WorkbenchError, entries: deque[Entry]) -> None:
        if error.code not in RETRY_AFTER_S:
            self.problem, self.trouble = error, None
            self._report(error, "")
            return
        now = time.monotonic()
        self._retry_at = now + RETRY_AFTER_S[error.code]
        if error.code == "store-locked":
            self._locked_since = self._locked_since or now
            if now - self._locked_since < SAY_LOCKED_AFTER_S:
                return
        self.trouble = error
        self._report(error, "")
        _give_up(entries)  # for now: who waits for a run's number waits no longer


def _give_up(entries: deque[Entry] | list[Entry]) -> None:
    for entry in entries:
        if isinstance(entry, Begun):
            entry.recording.written(None)
