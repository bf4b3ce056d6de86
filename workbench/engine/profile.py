"""What some tokens do in every head of every layer: a handful of rows of each pattern, so no whole pattern is computed.

Legend: m queries, H heads, k keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from workbench.engine.patterns import Patterns
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Profile, ProfileRequest, Progress

Stopped = Callable[[], bool]


@torch.inference_mode()
def profile(trace: Trace, request: ProfileRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Profile]:
    """Yields Progress in layers, last the Profile. Raises WorkbenchError: bad-value, cancelled."""
    patterns = trace.patterns(request.part)
    check_range("queries", len(request.queries), 1, patterns.n_queries)
    for name, positions, n in (("query", request.queries, patterns.n_queries), ("key", request.keys, patterns.n_keys)):
        for position in positions:
            check_range(name, position, 0, n - 1)
    queries, keys = torch.tensor(request.queries), torch.tensor(request.keys, dtype=torch.int64)
    same_text = trace.texts(request.part)[0] is trace.texts(request.part)[1]
    far = (torch.arange(patterns.n_keys) - queries[:, None]).abs().float() if same_text else torch.full((len(queries), 1), torch.nan)
    found, read = [], torch.zeros(patterns.n_keys)
    for layer in range(patterns.n_layers):
        if stopped():
            raise WorkbenchError("cancelled")
        rows = _rows(patterns, layer, request.queries)  # [H, m, k]
        given = rows[:, :, keys].sum(-1)
        taken = {"sum": given.sum(1), "max": given.amax(1)}.get(request.together, given.mean(1))
        entropy = -torch.xlogy(rows, rows).sum(-1).mean(1)
        found.append((taken, entropy.clamp_(min=0), (rows * far).sum(-1).mean(1), rows[:, :, 0].mean(1)))
        read += rows.mean((0, 1)) / patterns.n_layers
        yield Progress("profile", layer + 1, patterns.n_layers, "layers")
    weights, entropies, distances, sinks = (torch.stack(parts).numpy() for parts in zip(*found, strict=True))
    yield Profile(request, weights=weights, entropy=entropies, distance=distances, sink=sinks, read=read.numpy())


def _rows(patterns: Patterns, layer: int, queries: tuple[int, ...]) -> Tensor:
    """What some queries read in each head of a layer, float32 [H, m, k]."""
    made = torch.zeros(patterns.n_heads, len(queries), patterns.n_keys)
    first, end = min(queries), max(queries) + 1
    places = torch.tensor(queries)
    for at, slab in patterns.slabs(layer, first=first, end=end):
        here = (places >= at) & (places < at + slab.shape[1])
        made[:, here, : slab.shape[2]] = slab[:, places[here] - at].float().cpu()
    return made
