"""Writes what a recording saw into rows. Every function runs inside a transaction of the store's thread.

The idea that is not obvious: each can be repeated. Rows carry keys that were chosen before (a run's ULID, an event's place),
so when it is uncertain whether a failed commit reached the disk, writing everything again does no harm.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench import __version__
from workbench.errors import WorkbenchError
from workbench.store import cells, keeping
from workbench.store.documents import Document, dump, encode, sha256_of, storable
from workbench.store.process import environment, this_process
from workbench.store.sqlite import sqlite3
from workbench.store.terms import terms
from workbench.values import GridCellDone, GridCellFailed, ModelInfo, RunStatus, TokenStep

CONTINUATION_STEPS = 20_000


@dataclass(frozen=True)
class NewRun:
    """A run that begins."""

    ulid: str
    request: object
    at_utc: str


def insert_run(connection: sqlite3.Connection, new: NewRun) -> int:
    """The number of a run, which is `running` from now on. Raises ValueError if another process has a run of this ULID."""
    document = encode(new.request)
    model, text = keeping.subject_of(new.request)
    parent, parent_step = keeping.parent_of(new.request)
    if parent is not None and not connection.execute("SELECT 1 FROM runs WHERE id = ?", (parent,)).fetchone():
        parent, parent_step = None, None
    columns = {
        "ulid": new.ulid,
        "kind": keeping.kind_of(new.request),
        "status": "running",
        "model": storable(model),
        "request": document.json,
        "parent_id": parent,
        "parent_step": parent_step,
        "app_version": __version__,
        "environment": dump(environment()),
        **this_process()._asdict(),
        "summary": storable(keeping.summary_of(new.request, text)),
        "created_at_utc": new.at_utc,
    }
    places = ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO runs ({', '.join(columns)}) VALUES ({places}) ON CONFLICT (ulid) DO NOTHING", tuple(columns.values()))
    run_id, *owner = connection.execute("SELECT id, host, pid, process_started FROM runs WHERE ulid = ?", (new.ulid,)).fetchone()
    if tuple(owner) != this_process():
        raise ValueError(f"there is a run {new.ulid} already")
    if text:
        _link_text(connection, run_id, "subject", storable(text))
    if tag := keeping.tag_of(new.request):
        connection.execute("INSERT OR IGNORE INTO run_tags VALUES (?, ?)", (run_id, storable(tag)))
    _keep_parts(connection, run_id, document)
    index_run(connection, run_id)
    return int(run_id)


def insert_event(connection: sqlite3.Connection, run_id: int, seq: int, event: object, at_utc: str) -> None:
    """Keep one event: a step as a step, a cell as a cell, anything else as a document."""
    if isinstance(event, TokenStep):
        connection.execute(f"INSERT OR IGNORE INTO steps VALUES ({','.join('?' * 17)})", _step_row(run_id, seq, event))
        return
    if isinstance(event, GridCellDone | GridCellFailed):
        cells.insert(connection, run_id, seq, event)
        return
    document = encode(event)
    payload = document.json if len(document.json) <= keeping.MAX_EVENT_BYTES else None
    step = getattr(event, "step", None)
    connection.execute(
        "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?)",
        (run_id, seq, step if isinstance(step, int) else None, type(event).__name__, payload, at_utc),
    )
    if payload is not None:
        _keep_parts(connection, run_id, document)
    if told := keeping.told_environment(event):
        _tell_environment(connection, run_id, told)
    model = getattr(event, "model", None)
    if isinstance(model, ModelInfo):
        (key,) = encode(model).models
        connection.execute("UPDATE runs SET model_id = (SELECT id FROM models WHERE sha256 = ?) WHERE id = ?", (key, run_id))
        index_run(connection, run_id)


@dataclass(frozen=True)
class Ending:
    """How a run ended. `result_seq`: the event that is its result; `text`: what it wrote, when its result says so; `lost`: how
    many events could not be kept."""

    status: RunStatus
    at_utc: str
    error: Exception | None = None
    result_seq: int | None = None
    text: str = ""
    lost: int = 0


def finish_run(connection: sqlite3.Connection, run_id: int, ending: Ending) -> None:
    """Say how a run ended, and give it its final summary."""
    code, values = _error_columns(ending.error)
    connection.execute(
        "UPDATE runs SET status = ?, finished_at_utc = ?, error_code = ?, error_values = ?, result_seq = ? WHERE id = ?",
        (ending.status, ending.at_utc, code, values, ending.result_seq, run_id),
    )
    if ending.lost:
        _tell_environment(connection, run_id, {"events_lost": ending.lost})
    text = storable(ending.text or _text_of_steps(connection, run_id))
    if not text:
        return
    _link_text(connection, run_id, "continuation", text)
    (subject,) = connection.execute(
        "SELECT coalesce(max(substr(t.text, 1, 240)), '') FROM run_texts rt JOIN texts t ON t.id = rt.text_id"
        " WHERE rt.run_id = ? AND rt.role = 'subject'",
        (run_id,),
    ).fetchone()
    connection.execute("UPDATE runs SET summary = ? WHERE id = ?", (f"{keeping.head(subject)} → {keeping.head(text)}".strip(), run_id))


def index_run(connection: sqlite3.Connection, run_id: int) -> None:
    """Let the search find the run by its kind, model, tags and note."""
    row = connection.execute(
        "SELECT r.kind, r.model, coalesce(m.name, ''), r.note,"
        " coalesce((SELECT group_concat(tag, ' ') FROM run_tags WHERE run_id = r.id), '')"
        " FROM runs r LEFT JOIN models m ON m.id = r.model_id WHERE r.id = ?",
        (run_id,),
    ).fetchone()
    connection.execute("INSERT OR REPLACE INTO run_search (rowid, terms) VALUES (?, ?)", (run_id, terms("\n".join(row))))


def _tell_environment(connection: sqlite3.Connection, run_id: int, told: dict[str, object]) -> None:
    connection.execute("UPDATE runs SET environment = json_patch(environment, ?) WHERE id = ?", (dump(told), run_id))


def _keep_parts(connection: sqlite3.Connection, run_id: int, document: Document) -> None:
    for text in document.texts.values():
        _link_text(connection, run_id, "part", text)
    for key, model in document.models.items():
        connection.execute(
            "INSERT OR IGNORE INTO models (sha256, file_sha256, name, info)"
            " VALUES (?, json_extract(?, '$.sha256'), json_extract(?, '$.name'), ?)",
            (key, model, model, model),
        )


def _link_text(connection: sqlite3.Connection, run_id: int, role: str, text: str) -> None:
    key = sha256_of(text)
    added = connection.execute(
        "INSERT OR IGNORE INTO texts (sha256, text, size_bytes) VALUES (?, ?, ?)", (key, text, len(text.encode("utf-8")))
    ).rowcount
    (text_id,) = connection.execute("SELECT id FROM texts WHERE sha256 = ?", (key,)).fetchone()
    if added:
        connection.execute("INSERT OR REPLACE INTO text_search (rowid, terms) VALUES (?, ?)", (text_id, terms(text)))
    connection.execute("INSERT OR IGNORE INTO run_texts VALUES (?, ?, ?)", (run_id, role, text_id))


def _step_row(run_id: int, seq: int, step: TokenStep) -> tuple[Any, ...]:
    numbers = (step.logprob_raw, step.logprob_final, step.entropy, step.draw, step.tail)
    later = (step.xtc_draw, step.log_normalizer)  # columns that came later stand at the end
    return (
        run_id,
        seq,
        int(step.index),
        int(step.id),
        dump(step.token),
        dump(step.text),
        *map(_number, numbers),
        np.asarray(step.top_ids, dtype="<i4").tobytes(),
        dump(list(step.top_texts)),
        np.asarray(step.top_logprob_raw, dtype="<f4").tobytes(),
        np.asarray(step.top_logprob_final, dtype="<f4").tobytes(),
        *map(_number, later),
    )


def _number(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def _text_of_steps(connection: sqlite3.Connection, run_id: int) -> str:
    """What was written by a run that has no result."""
    rows = connection.execute("SELECT text FROM steps WHERE run_id = ? ORDER BY seq LIMIT ?", (run_id, CONTINUATION_STEPS))
    return "".join(json.loads(text) for (text,) in rows)


def _error_columns(error: Exception | None) -> tuple[str, str]:
    if error is None:
        return "", "{}"
    if not isinstance(error, WorkbenchError):
        return "internal", dump({"reason": repr(error)})
    return error.code, dump({name: part if _is_plain(part) else str(part) for name, part in error.values.items()})


def _is_plain(part: object) -> bool:
    return part is None or isinstance(part, bool | int | str) or (isinstance(part, float) and math.isfinite(part))
