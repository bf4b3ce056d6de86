"""What can be said of one row of logits: log-probabilities, the most probable tokens, the mass beyond them.

Everything here is float64 on the CPU: one row is small, and a tail of 1e-9 must not drown in rounding.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from workbench.text import Tokenizer
from workbench.values import Distribution


def log_probabilities(logits: Tensor) -> Tensor:
    """Natural logs of softmax, [.., d_vocab] -> float64 [.., d_vocab] on the CPU."""
    return logits.cpu().double().log_softmax(-1)


def entropy_nats(logprobs: Tensor) -> Tensor:
    """-Σ p ln p over the last dimension; a token of probability 0 adds nothing."""
    terms: Tensor = torch.special.entr(logprobs.exp())
    return terms.sum(-1)


def best(values: Tensor, m: int) -> Tensor:
    """Ids of the m highest of values [d_vocab], highest first, the lower id first among equals; none that is -inf."""
    m = min(m, len(values))
    if m == 0:
        return torch.empty(0, dtype=torch.int64)
    threshold = values.topk(m).values[-1]
    there = values > threshold if threshold.isneginf() else values >= threshold
    ids = torch.nonzero(there).flatten()  # ascending; topk alone takes any of equal ones
    return ids[values[ids].sort(descending=True, stable=True).indices[:m]]


def tail_mass(logprobs: Tensor, ids: Tensor) -> float:
    """The probability of all tokens but `ids`, summed over those others rather than taken from 1."""
    rest = logprobs.exp()
    rest[ids] = 0.0
    return float(rest.sum())


def distribution(logits: Tensor, tokenizer: Tokenizer, *, top: int) -> Distribution:
    """The `top` most probable tokens of logits [d_vocab]."""
    logprobs = log_probabilities(logits)
    ids = best(logprobs, top)
    return Distribution(
        ids=ids.numpy().astype(np.int32),
        texts=tuple(tokenizer.shown(token) for token in ids.tolist()),
        logprobs=logprobs[ids].float().numpy(),
        tail=tail_mass(logprobs, ids),
        entropy=float(entropy_nats(logprobs)),
    )
