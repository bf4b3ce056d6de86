"""Generates a stored run again and says where the two part.

The idea that is not obvious: a replay takes nothing over from what was read before, so that it depends on nothing but what
the run names; a run that itself took something over may differ for that reason, and it is told.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from workbench.engine.generation import generate
from workbench.values import RECORDED, Cause, GenerationStarted, ReplayRequest, ReplayResult, ReplayStep, TokenStep

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

_CAUSE_OF: dict[str, Cause] = {
    "model sha256": "model", "dtype": "dtype", "device": "processor", "kernels": "kernels", "torch": "torch", "n_threads": "threads",
    "n_cpus": "processor", "platform": "processor",
}  # fmt: skip
"""What a difference of the environment may do. Everything else that is named is a version."""
_LIKELIEST: tuple[Cause, ...] = ("model", "dtype", "kernels", "torch", "threads", "reused", "processor", "version")


def replay(
    model: LoadedModel,
    request: ReplayRequest,
    *,
    environment_of: Callable[[GenerationStarted], Mapping[str, object]],
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[ReplayStep | ReplayResult]:
    """Compare step by step until the two part; last the ReplayResult.

    `environment_of`: what a run that starts now would remember of where it is computed. Raises WorkbenchError as `generate` does.
    """
    events = generate(model, dataclasses.replace(request.request, top=max(request.request.top, RECORDED)), stopped=stopped)
    now = next(events)
    assert isinstance(now, GenerationStarted), "a generation begins with its start"
    changed = _changed(request, now, environment_of(now))
    parting: ReplayStep | None = None
    largest = 0.0
    for step in _compared(request, (event for event in events if isinstance(event, TokenStep))):
        if step.difference == step.difference:
            largest = max(largest, step.difference)
        yield step
        if not step.same:
            parting = step
            break
    causes = _causes(request, changed)
    if parting is not None and not causes:
        causes = ("unknown",)
    position = parting.index if parting is not None else None
    n_steps = len(request.stored_ids)
    yield ReplayResult(request.run_id, n_steps, position=position, stored=parting, largest=largest, changed=changed, causes=causes)


def _compared(request: ReplayRequest, new: Iterator[TokenStep]) -> Iterator[ReplayStep]:
    """A run that is not complete is compared as far as it went."""
    for index, (stored_id, logprob) in enumerate(zip(request.stored_ids.tolist(), request.stored_logprobs.tolist(), strict=True)):
        step = next(new, None)
        if step is None:
            yield ReplayStep(index, stored_id=stored_id, id=None, token="", difference=math.nan)
            return
        yield ReplayStep(index, stored_id=stored_id, id=step.id, token=step.token, difference=abs(_logprob(step, stored_id) - logprob))
    extra = next(new, None) if request.complete else None
    if extra is not None:
        yield ReplayStep(len(request.stored_ids), stored_id=None, id=extra.id, token=extra.token, difference=math.nan)


def _logprob(step: TokenStep, token: int) -> float:
    """The raw log-probability of a token, in the precision that is stored; -inf where it is not among the alternatives."""
    if token == step.id:
        return float(step.logprob_raw)
    places = (step.top_ids == token).nonzero()[0]
    return float(step.top_logprob_raw[places[0]]) if len(places) else -math.inf


def _changed(request: ReplayRequest, now: GenerationStarted, environment: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
    before = {**request.environment, "model sha256": request.started.model.sha256}
    after = {**environment, "model sha256": now.model.sha256}
    names = [name for name in before if name in after and before[name] != after[name] and name != "seed"]
    return tuple((name, str(before[name]), str(after[name])) for name in names)


def _causes(request: ReplayRequest, changed: tuple[tuple[str, str, str], ...]) -> tuple[Cause, ...]:
    found = {_CAUSE_OF.get(name, "version") for name, _then, _now in changed}
    if request.started.n_reused:
        found.add("reused")
    return tuple(cause for cause in _LIKELIEST if cause in found)
