"""A changed model against transformers with the same change made to its weights or by its hooks."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_kinds import make_bert, make_t5
from made_models import IDS, make_llama

from workbench.engine import LoadedModel, beam_search, bias, fill, generate, likelihood, open_model, score
from workbench.engine.reference import own_text
from workbench.engine.touch import Look
from workbench.errors import WorkbenchError
from workbench.values import (
    Ablation,
    BeamRequest,
    BiasPair,
    BiasRequest,
    BiasTable,
    FillRequest,
    GenerateRequest,
    Intervention,
    LikelihoodRequest,
    SamplerSettings,
    ScoreRequest,
    Steering,
    Subject,
)

TARGET = [17, 200, 3, 99, 41]
OTHER = "Small dogs bark at the tall gate. Why? 저녁이 되었다."


def llama_logits(oracle: Any, ids: list[int]) -> np.ndarray:
    with torch.no_grad():
        return oracle(torch.tensor([ids])).logits[0].numpy()


def apart(found: np.ndarray, wanted: np.ndarray) -> float:
    """The largest difference, in units of the largest number where that is above 1."""
    return float(np.abs(found - wanted).max() / max(1.0, np.abs(wanted).max()))


def test_that_a_zeroed_head_equals_transformers_with_its_columns_zeroed(small: LoadedModel) -> None:
    for layer, head in ((0, 0), (1, 3), (2, 1)):
        changed = make_llama()
        changed.model.layers[layer].self_attn.o_proj.weight[:, head * 12 : (head + 1) * 12] = 0
        found = small.intervened([Ablation(layer, head, by="zero")]).logits(IDS)
        assert apart(found, llama_logits(changed, IDS)) < 1e-5


def test_that_a_zeroed_mlp_equals_transformers_with_its_product_zeroed(small: LoadedModel) -> None:
    changed = make_llama()
    changed.model.layers[1].mlp.down_proj.weight[:] = 0
    assert apart(small.intervened([Ablation(1, by="zero")]).logits(IDS), llama_logits(changed, IDS)) < 1e-5


def test_that_a_zeroed_head_of_an_encoder_equals_transformers(bert: LoadedModel) -> None:
    changed = make_bert()
    changed.bert.encoder.layer[1].attention.output.dense.weight[:, 24:36] = 0
    with torch.no_grad():
        wanted = changed(torch.tensor([IDS])).logits[0].numpy()
    assert apart(bert.intervened([Ablation(1, 2, by="zero")]).logits(IDS), wanted) < 1e-5


@pytest.mark.parametrize("part", ["encoder", "decoder", "cross"])
def test_that_a_zeroed_head_of_each_part_equals_transformers(t5: LoadedModel, part: Any) -> None:
    changed = make_t5()
    block = (changed.encoder if part == "encoder" else changed.decoder).block[1]
    attention = block.layer[1].EncDecAttention if part == "cross" else block.layer[0].SelfAttention
    attention.o.weight[:, 20:30] = 0
    with torch.no_grad():
        wanted = changed(input_ids=torch.tensor([IDS]), decoder_input_ids=torch.tensor([[0, *TARGET]])).logits[0].numpy()
    found = t5.intervened([Ablation(1, 2, by="zero", part=part)]).logits(IDS, decoder_ids=[0, *TARGET])
    assert apart(found, wanted) < 1e-5


def test_that_a_head_set_to_its_mean_equals_transformers_hooked(small: LoadedModel, oracle: Any) -> None:
    seen: list[torch.Tensor] = []
    product = oracle.model.layers[1].self_attn.o_proj
    hook = product.register_forward_pre_hook(lambda _module, given: seen.append(given[0][0, :, 12:24].clone()))
    llama_logits(oracle, [int(token) for token in small.tokenizer.encode(OTHER).ids])
    hook.remove()

    def put(_module: Any, given: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        changed = given[0].clone()
        changed[0, 0, 12:24], changed[0, 1:, 12:24] = seen[0][0], seen[0][1:].mean(0)
        return (changed,)

    hook = product.register_forward_pre_hook(put)
    wanted = llama_logits(oracle, IDS)
    hook.remove()
    assert apart(small.intervened([Ablation(1, 1, reference=OTHER)]).logits(IDS), wanted) < 1e-5


def test_that_resampled_outputs_are_the_references_own(small: LoadedModel) -> None:
    text_ids = small.tokenizer.encode(OTHER).ids
    theirs, look = Look("mlp_out"), Look("mlp_out")
    with torch.inference_mode():
        list(small.transformer.residuals(small.batch_of(text_ids), touch=theirs))
        changed = small.intervened([Ablation(2, by="resample", reference=OTHER, seed=5)])
        list(changed.transformer.residuals(small.batch_of(np.array(IDS)), touch=look))
    found, pool = look.seen["mlp_out", 2][0], theirs.seen["mlp_out", 2][0]
    assert torch.equal(found[0], pool[0])
    chosen = [int((pool == row).all(1).nonzero()[0]) for row in found]
    assert len(set(chosen)) > 10


def test_that_steering_equals_transformers_with_the_vector_added(small: LoadedModel, oracle: Any) -> None:
    def stream(text: str) -> torch.Tensor:
        ids = torch.tensor([[int(token) for token in small.tokenizer.encode(text).ids][:128]])
        with torch.no_grad():
            return oracle(ids, output_hidden_states=True).hidden_states[2][0]

    towards, away = stream(OTHER)[1:].mean(0), stream("Nothing")[1:].mean(0)
    added = (towards - away) / (towards - away).norm() * stream(own_text())[1:].norm(dim=-1).mean() * 1.5

    def put(_module: Any, given: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        changed = given[0].clone()
        changed[0, 1:] += added
        return (changed, *given[1:]), kwargs

    hook = oracle.model.layers[2].register_forward_pre_hook(put, with_kwargs=True)
    wanted = llama_logits(oracle, IDS)
    hook.remove()
    assert apart(small.intervened([Steering(2, 1.5, towards=OTHER, away="Nothing")]).logits(IDS), wanted) < 1e-4


def test_that_steering_along_a_token_behind_the_last_block_adds_its_row(small: LoadedModel) -> None:
    plain, changed = small.trace(IDS), small.trace(IDS, interventions=[Steering(3, -2.0, token_id=65)])
    difference = changed.resid[-1] - plain.resid[-1]
    row = small.token_row(65).numpy()
    assert not difference[0].any()
    cosine = difference[1:] @ row / np.linalg.norm(difference[1:], axis=1) / np.linalg.norm(row)
    assert np.allclose(cosine, -1, atol=1e-6)


def test_that_whoever_only_looks_changes_nothing(small: LoadedModel, t5: LoadedModel) -> None:
    look = Look("resid", "q", "k", "v", "z", "attn_out", "resid_mid", "mlp_out")
    with torch.inference_mode():
        *_, plain = small.transformer.residuals(small.batch_of(np.array(IDS)))
        *_, seen = small.transformer.residuals(small.batch_of(np.array(IDS)), touch=look)
    assert torch.equal(plain, seen)
    assert {point for point, _ in look.seen} == {"resid", "q", "k", "v", "z", "attn_out", "resid_mid", "mlp_out"}
    for layer in range(3):
        begun = look.seen["resid", layer] + look.seen["attn_out", layer]
        assert torch.allclose(look.seen["resid_mid", layer], begun, atol=1e-5)
        assert torch.allclose(look.seen["resid", layer + 1], begun + look.seen["mlp_out", layer], atol=1e-4)


def test_that_one_block_again_gives_the_stream_of_the_pass(small: LoadedModel, bert: LoadedModel) -> None:
    for model in (small, bert):
        with torch.inference_mode():
            streams = list(model.transformer.residuals(model.batch_of(np.array(IDS))))
            (stack,) = model.transformer.stacks().values()
            assert all(torch.equal(stack.step(layer, streams[layer]), streams[layer + 1]) for layer in range(3))
            *_, last = stack.residuals(streams[1], begin=1)
        assert torch.equal(last, streams[-1])


INTERVENTIONS: list[Intervention] = [
    Ablation(0, 2, reference=OTHER), Ablation(1, by="resample", reference=OTHER), Steering(1, 0.7, towards=OTHER),
]  # fmt: skip


def test_that_a_changed_model_writes_the_same_through_its_cache(small: LoadedModel) -> None:
    changed, ids = small.intervened(INTERVENTIONS), list(IDS)
    for _ in range(12):
        ids.append(int(changed.logits(ids)[-1].argmax()))
    *_, result = small.generate(IDS, max_new_tokens=12, sampler=SamplerSettings(temperature=0), interventions=INTERVENTIONS)
    assert result.ids.tolist() == ids[len(IDS) :]
    *_, plain = small.generate(IDS, max_new_tokens=12, sampler=SamplerSettings(temperature=0))
    assert plain.ids.tolist() != result.ids.tolist()


def test_that_a_generation_of_a_changed_model_takes_up_nothing_that_the_plain_one_read(small: LoadedModel) -> None:
    from workbench.engine.recollection import Recollection

    recollection = Recollection(logits_bytes=1 << 20, caches_bytes=1 << 20)
    request = GenerateRequest(Subject(small.info.path, "abcabc"), max_new_tokens=4, sampler=SamplerSettings(temperature=0))
    list(generate(small, request, recollection=recollection))
    changed = GenerateRequest(**{**{name: getattr(request, name) for name in request.__slots__}, "interventions": tuple(INTERVENTIONS)})
    started, *_, result = generate(small, changed, recollection=recollection)
    *_, alone = generate(small, changed)
    assert started.n_reused == 0
    assert result.ids.tolist() == alone.ids.tolist()


def test_that_a_changed_pass_is_scored_and_traced(small: LoadedModel) -> None:
    request = ScoreRequest(Subject(small.info.path, OTHER), interventions=tuple(INTERVENTIONS))
    *_, found = score(small, request)
    logits = torch.from_numpy(small.intervened(INTERVENTIONS).logits(found.encoding.ids.tolist()))
    wanted = logits.log_softmax(-1)[:-1].gather(1, torch.from_numpy(found.encoding.ids[1:].astype(np.int64))[:, None])[:, 0]
    assert np.allclose(found.logprobs[1:], wanted, atol=1e-4)


def test_that_beams_labels_pairs_and_masks_of_a_changed_model_are_those_of_that_model(small: LoadedModel) -> None:
    changes = (Ablation(0, 1, "zero"), Ablation(1, None, "mean"))
    masked = open_model("starter-masked")
    text = f"the {masked.tokenizer.piece(masked.tokenizer.mask_id)} sat"
    subject, table = Subject("m", "the cat"), BiasTable("t", tuple(BiasPair("x", f"he {one}", f"she {one}") for one in ("ran", "sat")))
    for model, ask, request, found in (
        (small, beam_search, BeamRequest(subject, max_new_tokens=4), lambda one: one.beams[0].total),
        (small, likelihood, LikelihoodRequest(subject, (" sat", " ran")), lambda one: one.scores[0].nats),
        (small, bias, BiasRequest("m", table, n_resamples=100), lambda one: one.a_nats[0]),
        (masked, fill, FillRequest(Subject("m", text)), lambda one: one.masks[0].distribution.logprobs[0]),
    ):
        *_, plain = ask(model, request)
        *_, asked = ask(model, dataclasses.replace(request, interventions=changes))
        *_, made = ask(model.intervened(changes), request)
        assert found(asked) == found(made) != found(plain)


@pytest.mark.parametrize("kind", ["decoder", "cross"])
def test_that_recomputed_patterns_of_a_changed_pass_equal_those_of_the_pass(small: LoadedModel, t5: LoadedModel, kind: str) -> None:
    if kind == "decoder":
        kept, fresh = (small.trace(IDS, interventions=INTERVENTIONS) for _ in range(2))
        part = "decoder"
    else:
        changes = [
            Ablation(0, 1, by="zero", part="decoder"),
            Ablation(1, 3, by="zero", part="cross"),
            Ablation(0, 0, by="zero", part="encoder"),
        ]
        kept, fresh = (t5.trace(IDS, target=TARGET, interventions=changes) for _ in range(2))
        part = "cross"
    for patterns in fresh._patterns.values():
        patterns._kept.clear()
    for layer in range(2):
        assert np.abs(kept.pattern(layer, part=part) - fresh.pattern(layer, part=part)).max() < 1e-6


def test_that_interventions_act_in_their_order(small: LoadedModel) -> None:
    both = small.intervened([Ablation(1, 0, by="zero"), Ablation(1, 0, reference=OTHER)])
    last = small.intervened([Ablation(1, 0, reference=OTHER)])
    assert np.array_equal(both.logits(IDS), last.logits(IDS))
    one_by_one = small.intervened([Ablation(1, 0, by="zero")]).intervened([Steering(2, 1.0, token_id=7)])
    together = small.intervened([Ablation(1, 0, by="zero"), Steering(2, 1.0, token_id=7)])
    assert one_by_one.interventions == together.interventions


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (Ablation(3, 0), "layer"),
        (Ablation(0, 4), "head"),
        (Ablation(-1), "layer"),
        (Ablation(0, 0, part="cross"), "part"),
        (Steering(4, 1.0, token_id=1), "layer"),
        (Steering(0, 1.0, token_id=300), "token_id"),
        (Steering(0, float("nan"), token_id=1), "strength"),
    ],
)
def test_that_an_intervention_where_there_is_nothing_is_refused(small: LoadedModel, wrong: Intervention, name: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        small.intervened([wrong])
    assert (caught.value.code, caught.value.values["name"]) == ("bad-value", name)


def test_that_two_texts_without_a_difference_give_no_direction(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError) as caught:
        small.intervened([Steering(1, 1.0, towards=OTHER, away=OTHER)])
    assert caught.value.code == "direction-none"


def test_that_gradients_through_packed_weights_equal_plain_ones(small: LoadedModel, folder: Path) -> None:
    packed = open_model(folder, kernels="packed")
    found = []
    for model in (small, packed):
        resid = model.transformer.embedded(model.batch_of(np.array(IDS))).detach().requires_grad_()
        *_, last = model.transformer.stack.residuals(resid)
        logit = model.transformer.logits(last[0, -1])[65]
        found.append(torch.autograd.grad(logit, resid)[0])
    assert apart(found[1].numpy(), found[0].numpy()) < 1e-4
