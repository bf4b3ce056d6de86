"""Attention averaged, rolled out over layers, or weighed by what is read: one map [n, k] for each layer.

Legend: n queries and k keys of a part; H heads; t tokens of an encoder-decoder's answer, s of its source.

The idea that is not obvious: what each stream is made of is one row over all tokens there are, of the text and, in an
encoder-decoder's decoder, of the source behind it; so one product per attention carries everything, and rows sum to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import cast

import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.carrying import Carrying
from workbench.engine.patterns import Patterns
from workbench.engine.picture import Picture, Region
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import FLOW_KINDS, FlowImage, FlowRequest, FlowRows, FlowRowsRequest, Part, Progress

MOST_PIXELS = 8192
Stopped = Callable[[], bool]
Made = Generator[Progress, None, Tensor]


@torch.inference_mode()
def flow(trace: Trace, request: FlowRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | FlowImage]:
    """A map as a picture; yields Progress in layers, last the FlowImage. Raises WorkbenchError: bad-value, trace-too-large, cancelled."""
    check_range("pixels", request.pixels, 1, MOST_PIXELS)
    found = yield from _map(trace, request, stopped)
    region = _region(request.region, found)
    picture = Picture(1, region, cells=request.pixels, reduce=request.reduce, hide_sink=request.hide_sink)
    for first in range(region[0], region[1], picture.slab_rows):
        picture.add(first, found[None, first : min(first + picture.slab_rows, region[1])])
    image, high = picture.finish()
    yield FlowImage(request, region=region, image=image[0], step=picture.step, high=float(high[0]))


@torch.inference_mode()
def flow_rows(trace: Trace, request: FlowRowsRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | FlowRows]:
    """Exact rows of a map; yields Progress in layers, last the FlowRows. Raises WorkbenchError: bad-value, trace-too-large, cancelled."""
    found = yield from _map(trace, request, stopped)
    for position in request.positions:
        check_range("position", position, 0, len(found) - 1)
    rows = found[list(request.positions)] if request.positions else found
    yield FlowRows(request, rows.float().cpu().numpy())


def _map(trace: Trace, request: FlowRequest | FlowRowsRequest, stopped: Stopped) -> Made:
    """The whole map, float32 or wider [n, k]; kept for the next look."""
    if request.kind not in FLOW_KINDS:
        raise WorkbenchError("bad-value", name="kind", value=request.kind, limit=", ".join(FLOW_KINDS))
    patterns = trace.patterns(request.part)
    part = request.part or cast(Part, trace.parts[0])
    check_range("layer", request.layer, 0, patterns.n_layers - 1)
    if part == "cross" and request.kind == "norm_residual":
        raise WorkbenchError("bad-value", name="kind", value=request.kind, limit="any other: no token of the source is the query's own")
    _require(trace, patterns)
    if request.kind == "rollout":
        rolled = yield from _rolled(trace, part, request.layer, stopped)
        t = trace.n_tokens
        return rolled if part == "encoder" else rolled[:, t:] if part == "cross" else rolled[:, :t]
    key = request.kind, part, request.layer
    found = trace.maps.get(key)
    if found is None:
        found = _drawn(trace, part, patterns, request, stopped)
        trace.maps.put(key, found, cost=found.nbytes)
    return found


def _drawn(trace: Trace, part: Part, patterns: Patterns, request: FlowRequest | FlowRowsRequest, stopped: Stopped) -> Tensor:
    """A layer's own map, [n, k]."""
    layer, like = request.layer, trace.streams(part)
    dtype = torch.promote_types(like.dtype, torch.float32)
    found = torch.zeros(patterns.n_queries, patterns.n_keys, dtype=dtype, device=like.device)
    carrying = None if request.kind == "raw" else Carrying(trace, part, layer, stream=request.kind == "norm_residual")
    for first, weights in _watched(patterns, layer, stopped):
        rows = weights.to(dtype).mean(0) if carrying is None else carrying.lengths(first, weights)
        found[first : first + len(rows), : rows.shape[1]] = rows
    return found


def _rolled(trace: Trace, part: Part, layer: int, stopped: Stopped) -> Made:
    """What the streams behind a layer are held to be made of, [n, n]; in an encoder-decoder's decoder [t, t + s]."""
    stack: Part = "encoder" if part == "encoder" else "decoder"
    source: Tensor | None = None
    if trace.target is not None and stack == "decoder":
        source = yield from _rolled(trace, "encoder", trace.patterns("encoder").n_layers - 1, stopped)
    begin, rolled = _kept(trace, stack, layer)
    if rolled is None:
        n, like = trace.patterns(stack).n_queries, trace.streams(stack)
        rolled = torch.eye(n, n + (0 if source is None else len(source)), device=like.device)
        rolled = rolled.to(torch.promote_types(like.dtype, torch.float32))
    for number in range(begin, layer + 1):
        yield Progress("flow", number, layer + 1, "layers")
        rolled = _mixed(trace.patterns(stack), number, rolled, rolled, stopped)
        if source is not None:
            beyond = torch.cat([source.new_zeros(len(source), len(rolled)), source], dim=1)  # [s, t + s]
            rolled = _mixed(trace.patterns("cross"), number, rolled, beyond, stopped)
        trace.maps.put(("rollout", stack, number), rolled, cost=rolled.nbytes)
    return rolled


def _kept(trace: Trace, stack: Part, layer: int) -> tuple[int, Tensor | None]:
    """The layer to go on with, and the rollout behind the one before it if that is kept."""
    for number in range(layer, -1, -1):
        rolled = trace.maps.get(("rollout", stack, number))
        if rolled is not None:
            return number + 1, rolled
    return 0, None


def _mixed(patterns: Patterns, layer: int, own: Tensor, read: Tensor, stopped: Stopped) -> Tensor:
    """Half of what the stream was, own [n, m], half of what is read by the mean weights, read [k, m]."""
    mixed = torch.empty_like(own)
    for first, weights in _watched(patterns, layer, stopped):
        mean = weights.to(own.dtype).mean(0)  # [rows, keys]
        mixed[first : first + len(mean)] = 0.5 * own[first : first + len(mean)] + 0.5 * (mean @ read[: mean.shape[1]])
    return mixed


def _watched(patterns: Patterns, layer: int, stopped: Stopped) -> Iterator[tuple[int, Tensor]]:
    for first, weights in patterns.slabs(layer):
        if stopped():
            raise WorkbenchError("cancelled")
        yield first, weights


def _require(trace: Trace, patterns: Patterns) -> None:
    """Raise WorkbenchError('trace-too-large') if three maps would not fit."""
    width = patterns.n_keys + (len(trace.encoding.ids) if trace.target is not None else 0)
    memory.require(12 * patterns.n_queries * width, what="A map", n_tokens=patterns.n_queries, plan="Choose a shorter text")


def _region(asked: Region | None, found: Tensor) -> Region:
    n, k = found.shape
    q0, q1, k0, k1 = asked or (0, n, 0, k)
    region = (max(q0, 0), min(q1, n), max(k0, 0), min(k1, k))
    if region[0] >= region[1] or region[2] >= region[3]:
        raise WorkbenchError("bad-value", name="region", value=asked, limit=f"a part of the {n} x {k} cells")
    return region
