"""Chunks: the older points of a curve, many in a row of the database, compressed; before them their pyramid.

The idea that is not obvious: points are sealed once and never touched again. Those that are still in rows but were sealed (a commit that
was reported as failed and was repeated) are known by their step, and do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.store.packing import pack, pack_integers, unpack, unpack_integers
from workbench.store.sqlite import sqlite3

CHUNK = 8192
"""Points of a chunk, but for the last one of a curve."""
LEAST = 64
"""Fewer stay in rows when a run ends."""
BLOCK = 128
"""Points of a block, of which the pyramid knows the least, the greatest and the last."""

TABLE = """CREATE TABLE metric_chunks (
    -- Older points of the curves of trainings, sealed and compressed (see workbench.store.packing). What is sealed counts, not a row.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    series TEXT NOT NULL,
    turn INTEGER NOT NULL,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    n_points INTEGER NOT NULL,
    least REAL,                    -- of the finite values; NULL: there are none
    most REAL,
    last REAL,                     -- NULL: not a number
    pyramid BLOB NOT NULL,         -- of each 128 points: least, greatest, last; little-endian float64 [3, blocks]
    steps BLOB,                    -- int64 [n_points], packed; NULL: equally far from each other
    points BLOB NOT NULL,          -- float64 [n_points], packed
    PRIMARY KEY (run_id, series, turn, first_step)
) STRICT"""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Points in order, or stretches of them: the step of the last, its value, the least and greatest finite value, how many there are."""

    steps: NDArray[np.int64]
    last: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    n_points: NDArray[np.int64]


def seal(connection: sqlite3.Connection, run_id: int, *, ended: bool = False) -> None:
    """Make chunks of the points of a run that are enough for one; of a run that has ended, of all."""
    for series, turn in _curves(connection, run_id):
        key = (run_id, series, turn)
        sealed = last_sealed(connection, *key)
        while _row_after(connection, key, sealed, LEAST if ended else CHUNK) is not None:
            steps, values = rows_of(connection, key, after=sealed, limit=CHUNK)
            _insert(connection, key, steps, values)
            sealed = int(steps[-1])
            connection.execute("DELETE FROM metric_rows WHERE run_id = ? AND series = ? AND turn = ? AND step <= ?", (*key, sealed))


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal what ended runs left in rows."""
    for (run_id,) in connection.execute("SELECT id FROM runs WHERE kind = 'train' AND status <> 'running'").fetchall():
        seal(connection, run_id, ended=True)


def last_sealed(connection: sqlite3.Connection, run_id: int, series: str, turn: int) -> int:
    """The last step of a turn of a curve that is in a chunk; -1: none is."""
    (step,) = connection.execute(
        "SELECT last_step FROM metric_chunks WHERE run_id = ? AND series = ? AND turn = ? ORDER BY first_step DESC LIMIT 1",
        (run_id, series, turn),
    ).fetchone() or (-1,)
    return int(step)


def rows_of(
    connection: sqlite3.Connection, key: tuple[int, str, int], *, after: int, until: int | None = None, limit: int = -1
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Points of a turn of a curve that are in rows: steps and values, in order."""
    cursor = connection.execute(
        "SELECT step, value FROM metric_rows WHERE run_id = ? AND series = ? AND turn = ? AND step > ? AND step <= ? ORDER BY step LIMIT ?",
        (*key, after, np.iinfo(np.int64).max if until is None else until, limit),
    )
    cursor.row_factory = None
    rows = cursor.fetchall()
    return np.array([step for step, _ in rows], np.int64), np.array([value for _, value in rows], np.float64)


def chunks_of(connection: sqlite3.Connection, key: tuple[int, str, int], *, after: int, until: int, points: bool) -> list[sqlite3.Row]:
    """The chunks that hold steps after one and until another. `points`: with these, else with their pyramid."""
    columns = "points" if points else "pyramid, least, most, last"
    return connection.execute(
        f"SELECT first_step, last_step, n_points, steps, {columns} FROM metric_chunks WHERE run_id = ? AND series = ? AND turn = ?"
        " AND last_step > ? AND first_step <= ? ORDER BY first_step",
        (*key, after, until),
    ).fetchall()


