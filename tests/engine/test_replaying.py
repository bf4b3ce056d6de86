"""A stored run comes out again, or the first step that does not is named with what may be the cause."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from made_models import IDS

from workbench.engine import LoadedModel, generate, replay
from workbench.errors import WorkbenchError
from workbench.values import (
    Ablation,
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    ReplayRequest,
    ReplayResult,
    ReplayStep,
    RunRecord,
    RunRow,
    SamplerSettings,
    Steering,
    Subject,
    TokenStep,
    replay_request,
)
from workbench.values.codec import pack, unpack

ENVIRONMENT = {"torch": "2.0", "kernels": "plain", "n_threads": 1, "dtype": "float32", "python": "3.11", "platform": "here", "seed": 1}
EVERYTHING = SamplerSettings(
    temperature=1.3, top_k=80, top_p=0.98, min_p=0.001, typical_p=0.97, repetition_penalty=1.1, presence_penalty=0.1,
    frequency_penalty=0.1, penalty_last_n=20, no_repeat_ngram=3, dry_multiplier=0.5, xtc_probability=0.4, xtc_threshold=0.05,
    logit_bias=(("a", 1.0),), banned=("b",), forced=((3, "xy"),),
)  # fmt: skip


def record(model: LoadedModel, *, status: str = "done", keep: int = 99, **changes: Any) -> RunRecord:
    """A run as the store gives it."""
    request = GenerateRequest(Subject("made", "", bos="no"), forced_ids=tuple(IDS[:10]), max_new_tokens=16, **changes)
    started, *steps, result = generate(model, request)
    assert isinstance(result, GenerationResult)
    row = RunRow(7, "U", "generate", status, "made", "", "", "", "", None, (), "")  # type: ignore[arg-type]
    return RunRecord(row, request, (started, *steps[:keep]), result, "", {}, ENVIRONMENT)


def replayed(
    model: LoadedModel, request: ReplayRequest, environment: Mapping[str, object] = ENVIRONMENT
) -> tuple[list[ReplayStep], ReplayResult]:
    *steps, result = replay(model, request, environment_of=lambda _started: environment)
    assert isinstance(result, ReplayResult)
    return steps, result  # type: ignore[return-value]


@pytest.mark.parametrize("draw_order", ["probability", "ids"])
@pytest.mark.parametrize("sampler", [SamplerSettings(), SamplerSettings(temperature=1.2, top_p=0.9), EVERYTHING])
def test_that_a_run_comes_out_again_with_all_its_settings(small: LoadedModel, sampler: SamplerSettings, draw_order: Any) -> None:
    stored = record(small, sampler=sampler, draw_order=draw_order)
    steps, result = replayed(small, replay_request(stored))
    assert result.identical
    assert (result.n_steps, result.largest, result.causes, result.changed) == (len(steps), 0.0, (), ())
    assert all(step.same and step.difference == 0.0 for step in steps)


def test_that_a_run_of_an_older_version_draws_by_ids(small: LoadedModel) -> None:
    stored = record(small, sampler=SamplerSettings(temperature=1.2), seed=5, draw_order="ids")
    started = dataclasses.replace(stored.events[0], draw_order="ids")  # type: ignore[type-var]
    old = dataclasses.replace(
        stored, request=dataclasses.replace(stored.request, draw_order="probability"), events=(started, *stored.events[1:])
    )  # type: ignore[type-var]
    assert isinstance(started, GenerationStarted)
    assert replayed(small, replay_request(old))[1].identical


def test_that_the_first_step_that_differs_is_named_and_no_more_is_generated(small: LoadedModel) -> None:
    stored = record(small, sampler=SamplerSettings(temperature=1.2), seed=5)
    request = replay_request(stored)
    ids = request.stored_ids.copy()
    ids[4] = (ids[4] + 1) % 256
    steps, result = replayed(small, dataclasses.replace(request, stored_ids=ids))
    assert (result.position, len(steps), result.identical) == (4, 5, False)
    assert result.stored == steps[-1]
    assert result.stored is not None
    assert (result.stored.stored_id, result.stored.id) == (int(ids[4]), int(request.stored_ids[4]))
    assert result.stored.difference > 0
    assert result.causes == ("unknown",)


def test_that_what_is_different_now_is_named_with_the_likeliest_cause_first(small: LoadedModel) -> None:
    request = replay_request(record(small))
    now = {**ENVIRONMENT, "python": "3.12", "torch": "2.1", "n_threads": 8, "seed": 9}
    _, result = replayed(small, request, now)
    assert result.identical
    assert result.causes == ("torch", "threads", "version")
    assert set(result.changed) == {("torch", "2.0", "2.1"), ("n_threads", "1", "8"), ("python", "3.11", "3.12")}
    other = dataclasses.replace(request, started=dataclasses.replace(request.started, n_reused=12))
    assert replayed(small, other)[1].causes == ("reused",)
    model = dataclasses.replace(request.started.model, sha256="00")
    assert replayed(small, dataclasses.replace(request, started=dataclasses.replace(request.started, model=model)))[1].causes == ("model",)


def test_that_a_run_that_was_stopped_is_compared_as_far_as_it_went(small: LoadedModel) -> None:
    assert replayed(small, replay_request(record(small, status="cancelled", keep=5)))[1].identical
    _, result = replayed(small, replay_request(record(small, keep=5)))
    assert result.position == 5
    assert result.stored is not None
    assert result.stored.stored_id is None
    _, longer = replayed(
        small, dataclasses.replace(replay_request(record(small)), stored_ids=np.zeros(0, np.int32), stored_logprobs=np.zeros(0))
    )
    assert longer.position == 0


def test_that_what_is_no_generation_cannot_be_replayed(small: LoadedModel) -> None:
    stored = record(small)
    for other in (dataclasses.replace(stored, events=stored.events[1:]), dataclasses.replace(stored, request=Subject("m", "t"))):
        with pytest.raises(WorkbenchError) as caught:
            replay_request(other)
        assert caught.value.code == "run-not-replayable"


def test_that_steps_of_a_branch_are_its_own(small: LoadedModel) -> None:
    stored = record(small)
    assert [event.id for event in stored.events if isinstance(event, TokenStep)] == replay_request(stored).stored_ids.tolist()


def test_that_a_run_of_a_changed_model_comes_out_again_and_from_its_store(small: LoadedModel) -> None:
    changes = (Ablation(1, 2, by="zero"), Ablation(2), Steering(1, 0.5, token_id=65))
    stored = record(small, sampler=SamplerSettings(temperature=1.2), seed=5, interventions=changes)
    document, arrays = pack(stored)
    read = unpack(document, arrays)
    assert read.request.interventions == changes
    _, result = replayed(small, replay_request(read))
    assert (result.identical, result.largest) == (True, 0.0)
    plain = record(small, sampler=SamplerSettings(temperature=1.2), seed=5)
    assert plain.result.ids.tolist() != stored.result.ids.tolist()  # type: ignore[union-attr, attr-defined]
