"""Several heads as one map, subwords as words, rows without the first key.

Legend: h heads, q and k queries and keys as they are tokens; Q and K as they come out: words where they are merged.

The idea that is not obvious: a word may lie across two slabs. Its sum is carried from one slab to the next, so that a map is made
in one walk over the slabs and no whole pattern of a layer is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from workbench.engine.memory import require
from workbench.engine.patterns import Patterns
from workbench.errors import WorkbenchError
from workbench.values import Combination

Stopped = Callable[[], bool]


class Grouping:
    """Which of the n tokens of a text belong together: `of` int64 [n], the group of each; `sizes` float32 [groups]."""

    def __init__(self, starts: np.ndarray, n: int) -> None:
        """`starts`: the first token of each group, rising from 0."""
        self.n_groups = len(starts)
        self.sizes = torch.from_numpy(np.diff(np.append(starts, n)).astype(np.float32))
        self.of = torch.from_numpy(np.repeat(np.arange(len(starts)), np.diff(np.append(starts, n))))

    @classmethod
    def alone(cls, n: int) -> Grouping:
        """Each token for itself."""
        return cls(np.arange(n), n)


def combined(
    patterns: Patterns, layer: int, head: int, how: Combination, *, queries: Grouping, keys: Grouping, stopped: Stopped = lambda: False
) -> Tensor:
    """The map that `how` makes, float32 [Q, K] on the processor. Raises WorkbenchError: trace-too-large, cancelled."""
    size_bytes = 4 * queries.n_groups * keys.n_groups
    require(2 * size_bytes, what="A map of heads taken together", n_tokens=patterns.n_queries, plan="Shorten the text, or merge subwords")
    total = torch.zeros(queries.n_groups, keys.n_groups)
    layers = range(patterns.n_layers) if how.over == "all" else (layer,)
    heads: Sequence[int] = (head,) if how.over == "head" else range(patterns.n_heads)
    for one in layers:
        for first, rows in _rows(_freed(patterns, one, heads, how, stopped), queries, keys):
            part = total[first : first + rows.shape[1]]
            if how.reduce == "max":
                torch.maximum(part, rows.amax(0), out=part)
            else:
                part += rows.sum(0)
    return total if how.reduce == "max" else total / (len(layers) * len(heads))


def _freed(patterns: Patterns, layer: int, heads: Sequence[int], how: Combination, stopped: Stopped) -> Iterator[tuple[int, Tensor]]:
    """The slabs of some heads, [h, rows, keys] in float32, freed of the first key where that is wanted."""
    for first, slab in patterns.slabs(layer):
        if stopped():
            raise WorkbenchError("cancelled")
        weights = slab[list(heads)].float().cpu()
        if how.renormalise:
            weights[:, :, 0] = 0
            left = weights.sum(-1, keepdim=True)
            weights = weights / torch.where(left > 0, left, 1.0)
        yield first, weights


def _rows(slabs: Iterator[tuple[int, Tensor]], queries: Grouping, keys: Grouping) -> Iterator[tuple[int, Tensor]]:
    """Finished rows: (first group, weights [h, groups, K]), each row the mean of its queries that read anything."""
    carried, filled = torch.zeros(0), torch.zeros(0)
    for first, weights in slabs:
        end = first + weights.shape[1]
        group, last = int(queries.of[first]), int(queries.of[end - 1])
        to = queries.of[first:end] - group
        sums = torch.zeros(len(weights), last - group + 1, keys.n_groups)
        columns = torch.zeros(len(weights), weights.shape[1], keys.n_groups)
        columns.index_add_(2, keys.of[: weights.shape[2]], weights)
        sums.index_add_(1, to, columns)
        reads = torch.zeros(sums.shape[:2]).index_add_(1, to, (weights.sum(-1) > 0).float())
        if len(carried):
            sums[:, 0] += carried
            reads[:, 0] += filled
        whole = sums.shape[1]
        carried = filled = torch.zeros(0)
        if end < len(queries.of) and int(queries.of[end]) == last:  # its word goes on in the next slab
            carried, filled, whole = sums[:, -1], reads[:, -1], whole - 1
        yield group, sums[:, :whole] / reads[:, :whole, None].clamp(min=1)
