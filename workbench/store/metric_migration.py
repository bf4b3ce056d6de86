"""The steps of trainings leave the events: what they measured becomes points of curves, at first a row each, then many in a row.

Reads the documents of older versions as they are written, without the classes of today, which may change.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from workbench.store import sealing
from workbench.store.sqlite import sqlite3

TABLES = (
    """CREATE TABLE metric_turns (
    -- Where a training went back to an earlier step: the points of turns before count up to after_step.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,         -- 1, 2, ...; what is before the first is turn 0
    after_step INTEGER NOT NULL,
    PRIMARY KEY (run_id, turn)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE metric_rows (
    -- The curves of trainings: what was measured at a step. A number that is not a number is NULL; infinity is infinity.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    series TEXT NOT NULL,          -- loss, learning_rate, ...
    turn INTEGER NOT NULL,
    step INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (run_id, series, turn, step)
) STRICT, WITHOUT ROWID""",
)
_MEASURED = {
    "TrainStep": {name: name for name in ("loss", "learning_rate", "grad_norm", "n_tokens", "tokens_per_second")},
    "TrainValidation": {"val_loss": "loss", "val_accuracy": "accuracy"},
}
_PAGE = 10_000


def move_steps(connection: sqlite3.Connection) -> None:
    """Make the tables, copy what steps and validations measured, and let go of the steps. One that cannot be read stays an event."""
    for statement in TABLES:
        connection.execute(statement)
    runs = connection.execute("SELECT DISTINCT run_id FROM events WHERE kind = 'TrainStep' OR kind = 'TrainValidation'").fetchall()
    for (run_id,) in runs:
        _move_run(connection, run_id)


def _move_run(connection: sqlite3.Connection, run_id: int) -> None:
    turn, last_step, after_seq = 0, -1, -1
    while page := connection.execute(
        "SELECT seq, kind, payload FROM events WHERE run_id = ? AND seq > ? AND kind IN ('TrainStep', 'TrainValidation')"
        " ORDER BY seq LIMIT ?",
        (run_id, after_seq, _PAGE),
    ).fetchall():
        points: list[tuple[Any, ...]] = []
        moved: list[tuple[int, int]] = []
        for seq, kind, payload in page:
            try:
                said = json.loads(payload)
                step = int(said["step"])
                found = {name: _number(said[field]) for name, field in _MEASURED[kind].items() if field in said}
            except (ValueError, TypeError, KeyError):
                continue
            if kind == "TrainStep":
                if step <= last_step:
                    turn += 1
                    connection.execute("INSERT INTO metric_turns VALUES (?, ?, ?)", (run_id, turn, step - 1))
                last_step = step
                moved.append((run_id, seq))
            points += [(run_id, name, turn, step, value) for name, value in found.items()]
        connection.executemany("INSERT OR REPLACE INTO metric_rows VALUES (?, ?, ?, ?, ?)", points)
        connection.executemany("DELETE FROM events WHERE run_id = ? AND seq = ?", moved)
        after_seq = page[-1][0]


def move_rows(connection: sqlite3.Connection) -> None:
    """Make tails and chunks of the rows that held a point each. Those that were sealed before do not count."""
    for run_id, series, turn in connection.execute("SELECT DISTINCT run_id, series, turn FROM metric_rows").fetchall():
        key, step = (run_id, series, turn), -1
        page = "SELECT step, value FROM metric_rows WHERE run_id = ? AND series = ? AND turn = ? AND step > ? ORDER BY step LIMIT ?"
        while rows := connection.execute(page, (*key, step, _PAGE)).fetchall():
            steps, values = np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.float64)
            sealing.keep(connection, key, (steps, values))
            step = int(steps[-1])
    connection.execute("DROP TABLE metric_rows")


def _number(said: Any) -> float | None:
    """A number of a document: NaN and infinities are `{"$f": "nan"}` there, and NaN is NULL in a row."""
    number = float(said["$f"] if isinstance(said, dict) else said)
    return number if number == number else None
