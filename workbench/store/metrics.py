"""The curves of trainings: a point for each measure of each step, first in the curve's tail, then in chunks.

The idea that is not obvious: a run that goes back to an earlier step begins a new turn. Nothing is written over; the points of a turn
count up to where a later one began. Which turn a step belongs to is known before it is written, so writing it twice does no harm.
"""

from __future__ import annotations

import contextlib
import struct
from array import array
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import WorkbenchError
from workbench.store import sealing, tails
from workbench.store.sealing import Stretches, chunks_of, read_into, read_points, read_pyramid
from workbench.store.sqlite import sqlite3
from workbench.store.tails import FARTHEST, Key, Points
from workbench.values import SERIES, MetricCurve, Metrics, MetricsRequest, TrainStep, TrainValidation

OF_STEP = tuple(name for name in SERIES if not name.startswith("val_"))
OF_VALIDATION = ("val_loss", "val_accuracy")
_OF_STEP = attrgetter(*OF_STEP)


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


class Measured:
    """What the events of one transaction measured: of each turn of a run the steps, and the values one behind the other."""

    def __init__(self) -> None:
        self._groups: dict[tuple[int, Turn, tuple[str, ...]], tuple[array[int], array[float]]] = {}

    def add(self, run_id: int, event: object, turn: Turn) -> None:
        """Take what an event measured, if it did. Raises TypeError, ValueError or OverflowError for what is no number, or no step."""
        if isinstance(event, TrainStep):
            names, found = OF_STEP, _OF_STEP(event)
        elif isinstance(event, TrainValidation):
            names, found = OF_VALIDATION, (event.loss, event.accuracy)
        else:
            return
        if not 0 <= event.step <= FARTHEST:
            raise ValueError(f"step {event.step}")
        group = self._groups.get((run_id, turn, names))
        if group is None:
            group = self._groups[run_id, turn, names] = array("q"), array("d")
        group[0].append(event.step)
        group[1].extend(found)

    def write(self, connection: sqlite3.Connection) -> None:
        """Keep it all, and say where its turns began."""
        for (run_id, turn, names), (said, found) in self._groups.items():
            if turn.number:
                connection.execute("INSERT OR IGNORE INTO metric_turns VALUES (?, ?, ?)", (run_id, *turn))
            steps, values = np.frombuffer(said, np.int64), np.frombuffer(found, np.float64).reshape(-1, len(names))
            for name, column in zip(names, values.T, strict=True):
                sealing.keep(connection, (run_id, name, turn.number), (steps, column))


def read(connection: sqlite3.Connection, request: MetricsRequest) -> Metrics:
    """The curves that are asked for. Raises WorkbenchError('run-missing' | 'store-bad-document')."""
    with _one_moment(connection):
        return _read(connection, request)


@contextlib.contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """See the file as it is now, whatever others write meanwhile: points that are being sealed are found neither twice nor not at all."""
    if connection.in_transaction:  # one that was read in before, whose end failed
        connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")  # nothing was written


def _read(connection: sqlite3.Connection, request: MetricsRequest) -> Metrics:
    if not connection.execute("SELECT 1 FROM runs WHERE id = ?", (request.run_id,)).fetchone():
        raise WorkbenchError("run-missing", id=request.run_id)
    turns = _turns(connection, request.run_id)
    cut_step = min((turn.after_step for turn in turns if turn.number > request.turn), default=None)
    curves = []
    for name in _names(connection, request):
        after = request.known.get(name, request.after_step)
        after = after if cut_step is None else min(after, cut_step)
        try:
            curve = _curve(connection, name, _spans(request, name, after, turns), request)
        except ValueError as error:
            raise WorkbenchError("store-bad-document", reason=f"{name}: {error}") from error
        if len(curve.steps):
            curves.append(curve)
    more = 0 < request.most <= max((len(curve.steps) for curve in curves), default=0)
    return Metrics(request.run_id, tuple(curves), turns[-1].number, cut_step, more)


def last_point(connection: sqlite3.Connection, run_id: int | None, name: str) -> tuple[int, float] | None:
    """The step and the value of a curve's last point."""
    queries = (
        f"SELECT turn, last_step, {value} FROM {table} WHERE run_id = ? AND series = ? ORDER BY turn DESC, {order} DESC LIMIT 1"
        for table, value, order in (("metric_chunks", "last", "first_step"), ("metric_tails", "substr(points, -8)", "last_step"))
    )
    sealed, newest = (connection.execute(query, (run_id, name)).fetchone() for query in queries)
    if newest is not None and (sealed is None or tuple(newest[:2]) > tuple(sealed[:2])):
        return newest[1], struct.unpack("<d", newest[2])[0]
    return None if sealed is None else (sealed[1], float("nan") if sealed[2] is None else sealed[2])


class _Span(NamedTuple):
    """Of a turn of a curve, the steps after one and until another."""

    key: Key
    after: int
    until: int


def _turns(connection: sqlite3.Connection, run_id: int) -> list[Turn]:
    rows = connection.execute("SELECT turn, after_step FROM metric_turns WHERE run_id = ? ORDER BY turn", (run_id,))
    return [Turn(), *(Turn(*row) for row in rows)]


def _spans(request: MetricsRequest, name: str, after: int, turns: list[Turn]) -> list[_Span]:
    """Of each turn the steps that count: those up to where a later one began."""
    spans = []
    for turn in turns:
        ends = [later.after_step for later in turns if later.number > turn.number]
        until = min((*ends, FARTHEST if request.last_step is None else request.last_step))
        if until > after:
            spans.append(_Span((request.run_id, name, turn.number), after, until))
    return spans


