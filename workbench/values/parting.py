"""Where the senses of a word part: how alike its occurrences are within a sense and between senses, in each row.

Shapes: rows of layers, m occurrences.

The idea that is not obvious: with a few sentences some layer always looks good. So the widest gap is compared with the widest gap,
over all layers, that other ways to deal the same sentences into senses of the same sizes would have had.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from workbench.values.codec import value

MOST_DEALT = 20_000
"""Up to so many ways to deal, all are tried; beyond, a tenth as many are drawn."""
SLACK = 1e-9


@value(eq=False)
class Parting:
    """float32 [rows] each; NaN where there are no such pairs.

    senses   the sense of each occurrence, "" for none: these are left out of everything
    within   by sense: how alike two of its occurrences are, on average; `same`: two of any one sense
    between  likewise of two from different senses
    gap      same - between
    nearer   the share of occurrences that are more alike, on average, to the others of their sense than to any other sense
    widest   the row of the widest gap
    since    the first row from which on, to the last, `nearer` is 1; -1 where it is not so in the last
    p_value  the share of ways to deal whose widest gap over all rows is as wide; of `n_dealt`, `exact`: these are all there are
    floor    the least that p_value can be: senses of one size can change their names
    """

    senses: tuple[str, ...]
    within: dict[str, np.ndarray]
    same: np.ndarray
    between: np.ndarray
    gap: np.ndarray
    nearer: np.ndarray
    widest: int
    since: int
    p_value: float
    n_dealt: int
    exact: bool
    floor: float


def parting(alike: np.ndarray, senses: Sequence[str], *, seed: int = 0) -> Parting | None:
    """What the senses "A", "B", … of occurrences make of how alike these are [rows, m, m].

    None unless there are two senses, and two occurrences of one of them. `seed`: of the ways to deal, where not all are tried.
    """
    marked = [item for item, sense in enumerate(senses) if sense]
    counts = Counter(senses[item] for item in marked)
    if len(counts) < 2 or max(counts.values()) < 2:
        return None
    names, own = np.unique([senses[item] for item in marked], return_inverse=True)
    square = alike[:, marked][:, :, marked].astype(np.float64)
    means = _means(square, own, len(names))  # [rows, m, senses]: of an occurrence to a sense, itself left out
    within = {str(name): _mean(square, (own == number)[:, None] & (own == number)) for number, name in enumerate(names)}
    same, between = _mean(square, own[:, None] == own), _mean(square, own[:, None] != own)
    gap, nearer = same - between, _nearer(means, own)
    p_value, n_dealt, exact = _p_value(square, own, widest=float(gap.max()), seed=seed)
    return Parting(
        tuple(senses),
        within={name: row.astype(np.float32) for name, row in within.items()},
        same=same.astype(np.float32),
        between=between.astype(np.float32),
        gap=gap.astype(np.float32),
        nearer=nearer.astype(np.float32),
        widest=int(gap.argmax()),
        since=_since(nearer),
        p_value=p_value,
        n_dealt=n_dealt,
        exact=exact,
        floor=_floor(own) if exact else 1 / (n_dealt + 1),
    )


def _mean(square: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The mean over the chosen pairs [m, m] of different items in each row; NaN where there are none."""
    chosen = pairs & ~np.eye(len(pairs), dtype=bool)
    found: np.ndarray = square[:, chosen].mean(1) if chosen.any() else np.full(len(square), math.nan)
    return found


def _means(square: np.ndarray, own: np.ndarray, n_senses: int) -> np.ndarray:
    """How alike each occurrence is to each sense, itself left out: [rows, m, senses]; NaN where there is nobody else."""
    member = np.eye(n_senses)[own]  # [m, senses]
    diagonal = np.einsum("rii->ri", square)[:, :, None] * member
    others = member.sum(0) - member
    with np.errstate(invalid="ignore", divide="ignore"):
        found: np.ndarray = (square @ member - diagonal) / others
    return found


def _nearer(means: np.ndarray, own: np.ndarray) -> np.ndarray:
    """[rows]; those who are alone in their sense are left out."""
    items = np.arange(len(own))
    to_own = means[:, items, own]
    others = means.copy()
    others[:, items, own] = -math.inf
    shared = np.isfinite(to_own[0])
    found: np.ndarray = (to_own > others.max(2) + SLACK)[:, shared].mean(1)
    return found


def _since(nearer: np.ndarray) -> int:
    """The first row of those at the end in which all are nearer to their own; -1 where there are none."""
    mixed = np.flatnonzero(nearer < 1)
    first = int(mixed[-1]) + 1 if len(mixed) else 0
    return first if first < len(nearer) else -1


def _p_value(square: np.ndarray, own: np.ndarray, *, widest: float, seed: int) -> tuple[float, int, bool]:
    """The share of ways to deal whose widest gap is at least `widest`; how many were tried; whether those are all."""
    n_ways = math.factorial(len(own)) // math.prod(math.factorial(count) for count in Counter(own.tolist()).values())
    exact = n_ways <= MOST_DEALT
    if exact:
        dealt = np.array(list(_ways(Counter(own.tolist()), len(own))))
    else:
        random = np.random.default_rng(seed)
        dealt = np.array([random.permutation(own) for _ in range(MOST_DEALT // 10)])
    above = sum(int((_gaps(square, part).max(0) >= widest - SLACK).sum()) for part in np.array_split(dealt, max(1, len(dealt) // 500)))
    # a drawn p-value is never 0 (Phipson & Smyth 2010)
    return (above / n_ways, n_ways, True) if exact else ((above + 1) / (len(dealt) + 1), len(dealt), False)


def _floor(own: np.ndarray) -> float:
    """The share of all ways to deal that are the same but for the senses' names."""
    sizes = Counter(own.tolist()).values()
    same = math.prod(math.factorial(count) for count in Counter(sizes).values())
    return same * math.prod(math.factorial(size) for size in sizes) / math.factorial(len(own))


def _gaps(square: np.ndarray, dealt: np.ndarray) -> np.ndarray:
    """The gaps of ways to deal [w, m] in each row: [rows, w]."""
    same = (dealt[:, :, None] == dealt[:, None, :]).astype(np.float64)
    different = 1.0 - same
    same[:, np.arange(dealt.shape[1]), np.arange(dealt.shape[1])] = 0.0
    flat = square.reshape(len(square), -1)
    sums, others = flat @ same.reshape(len(dealt), -1).T, flat @ different.reshape(len(dealt), -1).T
    found: np.ndarray = sums / same.sum((1, 2)) - others / different.sum((1, 2))
    return found


def _ways(left: Counter[int], n: int) -> Iterator[list[int]]:
    """Every order of the numbers that are left, each once."""
    if not n:
        yield []
    for number in [one for one, count in left.items() if count]:
        left[number] -= 1
        for rest in _ways(left, n - 1):
            yield [number, *rest]
        left[number] += 1
