"""Arrays of a trace that are kept in a file, and held against the trace when that is computed again.

Both go block by block, so a file of gigabytes needs no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from workbench.engine import trace_file
from workbench.engine.trace import Trace
from workbench.errors import WorkbenchError
from workbench.values import Progress, TraceCheck, TraceCheckRequest, TraceSaved, TraceSaveRequest

Stopped = Callable[[], bool]
LEFT_OUT = "logits"
"""They are large, and follow from the last stream."""


def save_trace(trace: Trace, request: TraceSaveRequest, *, stopped: Stopped) -> Iterator[Progress | TraceSaved]:
    """Write all patterns and streams. Raises WorkbenchError: file-not-written, cancelled."""
    wanted = trace.want([name for name in trace.want().what if name != LEFT_OUT])
    yield Progress("keep", 0, len(wanted.what), "arrays")
    path = Path(request.path)
    trace.save(path, wanted=wanted, stopped=stopped)
    yield TraceSaved(request, tuple(wanted.what), path.stat().st_size)


def check_trace(trace: Trace, request: TraceCheckRequest, *, stopped: Stopped) -> Iterator[Progress | TraceCheck]:
    """The largest difference in each kept array. Raises WorkbenchError: file-missing, file-unreadable, cancelled."""
    path = Path(request.path)
    with trace_file.opened(path) as kept:
        same_ids = "ids" in kept.names and np.array_equal(kept.whole("ids"), trace.encoding.ids)
        known = trace.blocks() if same_ids else {}
        names = [name for name in kept.names if name not in trace_file.SMALL]
        differences: dict[str, float] = {}
        for done, name in enumerate(names):
            yield Progress("check", done, len(names), "arrays")
            if name in known and kept.shape(name) == known[name][0]:
                differences[name] = _largest(kept.blocks(name), known[name][1](), stopped)
    yield TraceCheck(request, differences, tuple(name for name in names if name not in differences))


def _largest(kept: Iterator[np.ndarray], computed: Iterable[np.ndarray], stopped: Stopped) -> float:
    """Blocks of one array along its first axis; those computed may come several at once."""
    largest = 0.0
    for block in computed:
        for one in block:
            if stopped():
                raise WorkbenchError("cancelled")
            largest = max(largest, float(np.abs(next(kept) - one).max(initial=0.0)))
    return largest
