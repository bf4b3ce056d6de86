"""Sets of vectors: the exact nearest against faiss's flat index, and two principal components against scikit-learn.

The set is SmolLM2's token table, 49,152 x 576; queries are some of its rows. Both sides have the same threads and are measured
one by one in turns, so that each finds the processor's cache as the other left it. faiss is given whichever is fastest of its
own loop, its product by BLAS, and two halves side by side. What is found is compared with a sort of all scores in float64.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

from workbench.engine import open_model
from workbench.engine.vectors.components import components
from workbench.engine.vectors.nearest import Nearest
from workbench.engine.vectors.sets import VectorSet
from workbench.values import METRICS

K, ROUNDS, LIMIT, AIM = 20, 40, 2.0, 5.0
Act = Callable[[int], object]


def milliseconds(acts: dict[str, Act], rounds: int) -> dict[str, float]:
    """The median of each act, all of them in turns; the first round warms up."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds + 1):
        for name, act in acts.items():
            begun = time.perf_counter()
            act(number)
            if number:
                taken[name].append(1000 * (time.perf_counter() - begun))
    return {name: statistics.median(times) for name, times in taken.items()}


def table() -> VectorSet:
    """SmolLM2's token table, read from the data folder."""
    weight = open_model("smollm2-135m-instruct").transformer.embed.weight
    return VectorSet(np.ascontiguousarray(weight.detach().float().numpy()), [])


def in_faiss(rows: np.ndarray) -> dict[str, Act]:
    """Its ways to search exactly for one query; {} where it is not installed."""
    try:
        import faiss
    except ImportError:
        return {}
    faiss.omp_set_num_threads(torch.get_num_threads())
    flat, halves = faiss.IndexFlatIP(rows.shape[1]), faiss.IndexShards(rows.shape[1], True, True)
    flat.add(rows)
    parts = []
    for part in np.array_split(rows, 2):
        parts.append(faiss.IndexFlatIP(rows.shape[1]))
        parts[-1].add(part)
        halves.add_shard(parts[-1])

    def by_blas(number: int) -> object:
        usual, faiss.cvar.distance_compute_blas_threshold = faiss.cvar.distance_compute_blas_threshold, 1
        try:
            return flat.search(query_of(rows, number)[None], K)
        finally:
            faiss.cvar.distance_compute_blas_threshold = usual

    return {
        "faiss, its own loop": lambda number: flat.search(query_of(rows, number)[None], K),
        "faiss, by BLAS": by_blas,
        "faiss, two halves": lambda number: (halves.search(query_of(rows, number)[None], K), parts),
    }


def query_of(rows: np.ndarray, number: int) -> np.ndarray:
    return rows[(7919 * number + 500) % len(rows)]


def recall(found: VectorSet) -> float:
    """The share of the true 20 nearest by each metric that are found, over 20 queries; true is what float64 says of all."""
    exact, right = found.rows.astype(np.float64), 0
    for metric in METRICS:
        rows = exact - found.mean if metric == "centered" else exact
        norms = np.ones(len(rows)) if metric == "dot" else np.linalg.norm(rows, axis=1)
        for number in range(20):
            query = query_of(rows, number)
            wanted = np.argsort(-(rows @ query) / norms, kind="stable")[:K]
            right += len({*wanted.tolist()} & {*Nearest(found, query_of(found.rows, number)).of(metric, K)[0].tolist()})
    return right / (len(METRICS) * 20 * K)


def nearest(found: VectorSet) -> None:
    """Print the times of a search."""
    begun = time.perf_counter()
    found.scan  # noqa: B018 - made once, with lengths and mean
    made = 1000 * (time.perf_counter() - begun)
    rows = found.rows
    ours: dict[str, Act] = {
        "dot": lambda number: Nearest(found, query_of(rows, number)).of("dot", K),
        "all": lambda number: [one.of(metric, K) for one in (Nearest(found, query_of(rows, number)),) for metric in METRICS],
        "plain": lambda number: np.argpartition(rows @ query_of(rows, number), len(rows) - K)[-K:],
    }
    times = milliseconds(ours | in_faiss(rows), ROUNDS)
    others = {name: taken for name, taken in times.items() if name.startswith("faiss")} or {"NumPy (faiss is missing)": times["plain"]}
    name = min(others, key=lambda one: others[one])
    size = f"{rows.shape[0]:,} x {rows.shape[1]}"
    for what, key in (("dot product", "dot"), ("all three metrics at once", "all")):
        figures = f"{times[key]:6.2f} ms   {name} {others[name]:6.2f} ms   {others[name] / times[key]:5.1f}x"
        print(f"nearest {K}       {size}, {what:25} {figures} (wanted {LIMIT:.0f}, aimed at {AIM:.0f})")
    print(f"  also          {', '.join(f'{one} {taken:.2f} ms' for one, taken in (others | {'NumPy': times['plain']}).items())}")
    more = found.size_bytes / rows.nbytes - 1
    print(f"  recall        {recall(found):.6f} of what float64 finds; made once in {made:.0f} ms, + {more:.0%} memory")


def two_components(rows: np.ndarray) -> None:
    """Print the times of two components, with every item's place; nothing where scikit-learn is not installed."""
    try:
        from sklearn.decomposition import PCA
    except ImportError:
        return
    acts: dict[str, Act] = {"workbench": lambda _: components(rows, 2).places(rows)}
    for solver in ("covariance_eigh", "randomized", "arpack"):  # the full one takes tens of times as long
        acts[solver] = lambda _, solver=solver: PCA(2, svd_solver=solver, random_state=0).fit_transform(rows)
    times = milliseconds(acts, 9)
    solver = min([*acts][1:], key=lambda one: times[one])
    true = PCA(2, svd_solver="full").fit(rows.astype(np.float64))
    found = components(rows, 2)
    signs = np.sign((found.axes * true.components_).sum(1))
    off = max(
        float(np.abs(found.axes * signs[:, None] - true.components_).max()),
        float(np.abs(found.explained - true.explained_variance_ratio_).max()),
    )
    ours, theirs = times["workbench"], times[solver]
    figures = f"{ours:6.0f} ms   scikit-learn, {solver} {theirs:6.0f} ms   {theirs / ours:.2f}x (wanted 1.0)"
    print(f"PCA             {rows.shape[0]:,} x {rows.shape[1]} to 2, {figures}; off its full solver in float64 by {off:.1e}")


def main() -> None:
    """Print both. Needs SmolLM2 in the data folder."""
    found = table()
    nearest(found)
    two_components(found.rows)


if __name__ == "__main__":
    main()
