"""Encoders and encoder-decoders against transformers (eager attention), and what must hold for any weights."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_kinds import make_bert, make_t5, save_kind
from made_models import IDS

from workbench.engine import LoadedModel, fill, generate, open_model, score
from workbench.engine.saving import write_model
from workbench.errors import WorkbenchError
from workbench.values import (
    ArraysRequest,
    CellsRequest,
    FillRequest,
    GenerateRequest,
    GridRequest,
    HeadRequest,
    LinesRequest,
    NextRequest,
    SamplerSettings,
    ScoreRequest,
    Subject,
)

TARGET = [0, 17, 200, 3, 99, 41, 7, 120, 5, 250, 33, 8]
BERTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "tanh GELU": {"hidden_act": "gelu_new"},
    "three sentence types": {"type_vocab_size": 3},
    "wide norm": {"layer_norm_eps": 1e-3},
}
T5S: dict[str, dict[str, Any]] = {
    "relu": {},
    "gated, unscaled logits (1.1)": {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False},
    "as many layers in both halves": {"num_decoder_layers": None},
    "many buckets": {"relative_attention_num_buckets": 32, "relative_attention_max_distance": 128},
}


def close(found: np.ndarray, wanted: torch.Tensor, bound: float = 1e-5) -> bool:
    """Within `bound`, or within it times the largest number where that is above 1."""
    expected = wanted.numpy()
    return found.shape == expected.shape and bool(np.abs(found - expected).max() < bound * max(1.0, np.abs(expected).max()))


# parity


@pytest.mark.parametrize("variant", BERTS)
def test_that_an_encoder_equals_transformers(variant: str, tmp_path: Path) -> None:
    oracle = make_bert(**BERTS[variant])
    with torch.inference_mode():
        out = oracle(torch.tensor([IDS]), output_attentions=True, output_hidden_states=True)
    model = open_model(save_kind(oracle, tmp_path / "made"))
    assert (model.info.kind, model.info.has_logits) == ("encoder", True)
    assert close(model.logits(IDS), out.logits[0])
    assert close(model.hidden(IDS), torch.cat(out.hidden_states))
    trace = model.trace(IDS)
    assert all(close(trace.pattern(layer), out.attentions[layer][0]) for layer in range(3))


@pytest.mark.parametrize("variant", T5S)
def test_that_an_encoder_decoder_equals_transformers(variant: str, tmp_path: Path) -> None:
    oracle = make_t5(**T5S[variant])
    with torch.inference_mode():
        out = oracle(
            torch.tensor([IDS]), decoder_input_ids=torch.tensor([TARGET]), output_attentions=True, output_hidden_states=True
        )  # fmt: skip
    model = open_model(save_kind(oracle, tmp_path / "made"))
    assert close(model.logits(IDS, TARGET), out.logits[0])
    assert close(model.hidden(IDS), torch.cat(out.encoder_hidden_states))
    assert close(model.hidden(IDS, TARGET), torch.cat(out.decoder_hidden_states))
    trace = model.trace(IDS, target=TARGET[1:])
    for part, attentions in (("encoder", out.encoder_attentions), ("decoder", out.decoder_attentions), ("cross", out.cross_attentions)):
        assert all(close(trace.pattern(layer, part=part), weights[0]) for layer, weights in enumerate(attentions)), part


@pytest.mark.parametrize(("make", "ids"), [(make_bert, (IDS,)), (make_t5, (IDS, TARGET))])
def test_that_float64_logits_equal_transformers(make: Any, ids: tuple[list[int], ...], tmp_path: Path) -> None:
    oracle = make(spread=0.1)
    model = open_model(save_kind(oracle, tmp_path / "made"), "float64")
    names = ("input_ids", "decoder_input_ids")
    with torch.inference_mode():
        out = oracle.double()(**{name: torch.tensor([given]) for name, given in zip(names, ids, strict=False)})
    assert close(model.logits(*ids), out.logits[0], bound=1e-6)


def test_that_sentence_types_are_read(tmp_path: Path) -> None:
    oracle = make_bert()
    model = open_model(save_kind(oracle, tmp_path / "made"))
    types = torch.tensor([[0] * 20 + [1] * (len(IDS) - 20)])
    with torch.inference_mode():
        expected = oracle(torch.tensor([IDS]), token_type_ids=types).logits[0]
        found = model.transformer.logits(model.transformer(torch.tensor([IDS]), types=types)[0])
    assert close(found.numpy(), expected)


def test_that_padding_changes_nothing_for_any_kind(bert: LoadedModel, t5: LoadedModel) -> None:
    ids, keys = torch.tensor([IDS[:10] + [0] * 6]), torch.tensor([[True] * 10 + [False] * 6])
    with torch.inference_mode():
        padded = bert.transformer(ids, keys=keys)[:, :10]
        assert (padded - bert.transformer(ids[:, :10])).abs().max() < 1e-5
        target = torch.tensor([TARGET])
        padded_source = t5.transformer(target, source=t5.transformer.encode(ids, keys=keys))
        plain_source = t5.transformer(target, source=t5.transformer.encode(ids[:, :10]))
        assert (padded_source - plain_source).abs().max() < 1e-4


# what a file may hold


def test_that_an_encoder_without_a_head_has_states_but_no_logits(tmp_path: Path) -> None:
    oracle = make_bert(head=False)
    model = open_model(save_kind(oracle, tmp_path / "made"))
    with torch.inference_mode():
        expected = torch.cat(oracle(torch.tensor([IDS]), output_hidden_states=True).hidden_states)
    assert close(model.hidden(IDS), expected)
    assert not model.info.has_logits
    for ask in (lambda: model.logits(IDS), lambda: model.trace(IDS).next(NextRequest(model.trace(IDS).request, 0))):
        with pytest.raises(WorkbenchError) as caught:
            ask()
        assert caught.value.code == "no-logits"
    assert model.trace(IDS).arrays(ArraysRequest(model.trace(IDS).request, ("pattern", "resid"))).arrays["resid"].shape == (4, 48, 48)


@pytest.mark.parametrize("make", [make_bert, make_t5])
def test_that_a_model_written_by_us_is_the_same_in_transformers(make: Any, tmp_path: Path) -> None:
    oracle = make()
    first = save_kind(oracle, tmp_path / "first")
    (tmp_path / "again").mkdir()
    write_model(tmp_path / "again", open_model(first).transformer)
    again = type(oracle).from_pretrained(tmp_path / "again", attn_implementation="eager").eval()
    ours, theirs = again.state_dict(), oracle.state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)


# what each kind can do


def test_that_masks_are_filled_from_both_sides(bert: LoadedModel) -> None:
    text = "ab[MASK]cd"
    (found,) = fill(bert, FillRequest(Subject(bert.info.path, text), top=5))
    (mask,) = found.masks
    logits = bert.logits(found.encoding.ids.tolist())[mask.position]
    assert mask.position == 2
    assert mask.distribution.ids.tolist() == np.argsort(-logits, kind="stable")[:5].tolist()
    assert found.text == "ab" + bert.tokenizer.decode([int(mask.distribution.ids[0])]) + "cd"
    (other,) = fill(bert, FillRequest(Subject(bert.info.path, "ab[MASK]ce")))
    assert not np.allclose(other.masks[0].distribution.logprobs[:5], mask.distribution.logprobs)


def test_that_the_wrong_kind_of_model_is_named(bert: LoadedModel, t5: LoadedModel, small: LoadedModel) -> None:
    cases = [
        (fill, small, FillRequest(Subject(small.info.path, "a[MASK]")), "kind-unsuited"),
        (fill, t5, FillRequest(Subject(t5.info.path, "a[MASK]")), "kind-unsuited"),
        (fill, bert, FillRequest(Subject(bert.info.path, "none")), "no-mask"),
        (generate, bert, GenerateRequest(Subject(bert.info.path, "a")), "kind-unsuited"),
        (score, t5, ScoreRequest(Subject(t5.info.path, "a")), "kind-unsuited"),
    ]
    for operation, model, request, code in cases:
        with pytest.raises(WorkbenchError) as caught:
            list(operation(model, request))  # type: ignore[operator]
        assert caught.value.code == code


def test_that_an_encoder_decoder_answers_as_transformers_does(tmp_path: Path) -> None:
    oracle = make_t5()
    model = open_model(save_kind(oracle, tmp_path / "made"))
    source = [token for token in IDS if token < 128]
    # its cache counts the encoder's layers also in the decoder
    asked = oracle.generate(torch.tensor([source]), max_new_tokens=20, do_sample=False, eos_token_id=256, use_cache=False)
    expected = asked[0, 1:].tolist()
    *_, result = generate(model, GenerateRequest(Subject(model.info.path, bytes(source).decode()), max_new_tokens=20))
    assert result.ids.tolist() == expected
    trace = model.trace(source)
    assert trace.target is not None
    assert trace.target.ids.tolist()[1:21] == [token for token in expected if token != 256][:20]


def test_that_an_answer_through_the_cache_equals_one_pass(t5: LoadedModel) -> None:
    *steps, result = generate(t5, GenerateRequest(Subject(t5.info.path, "hello"), max_new_tokens=12, sampler=SamplerSettings()))
    logits = t5.logits(result.prompt_ids.tolist(), [0, *result.ids.tolist()[:-1]])
    raw = torch.from_numpy(logits).double().log_softmax(-1)
    for index, step in enumerate(steps[1:]):
        assert abs(step.logprob_raw - float(raw[index, step.id])) < 1e-4
    branch = GenerateRequest(Subject(t5.info.path, "hello"), max_new_tokens=4, forced_ids=tuple(result.ids.tolist()[:8]))
    *_, branched = generate(t5, branch)
    assert branched.ids.tolist() == result.ids.tolist()[8:12]


# views of a trace


def test_that_every_part_of_a_trace_has_its_views(t5: LoadedModel) -> None:
    trace = t5.trace(IDS, target=TARGET[1:])
    request = trace.request
    n, m = len(TARGET), len(IDS)
    summary = trace.summary()
    assert summary.parts == ("encoder", "decoder", "cross")
    for part, layers, shape in (("encoder", 2, (m, m)), ("decoder", 3, (n, n)), ("cross", 3, (n, m))):
        exact = np.stack([trace.pattern(layer, part=part) for layer in range(layers)])
        assert exact.shape == (layers, 4, *shape)
        assert np.abs(exact.sum(-1) - 1).max() < 1e-5
        grid = trace.grid(GridRequest(request, size=64, part=part))  # type: ignore[arg-type]
        assert grid.images.shape == (layers, 4, *shape)
        head = trace.head(HeadRequest(request, 1, 2, part=part))  # type: ignore[arg-type]
        assert np.abs(head.image / 255 * head.high - exact[1, 2]).max() <= head.high / 255
        cell = trace.cells(CellsRequest(request, ((1, 2, 3, 5),), part=part))  # type: ignore[arg-type]
        assert cell.weights[0] == exact[1, 2, 3, 5]
        lines = trace.lines(LinesRequest(request, 0, 3, (4,), part=part))  # type: ignore[arg-type]
        assert np.array_equal(lines.read[0], exact[0, 3, 4])
        assert np.array_equal(lines.read_by[0], exact[0, 3, :, 4])
        share = exact[:, :, 1:, 0].mean(-1) if part == "decoder" else exact[..., 0].mean(-1)
        assert np.abs(summary.sink_shares[part] - share).max() < 1e-6


def test_that_recomputed_parts_equal_those_seen_in_the_pass(t5: LoadedModel) -> None:
    kept = t5.trace(IDS, target=TARGET[1:])
    fresh = t5.trace(IDS, target=TARGET[1:])
    for patterns in fresh._patterns.values():
        patterns._kept.clear()
    for part in ("encoder", "decoder", "cross"):
        assert all(np.abs(kept.pattern(layer, part=part) - fresh.pattern(layer, part=part)).max() < 1e-6 for layer in range(2)), part


def test_that_a_part_the_model_lacks_is_named(bert: LoadedModel) -> None:
    trace = bert.trace(IDS)
    with pytest.raises(WorkbenchError, match="encoder"):
        trace.grid(GridRequest(trace.request, part="cross"))


def test_that_the_trace_file_holds_all_three_attentions(t5: LoadedModel, tmp_path: Path) -> None:
    t5.trace(IDS, target=TARGET[1:]).save(tmp_path / "t.npz")
    saved = np.load(tmp_path / "t.npz")
    assert saved["pattern"].shape == (3, 4, 12, 12)
    assert saved["cross_pattern"].shape == (3, 4, 12, 48)
    assert saved["encoder_pattern"].shape == (2, 4, 48, 48)
    assert saved["target_ids"].tolist() == TARGET
    assert np.abs(t5.transformer.logits(torch.from_numpy(saved["resid"][-1])).numpy() - saved["logits"]).max() < 1e-4


def test_that_relative_distances_fall_into_the_papers_buckets() -> None:
    from workbench.engine.positions import RelativeBias
    from workbench.engine.spec import RelativeSpec

    bias = RelativeBias(RelativeSpec(32, 128), 4, causal=False)
    distances = torch.arange(-200, 201)
    buckets = bias.buckets(distances)
    assert buckets[distances == 0].item() == 0
    assert buckets[(distances < 0)].max() == 15
    assert (buckets[distances >= 128] == 31).all()
    assert (buckets[distances <= -128] == 15).all()
    causal = dataclasses.replace(RelativeSpec(32, 128))
    assert (RelativeBias(causal, 4, causal=True).buckets(distances)[distances > 0] == 0).all()
