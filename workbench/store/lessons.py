"""A lesson's line in the table of runs: how far it is."""

from __future__ import annotations

import json

from workbench.store.sqlite import sqlite3
from workbench.values import LessonCell, LessonStarted


def is_telling(event: object) -> bool:
    """Whether an event changes what a lesson's line in the table says."""
    return isinstance(event, LessonStarted | LessonCell)


def summarise(connection: sqlite3.Connection, run_id: int | None) -> None:
    """Say how many cells are measured. Done once for each commit."""
    rows = connection.execute(
        "SELECT kind, payload FROM events WHERE run_id = ? AND kind IN ('LessonStarted', 'LessonCell') ORDER BY seq",
        (run_id,),
    ).fetchall()
    n_cells, states = 0, dict[tuple[int, int], str]()
    for kind, payload in rows:
        event = json.loads(payload)
        if kind == "LessonStarted":
            n_cells = event["n_cells"]
        else:
            states[event["arm"], event["seed"]] = event["state"]
    found = list(states.values())
    failed = f", {found.count('failed'):,} failed" if "failed" in found else ""
    connection.execute("UPDATE runs SET summary = ? WHERE id = ?", (f"{found.count('done'):,} of {n_cells:,} cells{failed}", run_id))
