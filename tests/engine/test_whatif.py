"""What is told from the stored best tokens is what the whole distribution would have given; what is not decided is said so."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from made_models import IDS
from made_words import MadeWords

from workbench.engine import LoadedModel, samplers
from workbench.engine.distribution import best, log_probabilities, tail_mass
from workbench.engine.drawing import Numbers, draw
from workbench.engine.stage import Moment
from workbench.engine.whatif import what_if
from workbench.values import SAMPLER_STAGES, SamplerSettings, StoredSteps, TokenPath, TokenStep, WhatIf, WhatIfRequest, stored_steps

D_VOCAB, M = 400, 48
HISTORY = torch.tensor([3, 5, 3, 97, 98, 97, 98])


def stored(logits: torch.Tensor, *, u: float, chance: float, m: int = M) -> StoredSteps:
    """One step as it is stored."""
    raw = log_probabilities(logits)
    top = best(raw, m)
    return StoredSteps(
        ids=np.zeros(1, np.int32),
        draws=np.array([u]),
        xtc_draws=np.array([chance]),
        log_normalizers=np.array([float(logits[0]) - float(raw[0])]),
        tails=np.array([tail_mass(raw, top)]),
        top_ids=top.numpy().astype(np.int32)[None],
        top_logprob_raw=raw[top].float().numpy()[None],
    )


def told(
    steps: StoredSteps, sampler: SamplerSettings, *, seed: int | None = None, d_vocab: int = D_VOCAB, history: torch.Tensor = HISTORY
) -> WhatIf:
    request = WhatIfRequest(TokenPath("m", tuple(history.tolist()), ()), steps, sampler, seed, d_vocab)
    *_, found = what_if(request, MadeWords(), text_of=str)
    assert isinstance(found, WhatIf)
    return found


def truly(logits: torch.Tensor, sampler: SamplerSettings, *, u: float, chance: float) -> tuple[int, float]:
    """The token from the whole distribution, and its final log-probability."""
    final = samplers.final_logprobs(logits, Moment(HISTORY, 0, chance), through=samplers.stages(sampler, MadeWords()))
    token = int(final.argmax()) if samplers.is_greedy(sampler) else draw(final, u)
    return token, float(final[token])


sometimes = st.booleans()
settings = st.builds(
    SamplerSettings,
    temperature=st.sampled_from([0.0, 0.3, 0.8, 1.0, 1.5]),
    top_k=st.sampled_from([0, 1, 5, 40, M, 100]),
    top_p=st.sampled_from([1.0, 0.3, 0.9, 0.99]),
    min_p=st.sampled_from([0.0, 0.02, 0.3]),
    typical_p=st.sampled_from([1.0, 0.2, 0.9]),
    repetition_penalty=st.sampled_from([1.0, 0.8, 1.3]),
    presence_penalty=st.sampled_from([0.0, 0.5, -0.5]),
    frequency_penalty=st.sampled_from([0.0, 0.3]),
    no_repeat_ngram=st.sampled_from([0, 2]),
    dry_multiplier=st.sampled_from([0.0, 0.8]),
    xtc_probability=st.sampled_from([0.0, 0.5]),
    xtc_threshold=st.sampled_from([0.05, 0.2]),
    logit_bias=st.sampled_from([(), (("a", 1.5),), (("b", -2.0), ("ac", 4.0))]),
    banned=st.sampled_from([(), ("a",)]),
    forced=st.sampled_from([(), ((0, "z"),)]),
    order=st.permutations(SAMPLER_STAGES).flatmap(lambda order: st.integers(1, len(order)).map(lambda n: tuple(order[:n]))),
)


@given(
    seed=st.integers(0, 2**31),
    spread=st.sampled_from([0.3, 1.5, 3.0, 6.0]),
    sampler=settings,
    u=st.floats(0, 1, exclude_max=True),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_that_what_is_decided_is_what_the_whole_distribution_gives(
    seed: int, spread: float, sampler: SamplerSettings, u: float, chance: float
) -> None:
    logits = torch.randn(D_VOCAB, generator=torch.Generator().manual_seed(seed)) * spread
    found = told(stored(logits, u=u, chance=chance), sampler)
    assert (found.undecided[0] == "") == (found.ids[0] >= 0)
    if found.undecided[0] == "":
        token, _logprob = truly(logits, sampler, u=u, chance=chance)
        assert found.ids[0] == token


def test_that_nearly_everything_is_decided_where_the_model_is_sure() -> None:
    """The measure of it: a share that would drop if a stage gave up too early."""
    random = torch.Generator().manual_seed(1)
    numbers, decided, n = Numbers(1), 0, 300
    for number in range(n):
        logits = torch.randn(D_VOCAB, generator=random) * 5
        sampler = (
            SamplerSettings(temperature=0.7, top_p=0.9),
            SamplerSettings(temperature=0.8, top_k=20, min_p=0.05, repetition_penalty=1.2),
            SamplerSettings(temperature=1.0, typical_p=0.9, presence_penalty=0.4),
            SamplerSettings(temperature=0.9, frequency_penalty=0.2),
        )[number % 4]
        decided += told(stored(logits, u=numbers.draw(), chance=0.5), sampler).undecided[0] == ""
    assert decided > 0.97 * n


def test_that_an_answer_in_the_tail_is_said_to_lie_there() -> None:
    logits = torch.zeros(D_VOCAB)
    steps = stored(logits, u=0.9, chance=0.5)
    assert told(steps, SamplerSettings(temperature=1.0)).undecided == ("tail",)
    assert told(dataclasses.replace(steps, draws=np.array([0.051])), SamplerSettings(temperature=1.0)).undecided == ("",)


def test_that_a_token_beyond_the_stored_ones_is_known_where_it_is_forced() -> None:
    logits = torch.arange(D_VOCAB, dtype=torch.float32) / 50  # "z" is among the least probable
    found = told(stored(logits, u=0.5, chance=0.5), SamplerSettings(temperature=1.0, forced=((0, "z"),)))
    assert found.ids.tolist() == [ord("z")]
    assert found.logprob_final[0] == 0.0


def test_that_old_steps_say_which_numbers_they_lack() -> None:
    logits = torch.randn(D_VOCAB, generator=torch.Generator().manual_seed(5)) * 4
    steps = stored(logits, u=math.nan, chance=math.nan)
    old = dataclasses.replace(steps, log_normalizers=np.array([math.nan]))
    assert told(old, SamplerSettings(temperature=1.0)).undecided == ("numbers",)
    assert told(old, SamplerSettings(temperature=1.0), seed=3).undecided == ("",)
    assert told(old, SamplerSettings(temperature=1.0, xtc_probability=0.5)).undecided == ("numbers",)
    assert told(old, SamplerSettings(repetition_penalty=1.2)).undecided == ("logits",)
    assert told(old, SamplerSettings(presence_penalty=0.2)).undecided == ("",)


def run(small: LoadedModel, **changes: object) -> tuple[list[TokenStep], int]:
    started, *steps, _ = small.generate(IDS[:10], max_new_tokens=24, seed=11, top=256, **changes)  # type: ignore[arg-type]
    return steps, started.seed  # type: ignore[return-value,union-attr]


@pytest.mark.parametrize(
    "sampler", [SamplerSettings(), SamplerSettings(temperature=0.9, top_p=0.9, repetition_penalty=1.1, dry_multiplier=0.5)]
)
def test_that_the_same_settings_give_the_same_tokens(small: LoadedModel, sampler: SamplerSettings) -> None:
    steps, seed = run(small, sampler=sampler)
    found = told(stored_steps(steps), sampler, seed=seed, d_vocab=300, history=torch.tensor(IDS[:10]))
    decided = [why == "" for why in found.undecided]
    assert sum(decided) > 0.9 * len(steps)
    assert all(int(token) == step.id for token, step, sure in zip(found.ids, steps, decided, strict=True) if sure)
    assert found.first_other == (None if all(decided) else decided.index(False))


def test_that_a_greedy_run_is_drawn_from_by_its_seed(small: LoadedModel) -> None:
    steps, seed = run(small, sampler=SamplerSettings())
    warm = SamplerSettings(temperature=0.9, top_k=8)
    found = told(stored_steps(steps), warm, seed=seed, d_vocab=300, history=torch.tensor(IDS[:10]))
    drawn, _ = run(small, sampler=warm)
    assert found.first_other is not None
    same = found.first_other + 1  # up to the first other token the text is the same, and so is what a real run draws
    assert found.ids[:same].tolist() == [step.id for step in drawn[:same]]
    assert found.logprob_final[:same].tolist() == pytest.approx([step.logprob_final for step in drawn[:same]], abs=1e-5)
