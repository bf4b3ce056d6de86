"""How runs look: the documents of `--json`, and the lines a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.cli.output import plain, table, visible
from workbench.cli.show import step_document, steps_lines
from workbench.errors import CATALOGUE, WorkbenchError
from workbench.values import RunRecord, RunRow, TokenStep

if TYPE_CHECKING:
    from workbench.cli.replay import Replay


def run_lines(rows: Sequence[RunRow], total: int) -> Iterator[str]:
    """A table of runs, newest first."""
    cells = [(row.id, row.kind, row.status, row.model, row.created_at_utc[:19].replace("T", " "), visible(row.summary)) for row in rows]
    yield from table(("id", "kind", "status", "model", "created (UTC)", "text"), cells, right=(0,))
    if total > len(rows):
        yield f"{len(rows)} of {total} runs"


def record_document(record: RunRecord) -> dict[str, object]:
    """The row's fields, request, result, error, environment; steps apart from other events."""
    row = plain(record.row)
    assert isinstance(row, dict)
    others = [event for event in record.events if not isinstance(event, TokenStep)]
    return {
        **row,
        "request": {"class": type(record.request).__name__, **_fields(record.request)},
        "result": None if record.result is None else {"class": type(record.result).__name__, **_fields(record.result)},
        "steps": [step_document(event) for event in record.events if isinstance(event, TokenStep)],
        "events": [{"class": type(event).__name__, **_fields(event)} for event in others],
        "error_code": record.error_code,
        "error_values": plain(record.error_values),
        "environment": plain(record.environment),
    }


def _fields(item: object) -> dict[str, object]:
    found = plain(item)
    return found if isinstance(found, dict) else {"value": found}


def record_lines(record: RunRecord) -> Iterator[str]:
    """What a run was, one fact a line, and its steps."""
    row = record.row
    facts = [
        ("run", f"{row.id} ({row.ulid})"),
        ("kind", row.kind),
        ("status", row.status),
        ("model", f"{row.model}  {row.model_sha256[:16]}".strip()),
        ("created", row.created_at_utc),
        ("finished", row.finished_at_utc),
        ("parent", f"run {row.parent_id}" if row.parent_id else ""),
        ("tags", ", ".join(row.tags)),
        ("note", row.note),
        ("text", row.summary),
        ("error", _error(record)),
        *((f"  {name}", str(value)) for name, value in record.environment.items()),
    ]
    yield from (f"{name:16}{visible(fact)}" for name, fact in facts if fact)
    steps = [event for event in record.events if isinstance(event, TokenStep)]
    if steps:
        yield ""
        yield "".join(step.text for step in steps) + (getattr(record.result, "trailing", "") or "")
        yield ""
        yield from steps_lines(steps)


def _error(record: RunRecord) -> str:
    if record.error_code in CATALOGUE:
        return str(WorkbenchError(record.error_code, **record.error_values))
    return record.error_code


def replay_document(replay: Replay) -> dict[str, object]:
    """run_id, identical, n_steps, first_difference (position, stored, new), largest_logprob_difference, changed."""
    parting = replay.parting
    difference = None if parting.position is None else {"step": parting.position, "stored": _id(parting.stored), "new": _id(parting.new)}
    return {
        "run_id": replay.run_id,
        "identical": replay.identical,
        "n_steps": replay.n_steps,
        "first_difference": difference,
        "largest_logprob_difference": parting.largest,
        "changed": {name: {"then": then, "now": now} for name, (then, now) in replay.changed.items()},
    }


def _id(step: TokenStep | None) -> dict[str, object] | None:
    return None if step is None else {"id": step.id, "token": step.token}


def replay_lines(replay: Replay) -> Iterator[str]:
    """Whether the run came out again, and if not, where it parts and what is different now."""
    parting = replay.parting
    if parting.position is None:
        yield f"run {replay.run_id} came out again: {replay.n_steps} steps with the same ids"
    else:
        was, now = (f"{visible(step.token)!r} ({step.id})" if step else "the end" for step in (parting.stored, parting.new))
        yield f"run {replay.run_id} differs at step {parting.position}: it was {was}, it is {now}"
    yield "log-probabilities " + ("are equal to the bit" if parting.largest == 0 else f"differ by up to {parting.largest:.2g} nats")
    for name, (then, today) in replay.changed.items():
        yield f"changed since: {name} was {then}, is {today}"
    if not replay.identical and not replay.changed:
        yield "nothing known has changed; another number of threads can turn a choice between close tokens"
