"""Training elsewhere than on the processor: PyTorch's `meta` computes nothing, but refuses most tensors that were left elsewhere.

What a graphics card itself computes can't be shown without one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workbench.engine.devices import device_of, place_of
from workbench.engine.training import train
from workbench.engine.training.adamw import AdamW
from workbench.engine.training.batches import step_batches
from workbench.engine.training.measures import summed_loss
from workbench.engine.training.methods import trained
from workbench.engine.training.network import Network, network
from workbench.engine.training.setup import Setup, set_up
from workbench.engine.training.team import ALONE
from workbench.errors import WorkbenchError
from workbench.values import Architecture, LowRank, SoftPrompt, TrainRequest, WindowArchitecture

TINY = Architecture("decoder", 1, 2, 16, 32, 32)
CAUSAL = TrainRequest("c", "causal", TINY, n_steps=2, batch_tokens=64, micro_rows=2, warmup_steps=0, valid_rows=2)
REQUESTS = {
    "causal": CAUSAL,
    "window": replace(CAUSAL, architecture=WindowArchitecture()),
    "masked": replace(CAUSAL, objective="masked", architecture=replace(TINY, kind="encoder")),
    "seq2seq": replace(CAUSAL, objective="seq2seq", data="numbers", architecture=replace(TINY, kind="encoder-decoder")),
    "tags": replace(CAUSAL, objective="tags"),
    "low-rank": replace(CAUSAL, architecture=None, start="starter", method=LowRank()),
    "soft-prompt": replace(CAUSAL, architecture=None, start="starter", method=SoftPrompt(4)),
}


def begun(request: TrainRequest) -> tuple[Network, Setup]:
    setup = set_up(request)
    return network(request, setup, None, ALONE), setup


@pytest.mark.parametrize("name", REQUESTS)
def test_that_all_of_a_step_is_computed_where_the_weights_are(name: str) -> None:
    request = REQUESTS[name]
    run, setup = begun(request)
    transformer = run.transformer.to("meta")
    optimiser = AdamW(trained(transformer), decay=0.1, betas=(0.9, 0.95))
    for batch in step_batches(setup.rows, request, 0)[:1]:
        summed_loss(transformer, batch).backward()
    moved = [one for one in optimiser.parameters if one.grad is not None]
    assert moved
    assert {one.grad.device.type for one in moved if one.grad is not None} == {"meta"}
    assert place_of(transformer).type == "meta"


def test_that_weights_are_moved_where_they_are() -> None:
    run, setup = begun(CAUSAL)
    transformer = run.transformer.to("meta")
    optimiser = AdamW(trained(transformer), decay=0.1, betas=(0.9, 0.95))
    summed_loss(transformer, step_batches(setup.rows, CAUSAL, 0)[0]).backward()
    optimiser.gather()
    optimiser.step(1e-3, length=2.0, clip=1.0)
    assert {one.device.type for of in optimiser.moments.values() for one in of.values()} == {"meta"}


def test_that_a_device_which_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    for name in ("cuda:99", "tpu"):
        with pytest.raises(WorkbenchError) as caught:
            list(train(replace(CAUSAL, device=name), tmp_path))
        assert caught.value.code == "device-not-available"
        assert "cpu" in str(caught.value)
    assert device_of("cpu").type == "cpu"
