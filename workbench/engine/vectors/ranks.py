"""Where items stand in whole rankings: first by one metric, and four hundredth by another.

Shapes: n items, d numbers each, m items asked about.

The idea that is not obvious: a rank needs no sorting, only a count of those that are nearer; all is summed in float64, in blocks.
"""

from __future__ import annotations

import numpy as np

from workbench.engine.vectors.neighbours import allowed_items, query_of
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.wanted import check_range
from workbench.values import Metric, Ranks, RanksRequest

BLOCK = 4096
MOST_ASKED = 10_000


def ranks(found: VectorSet, request: RanksRequest, text: np.ndarray | None = None) -> Ranks:
    """The ranks of items; `text`: the vector of the request's text, float32 [d], where it has one.

    Raises WorkbenchError: bad-value, item-unknown, query-empty."""
    check_range("number of items", len(request.items), 1, MOST_ASKED)
    check_range("item", min(request.items), 0, len(found.labels) - 1)
    check_range("item", max(request.items), 0, len(found.labels) - 1)
    queries = {metric: text if text is not None else query_of(found, request.terms, metric)[1] for metric in request.metrics}
    allowed = allowed_items(found.labels, request.only, request.up_to)
    asked = np.array(request.items)
    scores = [_scores(found, queries[metric].astype(np.float64), metric) for metric in request.metrics]
    return Ranks(
        request,
        ranks=np.stack([_ranks(one, asked, allowed) for one in scores]).astype(np.int32),
        scores=np.stack([one[asked] for one in scores]).astype(np.float32),
        n=len(found.labels) if allowed is None else int(allowed.sum()),
    )


def _scores(found: VectorSet, query: np.ndarray, metric: Metric) -> np.ndarray:
    """Of every item, float64 [n]. A vector of length 0 is like nothing: 0."""
    mean = found.mean.astype(np.float64) if metric == "centered" else np.zeros(len(query))
    query = query - mean
    made = np.empty(len(found.rows))
    for first in range(0, len(made), BLOCK):
        rows = found.rows[first : first + BLOCK] - mean
        dots = rows @ query
        if metric != "dot":
            norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(query)
            dots = np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0)
        made[first : first + BLOCK] = dots
    return made


def _ranks(scores: np.ndarray, asked: np.ndarray, allowed: np.ndarray | None) -> np.ndarray:
    """1 and how many are nearer, int64 [m]; among equals the lower number is. An item that isn't allowed gets the rank it would have."""
    held = scores if allowed is None else np.where(allowed, scores, -np.inf)
    before = np.array([np.count_nonzero(held > scores[item]) + np.count_nonzero(held[:item] == scores[item]) for item in asked])
    return 1 + before
