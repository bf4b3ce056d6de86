"""What each token reads most, and maps as exact numbers: what lines are drawn from, and what is said under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Combined, CombinedRequest, Progress, Strongest, StrongestRequest

MOST_STRONGEST, MOST_HEADS = 1024, 64
Stopped = Callable[[], bool]


@torch.inference_mode()
def strongest(trace: Trace, request: StrongestRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Strongest]:
    """Yields Progress in heads, last the Strongest. Raises WorkbenchError: bad-value, trace-too-large, cancelled."""
    check_range("most", request.most, 1, MOST_STRONGEST)
    check_range("heads", len(request.heads), 1, MOST_HEADS)
    found = []
    for layer, head in request.heads:
        weights = trace.map(layer, head, request.combination, part=request.part, stopped=stopped)
        found.append((*_strongest(_asked(weights, request), request.most), weights.sum(-1)))
        yield Progress("heads", len(found), len(request.heads), "heads")
    keys, largest, mass, whole = (torch.stack(parts).numpy() for parts in zip(*found, strict=True))
    yield Strongest(request, keys=keys.astype(np.int32), weights=largest, mass=mass, whole=whole)


@torch.inference_mode()
def combined_map(trace: Trace, request: CombinedRequest, *, stopped: Stopped = lambda: False) -> Iterator[Combined]:
    """Yields the Combined. Raises WorkbenchError: bad-value, trace-too-large, cancelled."""
    weights = trace.map(request.layer, request.head, request.combination, part=request.part, stopped=stopped)
    first, end = request.queries if request.queries is not None else (0, len(weights))
    if not 0 <= first < end <= len(weights):
        raise WorkbenchError("bad-value", name="queries", value=request.queries, limit=f"a part of 0 to {len(weights)}")
    yield Combined(request, weights[first:end].numpy())


def _asked(weights: Tensor, request: StrongestRequest) -> Tensor:
    """The map [Q, K] with 0 for keys that are not asked for."""
    n_keys = weights.shape[1]
    first, end = request.keys if request.keys is not None else (0, n_keys)
    if not 0 <= first < end <= n_keys:
        raise WorkbenchError("bad-value", name="keys", value=request.keys, limit=f"a part of 0 to {n_keys}")
    if (first, end) == (0, n_keys) and not request.hide_sink:
        return weights
    kept = torch.zeros_like(weights)
    kept[:, first:end] = weights[:, first:end]
    if request.hide_sink:
        kept[:, 0] = 0
    return kept


def _strongest(weights: Tensor, most: int) -> tuple[Tensor, Tensor, Tensor]:
    """Of a map [Q, K]: the keys and weights [Q, most] of the largest, largest first, and the sum of each row [Q]."""
    most = min(most, weights.shape[1])
    values, keys = weights.topk(most, dim=-1)
    # topk leaves open which of equal weights come first: by their key
    order = torch.argsort(keys, dim=-1, stable=True)
    values, keys = values.gather(1, order), keys.gather(1, order)
    order = torch.argsort(values, dim=-1, descending=True, stable=True)
    return keys.gather(1, order), values.gather(1, order), weights.sum(-1)
