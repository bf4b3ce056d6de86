"""What windows and trainers tell each other through the record: events that are new, and commands. Curves: `store.metrics`."""

from __future__ import annotations

import json
import math
import typing
from typing import Any

from workbench.errors import WorkbenchError
from workbench.store import metrics
from workbench.store.clock import now_utc
from workbench.store.documents import decode
from workbench.store.process import Owner, is_gone
from workbench.store.queries import look_up_in
from workbench.store.sqlite import sqlite3
from workbench.values import (
    LIMITS,
    RunsChanged,
    TrainCommand,
    TrainCommands,
    TrainCommandsRequest,
    TrainEvents,
    TrainEventsRequest,
    TrainStarted,
    TrainStep,
    TrainTellRequest,
    Verb,
)

VERBS: tuple[Verb, ...] = typing.get_args(Verb)
NUMBERED = {"learning_rate": LIMITS["learning_rate"], "eval_every": LIMITS["eval_every"], "go_back": LIMITS["n_steps"]}
"""Verbs with which a number goes, and its limits."""


def read_events(connection: sqlite3.Connection, request: TrainEventsRequest) -> TrainEvents:
    """What a run has said since. Raises WorkbenchError('run-missing')."""
    run = connection.execute("SELECT status, host, pid, process_started FROM runs WHERE id = ?", (request.run_id,)).fetchone()
    if run is None:
        raise WorkbenchError("run-missing", id=request.run_id)
    rows = connection.execute(
        "SELECT seq, payload FROM events WHERE run_id = ? AND seq > ? AND payload IS NOT NULL ORDER BY seq LIMIT ?",
        (request.run_id, request.after_seq, max(request.limit, 0)),
    ).fetchall()
    look_up = look_up_in(connection)
    return TrainEvents(
        request,
        status=run[0],
        alive=run[0] == "running" and not is_gone(Owner(*run[1:])),
        last_seq=rows[-1][0] if rows else request.after_seq,
        events=tuple(decode(payload, look_up) for _, payload in rows),
    )


def tell(connection: sqlite3.Connection, request: TrainTellRequest) -> RunsChanged:
    """Leave a command. Raises WorkbenchError: run-missing, run-not-running, bad-value."""
    least, most = NUMBERED.get(request.verb, (-math.inf, math.inf))
    if request.verb in NUMBERED and not least <= request.number <= most:
        raise WorkbenchError("bad-value", name=request.verb, value=request.number, limit=f"{least:,} to {most:,}")
    run = connection.execute("SELECT status, host, pid, process_started FROM runs WHERE id = ?", (request.run_id,)).fetchone()
    if run is None:
        raise WorkbenchError("run-missing", id=request.run_id)
    if run[0] != "running" or is_gone(Owner(*run[1:])):
        raise WorkbenchError("run-not-running", id=request.run_id)
    connection.execute(
        "INSERT INTO commands (run_id, verb, args, created_at_utc) VALUES (?, ?, ?, ?)",
        (request.run_id, request.verb, json.dumps({"number": request.number}), now_utc()),
    )
    return RunsChanged((request.run_id,))


def has_commands(connection: sqlite3.Connection, request: TrainCommandsRequest) -> bool:
    """Whether there is a command to obey: asked often, and locks nothing."""
    waiting = "SELECT 1 FROM commands WHERE run_id = ? AND acknowledged_at_utc IS NULL LIMIT 1"
    return connection.execute(waiting, (request.run_id,)).fetchone() is not None


def take_commands(connection: sqlite3.Connection, request: TrainCommandsRequest) -> TrainCommands:
    """The commands that nobody has obeyed, marked as obeyed. One of another version is marked as unknown and left out."""
    waiting = "SELECT id, verb, args FROM commands WHERE run_id = ? AND acknowledged_at_utc IS NULL ORDER BY id"
    rows = connection.execute(waiting, (request.run_id,)).fetchall()
    connection.executemany(
        "UPDATE commands SET acknowledged_at_utc = ?, outcome = ? WHERE id = ?",
        [(now_utc(), "obeyed" if verb in VERBS else "unknown", command_id) for command_id, verb, _ in rows],
    )
    return TrainCommands(tuple(TrainCommand(verb, float(json.loads(args).get("number", 0.0))) for _, verb, args in rows if verb in VERBS))


def is_telling(event: object) -> bool:
    """Whether an event changes what a training's line in the table says."""
    return isinstance(event, TrainStarted | TrainStep)


def summarise(connection: sqlite3.Connection, run_id: int | None) -> None:
    """Say in the run's line of the table what is trained and how far it is. Done once for each commit, not for each step."""
    started = _first(connection, run_id, "kind = 'TrainStarted' ORDER BY seq")
    if started is None:
        return
    size = f"{started['request']['objective']} · {_size(started)}"
    last = metrics.last_point(connection, run_id, "loss")
    how_far = f" · loss {last[1]:.3g} at step {last[0]:,} of {started['request']['n_steps']:,}" if last else ""
    connection.execute("UPDATE runs SET summary = ? WHERE id = ?", (size + how_far, run_id))


def _size(started: dict[str, Any]) -> str:
    """How large the model is; of counts, how long their n-grams are."""
    if started["family"] == "ngram":
        return f"{started['request']['architecture']['order']}-gram"
    return f"{_amount(started['n_parameters'])} parameters"


def _first(connection: sqlite3.Connection, run_id: int | None, what: str) -> dict[str, Any] | None:
    query = f"SELECT payload FROM events WHERE run_id = ? AND payload IS NOT NULL AND {what} LIMIT 1"
    row = connection.execute(query, (run_id,)).fetchone()
    found: dict[str, Any] | None = row and json.loads(row[0])
    return found


def _amount(number: float) -> str:
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:.3g}{letter}"
    return f"{number:.0f}"
