"""How runs look: the documents of `--json`, and the lines a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workbench.cli.output import plain, table, visible
from workbench.cli.show import step_document, steps_lines
from workbench.cli.show_changes import changes
from workbench.errors import CATALOGUE, WorkbenchError
from workbench.values import Cause, Metrics, ReplayResult, ReplayStep, RunRecord, RunRow, TokenStep, TrainRequest


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
        ("parent", _parent(record)),
        ("tags", ", ".join(row.tags)),
        ("note", row.note),
        ("text", row.summary),
        ("changed", changes(getattr(record.request, "interventions", ()))),
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


def curves_document(found: Metrics) -> dict[str, object]:
    """The curves of a training by name: steps, and what was measured at each (null: no finite number)."""
    return {curve.name: {"steps": plain(curve.steps), "values": plain(curve.values)} for curve in found.curves}


def curves_lines(found: Metrics) -> Iterator[str]:
    """Of each curve its last point, and the least and the greatest value; `found`: in one stretch."""
    if found.curves:
        cells = [
            (curve.name, f"{curve.steps[-1]:,}", *(f"{numbers[-1]:,.6g}" for numbers in (curve.values, low, high)))
            for curve in found.curves
            for low, high in [(curve.values if curve.least is None else curve.least, curve.values if curve.most is None else curve.most)]
        ]
        yield ""
        yield from table(("curve", "last step", "last", "least", "most"), cells, right=(1, 2, 3, 4))


def _parent(record: RunRecord) -> str:
    """The run that this one came of, and how a training did."""
    parent, request = record.row.parent_id, record.request
    if isinstance(request, TrainRequest) and request.resume is not None:
        return f"run {request.resume}, gone on with"
    if isinstance(request, TrainRequest) and request.fork:
        return f"{request.fork}, forked"
    return f"run {parent}" if parent else ""


def _error(record: RunRecord) -> str:
    if record.error_code in CATALOGUE:
        return str(WorkbenchError(record.error_code, **record.error_values))
    return record.error_code


def replay_document(replay: ReplayResult, tokens: Mapping[int, str]) -> dict[str, object]:
    """run_id, identical, n_steps, first_difference (step, stored, new), largest_logprob_difference, changed, causes."""
    return {
        "run_id": replay.run_id,
        "identical": replay.identical,
        "n_steps": replay.n_steps,
        "first_difference": None if replay.stored is None else _difference(replay.stored, tokens),
        "largest_logprob_difference": replay.largest,
        "changed": {name: {"then": then, "now": now} for name, then, now in replay.changed},
        "causes": list(replay.causes),
    }


def _difference(step: ReplayStep, tokens: Mapping[int, str]) -> dict[str, object]:
    stored = None if step.stored_id is None else {"id": step.stored_id, "token": tokens[step.index]}
    new = None if step.id is None else {"id": step.id, "token": step.token}
    return {"step": step.index, "stored": stored, "new": new}


CAUSES: dict[Cause, str] = {
    "model": "another file under the model's name",
    "dtype": "another arithmetic",
    "kernels": "other kernels",
    "torch": "another PyTorch",
    "threads": "another number of threads",
    "reused": "its beginning, which was taken over from an earlier run and had been read in other portions",
    "processor": "another processor",
    "version": "another version of a library",
    "unknown": "nothing that is known; another number of threads can turn a choice between close tokens",
}


def replay_lines(replay: ReplayResult, tokens: Mapping[int, str]) -> Iterator[str]:
    """Whether the run came out again, and if not, where it parts, what is different now and what it may come from."""
    if replay.stored is None:
        yield f"run {replay.run_id} came out again: {replay.n_steps} steps with the same ids"
    else:
        step = replay.stored
        was = "the end" if step.stored_id is None else f"{visible(tokens[step.index])!r} ({step.stored_id})"
        now = "the end" if step.id is None else f"{visible(step.token)!r} ({step.id})"
        yield f"run {replay.run_id} differs at step {step.index}: it was {was}, it is {now}"
    yield "log-probabilities " + ("are equal to the bit" if replay.largest == 0 else f"differ by up to {replay.largest:.2g} nats")
    for name, then, today in replay.changed:
        yield f"changed since: {name} was {then}, is {today}"
    if not replay.identical:
        yield "it may come from " + "; ".join(CAUSES[cause] for cause in replay.causes)
