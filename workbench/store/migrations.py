"""The schema, as numbered steps that are only ever added to.

A database remembers which steps it has had. One that has had a step unknown here was written by a newer version and is
not touched. The comments inside the statements stay in the file (`sqlite_master`), so it explains itself.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from workbench.errors import WorkbenchError
from workbench.store import sealing, tails
from workbench.store.metric_migration import move_rows, move_steps
from workbench.store.sqlite import sqlite3

APPLICATION_ID = 0x4C4D5742  # "LMWB", so that a file can be told from another program's

_FIRST = (
    """CREATE TABLE texts (
    -- Every text once, by its content. Runs point here; what nothing points to is removed when runs are purged.
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,  -- of the UTF-8 bytes
    text TEXT NOT NULL,
    size_bytes INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE models (
    -- Every way a model was open (file, arithmetic, kernels, device), by the content of its description.
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,  -- of info
    file_sha256 TEXT NOT NULL,    -- of the model's file or folder
    name TEXT NOT NULL,
    info TEXT NOT NULL            -- JSON of a ModelInfo
) STRICT""",
    "CREATE INDEX models_file ON models(file_sha256)",
    """CREATE TABLE messages (
    -- Conversations: every message once, by role, text and the message it answers; a chat is a path from a leaf to its root.
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,  -- of the parent's sha256 (or nothing), the role and the text's sha256, separated by newlines
    parent_id INTEGER REFERENCES messages(id),
    role TEXT NOT NULL,           -- system, user, assistant, tool
    text_id INTEGER NOT NULL REFERENCES texts(id)
) STRICT""",
    "CREATE INDEX messages_parent ON messages(parent_id)",
    "CREATE INDEX messages_text ON messages(text_id)",
    """CREATE TABLE runs (
    -- One row for everything that was done and kept.
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- what people say; never used again after a deletion
    ulid TEXT NOT NULL UNIQUE,             -- what stays the same when a run moves to another database
    kind TEXT NOT NULL,                    -- generate, trace, tokenize, score, ...
    status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
    model TEXT NOT NULL,                   -- as it was asked for: a name, a file, a folder
    model_id INTEGER REFERENCES models(id),
    request TEXT NOT NULL,                 -- JSON of the request
    result_seq INTEGER,                    -- the event that is the result
    parent_id INTEGER REFERENCES runs(id) ON DELETE SET NULL,  -- the run this one branched or forked from ...
    parent_step INTEGER,                                       -- ... and at which step
    message_id INTEGER REFERENCES messages(id),                -- the last message of its conversation
    app_version TEXT NOT NULL,
    environment TEXT NOT NULL,             -- JSON: versions, threads, device, kernels
    host TEXT NOT NULL,                    -- with pid and the process's start: is whoever runs this still alive?
    pid INTEGER NOT NULL,
    process_started REAL NOT NULL,         -- seconds since 1970
    error_code TEXT NOT NULL DEFAULT '',
    error_values TEXT NOT NULL DEFAULT '{}',
    summary TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    created_at_utc TEXT NOT NULL,          -- ISO 8601
    finished_at_utc TEXT NOT NULL DEFAULT '',
    deleted_at_utc TEXT                    -- hidden since then, and purged later
) STRICT""",
    "CREATE INDEX runs_kind ON runs(kind)",
    "CREATE INDEX runs_parent ON runs(parent_id)",
    "CREATE INDEX runs_model ON runs(model_id)",
    "CREATE INDEX runs_message ON runs(message_id)",
    "CREATE INDEX runs_unfinished ON runs(id) WHERE status = 'running'",
    "CREATE INDEX runs_deleted ON runs(deleted_at_utc) WHERE deleted_at_utc IS NOT NULL",
    """CREATE TABLE run_texts (
    -- Which texts a run is about: subject (what it was given), continuation (what it wrote), part (long strings of its documents).
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('subject', 'continuation', 'part')),
    text_id INTEGER NOT NULL REFERENCES texts(id),
    PRIMARY KEY (run_id, role, text_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX run_texts_text ON run_texts(text_id)",
    """CREATE TABLE steps (
    -- The tokens of generations. A number that is not a number (no draw when greedy) is NULL; -inf is -inf.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,          -- place among all events of the run, steps and others alike
    step INTEGER NOT NULL,
    token_id INTEGER NOT NULL,
    token TEXT NOT NULL,           -- JSON string: pieces may hold what SQLite's text cannot
    text TEXT NOT NULL,            -- JSON string
    logprob_raw REAL,
    logprob_final REAL,
    entropy REAL,
    draw REAL,
    tail REAL,
    top_ids BLOB NOT NULL,         -- little-endian int32 [m]
    top_texts TEXT NOT NULL,       -- JSON list of m strings
    top_logprob_raw BLOB NOT NULL,   -- little-endian float32 [m]
    top_logprob_final BLOB NOT NULL, -- little-endian float32 [m]
    PRIMARY KEY (run_id, seq)
) STRICT""",
    """CREATE TABLE events (
    -- Everything else an operation said, in order; a result is the event that runs.result_seq names.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    step INTEGER,                  -- the step of the operation it belongs to, where it says so
    kind TEXT NOT NULL,            -- the value's class
    payload TEXT,                  -- JSON of the value; NULL: too large to be kept
    at_utc TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
) STRICT""",
    """CREATE TABLE commands (
    -- What a window tells a process that it did not start: read between steps, acknowledged when obeyed.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    verb TEXT NOT NULL,            -- pause, resume, stop, set, ...
    args TEXT NOT NULL DEFAULT '{}',
    created_at_utc TEXT NOT NULL,
    acknowledged_at_utc TEXT,
    outcome TEXT NOT NULL DEFAULT ''
) STRICT""",
    "CREATE INDEX commands_waiting ON commands(run_id, id) WHERE acknowledged_at_utc IS NULL",
    """CREATE TABLE artefacts (
    -- Files that runs keep, named by their sha256 in the folder beside this database.
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    created_at_utc TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE run_artefacts (
    -- Which run keeps which file, under which name.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES artefacts(sha256),
    PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX run_artefacts_file ON run_artefacts(sha256)",
    """CREATE TABLE run_tags (
    -- Words a person put on a run.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (run_id, tag)
) STRICT, WITHOUT ROWID""",
    # The search. The ascii tokenizer only splits at the spaces that `store.terms` put there.
    "CREATE VIRTUAL TABLE text_search USING fts5(terms, content='', contentless_delete=1, tokenize='ascii')",
    "CREATE VIRTUAL TABLE run_search USING fts5(terms, content='', contentless_delete=1, tokenize='ascii')",
)


def _first_light(db: Database) -> None:
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in _FIRST:
        db.conn.execute(statement)


_CELLS = (
    """CREATE TABLE cells (
    -- What came of one work of a grid, once, by its content; an equal work is never done twice.
    key TEXT PRIMARY KEY,          -- sha256 of model, exact prompt ids, sampler, seed, limits, kind, arithmetic and kernels
    kind TEXT NOT NULL CHECK (kind IN ('generate', 'likelihood')),
    model_sha256 TEXT NOT NULL,    -- of the model's file or folder
    dtype TEXT NOT NULL,
    kernels TEXT NOT NULL,
    prompt_ids BLOB NOT NULL,      -- little-endian int32 [n]: exactly what the model read
    ids BLOB NOT NULL,             -- little-endian int32 [m]: what it wrote
    text TEXT NOT NULL,            -- JSON string
    finish_reason TEXT NOT NULL,
    continuations TEXT NOT NULL,   -- JSON list of k strings that were weighed ...
    nats BLOB NOT NULL,            -- ... and ln p of each behind the prompt, little-endian float64 [k]
    seconds REAL NOT NULL,         -- it took
    created_at_utc TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX cells_model ON cells(model_sha256, dtype, created_at_utc)",
    """CREATE TABLE run_cells (
    -- Which cell of a grid's run has which outcome, or which error.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,        -- row x number of columns + column
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL,          -- place among all events of the run
    key TEXT REFERENCES cells(key),
    error_code TEXT NOT NULL DEFAULT '',
    error_values TEXT NOT NULL DEFAULT '{}',
    known INTEGER NOT NULL DEFAULT 0,  -- 1: it was there before, and was not computed for this run
    PRIMARY KEY (run_id, place, kind)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX run_cells_key ON run_cells(key)",
)


def _cells(db: Database) -> None:
    for statement in _CELLS:
        db.conn.execute(statement)


_NUMBERS = (
    "ALTER TABLE steps ADD COLUMN xtc_draw REAL",  # the number that decides whether XTC acts
    "ALTER TABLE steps ADD COLUMN log_normalizer REAL",  # of the model's logits: logit = logprob_raw + log_normalizer
)


def _step_numbers(db: Database) -> None:
    for statement in _NUMBERS:
        db.conn.execute(statement)


def _metric_points(db: Database) -> None:
    move_steps(db.conn)


def _metric_chunks(db: Database) -> None:
    db.conn.execute(sealing.TABLE)


def _metric_tails(db: Database) -> None:
    db.conn.execute(tails.TABLE)
    move_rows(db.conn)
    sealing.seal_all(db.conn)


STEPS = {
    "0001_first_light": _first_light,
    "0002_cells": _cells,
    "0003_step_numbers": _step_numbers,
    "0004_metric_points": _metric_points,
    "0005_metric_chunks": _metric_chunks,
    "0006_metric_tails": _metric_tails,
}
MIGRATIONS = Migrations("workbench")
for _name, _step in STEPS.items():
    MIGRATIONS(name=_name)(_step)


def schema_version(connection: sqlite3.Connection) -> int:
    """How many steps the database has had."""
    return len(MIGRATIONS.applied(_database(connection)))


def check_version(connection: sqlite3.Connection, path: str) -> None:
    """Raises WorkbenchError('store-newer' | 'store-foreign') for a file this version must not write to."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application_id != APPLICATION_ID:
        raise WorkbenchError("store-foreign", path=path)
    if unknown := [step.name for step in MIGRATIONS.applied(_database(connection)) if step.name not in STEPS]:
        raise WorkbenchError("store-newer", path=path, version=unknown[-1])


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the steps that are missing, all or none. Two processes may do so at once: the second finds nothing to do."""
    database = _database(connection)
    if not MIGRATIONS.pending(database):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(database)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _database(connection: sqlite3.Connection) -> Database:
    return Database(connection, recursive_triggers=False, execute_plugins=False)
