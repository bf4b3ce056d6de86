"""Does a stored generation come out again? The same request, seed and kernels, compared step by step."""

from __future__ import annotations

from workbench.values import ReplayResult, RunRecord, replay_request


def replay(record: RunRecord) -> ReplayResult:
    """Generate again what a run generated. Raises WorkbenchError: run-not-replayable, and those of opening and generating."""
    request = replay_request(record)
    from workbench.engine import open_model  # only now: what cannot be replayed is said without loading torch
    from workbench.engine import replay as replayed
    from workbench.store import environment_of

    asked = request.request
    model = open_model(asked.subject.model, asked.dtype, kernels=asked.kernels)
    *_, result = replayed(model, request, environment_of=environment_of)
    assert isinstance(result, ReplayResult), "a replay ends with its result"
    return result
