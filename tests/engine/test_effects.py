"""Measured effects against models that were changed outright: by `intervened`, and in transformers' own weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS, make_llama

from workbench.engine import LoadedModel, Trace, open_model, score
from workbench.engine.effects import ablate, effects
from workbench.errors import WorkbenchError
from workbench.values import (
    Ablated,
    AblateRequest,
    Ablation,
    Contrast,
    Effects,
    EffectsRequest,
    Intervention,
    ModelPart,
    Progress,
    ScoreRequest,
    Steering,
    Subject,
)

OTHER = "Small dogs bark at the tall gate. Why? 저녁이 되었다."
TARGET = [17, 200, 3, 99, 41]
ASKED = Contrast(None, 65, 9)


def measured(trace: Trace, **changes: Any) -> Effects:
    *_, found = effects(trace, EffectsRequest(trace.request, ASKED, reference=OTHER, **changes))
    assert isinstance(found, Effects)
    return found


def compared(trace: Trace, interventions: Sequence[Intervention], **changes: Any) -> Ablated:
    *_, found = ablate(trace, AblateRequest(trace.request, tuple(interventions), **changes))
    assert isinstance(found, Ablated)
    return found


def outright(model: LoadedModel, of: Contrast, ids: Sequence[int], target: Sequence[int] | None = None) -> tuple[float, float]:
    """The contrast and the loss by whole passes."""
    logits = torch.from_numpy(model.logits(ids, decoder_ids=target)).double()
    value = logits[of.position, of.token_id] - logits[of.position, of.against_id]
    read = torch.tensor(ids if target is None else target)
    nll = -logits.log_softmax(-1)[:-1].gather(1, read[1:, None]).mean()
    return float(value), float(nll)


def close(found: float, wanted: float) -> bool:
    return abs(found - wanted) < 2e-5


@pytest.mark.parametrize("by", ["mean", "zero", "resample"])
def test_that_every_effect_equals_a_whole_pass_of_the_changed_model(small: LoadedModel, by: Any) -> None:
    trace = small.trace(IDS)
    found = measured(trace, by=by, seed=3)
    value, loss = outright(small, found.of.contrast, IDS)
    assert close(found.of.value, value)
    assert close(found.loss_before, loss)
    assert found.n_measured == 3 * 5
    for layer in range(3):
        for head in (0, 1, 2, 3, None):
            changed = small.intervened([Ablation(layer, head, by, reference=OTHER, seed=3)])
            one, other = outright(changed, found.of.contrast, IDS)
            told = found.mlps["decoder"][layer] if head is None else found.heads["decoder"][layer, head]
            lost = found.mlp_losses["decoder"][layer] if head is None else found.head_losses["decoder"][layer, head]
            assert close(told, one - value), (layer, head)
            assert close(lost, other - loss), (layer, head)


def test_that_the_effect_of_zeroing_a_head_equals_transformers_with_its_columns_zeroed(small: LoadedModel, oracle: Any) -> None:
    found = measured(small.trace(IDS), by="zero")
    changed = make_llama()
    changed.model.layers[1].self_attn.o_proj.weight[:, 24:36] = 0
    with torch.no_grad():
        before, after = (model(torch.tensor([IDS])).logits[0, -1] for model in (oracle, changed))
    assert close(found.heads["decoder"][1, 2], float((after[65] - after[9]) - (before[65] - before[9])))


def test_that_an_encoders_effects_equal_whole_passes_and_it_has_no_loss(bert: LoadedModel) -> None:
    found = measured(bert.trace(IDS), by="zero")
    at = found.of.contrast
    for head in range(4):
        logits = bert.intervened([Ablation(1, head, "zero")]).logits(IDS)
        after = logits[at.position, at.token_id] - logits[at.position, at.against_id]
        assert close(found.heads["encoder"][1, head], after - found.of.value)
    assert np.isnan(found.loss_before)
    assert np.isnan(found.head_losses["encoder"]).all()


@pytest.mark.parametrize("part", ["encoder", "decoder", "cross"])
def test_that_each_attention_of_an_encoder_decoder_is_measured(t5: LoadedModel, part: Any) -> None:
    found = measured(t5.trace(IDS, target=TARGET))
    value, loss = outright(t5, found.of.contrast, IDS, [0, *TARGET])
    for layer, head in ((0, 1), (1, 3)):
        one, other = outright(t5.intervened([Ablation(layer, head, part=part, reference=OTHER)]), found.of.contrast, IDS, [0, *TARGET])
        assert close(found.heads[part][layer, head], one - value)
        assert close(found.head_losses[part][layer, head], other - loss)
    if part != "cross":
        one, _ = outright(t5.intervened([Ablation(1, part=part, reference=OTHER)]), found.of.contrast, IDS, [0, *TARGET])
        assert close(found.mlps[part][1], one - value)
    assert not any(np.isnan(array).any() for array in (*found.heads.values(), *found.mlps.values()))


def test_that_effects_in_a_changed_model_are_of_that_model(small: LoadedModel) -> None:
    own = (Steering(1, 0.7, token_id=7), Ablation(0, 2, "zero"), Steering(2, -0.4, token_id=80))
    found = measured(small.trace(IDS, interventions=own), by="zero")
    value, _ = outright(small.intervened(own), found.of.contrast, IDS)
    for layer in range(3):
        after, _ = outright(small.intervened([*own, Ablation(layer, 1, "zero")]), found.of.contrast, IDS)
        assert close(found.heads["decoder"][layer, 1], after - value)


def test_that_chosen_parts_alone_are_measured(small: LoadedModel) -> None:
    trace = small.trace(IDS)
    found, whole = measured(trace, only=(ModelPart(2, 1), ModelPart(0), ModelPart(2, 1)), losses=False), measured(trace)
    assert found.n_measured == 2
    assert close(found.heads["decoder"][2, 1], whole.heads["decoder"][2, 1])
    assert close(found.mlps["decoder"][0], whole.mlps["decoder"][0])
    assert np.isnan(found.heads["decoder"]).sum() == 11
    assert np.isnan(found.head_losses["decoder"]).all()


def test_that_the_map_fills_in_and_ends_when_it_is_asked_to(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.engine.effects.MOST_POSITIONS", 2 * len(IDS))
    trace = small.trace(IDS)
    events = list(effects(trace, EffectsRequest(trace.request, ASKED)))
    partial = [event for event in events if isinstance(event, Effects)]
    known = [int(np.isfinite(event.heads["decoder"]).sum() + np.isfinite(event.mlps["decoder"]).sum()) for event in partial]
    assert known == sorted(known)
    assert known[0] == 2
    assert (known[-1], partial[-1].n_measured) == (15, 15)
    assert [event.done for event in events if isinstance(event, Progress)] == known[:-1]
    whole = measured(trace, by="mean")
    *_, own = effects(trace, EffectsRequest(trace.request, ASKED, reference=OTHER))
    assert np.allclose(own.heads["decoder"], whole.heads["decoder"], atol=1e-5)  # type: ignore[union-attr]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(effects(trace, EffectsRequest(trace.request), stopped=lambda: True))


def test_that_nothing_changes_where_nothing_is_replaced(small: LoadedModel, t5: LoadedModel) -> None:
    for trace in (small.trace(IDS), t5.trace(IDS, target=TARGET)):
        found = compared(trace, ())
        assert found.value_after == found.of.value
        assert np.array_equal(found.logprobs_before, found.logprobs_after)
        assert (found.kl, found.loss_after, found.tail_after) == (0.0, found.loss_before, found.tail_before)


def test_that_a_comparison_is_of_the_model_and_the_changed_model(small: LoadedModel) -> None:
    changes = [Ablation(1, 2), Ablation(0, by="zero"), Steering(2, 0.8, token_id=70)]
    found = compared(small.trace(IDS), changes, contrast=ASKED)
    before, after = (torch.from_numpy(model.logits(IDS)).double() for model in (small, small.intervened(changes)))
    rows = [one.log_softmax(-1) for one in (before, after)]
    assert close(found.value_after, float(after[-1, 65] - after[-1, 9]))
    assert np.allclose(found.logprobs_before, rows[0][-1, found.ids], atol=1e-5)
    assert np.allclose(found.logprobs_after, rows[1][-1, found.ids], atol=1e-5)
    assert set(found.ids.tolist()) == {int(token) for row in rows for token in row[-1].topk(20).indices}
    assert found.ids[:20].tolist() == rows[0][-1].topk(20).indices.tolist()
    assert found.tail_after == pytest.approx(1 - float(rows[1][-1, found.ids].exp().sum()), abs=1e-5)
    divergence = torch.nn.functional.kl_div(rows[1][-1], rows[0][-1], reduction="sum", log_target=True)
    assert found.kl == pytest.approx(float(divergence), abs=1e-5)
    losses = [-row[:-1].gather(1, torch.tensor(IDS)[1:, None]).mean() for row in rows]
    assert (close(found.loss_before, float(losses[0])), close(found.loss_after, float(losses[1]))) == (True, True)
    assert found.n_scored == len(IDS) - 1


def test_that_an_answer_is_compared_over_the_same_target(t5: LoadedModel) -> None:
    trace = t5.trace(IDS)
    assert trace.target is not None
    target = [int(token) for token in trace.target.ids]
    changes = [Ablation(0, 1, "zero", part="encoder"), Ablation(1, 0, "zero", part="cross")]
    found = compared(trace, changes)
    value, loss = outright(t5.intervened(changes), found.of.contrast, IDS, target)
    assert close(found.value_after, value)
    assert close(found.loss_after, loss)


def test_that_the_loss_is_that_of_the_score(small: LoadedModel) -> None:
    subject = Subject(small.info.path, OTHER)
    *_, scored = score(small, ScoreRequest(subject))
    found = compared(small.trace(OTHER), ())
    assert close(found.loss_before, scored.nll / scored.n_scored)  # type: ignore[union-attr]


def test_that_float64_agrees_to_the_twelfth_digit(folder: Any) -> None:
    model = open_model(folder, dtype="float64")
    found = measured(model.trace(IDS), by="zero")
    value, loss = outright(model, found.of.contrast, IDS)
    for layer in range(3):
        one, other = outright(model.intervened([Ablation(layer, 3, "zero")]), found.of.contrast, IDS)
        assert found.heads["decoder"][layer, 3] == pytest.approx(one - value, abs=1e-11)
        assert found.head_losses["decoder"][layer, 3] == pytest.approx(other - loss, abs=1e-11)


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"only": (ModelPart(3, 0),)}, "layer"), ({"only": (ModelPart(0, 4),)}, "head"), ({"only": (ModelPart(0, 0, "cross"),)}, "part")],
)
def test_that_a_part_that_is_not_there_is_refused(small: LoadedModel, changes: dict[str, Any], name: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        measured(small.trace(IDS), **changes)
    assert (caught.value.code, caught.value.values["name"]) == ("bad-value", name)