def _names(connection: sqlite3.Connection, request: MetricsRequest) -> list[str]:
    """The curves that there are of those asked for. From one name to the next by the index: there may be many points."""
    found: set[str] = set()
    for table in ("metric_tails", "metric_chunks"):
        rows = connection.execute(
            f"WITH RECURSIVE names(name) AS (SELECT min(series) FROM {table} WHERE run_id = :run UNION ALL"
            f" SELECT (SELECT min(series) FROM {table} WHERE run_id = :run AND series > name) FROM names WHERE name IS NOT NULL)"
            " SELECT name FROM names WHERE name IS NOT NULL",
            {"run": request.run_id},
        )
        found |= {row[0] for row in rows}
    ordered = [name for name in SERIES if name in found] + sorted(found.difference(SERIES))
    return [name for name in ordered if not request.names or name in request.names]


def _curve(connection: sqlite3.Connection, name: str, spans: list[_Span], request: MetricsRequest) -> MetricCurve:
    """Point by point, or where there are more points than buckets, in stretches."""
    n_buckets, left = request.n_buckets, request.most or FARTHEST
    if n_buckets:
        pieces = [piece for span in spans for piece in _pyramids(connection, span)]
        whole = _joined(pieces)
        if int(whole.n_points.sum()) > n_buckets:
            if len(whole.steps) < n_buckets:
                whole = _joined([_as_stretches(*_points(connection, span, FARTHEST)) for span in spans])
            return _in_stretches(name, whole, n_buckets)
        left = FARTHEST
    found: list[Points] = []
    for span in spans:
        if left > 0:
            found.append(_points(connection, span, left))
            left -= len(found[-1][0])
    return MetricCurve(name, *_behind(found))


def _points(connection: sqlite3.Connection, span: _Span, most: int) -> Points:
    """The first points, at most so many: those of chunks, then those of the tail."""
    needed, n = [], 0
    for chunk in chunks_of(connection, span.key, after=span.after, until=span.until, points=True):
        if n < most:  # unpacking is what takes time
            needed.append(chunk)
            n += chunk["n_points"] if chunk["first_step"] > span.after else 0
    rooms = np.cumsum([0, *(chunk["n_points"] for chunk in needed)])
    steps, values = np.empty(rooms[-1], np.int64), np.empty(rooms[-1])
    for chunk, start, stop in zip(needed, rooms, rooms[1:], strict=False):
        read_into(chunk, steps[start:stop], values[start:stop])
    found = [_within(steps, values, span)]
    if len(found[0][0]) < most:
        found.append(_in_tail(connection, span))
    steps, values = _behind(found)
    return steps[:most], values[:most]


def _behind(pieces: list[Points]) -> Points:
    """Pieces one behind the other. A long one alone is not copied: asking for memory takes longer than reading it."""
    held = [piece for piece in pieces if len(piece[0])]
    if len(held) == 1:
        return held[0]
    return np.concatenate([np.empty(0, np.int64), *(steps for steps, _ in held)]), np.concatenate(
        [np.empty(0), *(values for _, values in held)]
    )


def _pyramids(connection: sqlite3.Connection, span: _Span) -> Iterator[Stretches]:
    """The blocks of chunks that lie within, and points where only a part does."""
    inner = chunks_of(connection, span.key, after=span.after, until=span.until, points=False)
    for chunk in inner:
        if span.after < chunk["first_step"] and chunk["last_step"] <= span.until:
            yield read_pyramid(chunk)
        else:
            (whole,) = chunks_of(connection, span.key, after=chunk["first_step"] - 1, until=chunk["first_step"], points=True)
            yield _as_stretches(*_within(*read_points(whole), span))
    yield _as_stretches(*_in_tail(connection, span))


def _in_tail(connection: sqlite3.Connection, span: _Span) -> Points:
    return tails.read(connection, span.key, after=span.after, until=span.until)


def _within(steps: NDArray[np.int64], values: NDArray[np.float64], span: _Span) -> Points:
    first, last = np.searchsorted(steps, (span.after, span.until), "right")
    return steps[first:last], values[first:last]


def _as_stretches(steps: NDArray[np.int64], values: NDArray[np.float64]) -> Stretches:
    finite = np.where(np.isfinite(values), values, np.nan)
    return Stretches(steps, values, finite, finite, np.ones(len(steps), np.int64))


def _joined(pieces: list[Stretches]) -> Stretches:
    pieces = pieces or [_as_stretches(np.empty(0, np.int64), np.empty(0))]
    names = ("steps", "last", "least", "most", "n_points")
    return Stretches(*(np.concatenate([getattr(piece, name) for piece in pieces]) for name in names))


def _in_stretches(name: str, whole: Stretches, n_buckets: int) -> MetricCurve:
    """A curve of at most `n_buckets` stretches of about as many points each."""
    before = np.cumsum(whole.n_points) - whole.n_points
    bucket = before * n_buckets // int(whole.n_points.sum())
    starts = np.flatnonzero(np.diff(bucket, prepend=-1))
    ends = np.append(starts[1:], len(bucket)) - 1
    least, most = np.fmin.reduceat(whole.least, starts), np.fmax.reduceat(whole.most, starts)
    return MetricCurve(name, whole.steps[ends], whole.last[ends], least, most)
