"""The stages between a model's logits and the draw of a token.

Legend: scores float64 [d_vocab], removed tokens are -inf; history: the ids read so far, prompt included, int64 [n].

Each stage is a function of scores and history with the meaning that transformers' processor of the same name has; the
order is a list. The draw inverts the cumulative distribution in the order of ids with one recorded number u, so a replay
needs u and nothing of a generator's inner state, and equal probabilities cannot trade places.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from workbench.errors import WorkbenchError
from workbench.values import SAMPLER_STAGES, SamplerSettings

Stage = Callable[[Tensor, Tensor], Tensor]


def stages(settings: SamplerSettings) -> list[Stage]:
    """The stages that have an effect, in the settings' order. A stage that the order leaves out is not applied.

    Raises WorkbenchError('bad-value') for a setting outside its range or an unknown stage.
    """
    _check(settings)
    made: dict[str, Stage | None] = {
        "repetition_penalty": repetition_penalty(settings.repetition_penalty) if settings.repetition_penalty != 1 else None,
        "temperature": temperature(settings.temperature) if settings.temperature != 1 else None,
        "top_k": top_k(settings.top_k) if settings.top_k else None,
        "top_p": top_p(settings.top_p) if settings.top_p < 1 else None,
        "min_p": min_p(settings.min_p) if settings.min_p else None,
    }
    return [stage for name in settings.order if (stage := made[name]) is not None]


def is_greedy(settings: SamplerSettings) -> bool:
    """Whether every step takes the best token, without a draw."""
    return settings.temperature == 0 and "temperature" in settings.order


def final_logprobs(logits: Tensor, history: Tensor, *, through: list[Stage]) -> Tensor:
    """Log-probabilities after all stages, float64 [d_vocab]; removed tokens -inf."""
    scores = logits.cpu().double()
    for stage in through:
        scores = stage(scores, history)
    return scores.log_softmax(-1)


def temperature(value: float) -> Stage:
    """Divide by the temperature; 0 leaves only the best token (the lowest id among equals)."""
    return (lambda scores, history: scores / value) if value > 0 else _only_best


def top_k(k: int) -> Stage:
    """Keep the k best tokens, and those equal to the k-th."""

    def stage(scores: Tensor, history: Tensor) -> Tensor:
        return _without(scores, scores < scores.topk(min(k, len(scores))).values[-1])

    return stage


def top_p(p: float) -> Stage:
    """Keep the fewest best tokens whose probabilities reach p, at least one (arXiv 1904.09751)."""

    def stage(scores: Tensor, history: Tensor) -> Tensor:
        probs, ids = scores.softmax(-1).sort(descending=True, stable=True)
        better = probs.cumsum(-1) - probs  # the mass of the tokens that go before
        removed = better >= p
        removed[0] = False
        return _without(scores, torch.empty_like(removed).scatter_(0, ids, removed))

    return stage


def min_p(p: float) -> Stage:
    """Keep the tokens at least p times as probable as the best (arXiv 2407.01082)."""

    def stage(scores: Tensor, history: Tensor) -> Tensor:
        probs = scores.softmax(-1)
        return _without(scores, probs < p * probs.max())

    return stage


def repetition_penalty(penalty: float) -> Stage:
    """Divide positive and multiply negative scores of tokens already read by the penalty (arXiv 1909.05858)."""

    def stage(scores: Tensor, history: Tensor) -> Tensor:
        seen = scores[history]
        return scores.index_put((history,), torch.where(seen < 0, seen * penalty, seen / penalty))

    return stage


def draw(logprobs: Tensor, u: float) -> int:
    """The token at u in [0, 1) of the cumulative distribution of logprobs [d_vocab], in the order of ids."""
    cumulative = logprobs.exp().cumsum(-1)
    # `right`: a token of probability 0 repeats its predecessor's sum and is stepped over.
    token = int(torch.searchsorted(cumulative, u * cumulative[-1], right=True))
    return min(token, int(logprobs.isfinite().nonzero()[-1]))  # the product may round up to the whole sum


def _only_best(scores: Tensor, history: Tensor) -> Tensor:
    only = torch.full_like(scores, -torch.inf)
    best = int((scores == scores.max()).nonzero()[0])
    only[best] = scores[best]
    return only


def _without(scores: Tensor, removed: Tensor) -> Tensor:
    return scores.masked_fill(removed, -torch.inf)


def _check(settings: SamplerSettings) -> None:
    limits = (
        ("temperature", settings.temperature, 0 <= settings.temperature < math.inf, "0 (greedy) or more"),
        ("top_k", settings.top_k, settings.top_k >= 0, "0 (off) or more"),
        ("top_p", settings.top_p, 0 <= settings.top_p <= 1, "0 to 1 (off)"),
        ("min_p", settings.min_p, 0 <= settings.min_p <= 1, "0 (off) to 1"),
        ("repetition_penalty", settings.repetition_penalty, 0 < settings.repetition_penalty < math.inf, "more than 0; 1 is off"),
    )
    for name, value, good, limit in limits:
        if not good:
            raise WorkbenchError("bad-value", name=name, value=value, limit=limit)
    for stage in settings.order:
        if stage not in SAMPLER_STAGES:
            raise WorkbenchError("bad-value", name="sampler", value=stage, limit=", ".join(SAMPLER_STAGES))
