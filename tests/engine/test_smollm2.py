"""The real model: against transformers' reading of the same file, and in its own right."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, LlamaForCausalLM

from workbench.engine import LoadedModel, open_model
from workbench.values import GenerationResult, GridRequest

TEXT = "When Mary and John went to the store, John gave a drink to Mary. 훈민정음은 1443년에 만들어졌다. def f(x): return x + 1"


@pytest.fixture(scope="module")
def theirs(smollm2: Path) -> LlamaForCausalLM:
    """transformers' model from the same GGUF file (its tokenizer is wrong for this model, so ids come from ours)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle's own making
        model = AutoModelForCausalLM.from_pretrained(smollm2.parent, gguf_file=smollm2.name, attn_implementation="eager")
    return model.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def ids(real: LoadedModel) -> list[int]:
    return [int(token) for token in real.tokenizer.encode(TEXT).ids]


def test_that_float32_logits_and_patterns_equal_transformers(real: LoadedModel, theirs: LlamaForCausalLM, ids: list[int]) -> None:
    with torch.inference_mode():
        out = theirs(torch.tensor([ids]), output_attentions=True)
    assert np.abs(real.logits(ids) - out.logits[0].numpy()).max() < 5e-4
    trace = real.trace(ids)
    assert max(np.abs(trace.pattern(layer) - out.attentions[layer][0].numpy()).max() for layer in range(30)) < 1e-5


def test_that_greedy_ids_equal_transformers_over_64_tokens(real: LoadedModel, theirs: LlamaForCausalLM) -> None:
    prompt = [int(token) for token in real.tokenizer.encode("The capital of France is").ids]
    *_, result = real.generate(prompt, max_new_tokens=64)
    assert isinstance(result, GenerationResult)
    with torch.inference_mode():
        out = theirs.generate(
            torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.int64), max_new_tokens=64, do_sample=False
        )  # fmt: skip
    assert result.ids.tolist() == out[0, len(prompt) :].tolist()


def test_that_float64_logits_equal_transformers(smollm2: Path, theirs: LlamaForCausalLM, ids: list[int]) -> None:
    exact = open_model(smollm2, "float64")
    with torch.inference_mode():
        out = theirs.double()(torch.tensor([ids]))
    assert np.abs(exact.logits(ids) - out.logits[0].numpy()).max() < 1e-4


def test_that_info_is_filled_wholly(real: LoadedModel, smollm2: Path) -> None:
    info = real.info
    assert (info.family, info.kind, info.n_layers, info.n_heads, info.n_kv_heads) == ("llama", "decoder", 30, 9, 3)
    assert (info.d_model, info.d_head, info.d_mlp, info.d_vocab, info.n_ctx) == (576, 64, 1536, 49152, 8192)
    assert (info.n_parameters, info.stored_type, info.dtype, info.profile) == (134_515_008, "Q4_1", "float32", "exact")
    assert info.sha256 == "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    assert (info.path, info.size_bytes, info.source, info.device) == (str(smollm2), 98_362_432, "gguf", "cpu")
    assert info.kernels == "plain linear, fused attention"
    assert info.memory_bytes == 4 * info.n_parameters
    assert info.has_chat_template
    assert info.bos_policy


def test_that_a_trace_of_128_tokens_with_its_grid_is_ready_before_one_notices(real: LoadedModel) -> None:
    ids = list(range(1000, 1128))
    real.trace(ids)
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        trace = real.trace(ids)
        trace.grid(GridRequest(trace.request))
        best = min(best, time.perf_counter() - started)
    assert best < 1.5, "0.15 s on two quiet cores; the bound leaves room for busy ones"
