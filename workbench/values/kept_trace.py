"""Arrays of a trace that are kept: written into a file, and held against the trace when that is computed again."""

from __future__ import annotations

from workbench.values.codec import value
from workbench.values.trace import TraceRequest


@value
class TraceSaveRequest:
    """Write patterns and streams of a trace into the file `path` (.npz, as `workbench trace` writes it). Events: Progress. Answer:
    TraceSaved."""

    trace: TraceRequest
    path: str


@value
class TraceSaved:
    """`names`: of the arrays in it."""

    request: TraceSaveRequest
    names: tuple[str, ...]
    size_bytes: int


@value
class TraceCheckRequest:
    """Hold the arrays in the file `path` against the trace. Events: Progress. Answer: TraceCheck."""

    trace: TraceRequest
    path: str


@value
class TraceCheck:
    """`differences`: the largest absolute difference in each array, by name. `other`: names of arrays that are of another shape, or that
    the trace does not have; with other ids all are."""

    request: TraceCheckRequest
    differences: dict[str, float]
    other: tuple[str, ...] = ()
