"""Activation patching against transformers with hooks, and its identities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS

from workbench.engine import LoadedModel
from workbench.engine.onward import Read
from workbench.engine.patching import patch, spread
from workbench.errors import WorkbenchError
from workbench.values import GAP, Contrast, PatchedLayer, PatchMap, PatchRequest, PatchStarted, Progress, Steering

CLEAN = IDS[:12]
CORRUPT = [*IDS[:4], 200, *IDS[5:9], 17, *IDS[10:12]]
"""Differs at the places 4 and 9."""
PARTS: list[Any] = ["resid", "attn", "mlp"]


def mapped(
    model: LoadedModel, clean: list[int] = CLEAN, corrupt: list[int] = CORRUPT, *, interventions: Any = (), **changes: Any
) -> PatchMap:
    trace = model.trace(clean, interventions=interventions)
    *_, found = patch(trace, PatchRequest(trace.request, corrupt_ids=tuple(corrupt), **changes))
    assert isinstance(found, PatchMap)
    return found


class Llama:
    """transformers' model, read while a module's output, or a head's part of what the last product reads, is replaced."""

    def __init__(self, oracle: Any) -> None:
        self._oracle = oracle

    def module(self, what: str, layer: int) -> Any:
        block = self._oracle.model.layers[layer]
        return {"resid": block, "attn": block.self_attn, "mlp": block.mlp, "head": block.self_attn.o_proj}[what]

    def found(self, what: str, layer: int, ids: list[int]) -> torch.Tensor:
        """What stands there, [n, width]: for resid and head what goes into the module, else what comes out of it."""
        seen: list[torch.Tensor] = []
        module = self.module(what, layer)
        if what in ("resid", "head"):
            hook = module.register_forward_pre_hook(lambda _module, given: seen.append(given[0][0].clone()))
        else:
            hook = module.register_forward_hook(lambda _m, _g, out: seen.append((out[0] if isinstance(out, tuple) else out)[0].clone()))
        self.logits(ids)
        hook.remove()
        return seen[0]

    def patched(self, what: str, layer: int, ids: list[int], put: Any) -> np.ndarray:
        """The last position's logits where `put(x)` has changed x [n, width]."""
        module = self.module(what, layer)

        def before(_module: Any, given: tuple[Any, ...]) -> tuple[Any, ...]:
            return (put(given[0][0].clone())[None], *given[1:])

        def behind(_module: Any, _given: Any, out: Any) -> Any:
            changed = put((out[0] if isinstance(out, tuple) else out)[0].clone())[None]
            return (changed, *out[1:]) if isinstance(out, tuple) else changed

        hook = module.register_forward_pre_hook(before) if what in ("resid", "head") else module.register_forward_hook(behind)
        found = self.logits(ids)
        hook.remove()
        return found

    def logits(self, ids: list[int]) -> np.ndarray:
        with torch.no_grad():
            return self._oracle(torch.tensor([ids])).logits[0, -1].numpy()


def contrast(found: PatchMap, logits: np.ndarray) -> float:
    asked = found.started.clean_value.contrast
    return float(logits[asked.token_id] - logits[asked.against_id])


def close(a: Any, b: Any) -> bool:
    return bool(np.allclose(a, b, atol=1e-4 * max(1.0, float(np.abs(b).max()))))


@pytest.mark.parametrize("way", ["denoise", "noise"])
@pytest.mark.parametrize("what", PARTS)
def test_that_each_patch_equals_transformers_with_a_hook(small: LoadedModel, oracle: Any, what: Any, way: Any) -> None:
    found, theirs = mapped(small, what=what, way=way), Llama(oracle)
    giver, taker = (CLEAN, CORRUPT) if way == "denoise" else (CORRUPT, CLEAN)
    for layer in range(3):
        given = theirs.found(what, layer, giver)
        for place in range(12):

            def put(x: torch.Tensor, place: int = place, given: torch.Tensor = given) -> torch.Tensor:
                x[place] = given[place]
                return x

            wanted = contrast(found, theirs.patched(what, layer, taker, put))
            assert close(found.raw[layer, place], wanted), (layer, place)


def test_that_each_heads_patch_equals_transformers_with_a_hook(small: LoadedModel, oracle: Any) -> None:
    whole, one, theirs = mapped(small, what="head"), mapped(small, what="head", head=2), Llama(oracle)
    assert whole.raw.shape == (3, 4)
    for layer in range(3):
        given = theirs.found("head", layer, CLEAN)

        def put(x: torch.Tensor, places: slice, head: int, given: torch.Tensor = given) -> torch.Tensor:
            x[places, 12 * head : 12 * head + 12] = given[places, 12 * head : 12 * head + 12]
            return x

        for head in range(4):
            logits = theirs.patched("head", layer, CORRUPT, lambda x, head=head, put=put: put(x, slice(None), head))
            assert close(whole.raw[layer, head], contrast(whole, logits))
        for place in range(12):
            logits = theirs.patched("head", layer, CORRUPT, lambda x, place=place, put=put: put(x, slice(place, place + 1), 2))
            assert close(one.raw[layer, place], contrast(one, logits))


