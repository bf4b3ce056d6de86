"""What the record tells: pages of runs, and one whole run as the values it was."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.store import cells
from workbench.store.documents import decode
from workbench.store.sqlite import sqlite3
from workbench.store.terms import match
from workbench.values import RunList, RunListRequest, RunOrder, RunRecord, RunRequest, RunRow, TokenStep

_TAGS = "(SELECT json_group_array(tag) FROM (SELECT tag FROM run_tags WHERE run_id = r.id ORDER BY tag))"
_RUNS = " FROM runs r LEFT JOIN models m ON m.id = r.model_id"
_STANDS = (
    "(SELECT CASE e.kind WHEN 'TrainTrouble' THEN 1 WHEN 'TrainMended' THEN 0 WHEN 'TrainAlarm' THEN e.payload ->> 'then' = 'pause'"
    " ELSE e.payload ->> 'verb' = 'pause' END FROM events e WHERE e.run_id = r.id AND (e.kind IN ('TrainTrouble', 'TrainMended',"
    " 'TrainAlarm') OR e.kind = 'TrainTold' AND e.payload ->> 'verb' IN ('pause', 'resume', 'go_back', 'stop')) ORDER BY seq DESC LIMIT 1)"
)
"""Whether a training that goes on makes steps now, by the last that was said of it."""
_ROW = (
    "SELECT r.id, r.ulid, r.kind, r.status, coalesce(m.name, r.model) AS model, coalesce(m.file_sha256, '') AS model_sha256,"
    f" r.created_at_utc, r.finished_at_utc, r.summary, r.parent_id, {_TAGS} AS tags, r.note, r.model AS reference,"
    f" coalesce(CASE WHEN r.kind = 'train' AND r.status = 'running' THEN {_STANDS} END, 0) AS waits" + _RUNS
)
_ORDER: dict[RunOrder, str] = {
    "id": "r.id",
    "kind": "r.kind",
    "status": "r.status",
    "summary": "lower(r.summary)",
    "model": "lower(coalesce(m.name, r.model))",
    "created": "r.created_at_utc",
    "tags": _TAGS,
    "note": "lower(r.note)",
}
_MATCHES = (
    "(r.id IN (SELECT rowid FROM run_search WHERE run_search MATCH ?) OR r.id IN (SELECT rt.run_id FROM run_texts rt"
    " WHERE rt.role <> 'part' AND rt.text_id IN (SELECT rowid FROM text_search WHERE text_search MATCH ?)))"
)


def list_runs(connection: sqlite3.Connection, request: RunListRequest) -> RunList:
    """A page of runs in the order asked, and how many there are in all."""
    conditions = ["r.deleted_at_utc IS NULL"]
    values: list[object] = []
    if request.kind:
        conditions.append("r.kind = ?")
        values.append(request.kind)
    for phrase in match(request.query):
        conditions.append(_MATCHES)
        values += [phrase, phrase]
    where = " WHERE " + " AND ".join(conditions)
    (total,) = connection.execute("SELECT count(*) FROM runs r" + where, values).fetchone()
    place, (sign, way) = _ORDER[request.sort], (">", "ASC") if request.ascending else ("<", "DESC")
    if request.before_id is not None:
        where += f" AND ({place}, r.id) {sign} (SELECT {place}, r.id{_RUNS} WHERE r.id = ?)"
        values.append(request.before_id)
    rows = connection.execute(_ROW + where + f" ORDER BY {place} {way}, r.id {way} LIMIT ?", (*values, max(request.limit, 0)))
    return RunList(request, tuple(_run_row(row) for row in rows), total)


def read_run(connection: sqlite3.Connection, request: RunRequest) -> RunRecord:
    """One run whole. Raises WorkbenchError('run-missing' | 'store-bad-document'). Hidden runs can be read."""
    row = connection.execute(_ROW + " WHERE r.id = ?", (request.id,)).fetchone()
    if row is None:
        raise WorkbenchError("run-missing", id=request.id)
    rest = connection.execute(
        "SELECT request, result_seq, error_code, error_values, environment FROM runs WHERE id = ?", (request.id,)
    ).fetchone()
    look_up = look_up_in(connection)
    events: dict[int, object] = dict(_steps(connection, request.id)) | dict(cells.events_of(connection, request.id))
    events |= dict(_events(connection, request.id, look_up))
    return RunRecord(
        row=_run_row(row),
        request=decode(rest["request"], look_up),
        result=events.pop(rest["result_seq"], None),
        events=tuple(events[seq] for seq in sorted(events)),
        error_code=rest["error_code"],
        error_values=json.loads(rest["error_values"]),
        environment=json.loads(rest["environment"]),
    )


def look_up_in(connection: sqlite3.Connection) -> Callable[[str, str], str]:
    """Find what left a document: a text or an open model by its sha256. Raises KeyError."""
    found_in = {"$text": "SELECT text FROM texts WHERE sha256 = ?", "$model": "SELECT info FROM models WHERE sha256 = ?"}

    def look_up(tag: str, key: str) -> str:
        row = connection.execute(found_in[tag], (key,)).fetchone()
        if row is None:
            raise KeyError(f"{tag} {key} is missing")
        return str(row[0])

    return look_up


def _run_row(row: sqlite3.Row) -> RunRow:
    return RunRow(**{**dict(row), "tags": tuple(json.loads(row["tags"])), "waits": bool(row["waits"])})


def _events(connection: sqlite3.Connection, run_id: int, look_up: Callable[[str, str], str]) -> list[tuple[int, object]]:
    rows = connection.execute("SELECT seq, payload FROM events WHERE run_id = ? AND payload IS NOT NULL", (run_id,))
    return [(seq, decode(payload, look_up)) for seq, payload in rows.fetchall()]


def _steps(connection: sqlite3.Connection, run_id: int) -> list[tuple[int, TokenStep]]:
    columns = (
        "seq, step, token_id, token, text, logprob_raw, logprob_final, entropy, draw, tail,"
        " top_ids, top_texts, top_logprob_raw, top_logprob_final, xtc_draw, log_normalizer"
    )
    return [(row[0], _step(row)) for row in connection.execute(f"SELECT {columns} FROM steps WHERE run_id = ?", (run_id,))]


def _step(row: Sequence[Any]) -> TokenStep:
    _, index, token_id, token, text, *numbers = row[:10]
    raw, final, entropy, draw, tail, xtc_draw, log_normalizer = (
        math.nan if number is None else number for number in (*numbers, *row[14:16])
    )
    return TokenStep(
        index=index,
        id=token_id,
        token=json.loads(token),
        text=json.loads(text),
        logprob_raw=raw,
        logprob_final=final,
        entropy=entropy,
        draw=draw,
        tail=tail,
        top_ids=np.frombuffer(row[10], dtype="<i4").astype(np.int32, copy=False),
        top_texts=tuple(json.loads(row[11])),
        top_logprob_raw=np.frombuffer(row[12], dtype="<f4").astype(np.float32, copy=False),
        top_logprob_final=np.frombuffer(row[13], dtype="<f4").astype(np.float32, copy=False),
        xtc_draw=xtc_draw,
        log_normalizer=log_normalizer,
    )
