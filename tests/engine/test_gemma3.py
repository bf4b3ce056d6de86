"""Gemma 3 against transformers (eager attention) on small random models whose windows are shorter than the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_gemma import N_LAYERS, WHOLE, WINDOW, WINDOWED, make_gemma, save_gemma_gguf
from made_kinds import save_kind
from made_models import IDS
from transformers import Gemma3ForCausalLM
from transformers.models.gemma3.modeling_gemma3 import Gemma3RMSNorm

from workbench.engine import LoadedModel, open_model
from workbench.engine.cache import KeyValueCache
from workbench.engine.saving import write_model
from workbench.errors import WorkbenchError
from workbench.values import CellsRequest, GenerationResult, GridRequest

VARIANTS: dict[str, dict[str, Any]] = {
    "grouped-query": {},
    "one key-value head": {"num_key_value_heads": 1},
    "untied": {"tie_word_embeddings": False},
    "biases": {"attention_bias": True},
    "a window of one": {"sliding_window": 1},
    "a window longer than the text": {"sliding_window": 500},
    "windows everywhere": {"layer_types": [WINDOWED] * N_LAYERS},
    "windows nowhere": {"layer_types": [WHOLE] * N_LAYERS},
    "other bases": {
        "rope_parameters": {
            WHOLE: {"rope_type": "linear", "rope_theta": 50_000.0, "factor": 8.0}, WINDOWED: {"rope_type": "default", "rope_theta": 300.0},
        }
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return open_model(save_kind(make_gemma(), tmp_path_factory.mktemp("gemma") / "made"), kernels="plain")


def expected(oracle: Gemma3ForCausalLM, ids: list[int] = IDS) -> Any:
    with torch.inference_mode():
        return oracle(torch.tensor([ids]), output_attentions=True, output_hidden_states=True, use_cache=False)


def close(ours: np.ndarray, theirs: torch.Tensor, *, bound: float = 1e-5) -> bool:
    return bool(np.abs(ours - theirs.numpy()).max() < bound * max(1.0, float(theirs.abs().max())))


# parity


@pytest.mark.parametrize("variant", VARIANTS)
def test_that_float32_logits_states_and_patterns_equal_transformers(variant: str, tmp_path: Path) -> None:
    oracle = make_gemma(**VARIANTS[variant])
    out = expected(oracle)
    model = open_model(save_kind(oracle, tmp_path / "made"))
    assert close(model.logits(IDS), out.logits[0])
    assert close(model.hidden(IDS), torch.cat(out.hidden_states))
    trace = model.trace(IDS)
    assert max(np.abs(trace.pattern(layer) - out.attentions[layer][0].numpy()).max() for layer in range(N_LAYERS)) < 1e-5


@pytest.mark.parametrize("variant", VARIANTS)
def test_that_float64_logits_equal_transformers(variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    softmax = torch.nn.functional.softmax  # transformers takes norms and softmax in float32 even in float64
    monkeypatch.setattr(torch.nn.functional, "softmax", lambda x, dim, dtype: softmax(x, dim=dim))
    monkeypatch.setattr(Gemma3RMSNorm, "forward", lambda norm, x: norm._norm(x) * (1.0 + norm.weight))
    oracle = make_gemma(**VARIANTS[variant]).double()
    model = open_model(save_kind(oracle, tmp_path / "made"), "float64")
    assert close(model.logits(IDS), expected(oracle).logits[0], bound=1e-6)


def test_that_bfloat16_rounds_the_scale_of_embeddings_as_transformers_does(tmp_path: Path) -> None:
    oracle = make_gemma()
    model = open_model(save_kind(oracle, tmp_path / "made"), "bfloat16")
    ids = torch.tensor([IDS])
    with torch.inference_mode():
        assert torch.equal(model.transformer.embedded(ids), oracle.to(torch.bfloat16).model.embed_tokens(ids))


def test_that_a_gguf_file_gives_the_same_logits(tmp_path: Path) -> None:
    layer_types = [WINDOWED] * 5 + [WHOLE, WINDOWED]
    oracle = make_gemma(num_hidden_layers=7, layer_types=layer_types, query_pre_attn_scalar=10)
    model = open_model(save_gemma_gguf(oracle, tmp_path / "made.gguf"))
    assert model.spec.windows == (WINDOW,) * 5 + (0, WINDOW)
    assert model.info.family == "gemma3_text"
    assert close(model.logits(IDS), expected(oracle).logits[0])


def test_that_older_configurations_mean_the_same(gemma: LoadedModel, tmp_path: Path) -> None:
    folder = save_kind(make_gemma(layer_types=[WINDOWED, WINDOWED, WHOLE, WINDOWED]), tmp_path / "made")
    config = json.loads((folder / "config.json").read_text())
    del config["layer_types"], config["rope_parameters"]
    config |= {"sliding_window_pattern": 3, "rope_theta": 1_000_000.0, "rope_local_base_freq": 10_000.0, "rope_scaling": None}
    (folder / "config.json").write_text(json.dumps(config))
    assert np.array_equal(open_model(folder, kernels="plain").logits(IDS), gemma.logits(IDS))


def test_that_a_model_written_by_us_is_the_same_in_transformers(tmp_path: Path) -> None:
    oracle = make_gemma(**VARIANTS["other bases"])
    first = save_kind(oracle, tmp_path / "first")
    (tmp_path / "again").mkdir()
    write_model(tmp_path / "again", open_model(first).transformer)
    again = Gemma3ForCausalLM.from_pretrained(tmp_path / "again", attn_implementation="eager").eval()
    assert close(expected(again).logits[0].numpy(), expected(oracle).logits[0])


@pytest.mark.parametrize(
    "change",
    [
        {"final_logit_softcapping": 30.0},
        {"attn_logit_softcapping": 50.0},
        {"use_bidirectional_attention": True},
        {"hidden_activation": "relu"},
        {"layer_types": ["sliding_attention"]},
        {"sliding_window": 0},
        {"num_key_value_heads": 3},
    ],
)
def test_that_what_is_not_computed_is_refused_by_name(change: dict[str, Any], tmp_path: Path) -> None:
    folder = save_kind(make_gemma(), tmp_path / "made")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | change))
    with pytest.raises(WorkbenchError) as caught:
        open_model(folder)
    assert caught.value.code == "config-bad"
    assert caught.value.values["key"] == next(iter(change))


# the window


def test_that_no_view_shows_weight_outside_the_window(gemma: LoadedModel) -> None:
    trace = gemma.trace(IDS)
    n = len(IDS)
    distance = np.arange(n)[:, None] - np.arange(n)[None]
    grid = trace.grid(GridRequest(trace.request, size=64))
    for layer in range(N_LAYERS):
        pattern = trace.pattern(layer)
        assert np.abs(pattern.sum(-1) - 1).max() < 1e-6
        if layer == 2:
            assert (pattern[:, distance >= WINDOW] > 0).all()
            continue
        assert (pattern[:, distance >= WINDOW] == 0).all()
        assert (pattern[:, (distance >= 0) & (distance < WINDOW)] > 0).all()
        assert (grid.images[layer][:, distance >= WINDOW] == 0).all()
        cells = trace.cells(CellsRequest(trace.request, ((layer, 1, 40, 40 - WINDOW), (layer, 1, 40, 41 - WINDOW))))
        assert cells.weights[0] == 0 < cells.weights[1]


def test_that_patterns_computed_again_equal_those_seen_in_the_pass(gemma: LoadedModel) -> None:
    kept, fresh = gemma.trace(IDS), gemma.trace(IDS)
    for patterns in fresh._patterns.values():
        patterns._kept.clear()
    assert all(np.abs(kept.pattern(layer) - fresh.pattern(layer)).max() < 1e-6 for layer in range(N_LAYERS))


@pytest.mark.parametrize("cuts", [(48,), (20, 28), (1,) * 48, (6, 7, 8, 1, 1, 25), (40, 1, 1, 6)])
def test_that_reading_in_pieces_through_the_cache_equals_reading_at_once(gemma: LoadedModel, cuts: tuple[int, ...]) -> None:
    ids = torch.tensor([IDS])
    cache = KeyValueCache(gemma.spec, len(IDS), device=gemma.device, dtype=gemma.dtype)
    with torch.inference_mode():
        pieces = [gemma.transformer(part, cache=cache) for part in ids.split(cuts, dim=1)]
        whole = gemma.transformer(ids)
    assert (torch.cat(pieces, dim=1) - whole).abs().max() < 1e-5 * whole.abs().max()


def test_that_greedy_ids_equal_transformers_with_and_without_its_cache(gemma: LoadedModel) -> None:
    oracle = make_gemma()
    *_, result = gemma.generate(IDS[:20], max_new_tokens=40)
    assert isinstance(result, GenerationResult)
    for use_cache in (True, False):
        out = oracle.generate(torch.tensor([IDS[:20]]), max_new_tokens=40, do_sample=False, use_cache=use_cache, pad_token_id=0)
        assert result.ids.tolist() == out[0, 20:].tolist()


def test_that_padding_changes_nothing_in_a_batch(gemma: LoadedModel) -> None:
    ids, keys = torch.tensor([IDS[:30] + [0] * 6, IDS[:36]]), torch.ones(2, 36, dtype=torch.bool)
    keys[0, 30:] = False
    with torch.inference_mode():
        padded = gemma.transformer(ids, keys=keys)
        assert (padded[0, :30] - gemma.transformer(ids[:1, :30])[0]).abs().max() < 1e-5 * padded.abs().max()
        assert (padded[1] - gemma.transformer(ids[1:])[0]).abs().max() < 1e-5 * padded.abs().max()


def test_that_gradients_equal_transformers(tmp_path: Path) -> None:
    oracle = make_gemma(spread=0.1)
    transformer = open_model(save_kind(oracle, tmp_path / "made"), kernels="plain").transformer.requires_grad_(True)
    ids = torch.tensor([IDS])
    ours = torch.nn.functional.cross_entropy(transformer.logits(transformer(ids))[0, :-1], ids[0, 1:])
    ours.backward()
    theirs = oracle.requires_grad_(True)(ids, labels=ids, use_cache=False).loss
    theirs.backward()
    assert abs(ours.item() - theirs.item()) < 1e-5
    pairs = {
        "embed.weight": "model.embed_tokens.weight", "stack.blocks.0.attn.k_norm.weight": "model.layers.0.self_attn.k_norm.weight",
        "stack.blocks.1.attn.q.weight": "model.layers.1.self_attn.q_proj.weight",
        "stack.blocks.3.attn_out_norm.weight": "model.layers.3.post_attention_layernorm.weight",
    }  # fmt: skip
    found, wanted = dict(transformer.named_parameters()), dict(oracle.named_parameters())
    for name, their_name in pairs.items():
        gradient, other = found[name].grad, wanted[their_name].grad
        assert gradient is not None
        assert other is not None
        assert (gradient - other).abs().max() < 1e-4 * other.abs().max(), name