def test_that_both_passes_have_the_values_that_logits_give(small: LoadedModel) -> None:
    started = mapped(small).started
    clean, corrupt = (small.logits(ids)[-1] for ids in (CLEAN, CORRUPT))
    asked = started.clean_value.contrast
    assert asked == Contrast(11, int(clean.argmax()), int(corrupt.argmax()))
    assert close(started.clean_value.value, clean[asked.token_id] - clean[asked.against_id])
    assert close(started.corrupt_value.value, corrupt[asked.token_id] - corrupt[asked.against_id])
    assert started.scaled(np.array([started.clean_value.value, started.corrupt_value.value])).tolist() == [1, 0]


@pytest.mark.parametrize("way", ["denoise", "noise"])
def test_that_a_text_that_differs_in_one_place_is_restored_by_that_place_of_the_first_stream(small: LoadedModel, way: Any) -> None:
    corrupt = [*CLEAN[:4], 200, *CLEAN[5:]]
    found = mapped(small, corrupt=corrupt, way=way)
    other = found.started.clean_value if way == "denoise" else found.started.corrupt_value
    assert found.raw[0, 4] == pytest.approx(other.value, abs=1e-4)
    assert (found.raw[0, [0, 1, 2, 3, *range(5, 12)]] == np.float32(found.started.unpatched)).all()
    assert close(found.started.scaled(found.raw)[0, 4], 1 if way == "denoise" else 0)


def test_that_all_heads_and_the_mlp_but_one_text_into_itself_change_nothing(small: LoadedModel, bert: LoadedModel) -> None:
    for model in (small, bert):
        for what in (*PARTS, "head"):
            found = mapped(model, corrupt=CLEAN, what=what)
            assert (found.raw == np.float32(found.started.clean_value.value)).all()
            assert found.started.is_flat
            assert np.isnan(found.started.scaled(found.raw)).all()
            assert np.allclose(found.started.estimate, found.raw, atol=1e-3)


def test_that_an_encoders_places_see_each_other(bert: LoadedModel) -> None:
    clean, corrupt = [5, 6, 257, 8, 9], [5, 6, 257, 8, 77]
    found = mapped(bert, clean, corrupt)
    assert found.started.clean_value.contrast.position == 2
    assert found.raw[0, 4] == pytest.approx(found.started.clean_value.value, abs=1e-3)
    theirs = bert.hidden(clean), bert.hidden(corrupt)
    for layer in (1, 2):
        for place in range(5):
            stream = torch.from_numpy(theirs[1][layer].copy())
            stream[place] = torch.from_numpy(theirs[0][layer][place])
            with torch.inference_mode():
                *_, last = bert.transformer.stack.residuals(stream[None], begin=layer)
                logits = bert.transformer.logits(last[0, 2]).numpy()
            assert close(found.raw[layer, place], contrast(found, logits))


def test_that_an_answer_is_patched_behind_one_source(t5: LoadedModel) -> None:
    trace = t5.trace(IDS, target=[17, 200, 3, 9])
    for what in (*PARTS, "head"):
        *_, found = patch(trace, PatchRequest(trace.request, corrupt_ids=(17, 50, 3, 9), what=what))
        assert isinstance(found, PatchMap)
        assert found.started.corrupt.ids.tolist() == [0, 17, 50, 3, 9]
        wanted = t5.logits(IDS, decoder_ids=[0, 17, 50, 3, 9])[-1]
        assert close(found.started.corrupt_value.value, contrast(found, wanted))
        if what == "resid":
            assert found.raw[0, 2] == pytest.approx(found.started.clean_value.value, abs=1e-3)
        assert found.started.estimate.shape == found.raw.shape


def test_that_texts_of_other_lengths_are_patched_where_they_meet(small: LoadedModel, oracle: Any) -> None:
    corrupt = [*CLEAN[:4], 200, 201, 77, *CLEAN[5:10], 17, CLEAN[11]]
    found, theirs = mapped(small, corrupt=corrupt), Llama(oracle)
    assert found.started.places[:4].tolist() == [[0, 0], [1, 1], [2, 2], [3, 3]]
    assert found.started.places[4:8].tolist() == [[4, GAP], [GAP, 4], [GAP, 5], [GAP, 6]]
    assert found.started.places[8:].tolist() == [[5, 7], [6, 8], [7, 9], [8, 10], [9, 11], [10, 12], [11, 13]]
    assert np.isnan(found.raw[:, 4:8]).all()
    assert np.isnan(found.started.estimate[:, 4:8]).all()
    assert found.started.n_gaps == 4
    given = theirs.found("resid", 1, CLEAN)
    for column in (3, 8, 14):
        a, b = found.started.places[column]

        def put(x: torch.Tensor, a: int = a, b: int = b) -> torch.Tensor:
            x[b] = given[a]
            return x

        assert close(found.raw[1, column], contrast(found, theirs.patched("resid", 1, corrupt, put)))


