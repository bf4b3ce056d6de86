"""What a generation leaves behind is found by exact ids, and changes nothing but the time it takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from made_models import IDS

from workbench.engine import LoadedModel, generate, open_model
from workbench.engine.recollection import Recollection, Trail
from workbench.errors import WorkbenchError
from workbench.values import GenerateRequest, GenerationResult, GenerationStarted, SamplerSettings, Subject, TokenStep

WARM = SamplerSettings(temperature=1.5)


def asked(ids: list[int], *, n: int = 20, seed: int = 3) -> GenerateRequest:
    return GenerateRequest(Subject("made", "", bos="no"), max_new_tokens=n, sampler=WARM, seed=seed, forced_ids=tuple(ids))


def run(model: LoadedModel, request: GenerateRequest, recollection: Recollection | None) -> tuple[GenerationStarted, list[TokenStep]]:
    started, *steps, result = generate(model, request, recollection=recollection)
    assert isinstance(started, GenerationStarted)
    assert isinstance(result, GenerationResult)
    return started, steps  # type: ignore[return-value]


@pytest.fixture
def positions(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many positions each forward pass read."""
    read: list[int] = []
    embedded = small.transformer.embedded

    def counted(tokens: torch.Tensor, **settings: object) -> torch.Tensor:
        read.append(tokens.shape[1])
        return embedded(tokens, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(small.transformer, "embedded", counted)
    return read


def test_that_a_branch_reads_only_what_its_parent_did_not_and_says_the_same(small: LoadedModel, positions: list[int]) -> None:
    recollection = Recollection()
    _, parent = run(small, asked(IDS[:30]), recollection)
    other = (parent[9].id + 1) % 256
    branch = asked([*IDS[:30], *(step.id for step in parent[:9]), other])
    positions.clear()
    with_it, steps = run(small, branch, recollection)
    assert with_it.n_reused == 39
    assert positions == [1] * len(steps)
    positions.clear()
    without, expected = run(small, branch, None)
    assert without.n_reused == 0
    assert positions[0] == 40
    assert [step.id for step in steps] == [step.id for step in expected]
    for one, same in zip(steps, expected, strict=True):
        assert np.abs(one.top_logprob_raw - same.top_logprob_raw).max() < 1e-4
        assert one.logprob_final == pytest.approx(same.logprob_final, abs=1e-4)


def test_that_a_parent_may_be_branched_from_again_and_again(small: LoadedModel) -> None:
    recollection = Recollection()
    _, parent = run(small, asked(IDS[:30]), recollection)
    for number in (3, 12, 3):
        branch = asked([*IDS[:30], *(step.id for step in parent[:number]), 7], seed=number)
        started, steps = run(small, branch, recollection)
        assert started.n_reused >= 30 + number
        assert [step.id for step in steps] == [step.id for step in run(small, branch, None)[1]]


def test_that_a_whole_text_that_was_read_is_read_again_at_its_last_position(small: LoadedModel, positions: list[int]) -> None:
    recollection = Recollection()
    _, first = run(small, asked(IDS[:30]), recollection)
    positions.clear()
    started, again = run(small, asked(IDS[:30]), recollection)
    assert started.n_reused == 29
    assert positions[0] == 1
    assert [step.id for step in first] == [step.id for step in again]


def test_that_another_text_and_another_model_find_nothing(small: LoadedModel, folder: Path) -> None:
    recollection = Recollection()
    run(small, asked(IDS[:30]), recollection)
    assert run(small, asked(IDS[5:30]), recollection)[0].n_reused == 0
    assert run(open_model(folder, "float64"), asked(IDS[:30]), recollection)[0].n_reused == 0


def test_that_a_generation_that_was_stopped_leaves_what_it_read(small: LoadedModel) -> None:
    recollection = Recollection()
    events = generate(small, asked(IDS[:30]), recollection=recollection)
    stopped = [next(events) for _ in range(5)]
    events.close()  # type: ignore[attr-defined]
    ids = [*IDS[:30], *(event.id for event in stopped if isinstance(event, TokenStep))]
    assert run(small, asked(ids), recollection)[0].n_reused == 33
    asks = iter([False] * 2)
    with pytest.raises(WorkbenchError):  # within the first pass: nothing was read
        list(generate(small, asked(IDS[1:20]), recollection=recollection, stopped=lambda: next(asks, True)))
    assert run(small, asked(IDS[1:20]), recollection)[0].n_reused == 0


def test_that_logits_are_kept_by_the_exact_ids_before_them(small: LoadedModel) -> None:
    recollection = Recollection()
    _, steps = run(small, asked(IDS[:30]), recollection)
    trail = Trail(small, np.array(IDS[:30]))
    for step in steps:
        kept = recollection.logits(trail.key)
        assert kept is not None
        logprobs = kept.logits.double().log_softmax(-1)
        assert not kept.recomputed
        assert float(logprobs[step.id]) == step.logprob_raw
        trail.push(step.id)
    assert recollection.logits(Trail(small, np.array(IDS[:29])).key) is None
    assert recollection.logits(Trail(small, np.array(IDS[:30]), source=np.array([1])).key) is None


def test_that_budgets_hold(small: LoadedModel) -> None:
    recollection = Recollection(logits_bytes=10 * 300 * 4, caches_bytes=1)
    _, steps = run(small, asked(IDS[:30]), recollection)
    trail, kept = Trail(small, np.array(IDS[:30])), []
    for step in steps:
        kept.append(recollection.logits(trail.key) is not None)
        trail.push(step.id)
    assert kept == [False] * (len(steps) - 10) + [True] * 10
    run(small, asked(IDS[3:30]), recollection)  # the newest stays, even where it is too large
    assert run(small, asked(IDS[:30]), recollection)[0].n_reused == 0
