"""Attribution patching: exact where a model is a straight line, and as good as a gradient is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_models import make_llama, save_folder

from workbench.engine import LoadedModel, open_model
from workbench.engine.patching import patch
from workbench.errors import WorkbenchError
from workbench.values import PatchMap, PatchRequest, Steering

CLEAN, CORRUPT = (7, 65, 3, 9, 12, 40), (7, 66, 3, 9, 12, 40)
PARTS: list[Any] = ["resid", "attn", "mlp", "head"]


def near(folder: Path, epsilon: float) -> LoadedModel:
    """A small model, float64, in which the tokens 65 and 66 are `epsilon` apart."""
    made = make_llama()
    between = torch.randn(48, generator=torch.Generator().manual_seed(3))
    made.model.embed_tokens.weight[66] = made.model.embed_tokens.weight[65] + epsilon * between
    return open_model(save_folder(made, folder), dtype="float64")


def mapped(model: LoadedModel, interventions: Any = (), **changes: Any) -> PatchMap:
    trace = model.trace(CLEAN, interventions=interventions)
    *_, found = patch(trace, PatchRequest(trace.request, corrupt_ids=CORRUPT, **changes))
    assert isinstance(found, PatchMap)
    return found


@pytest.mark.parametrize("what", PARTS)
def test_that_the_error_shrinks_with_the_square_of_the_difference(tmp_path: Path, what: Any) -> None:
    errors, effects = [], []
    for number, epsilon in enumerate((1e-3, 1e-4)):
        found = mapped(near(tmp_path / str(number), epsilon), what=what)
        errors.append(np.abs(found.started.estimate - found.raw).max())
        effects.append(np.abs(found.raw - found.started.unpatched).max())
    assert effects[0] / effects[1] == pytest.approx(10, rel=0.1)
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.25)


def test_that_the_estimate_is_the_effect_where_the_rest_of_the_pass_is_all_but_a_straight_line(tmp_path: Path) -> None:
    # Behind the last block's attention comes its MLP, here 0, and a norm, here divided by a stream that is long and hardly changes.
    made = make_llama()
    made.model.layers[2].mlp.down_proj.weight.zero_()
    model = open_model(save_folder(made, tmp_path / "made"), dtype="float64")
    far = Steering(3, 900.0, token_id=5)
    found = mapped(model, (far,), what="attn")
    effect = found.raw[2, 5] - found.started.unpatched
    assert found.started.estimate[2, 5] - found.started.unpatched == pytest.approx(effect, rel=1e-2)
    assert abs(effect) > 0


def test_that_packed_products_give_the_same_estimate(folder: Path, small: LoadedModel) -> None:
    packed = open_model(folder, kernels="packed")
    for what in PARTS:
        a, b = (mapped(model, what=what).started.estimate for model in (small, packed))
        assert np.allclose(a, b, atol=1e-4 * max(1.0, float(np.abs(a).max())))


def test_that_only_the_estimate_can_be_asked_for(small: LoadedModel) -> None:
    found, whole = mapped(small, measure=False), mapped(small)
    assert found.raw.shape == (0, 0)
    assert np.array_equal(found.started.estimate, whole.started.estimate)


def test_that_a_pass_without_a_gradient_is_estimated_as_nothing(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = small.trace(CLEAN)
    monkeypatch.setattr("workbench.engine.memory.available_bytes", lambda: 10_000)
    *_, found = patch(trace, PatchRequest(trace.request, corrupt_ids=CORRUPT))
    assert isinstance(found, PatchMap)
    assert found.started.estimate.shape == (0, 0)
    assert not np.isnan(found.raw).any()
    with pytest.raises(WorkbenchError, match="gradient"):
        list(patch(trace, PatchRequest(trace.request, corrupt_ids=CORRUPT, measure=False)))
