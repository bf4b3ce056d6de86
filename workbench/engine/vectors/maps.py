"""Maps of a set: principal components and axes of one's own at once, t-SNE and UMAP by a process that lays out.

Shapes: n items, d numbers each, c components.

The idea that is not obvious: a map that takes long is begun here and ended here, where the vectors are, and laid out in between
in a process of its own: `begun` may end with a request for that, and whoever answers it ends with one to `measured`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from workbench.engine.vectors.components import components
from workbench.engine.vectors.map_quality import map_quality
from workbench.engine.vectors.neighbours import query_of
from workbench.engine.vectors.prepared import Prepared, chosen_items
from workbench.engine.vectors.sets import VectorSet, lengths
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.layouts.laying import lay_out
from workbench.values import (
    LEAST_COMPONENTS,
    MOST_LAID_OUT,
    MOST_NUMBERS,
    ClustersRequest,
    GroupRequest,
    Layout,
    LayoutRequest,
    MapFrame,
    MapQualityRequest,
    MapRequest,
    MapStarted,
    OwnAxes,
    Pca,
    Progress,
    Term,
    Tsne,
    Umap,
    VectorMap,
    query_text,
)

TOLD = 16
"""Components whose share of the spread is told."""
MOST_K = 200
LEAST_AXIS = 1e-6
LEAST_LAID_OUT = 5
Stopped = Callable[[], bool]
Event = Progress | MapStarted | MapFrame | VectorMap


@dataclass(frozen=True, eq=False)
class Projected:
    """places float32 [n, 2]; explained float64 [c] of PCA; the cosine of two axes."""

    places: np.ndarray
    explained: np.ndarray
    slant: float = 0.0
    aligned: int = 0


def vector_map(found: VectorSet, request: MapRequest, *, stopped: Stopped = lambda: False) -> Iterator[Event]:
    """A whole map in this process; yields MapStarted, MapFrames, Progress, last the VectorMap. Events and errors: as of the parts."""
    for item in begun(found, request, stopped=stopped):
        if not isinstance(item, LayoutRequest):
            yield item
            continue
        for later in lay_out(item, stopped=stopped):
            if isinstance(later, MapQualityRequest):
                yield from measured(found, later, stopped=stopped)
            else:
                yield later


def begun(found: VectorSet, request: MapRequest, *, stopped: Stopped = lambda: False) -> Iterator[Event | LayoutRequest]:
    """The map of an exact projection: MapStarted, MapFrame at once, Progress of measuring it, last the VectorMap. Of t-SNE and UMAP:
    MapStarted, Progress, last the LayoutRequest.

    Raises WorkbenchError: bad-value, map-empty, map-too-large, map-too-many, map-axis, item-unknown, cancelled.
    """
    check_range("k", request.k, 1, MOST_K)
    items = chosen_items(found, request.items)
    prepared = Prepared(found, items, request.metric)
    if isinstance(request.method, Tsne | Umap):
        _check_laid_out(len(items))
        yield MapStarted(items)
        yield Progress("reduce", 0, None, "items")
        rows, kept = reduced(prepared)
        yield LayoutRequest(request, items, rows, _start(rows, request.method), kept)
        return
    yield MapStarted(items)
    projected = _projected(found, prepared, request, items)
    yield MapFrame(projected.places, 1, 1)
    ended = MapQualityRequest(request, items, projected.places, aligned=projected.aligned)
    for item in measured(found, ended, stopped=stopped):
        if isinstance(item, VectorMap):
            yield dataclasses.replace(item, explained=projected.explained, slant=projected.slant)
        else:
            yield item


def measured(found: VectorSet, request: MapQualityRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | VectorMap]:
    """The end of a map: how far it can be trusted. Yields Progress, last the VectorMap. Raises WorkbenchError('cancelled')."""
    asked, quality = request.map, None
    for item in map_quality(Prepared(found, request.items, asked.metric), request.places, k=asked.k, stopped=stopped):
        if isinstance(item, Progress):
            yield item
        else:
            quality = item
    yield VectorMap(
        asked, request.items, request.places, quality, explained=np.zeros(0), kept=request.kept, loss=request.loss,
        aligned=request.aligned, sha256=found.sha256,
    )  # fmt: skip


def grouped(found: VectorSet, request: ClustersRequest) -> Iterator[Progress | GroupRequest]:
    """The beginning of clusters; yields Progress, last the GroupRequest. Raises WorkbenchError: bad-value, map-empty, map-too-large."""
    items = chosen_items(found, request.items)
    yield Progress("reduce", 0, None, "items")
    yield GroupRequest(request, items, reduced(Prepared(found, items, request.metric))[0])


def reduced(prepared: Prepared) -> tuple[np.ndarray, float]:
    """Vectors as the metric sees them, whole or, where that is too much, along as many of their first components as fit, float32 [n, c];
    the share of the variance that is kept. Raises WorkbenchError('map-too-large')."""
    rows = prepared.whole()
    n_components = max(LEAST_COMPONENTS, MOST_NUMBERS // len(rows))
    if n_components >= rows.shape[1]:
        return rows, 1.0
    found = components(rows, n_components)
    return np.ascontiguousarray(found.places(rows), np.float32), float(found.explained.sum())


def _start(rows: np.ndarray, method: Tsne | Umap) -> np.ndarray:
    """Where a layout begins that comes after no other, float32 [n, 2]."""
    start = np.zeros((len(rows), 2), np.float32)
    found = components(rows, 2).places(rows)
    start[:, : found.shape[1]] = found
    if method.start == "random":
        start = np.random.default_rng(method.seed).normal(0.0, max(float(start.std()), 1e-6), start.shape).astype(np.float32)
    return start


def _check_laid_out(n: int) -> None:
    if n > MOST_LAID_OUT:
        raise WorkbenchError("map-too-many", n=n, limit=MOST_LAID_OUT)
    check_range("number of items", n, LEAST_LAID_OUT, MOST_LAID_OUT)


def _projected(found: VectorSet, prepared: Prepared, request: MapRequest, items: np.ndarray) -> Projected:
    match request.method:
        case Pca():
            return _over(request.after, items, _principal(prepared.raw(), request.method))
        case OwnAxes():
            return _own(found, prepared, request.method)
        case _:
            raise TypeError(f"{type(request.method).__name__} is no projection")


def _principal(rows: np.ndarray, method: Pca) -> Projected:
    """Two components; where there are fewer, zeros."""
    for axis in method.axes:
        check_range("component", axis, 0, rows.shape[1] - 1)
    whole = components(rows, max(TOLD, *(axis + 1 for axis in method.axes)))
    places = np.zeros((len(rows), 2), np.float32)
    for column, axis in enumerate(method.axes):
        if axis < len(whole.axes):
            one = dataclasses.replace(whole, axes=whole.axes[axis : axis + 1])
            places[:, column] = one.places(rows)[:, 0]
    return Projected(places, whole.explained)


def _over(after: Layout | None, items: np.ndarray, projected: Projected) -> Projected:
    """Components with their signs chosen so that they lie over an earlier layout. They are not turned: each axis stays a component."""
    if after is None:
        return projected
    _, ours, theirs = np.intersect1d(items, after.items, return_indices=True)
    if len(ours) < 2:
        return projected
    here, there = projected.places[ours], after.places[theirs]
    signs = np.where(((here - here.mean(0)) * (there - there.mean(0))).sum(0) < 0, -1.0, 1.0).astype(np.float32)
    return dataclasses.replace(projected, places=projected.places * signs, aligned=len(ours))


def _own(found: VectorSet, prepared: Prepared, method: OwnAxes) -> Projected:
    """Places between the ends of two axes."""
    ends = [[_end(found, prepared, terms) for terms in (axis.start, axis.end)] for axis in (method.x, method.y)]
    ways = np.stack([end - start for start, end in ends])
    norms = np.linalg.norm(ways, axis=1)
    for axis, norm in zip((method.x, method.y), norms, strict=True):
        if norm < LEAST_AXIS:
            raise WorkbenchError("map-axis", start=query_text(axis.start), end=query_text(axis.end))
    scaled = 2.0 * ways / norms[:, None] ** 2
    middle = np.array([(start + end) @ one / 2 for (start, end), one in zip(ends, scaled, strict=True)], np.float32)
    places = np.concatenate([rows @ scaled.T - middle for _, rows in prepared.blocks()]).astype(np.float32)
    return Projected(places, np.zeros(0), slant=float(ways[0] @ ways[1] / (norms[0] * norms[1])))


def _end(found: VectorSet, prepared: Prepared, terms: tuple[Term, ...]) -> np.ndarray:
    """One end of an axis, [d]: the mean of its terms as the metric sees them, each as long as 1."""
    items, _ = query_of(found, terms)
    rows = prepared.of(found.rows[list(items)])
    norms = lengths(rows)[:, None]
    unit = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    weights = np.array([term.weight for term in terms], np.float32)
    return np.asarray(weights @ unit / np.abs(weights).sum())
