"""A trace of more ids, made from what was read of them already: by a trace of the first of them, or by whoever writes them.

The idea that is not obvious: where attention is causal, what was read does not change when more comes. So a trace of given ids
keeps its keys and values, and following a text that is being written costs a few tokens at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from workbench.engine.cache import KeyValueCache
from workbench.engine.capturing import ROOM, attention_to_itself
from workbench.engine.streams import Streams
from workbench.engine.subjects import read_subject
from workbench.engine.trace import Trace
from workbench.errors import WorkbenchError
from workbench.values import TraceRequest

Stopped = Callable[[], bool]


def begins(trace: Trace, request: TraceRequest) -> bool:
    """Whether a trace is the beginning of what is asked for, and can be gone on with."""
    return trace.cache is not None and goes_on(trace.request, request)


def goes_on(first: TraceRequest, request: TraceRequest) -> bool:
    """Whether `request` asks for the ids of `first` and more behind them, and else for the same."""
    known, ids = first.ids, request.ids
    if known is None or ids is None or len(known) >= len(ids):
        return False
    return ids[: len(known)] == known and replace(first, ids=None) == replace(request, ids=None)


@torch.inference_mode()
def extended(trace: Trace, request: TraceRequest, *, stopped: Stopped = lambda: False) -> Trace:
    """The trace of `request`, which `trace` begins. What is kept of keys and values goes over to it.

    Raises WorkbenchError: text-too-long, ids-out-of-range, cancelled.
    """
    started, model, n = time.perf_counter(), trace.model, trace.n_tokens
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    ids, stack = model.batch_of(encoding.ids), model.transformer.stack
    cache, known = _with_room(trace, ids.shape[1]), trace.streams("decoder")
    resid = known.new_empty(len(known), ids.shape[1], model.spec.d_model)
    resid[:, :n] = known
    sums = _SinkSums(len(stack.blocks), stack.spec.n_heads)
    for layer, stream in enumerate(model.transformer.residuals(ids[:, n:], cache=cache, probe=sums)):
        if stopped():
            raise WorkbenchError("cancelled")
        resid[layer, n:] = stream[0]
    ((part, share),) = trace.sink_shares.items()
    trace.cache = None
    return Trace(
        model,
        request,
        encoding=encoding,
        resid=resid,
        patterns={part: attention_to_itself(stack, resid)},
        sink_shares={part: (share * (n - 1) + sums.found) / (ids.shape[1] - 1)},
        duration_ms=(time.perf_counter() - started) * 1e3,
        cache=cache,
    )


@torch.inference_mode()
def written(streams: Streams, request: TraceRequest) -> Trace:
    """The trace of what was read of the ids of `request` while they were written; it can be gone on with where that is not all.

    Raises WorkbenchError: text-too-long, ids-out-of-range.
    """
    started, model, ids = time.perf_counter(), streams.model, request.ids or ()
    n = min(len(ids), len(streams.ids))
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=ids[:n])
    resid, cache = streams.resid[:, :n], None
    if n < len(ids):
        cache = KeyValueCache(model.spec, n + ROOM, device=model.device, dtype=model.dtype)
        cache.begin_with(streams.cache, n)
    trace = Trace(
        model,
        replace(request, ids=ids[:n]),
        encoding=encoding,
        resid=resid,
        patterns={"decoder": attention_to_itself(model.transformer.stack, resid)},
        sink_shares={"decoder": streams.sink_share(n)},
        duration_ms=(time.perf_counter() - started) * 1e3,
        cache=cache,
    )
    trace.kernels = model.kernels("fused")
    return trace


def _with_room(trace: Trace, n_positions: int) -> KeyValueCache:
    """What the trace keeps, with room for so many positions."""
    cache = trace.cache
    assert cache is not None, "whoever asks has looked whether it begins"
    if cache.keys.shape[3] >= n_positions:
        cache.length = trace.n_tokens  # a pass that was cancelled may have written more
        return cache
    larger = KeyValueCache(trace.model.spec, n_positions + ROOM, device=cache.keys.device, dtype=cache.keys.dtype)
    larger.begin_with(cache, trace.n_tokens)
    return larger


class _SinkSums:
    """A probe that adds up how much new queries give to key 0."""

    def __init__(self, n_layers: int, n_heads: int) -> None:
        self.found = torch.zeros(n_layers, n_heads)

    def pattern(self, layer: int, first_query: int, weights: Tensor) -> None:
        """See a slab, weights [1, n_heads, rows, keys]."""
        self.found[layer] += weights[0, :, :, 0].sum(1, dtype=torch.float32).cpu()
