"""Beam search against trying everything, and against transformers; the tree holds all that was looked at."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_kinds import make_t5, save_kind
from made_models import EOS, IDS, make_llama, save_folder
from transformers import GenerationConfig, LlamaForCausalLM

from workbench.engine import LoadedModel, generate, open_model
from workbench.engine.beams import beam_search
from workbench.engine.recollection import Recollection
from workbench.errors import WorkbenchError
from workbench.values import NODE_STATES, BeamRequest, BeamResult, BeamStarted, BeamStep, GenerateRequest, Subject

PROMPT = IDS[:8]


def search(model: LoadedModel, *, prompt: list[int] = PROMPT, **changes: Any) -> tuple[list[BeamStep], BeamResult]:
    request = BeamRequest(Subject("made", "", bos="no"), forced_ids=tuple(prompt), **changes)
    started, *steps, result = beam_search(model, request)
    assert isinstance(started, BeamStarted)
    assert isinstance(result, BeamResult)
    return steps, result  # type: ignore[return-value]


def whole(model: LoadedModel, ids: tuple[int, ...]) -> float:
    """The log-probability of a continuation, read in one pass."""
    logprobs = torch.from_numpy(model.logits([*PROMPT, *ids])).double().log_softmax(-1)
    return sum(float(logprobs[len(PROMPT) - 1 + place, token]) for place, token in enumerate(ids))


@pytest.fixture
def tiny(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> tuple[LoadedModel, list[int]]:
    """The small model with nothing to say but four tokens and the end."""
    alphabet = [97, 98, 99, 100, EOS]
    plain = small.transformer.logits

    def logits(resid: torch.Tensor) -> torch.Tensor:
        found = plain(resid)
        few = torch.full_like(found, -1e4)
        few[..., alphabet] = found[..., alphabet] * 0.3
        return few

    monkeypatch.setattr(small.transformer, "logits", logits)
    return small, alphabet


@pytest.mark.parametrize("length_penalty", [0.0, 1.0, 2.0])
def test_that_a_wide_enough_search_finds_the_best_of_all(tiny: tuple[LoadedModel, list[int]], length_penalty: float) -> None:
    model, alphabet = tiny
    n = 3
    inner = [token for token in alphabet if token != EOS]
    everything = [
        (*head, EOS) for length in range(n) for head in itertools.product(inner, repeat=length)
    ] + list(itertools.product(inner, repeat=n))  # fmt: skip
    scores = {ids: whole(model, ids) / len(ids) ** length_penalty for ids in everything}
    ranked = sorted(scores, key=lambda ids: -scores[ids])
    _, result = search(model, width=64, max_new_tokens=n, length_penalty=length_penalty)
    for beam, ids in zip(result.beams[:20], ranked, strict=False):
        assert tuple(beam.ids.tolist()) == ids
        assert beam.score == pytest.approx(scores[ids], abs=1e-4)
        assert beam.finish_reason == ("eos" if ids[-1] == EOS else "length")


SETTINGS = [
    {"width": 1, "max_new_tokens": 8}, {"width": 3, "max_new_tokens": 12}, {"width": 4, "max_new_tokens": 12, "length_penalty": 0.0},
    {"width": 4, "max_new_tokens": 12, "length_penalty": -1.0}, {"width": 5, "max_new_tokens": 12, "length_penalty": 2.0},
    {"width": 3, "max_new_tokens": 12, "early_stopping": True}, {"width": 2, "max_new_tokens": 1},
]  # fmt: skip


@pytest.fixture(scope="module")
def ending(tmp_path_factory: pytest.TempPathFactory) -> tuple[LlamaForCausalLM, LoadedModel]:
    """A model that likes to end, so that beams finish at different depths."""
    oracle = make_llama(spread=0.12)
    with torch.no_grad():
        for at in (0, 5, 11):  # wherever these tokens come to its mind, so does the end
            said = oracle.generate(torch.tensor([IDS[at : at + 8]]), max_new_tokens=4, do_sample=False, pad_token_id=0)[0, -1]
            oracle.lm_head.weight[EOS] = oracle.lm_head.weight[said] * 0.98
    folder = save_folder(oracle, tmp_path_factory.mktemp("ending") / "made")
    return oracle, open_model(folder, kernels="plain")


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("at", [0, 5, 11, 17, 23])
def test_that_beams_are_those_of_transformers(ending: tuple[LlamaForCausalLM, LoadedModel], settings: dict[str, Any], at: int) -> None:
    oracle, model = ending
    prompt = IDS[at : at + 8]
    _, result = search(model, prompt=prompt, **settings)
    width = settings["width"]
    config = GenerationConfig(
        num_beams=width, num_return_sequences=width, max_new_tokens=settings["max_new_tokens"], eos_token_id=EOS, pad_token_id=0,
        length_penalty=settings.get("length_penalty", 1.0), early_stopping=settings.get("early_stopping", False), do_sample=False,
        return_dict_in_generate=True, output_scores=True,
    )  # fmt: skip
    expected = oracle.generate(torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt)), generation_config=config)
    sequences = [_cut(row[len(prompt) :].tolist()) for row in expected.sequences]
    assert [beam.ids.tolist() for beam in result.beams] == sequences
    if width > 1:
        power = [len(ids) ** settings.get("length_penalty", 1.0) for ids in sequences]
        totals = [score * length for score, length in zip(expected.sequences_scores.tolist(), power, strict=True)]
        assert [beam.total for beam in result.beams] == pytest.approx(totals, abs=1e-4)
        assert [beam.score * length for beam, length in zip(result.beams, power, strict=True)] == pytest.approx(totals, abs=1e-4)


def _cut(ids: list[int]) -> list[int]:
    return ids[: ids.index(EOS) + 1] if EOS in ids else ids


def test_that_some_beams_of_the_ending_model_end_early(ending: tuple[LlamaForCausalLM, LoadedModel]) -> None:
    reasons = {beam.finish_reason for at in (0, 5, 11) for beam in search(ending[1], prompt=IDS[at : at + 8], width=4)[1].beams}
    assert "eos" in reasons


def test_that_the_tree_holds_every_node_with_its_parent_and_its_fate(ending: tuple[LlamaForCausalLM, LoadedModel]) -> None:
    steps, result = search(ending[1], width=3, max_new_tokens=10)
    totals, kept = {0: 0.0}, {0}
    for depth, step in enumerate(steps):
        assert step.index == depth
        assert len(step.nodes) == 6
        assert (np.diff(step.totals) <= 0).all()
        assert set(step.parents.tolist()) <= kept
        for node, parent, logprob, total in zip(step.nodes, step.parents, step.logprobs, step.totals, strict=True):
            assert total == pytest.approx(totals[int(parent)] + logprob, abs=1e-5)
            totals[int(node)] = float(total)
        states = [NODE_STATES[state] for state in step.states]
        kept = {int(node) for node, state in zip(step.nodes, states, strict=True) if state == "kept"}
        assert len(kept) == (3 if depth < len(steps) - 1 or kept else 0)
        ends = [int(token) == EOS or depth == 9 for token in step.ids]
        assert all(end for end, state in zip(ends, states, strict=True) if state == "finished")
        assert not any(end for end, state in zip(ends, states, strict=True) if state == "kept")
    assert result.n_nodes == len(totals) - 1
    for beam in result.beams:
        assert totals[beam.node] == pytest.approx(beam.total)
        assert beam.score == pytest.approx(beam.total / len(beam.ids))


def test_that_one_beam_is_greedy(small: LoadedModel) -> None:
    _, result = search(small, width=1, max_new_tokens=12)
    *_, greedy = generate(small, GenerateRequest(Subject("made", "", bos="no"), max_new_tokens=12, forced_ids=tuple(PROMPT)))
    assert result.beams[0].ids.tolist() == greedy.ids.tolist()  # type: ignore[union-attr]
    assert result.text == greedy.text  # type: ignore[union-attr]


def test_that_a_search_leaves_its_prompt_and_takes_over_anothers(small: LoadedModel) -> None:
    recollection = Recollection()
    request = BeamRequest(Subject("made", "", bos="no"), forced_ids=tuple(PROMPT), width=3, max_new_tokens=6)
    *_, first = beam_search(small, request, recollection=recollection)
    started, *_ = generate(
        small, GenerateRequest(Subject("made", "", bos="no"), max_new_tokens=2, forced_ids=tuple(PROMPT)), recollection=recollection
    )
    assert started.n_reused == len(PROMPT) - 1  # type: ignore[union-attr]
    *_, again = beam_search(small, request, recollection=recollection)
    assert isinstance(first, BeamResult)
    assert isinstance(again, BeamResult)
    assert [beam.ids.tolist() for beam in first.beams] == [beam.ids.tolist() for beam in again.beams]


def test_that_an_encoder_decoders_beams_are_scored_as_one_reading_would(tmp_path: Path) -> None:
    t5 = open_model(save_kind(make_t5(), tmp_path / "made"), kernels="plain")
    *_, result = beam_search(t5, BeamRequest(Subject(t5.info.path, "hello"), width=3, max_new_tokens=6))
    assert isinstance(result, BeamResult)
    for beam in result.beams:
        logits = t5.logits(result.prompt_ids.tolist(), [t5.spec.start_id, *beam.ids[:-1].tolist()])
        logprobs = torch.from_numpy(logits).double().log_softmax(-1)
        assert beam.total == pytest.approx(sum(float(row[token]) for row, token in zip(logprobs, beam.ids, strict=True)), abs=1e-4)
    assert [beam.score for beam in result.beams] == sorted((beam.score for beam in result.beams), reverse=True)


@pytest.mark.parametrize("bad", [{"width": 0}, {"width": 65}, {"max_new_tokens": 0}, {"length_penalty": float("nan")}])
def test_that_bad_searches_are_refused(small: LoadedModel, bad: dict[str, Any]) -> None:
    with pytest.raises(WorkbenchError) as caught:
        search(small, **bad)
    assert caught.value.code == "bad-value"


def test_that_a_stop_request_cancels_a_search(small: LoadedModel) -> None:
    asked = iter([False] * 9)
    request = BeamRequest(Subject("made", "abc"), width=3)
    with pytest.raises(WorkbenchError) as caught:
        list(beam_search(small, request, stopped=lambda: next(asked, True)))
    assert caught.value.code == "cancelled"
