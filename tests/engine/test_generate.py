"""Generation: what is chosen, what is recorded, when it ends."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_models import EOS, IDS, N_CTX

from workbench.engine import LoadedModel, generate, open_model
from workbench.errors import WorkbenchError
from workbench.values import GenerateRequest, GenerationResult, GenerationStarted, SamplerSettings, Subject, TokenStep

PROMPT = IDS[:10]
WARM = SamplerSettings(temperature=1.3, top_k=60, top_p=0.95)


def run(model: LoadedModel, prompt: Any = PROMPT, **settings: Any) -> tuple[GenerationStarted, list[TokenStep], GenerationResult]:
    started, *steps, result = model.generate(prompt, **settings)
    assert isinstance(started, GenerationStarted)
    assert isinstance(result, GenerationResult)
    return started, steps, result  # type: ignore[return-value]


def test_that_greedy_with_cache_equals_greedy_without(small: LoadedModel) -> None:
    _, _, result = run(small, max_new_tokens=30)
    ids = list(PROMPT)
    for _ in result.ids:
        ids.append(int(small.logits(ids)[-1].argmax()))
    assert result.ids.tolist() == ids[len(PROMPT) :]


def test_that_raw_log_probabilities_are_the_models_own(small: LoadedModel) -> None:
    _, steps, result = run(small, max_new_tokens=12, sampler=WARM, seed=5)
    logprobs = torch.from_numpy(small.logits([*PROMPT, *result.ids.tolist()])).double().log_softmax(-1)
    for step in steps:
        row = logprobs[len(PROMPT) - 1 + step.index]
        assert abs(step.logprob_raw - float(row[step.id])) < 1e-5
        assert abs(step.entropy + float((row.exp() * row).sum())) < 1e-5
        assert np.abs(step.top_logprob_raw - row.sort(descending=True).values[: len(step.top_ids)].numpy()).max() < 1e-5
        assert abs(step.tail + float(np.exp(step.top_logprob_raw.astype(np.float64)).sum()) - 1) < 1e-6
        assert step.logprob_final > step.logprob_raw - 1.0
        assert math.isfinite(step.logprob_final)


def test_that_the_draw_lies_in_the_chosen_tokens_share(small: LoadedModel) -> None:
    _, steps, _ = run(small, max_new_tokens=8, sampler=SamplerSettings(temperature=1.0), seed=3, top=300)
    for step in steps:
        probs, place = np.exp(step.top_logprob_final.astype(np.float64)), step.top_ids.tolist().index(step.id)  # most probable first
        assert probs[:place].sum() - 1e-5 <= step.draw <= probs[: place + 1].sum() + 1e-5


def test_that_draws_by_ids_are_those_of_earlier_versions(small: LoadedModel) -> None:
    request = GenerateRequest(
        Subject("made", "abc"), max_new_tokens=8, sampler=SamplerSettings(temperature=1.0), seed=3, top=300, draw_order="ids"
    )
    started, *steps, _ = generate(small, request)
    assert isinstance(started, GenerationStarted)
    assert started.draw_order == "ids"
    for step in steps:
        assert isinstance(step, TokenStep)
        by_id = np.zeros(300)
        by_id[step.top_ids] = np.exp(step.top_logprob_final.astype(np.float64))
        assert by_id[: step.id].sum() - 1e-5 <= step.draw <= by_id[: step.id + 1].sum() + 1e-5


def test_that_logits_come_back_from_log_probabilities_and_their_normalizer(small: LoadedModel) -> None:
    _, (step, *_), _ = run(small, max_new_tokens=1, top=300)
    logits = small.logits(PROMPT)[-1]
    assert np.abs(step.top_logprob_raw + step.log_normalizer - logits[step.top_ids]).max() < 1e-5


def test_that_every_step_has_a_number_for_xtc_and_the_draws_do_not_depend_on_it(small: LoadedModel) -> None:
    plain = run(small, max_new_tokens=12, sampler=WARM, seed=5)[1]
    with_xtc = run(small, max_new_tokens=12, sampler=dataclasses.replace(WARM, xtc_probability=0.5, xtc_threshold=0.05), seed=5)[1]
    assert [step.draw for step in plain] == [step.draw for step in with_xtc][: len(plain)]
    assert [step.xtc_draw for step in plain] == [step.xtc_draw for step in with_xtc][: len(plain)]
    assert all(0 <= step.xtc_draw < 1 for step in plain)
    best_gone = [step for step in with_xtc if np.isneginf(step.top_logprob_final[0])]
    assert best_gone
    assert all(step.xtc_draw < 0.5 for step in best_gone)


def test_that_forced_banned_and_biased_texts_do_as_they_are_told(small: LoadedModel) -> None:
    sampler = SamplerSettings(forced=((1, "hey"),), banned=("e",), logit_bias=(("z", 1000.0),))
    _, steps, result = run(small, max_new_tokens=5, sampler=sampler)
    assert result.text == "zhzyz"  # "e" is forced where it is banned already: a removed token does not come back
    assert steps[1].logprob_final == 0.0
    assert steps[1].logprob_raw < 0.0


def test_that_more_alternatives_than_tokens_are_all_of_them(small: LoadedModel) -> None:
    _, (step,), _ = run(small, max_new_tokens=1, top=5000)
    assert sorted(step.top_ids.tolist()) == list(range(300))
    assert step.tail == 0.0


def test_that_removed_tokens_have_no_final_probability(small: LoadedModel) -> None:
    _, (step, *_), _ = run(small, max_new_tokens=1, sampler=SamplerSettings(temperature=1.0, top_k=4), seed=3, top=10)
    assert np.isneginf(step.top_logprob_final).tolist() == [False] * 4 + [True] * 6


def test_that_a_seed_replays_and_another_does_not(small: LoadedModel) -> None:
    first = run(small, max_new_tokens=30, sampler=WARM)
    again = run(small, max_new_tokens=30, sampler=WARM, seed=first[0].seed)
    other = run(small, max_new_tokens=30, sampler=WARM, seed=first[0].seed + 1)
    assert first[2].ids.tolist() == again[2].ids.tolist() != other[2].ids.tolist()
    assert [step.draw for step in first[1]] == [step.draw for step in again[1]]


def test_that_greedy_draws_nothing_and_is_certain(small: LoadedModel) -> None:
    _, steps, _ = run(small, max_new_tokens=3)
    assert all(math.isnan(step.draw) and step.logprob_final == 0.0 for step in steps)


def test_that_generation_does_not_touch_the_global_random_state(small: LoadedModel) -> None:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    run(small, max_new_tokens=3, sampler=WARM)
    assert torch.equal(torch.get_rng_state(), before)


def test_that_inference_mode_does_not_leak_to_the_consumer(small: LoadedModel) -> None:
    for _ in small.generate(PROMPT, max_new_tokens=2):
        assert not torch.is_inference_mode_enabled()


def test_that_texts_of_steps_joined_are_the_continuation(small: LoadedModel) -> None:
    _, steps, result = run(small, max_new_tokens=60, sampler=SamplerSettings(temperature=2.0), seed=1)
    ordinary = [token for token in result.ids.tolist() if token != EOS]
    assert "".join(step.text for step in steps) + result.trailing == result.text
    assert result.text == small.tokenizer.decode(ordinary)


@pytest.fixture
def scripted(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The small model made to say certain bytes, then to end."""

    def script(text: str) -> LoadedModel:
        says = [*text.encode(), EOS]

        def logits(resid: torch.Tensor) -> torch.Tensor:
            row = torch.zeros(1, small.spec.d_vocab)
            row[0, says.pop(0)] = 50.0
            return row

        monkeypatch.setattr(small.transformer, "logits", logits)
        return small

    return script


