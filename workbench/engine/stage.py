"""What a sampler stage is.

Legend, of all modules of stages: scores float64 [d_vocab], removed tokens are -inf; ids int64.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from workbench.values import VIRTUAL_FIRST


class Moment(NamedTuple):
    """What a stage may know besides the scores: the ids read so far, prompt included [n]; which step of the generation it is,
    from 0; and the number in [0, 1) that was drawn for a stage that acts by chance."""

    history: Tensor
    step: int = 0
    chance: float = math.nan


def moment_behind(ids: Tensor, step: int = 0, chance: float = math.nan) -> Moment:
    """The moment behind ids [n]. A soft prompt's virtual tokens are no tokens that a stage could know."""
    return Moment(ids[ids < VIRTUAL_FIRST], step, chance)


Stage = Callable[[Tensor, Moment], Tensor]
"""stage(scores, moment) -> scores. It leaves one token at least, and never brings a removed one back."""


def without(scores: Tensor, removed: Tensor) -> Tensor:
    """Remove tokens, bool [d_vocab]; scores that would be left without any token stay as they are."""
    left = scores.masked_fill(removed, -torch.inf)
    return left if left.max() > -torch.inf else scores


def window(history: Tensor, last_n: int) -> Tensor:
    """The last n ids of a history; all of them where n is negative."""
    return history if last_n < 0 else history[max(len(history) - last_n, 0) :]
