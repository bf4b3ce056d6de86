"""Types of heads: definitions against loops over whole patterns, and a model that learns to have an induction head."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_gemma import make_gemma
from made_models import IDS, save_folder

from workbench.engine import LoadedModel, Trace, head_types, open_model, text_heads
from workbench.engine.initial import initialise
from workbench.engine.spec import ModelSpec, RotarySpec
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.values import NAMED_FROM, Ablation, HeadTypes, HeadTypesRequest, Progress, TextHeadsRequest

REPEATED = [*IDS[:18], *IDS[5:23], 7, 7, 9, 30, 9, 31, *IDS[:6]]
D_VOCAB, LONGEST, N_READ = 32, 14, 48


def of_text(trace: Trace, **changes: Any) -> HeadTypes:
    *_, found = text_heads(trace, TextHeadsRequest(trace.request, **changes))
    assert isinstance(found, HeadTypes)
    return found


def prepared(model: LoadedModel, **changes: Any) -> HeadTypes:
    *_, found = head_types(model, HeadTypesRequest(model.info.path, **changes))
    assert isinstance(found, HeadTypes)
    return found


def by_loops(pattern: np.ndarray, ids: list[int], *, causal: bool, window: int = 0) -> dict[str, float]:
    """The definitions, word for word, over one head's pattern [n, n] in float64."""
    n = len(ids)
    found: dict[str, list[float]] = {}
    far = rest = 0.0
    for i in range(n):
        sees = [k for k in range(n) if (k <= i or not causal) and (k > i - window or not window)]
        row = pattern[i].astype(np.float64)
        others = [k for k in sees if ids[k] == ids[i] and k != i]
        behind = [k for k in sees if k < i and k > 0 and ids[k - 1] == ids[i]]
        near = [k for k in sees if abs(i - k) <= 4]
        entropy = -sum(row[k] * math.log(row[k]) for k in sees if row[k] > 0)
        masses: dict[str, float | None] = {
            "previous": row[i - 1] if i > 0 else None,
            "next": row[i + 1] if i + 1 < n else None,
            "duplicate": row[others].sum() if others else None,
            "induction": row[behind].sum() if behind else None,
            "first": row[0] if not causal or (i > 0 and 0 in sees) else None,
            "local": row[near].sum() if len(sees) >= 4 * (5 if causal else 9) else None,
            "uniform": sum(min(row[k], 1 / len(sees)) for k in sees) if len(sees) > 1 else None,
            "entropy": entropy if len(sees) > 1 else None,
            "relative_entropy": entropy / math.log(len(sees)) if len(sees) > 1 else None,
            "distance": sum(row[k] * abs(i - k) for k in sees),
        }
        far, rest = far + sum(row[k] * abs(i - k) for k in sees if k), rest + sum(row[k] for k in sees if k)
        for name, mass in masses.items():
            if mass is not None:
                found.setdefault(name, []).append(float(mass))
    return {name: float(np.mean(values)) for name, values in found.items()} | {"distance_rest": far / rest}


def check(found: HeadTypes, trace: Trace, ids: list[int], *, causal: bool, windows: tuple[int, ...] = ()) -> None:
    for layer, heads in enumerate(found.entropy):
        pattern = trace.pattern(layer, part=found.request.part)
        for head in range(len(heads)):
            wanted = by_loops(pattern[head], ids, causal=causal, window=windows[layer] if windows else 0)
            told = {name: found.scores[name][layer, head] for name in found.scores if name != "special"}
            for name in ("entropy", "relative_entropy", "distance", "distance_rest"):
                told[name] = getattr(found, name)[layer, head]
            for name, value in told.items():
                assert value == pytest.approx(wanted.get(name, math.nan), abs=2e-5, rel=2e-5, nan_ok=True), (layer, head, name)


