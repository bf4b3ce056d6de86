"""An n-gram model: exact counts of what followed what, smoothed as interpolated modified Kneser–Ney (Chen & Goodman 1999, eq. 25).

Legend: V = d_vocab, k tokens of an n-gram, N_k different k-grams, C_k different contexts of k - 1 tokens, m positions.

The idea that is not obvious: an n-gram is one number, its tokens as digits of base V + 1, the oldest first. Sorted, all that followed
one context lies side by side, and a shorter n-gram is a remainder; so only the longest are counted, and all else follows from them.
The digit V stands before the first token of a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.engine import memory
from workbench.errors import WorkbenchError

Discounts = tuple[float, float, float]
"""What is taken off a count of 1, of 2, and of 3 or more."""
FALLBACK: Discounts = (0.5, 1.0, 1.5)
"""Where there are no n-grams of some of the counts 1 to 4, from which discounts are estimated (as kenlm's --discount_fallback)."""
MERGED_AT = 1 << 20
"""So many waiting n-grams are counted together at the latest."""
BYTES_NEEDED = 80
"""Of memory for each different n-gram while all is gathered: numbers and counts twice, and the shorter ones."""


class Counts:
    """How often each n-gram of `order` tokens was seen: numbers uint64 [N], ascending, and counts int64 [N]."""

    def __init__(self, order: int, d_vocab: int) -> None:
        """Raises WorkbenchError('bad-value') for an order whose n-grams are no numbers of 64 bits."""
        most = most_order(d_vocab)
        if not 1 <= order <= most:
            limit = f"1 to {most} with a vocabulary of {d_vocab:,}"
            raise WorkbenchError("bad-value", name="architecture.order", value=order, limit=limit)
        self.order, self.d_vocab = order, d_vocab
        self.numbers, self.counts = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        self._waiting: list[tuple[np.ndarray, np.ndarray]] = []
        self._n_waiting = 0

    def add(self, tokens: np.ndarray, targets: np.ndarray) -> None:
        """Count what followed: tokens and targets int64 [rows, pos], targets below 0 are none. Raises WorkbenchError('ngram-too-large')."""
        contexts = self.contexts(tokens)
        seen = contexts[targets >= 0] * np.uint64(self.d_vocab + 1) + targets[targets >= 0].astype(np.uint64)
        self._waiting.append(np.unique(seen, return_counts=True))
        self._n_waiting += len(self._waiting[-1][0])
        if self._n_waiting >= max(MERGED_AT, len(self.numbers) // 4):
            self.gather()

    def contexts(self, tokens: np.ndarray) -> np.ndarray:
        """The number of each position's context, its own token the last: tokens int64 [rows, pos] -> uint64 [rows, pos]."""
        rows, pos = tokens.shape
        before = np.full((rows, max(0, self.order - 2)), self.d_vocab)
        padded = np.concatenate((before, tokens), axis=1).astype(np.uint64)
        found = np.zeros((rows, pos), np.uint64)
        for place in range(self.order - 1):
            found = found * np.uint64(self.d_vocab + 1) + padded[:, place : place + pos]
        return found

    def gather(self) -> None:
        """Count what waits together with the rest. Raises WorkbenchError('ngram-too-large')."""
        if not self._waiting:
            return
        needed, there = BYTES_NEEDED * (len(self.numbers) + self._n_waiting), int(memory.available_bytes() * memory.SHARE)
        if needed > there:
            n, needs = f"{len(self.numbers):,}", memory.shown(needed)
            raise WorkbenchError("ngram-too-large", order=self.order, n=n, needed=needs, available=memory.shown(there))
        numbers = np.concatenate([self.numbers, *(one for one, _ in self._waiting)])
        counts = np.concatenate([self.counts, *(many for _, many in self._waiting)])
        places = np.argsort(numbers, kind="stable")
        self.numbers, first = np.unique(numbers[places], return_index=True)
        self.counts = np.add.reduceat(counts[places], first)
        self._waiting, self._n_waiting = [], 0


@dataclass(frozen=True, slots=True)
class Level:
    """What is known of k-grams, ascending.

    numbers   uint64 [N_k]
    shares    float64 [N_k]: each one's count less its discount, as a share of all that its context was followed by
    contexts  uint64 [C_k]
    left      float64 [C_k]: the share that the discounts leave for the level below
    discounts of this level
    """

    numbers: np.ndarray
    shares: np.ndarray
    contexts: np.ndarray
    left: np.ndarray
    discounts: Discounts


class KneserNey:
    """Probabilities from counts. Lower levels count how many different tokens an n-gram follows, not how often it comes; below the
    lowest, all tokens are equally likely, so nothing is impossible."""

    def __init__(self, counts: Counts, discounts: Sequence[Discounts] | None = None) -> None:
        """`discounts` of the levels 1 … order, None to estimate them. The counts are gathered."""
        counts.gather()
        self.order, self.d_vocab = counts.order, counts.d_vocab
        self._base = np.uint64(counts.d_vocab + 1)
        self.levels: list[Level] = []
        numbers, many = counts.numbers, counts.counts
        for k in range(self.order, 0, -1):
            self.levels.insert(0, _level(numbers, many, self._base, discounts[k - 1] if discounts else estimated(many)))
            if k > 1:
                numbers, many = np.unique(numbers % self._base ** np.uint64(k - 1), return_counts=True)

    def probabilities(self, contexts: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """p(target | context), float64 [m]: contexts uint64 [m] as `Counts.contexts` numbers them, targets int64 [m]."""
        found = np.full(len(targets), 1.0 / self.d_vocab)
        for k, level in enumerate(self.levels, 1):
            shortened = contexts % self._base ** np.uint64(k - 1)
            at, known = _places(level.contexts, shortened)
            left = np.where(known, level.left[at], 1.0) if len(level.left) else np.ones(len(targets))
            place, seen = _places(level.numbers, shortened * self._base + targets.astype(np.uint64))
            found = left * found + (np.where(seen, level.shares[place], 0.0) if len(level.shares) else 0.0)
        return found

    def distribution(self, tokens: Sequence[int]) -> np.ndarray:
        """p of every token after these, float64 [V], sums to 1."""
        digits = [self.d_vocab] * self.order + [int(token) for token in tokens]
        found = np.full(self.d_vocab, 1.0 / self.d_vocab)
        for k, level in enumerate(self.levels, 1):
            context = 0
            for digit in digits[len(digits) - k + 1 :]:
                context = context * int(self._base) + digit
            at, known = _places(level.contexts, np.asarray([context], np.uint64))
            if known[0]:
                first = context * int(self._base)
                begin, end = np.searchsorted(level.numbers, np.asarray([first, first + self.d_vocab], np.uint64), "left")
                found *= level.left[at[0]]
                found[(level.numbers[begin:end] % self._base).astype(np.int64)] += level.shares[begin:end]
        return found


def most_order(d_vocab: int) -> int:
    """The longest n-gram that is a number of 64 bits."""
    order = 1
    while (d_vocab + 1) ** (order + 1) < 1 << 64:
        order += 1
    return order


def estimated(counts: np.ndarray) -> Discounts:
    """The discounts that fit these counts best (Chen & Goodman 1999, eq. 26): Y = n1 / (n1 + 2 n2), D_i = i - (i + 1) Y n_{i+1} / n_i."""
    n1, n2, n3, n4 = (int((counts == many).sum()) for many in (1, 2, 3, 4))
    if not (n1 and n2 and n3 and n4):
        return FALLBACK
    y = n1 / (n1 + 2 * n2)
    found = (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
    return found if all(0 <= one <= most for one, most in zip(found, (1, 2, 3), strict=True)) else FALLBACK


def _level(numbers: np.ndarray, counts: np.ndarray, base: np.uint64, discounts: Discounts) -> Level:
    """What counts int64 [N] of n-grams uint64 [N] say of what follows their contexts."""
    contexts, first = np.unique(numbers // base, return_index=True)
    taken = np.asarray((0.0, *discounts))[np.minimum(counts, 3)]
    totals = np.add.reduceat(counts, first) if len(first) else np.zeros(0)
    sizes = np.diff(np.append(first, len(numbers)))
    left = np.add.reduceat(taken, first) / totals if len(first) else np.zeros(0)
    return Level(numbers, (counts - taken) / np.repeat(totals, sizes), contexts, left, discounts)


def _places(known: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each number stands among ascending ones, and whether it does: int64 [m], bool [m]."""
    if not len(known):
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), bool)
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return places, known[places] == asked
