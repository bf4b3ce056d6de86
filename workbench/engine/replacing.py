"""The probability of given tokens in the place of an encoder's mask.

From left to right: a token is masked together with those after it, so that the first half of a rare word does not give the
second one away (arXiv 2305.10588), and the sum is the log of one probability, that of the whole given its number of tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.distribution import log_probabilities

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_TOKENS = 1024
"""That one pass reads."""


@torch.inference_mode()
def log_probabilities_at_mask(
    model: LoadedModel,
    given: Sequence[int],
    rests: Sequence[Sequence[int]],
    *,
    after: Sequence[int],
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, np.ndarray]]:
    """ln p of each token of each of `rests` between `given` and `after`, with masks in the place of those after it.

    Yields the number of a rest and float64 [n]. Raises WorkbenchError: logits-not-finite, cancelled.
    """
    mask_id = model.tokenizer.mask_id
    assert mask_id is not None, "whoever asks has found the mask"
    for number, rest in enumerate(rests):
        found = np.zeros(len(rest))
        rows = max(1, MOST_TOKENS // (len(given) + len(rest) + len(after)))
        for first in range(0, len(rest), rows):
            places = range(first, min(first + rows, len(rest)))
            ids = torch.tensor([[*given, *rest[:n], *[mask_id] * (len(rest) - n), *after] for n in places], device=model.device)
            resid = model.transformer(ids, stopped=stopped)  # [places, pos, d_model]
            at = torch.tensor([len(given) + n for n in places], device=model.device)
            logits = model.transformer.logits(resid[torch.arange(len(at)), at])  # [places, d_vocab]
            model.check_finite(logits, len(given) + first)
            own = torch.tensor([rest[n] for n in places])
            found[first : first + len(own)] = log_probabilities(logits).gather(1, own[:, None])[:, 0].numpy()
        yield number, found
