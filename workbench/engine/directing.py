"""What a direction speaks for: the logit lens (nostalgebraist 2020) on a vector that somebody steers along."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from workbench.engine.distribution import best
from workbench.engine.intervening import check, direction_of
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.values import Direction, DirectionRequest

MOST_TOP = 200
Stopped = Callable[[], bool]


@torch.inference_mode()
def direct(trace: Trace, request: DirectionRequest, *, stopped: Stopped = lambda: False) -> Iterator[Direction]:
    """The tokens that a direction raises and lowers most, read through the final norm and the unembedding.

    Raises WorkbenchError: no-logits, bad-value, empty-text, direction-none, cancelled, and the tokenizer's.
    """
    model = trace.model
    model.require_logits()
    check_range("top", request.top, 1, MOST_TOP)
    check(model, request.steering)
    vector = direction_of(model, request.steering, stopped)  # [d_model], as long as the stream there
    logits = model.transformer.logits(vector).float().cpu()  # [d_vocab]
    logits = logits - logits.mean()
    high, low = best(logits, request.top), best(-logits, request.top)
    shown = model.tokenizer.shown
    yield Direction(
        request,
        unit=float(vector.norm()),
        ids=high.numpy().astype(np.int32),
        texts=tuple(shown(token) for token in high.tolist()),
        logits=logits[high].numpy(),
        low_ids=low.numpy().astype(np.int32),
        low_texts=tuple(shown(token) for token in low.tolist()),
        low_logits=logits[low].numpy(),
    )
