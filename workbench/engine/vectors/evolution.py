"""Items through a series of sets, one set in memory at a time: places on fixed axes, how far each moved, who was near.

Shapes: t sets, m items followed, n items of a set, d numbers, k neighbours.

The idea that is not obvious: axes are fitted once, so what moves in the picture has moved in the model. A refit for each set would
turn and mirror everything, and show motion where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

import numpy as np

from workbench.engine.memory import require
from workbench.engine.vectors.components import Components, components
from workbench.engine.vectors.neighbours import top
from workbench.engine.vectors.sets import VectorSet, lengths
from workbench.engine.vectors.tables import set_alone
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Evolution, EvolutionRequest, Progress, SenseMetric, VectorSource

MOST_SETS, MOST_ITEMS, MOST_NEIGHBOURS = 1000, 5000, 100
ALL = 2000
"""So many items are followed where none are named."""
Stopped = Callable[[], bool]
SetOf = Callable[[VectorSource], Generator[object, None, VectorSet]]
"""Gives the set of a source, with its progress."""


@dataclass(eq=False)
class _Seen:
    """What is kept of each set: rows of the items float32 [m, d], the set's mean float32 [d], its chance, who is near to the focus."""

    rows: list[np.ndarray] = field(default_factory=list)
    means: list[np.ndarray] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    near: list[np.ndarray] = field(default_factory=list)
    scores: list[np.ndarray] = field(default_factory=list)


def evolution(request: EvolutionRequest, set_of: SetOf = set_alone, *, stopped: Stopped = lambda: False) -> Iterator[object]:
    """Follow items. Yields Progress in sets (and what `set_of` yields), last the Evolution.

    Raises WorkbenchError: bad-value, sets-apart, trace-too-large, cancelled, and those of the sets.
    """
    check_range("number of sets", len(request.sources), 1, MOST_SETS)
    seen, shape, found = _Seen(), (0, 0), None
    items = np.zeros(0, np.int32)
    for number, source in enumerate(request.sources):
        if stopped():
            raise WorkbenchError("cancelled")
        found = yield from set_of(source)
        if number == 0:
            shape, items = found.rows.shape, _items(request, len(found.rows))
            size_bytes = 3 * 4 * len(request.sources) * len(items) * shape[1]
            require(size_bytes, what="The items of all sets", n_tokens=len(items), plan="Follow fewer items")
        elif found.rows.shape != shape:
            raise WorkbenchError("sets-apart", number=number + 1, a=_size(shape), b=_size(found.rows.shape))
        _see(request, found, items, seen)
        yield Progress("evolution", number + 1, len(request.sources), "sets")
    assert found is not None, "there is at least one set"
    yield _answer(request, found, items, seen)


def _items(request: EvolutionRequest, n: int) -> np.ndarray:
    """The items that are followed, int32 [m]. Raises WorkbenchError('bad-value')."""
    for item in (*request.items, *(() if request.focus is None else (request.focus,))):
        check_range("item", item, -n, n - 1)
    items = np.array([item % n for item in request.items] or range(min(n, ALL)), np.int32)
    check_range("number of items", len(items), 1, MOST_ITEMS)
    check_range("k", request.k, 1, MOST_NEIGHBOURS)
    return items


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[0]:,} x {shape[1]:,}"


def _see(request: EvolutionRequest, found: VectorSet, items: np.ndarray, seen: _Seen) -> None:
    """Keep what is needed of one set."""
    seen.rows.append(np.array(found.rows[items]))
    seen.means.append(found.mean)
    seen.chances.append(found.chance(request.metric))
    if request.focus is not None:
        focus = request.focus % len(found.rows)
        scores = found.scores(np.array(found.rows[focus]), request.metric)
        scores[focus] = -np.inf
        near = top(scores, min(request.k, len(scores) - 1))
        seen.near.append(near.astype(np.int32))
        seen.scores.append(scores[near].astype(np.float32))


def _answer(request: EvolutionRequest, last: VectorSet, items: np.ndarray, seen: _Seen) -> Evolution:
    rows = np.stack(seen.rows)  # [t, m, d]
    basis = components(last.rows if request.basis == "last" else rows.reshape(-1, rows.shape[2]), 2)
    near = np.array(seen.near, np.int32).reshape(len(rows), -1)
    moved = np.zeros(rows.shape[:2], np.float32)
    moved[1:] = lengths((rows[1:] - rows[:-1]).reshape(-1, rows.shape[2])).reshape(moved[1:].shape)
    return Evolution(
        request,
        dim=rows.shape[2],
        items=items,
        labels=tuple(last.labels[item] for item in items.tolist()),
        places=_places(basis, rows),
        explained=np.array([*basis.explained, 0.0, 0.0][:2], np.float32),
        norms=lengths(rows.reshape(-1, rows.shape[2])).reshape(rows.shape[:2]),
        moved=moved,
        to_last=_to_last(rows, np.stack(seen.means), request.metric),
        chance=np.array(seen.chances, np.float32),
        neighbours=near,
        scores=np.array(seen.scores, np.float32).reshape(near.shape),
        shared=np.array([len(np.intersect1d(row, near[-1])) / max(1, near.shape[1]) for row in near], np.float32),
        names={str(item): last.labels[item] for item in np.unique(near).tolist()},
    )


def _places(basis: Components, rows: np.ndarray) -> np.ndarray:
    """rows [t, m, d] on the axes: float32 [t, m, 2]; a second axis that there is not is 0."""
    found = np.zeros((*rows.shape[:2], 2), np.float32)
    found[:, :, : len(basis.axes)] = basis.places(rows.reshape(-1, rows.shape[2])).reshape(*rows.shape[:2], -1)
    return found


def _to_last(rows: np.ndarray, means: np.ndarray, metric: SenseMetric) -> np.ndarray:
    """How alike each item is to itself in the last set: float32 [t, m]."""
    at = rows - means[:, None] if metric == "centered" else rows
    norms = np.linalg.norm(at, axis=2)
    dots = np.einsum("tmd,md->tm", at, at[-1])
    norms = norms * norms[-1]
    return np.asarray(np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0), np.float32)
