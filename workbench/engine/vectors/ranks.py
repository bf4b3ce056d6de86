"""Where items stand in whole rankings: first by one metric, and four hundredth by another.

Shapes: n items, d numbers each, m items asked about.

The idea that is not obvious: a rank needs no sorting, only a count of those that are nearer. One product in float32 decides nearly
all; those that are too close to tell are measured in float64.
"""

from __future__ import annotations

import numpy as np

from workbench.engine.vectors.nearest import Nearest
from workbench.engine.vectors.neighbours import allowed_items, query_of
from workbench.engine.vectors.scan import length, rounding
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.wanted import check_range
from workbench.values import Metric, Ranks, RanksRequest

MOST_ASKED = 10_000


def ranks(found: VectorSet, request: RanksRequest, text: np.ndarray | None = None) -> Ranks:
    """The ranks of items; `text`: the vector of the request's text, float32 [d], where it has one.

    Raises WorkbenchError: bad-value, item-unknown, query-empty."""
    check_range("number of items", len(request.items), 1, MOST_ASKED)
    check_range("item", min(request.items), 0, len(found.labels) - 1)
    check_range("item", max(request.items), 0, len(found.labels) - 1)
    allowed = allowed_items(found.labels, request.only, request.up_to)
    places = np.arange(len(found.labels)) if allowed is None else np.flatnonzero(allowed)
    rows, scores = [], []
    for metric in request.metrics:
        query = text if text is not None else query_of(found, request.terms, metric)[1]
        one, score = _ranks(found, query, metric, np.array(request.items), places)
        rows.append(one)
        scores.append(score)
    return Ranks(request, ranks=np.stack(rows).astype(np.int32), scores=np.stack(scores).astype(np.float32), n=len(places))


def _ranks(found: VectorSet, query: np.ndarray, metric: Metric, asked: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """1 and how many of `places` are nearer, int64 [m], and the scores, float64 [m]; among equals the lower number is. An item that
    isn't among the places gets the rank it would have."""
    exactly = Nearest(found, query)
    scores = exactly.scores(asked, metric)
    with np.errstate(all="ignore"):
        about, wrong = _about(found, query, metric)
    about, wrong = about[places].astype(np.float64), wrong[places].astype(np.float64)
    unknown = ~np.isfinite(about) | ~np.isfinite(wrong)
    least, most = np.where(unknown, -np.inf, about - wrong), np.where(unknown, np.inf, about + wrong)
    close = [np.flatnonzero((least <= score) & (most >= score)) for score in scores]
    measured = np.full(len(places), np.nan)
    together = np.unique(np.concatenate(close))
    measured[together] = exactly.scores(places[together], metric)
    before = [
        np.count_nonzero(least > score) + np.count_nonzero((measured[near] > score) | ((measured[near] == score) & (places[near] < item)))
        for item, score, near in zip(asked, scores, close, strict=True)
    ]
    return 1 + np.array(before), scores


def _about(found: VectorSet, query: np.ndarray, metric: Metric) -> tuple[np.ndarray, np.ndarray]:
    """Scores of all items in float32 [n], and how wrong they may be; not finite where a length is 0."""
    centered = metric == "centered"
    query = query - found.mean if centered else query
    products, slack = found.rows @ query, rounding(len(query)) * np.float32(length(query))
    if not centered:
        wrong = slack * found.norms
        over = found.norms * np.float32(length(query))
        return (products, wrong) if metric == "dot" else (products / over, wrong / over)
    over = found.centered_norms * np.float32(length(query))
    return (products - found.mean @ query) / over, slack * (found.norms + np.float32(length(found.mean))) / over
