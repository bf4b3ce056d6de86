"""Tails: the newest points of a curve, in rows that each hold what one transaction brought, until there are enough for a chunk.

The idea that is not obvious: the rows of a curve never overlap and rise, and each says how many points there are up to its end. So what
is new is found by one step down the index, and whether there is enough to be sealed by another.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.store.sqlite import sqlite3

TABLE = """CREATE TABLE metric_tails (
    -- The newest points of the curves of trainings, as they are until they are sealed in metric_chunks. Rows of a curve rise by step.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    series TEXT NOT NULL,          -- loss, learning_rate, ...
    turn INTEGER NOT NULL,
    last_step INTEGER NOT NULL,    -- of this row
    n_points INTEGER NOT NULL,     -- of this curve's rows up to this one
    steps BLOB NOT NULL,           -- little-endian int64 [n], rising
    points BLOB NOT NULL,          -- little-endian float64 [n], NaN and infinity as they were measured
    PRIMARY KEY (run_id, series, turn, last_step)
) STRICT, WITHOUT ROWID"""

Key = tuple[int, str, int]
"""run, name, turn."""
Points = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Steps and values, in order of the steps."""
FARTHEST = 2**63 - 1
_OF_CURVE = "run_id = ? AND series = ? AND turn = ?"


class End(NamedTuple):
    """The last step of a tail, and how many points it holds."""

    last_step: int = -1
    n_points: int = 0


def end_of(connection: sqlite3.Connection, key: Key) -> End:
    """Where a tail ends."""
    query = f"SELECT last_step, n_points FROM metric_tails WHERE {_OF_CURVE} ORDER BY last_step DESC LIMIT 1"
    row = connection.execute(query, key).fetchone()
    return End() if row is None else End(*row)


def insert(connection: sqlite3.Connection, key: Key, before: End, points: Points) -> None:
    """Add points behind a tail that ends as `before` says."""
    steps, values = points
    row = (*key, int(steps[-1]), before.n_points + len(steps), steps.astype("<i8").tobytes(), values.astype("<f8").tobytes())
    connection.execute("INSERT INTO metric_tails VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def read(connection: sqlite3.Connection, key: Key, *, after: int = -1, until: int = FARTHEST) -> Points:
    """The points of a tail after one step and until another. Raises ValueError for a damaged row."""
    rows = connection.execute(
        f"SELECT steps, points FROM metric_tails WHERE {_OF_CURVE} AND last_step > ? ORDER BY last_step", (*key, after)
    ).fetchall()
    steps = np.frombuffer(b"".join([row[0] for row in rows]), "<i8").astype(np.int64)
    values = np.frombuffer(b"".join([row[1] for row in rows]), "<f8").astype(np.float64)
    if len(steps) != len(values):
        raise ValueError(f"{len(values)} points for {len(steps)} steps")
    first, last = np.searchsorted(steps, (after, until), "right")
    return steps[first:last], values[first:last]


def remove(connection: sqlite3.Connection, key: Key) -> None:
    """Let go of a tail: its points are elsewhere."""
    connection.execute(f"DELETE FROM metric_tails WHERE {_OF_CURVE}", key)


def of_run(connection: sqlite3.Connection, run_id: int) -> list[Key]:
    """The turns of curves that have tails. From one to the next by the index: there may be many rows."""
    found: list[Key] = []
    following = "SELECT series, turn FROM metric_tails WHERE run_id = ? AND (series, turn) > (?, ?) ORDER BY series, turn LIMIT 1"
    while row := connection.execute(following, (run_id, *(found[-1][1:] if found else ("", -1)))).fetchone():
        found.append((run_id, row[0], row[1]))
    return found


def problems(connection: sqlite3.Connection) -> list[str]:
    """Rows that are damaged, or say of themselves what is not so."""
    found, key, end = [], None, End()
    for row in connection.execute("SELECT * FROM metric_tails ORDER BY run_id, series, turn, last_step"):
        end, key = end if tuple(row[:3]) == key else End(), tuple(row[:3])
        n, odd = divmod(len(row["steps"]), 8)
        steps = np.frombuffer(row["steps"][: 8 * n], "<i8")
        rising = n > 0 and end.last_step < steps[0] and bool(np.all(np.diff(steps) > 0)) and steps[-1] == row["last_step"]
        if odd or len(row["points"]) != 8 * n or not rising or row["n_points"] != end.n_points + n:
            found.append(f"the row of {row['series']} of run {row['run_id']} up to step {row['last_step']} is not whole")
        end = End(row["last_step"], row["n_points"])
    return found
