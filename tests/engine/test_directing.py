"""What a direction speaks for, against the unembedding written out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS

from workbench.engine import LoadedModel
from workbench.engine.directing import direct
from workbench.errors import WorkbenchError
from workbench.values import Direction, DirectionRequest, Steering


def told(model: LoadedModel, steering: Steering, *, top: int = 9) -> Direction:
    trace = model.trace(IDS)
    *_, found = direct(trace, DirectionRequest(trace.request, steering, top))
    assert isinstance(found, Direction)
    return found


def test_that_a_direction_is_normed_and_unembedded(small: LoadedModel, oracle: Any) -> None:
    found = told(small, Steering(1, 3.0, towards="Small dogs", away="A gate"))
    plain, changed = (
        small.trace(IDS, interventions=steering) for steering in ((), [Steering(1, 1.0, towards="Small dogs", away="A gate")])
    )
    vector = torch.from_numpy((changed.resid[1] - plain.resid[1])[5])
    assert found.unit == pytest.approx(float(vector.norm()), rel=1e-4)
    with torch.no_grad():
        logits = oracle.lm_head(oracle.model.norm(vector))
    wanted = (logits - logits.mean()).numpy()
    order = np.argsort(-wanted)
    assert found.ids.tolist() == order[:9].tolist()
    assert found.low_ids.tolist() == order[::-1][:9].tolist()
    assert np.allclose(found.logits, wanted[order[:9]], atol=1e-3)
    assert np.allclose(found.low_logits, wanted[order[::-1][:9]], atol=1e-3)


def test_that_the_strength_says_nothing(small: LoadedModel) -> None:
    a, b = (told(small, Steering(2, strength, token_id=65)) for strength in (0.0, -7.0))
    assert np.array_equal(a.ids, b.ids)
    assert a.unit == b.unit


def test_that_an_encoder_is_read_through_its_head(bert: LoadedModel) -> None:
    assert len(told(bert, Steering(1, 1.0, towards="dogs")).ids) == 9


@pytest.mark.parametrize(
    ("steering", "code"), [(Steering(9, 1.0, token_id=5), "bad-value"), (Steering(1, 1.0, towards="a", away="a"), "direction-none")]
)
def test_that_what_is_no_direction_is_refused(small: LoadedModel, steering: Steering, code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        told(small, steering)
    assert caught.value.code == code
