"""Runs the model over a text and keeps what a Trace needs: every residual stream, and small patterns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.answering import greedy_answer
from workbench.engine.attend import SLAB_ROWS
from workbench.engine.block import Source
from workbench.engine.cache import KeyValueCache
from workbench.engine.patterns import Patterns, Watch
from workbench.engine.subjects import check_ids, encoding_of, read_subject, with_start
from workbench.engine.touch import Touch
from workbench.engine.trace import Trace
from workbench.engine.transformer import Stack
from workbench.errors import WorkbenchError
from workbench.values import Encoding, Progress, TraceRequest

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

Stopped = Callable[[], bool]
ROOM = 64
"""Positions that a cache has to spare, so that it is not copied at every token."""


@torch.inference_mode()
def capture(model: LoadedModel, request: TraceRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Trace]:
    """Run `model` over a text; yields Progress in layers, last the Trace.

    Raises WorkbenchError: empty-text, text-too-long, ids-out-of-range, trace-too-large, cancelled, the tokenizer's, and those of
    `LoadedModel.intervened`.
    """
    model = model.intervened(request.interventions, stopped=stopped)
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    if model.spec.kind == "encoder-decoder":
        return (yield from _capture_pair(model, request, encoding, stopped))
    _refuse_too_large(model, len(encoding.ids), model.spec.n_layers)
    started = time.perf_counter()
    ((name, stack),) = model.transformer.stacks().items()
    resid = _room(model, stack, encoding)
    patterns = attention_to_itself(stack, resid)
    watch = Watch(patterns, stopped)
    cache = _cache(model, request, len(encoding.ids))
    yield from _fill(resid, model.transformer.residuals(model.batch_of(encoding.ids), cache=cache, probe=watch), stopped)
    yield Trace(
        model,
        request,
        encoding=encoding,
        resid=resid,
        patterns={name: patterns},
        sink_shares={name: watch.sink_share},
        duration_ms=(time.perf_counter() - started) * 1e3,
        cache=cache,
    )


def _cache(model: LoadedModel, request: TraceRequest, n_tokens: int) -> KeyValueCache | None:
    """Where keys and values are kept: of given ids, which are likely to be gone on with (see `extending`)."""
    if request.ids is None or model.spec.kind != "decoder":
        return None
    return KeyValueCache(model.spec, n_tokens + ROOM, device=model.device, dtype=model.dtype)


def _capture_pair(model: LoadedModel, request: TraceRequest, encoding: Encoding, stopped: Stopped) -> Iterator[Progress | Trace]:
    """An encoder-decoder over source and target: three attentions."""
    transformer, encoder = model.transformer, model.transformer.stacks()["encoder"]
    ids = model.batch_of(encoding.ids)
    _refuse_too_large(model, len(encoding.ids), model.spec.n_encoder_layers)
    started = time.perf_counter()
    encoder_resid = _room(model, encoder, encoding)
    encoder_patterns = attention_to_itself(encoder, encoder_resid)
    encoder_watch = Watch(encoder_patterns, stopped)
    yield from _fill(encoder_resid, transformer.source_residuals(ids, probe=encoder_watch), stopped)
    source = transformer.source_of(encoder_resid[-1][None])
    target = _target(model, request, source, stopped)
    _refuse_too_large(model, len(target.ids), model.spec.n_layers)
    resid = _room(model, transformer.stack, target)
    own, cross = attention_to_itself(transformer.stack, resid), _cross(transformer.stack, resid, source, transformer.touch)
    watch, cross_watch = Watch(own, stopped), Watch(cross, stopped)
    streams = transformer.residuals(model.batch_of(target.ids), probe=watch, source=source, cross_probe=cross_watch)
    yield from _fill(resid, streams, stopped)
    yield Trace(
        model,
        request,
        encoding=encoding,
        target=target,
        resid=resid,
        encoder_resid=encoder_resid,
        source=source,
        patterns={"encoder": encoder_patterns, "decoder": own, "cross": cross},
        sink_shares={"encoder": encoder_watch.sink_share, "decoder": watch.sink_share, "cross": cross_watch.sink_share},
        duration_ms=(time.perf_counter() - started) * 1e3,
    )


def _target(model: LoadedModel, request: TraceRequest, source: Source, stopped: Stopped) -> Encoding:
    """What the decoder reads: the target that was given, else the model's own answer; its start token first."""
    if request.target_ids is not None:
        target = encoding_of(model.tokenizer, request.target_ids)
    elif request.target is not None:
        target = model.tokenizer.encode(request.target, bos="no")
    else:
        target = encoding_of(model.tokenizer, greedy_answer(model, source, stopped=stopped))
    target = with_start(model.tokenizer, target, model.spec.start_id)
    check_ids(model.info, target.ids)
    return target


def _fill(resid: Tensor, streams: Iterator[Tensor], stopped: Stopped) -> Iterator[Progress]:
    """Run a pass, writing its streams into resid [n_layers + 1, n, d_model]."""
    for layer, stream in enumerate(streams):
        if stopped():
            raise WorkbenchError("cancelled")
        resid[layer] = stream[0]
        yield Progress("forward", layer, len(resid) - 1, "layers")


def _room(model: LoadedModel, stack: Stack, encoding: Encoding) -> Tensor:
    return torch.empty(len(stack.blocks) + 1, len(encoding.ids), model.spec.d_model, dtype=model.dtype, device=model.device)


def attention_to_itself(stack: Stack, resid: Tensor) -> Patterns:
    """The attention of a text to itself, from its streams [n_layers + 1, n, d_model]."""
    n_layers, n = len(stack.blocks), resid.shape[1]
    return Patterns(
        lambda layer, first, end, rows: stack.patterns(layer, resid[layer, None], first=first, end=end, rows=rows),
        (n_layers, stack.spec.n_heads, n, n),
        causal=stack.causal,
        like=resid,
    )


def _cross(stack: Stack, resid: Tensor, source: Source, touch: Touch | None) -> Patterns:
    """The attention of the target to the source."""
    return Patterns(
        lambda layer, first, end, rows: stack.cross_patterns(
            layer, resid[layer, None], source, first=first, end=end, rows=rows, touch=touch
        ),
        (len(stack.blocks), stack.spec.n_heads, resid.shape[1], source.resid.shape[1]),
        causal=False,
        like=resid,
    )


def _refuse_too_large(model: LoadedModel, n_tokens: int, n_layers: int) -> None:
    """Raise WorkbenchError('trace-too-large') if the pass over n_tokens would not fit."""
    spec = model.spec
    slab_rows = 4 * SLAB_ROWS * spec.n_heads
    width = (n_layers + 8) * spec.d_model + 3 * spec.d_mlp + slab_rows
    size_bytes = n_tokens * width * model.dtype.itemsize
    fits = int(n_tokens * memory.SHARE * memory.available_bytes() / max(size_bytes, 1))
    memory.require(size_bytes, what="A trace", n_tokens=n_tokens, plan=f"Shorten the text to {fits} tokens or fewer, or close a model")
