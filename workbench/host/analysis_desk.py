"""Answers the questions about one captured pass that take a computation of their own: a table, a line each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

from workbench.engine import Trace
from workbench.engine.attribution import attribution
from workbench.engine.difference import difference, grid_difference
from workbench.engine.directing import direct
from workbench.engine.effects import ablate, effects
from workbench.engine.flow import flow, flow_rows
from workbench.engine.head_types import text_heads
from workbench.engine.inputs import inputs
from workbench.engine.inside import inside
from workbench.engine.kept_trace import check_trace, save_trace
from workbench.engine.lens import lens
from workbench.engine.patching import patch
from workbench.engine.profile import profile
from workbench.engine.strongest import combined_map, strongest
from workbench.values import (
    AblateRequest,
    AttributionRequest,
    CombinedRequest,
    DifferenceRequest,
    DirectionRequest,
    EffectsRequest,
    FlowRequest,
    FlowRowsRequest,
    GridDifferenceRequest,
    InputsRequest,
    InsideRequest,
    LensRequest,
    PatchRequest,
    ProfileRequest,
    StrongestRequest,
    TextHeadsRequest,
    TraceCheckRequest,
    TraceRequest,
    TraceSaveRequest,
)

Stopped = Callable[[], bool]
Traced = Callable[[TraceRequest, Stopped], Generator[object, None, Trace]]
Operation = Callable[..., Iterator[object]]
"""(trace, request, stopped=…) -> events, last the answer."""

OPERATIONS: dict[type, Operation] = {
    InsideRequest: inside,
    DirectionRequest: direct,
    LensRequest: lens,
    AttributionRequest: attribution,
    TextHeadsRequest: text_heads,
    PatchRequest: patch,
    InputsRequest: inputs,
    FlowRequest: flow,
    FlowRowsRequest: flow_rows,
    AblateRequest: ablate,
    EffectsRequest: effects,
    StrongestRequest: strongest,
    CombinedRequest: combined_map,
    TraceSaveRequest: save_trace,
    TraceCheckRequest: check_trace,
    ProfileRequest: profile,
}  # fmt: skip

COMPARISONS: dict[type, Operation] = {
    DifferenceRequest: difference,
    GridDifferenceRequest: grid_difference,
}  # fmt: skip
"""Likewise of two traces: (a, b, request, stopped=…)."""


def answer(request: Any, traced: Traced, stopped: Stopped) -> Iterator[object]:
    """The events of a request about a trace, or two, captured if they are not there; last the answer."""
    if type(request) in COMPARISONS:
        a = yield from traced(request.a, stopped)
        b = yield from traced(request.b, stopped)
        yield from COMPARISONS[type(request)](a, b, request, stopped=stopped)
        return
    trace = yield from traced(request.trace, stopped)
    yield from OPERATIONS[type(request)](trace, request, stopped=stopped)
