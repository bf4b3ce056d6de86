"""Does a stored generation come out again? The same request, seed and kernels, compared step by step."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.errors import WorkbenchError
from workbench.values import GenerateRequest, GenerationStarted, RunRecord, TokenStep


@dataclass(frozen=True)
class Replay:
    """What came of it. `changed`: what is different now of that which may change a result: name, then (then, now)."""

    run_id: int
    n_steps: int
    parting: Parting
    changed: dict[str, tuple[str, str]]

    @property
    def identical(self) -> bool:
        return self.parting.position is None


def prepare(record: RunRecord) -> tuple[GenerateRequest, GenerationStarted]:
    """The request that repeats a run, and what it said first. Raises WorkbenchError('run-not-replayable')."""
    started = next((event for event in record.events if isinstance(event, GenerationStarted)), None)
    if not isinstance(record.request, GenerateRequest) or started is None:
        raise WorkbenchError("run-not-replayable", id=record.row.id, kind=record.row.kind, status=record.row.status)
    request = dataclasses.replace(record.request, seed=started.seed, kernels=started.model.kernels, parent_run=record.row.id)
    return request, started


@dataclass(frozen=True)
class Parting:
    """Where two generations part: at a step that has another id, or that only one of them has. `position` None: nowhere."""

    position: int | None
    stored: TokenStep | None
    new: TokenStep | None
    largest: float  # difference between log-probabilities before that


def compare(stored: Sequence[TokenStep], new: Iterator[TokenStep], *, complete: bool) -> Parting:
    """Take steps of `new` until it parts from `stored`. A run that is not `complete` is compared as far as it went."""
    largest = 0.0
    for position, old in enumerate(stored):
        step = next(new, None)
        if step is None or step.id != old.id:
            return Parting(position, old, step, largest)
        largest = max(largest, abs(step.logprob_raw - old.logprob_raw))
    extra = next(new, None) if complete else None
    return Parting(len(stored) if extra else None, None, extra, largest)


def replay(record: RunRecord) -> Replay:
    """Generate again what a run generated. Raises WorkbenchError: run-not-replayable, and those of opening and generating."""
    request, then = prepare(record)
    from workbench.engine import generate, open_model  # only now: what cannot be replayed is said without loading torch

    events = generate(open_model(request.subject.model, request.dtype, kernels=request.kernels), request)
    now = next(events)
    assert isinstance(now, GenerationStarted), "a generation begins with its start"
    stored = [event for event in record.events if isinstance(event, TokenStep)]
    new = (event for event in events if isinstance(event, TokenStep))
    parting = compare(stored, new, complete=record.row.status == "done")
    return Replay(record.row.id, len(stored), parting, _changed(record, then, now))


def _changed(record: RunRecord, then: GenerationStarted, now: GenerationStarted) -> dict[str, tuple[str, str]]:
    from workbench.store import environment_of

    before = {**record.environment, "model sha256": then.model.sha256}
    after = {**environment_of(now), "model sha256": now.model.sha256}
    return {name: (str(before[name]), str(after[name])) for name in before if name in after and before[name] != after[name]}
