"""Answers what is asked about choosing tokens: generations and beams, and looks back at their steps.

Owns the recollection of what recent generations left behind. The idea that is not obvious: a question that needs no model,
as what other settings would have given, is answered also where the model is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import numpy as np

from workbench.engine import LoadedModel, beam_search, generate, probe, replay, waterfall, what_if
from workbench.engine.recollection import CACHES_BYTES, LOGITS_BYTES, Recollection
from workbench.engine.samplers import needs_words
from workbench.engine.streams import Streams
from workbench.engine.wording import Words
from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.shelf import Shelf
from workbench.store import environment_of
from workbench.values import BeamRequest, GenerateRequest, ProbeRequest, ReplayRequest, TraceRequest, WaterfallRequest, WhatIfRequest

ChoosingRequest = GenerateRequest | BeamRequest | WaterfallRequest | WhatIfRequest | ProbeRequest | ReplayRequest
Opened = Generator[object, None, LoadedModel]
Open = Callable[[str, str, str], Opened]
Stopped = Callable[[], bool]


class ChoosingDesk:
    """`opened(reference, dtype, kernels)` gives the open model, with its progress."""

    def __init__(self, opened: Open, *, room_bytes: int) -> None:
        """`room_bytes`: what the logits of recent steps may take, and once more what was read."""
        self._opened = opened
        self._words: Shelf[tuple[str, int], Words] = Shelf(2)  # two models are compared at most
        self._recollection = Recollection(logits_bytes=min(LOGITS_BYTES, room_bytes), caches_bytes=min(CACHES_BYTES, room_bytes))

    def answer(self, request: ChoosingRequest, stopped: Stopped) -> Iterator[object]:
        """The events of a request, last its result."""
        match request:
            case WhatIfRequest():
                yield from self._what_if(request, stopped)
            case GenerateRequest():
                model = yield from self._opened(request.subject.model, request.dtype, request.kernels)
                yield from generate(model, request, recollection=self._recollection, stopped=stopped)
            case BeamRequest():
                model = yield from self._opened(request.subject.model, request.dtype, request.kernels)
                yield from beam_search(model, request, recollection=self._recollection, stopped=stopped)
            case WaterfallRequest():
                model = yield from self._opened(request.path.model, request.path.dtype, request.path.kernels)
                yield waterfall(model, request, recollection=self._recollection, stopped=stopped)
            case ProbeRequest():
                model = yield from self._opened(request.path.model, request.path.dtype, request.path.kernels)
                yield from probe(model, request, recollection=self._recollection, stopped=stopped)
            case ReplayRequest():
                asked = request.request
                model = yield from self._opened(asked.subject.model, asked.dtype, asked.kernels)
                yield from replay(model, request, environment_of=environment_of, stopped=stopped)

    def streams(self, model: LoadedModel, request: TraceRequest) -> Streams | None:
        """What a generation has read of the ids of a trace, or is reading of them."""
        return self._recollection.streams(model, request.interventions, np.asarray(request.ids, np.int64))

    def _what_if(self, request: WhatIfRequest, stopped: Stopped) -> Iterator[object]:
        try:
            words = self._words_of(request)
        except WorkbenchError:
            if needs_words(request.sampler):
                raise
            yield from what_if(request, stopped=stopped)  # the model is gone, and not needed
            return
        yield from what_if(request, words, text_of=words.shown, stopped=stopped)

    def _words_of(self, request: WhatIfRequest) -> Words:
        location = locate(request.path.model)
        key = str(location.path), location.path.stat().st_mtime_ns
        words = self._words.get(key)
        if words is None:
            words = Words(open_tokenizer(location), request.d_vocab)
            self._words.put(key, words, cost=1)
        return words
