"""The curves of trainings: a point for each measure of each step, in rows under the run, the name and the step.

The idea that is not obvious: a run that goes back to an earlier step begins a new turn. Nothing is written over; the points of a turn
count up to where a later one began. Which turn a step belongs to is known before it is written, so writing it twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from workbench.errors import WorkbenchError
from workbench.store.sqlite import sqlite3
from workbench.values import SERIES, MetricCurve, Metrics, MetricsRequest, TrainStep, TrainValidation

OF_STEP = tuple(name for name in SERIES if not name.startswith("val_"))
FARTHEST = 2**63 - 1


class Turn(NamedTuple):
    """How often a run has gone back to an earlier step, and the last step that it kept when it last did."""

    number: int = 0
    after_step: int = -1


class Turns:
    """Tells the turn of each event of a run, in order."""

    def __init__(self) -> None:
        self._turn = Turn()
        self._last_step = -1

    def of(self, event: object) -> Turn:
        """The turn that an event belongs to: a step that is no later than the one before begins another."""
        if isinstance(event, TrainStep):
            if event.step <= self._last_step:
                self._turn = Turn(self._turn.number + 1, event.step - 1)
            self._last_step = event.step
        return self._turn


def points_of(event: object) -> Iterator[tuple[str, int, float]]:
    """What an event measured: name, step and value. Raises TypeError or ValueError for what is no number."""
    if isinstance(event, TrainStep):
        for name in OF_STEP:
            yield name, int(event.step), float(getattr(event, name))
    elif isinstance(event, TrainValidation):
        yield "val_loss", int(event.step), float(event.loss)
        yield "val_accuracy", int(event.step), float(event.accuracy)


def insert(connection: sqlite3.Connection, run_id: int, event: object, turn: Turn) -> None:
    """Keep what an event measured. SQLite has no NaN: it is NULL there."""
    rows = [(run_id, name, turn.number, step, value if value == value else None) for name, step, value in points_of(event)]
    if rows and turn.number:
        connection.execute("INSERT OR IGNORE INTO metric_turns VALUES (?, ?, ?)", (run_id, *turn))
    connection.executemany("INSERT OR REPLACE INTO metric_rows VALUES (?, ?, ?, ?, ?)", rows)


def read(connection: sqlite3.Connection, request: MetricsRequest) -> Metrics:
    """The curves that are asked for. Raises WorkbenchError('run-missing')."""
    if not connection.execute("SELECT 1 FROM runs WHERE id = ?", (request.run_id,)).fetchone():
        raise WorkbenchError("run-missing", id=request.run_id)
    turns = _turns(connection, request.run_id)
    cut_step = min((turn.after_step for turn in turns if turn.number > request.turn), default=None)
    curves = []
    for name in _names(connection, request):
        after = request.known.get(name, request.after_step)
        after = after if cut_step is None else min(after, cut_step)
        steps, values = _points(connection, request, name, after, turns)
        if len(steps):
            curves.append(_in_stretches(name, steps, values, request.n_buckets))
    return Metrics(request.run_id, tuple(curves), turns[-1].number, cut_step)


def last_point(connection: sqlite3.Connection, run_id: int | None, name: str) -> tuple[int, float] | None:
    """The step and the value of a curve's last point."""
    row = connection.execute(
        "SELECT step, value FROM metric_rows WHERE run_id = ? AND series = ? ORDER BY turn DESC, step DESC LIMIT 1", (run_id, name)
    ).fetchone()
    return None if row is None else (row[0], float("nan") if row[1] is None else row[1])


def _turns(connection: sqlite3.Connection, run_id: int) -> list[Turn]:
    rows = connection.execute("SELECT turn, after_step FROM metric_turns WHERE run_id = ? ORDER BY turn", (run_id,))
    return [Turn(), *(Turn(*row) for row in rows)]


def _names(connection: sqlite3.Connection, request: MetricsRequest) -> list[str]:
    """The curves that there are of those asked for. From one name to the next by the index: there may be many points."""
    rows = connection.execute(
        "WITH RECURSIVE names(name) AS (SELECT min(series) FROM metric_rows WHERE run_id = :run UNION ALL"
        " SELECT (SELECT min(series) FROM metric_rows WHERE run_id = :run AND series > name) FROM names WHERE name IS NOT NULL)"
        " SELECT name FROM names WHERE name IS NOT NULL",
        {"run": request.run_id},
    )
    found = {row[0] for row in rows}
    ordered = [name for name in SERIES if name in found] + sorted(found.difference(SERIES))
    return [name for name in ordered if not request.names or name in request.names]


def _points(
    connection: sqlite3.Connection, request: MetricsRequest, name: str, after: int, turns: list[Turn]
) -> tuple[np.ndarray, np.ndarray]:
    """The steps and values of a curve, of each turn those that count."""
    rows: list[tuple[int, float | None]] = []
    for turn in turns:
        until = min((later.after_step for later in turns if later.number > turn.number), default=FARTHEST)
        until = until if request.last_step is None else min(until, request.last_step)
        cursor = connection.execute(
            "SELECT step, value FROM metric_rows WHERE run_id = ? AND series = ? AND turn = ? AND step > ? AND step <= ? ORDER BY step",
            (request.run_id, name, turn.number, after, until),
        )
        cursor.row_factory = None
        rows += cursor
    steps = np.fromiter((step for step, _ in rows), np.int64, len(rows))
    return steps, np.array([value for _, value in rows], np.float64)


def _in_stretches(name: str, steps: np.ndarray, values: np.ndarray, n_buckets: int) -> MetricCurve:
    """A curve of at most `n_buckets` stretches of about as many points each; 0: point by point."""
    if not 0 < n_buckets < len(steps):
        return MetricCurve(name, steps, values)
    edges = np.linspace(0, len(steps), n_buckets + 1).astype(np.int64)
    finite = np.where(np.isfinite(values), values, np.nan)
    last = edges[1:] - 1
    least, most = np.fmin.reduceat(finite, edges[:-1]), np.fmax.reduceat(finite, edges[:-1])
    return MetricCurve(name, steps[last], values[last], least, most)
