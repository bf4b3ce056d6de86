"""Files that runs keep: named by their sha256, in a folder beside the database.

The file is complete on disk before a row names it, so a crash can leave a file without a row, never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from workbench.store.recording import Attached
from workbench.store.sqlite import sqlite3


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
