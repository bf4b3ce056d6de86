"""The probability of given tokens behind given tokens, many texts at once.

The idea that is not obvious: what all texts begin with is read once and its keys and values are lent to each of them, and
texts that differ in their last token alone are read once as well: the last token is not read, only looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.block import Source
from workbench.engine.cache import KeyValueCache
from workbench.engine.distribution import log_probabilities

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

ROWS = 64
"""Positions whose logits exist at once: 64 x 49,152 float64 are 25 MB."""
MOST_TOKENS, MOST_CACHE_BYTES = 1024, 256 << 20
"""Of one pass: the tokens it reads, and what the keys and values of its texts take."""


@torch.inference_mode()
def log_probabilities_behind(
    model: LoadedModel,
    given: Sequence[int],
    rests: Sequence[Sequence[int]],
    *,
    source: Source | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, np.ndarray]]:
    """ln p of each token of each of `rests` behind `given` (one id or more) and its own tokens before it.

    Yields the number of a rest and float64 [n], in any order. `source`: what an encoder-decoder's decoder attends to.
    Raises WorkbenchError: logits-not-finite, cancelled.
    """
    head = KeyValueCache(model.spec, max(len(given) - 1, 1), device=model.device, dtype=model.dtype)
    if len(given) > 1:
        model.transformer(model.batch_of(np.array(given[:-1])), cache=head, source=source, stopped=stopped)
    texts: dict[tuple[int, ...], list[int]] = defaultdict(list)  # what is read -> the rests it answers for
    for number, rest in enumerate(rests):
        texts[(given[-1], *rest[:-1])].append(number)
    for batch in _batches(model, list(texts), n_given=head.length):
        resid = _read(model, batch, head, source, stopped)  # [batch, pos, d_model]
        for row, text in enumerate(batch):
            found = _looked_up(model, resid[row, : len(text)], [rests[number] for number in texts[text]], first=head.length)
            yield from zip(texts[text], found, strict=True)


def _batches(model: LoadedModel, texts: list[tuple[int, ...]], *, n_given: int) -> Iterator[list[tuple[int, ...]]]:
    """Texts of like length together, so that little is padded."""
    spec = model.spec
    position_bytes = 2 * spec.n_layers * spec.n_kv_heads * spec.d_head * model.dtype.itemsize
    batch: list[tuple[int, ...]] = []
    for text in sorted(texts, key=len):
        n = len(batch) + 1  # the newest is the longest
        if batch and (n * len(text) > MOST_TOKENS or n * (n_given + len(text)) * position_bytes > MOST_CACHE_BYTES):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _read(
    model: LoadedModel, batch: list[tuple[int, ...]], head: KeyValueCache, source: Source | None, stopped: Callable[[], bool]
) -> Tensor:
    """The stream over each text [batch, pos, d_model]; shorter ones are padded behind, which none of their positions sees."""
    longest = max(map(len, batch))
    cache = KeyValueCache(model.spec, head.length + longest, device=model.device, dtype=model.dtype, batch=len(batch))
    cache.begin_with(head)
    ids = torch.tensor([[*text, *[0] * (longest - len(text))] for text in batch], device=model.device)
    lent = None if source is None else Source(source.resid.expand(len(batch), -1, -1))
    resid: Tensor = model.transformer(ids, cache=cache, source=lent, stopped=stopped)
    return resid


def _looked_up(model: LoadedModel, resid: Tensor, rests: Sequence[Sequence[int]], *, first: int) -> list[np.ndarray]:
    """resid [n, d_model] of a text -> for each of the rests that it answers for, ln p of its n tokens."""
    targets = torch.tensor(rests)  # [rests, n]
    parts = []
    for start in range(0, len(resid), ROWS):
        logits = model.transformer.logits(resid[start : start + ROWS])  # [rows, d_vocab]
        model.check_finite(logits, first + start)
        parts.append(log_probabilities(logits).gather(1, targets[:, start : start + ROWS].T))  # [rows, rests]
    return [*torch.cat(parts).T.numpy()]
