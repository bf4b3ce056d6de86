"""The cells of grids: every work's outcome once, by the content of its key, and which cell of which run it fills.

The idea that is not obvious: an outcome is no part of a run. Runs point to it, so the second grid that asks for the same finds
it; it goes when the last run that points to it is purged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from workbench.store.clock import now_utc
from workbench.store.documents import dump
from workbench.store.sqlite import sqlite3
from workbench.values import (
    GridCellDone,
    GridCellFailed,
    GridKernels,
    GridKernelsRequest,
    GridKnown,
    GridKnownRequest,
    GridOutcome,
    GridStarted,
)

KEYS_PER_QUESTION = 500

_COLUMNS = (
    "c.key, c.kind, c.model_sha256, c.dtype, c.kernels, c.prompt_ids, c.seconds, c.ids, c.nats, c.text, c.finish_reason, c.continuations"
)


def insert(connection: sqlite3.Connection, run_id: int, seq: int, event: GridCellDone | GridCellFailed) -> None:
    """Keep what became of a work. A later event of a cell takes the place of an earlier one."""
    said: tuple[object, ...]
    if isinstance(event, GridCellDone):
        _insert_outcome(connection, event.outcome)
        kind, said = event.outcome.kind, (event.outcome.key, "", "{}", int(event.known))
    else:
        values = {name: part if isinstance(part, bool | int | str) else str(part) for name, part in event.values.items()}
        kind, said = event.kind, (None, event.code, dump(values), 0)
    connection.executemany(
        "INSERT OR REPLACE INTO run_cells (run_id, place, kind, seq, key, error_code, error_values, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(run_id, place, kind, seq, *said) for place in event.places],
    )


def events_of(connection: sqlite3.Connection, run_id: int) -> Iterator[tuple[int, object]]:
    """What was kept of a run's cells, each event with its place among all of the run's events."""
    rows = connection.execute(
        "SELECT rc.seq, rc.kind, rc.key, rc.error_code, rc.error_values, rc.known, json_group_array(rc.place) FROM run_cells rc"
        " WHERE rc.run_id = ? GROUP BY rc.seq ORDER BY rc.seq",
        (run_id,),
    ).fetchall()
    outcomes = {
        row[0]: _outcome(row)
        for row in connection.execute(
            f"SELECT {_COLUMNS} FROM cells c WHERE c.key IN (SELECT key FROM run_cells WHERE run_id = ? AND key IS NOT NULL)", (run_id,)
        )
    }
    for seq, kind, key, code, values, known, places in rows:
        where = tuple(sorted(json.loads(places)))
        if key is not None:
            yield seq, GridCellDone(where, outcomes[key], bool(known))
        else:
            yield seq, GridCellFailed(where, kind, code, json.loads(values))


def known(connection: sqlite3.Connection, request: GridKnownRequest) -> GridKnown:
    """The outcomes that there are of these keys."""
    found: list[GridOutcome] = []
    for first in range(0, len(request.keys), KEYS_PER_QUESTION):
        keys = request.keys[first : first + KEYS_PER_QUESTION]
        places = ",".join("?" * len(keys))
        found += [_outcome(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM cells c WHERE c.key IN ({places})", keys)]
    return GridKnown(tuple(found))


def kernels(connection: sqlite3.Connection, request: GridKernelsRequest) -> GridKernels:
    """The kernels of the newest outcome of a model in an arithmetic."""
    row = connection.execute(
        "SELECT kernels FROM cells WHERE model_sha256 = ? AND dtype = ? ORDER BY created_at_utc DESC LIMIT 1",
        (request.model_sha256, request.dtype),
    ).fetchone()
    return GridKernels(row[0] if row else "")


def is_cell(event: object) -> bool:
    """Whether an event tells of a cell."""
    return isinstance(event, GridCellDone | GridCellFailed)


def is_telling(event: object) -> bool:
    """Whether an event changes what a grid's line in the table says."""
    return isinstance(event, GridStarted) or is_cell(event)


def summarise(connection: sqlite3.Connection, run_id: int | None) -> None:
    """Say in the run's line of the table what the grid is and how far it is. Done once for each commit."""
    row = connection.execute(
        "SELECT json_extract(request, '$.title'), json_array_length(request, '$.templates'), json_array_length(request, '$.table.rows'),"
        " json_array_length(request, '$.models'), json_array_length(request, '$.settings'),"
        " (SELECT payload FROM events WHERE run_id = runs.id AND kind = 'GridStarted' LIMIT 1) FROM runs WHERE id = ?",
        (run_id,),
    ).fetchone()
    if row is None or row[-1] is None:
        return
    title, *sizes, payload = row
    started = json.loads(payload)
    n_whole, n_failed = connection.execute(
        "SELECT coalesce(sum(n_done >= ?), 0), coalesce(sum(failed), 0) FROM (SELECT count(key) AS n_done,"
        " max(key IS NULL AND error_code <> 'cancelled') AS failed FROM run_cells WHERE run_id = ? GROUP BY place)",
        (started["n_kinds"], run_id),
    ).fetchone()
    names = ("templates", "rows", "models", "settings")
    product = " × ".join(f"{size} {name}" for size, name in zip(sizes, names, strict=True) if size and size > 1)
    failed = f", {n_failed:,} failed" if n_failed else ""
    parts = (f"{title}: " if isinstance(title, str) and title else "", f"{product} · " if product else "")
    summary = f"{''.join(parts)}{n_whole:,} of {started['n_cells']:,} cells{failed}"
    connection.execute("UPDATE runs SET summary = ? WHERE id = ?", (summary, run_id))


def remove_unused(connection: sqlite3.Connection) -> None:
    """Let go of outcomes that no run points to any more."""
    connection.execute("DELETE FROM cells WHERE key NOT IN (SELECT key FROM run_cells WHERE key IS NOT NULL)")


def problems(connection: sqlite3.Connection) -> list[str]:
    """Outcomes that cannot be read."""
    found = []
    for row in connection.execute(f"SELECT {_COLUMNS} FROM cells c"):
        try:
            _outcome(row)
        except (ValueError, TypeError) as error:
            found.append(f"cell {row[0][:16]} cannot be read: {error}")
    return found


def _insert_outcome(connection: sqlite3.Connection, outcome: GridOutcome) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            outcome.key,
            outcome.kind,
            outcome.model_sha256,
            outcome.dtype,
            outcome.kernels,
            np.asarray(outcome.prompt_ids, "<i4").tobytes(),
            np.asarray(outcome.ids, "<i4").tobytes(),
            dump(outcome.text),
            outcome.finish_reason,
            dump(list(outcome.continuations)),
            np.asarray(outcome.nats, "<f8").tobytes(),
            float(outcome.seconds),
            now_utc(),
        ),
    )


def _outcome(row: Sequence[Any]) -> GridOutcome:
    key, kind, model_sha256, dtype, kernels_used, prompt_ids, seconds, ids, nats, text, finish_reason, continuations = row
    return GridOutcome(
        key=key,
        kind=kind,
        model_sha256=model_sha256,
        dtype=dtype,
        kernels=kernels_used,
        prompt_ids=np.frombuffer(prompt_ids, "<i4").astype(np.int32, copy=False),
        seconds=seconds,
        ids=np.frombuffer(ids, "<i4").astype(np.int32, copy=False),
        nats=np.frombuffer(nats, "<f8").astype(np.float64, copy=False),
        text=json.loads(text),
        finish_reason=finish_reason,
        continuations=tuple(json.loads(continuations)),
    )
