"""The logit lens against transformers' own hidden states, and its identities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS

from workbench.engine import LoadedModel
from workbench.engine.lens import lens
from workbench.errors import WorkbenchError
from workbench.values import Lens, LensRequest, Progress


def read(model: LoadedModel, **changes: Any) -> Lens:
    trace = model.trace(IDS)
    *_, found = lens(trace, LensRequest(trace.request, **changes))
    assert isinstance(found, Lens)
    return found


def test_that_each_row_is_transformers_hidden_state_normed_and_unembedded(small: LoadedModel, oracle: Any) -> None:
    found = read(small, token_id=65, top=7)
    with torch.no_grad():
        states = oracle(torch.tensor([IDS]), output_hidden_states=True).hidden_states
        rows = [oracle.lm_head(oracle.model.norm(state))[0] for state in states[:-1]] + [oracle.lm_head(states[-1])[0]]
    for row, logits in enumerate(rows):
        wanted = logits.log_softmax(-1)
        assert np.allclose(found.target_logprobs[row], wanted[:, 65], atol=1e-4)
        assert np.allclose(found.logprobs[row], wanted.topk(7).values, atol=1e-4)
        assert np.array_equal(found.rank[row], (wanted > wanted[:, 65:66]).sum(-1) + 1)
        assert np.allclose(found.entropy[row], torch.distributions.Categorical(logits=logits).entropy(), atol=1e-4)
        divergence = torch.nn.functional.kl_div(wanted, rows[-1].log_softmax(-1), reduction="none", log_target=True).sum(-1)
        assert np.allclose(found.kl[row], divergence, atol=1e-3)


def test_that_the_last_row_is_the_models_own_prediction(small: LoadedModel, bert: LoadedModel) -> None:
    for model in (small, bert):
        found = read(model)
        logits = torch.from_numpy(model.logits(IDS)).log_softmax(-1)
        assert np.allclose(found.logprobs[-1], logits.topk(5).values, atol=1e-5)
        assert not found.kl[-1].any()
        assert (found.rank[-1] == 1).all()
        assert np.array_equal(found.targets, found.ids[-1, :, 0])


def test_that_the_stream_behind_attention_is_read_where_it_is_asked_for(small: LoadedModel) -> None:
    found, without = read(small, mid=True), read(small)
    assert found.layers.tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert found.middle.tolist() == [False, True, False, True, False, True, False]
    assert np.array_equal(found.logprobs[~found.middle], without.logprobs)
    assert not np.array_equal(found.logprobs[1], found.logprobs[0])


def test_that_some_positions_are_read_as_they_are_among_all(small: LoadedModel) -> None:
    whole, part = read(small, mid=True), read(small, mid=True, positions=(7, 30))
    assert part.ids.shape == (7, 23, 5)
    assert np.allclose(part.logprobs, whole.logprobs[:, 7:30], atol=1e-5)
    assert np.array_equal(part.rank, whole.rank[:, 7:30])
    assert np.allclose(part.kl, whole.kl[:, 7:30], atol=1e-5)
    assert np.array_equal(part.targets, whole.targets[7:30])


def test_that_an_answer_is_read_through_the_lens(t5: LoadedModel) -> None:
    trace = t5.trace(IDS, target=[17, 200, 3])
    *_, found = lens(trace, LensRequest(trace.request, mid=True))
    assert isinstance(found, Lens)
    wanted = torch.from_numpy(t5.logits(IDS, decoder_ids=[0, 17, 200, 3])).log_softmax(-1)
    assert found.logprobs.shape == (7, 4, 5)
    assert np.allclose(found.logprobs[-1], wanted.topk(5).values, atol=1e-5)


def test_that_it_tells_how_far_it_is_and_stops_when_asked(small: LoadedModel) -> None:
    trace = small.trace(IDS)
    events = list(lens(trace, LensRequest(trace.request)))
    assert [event.done for event in events[:-1] if isinstance(event, Progress)] == [1, 2, 3, 4]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(lens(trace, LensRequest(trace.request), stopped=lambda: True))


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"token_id": 300}, "token_id"), ({"top": 0}, "top"), ({"positions": (48, 49)}, "position"), ({"positions": (3, 3)}, "position")],
)
def test_that_a_question_out_of_range_is_refused(small: LoadedModel, changes: dict[str, Any], name: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read(small, **changes)
    assert caught.value.values["name"] == name
