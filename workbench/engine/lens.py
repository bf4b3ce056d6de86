"""The logit lens (nostalgebraist 2020): every stream read as if it were the last.

The final norm comes before the unembedding; without it the numbers mean nothing. Early layers need not speak the output
vocabulary: what the lens shows there is a projection, not a thought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from workbench.engine.touch import Look
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Lens, LensRequest, Progress

MOST_TOP = 50
ROWS = 64
"""Positions that are unembedded at once: 12 MiB of logits for a vocabulary of 49,152."""
Stopped = Callable[[], bool]


@torch.inference_mode()
def lens(trace: Trace, request: LensRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Lens]:
    """Yields Progress in streams, last the Lens. The last row is the model's own prediction, exactly.

    Raises WorkbenchError: no-logits, bad-value, logits-not-finite, cancelled.
    """
    model = trace.model
    model.require_logits()
    check_range("top", request.top, 1, MOST_TOP)
    if request.token_id is not None:
        check_range("token_id", request.token_id, 0, model.spec.d_vocab - 1)
    first, end = _range(trace, request.positions)
    final = _log_probabilities(trace, trace.stream(-1)[first:end], first)
    targets = final.argmax(-1) if request.token_id is None else torch.full((len(final),), request.token_id)
    layers, middle, found = [], [], []
    n_rows = (2 if request.mid else 1) * model.spec.n_layers + 1
    for layer, is_mid, stream in _streams(trace, mid=request.mid):
        if stopped():
            raise WorkbenchError("cancelled")
        stream = stream[first:end]
        rows = [_read(trace, stream[at : at + ROWS], final[at : at + ROWS], targets[at : at + ROWS], request.top)
                for at in range(0, len(stream), ROWS)]  # fmt: skip
        found.append([torch.cat(parts).cpu().numpy() for parts in zip(*rows, strict=True)])
        layers.append(layer)
        middle.append(is_mid)
        yield Progress("lens", len(found), n_rows, "streams")
    ids, logprobs, rank, target_logprobs, entropy, kl = (np.stack(parts) for parts in zip(*found, strict=True))
    named = np.unique(np.concatenate([ids.ravel(), targets.numpy()]))
    yield Lens(
        request,
        layers=np.array(layers, np.int32),
        middle=np.array(middle),
        ids=ids.astype(np.int32),
        logprobs=logprobs.astype(np.float32),
        texts={str(token): model.tokenizer.shown(int(token)) for token in named},
        targets=targets.numpy().astype(np.int32),
        rank=rank.astype(np.int32),
        target_logprobs=target_logprobs.astype(np.float32),
        entropy=entropy.astype(np.float32),
        kl=kl.astype(np.float32),
    )


def _range(trace: Trace, positions: tuple[int, int] | None) -> tuple[int, int]:
    """The positions that are asked about. Raises WorkbenchError('bad-value')."""
    first, end = (0, trace.n_tokens) if positions is None else positions
    check_range("position", first, 0, trace.n_tokens - 1)
    check_range("position", end - 1, first, trace.n_tokens - 1)
    return first, end


def _streams(trace: Trace, *, mid: bool) -> Iterator[tuple[int, bool, Tensor]]:
    """(block, whether behind its attention, stream [n, d_model]), from the first block on."""
    n_layers = trace.model.spec.n_layers
    for layer in range(n_layers):
        yield layer, False, trace.stream(layer)
        if mid:
            look = Look("resid_mid")
            trace.step(layer, touch=look)
            yield layer, True, look.seen["resid_mid", layer][0]
    yield n_layers, False, trace.stream(-1)


def _log_probabilities(trace: Trace, stream: Tensor, first: int = 0) -> Tensor:
    """ln p over the vocabulary behind each row of a stream, float32 or wider [rows, d_vocab], on the processor. `first`: the
    position of the first row."""
    parts = []
    for at in range(0, len(stream), ROWS):
        logits = trace.model.transformer.logits(stream[at : at + ROWS])
        trace.model.check_finite(logits, first + at)
        parts.append(logits.to(torch.promote_types(logits.dtype, torch.float32)).log_softmax(-1).cpu())
    return torch.cat(parts)


def _read(trace: Trace, stream: Tensor, final: Tensor, targets: Tensor, top: int) -> tuple[Tensor, ...]:
    """Of some rows: candidates [rows, top] and their ln p, the target's rank and ln p, entropy, and KL to `final`, each [rows]."""
    rows = _log_probabilities(trace, stream)
    logprobs, ids = rows.topk(min(top, rows.shape[1]), dim=-1)
    own = rows.gather(1, targets[:, None])
    probabilities = final.exp()
    return (
        ids,
        logprobs,
        (rows > own).sum(-1) + 1,
        own[:, 0],
        -(rows.exp() * rows).sum(-1),
        (probabilities * (final - rows)).sum(-1).clamp_(min=0),
    )
