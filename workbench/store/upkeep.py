"""What keeps the record in order: dead runs are closed, deleted ones hidden, restored and purged, and all of it examined."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from workbench.errors import WorkbenchError
from workbench.store import artefacts, cells, sealing, tails
from workbench.store.clock import now_utc
from workbench.store.documents import decode, sha256_of, storable
from workbench.store.migrations import STEPS, schema_version
from workbench.store.process import Owner, is_gone
from workbench.store.queries import look_up_in
from workbench.store.rows import Ending, finish_run, index_run
from workbench.store.sqlite import sqlite3
from workbench.values import RunAnnotateRequest, RunDeleteRequest, RunsChanged, StoreCheck

FORGOTTEN_AFTER = datetime.timedelta(days=1)  # a hidden run whose window crashed before it could purge it
MAX_PROBLEMS = 100


def interrupt_dead_runs(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Runs whose process is gone did not end by themselves; they keep what was recorded of them."""
    dead = dead_runs(connection)
    for run_id in dead:
        finish_run(connection, run_id, Ending("interrupted", now_utc()))
        sealing.seal(connection, run_id)
    return dead


def dead_runs(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The numbers of runs that say `running` although their process is gone."""
    running = connection.execute("SELECT id, host, pid, process_started FROM runs WHERE status = 'running'").fetchall()
    gone = {owner: is_gone(owner) for owner in {Owner(*row[1:]) for row in running}}
    return tuple(row[0] for row in running if gone[Owner(*row[1:])])


def delete_runs(connection: sqlite3.Connection, request: RunDeleteRequest) -> RunsChanged:
    """Hide runs, or show them again. Raises WorkbenchError('run-missing' | 'run-still-training') and changes nothing if one does
    not exist, or trains: its folder could not be removed under it."""
    _require(connection, request.ids)
    if not request.restore:
        _require_no_training(connection, request.ids)
    stamp = None if request.restore else now_utc()
    connection.executemany("UPDATE runs SET deleted_at_utc = ? WHERE id = ?", [(stamp, run_id) for run_id in request.ids])
    return RunsChanged(request.ids)


def annotate_run(connection: sqlite3.Connection, request: RunAnnotateRequest) -> RunsChanged:
    """Set note and tags. Raises WorkbenchError('run-missing')."""
    _require(connection, (request.id,))
    if request.note is not None:
        connection.execute("UPDATE runs SET note = ? WHERE id = ?", (storable(request.note), request.id))
    if request.tags is not None:
        connection.execute("DELETE FROM run_tags WHERE run_id = ?", (request.id,))
        tags = dict.fromkeys(tag for tag in (storable(tag).strip() for tag in request.tags) if tag)
        connection.executemany("INSERT INTO run_tags VALUES (?, ?)", [(request.id, tag) for tag in tags])
    index_run(connection, request.id)
    return RunsChanged((request.id,))


def _require(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    for run_id in ids:
        if not connection.execute("SELECT 1 FROM runs WHERE id = ?", (run_id,)).fetchone():
            raise WorkbenchError("run-missing", id=run_id)


def _require_no_training(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    for run_id in ids:
        running = "SELECT host, pid, process_started FROM runs WHERE id = ? AND kind = 'train' AND status = 'running'"
        owner = connection.execute(running, (run_id,)).fetchone()
        if owner is not None and not is_gone(Owner(*owner)):
            raise WorkbenchError("run-still-training", id=run_id)


class Purged(NamedTuple):
    """What nobody needs any more and is to be removed once the purge is committed: the sha256 of artefacts, and the possible
    names and the ULID of folders of checkpoints."""

    artefacts: tuple[str, ...] = ()
    folders: tuple[tuple[str, str], ...] = ()


def purge(connection: sqlite3.Connection, ids: Iterable[int]) -> Purged:
    """Remove these runs if they are still hidden, those hidden long ago, and everything only they needed.

    A training run that is still running stays. Returns what is to be removed from the disk.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS purged (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.purged")
    connection.executemany("INSERT OR IGNORE INTO temp.purged VALUES (?)", [(run_id,) for run_id in ids])
    connection.execute("INSERT OR IGNORE INTO temp.purged SELECT id FROM runs WHERE deleted_at_utc < ?", (now_utc(ago=FORGOTTEN_AFTER),))
    connection.execute("DELETE FROM temp.purged WHERE id NOT IN (SELECT id FROM runs WHERE deleted_at_utc IS NOT NULL)")
    connection.execute("DELETE FROM temp.purged WHERE id IN (SELECT id FROM runs WHERE kind = 'train' AND status = 'running')")
    if not connection.execute("SELECT 1 FROM temp.purged").fetchone():
        return Purged()
    trained = connection.execute("SELECT id, ulid FROM runs WHERE kind = 'train' AND id IN (SELECT id FROM temp.purged)").fetchall()
    connection.execute("DELETE FROM run_search WHERE rowid IN (SELECT id FROM temp.purged)")
    connection.execute("DELETE FROM runs WHERE id IN (SELECT id FROM temp.purged)")
    cells.remove_unused(connection)
    connection.execute("DELETE FROM text_search WHERE rowid IN (SELECT id FROM texts WHERE" + _UNUSED_TEXT + ")")
    connection.execute("DELETE FROM texts WHERE" + _UNUSED_TEXT)
    unused = connection.execute("DELETE FROM artefacts WHERE sha256 NOT IN (SELECT sha256 FROM run_artefacts) RETURNING sha256")
    folders = tuple((name, ulid) for run_id, ulid in trained for name in (str(run_id), ulid))
    return Purged(tuple(row[0] for row in unused.fetchall()), folders)


_UNUSED_TEXT = " id NOT IN (SELECT text_id FROM run_texts) AND id NOT IN (SELECT text_id FROM messages)"


def check(connection: sqlite3.Connection, folder: Path) -> StoreCheck:
    """Examine the file, its references, every stored text, document and artefact."""
    problems = [
        *_damage(connection),
        *_schema_problems(connection),
        *(f"run {run_id} is `running`, but its process is gone" for run_id in dead_runs(connection)),
        *_text_problems(connection),
        *_document_problems(connection),
        *cells.problems(connection),
        *sealing.problems(connection),
        *tails.problems(connection),
        *artefacts.problems(connection, folder),
    ]
    return StoreCheck(ok=not problems, problems=tuple(problems[:MAX_PROBLEMS]))


def _damage(connection: sqlite3.Connection) -> list[str]:
    found = [f"damage: {row[0]}" for row in connection.execute(f"PRAGMA integrity_check({MAX_PROBLEMS})") if row[0] != "ok"]
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"row {rowid} of {table} points to a row of {parent} that is missing")
    return found


def _schema_problems(connection: sqlite3.Connection) -> list[str]:
    version = schema_version(connection)
    return [] if version == len(STEPS) else [f"the schema is at step {version}, this version needs {len(STEPS)}"]


def _text_problems(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT id, sha256, text FROM texts")
    return [f"text {text_id} is not what its checksum says" for text_id, key, text in rows if sha256_of(text) != key]


def _document_problems(connection: sqlite3.Connection) -> list[str]:
    found = []
    look_up = look_up_in(connection)
    requests = connection.execute("SELECT 'request of run ' || id, request FROM runs")
    events = connection.execute("SELECT 'event ' || seq || ' of run ' || run_id, payload FROM events WHERE payload IS NOT NULL")
    for rows in (requests, events):
        for name, document in rows:
            try:
                decode(document, look_up)
            except WorkbenchError as error:
                found.append(f"{name} cannot be read: {error.values['reason']}")
    return found
