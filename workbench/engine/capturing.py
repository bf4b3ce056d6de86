"""Runs the model over a text and keeps what a Trace needs: every residual stream, and small patterns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.attend import SLAB_ROWS
from workbench.engine.patterns import Patterns
from workbench.engine.subjects import read_subject
from workbench.engine.trace import Trace
from workbench.errors import WorkbenchError
from workbench.values import Progress, TraceRequest

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel


@torch.inference_mode()
def capture(model: LoadedModel, request: TraceRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Trace]:
    """Run `model` over a text; yields Progress in layers, last the Trace.

    Raises WorkbenchError: empty-text, text-too-long, ids-out-of-range, trace-too-large, cancelled, and the tokenizer's.
    """
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    spec, n_tokens = model.spec, len(encoding.ids)
    _refuse_too_large(model, n_tokens)
    started = time.perf_counter()
    resid = torch.empty(spec.n_layers + 1, n_tokens, spec.d_model, dtype=model.dtype, device=model.device)
    patterns = Patterns(model.transformer, resid)
    probe = _Probe(patterns, torch.zeros(spec.n_layers, spec.n_heads, device=model.device))
    for layer, stream in enumerate(model.transformer.residuals(model.batch_of(encoding.ids), probe=probe)):
        if stopped():
            raise WorkbenchError("cancelled")
        resid[layer] = stream[0]
        yield Progress("forward", layer, spec.n_layers, "layers")
    sink_share = probe.sink_sums / max(n_tokens - 1, 1)
    duration_ms = (time.perf_counter() - started) * 1e3
    yield Trace(model, request, encoding=encoding, resid=resid, patterns=patterns, sink_share=sink_share, duration_ms=duration_ms)


class _Probe:
    """Adds up how much goes to key 0, and keeps the patterns if all of them together are small."""

    def __init__(self, patterns: Patterns, sink_sums: Tensor) -> None:
        self.patterns, self.sink_sums = patterns, sink_sums
        self.current = torch.empty(0)

    def pattern(self, layer: int, first_query: int, weights: Tensor) -> None:
        slab = weights[0]  # [n_heads, rows, keys]
        own = 1 if first_query == 0 else 0  # query 0 has no choice but key 0
        self.sink_sums[layer] += slab[:, own:, 0].sum(1, dtype=torch.float32)
        if self.patterns.all_fit:
            if first_query == 0:
                self.current = self.patterns.blank()
                self.patterns.keep(layer, self.current)
            self.current[:, first_query : first_query + slab.shape[1], : slab.shape[2]] = slab


def _refuse_too_large(model: LoadedModel, n_tokens: int) -> None:
    """Raise WorkbenchError('trace-too-large') if the pass over n_tokens would not fit."""
    spec = model.spec
    width = (spec.n_layers + 8) * spec.d_model + 3 * spec.d_mlp + 4 * SLAB_ROWS * spec.n_heads
    size_bytes = n_tokens * width * model.dtype.itemsize
    fits = int(n_tokens * memory.SHARE * memory.available_bytes() / max(size_bytes, 1))
    memory.require(size_bytes, what="A trace", n_tokens=n_tokens, plan=f"Shorten the text to {fits} tokens or fewer, or close a model")
