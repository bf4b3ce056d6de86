"""Gemma 3 270M from its GGUF: against transformers' reading of the same file, and whether what it writes is Korean."""

from __future__ import annotations

import unicodedata
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, Gemma3ForCausalLM

from workbench.engine import LoadedModel, open_model
from workbench.values import GenerationResult

pytestmark = pytest.mark.full

TEXT = "훈민정음은 1443년에 만들어졌다. 서울은 한강을 끼고 있다. When Mary and John went to the store, John gave a drink to Mary."


@pytest.fixture(scope="module")
def model(gemma: Path) -> LoadedModel:
    return open_model(gemma, kernels="plain")


@pytest.fixture(scope="module")
def theirs(gemma: Path) -> Gemma3ForCausalLM:
    """transformers' model from the same file (its tokenizer takes the pieces for a unigram model, so ids come from ours)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle's own making
        found = AutoModelForCausalLM.from_pretrained(gemma.parent, gguf_file=gemma.name, attn_implementation="eager")
    return found.eval().requires_grad_(False)


def ids_of(model: LoadedModel, text: str = TEXT) -> list[int]:
    return [int(token) for token in model.tokenizer.encode(text).ids]


def test_that_logits_and_patterns_equal_transformers(model: LoadedModel, theirs: Gemma3ForCausalLM) -> None:
    ids = ids_of(model)
    with torch.inference_mode():
        out = theirs(torch.tensor([ids]), output_attentions=True)
    assert np.abs(model.logits(ids) - out.logits[0].numpy()).max() < 5e-4
    trace = model.trace(ids)
    assert max(np.abs(trace.pattern(layer) - out.attentions[layer][0].numpy()).max() for layer in range(18)) < 1e-5


def test_that_a_text_longer_than_the_window_gives_the_logits_of_transformers(model: LoadedModel, theirs: Gemma3ForCausalLM) -> None:
    ids = (ids_of(model) * 20)[:700]
    with torch.inference_mode():
        expected = theirs(torch.tensor([ids]), logits_to_keep=4).logits[0].numpy()
        resid = model.transformer(torch.tensor([ids]))[0, -4:]
        found = model.transformer.logits(resid).numpy()
    assert np.abs(found - expected).max() < 1e-3
    trace = model.trace(ids)
    assert model.spec.windows == tuple(0 if layer % 6 == 5 else 512 for layer in range(18))
    for layer in (0, 5):
        last = trace.pattern(layer)[:, -1]
        assert (last[:, : 700 - 512] > 0).any() == (layer == 5)
        assert abs(last.sum(-1) - 1).max() < 1e-5


def test_that_greedy_ids_equal_transformers(model: LoadedModel, theirs: Gemma3ForCausalLM) -> None:
    prompt = ids_of(model, "대한민국의 수도는")
    *_, result = model.generate(prompt, max_new_tokens=24)
    assert isinstance(result, GenerationResult)
    with torch.inference_mode():
        out = theirs.generate(
            torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.int64), max_new_tokens=24, do_sample=False
        )  # fmt: skip
    assert result.ids.tolist() == out[0, len(prompt) :].tolist()


def test_that_a_korean_prompt_is_continued_in_korean(model: LoadedModel) -> None:
    *_, result = model.generate("나는 오늘 아침에", max_new_tokens=40)
    assert isinstance(result, GenerationResult)
    letters = [one for one in result.text if unicodedata.category(one).startswith("L")]
    assert "\ufffd" not in result.text
    assert len(letters) > 20
    assert sum("가" <= one <= "힣" for one in letters) > 0.9 * len(letters)


@pytest.mark.parametrize(
    "text",
    [
        "대한민국의 수도는 서울이다. 서울은 한강을 끼고 있으며, 많은 사람들이 살고 있다. 봄에는 꽃이 피고 가을에는 단풍이 든다.",
        "The quick brown fox jumps over the lazy dog. Paris is the capital of France, and it lies on the river Seine.",
    ],
)
def test_that_ordinary_sentences_surprise_it_little(model: LoadedModel, text: str) -> None:
    ids = ids_of(model, text)
    logprobs = torch.from_numpy(model.logits(ids)).log_softmax(-1)
    perplexity = float((-logprobs[range(len(ids) - 1), ids[1:]]).mean().exp())
    assert 2 < perplexity < 25


def test_that_it_says_what_it_is(model: LoadedModel) -> None:
    info = model.info
    assert (info.family, info.n_layers, info.n_heads, info.n_kv_heads, info.d_head) == ("gemma3_text", 18, 4, 1, 256)
    assert (info.d_model, info.d_mlp, info.d_vocab, info.n_ctx, info.n_parameters) == (640, 2048, 262_144, 32_768, 268_098_176)
    assert info.bos_policy == "<bos> is put before the text."
    assert not info.has_chat_template
    assert model.tokenizer.eos_ids == {1}
