"""Maps of flow against what NumPy makes of transformers' attentions and weights, one query and key at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from made_gemma import make_gemma
from made_kinds import make_bert, make_t5
from made_models import IDS, save_folder

from workbench.engine import LoadedModel, Trace, open_model
from workbench.engine.flow import flow, flow_rows
from workbench.errors import WorkbenchError
from workbench.values import Ablation, FlowImage, FlowKind, FlowRequest, FlowRows, FlowRowsRequest, Part, Progress

TEXT = IDS[:14]
TARGET = [17, 200, 3, 99]


def rows(trace: Trace, layer: int, kind: FlowKind, part: Part = "") -> np.ndarray:
    *_, found = flow_rows(trace, FlowRowsRequest(trace.request, layer, kind, part=part))
    assert isinstance(found, FlowRows)
    return found.values


def attentions(oracle: Any, **inputs: Any) -> Any:
    with torch.no_grad():
        return oracle(input_ids=torch.tensor([TEXT]), output_attentions=True, output_hidden_states=True, **inputs)


def rolled(patterns: Any) -> list[np.ndarray]:
    """arXiv 2005.00928, layer by layer, from patterns [1, H, n, n]."""
    found, r = [], np.eye(patterns[0].shape[-1])
    for pattern in patterns:
        mean = pattern[0].double().mean(0).numpy()
        r = (0.5 * mean + 0.5 * np.eye(len(mean))) @ r
        found.append(r)
    return found


def test_that_raw_is_the_mean_over_heads_and_rollout_is_the_papers(small: LoadedModel, oracle: Any, bert: LoadedModel) -> None:
    for model, other in ((small, oracle), (bert, make_bert())):
        trace, patterns = model.trace(TEXT), attentions(other).attentions
        for layer, wanted in enumerate(rolled(patterns)):
            assert np.allclose(rows(trace, layer, "raw"), patterns[layer][0].mean(0), atol=1e-6)
            assert np.allclose(rows(trace, layer, "rollout"), wanted, atol=1e-6)
            assert np.allclose(rows(trace, layer, "rollout").sum(1), 1, atol=1e-6)


def test_that_a_rollout_is_the_same_in_whatever_order_layers_are_looked_at(small: LoadedModel) -> None:
    trace, other = small.trace(TEXT), small.trace(TEXT)
    backwards = [rows(trace, layer, "rollout") for layer in (2, 1, 0, 2)]
    assert np.array_equal(backwards[3], backwards[0])
    for layer, found in enumerate(reversed(backwards[:3])):
        assert np.array_equal(rows(other, layer, "rollout"), found)
    assert trace.cost_bytes > small.trace(TEXT).cost_bytes


def test_that_who_reads_only_itself_stays_what_it_is(small: LoadedModel) -> None:
    trace = small.trace(TEXT[:1])
    for kind in ("raw", "rollout"):
        assert rows(trace, 2, kind) == pytest.approx(np.eye(1))  # type: ignore[arg-type]


def test_that_a_rollout_goes_on_through_source_and_answer(t5: LoadedModel) -> None:
    trace = t5.trace(TEXT, target=TARGET)
    seen = attentions(make_t5(), decoder_input_ids=torch.tensor([[0, *TARGET]]))
    source = rolled(seen.encoder_attentions)
    assert np.allclose(rows(trace, 1, "rollout", "encoder"), source[1], atol=1e-6)
    of_target, of_source = np.eye(5), np.zeros((5, len(TEXT)))
    for layer in range(3):
        own, cross = (found[layer][0].double().mean(0).numpy() for found in (seen.decoder_attentions, seen.cross_attentions))
        half = 0.5 * own + 0.5 * np.eye(5)
        of_target, of_source = 0.5 * half @ of_target, 0.5 * half @ of_source + 0.5 * cross @ source[-1]
        found = [rows(trace, layer, "rollout", part) for part in ("decoder", "cross")]  # type: ignore[arg-type]
        assert np.allclose(found[0], of_target, atol=1e-6)
        assert np.allclose(found[1], of_source, atol=1e-6)
        assert np.allclose(found[0].sum(1) + found[1].sum(1), 1, atol=1e-6)


def carried(pattern: np.ndarray, value: np.ndarray, write: np.ndarray) -> np.ndarray:
    """Vectors by definition: pattern [H, n, k], value [H, k, d_head], write [d_model, H * d_head] -> [n, k, d_model]."""
    d_head = value.shape[2]
    parts = [np.einsum("nk,kd->nkd", pattern[head], value[head] @ write[:, head * d_head : (head + 1) * d_head].T)
             for head in range(len(pattern))]  # fmt: skip
    return np.sum(parts, axis=0)


def heads(x: torch.Tensor, n: int) -> np.ndarray:
    """[pos, n * d_head] -> [n, pos, d_head] in float64."""
    return x.double().view(len(x), n, -1).transpose(0, 1).numpy()


@torch.no_grad()
def test_that_norms_are_those_of_weighted_values_in_a_decoder(small: LoadedModel, oracle: Any) -> None:
    trace, seen = small.trace(TEXT), attentions(oracle)
    for layer, block in enumerate(oracle.model.layers):
        x = seen.hidden_states[layer][0]
        value = heads(block.self_attn.v_proj(block.input_layernorm(x)), 2).repeat(2, axis=0)
        vectors = carried(seen.attentions[layer][0].double().numpy(), value, block.self_attn.o_proj.weight.double().numpy())
        assert np.allclose(rows(trace, layer, "norm"), np.linalg.norm(vectors, axis=-1), atol=2e-5)
        at = np.arange(len(TEXT))
        vectors[at, at] += x.double().numpy()
        assert np.allclose(rows(trace, layer, "norm_residual"), np.linalg.norm(vectors, axis=-1), atol=2e-5)


@torch.no_grad()
def test_that_norms_go_through_the_norm_behind_the_sum_in_an_encoder(bert: LoadedModel) -> None:
    other = make_bert()
    trace, seen = bert.trace(TEXT), attentions(other)
    for layer, block in enumerate(other.bert.encoder.layer):
        x, out = seen.hidden_states[layer][0], block.attention.output
        vectors = carried(
            seen.attentions[layer][0].double().numpy(), heads(block.attention.self.value(x), 4), out.dense.weight.double().numpy()
        )
        assert np.allclose(rows(trace, layer, "norm"), np.linalg.norm(vectors, axis=-1), atol=2e-5)
        at = np.arange(len(TEXT))
        vectors[at, at] += x.double().numpy()
        whole = vectors.sum(1) + out.dense.bias.double().numpy()
        deviation = np.sqrt(whole.var(-1) + out.LayerNorm.eps)[:, None, None]
        vectors = (vectors - vectors.mean(-1, keepdims=True)) / deviation * out.LayerNorm.weight.double().numpy()
        assert np.allclose(rows(trace, layer, "norm_residual"), np.linalg.norm(vectors, axis=-1), atol=2e-5)


@torch.no_grad()
def test_that_norms_go_through_the_norm_that_comes_before_the_sum(tmp_path_factory: pytest.TempPathFactory) -> None:
    other = make_gemma()
    model = open_model(save_folder(other, tmp_path_factory.mktemp("gemma") / "made"), kernels="plain")  # type: ignore[arg-type]
    trace, seen = model.trace(TEXT), attentions(other)
    at = np.arange(len(TEXT))
    for layer, block in enumerate(other.model.layers):
        x, after = seen.hidden_states[layer][0], block.post_attention_layernorm
        value = heads(block.self_attn.v_proj(block.input_layernorm(x)), 2).repeat(2, axis=0)
        vectors = carried(seen.attentions[layer][0].double().numpy(), value, block.self_attn.o_proj.weight.double().numpy())
        length = np.sqrt((vectors.sum(1) ** 2).mean(-1) + after.eps)[:, None, None]
        vectors = vectors / length * (1 + after.weight.double().numpy())
        vectors[at, at] += x.double().numpy()
        wanted = np.linalg.norm(vectors, axis=-1)
        assert np.allclose(rows(trace, layer, "norm_residual"), wanted, atol=2e-5 * wanted.max())


@torch.no_grad()
def test_that_norms_across_are_those_of_the_source(t5: LoadedModel) -> None:
    other = make_t5()
    trace = t5.trace(TEXT, target=TARGET)
    seen = attentions(other, decoder_input_ids=torch.tensor([[0, *TARGET]]))
    for layer, block in enumerate(other.decoder.block):
        cross = block.layer[1].EncDecAttention
        value = heads(cross.v(seen.encoder_last_hidden_state[0]), 4)
        vectors = carried(seen.cross_attentions[layer][0].double().numpy(), value, cross.o.weight.double().numpy())
        assert np.allclose(rows(trace, layer, "norm", "cross"), np.linalg.norm(vectors, axis=-1), atol=2e-5)
    with pytest.raises(WorkbenchError, match="norm_residual"):
        rows(trace, 0, "norm_residual", "cross")


@pytest.mark.parametrize("kind", ["raw", "rollout", "norm", "norm_residual"])
def test_that_a_long_text_is_read_in_slabs_and_drawn_as_it_is(small: LoadedModel, kind: Any) -> None:
    trace = small.trace(IDS + IDS[::-1] + IDS[:24])  # 120 tokens
    whole = rows(trace, 2, kind)
    *_, image = flow(trace, FlowRequest(trace.request, 2, kind, region=(30, 120, 10, 100), pixels=45))
    assert isinstance(image, FlowImage)
    assert (image.step, image.region) == (2, (30, 120, 10, 100))
    blocks = whole[30:120, 10:100].reshape(45, 2, 45, 2).max((1, 3))
    assert np.allclose(image.image / 255 * image.high, blocks, atol=image.high / 500)
    assert not np.triu(whole, 1).any()


def test_that_exact_rows_are_those_of_the_whole(small: LoadedModel) -> None:
    trace = small.trace(TEXT)
    *_, found = flow_rows(trace, FlowRowsRequest(trace.request, 1, "norm", positions=(5, 2)))
    assert isinstance(found, FlowRows)
    assert np.array_equal(found.values, rows(trace, 1, "norm")[[5, 2]])


def test_that_interventions_change_the_maps(small: LoadedModel) -> None:
    changed = small.trace(TEXT, interventions=[Ablation(0, by="zero")])
    assert not np.allclose(rows(changed, 2, "rollout"), rows(small.trace(TEXT), 2, "rollout"), atol=1e-3)


def test_that_it_tells_how_far_it_is_and_stops_when_asked(small: LoadedModel) -> None:
    trace = small.trace(TEXT)
    request = FlowRequest(trace.request, 2, "rollout")
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(flow(trace, request, stopped=lambda: True))
    assert [event.done for event in flow(trace, request) if isinstance(event, Progress)] == [0, 1, 2]
    assert not [event for event in flow(trace, request) if isinstance(event, Progress)]  # it was kept


@pytest.mark.parametrize(("changes", "name"), [({"layer": 3}, "layer"), ({"kind": "guess"}, "kind"), ({"pixels": 0}, "pixels"),
                                              ({"region": (9, 9, 0, 2)}, "region"), ({"part": "cross"}, "part")])  # fmt: skip
def test_that_a_question_out_of_range_is_refused(small: LoadedModel, changes: dict[str, Any], name: str) -> None:
    trace = small.trace(TEXT)
    with pytest.raises(WorkbenchError) as caught:
        list(flow(trace, FlowRequest(trace.request, **{"layer": 0, **changes})))
    assert caught.value.values["name"] == name
