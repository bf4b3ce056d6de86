"""Attribution to input tokens against transformers: its autograd, its passes over replaced embeddings, its values zeroed by hooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_gemma import make_gemma
from made_kinds import make_bert, make_t5, save_kind
from made_models import IDS, save_folder

from workbench.engine import LoadedModel, memory, open_model
from workbench.engine.inputs import inputs
from workbench.errors import WorkbenchError
from workbench.values import INPUTS_METHODS, Contrast, Inputs, InputsRequest, Progress

TEXT = IDS[:12]
TARGET = [17, 200, 3]
AT, A, B = 8, 65, 140
Value = Callable[..., torch.Tensor]


def asked(model: LoadedModel, *, target: list[int] | None = None, at: int = AT, **changes: Any) -> Inputs:
    trace = model.trace(TEXT, target=target)
    request = InputsRequest(trace.request, (Contrast(at, A, B),), **changes)
    *_, found = inputs(trace, request)
    assert isinstance(found, Inputs)
    return found


def value_of(logits: torch.Tensor, at: int = AT) -> torch.Tensor:
    return logits[:, at, A] - logits[:, at, B]


def alike(found: np.ndarray, wanted: Any, bound: float = 1e-5) -> bool:
    wanted = np.asarray(wanted)
    return bool(np.abs(found - wanted).max() <= bound * max(1.0, np.abs(wanted).max()))


@pytest.fixture(scope="module")
def gemma_pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, LoadedModel]:
    """A model whose embeddings are scaled."""
    made = make_gemma()
    return made, open_model(save_folder(made, tmp_path_factory.mktemp("gemma") / "made"), kernels="plain")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def wide_bert(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return open_model(save_kind(make_bert(), tmp_path_factory.mktemp("bert") / "made"), "float64", kernels="plain")


def causal(oracle: Any) -> tuple[torch.Tensor, Value]:
    """A decoder's or encoder's embeddings of the text [n, d_model], and its contrast by embeddings [batch, n, d_model]."""
    embed = oracle.get_input_embeddings()
    return embed(torch.tensor(TEXT)), lambda x: value_of(oracle(inputs_embeds=x).logits)


def pair(oracle: Any) -> tuple[torch.Tensor, Value]:
    """The same of an encoder-decoder, whose source and target lie one behind the other."""
    x = oracle.shared(torch.tensor([*TEXT, 0, *TARGET]))
    n = len(TEXT)
    return x, lambda x: value_of(oracle(inputs_embeds=x[:, :n], decoder_inputs_embeds=x[:, n:]).logits, at=2)


def of_pair(found: Inputs) -> np.ndarray:
    return np.concatenate([found.source_scores[0], found.scores[0]])


def gradient_x_input(x: torch.Tensor, value: Value) -> torch.Tensor:
    leaf = x[None].clone().requires_grad_()
    value(leaf).sum().backward()
    assert leaf.grad is not None
    return (leaf.grad * leaf.detach())[0].sum(-1).detach()


def occluded(x: torch.Tensor, value: Value, baseline: torch.Tensor) -> list[float]:
    with torch.no_grad():
        own = value(x[None])
        changed = [torch.cat([x[:at], baseline[None], x[at + 1 :]]) for at in range(len(x))]
        return [float(own - value(one[None])) for one in changed]


def test_that_gradient_x_input_is_transformers(small: LoadedModel, oracle: Any, wide_bert: LoadedModel, gemma_pair: Any) -> None:
    # the encoder in float64: a gradient through its norms loses two digits more than its logits do
    for model, other in ((small, oracle), (wide_bert, make_bert().double()), (gemma_pair[1], gemma_pair[0])):
        found = asked(model, method="gradient_x_input", baseline="zero")
        assert alike(found.scores[0], gradient_x_input(*causal(other)))


def test_that_it_is_attributed_to_source_and_target(t5: LoadedModel) -> None:
    found = asked(t5, target=TARGET, at=2, method="gradient_x_input", baseline="zero")
    assert found.source_scores.shape == (1, len(TEXT))
    assert alike(of_pair(found), gradient_x_input(*pair(make_t5())))
    assert not found.scores[0, 3:].any()  # behind the position


def test_that_occlusion_is_transformers_with_replaced_embeddings(
    small: LoadedModel, oracle: Any, bert: LoadedModel, gemma_pair: Any
) -> None:
    for model, other in ((small, oracle), (bert, make_bert()), (gemma_pair[1], gemma_pair[0])):
        x, value = causal(other)
        embed = other.get_input_embeddings()
        baselines = {"zero": torch.zeros(x.shape[1]), "mean": embed(torch.arange(300)).mean(0), "token": embed(torch.tensor(77))}
        for name, baseline in baselines.items():
            found = asked(model, method="occlusion", baseline=name, baseline_id=77)
            assert alike(found.scores[0], occluded(x, value, baseline), 2e-5)
            with torch.no_grad():
                assert alike(found.baseline_values, value(baseline.expand(1, len(x), -1)), 2e-5)


def test_that_occlusion_hides_tokens_of_source_and_target(t5: LoadedModel) -> None:
    other = make_t5()
    found = asked(t5, target=TARGET, at=2, method="occlusion")
    assert alike(of_pair(found), occluded(*pair(other), other.shared.weight.mean(0)), 2e-5)


def test_that_integrated_gradients_are_transformers_along_the_way(wide_bert: LoadedModel) -> None:
    other = make_bert().double()
    x, value = causal(other)
    baseline = other.get_input_embeddings().weight.mean(0)
    points = 600
    along = (torch.arange(points, dtype=torch.float64) + 0.5) / points
    way = (baseline + along[:, None, None] * (x - baseline)).requires_grad_()
    value(way).sum().backward()
    assert way.grad is not None
    wanted = ((x - baseline) * way.grad.mean(0)).sum(-1).detach()
    assert alike(asked(wide_bert, method="integrated_gradients", steps=400).scores[0], wanted, 2e-3)


@pytest.mark.parametrize("name", ["small", "bert", "t5"])
def test_that_integrated_gradients_add_up_and_more_so_with_more_steps(name: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(name)
    target = TARGET if name == "t5" else None
    found = [asked(model, target=target, at=2, method="integrated_gradients", steps=steps) for steps in (2, 32, 512)]
    first, some, last = (float(one.gaps[0]) for one in found)
    assert first > some > last or some < 0.002 * abs(found[0].changes[0])
    assert last <= 0.002 * abs(found[2].changes[0])
    assert found[2].sums == pytest.approx(found[2].contrasts[0].value - found[2].baseline_values, rel=0.01)
    assert found[2].n_passes[0] <= 512


def zeroed(oracle: Any, modules: list[Any], at: int, value: Callable[[], torch.Tensor]) -> float:
    """The change when the values of one token are 0 in some products."""

    def zero(_module: Any, _given: Any, made: torch.Tensor) -> torch.Tensor:
        made = made.clone()
        made[:, at] = 0
        return made

    own = value()
    hooks = [module.register_forward_hook(zero) for module in modules]
    changed = value()
    for hook in hooks:
        hook.remove()
    return float(own - changed)


@torch.no_grad()
def test_that_value_zeroing_is_transformers_with_its_values_zeroed(small: LoadedModel, oracle: Any, bert: LoadedModel) -> None:
    other = make_bert()
    values = {small: (oracle, [layer.self_attn.v_proj for layer in oracle.model.layers]),
              bert: (other, [layer.attention.self.value for layer in other.bert.encoder.layer])}  # fmt: skip
    for model, (there, modules) in values.items():
        x, value = causal(there)
        n = AT + 1 if model is small else len(TEXT)
        wanted = [zeroed(there, modules, at, lambda: value(x[None])) for at in range(n)]  # noqa: B023
        assert alike(asked(model, method="value_zeroing").scores[0, :n], wanted, 2e-5)


@torch.no_grad()
def test_that_value_zeroing_reaches_the_source_in_the_encoder_and_across(t5: LoadedModel) -> None:
    other = make_t5()
    x, value = pair(other)
    encoder = [block.layer[0].SelfAttention.v for block in other.encoder.block]
    cross = [block.layer[1].EncDecAttention.v for block in other.decoder.block]
    own = [block.layer[0].SelfAttention.v for block in other.decoder.block]
    wanted = [zeroed(other, encoder + cross, at, lambda: value(x[None])) for at in range(len(TEXT))]
    wanted += [zeroed(other, own, at, lambda: value(x[None])) for at in range(len(TARGET) + 1)]
    assert alike(of_pair(asked(t5, target=TARGET, at=2, method="value_zeroing")), wanted, 2e-5)


@pytest.mark.parametrize("method", INPUTS_METHODS)
def test_that_each_token_of_a_continuation_is_asked_about_by_those_before_it(small: LoadedModel, method: Any) -> None:
    trace = small.trace(TEXT)
    *_, found = inputs(trace, InputsRequest(trace.request, method=method, begin=9, steps=8))
    assert isinstance(found, Inputs)
    logits = torch.from_numpy(small.logits(TEXT))
    for row, one in enumerate(found.contrasts):
        at = one.contrast.position
        assert (at, one.contrast.token_id) == (8 + row, TEXT[9 + row])
        others = logits[at].clone()
        others[TEXT[9 + row]] = -torch.inf
        assert one.contrast.against_id == int(others.argmax())
        *_, alone = inputs(trace, InputsRequest(trace.request, (one.contrast,), method=method, steps=8))
        assert isinstance(alone, Inputs)
        assert np.array_equal(found.scores[row], alone.scores[0])
        assert not found.scores[row, at + 1 :].any()


def test_that_interventions_act_in_the_passes_too(small: LoadedModel) -> None:
    from workbench.values import Ablation

    trace = small.trace(TEXT, interventions=[Ablation(1, by="zero")])
    *_, found = inputs(trace, InputsRequest(trace.request, method="integrated_gradients"))
    assert isinstance(found, Inputs)
    assert found.gaps[0] <= 0.01 * abs(found.changes[0])


def test_that_it_tells_how_far_it_is_and_stops_when_asked(small: LoadedModel) -> None:
    trace = small.trace(TEXT)
    request = InputsRequest(trace.request, method="occlusion")
    events = [event for event in inputs(trace, request) if isinstance(event, Progress)]
    assert (events[-1].done, events[-1].total) == (12, 12)
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(inputs(trace, request, stopped=lambda: True))


def test_that_a_gradient_that_would_not_fit_is_refused_with_its_size(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 100_000)
    with pytest.raises(WorkbenchError, match="KiB"):
        asked(small, method="integrated_gradients")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"steps": 0}, "steps"),
        ({"method": "guess"}, "method"),
        ({"baseline": "guess"}, "baseline"),
        ({"baseline": "token"}, "baseline_id"),
        ({"begin": 0}, "begin"),
        ({"begin": 12}, "begin"),
        ({"contrasts": ()}, "the number of contrasts"),
    ],
)
def test_that_a_question_out_of_range_is_refused(small: LoadedModel, changes: dict[str, Any], name: str) -> None:
    trace = small.trace(TEXT)
    with pytest.raises(WorkbenchError) as caught:
        list(inputs(trace, InputsRequest(trace.request, **changes)))
    assert caught.value.values["name"] == name


def test_that_an_encoder_has_no_continuation_and_a_model_without_logits_no_answer(bert: LoadedModel, tmp_path: Path) -> None:
    trace = bert.trace(TEXT)
    with pytest.raises(WorkbenchError, match="encoder"):
        list(inputs(trace, InputsRequest(trace.request, begin=3)))
    headless = open_model(save_kind(make_bert(head=False), tmp_path / "made"), kernels="plain").trace(TEXT)
    with pytest.raises(WorkbenchError) as caught:
        list(inputs(headless, InputsRequest(headless.request)))
    assert caught.value.code == "no-logits"
