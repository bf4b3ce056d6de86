"""Maps that are exact projections: principal components, and axes of one's own.

Shapes: n items, d numbers each, c components.
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
from workbench.values import (
    Layout,
    MapFrame,
    MapQuality,
    MapRequest,
    MapStarted,
    OwnAxes,
    Pca,
    Progress,
    Term,
    VectorMap,
    query_text,
)

TOLD = 16
"""Components whose share of the spread is told."""
MOST_K = 200
LEAST_AXIS = 1e-6
Event = Progress | MapStarted | MapFrame | VectorMap


@dataclass(frozen=True, eq=False)
class Projected:
    """places float32 [n, 2]; explained float64 [c] of PCA; the cosine of two axes."""

    places: np.ndarray
    explained: np.ndarray
    slant: float = 0.0
    aligned: int = 0


def vector_map(found: VectorSet, request: MapRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Event]:
    """A map; yields MapStarted, MapFrame at once, Progress of measuring it, last the VectorMap.

    Raises WorkbenchError: bad-value, map-empty, map-too-large, map-axis, item-unknown, cancelled.
    """
    check_range("k", request.k, 1, MOST_K)
    items = chosen_items(found, request.items)
    yield MapStarted(items)
    prepared = Prepared(found, items, request.metric)
    projected = _projected(found, prepared, request, items)
    yield MapFrame(projected.places, 1, 1)
    quality: MapQuality | None = None
    for item in map_quality(prepared, projected.places, k=request.k, stopped=stopped):
        if isinstance(item, Progress):
            yield item
        else:
            quality = item
    yield VectorMap(
        request, items, projected.places, quality, projected.explained, slant=projected.slant, aligned=projected.aligned,
        sha256=found.sha256,
    )  # fmt: skip


def _projected(found: VectorSet, prepared: Prepared, request: MapRequest, items: np.ndarray) -> Projected:
    match request.method:
        case Pca():
            return _over(request.after, items, _principal(prepared.raw(), request.method))
        case OwnAxes():
            return _own(found, prepared, request.method)


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
