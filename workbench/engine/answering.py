"""What an encoder-decoder answers to a source, greedily: the shortest way to a target when none is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch

from workbench.engine.block import Source
from workbench.engine.cache import KeyValueCache

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_ANSWER_TOKENS = 64


@torch.inference_mode()
def greedy_answer(
    model: LoadedModel, source: Source, *, most: int = MOST_ANSWER_TOKENS, stopped: Callable[[], bool] = lambda: False
) -> list[int]:
    """The most probable token at each step, up to `most` or the end of the text, which is not among them.

    Raises WorkbenchError: logits-not-finite, cancelled.
    """
    most = min(most, model.spec.n_ctx - 1)
    cache = KeyValueCache(model.spec, most + 1, device=model.device, dtype=model.dtype)
    ids = [model.spec.start_id]
    while len(ids) <= most:
        newest = torch.tensor([[ids[-1]]], device=model.device)
        logits = model.transformer.logits(model.transformer(newest, cache=cache, source=source, stopped=stopped)[0])
        model.check_finite(logits, len(ids) - 1)
        token = int(logits[-1].argmax())
        if token in model.tokenizer.eos_ids:
            break
        ids.append(token)
    return ids[1:]
