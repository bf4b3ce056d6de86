"""A distribution of which only the best tokens are known: sampler stages on it, as far as they can be decided.

Legend: m stored tokens, the rest of the vocabulary lies beyond. Scores are natural logs up to a constant, as in `stage`.

The idea that is not obvious: of the tokens beyond, three things are kept true through every stage: none has a score above a
bound, there are at most so many, and their mass lies between two numbers. Where an answer would be another one for another
tail within these bounds, `UndecidedError` is raised; so what is decided is what the whole distribution would have given.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from workbench.engine.stage import Moment, Stage
from workbench.values import DrawOrder, Undecided


class UndecidedError(Exception):
    """What is stored does not say."""

    def __init__(self, why: Undecided) -> None:
        super().__init__(why)
        self.why: Undecided = why


class Bounded:
    """ids int64 [m] and scores float64 [m], best first, and what is known of the tokens beyond.

    above      no token beyond has a higher score
    low, high  natural logs of what the exponentials of their scores sum up to
    n_beyond   at most so many; `whole`: none of them has been removed yet
    error      how far a stored score may lie from the true one
    shifted    a stage has changed tokens one by one, so that the stored order no longer tells which of two close ones is better
    """

    def __init__(self, ids: Tensor, scores: Tensor, *, log_tail: float, d_vocab: int, error: float) -> None:
        self.ids, self.scores, self.error, self.d_vocab = ids, scores, error, d_vocab
        self.n_beyond = d_vocab - len(ids)
        self.above = float(scores[-1]) if self.n_beyond else -math.inf
        self.low = self.high = log_tail if self.n_beyond else -math.inf
        self.whole, self.shifted = True, False

    # stages

    def one_by_one(self, stage: Stage, moment: Moment, *, factor: float = 1.0) -> None:
        """A stage that changes or removes tokens each for itself, and a higher score never to below a lower one's.

        `factor`: the most that it multiplies a score by.
        """
        beyond = self._beyond()
        full = torch.full((self.d_vocab,), -torch.inf, dtype=torch.float64)
        full[self.ids] = self.scores
        after = stage(full.masked_fill(beyond, self.above), moment)
        lower = stage(full.masked_fill(beyond, self.above - 1), moment)
        changed = beyond & ((after != self.above) | (lower != self.above - 1))
        self.shifted |= not torch.equal(after[self.ids], self.scores) or bool((after[beyond] > self.above).any())
        self.scores, self.error = after[self.ids], self.error * factor
        if changed.any():
            self._change_beyond(after[changed])

    def temperature(self, value: float) -> None:
        """Divide; or keep the best, where the value is 0."""
        if value == 0:
            self._keep(self._best())
            return
        # Of masses with a given sum, each below a bound, roots sum up to the most where all are equal and to the least
        # where few are at the bound; powers the other way round.
        equal = [self._spread(log_mass, value) for log_mass in (self.low, self.high)]
        at_bound = [log_mass + self.above * (1 / value - 1) for log_mass in (self.low, self.high)] if self.n_beyond else [-math.inf] * 2
        self.low, self.high = (at_bound[0], equal[1]) if value > 1 else (equal[0], at_bound[1])
        self.scores, self.above, self.error = self.scores / value, self.above / value, self.error / value

    def top_k(self, k: int) -> None:
        sure, there = self._sure(), self._order()
        if len(sure) >= k:
            following = [float(self.scores[there[k]])] if len(there) > k else []
            following += [self.above] if self.n_beyond else []
            if following and float(self.scores[sure[k - 1]]) - max(following) <= 2 * self.error:
                raise UndecidedError("tail" if self.n_beyond else "logits")
            self._keep(sure[:k])
        elif self.n_beyond > k - len(there):
            self._keep(sure, perhaps=there[len(sure) :], tail=True)
            self.n_beyond = k - len(sure)

    def top_p(self, p: float) -> None:
        sure, there = self._sure(), self._order()
        if not len(sure):
            raise UndecidedError("tail")
        low, high = self._totals()
        base = max(high, 0.0) if math.isinf(high) else high
        sums = (self.scores[sure] - base).exp().cumsum(-1)
        before = torch.cat([torch.zeros(1, dtype=torch.float64), sums])  # the last: of whatever comes behind all that are sure
        least, most = (max(int((before < p * math.exp(total - base + slack)).sum()), 1) for total, slack in self._slack(low, high))
        tail = most > len(sure)
        self._keep(sure[:least], perhaps=there[least:] if tail else sure[least:most], tail=tail)

    def min_p(self, p: float) -> None:
        least = float(self.scores[self._best(close=True)[0]]) + math.log(p)
        distance = self.scores - least
        if ((distance.abs() <= 2 * self.error) & (distance < -math.log(p))).any():
            raise UndecidedError("logits")
        self.scores = self.scores.masked_fill(distance < 0, -torch.inf)
        if self.n_beyond and self.above < least - 2 * self.error:
            self._empty_beyond()
        elif self.n_beyond:
            self.low, self.whole = -math.inf, False

    def typical_p(self, p: float) -> None:
        sure, there = self._sure(), self._order()
        if not len(sure):
            raise UndecidedError("tail")
        if len(sure) < len(there):
            self._keep(sure, perhaps=there[len(sure) :], tail=True)
        order = self._order()
        scores = self.scores[order]
        means, totals = self._means(scores), [total + slack for total, slack in self._slack(*self._totals())]
        found = [self._typical(scores, mean, total, p=p) for mean in means for total in totals]
        begins, ends = {begin for begin, _end, _farthest in found}, [end for _begin, end, _farthest in found]
        begin = begins.pop()
        if begins or min(ends) <= begin:
            raise UndecidedError("tail" if self.n_beyond else "logits")
        farthest = max(farthest for _begin, _end, farthest in found)
        if self.n_beyond and means[0] - self.above <= farthest + 2 * self.error:
            raise UndecidedError("tail")  # tokens beyond might be nearer than some of these
        self._keep(order[begin : min(ends)], perhaps=order[min(ends) : max(ends)])

    def xtc(self, probability: float, threshold: float, chance: float) -> None:
        if math.isnan(chance):
            raise UndecidedError("numbers")
        if chance >= probability:
            return
        low, high = self._totals()
        least = math.log(threshold) if threshold else -math.inf
        sure = self.scores - high - 2 * self.error >= least
        if not torch.equal(sure, self.scores - low + 2 * self.error >= least):
            raise UndecidedError("tail" if self.n_beyond else "logits")
        if self.n_beyond and self.above - low + 2 * self.error >= least:
            raise UndecidedError("tail")
        order = self._order()
        top = order[sure[order]]
        if len(top) < 2:
            return
        self._require_apart(top[-2], top[-1])
        self.scores = self.scores.index_fill(0, top[:-1], -torch.inf)

    def force(self, token: int) -> None:
        """Keep this token alone, if it is there."""
        stored = (self.ids == token).nonzero().flatten()
        if len(stored):
            if self.scores[stored[0]].isfinite():
                self._keep(stored)
        elif self.n_beyond:
            if not self.whole:
                raise UndecidedError("tail")
            self.ids, self.scores = torch.tensor([token]), torch.zeros(1, dtype=torch.float64)
            self._empty_beyond()

    # what comes out

    def best(self) -> tuple[int, float]:
        """The most probable token and its log-probability."""
        return self._told(int(self._best()[0]))

    def drawn(self, u: float, *, order: DrawOrder) -> tuple[int, float]:
        """The token that the number u takes, and its log-probability."""
        if math.isnan(u):
            raise UndecidedError("numbers")
        low, high = self._totals()
        mass = (self.scores - high).exp()
        if order == "ids":
            rows = self.ids.argsort()
            slack = math.exp(self.high - high) if self.n_beyond else 0.0  # of the tokens beyond, any may stand in between
        else:
            rows, slack = self._sure(), 0.0
        ends = mass[rows].cumsum(-1)
        first, last = u * math.exp(low - high) * (1 - 2 * self.error), u * (1 + 2 * self.error)
        inside = (ends - mass[rows] * (1 - 2 * self.error) + slack <= first) & (last < ends * (1 - 2 * self.error))
        found = inside.nonzero().flatten()
        if not len(found):
            raise UndecidedError("tail" if self.n_beyond else "logits")
        row, place = int(rows[found[0]]), int(found[0])
        for neighbour in (place - 1, place + 1) if order == "probability" else ():
            if 0 <= neighbour < len(rows):
                self._require_apart(rows[place], rows[neighbour])
        return self._told(row)

    def _told(self, row: int) -> tuple[int, float]:
        low, high = self._totals()
        return int(self.ids[row]), float(self.scores[row]) - (low + high) / 2

    # within

    def _order(self) -> Tensor:
        """Rows of the stored tokens that are there, best first."""
        rows = self.scores.sort(descending=True, stable=True).indices
        return rows[self.scores[rows] > -torch.inf]

    def _sure(self) -> Tensor:
        """Rows of the stored tokens that no token beyond comes before, best first."""
        order = self._order()
        if not self.n_beyond:
            return order
        scores = self.scores[order]
        return order[scores > self.above + 2 * self.error] if self.shifted else order[scores >= self.above]

    def _best(self, *, close: bool = False) -> Tensor:
        """The row of the best token, int64 [1]. `close`: it may also be one as good as that."""
        sure = self._sure()
        if not len(sure):
            raise UndecidedError("tail")
        if len(sure) > 1 and not close:
            self._require_apart(sure[0], sure[1])
        return sure[:1]

    def _require_apart(self, one: Tensor, other: Tensor) -> None:
        if self.shifted and abs(float(self.scores[one] - self.scores[other])) <= 2 * self.error:
            raise UndecidedError("logits")

    def _totals(self) -> tuple[float, float]:
        """Natural logs of the least and the most that all exponentials of scores sum up to."""
        known = float(self.scores.logsumexp(-1))
        low, high = (float(torch.logaddexp(torch.tensor(known), torch.tensor(log))) for log in (self.low, self.high))
        return low, high

    def _slack(self, low: float, high: float) -> tuple[tuple[float, float], tuple[float, float]]:
        return (low, -2 * self.error), (high, 2 * self.error)

    def _means(self, scores: Tensor) -> tuple[float, float]:
        """The least and the most that the mean of all scores, by their probability, can be: their log-sum less the entropy.

        Where the tail has a given mass, its scores add most with its tokens at the bound and least where all are alike. The
        most falls as that mass grows; the least falls and then rises.
        """
        base = float(scores[0])
        own, weights = scores - base, (scores - base).exp()
        mass, moment, above = float(weights.sum()), float((weights * own).sum()), self.above - base
        if not self.n_beyond:
            return base + moment / mass - 2 * self.error, base + moment / mass + 2 * self.error

        def least(log_tail: float) -> float:
            tail = math.exp(log_tail)
            return (moment + tail * (log_tail - math.log(self.n_beyond))) / (mass + tail) if tail else moment / mass

        low, high = max(self.low - base, -745.0), max(self.high - base, -745.0)  # exp of less is 0
        most = (moment + math.exp(low) * above) / (mass + math.exp(low))
        for _ in range(100):  # halving, for where the derivative of `least` changes its sign
            middle = (low + high) / 2
            rises = mass * (middle - math.log(self.n_beyond) + 1) + math.exp(middle) - moment > 0
            low, high = (low, middle) if rises else (middle, high)
        return base + least(high) - 2 * self.error - 1e-9, base + most + 2 * self.error

    def _typical(self, scores: Tensor, mean: float, total: float, *, p: float) -> tuple[int, int, float]:
        """Which of the scores, best first, are kept for this mean and log-sum: from row to row, and the farthest's distance,
        which is inf where tokens beyond are kept, too."""
        distance = (scores - mean).abs()
        order = distance.sort(stable=True).indices
        mass = (scores[order] - total).exp()
        before = mass.cumsum(-1) - mass
        farthest = float(distance[order[max(int((before < p).sum()), 1) - 1]])
        kept = (distance <= farthest).nonzero().flatten()
        more = self.n_beyond and float(before[-1] + mass[-1]) < p
        return int(kept[0]), int(kept[-1]) + 1, math.inf if more else farthest

    def _beyond(self) -> Tensor:
        beyond = torch.full((self.d_vocab,), bool(self.n_beyond))
        beyond[self.ids] = False
        return beyond

    def _spread(self, log_mass: float, value: float) -> float:
        n = math.log(self.n_beyond) if self.n_beyond else 0.0
        return n + (log_mass - n) / value

    def _keep(self, rows: Tensor, *, perhaps: Tensor | None = None, tail: bool = False) -> None:
        """Keep these rows for sure. Those of `perhaps`, and with `tail` the tokens beyond, may be kept or not: they are all beyond
        from now on."""
        perhaps = rows[:0] if perhaps is None else perhaps
        scores, high, above, n = self.scores[perhaps], self.high, self.above, self.n_beyond
        kept = torch.zeros_like(self.scores, dtype=torch.bool).index_fill_(0, rows, True)
        self.ids, self.scores = self.ids[kept], self.scores[kept]  # in the stored order
        self._empty_beyond()
        self.n_beyond = len(perhaps) + (n if tail else 0)
        if self.n_beyond:
            logs = torch.cat([scores, torch.tensor([high] if tail else [], dtype=torch.float64)])
            self.high, self.above = float(logs.logsumexp(-1)), max([*scores.tolist(), *([above] if tail else [])])

    def _empty_beyond(self) -> None:
        self.n_beyond, self.above, self.low, self.high, self.whole = 0, -math.inf, -math.inf, -math.inf, False

    def _change_beyond(self, after: Tensor) -> None:
        """Some tokens beyond have changed: those at the bound, at most, came to the scores `after`."""
        least = math.exp(self.low - self.above) - len(after)  # in tokens at the bound
        self.low = self.above + math.log(least) if least > 0 else -math.inf
        raised = after[after > self.above]
        if len(raised):
            self.high = float(torch.logaddexp(torch.tensor(self.high, dtype=torch.float64), raised.logsumexp(-1)))
        gone = int(after.isneginf().sum())
        self.n_beyond, self.whole = self.n_beyond - gone, self.whole and not gone
        if self.n_beyond <= 0:
            self._empty_beyond()
        elif len(raised):
            self.above = float(raised.max())
