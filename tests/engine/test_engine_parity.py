"""The engine against transformers (eager attention) on small random models: every switch that a Llama file can set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS, LLAMA3_ROPE, make_llama, save_folder, save_gguf
from transformers import LlamaForCausalLM

from workbench.engine import open_model
from workbench.engine.families import FOLDER_FAMILIES, GGUF_FAMILIES
from workbench.library import KNOWN_FAMILIES

VARIANTS: dict[str, dict[str, Any]] = {
    "grouped-query": {},
    "multi-head": {"num_key_value_heads": 4},
    "one key-value head": {"num_key_value_heads": 1},
    "tied": {"tie_word_embeddings": True},
    "biases": {"attention_bias": True, "mlp_bias": True},
    "wide heads": {"head_dim": 20},
    "llama3 rope": {"rope_parameters": LLAMA3_ROPE},
    "linear rope": {"rope_parameters": {"rope_type": "linear", "rope_theta": 5000.0, "factor": 4.0}},
}


def expected(oracle: LlamaForCausalLM, ids: list[int] = IDS) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits, hidden states and patterns as transformers gives them."""
    with torch.inference_mode():
        out = oracle(torch.tensor([ids]), output_attentions=True, output_hidden_states=True, use_cache=False)
    return out.logits[0].numpy(), torch.cat(out.hidden_states).numpy(), torch.cat(out.attentions).numpy()


@pytest.mark.parametrize("variant", VARIANTS)
def test_that_float32_logits_states_and_patterns_equal_transformers(variant: str, tmp_path: Path) -> None:
    oracle = make_llama(**VARIANTS[variant])
    logits, hidden, patterns = expected(oracle)
    model = open_model(save_folder(oracle, tmp_path / "model"))

    scale = max(1.0, float(np.abs(logits).max()))
    assert np.abs(model.logits(IDS) - logits).max() < 1e-5 * scale
    assert np.abs(model.hidden(IDS) - hidden).max() < 1e-5 * max(1.0, float(np.abs(hidden).max()))
    trace = model.trace(IDS)
    assert max(np.abs(trace.pattern(layer) - patterns[layer]).max() for layer in range(3)) < 1e-5


@pytest.mark.parametrize("variant", VARIANTS)
def test_that_float64_logits_equal_transformers(variant: str, tmp_path: Path) -> None:
    oracle = make_llama(spread=0.1, **VARIANTS[variant])
    model = open_model(save_folder(oracle, tmp_path / "model"), "float64")
    logits, _, _ = expected(oracle.double())
    found = model.logits(IDS)
    assert found.dtype == np.float64
    # transformers takes norms and softmax in float32 even here; the next test takes that difference away
    assert np.abs(found - logits).max() < 1e-6 * max(1.0, float(np.abs(logits).max()))


@pytest.mark.parametrize("variant", VARIANTS)
def test_that_float64_logits_equal_transformers_made_wholly_float64(variant: str, tmp_path: Path, wholly_float64: None) -> None:
    oracle = make_llama(**VARIANTS[variant])
    model = open_model(save_folder(oracle, tmp_path / "model"), "float64")
    logits, _, _ = expected(oracle.double())
    # wide weights amplify every rounding; all that may differ is the last digit of the float32 angles of stretched positions
    assert np.abs(model.logits(IDS) - logits).max() < (1e-4 if "rope" in variant else 1e-11)


@pytest.mark.parametrize("variant", ["grouped-query", "multi-head", "tied"])
def test_that_a_gguf_file_gives_the_same_logits_as_the_folder(variant: str, tmp_path: Path) -> None:
    oracle = make_llama(**VARIANTS[variant])
    logits, _, _ = expected(oracle)
    model = open_model(save_gguf(oracle, tmp_path / "model.gguf"))
    assert np.abs(model.logits(IDS) - logits).max() < 1e-5 * max(1.0, float(np.abs(logits).max()))


def test_that_gguf_biases_are_used_and_put_in_order(tmp_path: Path) -> None:
    oracle = make_llama(attention_bias=True, mlp_bias=True)
    logits, _, _ = expected(oracle)
    model = open_model(save_gguf(oracle, tmp_path / "model.gguf"))
    assert (model.spec.qkv_bias, model.spec.out_bias, model.spec.mlp_bias) == (True, True, True)
    assert np.abs(model.logits(IDS) - logits).max() < 1e-5 * max(1.0, float(np.abs(logits).max()))


def test_that_gguf_rope_factors_are_llama3_scaling(tmp_path: Path) -> None:
    oracle = make_llama(rope_parameters=LLAMA3_ROPE)
    logits, _, _ = expected(oracle)
    plain = 1.0 / 10000.0 ** (np.arange(0, 12, 2, dtype=np.float32) / 12)
    factors = plain / oracle.model.rotary_emb.inv_freq.numpy()
    model = open_model(save_gguf(oracle, tmp_path / "model.gguf", extra={"rope_freqs.weight": factors.astype(np.float32)}))
    assert np.abs(model.logits(IDS) - logits).max() < 1e-5 * max(1.0, float(np.abs(logits).max()))


def test_that_shards_give_the_same_logits_as_one_file(tmp_path: Path) -> None:
    oracle = make_llama()
    whole = open_model(save_folder(oracle, tmp_path / "whole"))
    shards = open_model(save_folder(oracle, tmp_path / "shards", shard="40KB"))
    assert len(list((tmp_path / "shards").glob("*.safetensors"))) > 1
    assert np.array_equal(whole.logits(IDS), shards.logits(IDS))


def test_that_bfloat16_is_near_float32_and_says_so(folder: Path, small: Any) -> None:
    rough = open_model(folder, "bfloat16")
    a, b = (torch.from_numpy(model.logits(IDS)).double().log_softmax(-1) for model in (small, rough))
    divergence = (a.exp() * (a - b)).sum(-1).mean()
    assert 0 < divergence < 0.05
    assert (rough.info.dtype, rough.info.profile, small.info.profile) == ("bfloat16", "fast", "exact")


def test_that_half_precision_files_are_read_exactly(tmp_path: Path) -> None:
    for dtype in (torch.float16, torch.bfloat16):
        oracle = make_llama().to(dtype)
        model = open_model(save_folder(oracle, tmp_path / str(dtype)))
        assert torch.equal(model.transformer.embed.weight, oracle.model.embed_tokens.weight.float())
        assert model.info.stored_type == {torch.float16: "F16", torch.bfloat16: "BF16"}[dtype]


def test_that_the_library_and_the_engine_name_the_same_families() -> None:
    assert set(GGUF_FAMILIES) | set(FOLDER_FAMILIES) == KNOWN_FAMILIES
