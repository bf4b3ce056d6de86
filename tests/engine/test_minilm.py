"""The real encoder against transformers, and sentence vectors as its own files pool them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertModel

from workbench.engine import LoadedModel, open_model, similarity
from workbench.engine.sentences import pooling_of
from workbench.values import Similarity, SimilarityRequest

TEXTS = ("A man is playing a guitar.", "Someone plays an instrument.", "The stock market fell sharply today.")


@pytest.fixture(scope="module")
def model(minilm: Path) -> LoadedModel:
    return open_model(minilm, kernels="plain")


@pytest.fixture(scope="module")
def oracle(minilm: Path) -> BertModel:
    return BertModel.from_pretrained(minilm, attn_implementation="eager").eval()


def compared(model: LoadedModel, *texts: str) -> Similarity:
    *_, found = similarity(model, SimilarityRequest(model.info.path, texts))
    assert isinstance(found, Similarity)
    return found


def pooled(oracle: BertModel, minilm: Path, text: str) -> np.ndarray:
    """The mean over all tokens, scaled to length 1."""
    inputs = AutoTokenizer.from_pretrained(minilm)(text, return_tensors="pt")
    with torch.inference_mode():
        mean = oracle(**inputs).last_hidden_state[0].double().mean(0)
    return (mean / mean.norm()).numpy()


@pytest.mark.parametrize("text", TEXTS)
def test_that_ids_and_hidden_states_equal_transformers(text: str, model: LoadedModel, oracle: BertModel, minilm: Path) -> None:
    inputs = AutoTokenizer.from_pretrained(minilm)(text, return_tensors="pt")
    ids = model.tokenizer.encode(text).ids.tolist()
    assert ids == inputs["input_ids"][0].tolist()
    with torch.inference_mode():
        out = oracle(**inputs, output_hidden_states=True, output_attentions=True)
    assert np.abs(model.hidden(ids) - torch.cat(out.hidden_states).numpy()).max() < 1e-5
    trace = model.trace(ids)
    assert max(np.abs(trace.pattern(layer) - out.attentions[layer][0].numpy()).max() for layer in range(6)) < 1e-5


def test_that_sentence_vectors_are_pooled_as_the_files_say(model: LoadedModel, oracle: BertModel, minilm: Path) -> None:
    assert pooling_of(minilm).words == "mean of all tokens, length 1"
    found = compared(model, *TEXTS)
    expected = np.stack([pooled(oracle, minilm, text) for text in TEXTS])
    assert np.abs(found.vectors - expected).max() < 1e-5
    assert (found.vectors * expected).sum(1).min() > 0.99999
    assert np.abs(found.matrix - expected @ expected.T).max() < 1e-5
    assert found.matrix[0, 1] > 0.5 > found.matrix[0, 2]


def test_that_texts_the_tokenizer_cannot_read_are_not_compared(model: LoadedModel) -> None:
    found = compared(model, "강아지", "자동차", "고양이", "dog", "cat")
    assert found.unread.tolist() == [1, 1, 1, 0, 0]
    assert np.isnan(found.matrix[:3]).all()
    assert np.isnan(found.matrix[:, :3]).all()
    assert found.matrix[3, 4] > 0.5


def test_that_the_model_is_an_encoder_without_logits(model: LoadedModel) -> None:
    info = model.info
    assert (info.family, info.kind, info.n_layers, info.n_heads, info.d_model, info.d_vocab) == ("bert", "encoder", 6, 12, 384, 30522)
    assert (info.has_logits, info.n_ctx, info.n_encoder_layers) == (False, 512, 0)
