"""Trials in a process of their own, as the window asks for them."""

from __future__ import annotations

import pytest
from host_office import opened

from workbench.values import Architecture, Progress, TrainEstimate, TrainEstimateRequest, TrainRequest, TrainRows

SMALL = TrainRequest(
    "e", "causal", Architecture("decoder", 1, 2, 32, 64, 32), n_steps=9, batch_tokens=64, micro_rows=2, valid_rows=4, warmup_steps=0
)


@pytest.mark.full
def test_that_a_trial_is_answered_beside_the_engine_and_ended_at_once_when_nobody_wants_it() -> None:
    with opened() as office:
        job = office.submit(TrainEstimateRequest(SMALL))
        ended = office.end(job)
        found = ended.event
        assert isinstance(found, TrainEstimate), ended.error
        assert found.memory_bytes > 100 << 20, "PyTorch is in it"
        kinds = [type(event) for event in office.events(job)]
        assert TrainRows in kinds
        assert Progress in kinds
        endless = office.submit(TrainEstimateRequest(SMALL, n_steps=10_000_000, within_s=1e9))
        office.begun(endless)
        office.children.cancel(endless)
        assert office.end(endless).error.code == "cancelled"
        again = office.submit(TrainEstimateRequest(SMALL))
        assert isinstance(office.end(again).event, TrainEstimate)
        assert office.children.status()["engine"].pid is None