def test_that_characters_are_never_shown_in_halves(scripted: Any) -> None:
    text = "훈민 👩‍👩‍👧‍👦 é"
    _, steps, result = run(scripted(text), max_new_tokens=80)
    assert result.text == text
    assert "".join(step.text for step in steps) == text
    assert not any("\ufffd" in step.text for step in steps)


def test_that_the_end_token_is_a_step_without_text(scripted: Any) -> None:
    _, steps, result = run(scripted("ab"), max_new_tokens=80)
    assert (result.finish_reason, result.text, steps[-1].id, steps[-1].text) == ("eos", "ab", EOS, "")
    assert result.ids.tolist() == [97, 98, EOS]


def test_that_a_stop_string_ends_the_text_before_it(scripted: Any) -> None:
    _, steps, result = run(scripted("one. END two"), max_new_tokens=80, stop=("END",))
    assert (result.finish_reason, result.text) == ("stop", "one. ")
    assert "".join(step.text for step in steps) == "one. "
    assert result.ids.tolist() == list(b"one. END")


def test_that_held_back_text_is_given_at_the_end(scripted: Any) -> None:
    _, _, result = run(scripted("one EN"), max_new_tokens=80, stop=("END",))
    assert (result.finish_reason, result.text, result.trailing) == ("eos", "one EN", "EN")


