"""t-SNE by openTSNE, a few iterations at a time, so that one can watch and stop it.

Shapes: n items, c numbers each.

The idea that is not obvious: openTSNE keeps momentum and gains in the embedding, so a hundred calls of five iterations end where one
of five hundred does.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.layouts.extras import library
from workbench.layouts.nearest import Nearest, nearest
from workbench.values import MapFrame, Progress, Tsne

EARLY = 12.0
EARLY_SHARE = 4
"""A quarter of the iterations, as openTSNE has it: 250 of 750."""
BEGIN_SPREAD = 1e-4
JITTER = 0.01
FRAME_S = 0.12
LEAST_STEP, MOST_STEP = 5, 25
INTERPOLATED = 4000
"""From so many items on forces are interpolated (FIt-SNE), which is twice as fast at 5,000 as the tree that openTSNE takes up to 10,000."""
PARALLEL = 3000
"""Fewer items are laid out by one thread: two are no faster, and beside other work far slower, since they wait for each other."""
Stopped = Callable[[], bool]


def tsne(rows: np.ndarray, start: np.ndarray, method: Tsne, *, stopped: Stopped = lambda: False) -> Iterator[Progress | MapFrame]:
    """Lay out rows float32 [n, c] from where they start, float32 [n, 2]; yields Progress and MapFrames, the last of which is the end.

    The same every time for a seed, whatever the number of threads: each item's forces are summed by one.
    Raises WorkbenchError: bad-value, extra-missing, cancelled.
    """
    _check(method, len(rows))
    found, n_jobs = None, _threads(len(rows))
    for item in nearest(rows, min(len(rows) - 1, int(3 * method.perplexity)), stopped=stopped):
        if isinstance(item, Nearest):
            found = item
        else:
            yield item
    assert found is not None, "a search ends with what it found"
    yield Progress("affinities", 0, None, "items")
    affinities = _affinities(found, method.perplexity, n_jobs)
    yield from _optimised(_embedding(affinities, start, method, n_jobs), method, stopped)


def _check(method: Tsne, n: int) -> None:
    for name, value, least, most in (
        ("perplexity", method.perplexity, 1.0, (n - 1) / 3),
        ("exaggeration", method.exaggeration, 1.0, 30.0),
        ("number of iterations", method.n_iter, 10, 10_000),
    ):
        if not least <= value <= most:
            limit = f"{least:g} to {most:.4g}" + (f", a third of the {n} items" if name == "perplexity" else "")
            raise WorkbenchError("bad-value", name=name, value=value, limit=limit)


def _threads(n: int) -> int:
    if n < PARALLEL:
        return 1
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _affinities(found: Nearest, perplexity: float, n_jobs: int) -> Any:
    library("openTSNE", package="openTSNE")
    affinity, searched = (library(f"openTSNE.{name}", package="openTSNE") for name in ("affinity", "nearest_neighbors"))
    index = searched.PrecomputedNeighbors(found.items.astype(np.int64), found.distances.astype(np.float64))
    return affinity.PerplexityBasedNN(knn_index=index, perplexity=perplexity, n_jobs=n_jobs)


def _embedding(affinities: Any, start: np.ndarray, method: Tsne, n_jobs: int) -> Any:
    """openTSNE's embedding at the start, small as t-SNE wants it, and shaken a little so that equal items can part."""
    drawn = np.random.default_rng(method.seed)
    begin = start.astype(np.float64) - start.mean(0, dtype=np.float64)
    begin *= BEGIN_SPREAD / max(float(begin.std(0).max()), np.finfo(np.float64).tiny)
    begin += drawn.normal(0.0, JITTER * BEGIN_SPREAD, begin.shape)
    gradient = "fft" if len(begin) >= INTERPOLATED else "bh"
    embed = library("openTSNE", package="openTSNE").TSNEEmbedding
    return embed(begin, affinities, negative_gradient_method=gradient, n_jobs=n_jobs, random_state=method.seed)


def _optimised(embedding: Any, method: Tsne, stopped: Stopped) -> Iterator[MapFrame]:
    early = method.n_iter // EARLY_SHARE
    done, step = 0, LEAST_STEP
    while done < method.n_iter:
        if stopped():
            raise WorkbenchError("cancelled")
        begun = time.monotonic()
        step = min(step, (early if done < early else method.n_iter) - done)
        exaggeration = max(EARLY, method.exaggeration) if done < early else method.exaggeration
        embedding.optimize(step, exaggeration=exaggeration, momentum=0.8, learning_rate="auto", inplace=True, propagate_exception=True)
        done += step
        yield MapFrame(np.array(embedding, np.float32), done, method.n_iter, float(embedding.kl_divergence))
        taken_s = max(time.monotonic() - begun, 1e-3)
        step = int(np.clip(step * FRAME_S / taken_s, LEAST_STEP, MOST_STEP))
