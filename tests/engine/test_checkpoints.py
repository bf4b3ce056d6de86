"""Files that don't hold what they should: each is an error that names file, tensor or key."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from made_models import IDS, make_llama, save_gguf
from safetensors.torch import load_file, save_file

from workbench.engine import memory, open_model
from workbench.engine.dequantise import QUANTISED
from workbench.errors import WorkbenchError


@pytest.fixture
def damaged(folder: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the model folder with its tensors or its configuration changed."""

    def make(change: Callable[[dict[str, torch.Tensor]], object] | None = None, **config: Any) -> Path:
        copy = tmp_path / "model"
        shutil.copytree(folder, copy)
        if change is not None:
            tensors = load_file(copy / "model.safetensors")
            change(tensors)
            save_file(tensors, copy / "model.safetensors")
        path = copy / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **config}))
        return copy

    return make


def refused(path: Path, code: str, **opening: Any) -> dict[str, object]:
    with pytest.raises(WorkbenchError) as caught:
        open_model(path, **opening)
    assert caught.value.code == code
    return caught.value.values


def test_that_a_missing_tensor_is_named(damaged: Callable[..., Path]) -> None:
    path = damaged(lambda tensors: tensors.pop("model.layers.1.mlp.up_proj.weight"))
    assert refused(path, "tensor-missing")["tensor"] == "model.layers.1.mlp.up_proj.weight"


def test_that_a_foreign_tensor_is_named(damaged: Callable[..., Path]) -> None:
    path = damaged(lambda tensors: tensors.update({"model.layers.0.self_attn.q_proj.bias": torch.zeros(48)}))
    assert refused(path, "tensor-unexpected")["tensor"] == "model.layers.0.self_attn.q_proj.bias"


def test_that_stored_rotary_frequencies_are_passed_over(damaged: Callable[..., Path], small: Any) -> None:
    path = damaged(lambda tensors: tensors.update({"model.layers.0.self_attn.rotary_emb.inv_freq": torch.zeros(6)}))
    assert np.array_equal(open_model(path, kernels="plain").logits(IDS), small.logits(IDS))


def test_that_a_misshapen_tensor_is_named_with_both_shapes(damaged: Callable[..., Path]) -> None:
    values = refused(damaged(intermediate_size=96), "tensor-misshapen")
    assert (values["shape"], values["expected"]) == ([80, 48], [96, 48])


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_that_weights_that_are_not_finite_are_named_and_counted(damaged: Callable[..., Path], bad: float) -> None:
    values = refused(damaged(lambda tensors: tensors["lm_head.weight"][3, :2].fill_(bad)), "weights-not-finite")
    assert (values["tensor"], values["n_bad"]) == ("lm_head.weight", 2)


def test_that_finite_weights_with_an_infinite_sum_are_accepted(damaged: Callable[..., Path]) -> None:
    path = damaged(lambda tensors: tensors["model.embed_tokens.weight"][299].fill_(3e38))
    assert np.isfinite(open_model(path).logits(IDS)).all()


def test_that_integer_tensors_are_refused_by_type(damaged: Callable[..., Path]) -> None:
    path = damaged(lambda tensors: tensors.update({"model.norm.weight": torch.ones(48, dtype=torch.int32)}))
    assert refused(path, "tensor-type-unknown")["type"] == "I32"


def test_that_an_unknown_family_is_named_with_the_known_ones(damaged: Callable[..., Path]) -> None:
    values = refused(damaged(model_type="mamba"), "family-unknown")
    assert (values["family"], values["known"]) == ("mamba", "bert, gemma3_text, llama, t5, window")


def test_that_an_unknown_rope_scaling_is_named(damaged: Callable[..., Path]) -> None:
    path = damaged(rope_parameters={"rope_type": "yarn", "rope_theta": 10000.0, "factor": 2.0})
    assert refused(path, "rope-unknown")["scaling"] == "yarn"


def test_that_older_files_say_rope_scaling_in_other_words(damaged: Callable[..., Path]) -> None:
    old = {"rope_parameters": None, "rope_theta": 5000.0, "rope_scaling": {"type": "linear", "factor": 4.0}}
    rotary = open_model(damaged(**old)).spec.positions
    assert (rotary.base, set(rotary.factors)) == (5000.0, {4.0})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("num_hidden_layers", 10**9), ("num_hidden_layers", 0), ("hidden_size", "48"), ("num_attention_heads", True),
        ("rms_norm_eps", -1.0), ("rms_norm_eps", float("nan")), ("hidden_act", "gelu"), ("num_key_value_heads", 3),
        ("tie_word_embeddings", 1), ("head_dim", 2.5), ("quantization_config", {"bits": 4}), ("vocab_size", -5), ("rope_parameters", [1]),
    ],
)  # fmt: skip
def test_that_a_bad_configuration_value_is_named(damaged: Callable[..., Path], key: str, value: Any) -> None:
    values = refused(damaged(**{key: value}), "config-bad")
    assert values["key"] == key
    assert str(value)[:3] in str(values["value"])


def test_that_a_missing_configuration_value_is_named(damaged: Callable[..., Path]) -> None:
    values = refused(damaged(intermediate_size=None), "config-bad")
    assert values["key"] == "intermediate_size"


def test_that_a_pickle_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(b"\x80\x04cposix\nsystem\n.")
    refused(path, "pickle-refused")


def test_that_a_truncated_gguf_file_is_an_error(tmp_path: Path) -> None:
    path = save_gguf(make_llama(), tmp_path / "model.gguf")
    path.write_bytes(path.read_bytes()[:-100])
    refused(path, "file-truncated")


def test_that_gguf_types_that_are_not_understood_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(QUANTISED, "Q5_0")  # of those that are not understood, gguf writes none
    path = save_gguf(make_llama(hidden_size=64, intermediate_size=96, num_hidden_layers=1), tmp_path / "model.gguf", matrices="Q5_0")
    values = refused(path, "tensor-type-unknown")
    assert values["type"] == "Q5_0"
    assert "Q4_1" in str(values["known"])


@pytest.mark.parametrize("matrices", ["F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"])
def test_that_each_stored_type_loads_the_weights_that_gguf_says(matrices: str, tmp_path: Path) -> None:
    oracle = make_llama(hidden_size=64, intermediate_size=96, num_hidden_layers=1)
    path = save_gguf(oracle, tmp_path / "model.gguf", matrices=matrices)
    model = open_model(path)
    down = next(tensor for tensor in gguf.GGUFReader(path).tensors if tensor.name == "blk.0.ffn_down.weight")
    expected = gguf.quants.dequantize(down.data, down.tensor_type)
    assert model.info.stored_type == matrices
    assert np.array_equal(open_model(path, kernels="plain").transformer.stack.blocks[0].mlp.down.weight.numpy(), expected)


def test_that_a_model_that_would_not_fit_is_refused_before_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 100_000)
    assert refused(folder, "model-too-large", dtype="float64")["dtype"] == "float64"


def test_that_dtypes_devices_and_kernels_that_are_not_there_are_named(folder: Path) -> None:
    assert refused(folder, "dtype-not-available", dtype="int4")["known"] == "float32, float64, bfloat16"
    assert refused(folder, "device-not-available", device="abacus")["device"] == "abacus"
    assert refused(folder, "kernels-not-available", dtype="float64", kernels="packed linear, fused attention")["known"] == "plain"