def test_that_scores_of_a_decoder_are_their_definitions(small: LoadedModel) -> None:
    trace = small.trace(REPEATED)
    found = of_text(trace)
    assert set(found.scores) == {"induction", "duplicate", "previous", "first", "local", "uniform"}
    check(found, trace, REPEATED, causal=True)
    assert found.counts["previous"] == len(REPEATED) - 1
    assert found.counts["duplicate"] == sum(one in REPEATED[:i] for i, one in enumerate(REPEATED))


def test_that_scores_of_an_encoder_look_both_ways_and_leave_induction_out(bert: LoadedModel) -> None:
    trace = bert.trace(REPEATED)
    found = of_text(trace)
    assert set(found.scores) == {"duplicate", "previous", "next", "first", "special", "local", "uniform"}
    check(found, trace, REPEATED, causal=False)
    assert np.isnan(found.scores["special"]).all()  # ids of one's own have nothing around them


def test_that_a_window_hides_what_it_hides(tmp_path: Path) -> None:
    model = open_model(save_folder(make_gemma(), tmp_path / "made"), kernels="plain")  # type: ignore[arg-type]
    assert any(0 < window < len(REPEATED) for window in model.spec.windows)
    trace = model.trace(REPEATED)
    check(of_text(trace), trace, REPEATED, causal=True, windows=model.spec.windows)


def test_that_each_attention_of_an_encoder_decoder_has_its_own_scores(t5: LoadedModel) -> None:
    target = [17, 200, 3, 17, 200, 9]
    trace = t5.trace(REPEATED, target=target)
    check(of_text(trace, part="encoder"), trace, REPEATED, causal=False)
    decoder = of_text(trace, part="decoder")
    assert np.isnan(decoder.scores["local"]).all()  # too short for a choice
    loops = by_loops(trace.pattern(1, part="decoder")[2], [0, *target], causal=True)
    assert decoder.scores["induction"][1, 2] == pytest.approx(loops["induction"], abs=1e-5)
    cross = of_text(trace, part="cross")
    assert set(cross.scores) == {"first", "special", "uniform"}
    assert np.isnan(cross.distance).all()
    assert cross.scores["first"][0, 1] == pytest.approx(trace.pattern(0, part="cross")[1, :, 0].mean(), abs=1e-6)
    assert of_text(trace).part == "encoder"


def test_that_a_score_of_few_queries_names_no_head(small: LoadedModel) -> None:
    found = of_text(small.trace([5, 6]))
    assert found.scores["previous"].max() > NAMED_FROM["previous"]  # it is the first token, too
    assert not any(found.name(layer, head) for layer in range(3) for head in range(4))


def test_that_prepared_sequences_repeat_different_tokens_within_what_the_tokenizer_puts_around(t5: LoadedModel, small: LoadedModel) -> None:
    for part in ("encoder", "decoder", "cross"):
        found = prepared(t5, n_sequences=2, part=part)
        assert found.part == part
        assert all(np.isfinite(score).all() for name, score in found.scores.items() if name != "special")
    decoder = prepared(small, n_sequences=3, length=20)
    assert (decoder.length, decoder.n_tokens) == (20, 40)
    assert decoder.counts["induction"] == decoder.counts["duplicate"] == 3 * 20  # all of the second half, none of the first
    assert prepared(small, length=4000, n_sequences=1).n_tokens == small.spec.n_ctx - small.spec.n_ctx % 2 - 2


