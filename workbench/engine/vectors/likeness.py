"""How alike chosen items are, and in which order like stand beside like.

Shapes: m chosen items, d numbers each.

The idea that is not obvious: groups are joined by the mean score between them (average linkage), which no shift or stretch of the
scores changes; so scores of every metric, and not only distances, can be clustered. Of the orders that the tree of joins allows,
the one is taken in which neighbours are most alike (Bar-Joseph, Gifford & Jaakkola 2001).
"""

from __future__ import annotations

import numpy as np

from workbench.engine.sentences import MOST_UNREAD
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.wanted import check_range
from workbench.values import MOST_ALIKE, Likeness, LikenessRequest, Metric


def likeness(found: VectorSet, request: LikenessRequest) -> Likeness:
    """Compare items with each other. Raises WorkbenchError('bad-value')."""
    items = list(request.items)
    check_range("number of items", len(items), 2, MOST_ALIKE)
    for item in (min(items), max(items)):
        check_range("item", item, 0, len(found.labels) - 1)
    matrix = scores_between(found, items, request.metric)
    unread = found.unread[items] if len(found.unread) else np.zeros(len(items), np.float32)
    withheld = unread > MOST_UNREAD
    matrix[withheld], matrix[:, withheld] = np.nan, np.nan
    order, joins, levels = clustered(matrix)
    return Likeness(
        request,
        matrix=matrix.astype(np.float32),
        unread=unread,
        order=order,
        joins=joins,
        levels=levels,
        labels=tuple(found.labels[item] for item in items),
    )


def scores_between(found: VectorSet, items: list[int], metric: Metric) -> np.ndarray:
    """Of every item with every other: float64 [m, m]. A vector of length 0 is like nothing: 0."""
    rows = found.rows[items].astype(np.float64)
    if metric == "centered":
        rows -= found.mean
    if metric != "dot":
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        rows = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    matrix = rows @ rows.T
    return np.asarray((matrix + matrix.T) / 2)


def clustered(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Order int32 [m], joins int32 [j, 2] and levels float32 [j] (see Likeness) of scores [m, m]; NaN on the diagonal: left out."""
    from scipy.cluster.hierarchy import linkage  # they take a while to import
    from scipy.spatial.distance import squareform

    m = len(matrix)
    readable, withheld = np.flatnonzero(~np.isnan(matrix.diagonal())), np.flatnonzero(np.isnan(matrix.diagonal()))
    if len(readable) < 2:
        return np.concatenate([readable, withheld]).astype(np.int32), np.zeros((0, 2), np.int32), np.zeros(0, np.float32)
    scores = matrix[np.ix_(readable, readable)]
    highest = float(scores.max())
    distances = highest - scores
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    joins = tree[:, :2].astype(np.int64)
    order = readable[smoothest(joins, scores)]
    numbers = np.concatenate([readable, m + np.arange(len(tree))])  # the tree's groups as ours, which count the withheld too
    return np.concatenate([order, withheld]).astype(np.int32), numbers[joins].astype(np.int32), (highest - tree[:, 2]).astype(np.float32)


def smoothest(joins: np.ndarray, scores: np.ndarray) -> list[int]:
    """Of the orders that joins [m - 1, 2] allow, the one whose neighbours score most in total, scores [m, m].

    For every group and every two of its items at its ends, the best total inside is found from its two halves. SciPy's own ordering
    fell short of the best of all orders in half of our trials of seven items.
    """
    groups = [[item] for item in range(len(scores))]
    totals = [np.zeros((1, 1)) for _ in groups]
    for a, b in joins.tolist():
        inside = _joined(_joined(totals[a], scores[np.ix_(groups[a], groups[b])]), totals[b])
        nothing = [np.full((len(groups[one]), len(groups[one])), -np.inf) for one in (a, b)]  # both ends in one half: impossible
        groups.append(groups[a] + groups[b])
        totals.append(np.block([[nothing[0], inside], [inside.T, nothing[1]]]))
    first, last = divmod(int(totals[-1].argmax()), len(scores))
    order, left = list[int](), [(len(groups) - 1, groups[-1][first], groups[-1][last])]
    while left:
        group, first, last = left.pop()
        if len(groups[group]) == 1:
            order.append(groups[group][0])
            continue
        a, b = joins[group - len(scores)].tolist()
        if first not in groups[a]:
            a, b = b, a
        before = totals[a][groups[a].index(first)][:, None]
        through = before + scores[np.ix_(groups[a], groups[b])] + totals[b][:, groups[b].index(last)]
        end, begin = divmod(int(through.argmax()), through.shape[1])
        left += [(b, groups[b][begin], last), (a, first, groups[a][end])]
    return order


def _joined(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The highest sums a[i, k] + b[k, j] over k: [i, j]."""
    found = np.full((len(a), b.shape[1]), -np.inf)
    for k in range(len(b)):
        np.maximum(found, a[:, k, None] + b[k], out=found)
    return found