def test_that_bytes_that_never_become_a_character_are_replaced_at_the_end(scripted: Any) -> None:
    _, _, result = run(scripted("한국"), max_new_tokens=4)
    assert (result.finish_reason, result.text, result.trailing) == ("length", "한\ufffd", "\ufffd")


def test_that_length_and_context_end_a_generation(small: LoadedModel) -> None:
    monologue = SamplerSettings(temperature=1.0)
    reasons = set()
    for seed in range(3):
        _, steps, result = run(small, [65] * (N_CTX - 5), max_new_tokens=50, sampler=monologue, seed=seed)
        reasons.add(result.finish_reason)
        assert len(steps) <= 5
    assert "context" in reasons
    _, steps, result = run(small, max_new_tokens=0)
    assert (steps, result.finish_reason, result.text) == ([], "length", "")
    assert math.isnan(result.first_token_ms)


def test_that_forced_ids_stand_behind_the_prompt(small: LoadedModel) -> None:
    request = GenerateRequest(Subject("made", "훈민"), max_new_tokens=4, forced_ids=(0xEC, 0xA0, 0x95))
    started, *_, result = generate(small, request)
    assert isinstance(started, GenerationStarted)
    assert isinstance(result, GenerationResult)
    assert started.prompt.text == "훈민정"
    assert started.prompt.ids.tolist() == list("훈민정".encode())
    assert started.prompt.byte_spans.tolist() == [[n, n + 1] for n in range(9)]
    assert started.prompt.char_spans[6:].tolist() == [[2, 3]] * 3
    assert result.prompt_ids.tolist() == started.prompt.ids.tolist()


def test_that_a_repetition_penalty_sees_prompt_and_continuation(small: LoadedModel) -> None:
    _, _, plain = run(small, max_new_tokens=40)
    _, _, varied = run(small, max_new_tokens=40, sampler=SamplerSettings(repetition_penalty=50.0))
    assert len(set(varied.ids.tolist())) > len(set(plain.ids.tolist()))
    assert not set(varied.ids.tolist()) & set(PROMPT)


def test_that_a_stop_request_cancels_within_a_layer(small: LoadedModel) -> None:
    asked = iter([False] * 5)
    with pytest.raises(WorkbenchError) as caught:
        list(generate(small, GenerateRequest(Subject("made", "abc"), max_new_tokens=9), stopped=lambda: next(asked, True)))
    assert caught.value.code == "cancelled"


def test_that_logits_that_are_no_numbers_are_an_error(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small.transformer, "logits", lambda resid: torch.full((1, 300), torch.nan))
    with pytest.raises(WorkbenchError) as caught:
        run(small, max_new_tokens=3)
    assert caught.value.code == "logits-not-finite"
    assert caught.value.values["position"] == len(PROMPT) - 1


@pytest.mark.parametrize(
    "bad", [{"max_new_tokens": -1}, {"seed": -1}, {"seed": 2**63}, {"top": -1}, {"stop": ("",)}, {"sampler": SamplerSettings(top_k=-1)}]
)
def test_that_bad_requests_are_refused_before_anything_is_computed(small: LoadedModel, bad: dict[str, Any]) -> None:
    with pytest.raises(WorkbenchError) as caught:
        next(small.generate(PROMPT, **bad))
    assert caught.value.code == "bad-value"


def test_that_packed_and_plain_kernels_choose_the_same_tokens_and_are_named(folder: Path, small: LoadedModel) -> None:
    packed = open_model(folder, kernels="packed linear, fused attention")
    started, _, result = run(packed, max_new_tokens=20)
    assert started.kernels == packed.info.kernels == "packed linear, fused attention"
    assert result.ids.tolist() == run(small, max_new_tokens=20)[2].ids.tolist()


def test_that_a_result_travels(small: LoadedModel) -> None:
    from workbench.values import pack, unpack

    for event in small.generate(PROMPT, max_new_tokens=2):
        back = unpack(*pack(event))
        assert type(back) is type(event)
        assert {field.name for field in dataclasses.fields(back)} == {field.name for field in dataclasses.fields(event)}


def test_that_a_branch_completes_the_character_whose_first_bytes_it_keeps(scripted: Any) -> None:
    first, *rest = "정a".encode()
    model = scripted("정a")
    model.transformer.logits(None)  # the first byte is kept, not generated
    request = GenerateRequest(Subject("made", "훈민"), max_new_tokens=8, forced_ids=(first,))
    *_, result = generate(model, request)
    assert isinstance(result, GenerationResult)
    assert result.ids.tolist()[:-1] == rest
    assert result.text == "정a"
