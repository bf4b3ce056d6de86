"""How the database file is opened, and what its errors mean to a person.

WAL, so that a window reads while a trainer writes. `synchronous` is FULL rather than NORMAL: in WAL mode NORMAL may lose
the last commits when the power fails, and a run whose number was shown should be there afterwards; writes are coalesced
to about two commits a second, so the price is two waits for the disk a second, on a thread nobody waits for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.store.migrations import check_version, migrate
from workbench.store.sqlite import OLDEST_SQLITE, sqlite3

BUSY_TIMEOUT_MS = 250  # short: the store's thread goes on answering questions while others write
_LOCKED, _UNWRITABLE = frozenset({5, 6}), frozenset({3, 8, 14})  # BUSY, LOCKED; PERM, READONLY, CANTOPEN
_CODES = {10: "store-disk", 11: "store-corrupt", 13: "store-full", 26: "store-not-database"}


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for writing, made and migrated as needed.

    Raises WorkbenchError: store-locked may pass by itself; store-read-only, store-newer, store-foreign,
    store-not-database, store-corrupt, store-old-sqlite and store-full will not.
    """
    _check_sqlite()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkbenchError("store-read-only", path=path, reason=error.strerror) from error
    return _opened(path, f"{path.absolute().as_uri()}?mode=rwc", prepare=_prepare_writing)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open the file for reading alone, also from a disk that cannot be written to."""
    _check_sqlite()
    uri = path.absolute().as_uri()
    with contextlib.suppress(WorkbenchError):
        return _opened(path, f"{uri}?mode=ro", prepare=_prepare_reading)
    return _opened(path, f"{uri}?immutable=1", prepare=_prepare_reading)  # WAL's helper files cannot be made there


def explain(error: sqlite3.Error, path: Path) -> WorkbenchError:
    """The error a person can act on."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _LOCKED:
        return WorkbenchError("store-locked", path=path)
    if code in _UNWRITABLE:
        return WorkbenchError("store-read-only", path=path, reason=str(error))
    return WorkbenchError(_CODES.get(code, "store-failed"), path=path, reason=str(error))


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise WorkbenchError("store-old-sqlite", version=sqlite3.sqlite_version, needed=".".join(map(str, OLDEST_SQLITE)))


def _opened(path: Path, uri: str, *, prepare: Callable[[sqlite3.Connection, str], None]) -> sqlite3.Connection:
    connection = None
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        prepare(connection, str(path))
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise explain(error, path) from error
    except WorkbenchError:
        if connection is not None:
            connection.close()
        raise
    return connection


def _prepare_writing(connection: sqlite3.Connection, path: str) -> None:
    check_version(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    migrate(connection)
    check_version(connection, path)


def _prepare_reading(connection: sqlite3.Connection, path: str) -> None:
    check_version(connection, path)
