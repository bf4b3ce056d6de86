"""Each sampler stage against transformers' processor of the same meaning, or else a plain reading of its source."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from made_words import MadeWords
from transformers import (
    LogitsProcessor,
    MinPLogitsWarper,
    NoBadWordsLogitsProcessor,
    NoRepeatNGramLogitsProcessor,
    RepetitionPenaltyLogitsProcessor,
    SequenceBiasLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
    TypicalLogitsWarper,
)

from workbench.engine import penalties, samplers, truncation, wording
from workbench.engine.stage import Moment, Stage
from workbench.errors import WorkbenchError
from workbench.values import PRESETS, SAMPLER_STAGES, SamplerSettings

HISTORY = torch.tensor([3, 0, 3, 7, 9, 3])
NOW = Moment(HISTORY, 0, 0.4)
D_VOCAB = 200

PAIRS: list[tuple[Callable[[float], Stage], Callable[[float], LogitsProcessor], list[float]]] = [
    (truncation.temperature, TemperatureLogitsWarper, [0.3, 1.7]),
    (lambda k: truncation.top_k(int(k)), lambda k: TopKLogitsWarper(int(k)), [1, 5, 40, 1000]),
    (truncation.top_p, TopPLogitsWarper, [0.01, 0.5, 0.9, 0.999]),
    (truncation.min_p, MinPLogitsWarper, [0.02, 0.3, 1.0]),
    (truncation.typical_p, TypicalLogitsWarper, [0.01, 0.2, 0.9, 0.999]),
    (penalties.repetition_penalty, RepetitionPenaltyLogitsProcessor, [0.7, 1.3]),
    (lambda n: penalties.no_repeat_ngram(int(n)), lambda n: NoRepeatNGramLogitsProcessor(int(n)), [1, 2, 3, 7]),
    (lambda bias: wording.logit_bias({(5,): bias, (9, 3, 8): -bias, (8, 3, 1): 3.0}),
     lambda bias: SequenceBiasLogitsProcessor([[[5], bias], [[9, 3, 8], -bias], [[8, 3, 1], 3.0]]), [-4.5, 2.0]),
    (lambda _: wording.banned([(5,), (9, 3, 8), (8, 3, 1)]), lambda _: NoBadWordsLogitsProcessor([[5], [9, 3, 8], [8, 3, 1]]), [0]),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "values"), PAIRS)
@given(seed=st.integers(0, 2**31), spread=st.sampled_from([0.5, 2.0, 6.0]), n=st.sampled_from([D_VOCAB, 3000]))
def test_that_each_stage_does_what_transformers_does(
    ours: Callable[[float], Stage],
    theirs: Callable[[float], LogitsProcessor],
    values: list[float],
    seed: int,
    spread: float,
    n: int,
) -> None:
    scores = torch.randn(n, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * spread
    scores[11] = -torch.inf  # removed by an earlier stage
    for value in values:
        expected = theirs(value)(HISTORY[None], scores[None].clone())[0]
        found = ours(value)(scores, NOW)
        assert torch.equal(found.isneginf(), expected.isneginf())
        assert torch.allclose(found, expected)


def test_that_top_k_keeps_all_that_equal_the_kth() -> None:
    scores = torch.tensor([1.0, 3.0, 2.0, 2.0, 2.0, 0.0])
    assert truncation.top_k(2)(scores, NOW).isfinite().tolist() == [False, True, True, True, True, False]


def test_that_top_p_prefers_the_lower_id_among_equals() -> None:
    scores = torch.zeros(10, dtype=torch.float64)
    assert truncation.top_p(0.35)(scores, NOW).isfinite().nonzero().flatten().tolist() == [0, 1, 2, 3]


def test_that_temperature_zero_keeps_the_lowest_of_equal_best_tokens() -> None:
    kept = truncation.temperature(0.0)(torch.tensor([1.0, 5.0, 5.0]), NOW)
    assert kept.tolist() == [-math.inf, 5.0, -math.inf]


def test_that_stages_run_in_the_order_given() -> None:
    logits = torch.tensor([0.0, 1.0, 2.0, 3.0])
    hot = SamplerSettings(temperature=4.0, top_p=0.7)

    def survivors(order: tuple[str, ...]) -> int:
        stages = samplers.stages(SamplerSettings(temperature=hot.temperature, top_p=hot.top_p, order=order))
        return int(samplers.final_logprobs(logits, Moment(HISTORY[:0]), through=stages).isfinite().sum())

    assert survivors(("top_p", "temperature")) == 2  # 3 and 2 hold 0.88 of the mass
    assert survivors(("temperature", "top_p")) == 3  # flattened first, it takes three
    assert survivors(("temperature",)) == 4  # a stage that is not listed is not applied


@given(seed=st.integers(0, 2**31))
def test_that_final_log_probabilities_are_a_distribution(seed: int) -> None:
    logits = torch.randn(100, generator=torch.Generator().manual_seed(seed)) * 4
    stages = samplers.stages(SamplerSettings(temperature=0.8, top_k=30, top_p=0.9, min_p=0.01, repetition_penalty=1.2))
    final = samplers.final_logprobs(logits, NOW, through=stages)
    assert abs(float(final.exp().sum()) - 1) < 1e-12
    assert not final.isnan().any()


@pytest.mark.parametrize(
    "settings",
    [
        {"temperature": -0.1}, {"temperature": math.inf}, {"temperature": math.nan}, {"top_k": -1}, {"top_p": 1.1}, {"min_p": -0.2},
        {"repetition_penalty": 0.0}, {"order": ("top_k", "magic")}, {"order": ("top_k", "top_k")}, {"typical_p": 0.0},
        {"presence_penalty": math.inf}, {"frequency_penalty": math.nan}, {"penalty_last_n": -2}, {"no_repeat_ngram": -1},
        {"dry_multiplier": -1.0}, {"dry_base": 0.5}, {"dry_allowed_length": -1}, {"dry_last_n": -2}, {"xtc_probability": 1.5},
        {"xtc_threshold": -0.1}, {"logit_bias": (("a", math.inf),)}, {"logit_bias": (("", 1.0),)}, {"banned": ("",)},
        {"forced": ((-1, "a"),)}, {"forced": ((0, "ab"), (1, "c"))},
    ],
)  # fmt: skip
def test_that_a_setting_outside_its_range_is_named(settings: dict[str, object]) -> None:
    with pytest.raises(WorkbenchError) as caught:
        samplers.stages(SamplerSettings(**settings), MadeWords())  # type: ignore[arg-type]
    assert caught.value.values["name"] in (*settings, "sampler")


def test_that_presence_and_frequency_penalties_count_as_they_say() -> None:
    scores = torch.zeros(12, dtype=torch.float64)
    assert penalties.presence_penalty(0.5)(scores, NOW)[[3, 0, 7, 9, 1]].tolist() == [-0.5, -0.5, -0.5, -0.5, 0.0]
    assert penalties.frequency_penalty(0.5)(scores, NOW)[[3, 0, 7, 9, 1]].tolist() == [-1.5, -0.5, -0.5, -0.5, 0.0]


def test_that_penalties_look_only_at_the_last_tokens_where_told() -> None:
    scores = torch.ones(12, dtype=torch.float64)
    for made, one in ((penalties.presence_penalty, 0.5), (penalties.frequency_penalty, 0.5), (penalties.repetition_penalty, 2.0)):
        assert made(one, last_n=2)(scores, NOW).nonzero().flatten().tolist()
        changed = made(one, last_n=2)(scores, NOW) != 1.0
        assert changed.nonzero().flatten().tolist() == [3, 9]
        assert torch.equal(made(one, last_n=0)(scores, NOW), scores)
        assert torch.equal(made(one, last_n=99)(scores, NOW), made(one)(scores, NOW))


def test_that_penalties_in_a_row_equal_llama_cpps_single_one() -> None:
    scores = torch.randn(12, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    settings = SamplerSettings(
        temperature=1.0, repetition_penalty=1.4, presence_penalty=0.3, frequency_penalty=0.2, penalty_last_n=3,
        order=("repetition_penalty", "presence_penalty", "frequency_penalty"),
    )  # fmt: skip
    found = scores
    for stage in samplers.stages(settings):
        found = stage(found, NOW)
    for token in range(12):  # the loop of its `penalties` sampler, token by token
        logit, count = float(scores[token]), HISTORY[-3:].tolist().count(token)
        if count:
            logit = (logit * 1.4 if logit <= 0 else logit / 1.4) - count * 0.2 - 0.3
        assert float(found[token]) == pytest.approx(logit, abs=1e-15)


def test_that_xtc_removes_the_top_choices_but_the_least_of_them() -> None:
    probs = torch.tensor([0.05, 0.4, 0.15, 0.3, 0.1], dtype=torch.float64)
    act, rest = Moment(HISTORY, 0, 0.29), Moment(HISTORY, 0, 0.31)
    stage = truncation.xtc(0.3, 0.12)
    assert stage(probs.log(), act).isfinite().tolist() == [True, False, True, False, True]
    assert torch.equal(stage(probs.log(), rest), probs.log())
    assert torch.equal(truncation.xtc(1.0, 0.35)(probs.log(), act), probs.log())  # only one is as probable as that
    assert torch.equal(truncation.xtc(1.0, 0.51)(probs.log(), act), probs.log())  # as in llama.cpp: above 0.5 it is off


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=9), st.floats(0, 0.6))
def test_that_xtc_is_what_its_pull_request_says(weights: list[float], threshold: float) -> None:
    probs = torch.tensor(weights, dtype=torch.float64) / sum(weights)
    probs = (probs.log()).softmax(-1)
    order = sorted(range(len(probs)), key=lambda token: (-float(probs[token]), token))
    removed = [a for a, b in itertools.pairwise(order) if float(probs[b]) >= threshold]  # as long as the next is as probable, too
    found = truncation.xtc(1.0, threshold)(probs.log(), NOW)
    assert sorted(removed) == found.isneginf().nonzero().flatten().tolist()


def naive_dry(history: list[int], *, multiplier: float, base: float, allowed: int, breakers: set[int], d_vocab: int) -> list[float]:
    """Every token and every length tried: the last n ids, none a breaker, stand somewhere before with the token behind them."""
    taken = [0.0] * d_vocab
    for token in set(range(d_vocab)) - breakers:
        for n in range(1, len(history)):
            suffix = history[-n:]
            if breakers & set(suffix):
                break
            if n >= allowed and any(history[at : at + n] == suffix and history[at + n] == token for at in range(len(history) - n)):
                taken[token] = multiplier * base ** (n - allowed)
    return taken


@given(
    history=st.lists(st.integers(0, 4), max_size=24),
    allowed=st.integers(1, 4),
    breakers=st.sets(st.integers(0, 4), max_size=1),
    base=st.sampled_from([1.0, 1.75, 3.0]),
)
def test_that_dry_takes_what_trying_everything_takes(history: list[int], allowed: int, breakers: set[int], base: float) -> None:
    stage = penalties.Dry(0.8, base, allowed, breakers=torch.tensor(sorted(breakers), dtype=torch.int64))
    found = stage(torch.zeros(5, dtype=torch.float64), Moment(torch.tensor(history, dtype=torch.int64)))
    expected = naive_dry(history, multiplier=0.8, base=base, allowed=allowed, breakers=breakers, d_vocab=5)
    assert (-found).tolist() == pytest.approx(expected, abs=1e-12)


def test_that_dry_takes_the_example_of_llama_cpps_comment() -> None:
    a, b, c, y = range(4)
    history = torch.tensor([a, b, c, c, b, c, y, a, b, c])  # "a b c" came before c, "b c" before y, "c" before b
    found = penalties.Dry(1.0, 2.0, 1)(torch.zeros(4, dtype=torch.float64), Moment(history))
    assert found.tolist() == [0.0, -1.0, -4.0, -2.0]


def test_that_a_breaker_of_several_tokens_ends_a_repetition() -> None:
    history = torch.tensor([1, 2, 3, 4, 5, 1, 2, 3])
    scores = torch.zeros(8, dtype=torch.float64)
    assert penalties.Dry(1.0, 2.0, 1)(scores, Moment(history))[4] == -4.0
    assert penalties.Dry(1.0, 2.0, 1, sequences=[(1, 2)])(scores, Moment(history))[4] == -1.0  # only 3 is left to come again
    assert penalties.Dry(1.0, 2.0, 1, last_n=3)(scores, Moment(history))[4] == 0.0


def test_that_long_repetitions_cost_no_more_than_a_number_can_say() -> None:
    history = torch.full((4000,), 2)
    found = penalties.Dry(1.0, 1.75, 2)(torch.zeros(4, dtype=torch.float64), Moment(history))
    assert found[2].isfinite()
    assert found[2].float().isfinite()


def test_that_the_breakers_of_settings_are_the_tokens_that_contain_them() -> None:
    settings = SamplerSettings(temperature=1.0, dry_multiplier=1.0, dry_base=2.0, dry_allowed_length=1, order=("dry",))
    scores = torch.zeros(256, dtype=torch.float64)

    def taken(text: bytes) -> torch.Tensor:
        (stage,) = samplers.stages(settings, MadeWords())
        return stage(scores, Moment(torch.tensor(list(text))))

    assert taken(b"abcxabc")[ord("x")] == -4.0
    assert taken(b"abcxa:c")[ord("x")] == -1.0
    assert taken(b"abc:abc")[ord(":")] == 0.0


def test_that_forced_texts_come_at_their_steps_and_others_are_free() -> None:
    settings = SamplerSettings(forced=((0, "hi"), (4, "!")), order=("forced",))
    (stage,) = samplers.stages(settings, MadeWords())
    scores = torch.zeros(256, dtype=torch.float64)
    kept = {step: stage(scores, Moment(HISTORY, step)).isfinite().nonzero().flatten().tolist() for step in range(5)}
    assert {step: chr(ids[0]) for step, ids in kept.items() if len(ids) == 1} == {0: "h", 1: "i", 4: "!"}
    assert len(kept[2]) == 256


EVERYTHING = SamplerSettings(
    temperature=0.7, top_k=20, top_p=0.9, min_p=0.05, repetition_penalty=1.2, typical_p=0.8, presence_penalty=0.2,
    frequency_penalty=0.1, no_repeat_ngram=2, dry_multiplier=0.8, xtc_probability=0.5, xtc_threshold=0.05,
    logit_bias=(("a", 1.0),), banned=("b", "cd"), forced=((1, "e"),),
)  # fmt: skip


@given(
    order=st.permutations(SAMPLER_STAGES).flatmap(lambda order: st.integers(1, len(order)).map(lambda n: tuple(order[:n]))),
    seed=st.integers(0, 2**31),
    history=st.lists(st.integers(95, 105), min_size=1, max_size=20),
    step=st.integers(0, 2),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_that_every_stage_leaves_a_token_and_wakes_no_removed_one_in_any_order(
    order: tuple[str, ...], seed: int, history: list[int], step: int, chance: float
) -> None:
    scores = torch.randn(256, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 3
    moment = Moment(torch.tensor(history), step, chance)
    named = samplers.named_stages(SamplerSettings(**{**_fields(EVERYTHING), "order": order}), MadeWords())
    assert [name for name, _stage in named] == list(order)
    for name, stage in named:
        assert stage is not None, name
        after = stage(scores, moment)
        assert not after.isnan().any(), name
        assert after.isfinite().any(), name
        assert not (after.isfinite() & scores.isneginf()).any(), name
        scores = after


def _fields(settings: SamplerSettings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in SamplerSettings.__dataclass_fields__}  # type: ignore[attr-defined]


def test_that_stages_without_effect_are_not_made_and_only_texts_need_a_tokenizer() -> None:
    assert samplers.stages(SamplerSettings(temperature=1.0)) == []
    assert not samplers.needs_words(SamplerSettings(temperature=1.0))
    assert samplers.needs_words(EVERYTHING)
    assert not samplers.needs_words(SamplerSettings(**{**_fields(EVERYTHING), "order": ("temperature", "top_k")}))
    for one in PRESETS:
        assert not samplers.needs_words(one.sampler)
        samplers.stages(one.sampler)
