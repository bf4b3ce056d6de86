"""Questions about heads, as the engine's child answers them: of a model without a text, of one pass, and of two."""

from __future__ import annotations

import numpy as np

from workbench.host.engine_desk import EngineDesk
from workbench.values import (
    Difference,
    DifferenceRequest,
    GridDifference,
    GridDifferenceRequest,
    HeadTypes,
    HeadTypesRequest,
    Inside,
    InsideRequest,
    Subject,
    TextHeadsRequest,
    TraceRequest,
    pack,
    unpack,
)

MEMORY_BYTES = 2 << 30
A, B = (TraceRequest(Subject("starter", text)) for text in ("나는 오늘 학교에 갔다.", "나는 오늘 학교에 간다."))


def answered(desk: EngineDesk, request: object) -> object:
    """The last event, as it arrives at the window."""
    *_, answer = desk(request, lambda: False)
    return unpack(*pack(answer))


def test_that_types_insides_and_differences_travel_whole() -> None:
    desk = EngineDesk(MEMORY_BYTES)
    types = answered(desk, HeadTypesRequest("starter", n_sequences=1, length=20))
    assert isinstance(types, HeadTypes)
    of_text = answered(desk, TextHeadsRequest(A))
    assert isinstance(of_text, HeadTypes)
    assert of_text.entropy.shape == types.entropy.shape
    inside = answered(desk, InsideRequest(A, 0, 0, query=3))
    assert isinstance(inside, Inside)
    assert inside.key == inside.weights.argmax()
    one = answered(desk, DifferenceRequest(A, B, 0, 0))
    assert isinstance(one, Difference)
    every = answered(desk, GridDifferenceRequest(A, B))
    assert isinstance(every, GridDifference)
    assert np.isclose(every.distances[0, 0], one.distance)


def test_that_two_models_are_compared_in_one_child() -> None:
    other = TraceRequest(Subject("starter-masked", A.subject.text))
    found = answered(EngineDesk(MEMORY_BYTES), DifferenceRequest(A, other, 1, 0))
    assert isinstance(found, Difference)
    assert found.causal == (True, False)
    assert found.queries.both.any()
