"""One computation of a grid: what the engine is asked for it, and what is kept of the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.errors import WorkbenchError
from workbench.prompts.layout import Layout
from workbench.values import (
    GenerateRequest,
    GenerationResult,
    GridOutcome,
    GridPrompt,
    Likelihood,
    LikelihoodRequest,
    Subject,
    WorkKind,
)


@dataclass(eq=False)
class Work:
    """`key`: of all that its outcome depends on. `prompt_ids`: what the model is to read. `places`: of the cells that want it."""

    kind: WorkKind
    key: str
    model: int
    request: GenerateRequest | LikelihoodRequest
    prompt_ids: np.ndarray
    places: list[int]


WorkRequest = GenerateRequest | LikelihoodRequest


def work_request(layout: Layout, place: int, kind: WorkKind, *, prompt: GridPrompt, kernels: str = "") -> WorkRequest:
    """What the engine is asked for a cell: what the playground, too, would ask of the same prompt."""
    cell, grid = layout.cell(place), layout.request
    subject = Subject(grid.models[cell.column.model], prompt.text, grid.bos)
    if kind == "likelihood":
        return LikelihoodRequest(subject, layout.continuations(cell), messages=prompt.messages(), dtype=grid.dtype, kernels=kernels)
    setting = layout.setting(cell)
    return GenerateRequest(
        subject,
        max_new_tokens=setting.max_new_tokens,
        sampler=setting.sampler,
        seed=cell.column.seed,
        stop=setting.stop,
        top=0,
        dtype=grid.dtype,
        kernels=kernels,
        messages=prompt.messages(),
    )


def outcome_of(work: Work, found: object, *, model_sha256: str, dtype: str, kernels: str, seconds: float) -> GridOutcome:
    """What is kept. Raises WorkbenchError('grid-ids-differ') if the engine read other ids than the work was keyed by."""
    if isinstance(found, GenerationResult):
        _check_ids(work, found.prompt_ids)
        return GridOutcome(
            work.key, "generate", model_sha256, dtype, kernels, found.prompt_ids, seconds,
            ids=found.ids, nats=np.zeros(0), text=found.text, finish_reason=found.finish_reason,
        )  # fmt: skip
    assert isinstance(found, Likelihood), f"no work is answered by a {type(found).__name__}"
    _check_ids(work, found.prompt.ids)
    return GridOutcome(
        work.key, "likelihood", model_sha256, dtype, kernels, found.prompt.ids, seconds,
        ids=np.zeros(0, np.int32), nats=np.array([score.nats for score in found.scores]),
        continuations=tuple(score.text for score in found.scores),
    )  # fmt: skip


def _check_ids(work: Work, ids: np.ndarray) -> None:
    if not np.array_equal(work.prompt_ids, ids):
        raise WorkbenchError("grid-ids-differ", n_planned=len(work.prompt_ids), n_read=len(ids))
