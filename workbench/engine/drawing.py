"""Draws: which token a random number takes from a distribution, and where those numbers come from.

The idea that is not obvious: the draw inverts the cumulative distribution with one recorded number, the most probable token
first. So a replay needs the number and nothing of a generator's inner state; equal probabilities cannot trade places; and
what is stored of a step, its most probable tokens, is the beginning of that distribution, so one can tell from it what the
number would have taken under other settings.
"""

from __future__ import annotations

import torch
from torch import Tensor

from workbench.engine.distribution import best
from workbench.values import DrawOrder

HEAD = 256
"""Tokens that are sorted before all are: nearly every draw falls among them."""
_OTHER = 0x9E3779B97F4A7C15
MOST_SEED = 2**63 - 1  # what the store's integers hold


class Numbers:
    """The random numbers of a generation, step by step: the draw's, and that of stages that act by chance.

    Each kind comes from a generator of its own, so that a stage that is switched on leaves the draws as they were.
    """

    def __init__(self, seed: int) -> None:
        self._draws = torch.Generator().manual_seed(seed)
        self._chances = torch.Generator().manual_seed((seed ^ _OTHER) & MOST_SEED)

    def draw(self) -> float:
        """The next draw, in [0, 1)."""
        return float(torch.rand((), generator=self._draws, dtype=torch.float64))

    def chance(self) -> float:
        """The next number for XTC, in [0, 1)."""
        return float(torch.rand((), generator=self._chances, dtype=torch.float64))


def draw(logprobs: Tensor, u: float, *, order: DrawOrder = "probability") -> int:
    """The token at u in [0, 1) of the cumulative distribution of logprobs [d_vocab]."""
    return int(draws(logprobs, torch.tensor([u], dtype=torch.float64), order=order)[0])


def draws(logprobs: Tensor, us: Tensor, *, order: DrawOrder = "probability") -> Tensor:
    """As `draw`, for numbers float64 [n]: ids int64 [n]."""
    probs = logprobs.exp()
    if order == "ids":
        return _taken(probs, torch.arange(len(probs)), us * probs.cumsum(-1)[-1])
    targets = us * probs.sum()
    head = best(logprobs, HEAD)
    if targets.max() < probs[head].sum():
        return _taken(probs, head, targets)
    return _taken(probs, best(logprobs, len(logprobs)), targets)


def share(logprobs: Tensor, token: int, *, order: DrawOrder = "probability") -> tuple[float, float]:
    """Where the token's part of [0, 1) begins and ends in the cumulative distribution of logprobs [d_vocab]."""
    ids = torch.arange(len(logprobs)) if order == "ids" else best(logprobs, len(logprobs))
    sums = logprobs[ids].exp().cumsum(-1)
    place = int((ids == token).nonzero()[0])
    below = float(sums[place - 1]) if place else 0.0
    return below / float(sums[-1]), float(sums[place]) / float(sums[-1])


def _taken(probs: Tensor, ids: Tensor, targets: Tensor) -> Tensor:
    """Those of `ids` in whose parts the targets lie, when they are laid out in their order."""
    # `right`: a token of probability 0 repeats its predecessor's sum and is stepped over.
    places = torch.searchsorted(probs[ids].cumsum(-1), targets, right=True)
    return ids[places.clamp(max=int(probs[ids].nonzero()[-1]))]  # the product may round up to the whole sum
