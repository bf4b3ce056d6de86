"""Chunks: the older points of a curve, many in a row of the database, compressed; before them their pyramid.

The idea that is not obvious: points are sealed once and never touched again. Those that come again after they were sealed (a commit that
was reported as failed and was repeated) are known by their step, and do not count. Of what comes in great number only what is left behind
the last whole chunk is ever in the tail.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.store import tails
from workbench.store.packing import pack, pack_integers, unpack_integers, unpack_into
from workbench.store.sqlite import sqlite3
from workbench.store.tails import End, Key, Points

CHUNK = 8192
"""Points of a chunk, but for the last one of a curve."""
LEAST = 64
"""Fewer stay in the tail when a run ends."""
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


def keep(connection: sqlite3.Connection, key: Key, points: Points) -> None:
    """Add points to a turn of a curve, and seal what is enough for a chunk. A later one of a step takes the place of an earlier one."""
    new, end = _in_order(points), tails.end_of(connection, key)
    if 0 < end.n_points < CHUNK - len(new[0]) and end.last_step < new[0][0]:
        tails.insert(connection, key, end, new)
        return
    whole = _in_order(_joined(tails.read(connection, key), new))
    tails.remove(connection, key)
    _seal(connection, key, _after(whole, last_sealed(connection, *key)), least=CHUNK)


def seal(connection: sqlite3.Connection, run_id: int) -> None:
    """Make chunks of the tails of a run that has ended."""
    for key in tails.of_run(connection, run_id):
        points = tails.read(connection, key)
        tails.remove(connection, key)
        _seal(connection, key, points, least=LEAST)


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal what ended runs left in their tails."""
    for (run_id,) in connection.execute("SELECT id FROM runs WHERE kind = 'train' AND status <> 'running'").fetchall():
        seal(connection, run_id)


def _seal(connection: sqlite3.Connection, key: Key, points: Points, *, least: int) -> None:
    """Make chunks as long as there are at least so many points; the others become the tail."""
    steps, values = points
    while len(steps) >= least:
        insert_chunk(connection, key, steps[:CHUNK], values[:CHUNK])
        steps, values = steps[CHUNK:], values[CHUNK:]
    if len(steps):
        tails.insert(connection, key, End(), (steps, values))


def _in_order(points: Points) -> Points:
    """By step, of each step the last that was told."""
    steps, values = points
    if np.all(steps[1:] > steps[:-1]):
        return points
    order = np.argsort(steps, kind="stable")
    last = np.append(np.diff(steps[order]) != 0, True)
    return steps[order][last], values[order][last]


def _joined(before: Points, after: Points) -> Points:
    return np.concatenate((before[0], after[0])), np.concatenate((before[1], after[1]))


def _after(points: Points, step: int) -> Points:
    first = int(np.searchsorted(points[0], step, "right"))
    return points[0][first:], points[1][first:]


def insert_chunk(connection: sqlite3.Connection, key: Key, steps: NDArray[np.int64], values: NDArray[np.float64]) -> None:
    """Seal points as one chunk."""
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


def last_sealed(connection: sqlite3.Connection, run_id: int, series: str, turn: int) -> int:
    """The last step of a turn of a curve that is in a chunk; -1: none is."""
    (step,) = connection.execute(
        "SELECT last_step FROM metric_chunks WHERE run_id = ? AND series = ? AND turn = ? ORDER BY first_step DESC LIMIT 1",
        (run_id, series, turn),
    ).fetchone() or (-1,)
    return int(step)


def chunks_of(connection: sqlite3.Connection, key: Key, *, after: int, until: int, points: bool) -> list[sqlite3.Row]:
    """The chunks that hold steps after one and until another. `points`: with these, else with their pyramid."""
    columns = "points" if points else "pyramid, least, most, last"
    return connection.execute(
        f"SELECT first_step, last_step, n_points, steps, {columns} FROM metric_chunks WHERE run_id = ? AND series = ? AND turn = ?"
        " AND last_step > ? AND first_step <= ? ORDER BY first_step",
        (*key, after, until),
    ).fetchall()


def read_points(chunk: sqlite3.Row) -> Points:
    """Steps and values of a chunk. Raises ValueError if it is damaged."""
    steps, values = np.empty(chunk["n_points"], np.int64), np.empty(chunk["n_points"])
    read_into(chunk, steps, values)
    return steps, values


def read_into(chunk: sqlite3.Row, steps: NDArray[np.int64], values: NDArray[np.float64]) -> None:
    """The same into the room there is for them: of many chunks, each behind the one before."""
    steps[:] = _steps(chunk)
    unpack_into(values, chunk["points"])


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