def test_that_a_place_before_the_end_can_be_asked_about(small: LoadedModel) -> None:
    found = mapped(small, contrast=Contrast(6, 65, 66))
    assert (found.raw[:, 7:] == np.float32(found.started.corrupt_value.value)).all()
    logits = small.logits(CORRUPT)[6]
    assert close(found.started.corrupt_value.value, logits[65] - logits[66])
    assert found.raw[0, 4] == pytest.approx(found.started.clean_value.value, abs=1e-4)


def test_that_a_changed_model_is_patched_as_it_is(small: LoadedModel) -> None:
    steering = Steering(1, 0.5, token_id=65)
    found = mapped(small, corrupt=[*CLEAN[:4], 200, *CLEAN[5:]], interventions=[steering])
    changed = small.intervened([steering])
    assert close(found.started.corrupt_value.value, contrast(found, changed.logits([*CLEAN[:4], 200, *CLEAN[5:]])[-1]))
    assert found.raw[0, 4] == pytest.approx(found.started.clean_value.value, abs=1e-4)
    last = mapped(small, interventions=[steering]).raw[1]
    streams = [list(changed.transformer.residuals(changed.batch_of(np.array(ids)))) for ids in (CLEAN, CORRUPT)]
    stream = streams[1][1].clone()
    stream[0, 4] = streams[0][1][0, 4]
    *_, behind = changed.transformer.stack.residuals(stream, begin=1)
    found = mapped(small, interventions=[steering])
    assert close(last[4], contrast(found, changed.transformer.logits(behind[0, -1]).numpy()))


def test_that_the_map_fills_in_and_says_how_far_it_is(small: LoadedModel) -> None:
    trace = small.trace(CLEAN)
    started, *events, found = patch(trace, PatchRequest(trace.request, corrupt_ids=tuple(CORRUPT)))
    assert isinstance(started, PatchStarted)
    assert isinstance(found, PatchMap)
    told = [event.done for event in events if isinstance(event, Progress)]
    assert told == sorted(told)
    assert told[-1] == 3 * 12
    rows = {event.layer: event.raw for event in events if isinstance(event, PatchedLayer)}
    assert np.array_equal(np.stack([rows[layer] for layer in range(3)]), found.raw)
    assert spread(6) == [0, 4, 2, 1, 3, 5]


def test_that_it_stops_between_two_batches(small: LoadedModel) -> None:
    trace = small.trace(CLEAN)
    asked = False
    events = patch(trace, PatchRequest(trace.request, corrupt_ids=tuple(CORRUPT)), stopped=lambda: asked)
    assert isinstance(next(events), PatchStarted)
    asked = True
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(events)


@pytest.mark.parametrize(
    ("corrupt", "changes", "code"),
    [
        ((), {}, "empty-text"),
        ((999,), {}, "ids-out-of-range"),
        ((255, 254), {}, "texts-apart"),
        (tuple(CORRUPT), {"head": 4, "what": "head"}, "bad-value"),
        ((*CLEAN[:4], 200, 201, *CLEAN[5:]), {"contrast": Contrast(4, 65)}, "place-unaligned"),
        (tuple(CORRUPT), {"contrast": Contrast(2, 65, 65)}, "contrast-same"),
    ],
)
def test_that_what_cannot_be_patched_is_refused(small: LoadedModel, corrupt: Any, changes: Any, code: str) -> None:
    trace = small.trace(CLEAN)
    with pytest.raises(WorkbenchError) as caught:
        list(patch(trace, PatchRequest(trace.request, corrupt_ids=corrupt, **changes)))
    assert caught.value.code == code


def test_that_all_positions_of_the_first_stream_give_the_other_texts_pass(small: LoadedModel, bert: LoadedModel) -> None:
    for model in (small, bert):
        clean, corrupt = (Read(model, np.array(ids), point="resid") for ids in (CLEAN, CORRUPT))
        begun = clean.stream(0)

        def put(x: torch.Tensor, first: int, begun: torch.Tensor = begun) -> None:
            x[:] = begun[first : first + x.shape[1]]

        with torch.inference_mode():
            found = corrupt.again(0, put, batch=2, first=0, at=11, stopped=lambda: False)
            logits = model.transformer.logits(found).numpy()
        assert np.allclose(logits, model.logits(CLEAN)[11], atol=1e-4 * np.abs(logits).max())


def test_that_heads_of_a_real_model_are_measured_and_foreseen(real: LoadedModel) -> None:
    text = "When Mary and John went to the store, {} gave a drink to"
    trace = real.trace(text.format("John"))
    *_, found = patch(trace, PatchRequest(trace.request, corrupt=text.format("Mary"), what="head"))
    assert isinstance(found, PatchMap)
    assert (found.started.clean_value.token, found.started.clean_value.against) == (" Mary", " John")
    assert found.started.clean_value.value > 5 > -5 > found.started.corrupt_value.value
    assert np.corrcoef(found.raw.ravel(), found.started.estimate.ravel())[0, 1] > 0.95
    effects = found.started.scaled(found.raw)
    assert 0.05 < effects.max() < 1
