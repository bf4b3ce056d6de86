"""What the window asks about choosing tokens, through the engine's child."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from host_office import Office, opened

from workbench.errors import WorkbenchError
from workbench.values import (
    BeamRequest,
    BeamResult,
    BeamStarted,
    BeamStep,
    GenerateRequest,
    GenerationStarted,
    OpenRequest,
    Probe,
    ProbeRequest,
    ReplayRequest,
    ReplayResult,
    ReplayStep,
    SamplerSettings,
    Subject,
    TokenStep,
    Waterfall,
    WaterfallRequest,
    WhatIf,
    WhatIfRequest,
    path_of,
    stored_steps,
)

WARM = SamplerSettings(temperature=0.9, top_k=40)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("OMP_NUM_THREADS", "1")
        with opened() as made:
            made.end(made.submit(OpenRequest("starter")))
            yield made


def asked(office: Office, request: object) -> tuple[list[object], object]:
    """The events of a request, and its result."""
    job = office.submit(request)
    last = office.end(job)
    if last.error is not None:
        raise last.error
    return office.events(job), last.event


@dataclasses.dataclass
class Told:
    started: GenerationStarted
    steps: list[TokenStep]


@pytest.fixture(scope="module")
def told(office: Office) -> Told:
    events, _ = asked(office, GenerateRequest(Subject("starter", "나는 오늘"), max_new_tokens=12, sampler=WARM, seed=3))
    (started,) = (event for event in events if isinstance(event, GenerationStarted))
    return Told(started, [event for event in events if isinstance(event, TokenStep)])


def test_that_a_step_is_explained_from_what_the_engine_kept(office: Office, told: Told) -> None:
    path = path_of(told.started, told.steps)
    for index in (0, len(told.steps) - 1):
        step = told.steps[index]
        _, found = asked(office, WaterfallRequest(path, index, WARM, step.draw, step.xtc_draw))
        assert isinstance(found, Waterfall)
        assert (found.draw.id, found.recomputed) == (step.id, False)


def test_that_strings_are_looked_for_at_every_step(office: Office, told: Told) -> None:
    _, found = asked(office, ProbeRequest(path_of(told.started, told.steps), (" 아침", "자유 민주주의"), WARM))
    assert isinstance(found, Probe)
    assert found.rank_raw.shape == (len(told.steps), 2)
    assert (found.whole_raw <= found.logprob_raw + 1e-6).all()
    assert not found.recomputed.any()


def what_if(told: Told, sampler: SamplerSettings, *, model: str = "starter") -> WhatIfRequest:
    path = dataclasses.replace(path_of(told.started, told.steps), model=model)
    return WhatIfRequest(path, stored_steps(told.steps), sampler, told.started.seed, told.started.model.d_vocab)


def test_that_other_settings_are_tried_without_the_model(office: Office, told: Told) -> None:
    _, same = asked(office, what_if(told, WARM))
    assert isinstance(same, WhatIf)
    assert (same.first_other, same.ids.tolist()) == (None, [step.id for step in told.steps])
    assert list(same.texts) == [step.token for step in told.steps]
    _, greedy = asked(office, what_if(told, SamplerSettings()))
    assert isinstance(greedy, WhatIf)
    assert greedy.ids.tolist() == [int(step.top_ids[0]) for step in told.steps]


def test_that_a_model_that_is_gone_is_not_needed_for_that(office: Office, told: Told) -> None:
    _, found = asked(office, what_if(told, SamplerSettings(temperature=0.5), model="no-such-model"))
    assert isinstance(found, WhatIf)
    assert set(found.texts) == {""}
    with pytest.raises(WorkbenchError):  # but for what only its tokenizer can tell
        asked(office, what_if(told, SamplerSettings(banned=("나",)), model="no-such-model"))


def test_that_beams_grow_while_they_are_searched(office: Office) -> None:
    events, result = asked(office, BeamRequest(Subject("starter", "나는 오늘"), width=3, max_new_tokens=5))
    assert any(isinstance(event, BeamStarted) for event in events)
    steps = [event for event in events if isinstance(event, BeamStep)]
    assert isinstance(result, BeamResult)
    assert sum(len(step.nodes) for step in steps) == result.n_nodes
    assert result.text.strip()


def test_that_a_run_is_replayed_step_by_step(office: Office, told: Told) -> None:
    started = dataclasses.replace(told.started, n_reused=0)
    request = ReplayRequest(
        1,
        dataclasses.replace(started.request, kernels=started.model.kernels, seed=started.seed),
        started,
        np.array([step.id for step in told.steps], np.int32),
        np.array([step.logprob_raw for step in told.steps]),
        complete=True,
        environment={"torch": "0.1"},
    )
    events, result = asked(office, request)
    assert isinstance(result, ReplayResult)
    assert result.identical
    assert [name for name, _then, _now in result.changed] == ["torch"]
    assert result.causes == ("torch",)
    assert sum(isinstance(event, ReplayStep) for event in events) == len(told.steps)


def test_that_a_branch_does_not_read_its_beginning_again(office: Office, told: Told) -> None:
    kept = tuple(step.id for step in told.steps[:6])
    events, _ = asked(office, dataclasses.replace(told.started.request, forced_ids=kept))
    (started,) = (event for event in events if isinstance(event, GenerationStarted))
    assert started.n_reused == len(started.prompt.ids) - 1