def read_points(chunk: sqlite3.Row) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Steps and values of a chunk. Raises ValueError if it is damaged."""
    return _steps(chunk), unpack(chunk["points"], chunk["n_points"])


def read_pyramid(chunk: sqlite3.Row) -> Stretches:
    """The blocks of a chunk. Raises ValueError if it is damaged."""
    n = chunk["n_points"]
    starts = np.arange(0, n, BLOCK)
    ends = np.minimum(starts + BLOCK, n)
    least, most, last = np.frombuffer(chunk["pyramid"], "<f8").reshape(3, len(starts))
    return Stretches(_steps(chunk)[ends - 1], last, least, most, ends - starts)


def problems(connection: sqlite3.Connection) -> list[str]:
    """Chunks that cannot be read, or say of themselves what is not so."""
    found = []
    for chunk in connection.execute("SELECT * FROM metric_chunks"):
        name = f"the chunk of {chunk['series']} of run {chunk['run_id']} from step {chunk['first_step']} on"
        try:
            steps, values = read_points(chunk)
            whole = steps[0] == chunk["first_step"] and steps[-1] == chunk["last_step"] and bool(np.all(np.diff(steps) > 0))
            if not whole or _pyramid(values).tobytes() != chunk["pyramid"]:
                found.append(f"{name} is not whole")
        except (ValueError, IndexError) as error:
            found.append(f"{name} cannot be read: {error}")
    return found


def _curves(connection: sqlite3.Connection, run_id: int) -> Sequence[tuple[str, int]]:
    """The turns of curves that have rows. From one to the next by the index: there may be many points."""
    found: list[tuple[str, int]] = []
    following = "SELECT series, turn FROM metric_rows WHERE run_id = ? AND (series, turn) > (?, ?) ORDER BY series, turn LIMIT 1"
    while row := connection.execute(following, (run_id, *(found[-1] if found else ("", -1)))).fetchone():
        found.append((row[0], row[1]))
    return found


def _row_after(connection: sqlite3.Connection, key: tuple[int, str, int], step: int, n: int) -> object:
    """The n-th row after a step, if there are so many."""
    query = "SELECT step FROM metric_rows WHERE run_id = ? AND series = ? AND turn = ? AND step > ? ORDER BY step LIMIT 1 OFFSET ?"
    return connection.execute(query, (*key, step, n - 1)).fetchone()


def _insert(connection: sqlite3.Connection, key: tuple[int, str, int], steps: NDArray[np.int64], values: NDArray[np.float64]) -> None:
    pyramid = _pyramid(values)
    ends = (np.fmin.reduce(pyramid[0]), np.fmax.reduce(pyramid[1]), values[-1])
    first, last, n = int(steps[0]), int(steps[-1]), len(steps)
    connection.execute(
        f"INSERT INTO metric_chunks VALUES ({', '.join('?' * 12)})",
        (
            *key,
            first,
            last,
            n,
            *(None if end != end else float(end) for end in ends),
            pyramid.tobytes(),
            None if np.array_equal(_even(first, last, n), steps) else pack_integers(steps),
            pack(values),
        ),
    )


def _pyramid(values: NDArray[np.float64]) -> np.ndarray:
    """Least, greatest and last of each block, little-endian float64 [3, blocks]."""
    starts = np.arange(0, len(values), BLOCK)
    finite = np.where(np.isfinite(values), values, np.nan)
    last = values[np.minimum(starts + BLOCK, len(values)) - 1]
    return np.stack((np.fmin.reduceat(finite, starts), np.fmax.reduceat(finite, starts), last)).astype("<f8")


def _steps(chunk: sqlite3.Row) -> NDArray[np.int64]:
    if chunk["steps"] is None:
        return _even(chunk["first_step"], chunk["last_step"], chunk["n_points"])
    return unpack_integers(chunk["steps"], chunk["n_points"])


def _even(first: int, last: int, n: int) -> NDArray[np.int64]:
    """n steps, equally far from each other."""
    return first + np.arange(n, dtype=np.int64) * ((last - first) // max(n - 1, 1))
