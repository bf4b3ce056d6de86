"""The Word Embedding Association Test (Caliskan, Bryson & Narayanan 2017, arXiv 1608.07187).

Shapes: x and y targets of two kinds, a and b attributes of two kinds, d numbers each.

The idea that is not obvious: the p-value asks how often targets dealt anew into two groups of the same sizes would lie further
apart, and for the usual eight against eight all 12,870 ways to deal are tried: no sampling, no seed.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from workbench.engine.vectors.neighbours import query_of
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import Association, AssociationRequest, Term

MOST_DEALT = 200_000
"""Up to so many ways to deal, all are tried; beyond, as many are drawn."""
LEAST, MOST = 2, 200
SLACK = 1e-9


def association(found: VectorSet, request: AssociationRequest) -> Association:
    """Test whether the targets x are nearer to the attributes a, and y to b. Raises WorkbenchError: bad-value, item-unknown."""
    groups = {name: _rows(found, name, words) for name, words in request.groups.items()}
    cosines = {name: _cosines(groups[name], groups) for name in ("x", "y")}
    x, y = cosines["x"], cosines["y"]
    both = np.concatenate([x, y])
    spread = float(both.std(ddof=1))
    p_value, n_dealt, exact = _p_value(both, len(x), seed=request.seed)
    return Association(
        request,
        effect=(float(x.mean()) - float(y.mean())) / spread if spread > 0 else math.nan,
        statistic=float(x.sum() - y.sum()),
        p_value=p_value,
        n_dealt=n_dealt,
        exact=exact,
        x=x.astype(np.float32),
        y=y.astype(np.float32),
    )


def _rows(found: VectorSet, name: str, words: tuple[str, ...]) -> np.ndarray:
    """Unit vectors of some words, float64 [m, d]."""
    if not LEAST <= len(words) <= MOST:
        raise WorkbenchError("bad-value", name=f"number of words of {name}", value=len(words), limit=f"{LEAST} to {MOST}")
    rows = np.stack([query_of(found, (Term(word),))[1] for word in words]).astype(np.float64)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0))


def _cosines(targets: np.ndarray, groups: dict[str, np.ndarray]) -> np.ndarray:
    """How much nearer each target is to a than to b: mean cosine with a less that with b, float64 [m]."""
    return np.asarray((targets @ groups["a"].T).mean(1) - (targets @ groups["b"].T).mean(1))


def _p_value(both: np.ndarray, n_x: int, *, seed: int) -> tuple[float, int, bool]:
    """The share of ways to deal whose difference of sums exceeds the observed one; how many were tried; whether those are all."""
    observed, total = both[:n_x].sum(), both.sum()
    n_ways = math.comb(len(both), n_x)
    if n_ways <= MOST_DEALT:
        dealt = np.fromiter(itertools.chain.from_iterable(itertools.combinations(range(len(both)), n_x)), np.int64, n_ways * n_x)
        sums = both[dealt.reshape(n_ways, n_x)].sum(1)
        return float((2 * sums - total > 2 * observed - total + SLACK).mean()), n_ways, True
    random = np.random.default_rng(seed)
    sums = np.array([both[random.permutation(len(both))[:n_x]].sum() for _ in range(MOST_DEALT // 10)])
    above = int((2 * sums - total > 2 * observed - total + SLACK).sum())
    return (above + 1) / (len(sums) + 1), len(sums), False  # a drawn p-value is never 0 (Phipson & Smyth 2010)
