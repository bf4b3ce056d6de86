"""Each sampler stage against transformers' processor of the same meaning; the draw against counting."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import (
    LogitsProcessor,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from workbench.engine import samplers
from workbench.errors import WorkbenchError
from workbench.values import SamplerSettings

HISTORY = torch.tensor([3, 0, 3, 7])
FALSE_ALARM = 1e-9

PAIRS: list[tuple[Callable[[float], samplers.Stage], Callable[[float], LogitsProcessor], list[float]]] = [
    (samplers.temperature, TemperatureLogitsWarper, [0.3, 1.7]),
    (lambda k: samplers.top_k(int(k)), lambda k: TopKLogitsWarper(int(k)), [1, 5, 40, 1000]),
    (samplers.top_p, TopPLogitsWarper, [0.01, 0.5, 0.9, 0.999]),
    (samplers.min_p, MinPLogitsWarper, [0.02, 0.3, 1.0]),
    (samplers.repetition_penalty, RepetitionPenaltyLogitsProcessor, [0.7, 1.3]),
]


@pytest.mark.parametrize(("ours", "theirs", "values"), PAIRS)
@given(seed=st.integers(0, 2**31), spread=st.sampled_from([0.5, 2.0, 6.0]))
def test_that_each_stage_does_what_transformers_does(
    ours: Callable[[float], samplers.Stage], theirs: Callable[[float], LogitsProcessor], values: list[float], seed: int, spread: float
) -> None:
    scores = torch.randn(200, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * spread
    scores[11] = -torch.inf  # removed by an earlier stage
    for value in values:
        expected = theirs(value)(HISTORY[None], scores[None].clone())[0]
        found = ours(value)(scores, HISTORY)
        assert torch.equal(found.isneginf(), expected.isneginf())
        assert torch.allclose(found, expected)


def test_that_top_k_keeps_all_that_equal_the_kth() -> None:
    scores = torch.tensor([1.0, 3.0, 2.0, 2.0, 2.0, 0.0])
    assert samplers.top_k(2)(scores, HISTORY).isfinite().tolist() == [False, True, True, True, True, False]


def test_that_top_p_prefers_the_lower_id_among_equals() -> None:
    scores = torch.zeros(10, dtype=torch.float64)
    assert samplers.top_p(0.35)(scores, HISTORY).isfinite().nonzero().flatten().tolist() == [0, 1, 2, 3]


def test_that_temperature_zero_keeps_the_lowest_of_equal_best_tokens() -> None:
    kept = samplers.temperature(0.0)(torch.tensor([1.0, 5.0, 5.0]), HISTORY)
    assert kept.tolist() == [-math.inf, 5.0, -math.inf]


def test_that_stages_run_in_the_order_given() -> None:
    logits = torch.tensor([0.0, 1.0, 2.0, 3.0])
    hot = SamplerSettings(temperature=4.0, top_p=0.7)

    def survivors(order: tuple[str, ...]) -> int:
        stages = samplers.stages(SamplerSettings(temperature=hot.temperature, top_p=hot.top_p, order=order))
        return int(samplers.final_logprobs(logits, HISTORY[:0], through=stages).isfinite().sum())

    assert survivors(("top_p", "temperature")) == 2  # 3 and 2 hold 0.88 of the mass
    assert survivors(("temperature", "top_p")) == 3  # flattened first, it takes three
    assert survivors(("temperature",)) == 4  # a stage that is not listed is not applied


@given(seed=st.integers(0, 2**31))
def test_that_final_log_probabilities_are_a_distribution(seed: int) -> None:
    logits = torch.randn(100, generator=torch.Generator().manual_seed(seed)) * 4
    stages = samplers.stages(SamplerSettings(temperature=0.8, top_k=30, top_p=0.9, min_p=0.01, repetition_penalty=1.2))
    final = samplers.final_logprobs(logits, HISTORY, through=stages)
    assert abs(float(final.exp().sum()) - 1) < 1e-12
    assert not final.isnan().any()


@pytest.mark.parametrize(
    "settings",
    [
        {"temperature": -0.1}, {"temperature": math.inf}, {"temperature": math.nan}, {"top_k": -1}, {"top_p": 1.1}, {"min_p": -0.2},
        {"repetition_penalty": 0.0}, {"order": ("top_k", "magic")},
    ],
)  # fmt: skip
def test_that_a_setting_outside_its_range_is_named(settings: dict[str, object]) -> None:
    with pytest.raises(WorkbenchError) as caught:
        samplers.stages(SamplerSettings(**settings))  # type: ignore[arg-type]
    assert caught.value.values["name"] in (*settings, "sampler")


@given(
    probabilities=st.lists(st.floats(0, 1), min_size=1, max_size=20).filter(lambda ps: sum(ps) > 0.01), u=st.floats(0, 1, exclude_max=True)
)
def test_that_a_draw_inverts_the_cumulative_distribution(probabilities: list[float], u: float) -> None:
    mass = torch.tensor(probabilities, dtype=torch.float64)
    mass = mass / mass.sum()
    token = samplers.draw(mass.log(), u)
    below, above = float(mass[:token].sum()), float(mass[: token + 1].sum())
    assert mass[token] > 0
    assert below - 1e-12 <= u <= above + 1e-12


def chi_square_p(counts: torch.Tensor, expected: torch.Tensor) -> float:
    """The probability of counts at least as far from what was expected (regularised upper gamma function)."""
    statistic = float(((counts - expected).square() / expected).sum())
    half_df = torch.tensor((len(counts) - 1) / 2, dtype=torch.float64)
    return float(torch.special.gammaincc(half_df, torch.tensor(statistic / 2, dtype=torch.float64)))


def drawn(logprobs: torch.Tensor, n: int) -> torch.Tensor:
    us = torch.rand(n, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return torch.bincount(torch.tensor([samplers.draw(logprobs, float(u)) for u in us]), minlength=len(logprobs)).double()


def test_that_draws_follow_a_peaked_distribution_and_a_wrong_one_would_be_found() -> None:
    n = 20_000
    logprobs = torch.tensor([0.0, 2.0, -1.0, 1.0, 4.0, 0.5], dtype=torch.float64).log_softmax(-1)
    expected = logprobs.exp() * n
    assert chi_square_p(drawn(logprobs, n), expected) > FALSE_ALARM
    hotter = (logprobs / 1.1).log_softmax(-1)  # a sampler that forgot its temperature by a tenth
    assert chi_square_p(drawn(hotter, n), expected) < FALSE_ALARM
