"""What heads of two passes read differently, aligned by the bytes of their texts.

Legend: n tokens of one text, m places of both; p, of those, what both have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import numpy as np

from workbench.engine.alongside import places
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import (
    Difference,
    DifferenceRequest,
    Encoding,
    GridDifference,
    GridDifferenceRequest,
    Part,
    Places,
    Progress,
)

MOST_PLACES = 1024
Stopped = Callable[[], bool]


def difference(a: Trace, b: Trace, request: DifferenceRequest, *, stopped: Stopped = lambda: False) -> Iterator[Difference]:
    """Yields the one answer. Raises WorkbenchError: bad-value, texts-too-long, cancelled."""
    patterns = b.patterns(request.part)
    other_layer = min(request.layer, patterns.n_layers - 1) if request.other_layer is None else request.other_layer
    other_head = min(request.head, patterns.n_heads - 1) if request.other_head is None else request.other_head
    for trace, layer, head in ((a, request.layer, request.head), (b, other_layer, other_head)):
        patterns = trace.patterns(request.part)
        check_range("layer", layer, 0, patterns.n_layers - 1)
        check_range("head", head, 0, patterns.n_heads - 1)
    queries, keys = _sides(a, b, request.part)
    if stopped():
        raise WorkbenchError("cancelled")
    of_a = _laid(a.pattern(request.layer, [request.head], part=request.part), queries.a, keys.a)
    of_b = _laid(b.pattern(other_layer, [other_head], part=request.part), queries.b, keys.b)
    yield Difference(
        request,
        layer=other_layer,
        head=other_head,
        queries=queries,
        keys=keys,
        a=of_a[0],
        b=of_b[0],
        causal=(a.patterns(request.part).causal, b.patterns(request.part).causal),
        distance=float(_distances(of_a, of_b, queries, keys)[0]),
    )


def grid_difference(
    a: Trace, b: Trace, request: GridDifferenceRequest, *, stopped: Stopped = lambda: False
) -> Iterator[Progress | GridDifference]:
    """Yields Progress in layers, last the GridDifference. Raises WorkbenchError: bad-value, texts-too-long, heads-apart, cancelled."""
    shapes = [(patterns.n_layers, patterns.n_heads) for patterns in (a.patterns(request.part), b.patterns(request.part))]
    if shapes[0] != shapes[1]:
        raise WorkbenchError("heads-apart", a=_shape(*shapes[0]), b=_shape(*shapes[1]))
    queries, keys = _sides(a, b, request.part)
    found = []
    for layer in range(shapes[0][0]):
        if stopped():
            raise WorkbenchError("cancelled")
        of_a = _laid(a.pattern(layer, part=request.part), queries.a, keys.a)
        of_b = _laid(b.pattern(layer, part=request.part), queries.b, keys.b)
        found.append(_distances(of_a, of_b, queries, keys))
        yield Progress("compare", layer + 1, shapes[0][0], "layers")
    yield GridDifference(request, np.stack(found).astype(np.float32), int(queries.both.sum()))


def _sides(a: Trace, b: Trace, part: Part) -> tuple[Places, Places]:
    """The places of queries and of keys. Raises WorkbenchError('texts-too-long')."""
    own = [_encodings(trace, part) for trace in (a, b)]
    queries = places(own[0][0], own[1][0])
    same = own[0][0] is own[0][1] and own[1][0] is own[1][1]
    keys = queries if same else places(own[0][1], own[1][1])
    n_places = max(len(queries.labels), len(keys.labels))
    if n_places > MOST_PLACES:
        raise WorkbenchError("texts-too-long", n_places=n_places, most=MOST_PLACES)
    return queries, keys


def _encodings(trace: Trace, part: Part) -> tuple[Encoding, Encoding]:
    """The tokens that read, and those that are read."""
    name = part or trace.parts[0]
    target = trace.encoding if trace.target is None else trace.target
    queries = target if name in ("decoder", "cross") else trace.encoding
    return queries, target if name == "decoder" else trace.encoding


def _laid(pattern: np.ndarray, queries: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """A pattern [H, n, n] over places [m, 2]: means over queries, sums over keys, [H, m, m']; NaN where there are no tokens."""
    rows, columns = queries[:, 1] > queries[:, 0], keys[:, 1] > keys[:, 0]
    by_key = np.add.reduceat(pattern, keys[columns, 0], axis=2) if columns.any() else pattern[:, :, :0]
    summed = np.add.reduceat(by_key, queries[rows, 0], axis=1) if rows.any() else by_key[:, :0]
    sizes = (queries[:, 1] - queries[:, 0])[rows, None]
    laid = np.full((len(pattern), len(queries), len(keys)), np.nan, np.float32)
    laid[np.ix_(np.ones(len(pattern), bool), rows, columns)] = summed / sizes
    return laid


def _distances(a: np.ndarray, b: np.ndarray, queries: Places, keys: Places) -> np.ndarray:
    """Of each head, over the places that both have: [H, m, m'] twice -> [H]."""
    if not queries.both.any():
        return np.full(len(a), np.nan)
    shared_a, shared_b = (x[:, queries.both][:, :, keys.both].astype(np.float64) for x in (a, b))  # [H, p, p']
    rest = np.abs(shared_a.sum(-1) - shared_b.sum(-1))  # what of a row lies beyond them: the rows sum to 1
    return cast(np.ndarray, ((np.abs(shared_a - shared_b).sum(-1) + rest) / 2).mean(-1))


def _shape(n_layers: int, n_heads: int) -> str:
    return f"{n_layers} x {n_heads}"
