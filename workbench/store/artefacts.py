"""Files that runs keep: named by their sha256, in a folder beside the database.

The file is complete on disk before a row names it, so a crash can leave a file without a row, never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.store.clock import now_utc
from workbench.store.recording import Attached
from workbench.store.sqlite import sqlite3
from workbench.values import RunKeepRequest, RunKept, RunKeptRequest


def path_of(folder: Path, key: str) -> Path:
    """Where the file of this sha256 is."""
    return folder / key[:2] / key


def write_file(folder: Path, content: bytes) -> str:
    """Put content into the folder and return its sha256. Raises OSError; a file that is there already is not written again."""
    key = hashlib.sha256(content).hexdigest()
    place = path_of(folder, key)
    if place.is_file() and place.stat().st_size == len(content):
        return key
    place.parent.mkdir(parents=True, exist_ok=True)
    number, aside = tempfile.mkstemp(dir=place.parent, suffix=".part")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(place)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
    return key


def insert(connection: sqlite3.Connection, run_id: int, file: Attached, *, key: str) -> None:
    """Let a run keep the file with this sha256; an earlier one of its name is let go of."""
    row = (key, len(file.content), file.media_type, file.at_utc)
    connection.execute("INSERT OR IGNORE INTO artefacts VALUES (?, ?, ?, ?)", row)
    connection.execute("INSERT OR REPLACE INTO run_artefacts VALUES (?, ?, ?)", (run_id, file.name, key))


def take_in(folder: Path, request: RunKeepRequest) -> tuple[str, int]:
    """Put what is to be kept into the folder; its sha256 and its size. Raises WorkbenchError: file-missing, file-not-written."""
    try:
        if not request.path:
            return write_file(folder, request.content), len(request.content)
        given = Path(request.path)
        key, size_bytes = _sha256_of(given), given.stat().st_size
        place = path_of(folder, key)
        place.parent.mkdir(parents=True, exist_ok=True)
        given.replace(place)
        return key, size_bytes
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=request.path) from error
    except OSError as error:
        raise WorkbenchError("file-not-written", path=folder, reason=error.strerror or str(error)) from error


def keep(connection: sqlite3.Connection, folder: Path, request: RunKeepRequest, *, key: str, size_bytes: int) -> RunKept:
    """Let a run keep a file that was taken in; an earlier one of its name is let go of. Raises WorkbenchError('run-missing')."""
    if not connection.execute("SELECT 1 FROM runs WHERE id = ?", (request.id,)).fetchone():
        raise WorkbenchError("run-missing", id=request.id)
    connection.execute("INSERT OR IGNORE INTO artefacts VALUES (?, ?, ?, ?)", (key, size_bytes, request.media_type, now_utc()))
    connection.execute("INSERT OR REPLACE INTO run_artefacts VALUES (?, ?, ?)", (request.id, request.name, key))
    return RunKept(request.id, request.name, str(path_of(folder, key)), size_bytes)


def let_go(connection: sqlite3.Connection, key: str) -> None:
    """Forget a file that no run keeps any more."""
    connection.execute("DELETE FROM artefacts WHERE sha256 = ? AND sha256 NOT IN (SELECT sha256 FROM run_artefacts)", (key,))


def key_of(connection: sqlite3.Connection, run_id: int, name: str) -> str:
    """The sha256 of a run's file of this name; "" without one."""
    found = connection.execute("SELECT sha256 FROM run_artefacts WHERE run_id = ? AND name = ?", (run_id, name)).fetchone()
    return "" if found is None else str(found[0])


def kept(connection: sqlite3.Connection, folder: Path, request: RunKeptRequest) -> RunKept:
    """Where a run's file of this name is."""
    found = connection.execute(
        "SELECT a.sha256, a.size_bytes FROM run_artefacts r JOIN artefacts a USING (sha256) WHERE r.run_id = ? AND r.name = ?",
        (request.id, request.name),
    ).fetchone()
    if found is None:
        return RunKept(request.id, request.name, "")
    return RunKept(request.id, request.name, str(path_of(folder, found[0])), found[1])


def remove_unused(connection: sqlite3.Connection, folder: Path, keys: Iterable[str]) -> None:
    """Remove the files of these sha256 that no row names any more. Called after the transaction that removed the rows."""
    for key in keys:
        if not connection.execute("SELECT 1 FROM artefacts WHERE sha256 = ?", (key,)).fetchone():
            path_of(folder, key).unlink(missing_ok=True)


def problems(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """Artefacts whose file is missing or is not what its name says."""
    found = []
    for (key,) in connection.execute("SELECT sha256 FROM artefacts"):
        place = path_of(folder, key)
        if not place.is_file():
            found.append(f"the file of artefact {key} is missing")
        elif _sha256_of(place) != key:
            found.append(f"the file of artefact {key} is not what its checksum says")
    return found


def _sha256_of(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
