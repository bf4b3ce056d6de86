"""Stages that look at the distribution alone: temperature, and those that cut it off.

Legend: see `stage`. The idea that is not obvious: sorting a whole vocabulary takes longer than all else that is done to a
row, and what is kept is nearly always among the first few; so the best are sorted first, and all only if these do not do.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from workbench.engine.distribution import best, entropy_nats
from workbench.engine.stage import Moment, Stage, without

HEAD = 512
"""Tokens that are sorted before all are."""


def temperature(value: float) -> Stage:
    """Divide by the temperature; 0 leaves only the best token (the lowest id among equals)."""
    return (lambda scores, moment: scores / value) if value > 0 else _only_best


def top_k(k: int) -> Stage:
    """Keep the k best tokens, and those equal to the k-th."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        return without(scores, scores < scores.topk(min(k, len(scores))).values[-1])

    return stage


def top_p(p: float) -> Stage:
    """Keep the fewest best tokens whose probabilities reach p, at least one (arXiv 1904.09751)."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        probs = scores.softmax(-1)
        ids = _until(probs, lambda ids: _before(probs[ids]) >= p)
        kept = ids[_before(probs[ids]) < p] if p > 0 else ids[:1]
        return without(scores, torch.ones_like(scores, dtype=torch.bool).index_fill_(0, kept, False))

    return stage


def min_p(p: float) -> Stage:
    """Keep the tokens at least p times as probable as the best (arXiv 2407.01082)."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        probs = scores.softmax(-1)
        return without(scores, probs < p * probs.max())

    return stage


def typical_p(p: float) -> Stage:
    """Keep the tokens whose surprise is nearest to the entropy until they reach p, and those as near as the last (arXiv 2202.00666)."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        logprobs = scores.log_softmax(-1)
        probs = logprobs.exp()
        nearness = -(-logprobs - entropy_nats(logprobs)).abs()  # 0 is the most typical; -inf: removed
        ids = _until(nearness, lambda ids: _before(probs[ids]) >= p)
        last = ids[int((_before(probs[ids]) < p).sum().clamp(min=1)) - 1]
        return without(scores, nearness < nearness[last])

    return stage


def xtc(probability: float, threshold: float) -> Stage:
    """With `probability`, remove all tokens of `threshold` or more but the least probable of them: "exclude top choices".

    By the pull request that introduced it (oobabooga/text-generation-webui 6335): nothing is removed where fewer than two
    are as probable as that.
    """

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        if not moment.chance < probability:
            return scores
        probs = scores.softmax(-1)
        above = best(probs.log(), int((probs >= threshold).sum()))
        if len(above) < 2:
            return scores
        return without(scores, torch.zeros_like(scores, dtype=torch.bool).index_fill_(0, above[:-1], True))

    return stage


def _until(values: Tensor, enough: Callable[[Tensor], Tensor]) -> Tensor:
    """The ids of the highest values, highest first: so many that `enough` is true at the last of them, or all there are."""
    ids = best(values, HEAD)
    if len(ids) < HEAD or enough(ids)[-1]:
        return ids
    return best(values, len(values))


def _before(probs: Tensor) -> Tensor:
    """The mass of the tokens that go before each."""
    return probs.cumsum(-1) - probs


def _only_best(scores: Tensor, moment: Moment) -> Tensor:
    only = torch.full_like(scores, -torch.inf)
    first = int((scores == scores.max()).nonzero()[0])
    only[first] = scores[first]
    return only
