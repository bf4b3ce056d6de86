"""Answers every request that needs PyTorch, from open models and recent traces held under budgets.

The idea that is not obvious: nothing is held by handle. A request names its model and its trace by value; what is still
here is used, what was let go of, or lost with an earlier child, is opened or computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.engine import (
    LoadedModel,
    Trace,
    bias,
    capture,
    classify,
    fill,
    fluency,
    head_types,
    likelihood,
    open_model,
    score,
    similarity,
    token_norms,
)
from workbench.engine.extending import begins, extended, goes_on, written
from workbench.engine.vectors.senses import senses
from workbench.errors import WorkbenchError
from workbench.host import analysis_desk
from workbench.host.choosing_desk import ChoosingDesk
from workbench.host.vectors_desk import VectorsDesk
from workbench.library import locate
from workbench.shelf import Shelf
from workbench.values import (
    AnalogiesRequest,
    ArraysRequest,
    AssociationRequest,
    BeamRequest,
    BiasRequest,
    CellsRequest,
    ClassifyRequest,
    CloseRequest,
    ClustersRequest,
    EvolutionRequest,
    FillRequest,
    FluencyRequest,
    GenerateRequest,
    GridRequest,
    HeadRequest,
    HeadTypesRequest,
    HubsRequest,
    LikelihoodRequest,
    LikenessRequest,
    LinesRequest,
    MapQualityRequest,
    MapRequest,
    NeighborsRequest,
    NextRequest,
    OpenRequest,
    ProbeRequest,
    Progress,
    QueryScoresRequest,
    RanksRequest,
    ReplayRequest,
    ScoreRequest,
    SensesRequest,
    SimilarityRequest,
    TokenNormsRequest,
    TraceRequest,
    VectorsRequest,
    WaterfallRequest,
    WhatIfRequest,
    WordSimilarityRequest,
)

MODELS_SHARE, TRACES_SHARE, VECTORS_SHARE, RECOLLECTION_SHARE = 0.55, 0.2, 0.05, 0.025
"""Of the memory this child may use; what is left is for the computation itself. The last stands for the logits of recent steps
and once more for what was read, each of which has a limit of its own besides."""

AT_ONCE = 256
"""Given ids up to so many are read in one turn: somebody follows what another operation writes, and would wait for it at every layer."""
TURNS = 2
"""So often others have their turn before the newest token of what is followed is read here."""

ViewRequest = GridRequest | HeadRequest | CellsRequest | LinesRequest | NextRequest | ArraysRequest


class ModelKey(NamedTuple):
    """What makes an open model this one: a file that was replaced is another model."""

    path: str
    changed_ns: int
    dtype: str
    kernels: str


class TraceKey(NamedTuple):
    model: ModelKey
    request: TraceRequest


class EngineDesk:
    """Answers requests; an instance is the child's handler."""

    def __init__(self, memory_bytes: int) -> None:
        """`memory_bytes`: what models, traces and their computation may use together."""
        self._models: Shelf[ModelKey, LoadedModel] = Shelf(int(memory_bytes * MODELS_SHARE), removed=self._forget_traces)
        self._traces: Shelf[TraceKey, Trace] = Shelf(int(memory_bytes * TRACES_SHARE))
        self._captures: dict[TraceKey, _Capture] = {}
        self._vectors = VectorsDesk(self._model, room_bytes=int(memory_bytes * VECTORS_SHARE))
        self._choosing = ChoosingDesk(self._model, room_bytes=int(memory_bytes * RECOLLECTION_SHARE))

    def __call__(self, request: object, stopped: Callable[[], bool]) -> Iterator[object]:
        match request:
            case OpenRequest():
                return self._open_and_tell(request)
            case CloseRequest():
                return self._close(request)
            case TraceRequest():
                return self._summary(request, stopped)
            case GenerateRequest() | BeamRequest() | WaterfallRequest() | WhatIfRequest() | ProbeRequest() | ReplayRequest():
                return self._choosing.answer(request, stopped)
            case VectorsRequest() | NeighborsRequest() | RanksRequest() | HubsRequest() | QueryScoresRequest() | LikenessRequest():
                return self._vectors.answer(request, stopped)
            case WordSimilarityRequest() | AnalogiesRequest():
                return self._vectors.answer(request, stopped)
            case AssociationRequest() | MapRequest() | MapQualityRequest() | ClustersRequest() | EvolutionRequest():
                return self._vectors.answer(request, stopped)
            case SensesRequest():
                return self._senses(request, stopped)
            case ScoreRequest():
                return self._score(request, stopped)
            case FillRequest():
                return self._fill(request, stopped)
            case ClassifyRequest():
                return self._classify(request, stopped)
            case FluencyRequest():
                return self._fluency(request, stopped)
            case LikelihoodRequest():
                return self._likelihood(request, stopped)
            case BiasRequest():
                return self._bias(request, stopped)
            case SimilarityRequest():
                return self._similarity(request, stopped)
            case TokenNormsRequest():
                return self._token_norms(request)
            case HeadTypesRequest():
                return self._head_types(request, stopped)
            case _ if type(request) in analysis_desk.OPERATIONS or type(request) in analysis_desk.COMPARISONS:
                return analysis_desk.answer(request, self._trace, stopped)
            case GridRequest() | HeadRequest() | CellsRequest() | LinesRequest() | NextRequest() | ArraysRequest():
                return self._view(request, stopped)
        raise TypeError(f"the engine does not answer {type(request).__name__}")

    def _open_and_tell(self, request: OpenRequest) -> Iterator[object]:
        model = yield from self._model(request.model, request.dtype, "")
        yield model.info

    def _close(self, request: CloseRequest) -> Iterator[object]:
        path = _key(request.model, "", "").path
        self._models.drop_where(lambda key: key.path == path)
        yield None

    def _summary(self, request: TraceRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        trace = yield from self._trace(request, stopped)
        yield trace.summary()

    def _view(self, request: ViewRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        trace = yield from self._trace(request.trace, stopped)
        view = _view_of(trace, request, stopped)
        self._traces.put(_trace_key(request.trace), trace, cost=trace.cost_bytes)  # it may have grown by what was looked at
        yield view

    def _score(self, request: ScoreRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.subject.model, request.dtype, request.kernels)
        yield from score(model, request, stopped=stopped)

    def _senses(self, request: SensesRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.model, request.dtype, "")
        yield from senses(model, request, stopped=stopped)

    def _fill(self, request: FillRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.subject.model, request.dtype, request.kernels)
        yield from fill(model, request, stopped=stopped)

    def _classify(self, request: ClassifyRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.subject.model, request.dtype, request.kernels)
        yield from classify(model, request, stopped=stopped)

    def _fluency(self, request: FluencyRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.subject.model, request.dtype, "")
        yield from fluency(model, request, stopped=stopped)

    def _likelihood(self, request: LikelihoodRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.subject.model, request.dtype, request.kernels)
        yield from likelihood(model, request, stopped=stopped)

    def _bias(self, request: BiasRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.model, request.dtype, request.kernels)
        yield from bias(model, request, stopped=stopped)

    def _similarity(self, request: SimilarityRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.model, request.dtype, "")
        yield from similarity(model, request, stopped=stopped)

    def _token_norms(self, request: TokenNormsRequest) -> Iterator[object]:
        model = yield from self._model(request.model, "float32", "")
        yield token_norms(model, request)

    def _head_types(self, request: HeadTypesRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        model = yield from self._model(request.model, request.dtype, "")
        yield from head_types(model, request, stopped=stopped)

    def _model(self, reference: str, dtype: str, kernels: str) -> Generator[object, None, LoadedModel]:
        """Give the open model, opening it if it is not."""
        key = _key(reference, dtype, kernels)
        model = self._models.get(key) or self._of_own_choice(key)
        if model is None:
            size_bytes = _size_bytes(Path(key.path))
            yield Progress("load", 0, size_bytes, "bytes")
            model = self._models.get(key)  # another operation may have opened it meanwhile
        if model is None:
            self._models.make_room(size_bytes)
            model = self._opened(reference, dtype, kernels)
            self._models.put(key, model, cost=model.info.memory_bytes)
        return model

    def _of_own_choice(self, key: ModelKey) -> LoadedModel | None:
        """The open model that chose these kernels by itself."""
        model = self._models.get(key._replace(kernels="")) if key.kernels else None
        return model if model is not None and model.info.kernels == key.kernels else None

    def _opened(self, reference: str, dtype: str, kernels: str) -> LoadedModel:
        try:
            return open_model(reference, dtype, kernels=kernels)
        except WorkbenchError as error:
            if error.code != "model-too-large" or self._models.cost == 0:
                raise
        self._models.drop_where(lambda _key: True)  # the room was taken by models that nobody may want any more
        return open_model(reference, dtype, kernels=kernels)

    def _trace(self, request: TraceRequest, stopped: Callable[[], bool]) -> Generator[object, None, Trace]:
        """Give the trace, capturing it if it is not here."""
        key = _trace_key(request)
        if request.ids is not None and self._traces.get(key) is None:
            yield from self._written(key, request, stopped)
        if request.ids is not None and self._traces.get(key) is None:
            self._extend(key, request, stopped)
        while (trace := self._traces.get(key)) is None:
            model = yield from self._model(request.subject.model, request.dtype, request.kernels)
            shared = self._captures.get(key) or self._captures.setdefault(key, _Capture(model, request))
            at_once = request.ids is not None and len(request.ids) <= AT_ONCE
            try:
                for event in shared.followed(stopped):
                    if not at_once:
                        yield event
            finally:
                if shared.over and self._captures.get(key) is shared:
                    del self._captures[key]
            if shared.trace is not None:
                self._traces.put(key, shared.trace, cost=shared.trace.cost_bytes)
        return trace

    def _written(self, key: TraceKey, request: TraceRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        """Look at what is being written instead of reading it once more. Its newest token is read when the next is chosen: leave
        that its turn."""
        model = self._models.get(key.model)
        streams = self._choosing.streams(model, request) if model is not None and request.ids is not None else None
        if streams is None:
            return
        n_ids, turns = len(request.ids or ()), TURNS
        while len(streams.ids) < n_ids and not streams.over and turns:
            turns -= 1
            yield Progress("forward", 0, 1, "layers")
        trace = written(streams, request)
        if len(streams.ids) < n_ids:
            trace = extended(trace, request, stopped=stopped)
        self._traces.drop_where(lambda other: other.model == key.model and goes_on(other.request, request))
        self._traces.put(key, trace, cost=trace.cost_bytes)

    def _extend(self, key: TraceKey, request: TraceRequest, stopped: Callable[[], bool]) -> None:
        """Go on with a trace of the first of these ids, if one is here. In one turn: it costs no more than a few tokens."""
        for known in reversed(self._traces.keys()):
            begun = self._traces.get(known) if known.model == key.model else None
            if begun is not None and begins(begun, request):
                trace = extended(begun, request, stopped=stopped)
                self._traces.drop(known)
                self._traces.put(key, trace, cost=trace.cost_bytes)
                return

    def _forget_traces(self, model: ModelKey) -> None:
        # A trace recomputes layers with its model and so would keep it in memory.
        self._traces.drop_where(lambda key: key.model == model)


class _Capture:
    """A forward pass that several operations wait for: whoever has a turn advances it, and it stops when all have stopped."""

    def __init__(self, model: LoadedModel, request: TraceRequest) -> None:
        self.trace: Trace | None = None
        self.over = False
        self._stops: list[Callable[[], bool]] = []
        self._events = capture(model, request, stopped=lambda: all(stopped() for stopped in self._stops))

    def followed(self, stopped: Callable[[], bool]) -> Iterator[object]:
        """Its progress in the turns of one operation, until somebody has brought it to its end, or it failed."""
        self._stops.append(stopped)
        try:
            while not self.over:
                self.over = True  # unless there is more to come
                item = next(self._events)
                if isinstance(item, Trace):
                    self.trace = item
                else:
                    self.over = False
                    yield item
        finally:
            self._stops.remove(stopped)
            self.over = self.over or not self._stops


def _key(reference: str, dtype: str, kernels: str) -> ModelKey:
    path = locate(reference).own
    return ModelKey(str(path), path.stat().st_mtime_ns, dtype, kernels)


def _trace_key(request: TraceRequest) -> TraceKey:
    return TraceKey(_key(request.subject.model, request.dtype, request.kernels), request)


def _size_bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(part.stat().st_size for part in path.iterdir() if part.is_file())


def _view_of(trace: Trace, request: ViewRequest, stopped: Callable[[], bool]) -> object:
    match request:
        case GridRequest():
            return trace.grid(request, stopped=stopped)
        case HeadRequest():
            return trace.head(request, stopped=stopped)
        case CellsRequest():
            return trace.cells(request)
        case LinesRequest():
            return trace.lines(request, stopped=stopped)
        case NextRequest():
            return trace.next(request)
        case ArraysRequest():
            return trace.arrays(request, stopped=stopped)
