"""The questions about one captured pass that take a computation of their own: one line each.

Every one has a field `trace`, and names its events and its answer in its docstring.
"""

from __future__ import annotations

from workbench.values.attribution import AttributionRequest
from workbench.values.difference import DifferenceRequest, GridDifferenceRequest
from workbench.values.directions import DirectionRequest
from workbench.values.effects import AblateRequest, EffectsRequest
from workbench.values.flow import FlowRequest, FlowRowsRequest
from workbench.values.head_types import TextHeadsRequest
from workbench.values.inputs import InputsRequest
from workbench.values.inside import InsideRequest
from workbench.values.kept_trace import TraceCheckRequest, TraceSaveRequest
from workbench.values.lens import LensRequest
from workbench.values.patching import PatchRequest
from workbench.values.profile import ProfileRequest
from workbench.values.strongest import CombinedRequest, StrongestRequest

TRACE_ANALYSES: tuple[type, ...] = (
    InsideRequest,
    DirectionRequest,
    LensRequest,
    AttributionRequest,
    TextHeadsRequest,
    PatchRequest,
    InputsRequest,
    FlowRequest,
    FlowRowsRequest,
    AblateRequest,
    EffectsRequest,
    StrongestRequest,
    CombinedRequest,
    TraceSaveRequest,
    TraceCheckRequest,
    ProfileRequest,
)  # fmt: skip

TRACE_COMPARISONS: tuple[type, ...] = (DifferenceRequest, GridDifferenceRequest)
"""Likewise, about two passes: their fields are `a` and `b`."""
