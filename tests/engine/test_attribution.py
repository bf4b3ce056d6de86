"""Direct logit attribution against sums done by hand on transformers' own weights and activations, and the identity that all parts
add up to the logit.

The oracle sends each part forward, norm by norm, in NumPy and float64; the engine takes the direction back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_gemma import make_gemma
from made_kinds import make_bert, make_t5, save_kind
from made_models import IDS, make_llama, save_folder

from workbench.engine import LoadedModel, open_model
from workbench.engine.attribution import attribution
from workbench.errors import WorkbenchError
from workbench.values import Ablation, Attribution, AttributionRequest, Contrast, Progress, Steering

P, A, B = 30, 65, 70
ASKED = Contrast(P, A, B)
TARGET = IDS[::-1][:40]
Vector = np.ndarray


def attributed(model: LoadedModel, contrast: Contrast = ASKED, **changes: Any) -> Attribution:
    trace = model.trace(IDS, **changes)
    *_, found = attribution(trace, AttributionRequest(trace.request, contrast))
    assert isinstance(found, Attribution)
    return found


class Oracle:
    """A transformers model in float64, what its modules read and gave at position P, and its weights."""

    def __init__(self, model: Any, *names: str, **fed: Any) -> None:
        self._model, self._seen = model.double(), {}
        handles = []
        for name in names:
            module = self._model.get_submodule(name)
            handles.append(module.register_forward_pre_hook(lambda _m, given, name=name: self._keep(f"{name}.in", given)))
            handles.append(module.register_forward_hook(lambda _m, _given, out, name=name: self._keep(f"{name}.out", out)))
        with torch.no_grad():
            logits = self._model(**{name: torch.tensor([ids]) for name, ids in fed.items()}).logits[0, P]
        self.value = float(logits[A] - logits[B])
        for handle in handles:
            handle.remove()

    def _keep(self, key: str, x: Any) -> None:
        self._seen[key] = (x[0] if isinstance(x, tuple) else x).detach().double().numpy()[0, P]

    def __getitem__(self, key: str) -> Vector:
        """`name.in` or `name.out` of a module, or a parameter."""
        return self._seen[key] if key in self._seen else self._model.get_parameter(key).detach().double().numpy()

    def row(self, name: str) -> Vector:
        return self[name][A] - self[name][B]

    def heads(self, name: str, n_heads: int = 4) -> Vector:
        """What each head writes through an output product: [H, d_model]."""
        parts, blocks = np.split(self[f"{name}.in"], n_heads), np.split(self[f"{name}.weight"], n_heads, axis=1)
        return np.stack([block @ part for part, block in zip(parts, blocks, strict=True)])

    def rms(self, name: str, x: Vector, *, eps: float, plus: float = 0.0) -> Vector:
        """Parts [.., d_model] of what an RMSNorm read, behind it."""
        return x / np.sqrt((self[f"{name}.in"] ** 2).mean() + eps) * (self[f"{name}.weight"] + plus)

    def layer_norm(self, name: str, x: Vector, of: Vector | None = None) -> Vector:
        """The same for a LayerNorm, without its bias."""
        whole = self[f"{name}.in"] if of is None else of
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(whole.var() + 1e-12) * self[f"{name}.weight"]


def close(found: object, wanted: object) -> bool:
    """As close as transformers lets it be: its norms and softmax are float32 also in a float64 model."""
    return bool(np.allclose(found, wanted, rtol=1e-4, atol=1e-5 * max(1.0, float(np.abs(wanted).max()))))  # type: ignore[arg-type, call-overload]


def test_that_of_llama_each_part_is_its_vector_normed_and_unembedded(tmp_path: Path) -> None:
    made = make_llama()
    found = attributed(open_model(save_folder(made, tmp_path / "made"), "float64"))
    names = [f"model.layers.{n}.{part}" for n in range(3) for part in ("self_attn.o_proj", "mlp")]
    oracle = Oracle(made, *names, "model.norm", "model.embed_tokens", input_ids=IDS)

    def reads(x: Vector) -> Vector:
        return oracle.rms("model.norm", x, eps=1e-5) @ oracle.row("lm_head.weight")

    assert close(found.heads, [reads(oracle.heads(f"model.layers.{n}.self_attn.o_proj")) for n in range(3)])
    assert close(found.mlps, [reads(oracle[f"model.layers.{n}.mlp.out"]) for n in range(3)])
    assert close(found.embedding, reads(oracle["model.embed_tokens.out"]))
    assert close(found.of.value, oracle.value)
    assert (found.positions, found.final_bias, found.steering) == (0, 0, 0)
    assert not found.attn_biases.any()
    assert not found.norm_biases.any()


def test_that_norms_around_the_parts_are_held_at_their_scale(tmp_path: Path) -> None:
    made = make_gemma()
    found = attributed(open_model(save_kind(made, tmp_path / "made"), "float64"))
    parts = ("self_attn.o_proj", "post_attention_layernorm", "post_feedforward_layernorm")
    names = [f"model.layers.{n}.{part}" for n in range(4) for part in parts]
    oracle = Oracle(made, *names, "model.norm", "model.embed_tokens", input_ids=IDS)

    def reads(x: Vector) -> Vector:
        return oracle.rms("model.norm", x, eps=1e-6, plus=1) @ oracle.row("lm_head.weight")

    for n in range(4):
        layer = f"model.layers.{n}"
        heads = oracle.rms(f"{layer}.post_attention_layernorm", oracle.heads(f"{layer}.self_attn.o_proj"), eps=1e-6, plus=1)
        assert close(found.heads[n], reads(heads))
        assert close(found.mlps[n], reads(oracle[f"{layer}.post_feedforward_layernorm.out"]))
    assert close(found.embedding, reads(oracle["model.embed_tokens.out"]))


def test_that_norms_behind_the_sums_and_the_heads_gates_are_held(tmp_path: Path) -> None:
    made = make_bert()
    found = attributed(open_model(save_kind(made, tmp_path / "made"), "float64"))
    parts = ("attention.output.dense", "attention.output.LayerNorm", "output.dense", "output.LayerNorm")
    names = [f"bert.encoder.layer.{n}.{part}" for n in range(3) for part in parts]
    embeddings = [f"bert.embeddings.{name}" for name in ("word_embeddings", "LayerNorm")]
    transform = "cls.predictions.transform"
    oracle = Oracle(made, *names, *embeddings, f"{transform}.dense", f"{transform}.LayerNorm", input_ids=IDS)
    gates = oracle[f"{transform}.LayerNorm.in"] / oracle[f"{transform}.dense.out"]

    def gated(inner: Vector) -> Vector:
        return oracle.layer_norm(f"{transform}.LayerNorm", gates * inner) @ oracle.row("cls.predictions.decoder.weight")

    def reads(x: Vector, layer: int, norms: tuple[str, ...] = ("attention.output.LayerNorm", "output.LayerNorm")) -> Vector:
        """From a sum of a layer to the logit, through all norms on the way."""
        for n in range(layer, 3):
            for norm in norms if n == layer else ("attention.output.LayerNorm", "output.LayerNorm"):
                x = oracle.layer_norm(f"bert.encoder.layer.{n}.{norm}", x)
        return gated(x @ oracle[f"{transform}.dense.weight"].T)

    last = ("output.LayerNorm",)
    for n in range(3):
        layer = f"bert.encoder.layer.{n}"
        assert close(found.heads[n], reads(oracle.heads(f"{layer}.attention.output.dense"), n))
        assert close(found.attn_biases[n], reads(oracle[f"{layer}.attention.output.dense.bias"], n))
        assert close(found.mlps[n], reads(oracle[f"{layer}.output.dense.out"], n, last))
        biases = reads(oracle[f"{layer}.attention.output.LayerNorm.bias"], n, last) + reads(oracle[f"{layer}.output.LayerNorm.bias"], n, ())
        assert close(found.norm_biases[n], biases)
    begin = lambda x: reads(oracle.layer_norm("bert.embeddings.LayerNorm", x), 0)  # noqa: E731
    places = oracle["bert.embeddings.position_embeddings.weight"][P] + oracle["bert.embeddings.token_type_embeddings.weight"][0]
    assert close(found.embedding, begin(oracle["bert.embeddings.word_embeddings.out"]))
    assert close(found.positions, begin(places))
    head = gated(oracle[f"{transform}.dense.bias"]) + oracle[f"{transform}.LayerNorm.bias"] @ oracle.row("cls.predictions.decoder.weight")
    assert close(found.final_bias, reads(oracle["bert.embeddings.LayerNorm.bias"], 0) + head + oracle.row("cls.predictions.bias"))
    assert close(found.of.value, oracle.value)


@pytest.mark.parametrize("tied", [True, False])
def test_that_heads_that_read_the_source_have_their_own_parts(tied: bool, tmp_path: Path) -> None:
    made = make_t5(tie_word_embeddings=tied)
    found = attributed(open_model(save_kind(made, tmp_path / "made"), "float64"), target=TARGET)
    parts = ("0.SelfAttention.o", "1.EncDecAttention.o", "2.DenseReluDense")
    names = [f"decoder.block.{n}.layer.{part}" for n in range(3) for part in parts]
    oracle = Oracle(made, *names, "decoder.final_layer_norm", input_ids=IDS, decoder_input_ids=[0, *TARGET])

    def reads(x: Vector) -> Vector:
        return oracle.rms("decoder.final_layer_norm", x, eps=1e-6) @ oracle.row("lm_head.weight") * (48**-0.5 if tied else 1)

    assert close(found.heads, [reads(oracle.heads(f"decoder.block.{n}.layer.0.SelfAttention.o")) for n in range(3)])
    assert close(found.cross_heads, [reads(oracle.heads(f"decoder.block.{n}.layer.1.EncDecAttention.o")) for n in range(3)])
    assert close(found.mlps, [reads(oracle[f"decoder.block.{n}.layer.2.DenseReluDense.out"]) for n in range(3)])
    assert close(found.embedding, reads(oracle["shared.weight"][TARGET[P - 1]]))
    assert close(found.of.value, oracle.value)


MADE = {"llama": make_llama, "gemma": make_gemma, "bert": make_bert, "t5": make_t5}


@pytest.mark.parametrize(("dtype", "bound"), [("float32", 1e-4), ("float64", 1e-9)])
@pytest.mark.parametrize("kind", MADE)
def test_that_the_parts_add_up_to_the_logits(kind: str, dtype: str, bound: float, tmp_path: Path) -> None:
    model = open_model((save_folder if kind == "llama" else save_kind)(MADE[kind](), tmp_path / "made"), dtype)
    changes = {"target": TARGET} if kind == "t5" else {}
    logits = model.logits(IDS, **({"decoder_ids": [0, *TARGET]} if kind == "t5" else {}))[P].astype(np.float64)
    both, alone = attributed(model, **changes), attributed(model, Contrast(P, A), **changes)
    assert both.total == pytest.approx(logits[A] - logits[B], rel=bound, abs=bound)
    assert alone.total == pytest.approx(logits[A], rel=bound, abs=bound)
    assert both.of.value == pytest.approx(both.total, rel=bound, abs=bound)


def test_that_one_token_less_another_is_the_difference_of_their_parts(small: LoadedModel) -> None:
    both, one, other = (attributed(small, asked) for asked in (ASKED, Contrast(P, A), Contrast(P, B)))
    assert np.allclose(both.heads, one.heads - other.heads, atol=1e-5)
    assert np.allclose(both.mlps, one.mlps - other.mlps, atol=1e-5)


def test_that_what_is_changed_in_the_pass_is_in_the_parts(small: LoadedModel, bert: LoadedModel) -> None:
    without = attributed(small, interventions=[Ablation(1, 2, by="zero"), Ablation(2, None, by="zero")])
    assert without.heads[1, 2] == 0
    assert without.mlps[2] == 0
    assert without.total == pytest.approx(without.of.value, rel=1e-4)
    for model in (small, bert):
        steps = [Steering(layer, 0.5, token_id=9) for layer in (0, 1, model.spec.n_layers)]
        steered = attributed(model, interventions=steps)
        assert abs(steered.steering) > 0.1
        assert steered.total == pytest.approx(steered.of.value, rel=1e-4)


def test_that_unasked_it_explains_the_most_probable_token_against_the_second(small: LoadedModel) -> None:
    found = attributed(small, Contrast())
    first, second = np.argsort(-small.logits(IDS)[-1])[:2].tolist()
    assert found.of.contrast == Contrast(len(IDS) - 1, first, second)
    assert found.total == pytest.approx(found.of.value, rel=1e-4, abs=1e-4)


def test_that_it_tells_how_far_it_is_and_stops_when_asked(small: LoadedModel) -> None:
    trace = small.trace(IDS)
    request = AttributionRequest(trace.request, ASKED)
    assert [event.done for event in attribution(trace, request) if isinstance(event, Progress)] == [1, 2, 3]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(attribution(trace, request, stopped=lambda: True))


def test_that_of_smollm2_the_parts_add_up_and_a_word_is_copied_by_late_heads(real: LoadedModel) -> None:
    trace = real.trace("When Mary and John went to the store, John gave a drink to")
    *_, found = attribution(trace, AttributionRequest(trace.request))
    assert isinstance(found, Attribution)
    assert found.total == pytest.approx(found.of.value, rel=1e-4, abs=1e-3)
    assert found.heads.shape == (30, 9)
