"""Groups of what is near: k-means by scikit-learn.

Shapes: n items, c numbers each, g groups.
"""

from __future__ import annotations

import warnings

import numpy as np

from workbench.errors import WorkbenchError
from workbench.layouts.extras import library
from workbench.values import Clusters, GroupRequest

BEGINNINGS = 4
"""Of so many the best is taken, since k-means ends where it began badly."""
MOST_GROUPS = 200


def groups(request: GroupRequest) -> Clusters:
    """Items in groups, numbered from the largest. Raises WorkbenchError: bad-value, extra-missing."""
    asked = request.clusters
    most = min(MOST_GROUPS, len(request.rows))
    if not 1 <= asked.n_clusters <= most:
        raise WorkbenchError("bad-value", name="number of clusters", value=asked.n_clusters, limit=f"1 to {most}")
    cluster = library("sklearn.cluster", package="scikit-learn")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that fewer points differ than groups were asked for: the empty groups say it
        found = cluster.KMeans(asked.n_clusters, n_init=BEGINNINGS, random_state=asked.seed).fit(request.rows)
    far = ((request.rows - found.cluster_centers_[found.labels_]) ** 2).sum(1)
    sizes = np.bincount(found.labels_, minlength=asked.n_clusters)
    order = np.argsort(-sizes, kind="stable")
    middle = np.array([_nearest(far, found.labels_ == group) for group in order if sizes[group]], np.int64)
    return Clusters(
        asked, request.items, cluster=np.argsort(order)[found.labels_].astype(np.int32), middle=request.items[middle].astype(np.int32)
    )  # fmt: skip


def _nearest(far: np.ndarray, of_group: np.ndarray) -> int:
    own = np.flatnonzero(of_group)
    return int(own[far[own].argmin()])
