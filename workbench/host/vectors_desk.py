"""Answers what is asked about sets of vectors, from the sets that were used last.

The idea that is not obvious: nothing is held by handle; a source names its set by value, and what was let go of is made again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from workbench.engine import LoadedModel
from workbench.engine.vectors.association import association
from workbench.engine.vectors.evolution import evolution
from workbench.engine.vectors.files import vectors_in
from workbench.engine.vectors.hubs import hubs
from workbench.engine.vectors.likeness import likeness
from workbench.engine.vectors.maps import begun, grouped, measured
from workbench.engine.vectors.neighbours import neighbours
from workbench.engine.vectors.pairs_files import pairs_in, questions_in
from workbench.engine.vectors.quality import analogies, word_similarity
from workbench.engine.vectors.query_scores import query_scores
from workbench.engine.vectors.ranks import ranks
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.vectors.sources import vectors_of
from workbench.engine.vectors.tables import vectors_alone
from workbench.errors import WorkbenchError
from workbench.library import locate
from workbench.shelf import Shelf
from workbench.values import (
    METRICS,
    AnalogiesRequest,
    AssociationRequest,
    ClustersRequest,
    ContextSource,
    EvolutionRequest,
    FileSource,
    Hubs,
    HubsRequest,
    LikenessRequest,
    MapQualityRequest,
    MapRequest,
    NeighborsRequest,
    QueryScoresRequest,
    RanksRequest,
    SentenceSource,
    Vectors,
    VectorSource,
    VectorsRequest,
    WordSimilarityRequest,
)

SETS_BYTES = 1 << 30
HUBS_BYTES = 1 << 26
VectorsQuestion = (
    VectorsRequest
    | NeighborsRequest
    | RanksRequest
    | HubsRequest
    | QueryScoresRequest
    | LikenessRequest
    | AssociationRequest
    | WordSimilarityRequest
    | AnalogiesRequest
    | MapRequest
    | MapQualityRequest
    | ClustersRequest
    | EvolutionRequest
)
Opened = Generator[object, None, LoadedModel]
Open = Callable[[str, str, str], Opened]
Stopped = Callable[[], bool]


class SetKey(NamedTuple):
    """What makes a set this one: a file that was replaced has others."""

    changed_ns: int
    source: VectorSource


class VectorsDesk:
    """`opened(reference, dtype, kernels)` gives the open model, with its progress."""

    def __init__(self, opened: Open, *, room_bytes: int) -> None:
        self._opened = opened
        self._sets: Shelf[SetKey, VectorSet] = Shelf(min(room_bytes, SETS_BYTES))
        self._hubs: Shelf[tuple[SetKey, int], Hubs] = Shelf(HUBS_BYTES)

    def answer(self, request: VectorsQuestion, stopped: Stopped) -> Iterator[object]:
        """The events of a request, last its answer."""
        if isinstance(request, EvolutionRequest):
            yield from evolution(request, lambda source: self._alone(source, stopped), stopped=stopped)
            return
        found = yield from self._set(request.source, stopped)
        match request:
            case VectorsRequest():
                yield described(request, found)
            case NeighborsRequest():
                yield neighbours(found, request, (yield from self._text(request, stopped)))
            case RanksRequest():
                yield ranks(found, request, (yield from self._text(request, stopped)))
            case HubsRequest():
                yield from self._hubs_of(found, request, stopped)
            case QueryScoresRequest():
                yield query_scores(found, request)
            case LikenessRequest():
                yield likeness(found, request)
            case AssociationRequest():
                yield association(found, request)
            case WordSimilarityRequest():
                yield word_similarity(found, request, pairs_in(Path(request.path)))
            case AnalogiesRequest():
                yield from analogies(found, request, questions_in(Path(request.path)), stopped=stopped)
            case MapRequest():
                yield from begun(found, request, stopped=stopped)
            case MapQualityRequest():
                yield from measured(found, request, stopped=stopped)
            case ClustersRequest():
                yield from grouped(found, request)

    def _text(self, request: NeighborsRequest | RanksRequest, stopped: Stopped) -> Generator[object, None, np.ndarray | None]:
        """The vector of a request's own text, float32 [d]; None where it has none. Raises WorkbenchError('query-no-texts')."""
        if not request.text:
            return None
        if not isinstance(request.source, ContextSource | SentenceSource):
            raise WorkbenchError("query-no-texts", text=request.text)
        found = yield from self._set(dataclasses.replace(request.source, texts=(request.text,)), stopped)
        return found.mean

    def _hubs_of(self, found: VectorSet, request: HubsRequest, stopped: Stopped) -> Iterator[object]:
        """Hubs are dear: what was found is kept."""
        key = SetKey(_changed_ns(request.source), request.source), request.k
        kept = self._hubs.get(key)
        if kept is not None:
            yield kept
            return
        for item in hubs(found, request, stopped=stopped):
            if isinstance(item, Hubs):
                self._hubs.put(key, item, cost=sum(counts.nbytes for counts in item.counts.values()))
            yield item

    def _set(self, source: VectorSource, stopped: Stopped) -> Generator[object, None, VectorSet]:
        """The set of a source; its model stays open."""
        key = SetKey(_changed_ns(source), source)
        found = self._sets.get(key)
        if found is None and isinstance(source, FileSource):
            found = yield from self._made(key, vectors_in(source, stopped=stopped))
        elif found is None:
            assert not isinstance(source, FileSource)
            model = yield from self._opened(source.model, source.dtype, "")
            found = yield from self._made(key, vectors_of(model, source, stopped=stopped))
        return found

    def _alone(self, source: VectorSource, stopped: Stopped) -> Generator[object, None, VectorSet]:
        """The set of one of many models: what is opened for it is let go of, and nothing else is pushed out for it."""
        key = SetKey(_changed_ns(source), source)
        found = self._sets.get(key)
        if found is None:
            found = yield from self._made(key, vectors_alone(source, stopped=stopped))
        return found

    def _made(self, key: SetKey, events: Iterator[object]) -> Generator[object, None, VectorSet]:
        """The set that events end with, kept."""
        found = None
        for event in events:
            if isinstance(event, VectorSet):
                found = event
            else:
                yield event
        assert found is not None, "a source ends with its set"
        self._sets.put(key, found, cost=found.size_bytes)
        return found


def _changed_ns(source: VectorSource) -> int:
    """When the file behind a source was last changed; 0 where it is missing, which whoever reads it says."""
    path = Path(source.path) if isinstance(source, FileSource) else locate(source.model).own
    return path.stat().st_mtime_ns if path.exists() else 0


def described(request: VectorsRequest, found: VectorSet) -> Vectors:
    """What is told of a set."""
    return Vectors(
        request,
        dim=found.rows.shape[1],
        labels=tuple(found.labels),
        norms=found.norms,
        texts=found.texts,
        spans=found.spans,
        likeness={metric: found.likeness[metric] for metric in METRICS},
        sha256=found.sha256,
        pooling=found.pooling,
        columns={name: tuple(cells) for name, cells in found.columns.items()},
    )
