"""Lays out the items of a map: the part of a MapRequest that takes long, from numbers that are ready to places.

Shapes: n items, c numbers each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from workbench.errors import WorkbenchError
from workbench.layouts.aligning import Shared, beginning, shared
from workbench.layouts.tsne_layout import tsne
from workbench.layouts.umap_layout import umap
from workbench.values import LayoutRequest, MapFrame, MapQualityRequest, Progress, Tsne, Umap

Stopped = Callable[[], bool]


def lay_out(request: LayoutRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | MapFrame | MapQualityRequest]:
    """Yields Progress and MapFrames, the first of which is where it begins; last what is left to be measured.

    Every frame is laid over the earlier layout, or over the components it began at, so that it neither turns nor grows meanwhile.
    Raises WorkbenchError: bad-value, extra-missing, cancelled.
    """
    earlier = shared(request.items, request.map.after)
    start = request.start if earlier is None else beginning(request.rows, earlier)
    over = earlier or Shared(np.arange(len(start)), start.astype(np.float64))
    frame = MapFrame(start, 0, 1)
    yield frame
    for item in _method(request, start, stopped=stopped):
        if isinstance(item, MapFrame):
            item = frame = MapFrame(over.aligned(item.places), item.done, item.total, item.loss)
        yield item
    yield MapQualityRequest(
        request.map, request.items, frame.places, kept=request.kept, loss=frame.loss, aligned=0 if earlier is None else len(earlier)
    )  # fmt: skip


def _method(request: LayoutRequest, start: np.ndarray, *, stopped: Stopped) -> Iterator[Progress | MapFrame]:
    match request.map.method:
        case Tsne() as method:
            return tsne(request.rows, start, method, stopped=stopped)
        case Umap() as method:
            return umap(request.rows, start, method, stopped=stopped)
        case _ as method:
            raise WorkbenchError("bad-value", name="method", value=type(method).__name__, limit="Tsne or Umap")
