"""Whether a stored generation comes out again: the same request, seed and kernels, compared step by step."""

from __future__ import annotations

import dataclasses
from typing import Literal

import numpy as np

from workbench.errors import WorkbenchError
from workbench.values.codec import value
from workbench.values.generation import GenerateRequest, GenerationStarted, TokenStep
from workbench.values.runs import RunRecord

Cause = Literal["model", "dtype", "kernels", "threads", "torch", "reused", "processor", "version", "unknown"]
"""What may have made a difference: another file under the model's name; another arithmetic, kernel or number of threads;
another PyTorch; its beginning was taken over from an earlier generation, which read it in other portions; another machine, or
version of this program; none of these that is known."""


@value(eq=False)
class ReplayRequest:
    """Generate a stored run again and compare. Answers: ReplayStep for each step, last the ReplayResult.

    stored_ids       int32 [n], stored_logprobs float64 [n]: the raw log-probabilities of the tokens that were chosen
    complete         the run had ended by itself, so that what comes after its last step is a difference too
    environment      of the stored run
    """

    run_id: int
    request: GenerateRequest
    started: GenerationStarted
    stored_ids: np.ndarray
    stored_logprobs: np.ndarray
    complete: bool
    environment: dict[str, object]


def replay_request(record: RunRecord) -> ReplayRequest:
    """What repeats a stored run. Raises WorkbenchError('run-not-replayable')."""
    started = next((event for event in record.events if isinstance(event, GenerationStarted)), None)
    if not isinstance(record.request, GenerateRequest) or started is None:
        raise WorkbenchError("run-not-replayable", id=record.row.id, kind=record.row.kind, status=record.row.status)
    request = dataclasses.replace(
        record.request,
        seed=started.seed,
        kernels=started.model.kernels,
        draw_order=started.draw_order,
        parent_run=record.row.id,
    )
    steps = [event for event in record.events if isinstance(event, TokenStep)]
    return ReplayRequest(
        run_id=record.row.id,
        request=request,
        started=started,
        stored_ids=np.array([step.id for step in steps], np.int32),
        stored_logprobs=np.array([step.logprob_raw for step in steps], np.float64),
        complete=record.row.status == "done",
        environment=record.environment,
    )


@value
class ReplayStep:
    """One step of both; an id None: one side has no such step. `token`: the new one. `difference`: between the raw log-probabilities
    of the stored token, NaN where there is none to compare."""

    index: int
    stored_id: int | None
    id: int | None
    token: str
    difference: float

    @property
    def same(self) -> bool:
        return self.stored_id == self.id


@value
class ReplayResult:
    """Last. `position`: the first step that is another one, or that only one side has; None: everything came out again.

    largest    difference between raw log-probabilities up to there
    changed    what is different now of that which may change a result: name, then, now
    causes     what may explain a difference, the likeliest first; also told where there is none
    """

    run_id: int
    n_steps: int
    position: int | None
    stored: ReplayStep | None
    largest: float
    changed: tuple[tuple[str, str, str], ...]
    causes: tuple[Cause, ...]

    @property
    def identical(self) -> bool:
        return self.position is None
