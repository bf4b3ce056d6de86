"""Inside one head: against transformers' own projections, and the identities that hold whatever the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_gemma import make_gemma
from made_kinds import make_bert, make_t5
from made_models import IDS, save_folder
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from workbench.engine import LoadedModel, Trace, open_model
from workbench.engine.attribution import attribution
from workbench.engine.inside import inside
from workbench.errors import WorkbenchError
from workbench.values import Ablation, Attribution, AttributionRequest, Contrast, Inside, InsideRequest

TARGET = [17, 200, 3, 90, 5]


def look(trace: Trace, layer: int = 1, head: int = 2, query: int = 30, key: int | None = 12, **changes: Any) -> Inside:
    (found,) = inside(trace, InsideRequest(trace.request, layer, head, query, key, **changes))
    return found


def heard(modules: dict[str, torch.nn.Module], run: Any) -> dict[str, torch.Tensor]:
    """What modules of transformers gave in a pass, without the batch."""
    found: dict[str, torch.Tensor] = {}
    hooks = [
        module.register_forward_hook(lambda _module, _given, out, name=name: found.__setitem__(name, out[0]))
        for name, module in modules.items()
    ]
    with torch.no_grad():
        run()
    for hook in hooks:
        hook.remove()
    return found


def of_head(x: torch.Tensor, head: int, d_head: int) -> np.ndarray:
    """[n, heads * d_head] -> [n, d_head]"""
    return x[:, head * d_head : (head + 1) * d_head].numpy()


def check_identities(found: Inside, trace: Trace, part: str = "") -> None:
    request = found.request
    assert found.products.sum() == pytest.approx(found.content[found.key], abs=1e-5)
    scores = np.where(found.visible, (found.content + found.bias).astype(np.float64), -np.inf)
    weights = np.exp(scores - scores.max())
    assert np.allclose(weights / weights.sum(), found.weights, atol=1e-5)
    assert np.array_equal(found.weights, trace.pattern(request.layer, [request.head], part=part)[0, request.query])
    assert not found.weights[~found.visible].any()


def test_that_q_and_k_of_a_decoder_are_transformers_own(small: LoadedModel, oracle: Any) -> None:
    trace, attention, d_head = small.trace(IDS), oracle.model.layers[1].self_attn, small.spec.d_head
    said = heard({"q": attention.q_proj, "k": attention.k_proj, "v": attention.v_proj}, lambda: oracle(torch.tensor([IDS])))
    for head, kv_head in ((0, 0), (1, 0), (2, 1), (3, 1)):
        found = look(trace, head=head)
        assert found.kv_head == kv_head
        q, k, v = of_head(said["q"], head, d_head), of_head(said["k"], kv_head, d_head), of_head(said["v"], kv_head, d_head)
        assert np.allclose(found.q_plain, q[30], atol=1e-4)
        assert np.allclose(found.k_plain, k[12], atol=1e-4)
        cos, sin = oracle.model.rotary_emb(said["q"][None], torch.arange(len(IDS))[None])
        turned_q, turned_k = (x[0, 0].numpy() for x in apply_rotary_pos_emb(*(torch.tensor(x)[None, None] for x in (q, k)), cos, sin))
        assert found.turned
        assert np.allclose(found.q, turned_q[30], atol=1e-4)
        assert np.allclose(found.k, turned_k[12], atol=1e-4)
        assert np.allclose(found.content, turned_k @ turned_q[30] * d_head**-0.5, atol=1e-3)
        assert np.allclose(found.value_norms, np.linalg.norm(v, axis=1), atol=1e-4)
        assert np.allclose(found.z, found.weights @ v, atol=1e-4)
        check_identities(found, trace)


def test_that_the_heads_of_a_layer_together_write_what_attention_adds(small: LoadedModel, oracle: Any) -> None:
    trace = small.trace(IDS)
    said = heard({"o": oracle.model.layers[1].self_attn.o_proj}, lambda: oracle(torch.tensor([IDS])))["o"]
    assert np.allclose(sum(look(trace, head=head).written for head in range(4)), said[30], atol=1e-4)


def test_that_a_head_norms_its_queries_and_a_norm_behind_the_heads_keeps_its_scale(tmp_path: Path) -> None:
    made = make_gemma()
    model = open_model(save_folder(made, tmp_path / "made"), kernels="plain")  # type: ignore[arg-type]
    trace, layer = model.trace(IDS), made.model.layers[1]
    run = lambda: made(torch.tensor([IDS]))  # noqa: E731
    said = heard({"q": layer.self_attn.q_norm, "k": layer.self_attn.k_norm, "out": layer.post_attention_layernorm}, run)
    found = look(trace, head=2, query=30, key=28)
    assert np.allclose(found.q_plain, said["q"][2, 30], atol=1e-4)
    assert np.allclose(found.k_plain, said["k"][1, 28], atol=1e-4)
    assert np.array_equal(np.flatnonzero(found.visible), np.arange(24, 31))
    assert np.allclose(sum(look(trace, head=head, query=30, key=28).written for head in range(4)), said["out"][30], atol=1e-4)
    check_identities(found, trace)
    with pytest.raises(WorkbenchError, match="key"):
        look(trace, query=30, key=12)  # before the window


def test_that_an_encoder_sees_both_sides_and_its_norms_after_sums_hide_what_is_promoted(bert: LoadedModel) -> None:
    trace, made = bert.trace(IDS), make_bert()
    attention = made.bert.encoder.layer[1].attention.self
    said = heard({"q": attention.query, "k": attention.key}, lambda: made(torch.tensor([IDS])))
    found = look(trace, query=5, key=40)
    assert np.allclose(found.q, of_head(said["q"], 2, bert.spec.d_head)[5], atol=1e-4)
    assert np.allclose(found.k, of_head(said["k"], 2, bert.spec.d_head)[40], atol=1e-4)
    assert np.array_equal(found.q, found.q_plain)
    assert not found.turned
    assert found.visible.all()
    assert (found.unsaid, len(found.promoted)) == ("norm-after-sum", 0)
    check_identities(found, trace)


def test_that_relative_positions_are_a_part_of_their_own_and_cross_attention_reads_the_source(t5: LoadedModel) -> None:
    made, trace = make_t5(), t5.trace(IDS, target=TARGET)
    decoder, encoder = made.decoder.block[1].layer, made.encoder.block[1].layer[0].SelfAttention
    read = torch.tensor([[0, *TARGET]])
    said = heard(
        {"q": decoder[0].SelfAttention.q, "k": decoder[0].SelfAttention.k, "cross_q": decoder[1].EncDecAttention.q,
         "cross_k": decoder[1].EncDecAttention.k, "cross_v": decoder[1].EncDecAttention.v, "encoder_q": encoder.q},
        lambda: made(input_ids=torch.tensor([IDS]), decoder_input_ids=read),
    )  # fmt: skip
    d_head = t5.spec.d_head
    own = look(trace, query=4, key=2, part="decoder")
    assert np.allclose(own.q, of_head(said["q"], 2, d_head)[4], atol=1e-4)
    assert np.allclose(own.k, of_head(said["k"], 2, d_head)[2], atol=1e-4)
    with torch.no_grad():
        bias = made.decoder.block[0].layer[0].SelfAttention.compute_bias(6, 6)[0, 2, 4]
    assert np.allclose(own.bias[:5], bias[:5], atol=1e-6)
    check_identities(own, trace, "decoder")
    cross = look(trace, query=4, key=33, part="cross")
    assert np.allclose(cross.q, of_head(said["cross_q"], 2, d_head)[4], atol=1e-4)
    assert np.allclose(cross.k, of_head(said["cross_k"], 2, d_head)[33], atol=1e-4)
    assert np.allclose(cross.z, cross.weights @ of_head(said["cross_v"], 2, d_head), atol=1e-4)
    assert not cross.bias.any()
    check_identities(cross, trace, "cross")
    source = look(trace, query=4, key=33, part="encoder")
    assert np.allclose(source.q, of_head(said["encoder_q"], 2, d_head)[4], atol=1e-4)
    assert source.unsaid == "other-stack"
    check_identities(source, trace, "encoder")


@pytest.mark.parametrize("kind", ["small", "t5", "gemma"])
def test_that_promoted_tokens_are_those_to_which_the_head_adds_most(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if kind == "gemma":
        model = open_model(save_folder(make_gemma(), tmp_path / "made"), kernels="plain")  # type: ignore[arg-type]
    else:
        model = request.getfixturevalue(kind)
    trace, layer = model.trace(IDS, target=TARGET if kind == "t5" else None), model.spec.n_layers - 1  # nothing stands in the way
    query = trace.n_tokens - 1
    for part in ("decoder", "cross") if kind == "t5" else ("decoder",):
        found = look(trace, layer=layer, query=query, key=query if part == "decoder" else 3, part=part, top=4)
        assert len(found.promoted) == len(found.suppressed_texts) == 4
        assert (np.diff(found.promoted_effects) <= 0).all()
        assert found.promoted_effects[0] > 0 > found.suppressed_effects[0]
        told = zip(found.promoted, found.promoted_effects, strict=True)
        for token, effect in [*told, (found.suppressed[0], found.suppressed_effects[0])]:
            other = int(found.suppressed[1])  # the average token falls out of a difference
            *_, against = attribution(trace, AttributionRequest(trace.request, Contrast(query, int(token), other)))
            assert isinstance(against, Attribution)
            heads = against.cross_heads if part == "cross" else against.heads
            assert heads[layer, 2] == pytest.approx(effect - found.suppressed_effects[1], abs=1e-3)


def test_that_without_a_key_the_strongest_is_meant(small: LoadedModel) -> None:
    found = look(small.trace(IDS), key=None)
    assert found.key == found.weights.argmax()
    check_identities(found, small.trace(IDS))


def test_that_a_changed_head_writes_what_it_was_changed_to(small: LoadedModel) -> None:
    found = look(small.trace(IDS, interventions=[Ablation(1, 2, "zero")]))
    assert not found.z.any()
    assert not found.written.any()
    assert found.weights.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"layer": 3}, "layer"),
        ({"head": 4}, "head"),
        ({"query": 48}, "query"),
        ({"key": 31}, "key"),
        ({"top": 101}, "top"),
        ({"part": "cross"}, "part"),
    ],
)
def test_that_a_place_that_is_not_there_is_refused(small: LoadedModel, changes: dict[str, Any], name: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        look(small.trace(IDS), **changes)
    assert caught.value.values["name"] == name
