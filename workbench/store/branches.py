"""Reads the tree of branches a run belongs to.

The idea that is not obvious: only a run that began with tokens of its parent is a branch of it; an answer in a conversation
names the answer before as its parent, too, and begins a tree of its own. A deleted run still holds its branches together.
"""

from __future__ import annotations

import json
import math
from typing import NamedTuple

import numpy as np

from workbench.errors import WorkbenchError
from workbench.store.sqlite import sqlite3
from workbench.values import Branch, Branches, BranchesRequest

_IS_BRANCH = "json_array_length(c.request, '$.forced_ids') > 0"
_TREE = f"""
WITH RECURSIVE
up(id, parent_id) AS (
    SELECT c.id, CASE WHEN {_IS_BRANCH} THEN c.parent_id END FROM runs c WHERE c.id = :id
    UNION
    SELECT c.id, CASE WHEN {_IS_BRANCH} THEN c.parent_id END FROM runs c JOIN up ON c.id = up.parent_id
),
tree(id) AS (
    SELECT id FROM up WHERE parent_id IS NULL
    UNION
    SELECT c.id FROM runs c JOIN tree ON c.parent_id = tree.id WHERE c.kind = 'generate' AND {_IS_BRANCH}
)
SELECT r.id, r.parent_id, r.status, r.note, coalesce(m.name, r.model) AS model, r.created_at_utc, r.deleted_at_utc,
    json_extract(r.request, '$.forced_ids') AS kept
FROM tree JOIN runs r ON r.id = tree.id LEFT JOIN models m ON m.id = r.model_id ORDER BY r.id
"""


def read_branches(connection: sqlite3.Connection, request: BranchesRequest) -> Branches:
    """The whole tree of a run. Raises WorkbenchError('run-missing')."""
    rows = connection.execute(_TREE, {"id": request.id}).fetchall()
    if not rows:
        raise WorkbenchError("run-missing", id=request.id)
    known = {row["id"]: _Known(row["parent_id"], tuple(json.loads(row["kept"] or "[]"))) for row in rows}
    there = [row for row in rows if row["deleted_at_utc"] is None]
    shown = there[-max(request.limit, 1) :]
    branches = tuple(_branch(connection, row, known, request.steps_limit) for row in shown)
    return Branches(request, branches, len(there) - len(shown))


class _Known(NamedTuple):
    """Where a run of the tree began."""

    parent_id: int | None
    kept: tuple[int, ...]


class _Choice(NamedTuple):
    """One token as a step recorded it."""

    token: str = ""
    text: str = ""
    logprob: float = math.nan


def _branch(connection: sqlite3.Connection, row: sqlite3.Row, known: dict[int, _Known], steps_limit: int) -> Branch:
    kept = known[row["id"]].kept
    choice = _recorded(connection, row["parent_id"], known, place=len(kept) - 1, token=kept[-1]) if kept else _Choice()
    steps = connection.execute(
        "SELECT token_id, token, text, logprob_raw FROM steps WHERE run_id = ? ORDER BY seq LIMIT ?", (row["id"], steps_limit)
    ).fetchall()
    return Branch(
        id=row["id"],
        parent_id=row["parent_id"] if kept else None,
        status=row["status"],
        name=row["note"],
        model=row["model"],
        created_at_utc=row["created_at_utc"],
        kept=np.asarray(kept, np.int32),
        kept_token=choice.token,
        kept_text=choice.text,
        kept_logprob=choice.logprob,
        ids=np.asarray([step[0] for step in steps], np.int32),
        tokens=tuple(json.loads(step[1]) for step in steps),
        texts=tuple(json.loads(step[2]) for step in steps),
        logprobs=np.asarray([math.nan if step[3] is None else step[3] for step in steps], np.float32),
    )


def _recorded(connection: sqlite3.Connection, run_id: int | None, known: dict[int, _Known], *, place: int, token: int) -> _Choice:
    """What a run, or the one it branched from, recorded of a token at a place behind the prompt."""
    seen: set[int] = set()
    while run_id in known and run_id not in seen:
        seen.add(run_id)
        own = place - len(known[run_id].kept)
        if own >= 0:
            return _of_step(connection, run_id, own, token)
        run_id = known[run_id].parent_id
    return _Choice()


def _of_step(connection: sqlite3.Connection, run_id: int, number: int, token: int) -> _Choice:
    row = connection.execute(
        "SELECT token_id, token, text, logprob_raw, top_ids, top_texts, top_logprob_raw FROM steps WHERE run_id = ? ORDER BY seq"
        " LIMIT 1 OFFSET ?",
        (run_id, number),
    ).fetchone()
    if row is None:
        return _Choice()
    if row["token_id"] == token:
        logprob = row["logprob_raw"]
        return _Choice(json.loads(row["token"]), json.loads(row["text"]), math.nan if logprob is None else logprob)
    places = np.flatnonzero(np.frombuffer(row["top_ids"], "<i4") == token)
    if not len(places):
        return _Choice()
    shown = json.loads(row["top_texts"])[places[0]]
    return _Choice(shown, shown, float(np.frombuffer(row["top_logprob_raw"], "<f4")[places[0]]))
