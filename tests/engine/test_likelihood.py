"""Probabilities of whole continuations against transformers, one sequence at a time and without a cache."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tokenizers
import torch
from made_kinds import make_bert, make_t5, save_kind
from made_models import EOS, make_llama, save_folder
from transformers import BertForMaskedLM, LlamaForCausalLM, T5ForConditionalGeneration

from workbench.engine import LoadedModel, continuing, likelihood, open_model
from workbench.errors import WorkbenchError
from workbench.values import Likelihood, LikelihoodRequest, Progress, Subject, pack, unpack

PROMPT = "The review says: 좋아요. It is"
CONTINUATIONS = (" good", " bad", " 나쁨", " good, and so on", " goof", "!")
TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}<assistant>"


def scored(model: LoadedModel, request: LikelihoodRequest) -> Likelihood:
    *progress, found = likelihood(model, request)
    assert all(isinstance(event, Progress) for event in progress)
    assert isinstance(found, Likelihood)
    return found


def asked(text: str = PROMPT, continuations: tuple[str, ...] = CONTINUATIONS, **more: object) -> LikelihoodRequest:
    return LikelihoodRequest(Subject("made", text), continuations, **more)  # type: ignore[arg-type]


def brute_force(oracle: LlamaForCausalLM, ids: list[int], first: int) -> float:
    """ln p of ids[first:] given those before."""
    with torch.inference_mode():
        logprobs = oracle(torch.tensor([ids])).logits[0].double().log_softmax(-1)
    return sum(float(logprobs[at - 1, ids[at]]) for at in range(first, len(ids)))


def close(found: float, wanted: float) -> bool:
    return abs(found - wanted) < 1e-5 * max(1.0, abs(wanted))


# decoders


def test_that_continuations_have_the_probability_that_brute_force_gives_them(small: LoadedModel, oracle: LlamaForCausalLM) -> None:
    found = scored(small, asked())
    n = len(PROMPT.encode())
    for text, one in zip(CONTINUATIONS, found.scores, strict=True):
        assert (one.text, bytes(one.ids.tolist()), one.merged) == (text, text.encode(), False)
        assert close(one.nats, brute_force(oracle, [*(PROMPT + text).encode()], n))
        assert close(float(one.logprobs.sum()), one.nats)
        assert "".join(one.tokens[:5]) == text[:5] if text.isascii() else True
    assert found.given.tolist() == list(PROMPT.encode())
    assert found.shared == ""
    shares = np.exp([one.nats for one in found.scores])
    assert found.shares == pytest.approx(shares / shares.sum(), rel=1e-9)


def test_that_whole_strings_decide_and_not_their_first_tokens(small: LoadedModel) -> None:
    found = {one.text: one for one in scored(small, asked()).scores}
    assert found[" good"].logprobs[:4].tolist() == pytest.approx(found[" goof"].logprobs[:4].tolist())
    assert found[" good"].nats != pytest.approx(found[" goof"].nats, abs=1e-3)
    assert found[" good, and so on"].nats < found[" good"].nats


def test_that_batches_change_nothing(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    together = scored(small, asked())
    monkeypatch.setattr(continuing, "MOST_TOKENS", 1)
    monkeypatch.setattr(continuing, "ROWS", 2)
    alone = scored(small, asked())
    for a, b in zip(together.scores, alone.scores, strict=True):
        assert a.logprobs == pytest.approx(b.logprobs, abs=1e-5)


def test_that_a_text_without_a_prompt_is_scored_behind_the_token_that_ends_texts(small: LoadedModel, oracle: LlamaForCausalLM) -> None:
    found = scored(small, asked("", ("He reads.", "She reads.")))
    assert found.given.tolist() == [EOS]
    for one in found.scores:
        assert close(one.nats, brute_force(oracle, [EOS, *one.text.encode()], 1))
    with pytest.raises(WorkbenchError, match="Nothing stands before the first token"):
        scored(small, LikelihoodRequest(Subject("made", "", bos="no"), ("He reads.",)))


def test_that_a_conversation_is_read_through_its_template(small: LoadedModel, oracle: LlamaForCausalLM) -> None:
    found = scored(small, asked("", ("yes", "no"), messages=(("user", "Is it?"),), template=TEMPLATE, content_free=("N/A",)))
    rendered, free = b"<user>Is it?\n<assistant>", b"<user>N/A\n<assistant>"
    assert bytes(found.given.tolist()) == rendered
    for one in found.scores:
        nats = brute_force(oracle, [*rendered, *one.text.encode()], len(rendered))
        assert close(one.nats, nats)
        assert close(one.calibrated, nats - brute_force(oracle, [*free, *one.text.encode()], len(free)))


# calibration


def test_that_calibration_divides_by_the_mean_probability_of_the_content_free_prompts(small: LoadedModel, oracle: LlamaForCausalLM) -> None:
    free = ("It is", "N/A It is")
    found = scored(small, asked(content_free=free))
    wanted = []
    for text in CONTINUATIONS:
        mean = np.mean([np.exp(brute_force(oracle, [*(one + text).encode()], len(one))) for one in free])
        wanted.append(brute_force(oracle, [*(PROMPT + text).encode()], len(PROMPT.encode())) - np.log(mean))
    assert all(close(one.calibrated, nats) for one, nats in zip(found.scores, wanted, strict=True))
    shares = np.exp(wanted)
    assert found.calibrated_shares == pytest.approx(shares / shares.sum(), rel=1e-4)


def test_that_what_is_not_calibrated_says_so(small: LoadedModel) -> None:
    found = scored(small, asked())
    assert np.isnan([one.calibrated for one in found.scores]).all()
    assert np.isnan(found.calibrated_shares).all()


def test_that_a_prompt_calibrated_by_itself_prefers_nothing(small: LoadedModel) -> None:
    found = scored(small, asked(content_free=(PROMPT,)))
    assert [one.calibrated for one in found.scores] == pytest.approx([0.0] * len(CONTINUATIONS), abs=1e-9)


# boundaries


@pytest.fixture(scope="module")
def merging(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """The small model with a tokenizer that joins a space and an `a`."""
    made = shutil.copytree(folder, tmp_path_factory.mktemp("merging") / "made")
    inner = json.loads((made / "tokenizer.json").read_text())
    inner["added_tokens"][0]["id"] = 257
    inner["model"]["vocab"] |= {"Ġa": 256}
    inner["model"]["merges"] = [["Ġ", "a"]]
    tokenizers.Tokenizer.from_str(json.dumps(inner)).save(str(made / "tokenizer.json"))
    return open_model(made, kernels="plain")


def test_that_a_merge_over_the_boundary_is_told_and_scored_before_it(merging: LoadedModel, oracle: LlamaForCausalLM) -> None:
    found = scored(merging, asked("Is it? ", ("a", "b")))
    a, b = found.scores
    before = [*b"Is it?"]
    assert (found.given.tolist(), found.shared) == (before, " ")
    assert (a.ids.tolist(), a.merged) == ([256], True)
    assert (b.ids.tolist(), b.merged) == ([*b" b"], False)
    assert close(a.nats, brute_force(oracle, [*before, 256], len(before)))
    assert close(b.nats, brute_force(oracle, [*before, *b" b"], len(before)))
    alone = scored(merging, asked("Is it? ", ("b",)))
    assert (alone.shared, alone.scores[0].ids.tolist()) == ("", [*b"b"])


# other kinds


def test_that_an_encoder_decoders_targets_are_scored_given_the_source(tmp_path: Path) -> None:
    oracle = make_t5()
    assert isinstance(oracle, T5ForConditionalGeneration)
    model = open_model(save_kind(oracle, tmp_path / "made"), kernels="plain")
    found = scored(model, asked(content_free=("N/A",)))
    for one in found.scores:
        nats = [of_target(oracle, text, one.text) for text in (PROMPT, "N/A")]
        assert close(one.nats, nats[0])
        assert close(one.calibrated, nats[0] - nats[1])


def of_target(oracle: T5ForConditionalGeneration, source: str, target: str) -> float:
    ids = list(target.encode())
    with torch.inference_mode():
        out = oracle(input_ids=torch.tensor([[*source.encode()]]), decoder_input_ids=torch.tensor([[0, *ids]]))
    logprobs = out.logits[0].double().log_softmax(-1)
    return sum(float(logprobs[at, token]) for at, token in enumerate(ids))


@pytest.fixture(scope="module")
def bert() -> BertForMaskedLM:
    made = make_bert()
    assert isinstance(made, BertForMaskedLM)
    return made


@pytest.fixture(scope="module")
def masked(bert: BertForMaskedLM, tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return open_model(save_kind(bert, tmp_path_factory.mktemp("bert") / "made"), kernels="plain")


def test_that_an_encoders_candidates_are_scored_from_left_to_right_at_the_mask(masked: LoadedModel, bert: BertForMaskedLM) -> None:
    mask = masked.tokenizer.mask_id
    found = scored(masked, asked("It was [MASK], they said.", ("good", "나쁨")))
    before, after = [*b"It was "], [*b", they said."]
    for one in found.scores:
        ids = list(one.text.encode())
        nats = 0.0
        for place, token in enumerate(ids):
            read = [*before, *ids[:place], *[mask] * (len(ids) - place), *after]
            with torch.inference_mode():
                logits = bert(torch.tensor([read])).logits[0, len(before) + place]
            nats += float(logits.double().log_softmax(-1)[token])
        assert close(one.nats, nats)
        assert one.ids.tolist() == ids


@pytest.mark.parametrize(("text", "code"), [("no mask here", "no-mask"), ("[MASK] and [MASK]", "masks-many")])
def test_that_an_encoder_needs_one_mask(masked: LoadedModel, text: str, code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        scored(masked, asked(text))
    assert caught.value.code == code


# what goes wrong


def test_that_a_continuation_without_tokens_is_named(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="Continuation 2 \\(''\\) adds no token"):
        scored(small, asked(continuations=("a", "")))
    with pytest.raises(WorkbenchError, match="continuations is none"):
        scored(small, asked(continuations=()))


def test_that_a_continuation_beyond_the_context_is_refused(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="reads at most 128"):
        scored(small, asked(continuations=("x" * 128,)))


def test_that_it_can_be_cancelled(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(likelihood(small, asked(), stopped=lambda: True))


def test_that_a_likelihood_travels(small: LoadedModel) -> None:
    found = scored(small, asked(content_free=("N/A",)))
    again = unpack(*pack(found))
    assert again.request == found.request
    assert [one.nats for one in again.scores] == [one.nats for one in found.scores]


# the real model


def test_that_smollm2_judges_a_review_as_brute_force_does(real: LoadedModel) -> None:
    request = asked("Review: A wonderful film, I loved it.\nSentiment:", (" positive", " negative", " not at all bad"))
    found = scored(real, request)
    assert [one.merged for one in found.scores] == [False] * 3
    for one in found.scores:
        ids = real.tokenizer.encode(request.subject.text + one.text).ids.tolist()
        logprobs = torch.from_numpy(real.logits(ids)).double().log_softmax(-1)
        own = [float(logprobs[at - 1, ids[at]]) for at in range(len(ids) - len(one.ids), len(ids))]
        assert ids[-len(one.ids) :] == one.ids.tolist()
        assert one.logprobs == pytest.approx(own, abs=5e-4)
    assert found.shares[0] > found.shares[1]


def test_that_wide_attention_is_grouped_the_same_in_batches(tmp_path: Path) -> None:
    oracle = make_llama(num_attention_heads=6, num_key_value_heads=3, hidden_size=48, head_dim=8)
    model = open_model(save_folder(oracle, tmp_path / "made"), kernels="plain")
    for one in scored(model, asked()).scores:
        assert close(one.nats, brute_force(oracle, [*(PROMPT + one.text).encode()], len(PROMPT.encode())))
