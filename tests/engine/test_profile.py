"""A token in all heads at once: against the whole patterns, with SciPy's entropy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_models import IDS
from scipy.stats import entropy

from workbench.engine import LoadedModel
from workbench.engine.profile import profile
from workbench.errors import WorkbenchError
from workbench.values import Profile, ProfileRequest


def profiled(trace: Any, *queries: int, keys: tuple[int, ...] = (0,), **more: Any) -> Profile:
    *_, found = profile(trace, ProfileRequest(trace.request, queries, keys, **more))
    assert isinstance(found, Profile)
    return found


@pytest.mark.parametrize("queries", [(0,), (17,), (3, 4, 40)])
@pytest.mark.parametrize("together", ["sum", "mean", "max"])
def test_that_a_profile_is_that_of_the_whole_patterns(small: LoadedModel, queries: tuple[int, ...], together: Any) -> None:
    trace = small.trace(IDS)
    keys = (2, 9)
    found = profiled(trace, *queries, keys=keys, together=together)
    whole = np.stack([trace.pattern(layer) for layer in range(3)]).astype(np.float64)[:, :, list(queries)]  # [L, H, m, k]
    reduced = {"sum": np.sum, "mean": np.mean, "max": np.max}[together]
    assert np.abs(found.weights - reduced(whole[..., list(keys)].sum(-1), axis=-1)).max() < 1e-6
    assert np.abs(found.entropy - entropy(whole, axis=-1).mean(-1)).max() < 1e-5
    assert np.abs(found.sink - whole[..., 0].mean(-1)).max() < 1e-6
    distances = np.abs(np.arange(whole.shape[-1]) - np.array(queries)[:, None])
    assert np.abs(found.distance - (whole * distances).sum(-1).mean(-1)).max() < 1e-4
    assert np.abs(found.read - whole.mean((0, 1, 2))).max() < 1e-6
    assert found.read.sum() == pytest.approx(1, abs=1e-5)


def test_that_an_encoder_reads_both_ways(bert: LoadedModel) -> None:
    trace = bert.trace(IDS[:20])
    found = profiled(trace, 4, keys=(15,))
    assert np.abs(found.weights - np.stack([trace.pattern(layer) for layer in range(3)])[:, :, 4, 15]).max() < 1e-6


def test_that_there_is_no_distance_to_another_text(t5: LoadedModel) -> None:
    trace = t5.trace(IDS[:20], target=[65, 66, 67])
    found = profiled(trace, 1, keys=(5,), part="cross")
    assert np.isnan(found.distance).all()
    assert np.abs(found.weights - np.stack([trace.pattern(layer, part="cross") for layer in range(3)])[:, :, 1, 5]).max() < 1e-6
    assert np.isfinite(profiled(trace, 1, keys=(0,), part="decoder").distance).all()


def test_that_positions_beyond_the_text_are_refused(small: LoadedModel) -> None:
    trace = small.trace(IDS)
    for queries, keys in (((len(IDS),), (0,)), ((0,), (len(IDS),)), ((), (0,))):
        with pytest.raises(WorkbenchError) as caught:
            profiled(trace, *queries, keys=keys)
        assert caught.value.code == "bad-value"
