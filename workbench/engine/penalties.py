"""Stages that look back at what was read: penalties for tokens and sequences that come again.

Legend: see `stage`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from workbench.engine.stage import Moment, Stage, window, without

MOST_NATS = 88.0
"""A penalty's power of its base goes no further than this logarithm, so that it stays a number also in float32."""


def repetition_penalty(penalty: float, *, last_n: int = -1) -> Stage:
    """Divide positive and multiply negative scores of tokens already read by the penalty (arXiv 1909.05858)."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        history = window(moment.history, last_n)
        seen = scores[history]
        return scores.index_put((history,), torch.where(seen < 0, seen * penalty, seen / penalty))

    return stage


def presence_penalty(penalty: float, *, last_n: int = -1) -> Stage:
    """Take the penalty from the score of every token already read."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        history = window(moment.history, last_n)
        return scores.index_put((history,), scores[history] - penalty)

    return stage


def frequency_penalty(penalty: float, *, last_n: int = -1) -> Stage:
    """Take the penalty from the score of a token once for each time it was read."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        counts = torch.bincount(window(moment.history, last_n), minlength=len(scores))
        return scores - penalty * counts.to(scores.dtype)

    return stage


def no_repeat_ngram(n: int) -> Stage:
    """Remove every token that would end a sequence of n tokens which was read before."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        history = moment.history
        if len(history) < n:
            return scores
        grams = history.unfold(0, n, 1)  # [len - n + 1, n]
        again = (grams[:, : n - 1] == history[len(history) - n + 1 :]).all(-1)
        return without(scores, torch.zeros_like(scores, dtype=torch.bool).index_fill_(0, grams[again, n - 1], True))

    return stage


class Dry:
    """ "Don't repeat yourself": a token that would prolong a repetition loses the more, the longer that is already.

    Where the last n tokens were read before, with the token behind them, that token loses multiplier * base ** (n - allowed),
    for the longest such n; nothing where n is below `allowed`. The repetition does not reach over a breaker, and a breaker of
    one token is never penalised (oobabooga/text-generation-webui 5677, and llama.cpp's reading of it).

    `breakers`: ids that break as they are, int64 [b]; `sequences`: several ids that break one after the other.
    """

    def __init__(
        self,
        multiplier: float,
        base: float,
        allowed: int,
        *,
        last_n: int = -1,
        breakers: Tensor | None = None,
        sequences: Sequence[tuple[int, ...]] = (),
    ) -> None:
        self._multiplier, self._base, self._allowed, self._last_n = multiplier, base, allowed, last_n
        self._breakers = torch.empty(0, dtype=torch.int64) if breakers is None else breakers
        self._sequences = sequences

    def __call__(self, scores: Tensor, moment: Moment) -> Tensor:
        history = window(moment.history, self._last_n)
        longest = self._longest(history)
        tokens = longest.nonzero().flatten() if len(longest) else longest
        if not len(tokens):
            return scores
        worst = torch.zeros(len(scores), dtype=torch.int64).scatter_reduce_(0, history[tokens], longest[tokens], "amax")
        ids = worst.nonzero().flatten()
        ids = ids[~torch.isin(ids, self._breakers)]
        exponent = (worst[ids] - self._allowed).clamp(max=self._most_exponent()).double()
        return scores.index_put((ids,), scores[ids] - self._multiplier * self._base**exponent)

    def _longest(self, history: Tensor) -> Tensor:
        """For each place of the history, how many tokens before it are also the history's last; 0 where fewer than are allowed."""
        most = min(self._reach(history), self._allowed + self._most_exponent())
        if len(history) < 2 or most < max(self._allowed, 1):
            return torch.empty(0, dtype=torch.int64)
        lengths = torch.zeros(len(history), dtype=torch.int64)
        places = torch.arange(1, len(history))
        for n in range(1, most + 1):
            places = places[places >= n]
            places = places[history[places - n] == history[-n]]
            if not len(places):
                break
            lengths[places] = n
        return lengths.masked_fill(lengths < max(self._allowed, 1), 0)

    def _reach(self, history: Tensor) -> int:
        """How many tokens there are behind the last breaker."""
        single = torch.isin(history, self._breakers).nonzero()
        ends = [int(single[-1]) + 1] if len(single) else [0]
        for sequence in self._sequences:
            if len(sequence) <= len(history):
                found = (history.unfold(0, len(sequence), 1) == torch.tensor(sequence)).all(-1).nonzero()
                ends += [int(found[-1]) + len(sequence)] if len(found) else []
        return len(history) - max(ends)

    def _most_exponent(self) -> int:
        return int(MOST_NATS / math.log(self._base)) if self._base > 1 + 1e-6 else 1 << 20
