"""One token rather than another, at one position: what is meant, and what it comes to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS

from workbench.engine import LoadedModel
from workbench.engine.contrast import contrasted, meter, resolved, value_of_logits
from workbench.errors import WorkbenchError
from workbench.values import Contrast

MASK = 257


def test_that_its_value_is_the_difference_of_two_of_transformers_logits(small: LoadedModel, oracle: Any) -> None:
    logits = oracle(torch.tensor([IDS])).logits[0].double().numpy()
    trace = small.trace(IDS)
    found = contrasted(trace, Contrast(30, 65, 70))
    assert found.value == pytest.approx(logits[30, 65] - logits[30, 70], abs=1e-4)
    assert (found.token, found.against) == ("A", "F")
    alone = contrasted(trace, Contrast(30, 65))
    assert alone.value == pytest.approx(logits[30, 65], abs=1e-4)
    assert alone.against == ""


def test_that_logits_and_streams_give_the_same_value(small: LoadedModel, bert: LoadedModel) -> None:
    for model in (small, bert):
        trace, asked = model.trace(IDS), Contrast(5, 65, 70)
        of_streams = meter(model, asked)(trace.stream(-1)[[5, 9]])
        of_logits = value_of_logits(torch.from_numpy(model.logits(IDS)[[5, 9]]), asked)
        assert torch.allclose(of_streams, of_logits, atol=1e-4)


def test_that_it_is_about_the_most_probable_token_against_the_second_behind_the_last_one(small: LoadedModel) -> None:
    first, second = np.argsort(-small.logits(IDS)[-1])[:2].tolist()
    trace = small.trace(IDS)
    assert resolved(trace, Contrast()) == Contrast(len(IDS) - 1, first, second)
    assert resolved(trace, Contrast(against_id=second)) == Contrast(len(IDS) - 1, first, second)
    assert resolved(trace, Contrast(against_id=first)) == Contrast(len(IDS) - 1, second, first)
    assert resolved(trace, Contrast(token_id=9)) == Contrast(len(IDS) - 1, 9, None)


def test_that_of_an_encoder_it_is_about_the_first_mask(bert: LoadedModel) -> None:
    masked = [*IDS[:4], MASK, *IDS[5:9], MASK]
    assert resolved(bert.trace(masked), Contrast()).position == 4
    assert resolved(bert.trace(masked), Contrast(position=2)).position == 2
    assert resolved(bert.trace(IDS[:4]), Contrast()).position == 3


def test_that_of_an_encoder_decoder_it_is_about_the_answer(t5: LoadedModel) -> None:
    trace = t5.trace(IDS, target=[17, 200, 3])
    logits = t5.logits(IDS, decoder_ids=[0, 17, 200, 3])
    found = contrasted(trace, Contrast())
    assert found.contrast.position == 3
    assert found.contrast.token_id == logits[3].argmax()
    assert found.value == pytest.approx(float(np.diff(np.sort(logits[3]))[-1]), abs=1e-4)
    with pytest.raises(WorkbenchError):
        resolved(trace, Contrast(position=4))


@pytest.mark.parametrize(
    ("asked", "name"), [(Contrast(48), "position"), (Contrast(0, 300), "token_id"), (Contrast(0, 1, -1), "against_id")]
)
def test_that_what_the_pass_does_not_have_is_refused(small: LoadedModel, asked: Contrast, name: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        resolved(small.trace(IDS), asked)
    assert caught.value.values["name"] == name


def test_that_a_token_is_not_held_against_itself(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="held against itself"):
        resolved(small.trace(IDS), Contrast(0, 65, 65))