def test_that_a_seed_gives_the_same_sequences_again(small: LoadedModel) -> None:
    one, again, other = (prepared(small, n_sequences=1, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(one.scores["previous"], again.scores["previous"])
    assert not np.array_equal(one.scores["previous"], other.scores["previous"])


def test_that_interventions_act_in_the_passes(small: LoadedModel) -> None:
    plain, changed = prepared(small, n_sequences=1), prepared(small, n_sequences=1, interventions=(Ablation(0, 0, "zero"),))
    assert np.array_equal(plain.entropy[0], changed.entropy[0])
    assert not np.array_equal(plain.entropy[1], changed.entropy[1])


def test_that_it_tells_how_far_it_is_and_stops_when_asked(small: LoadedModel) -> None:
    request = HeadTypesRequest(small.info.path, n_sequences=3)
    assert [event.done for event in head_types(small, request) if isinstance(event, Progress)] == [0, 1, 2]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(head_types(small, request, stopped=lambda: True))


@pytest.mark.parametrize(("changes", "name"), [({"length": 2}, "length"), ({"n_sequences": 0}, "n_sequences"), ({"part": "cross"}, "part")])
def test_that_a_question_out_of_range_is_refused(small: LoadedModel, changes: dict[str, Any], name: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        prepared(small, **changes)
    assert caught.value.values["name"] == name


# a model that learns


@pytest.fixture
def attention_only() -> Transformer:
    """Two layers of two heads without an MLP, fresh; wider than usual, or it would take thousands of steps."""
    spec = ModelSpec(
        family="llama", n_layers=2, n_heads=2, n_kv_heads=2, d_model=64, d_head=32, d_mlp=0, d_vocab=D_VOCAB, n_ctx=64, norm_eps=1e-5,
        positions=RotarySpec(10_000.0), tied=False,
    )  # fmt: skip
    transformer = Transformer(spec)
    initialise(transformer, torch.Generator().manual_seed(0))
    with torch.no_grad():
        for parameter in transformer.parameters():
            parameter.mul_(4.0 if parameter.ndim == 2 else 1.0)
    return transformer


def loaded(transformer: Transformer, small: LoadedModel) -> LoadedModel:
    spec = transformer.spec
    names = ("n_layers", "n_heads", "n_kv_heads", "d_model", "d_head", "d_mlp", "d_vocab", "n_ctx")
    return LoadedModel(transformer, small.tokenizer, replace(small.info, **{name: getattr(spec, name) for name in names}))


def learn(transformer: Transformer, *, most_steps: int) -> float:
    """Train on random tokens that repeat after a while that differs, so that counting back doesn't help; the last loss, in nats."""
    random = torch.Generator().manual_seed(1)
    optimiser = torch.optim.AdamW(transformer.parameters(), lr=3e-3, betas=(0.9, 0.98))
    loss = torch.tensor(math.nan)
    for _ in range(most_steps):
        period = int(torch.randint(5, LONGEST + 1, (), generator=random))
        once = torch.stack([torch.randperm(D_VOCAB, generator=random)[:period] for _ in range(32)])
        ids = once.repeat(1, -(-N_READ // period))[:, :N_READ]
        logits = transformer.logits(transformer(ids[:, :-1]))[:, period:]
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, period + 1 :].flatten())
        if loss < 0.1:
            break
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return float(loss.detach())


def test_that_a_model_which_learns_to_repeat_grows_an_induction_head_behind_a_previous_token_head(
    attention_only: Transformer, small: LoadedModel
) -> None:
    fresh = prepared(loaded(attention_only, small), n_sequences=4, length=LONGEST)
    assert learn(attention_only, most_steps=400) < 0.1 < math.log(D_VOCAB)
    found = prepared(loaded(attention_only.requires_grad_(False), small), n_sequences=4, length=LONGEST)
    assert (found.length, found.n_tokens) == (LONGEST, 2 * LONGEST)
    induction, previous = found.scores["induction"], found.scores["previous"]
    assert induction[1].max() > 3 * induction[0].max()  # it needs what a head of the layer before has written
    assert induction[1].max() > 3 * fresh.scores["induction"].max()
    assert previous[0].max() > 3 * previous[1].max()
    assert previous[0].max() > 3 * fresh.scores["previous"].max()
    assert found.name(1, int(induction[1].argmax())) == "induction"
    assert not any(fresh.name(layer, head) == "induction" for layer in range(2) for head in range(2))
