"""Types of heads, measured on prepared sequences or on a text.

Legend: n tokens of a sequence.

The idea that is not obvious: in a text of one's own, "the token after the same one" and "what makes sense here" are the same
token most of the time. Random tokens that repeat tell them apart: nothing but the repetition foretells the second half
(arXiv 2209.11895). They are a test, not a text: a head that is not named may do other things in real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.capturing import capture
from workbench.engine.head_scores import Reading, Tally
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.text.vocabulary import is_ordinary
from workbench.values import Encoding, HeadTypes, HeadTypesRequest, Part, Progress, Subject, TextHeadsRequest, TraceRequest

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_SEQUENCES, MOST_LENGTH, LEAST_LENGTH = 256, 4096, 3
SPECIAL = 1  # in Encoding.kinds
Stopped = Callable[[], bool]


@torch.inference_mode()
def head_types(model: LoadedModel, request: HeadTypesRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | HeadTypes]:
    """Score all heads on repeated random tokens; yields Progress in sequences, last the HeadTypes.

    Raises WorkbenchError: bad-value, no-bos, text-too-long, trace-too-large, cancelled, and those of `LoadedModel.intervened`.
    """
    check_range("n_sequences", request.n_sequences, 1, MOST_SEQUENCES)
    check_range("length", request.length, LEAST_LENGTH, MOST_LENGTH)
    check_range("seed", request.seed, 0, 2**63 - 1)
    changed = model.intervened(request.interventions, stopped=stopped)
    prepared = _Prepared(model, request)
    tally: Tally | None = None
    for number in range(request.n_sequences):
        yield Progress("types", number, request.n_sequences, "sequences")
        trace = _captured(changed, prepared.request(), stopped)
        tally = tally or _tally(trace, request.part)
        for layer in range(trace.patterns(request.part).n_layers):
            _add(tally, trace, request.part, layer, prepared.special, stopped)
    assert tally is not None, "there is a sequence at least"
    yield _answer(tally, trace, request, length=prepared.length)


@torch.inference_mode()
def text_heads(trace: Trace, request: TextHeadsRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | HeadTypes]:
    """Score all heads on a trace's text; yields Progress in layers, last the HeadTypes. Raises WorkbenchError: bad-value, cancelled."""
    tally, n_layers = _tally(trace, request.part), trace.patterns(request.part).n_layers
    for layer in range(n_layers):
        _add(tally, trace, request.part, layer, None, stopped)
        yield Progress("types", layer + 1, n_layers, "layers")
    yield _answer(tally, trace, request, length=0)


def _captured(model: LoadedModel, request: TraceRequest, stopped: Stopped) -> Trace:
    *_, trace = capture(model, request, stopped=stopped)
    assert isinstance(trace, Trace), "a capture ends with its trace"
    return trace


class _Prepared:
    """Sequences of random tokens that repeat, one after the other from one seed.

    `length`: tokens before they repeat; `special`: what is around them, bool [n].
    """

    def __init__(self, model: LoadedModel, request: HeadTypesRequest) -> None:
        self._model, self._random = model, np.random.default_rng(request.seed)
        around = model.tokenizer.encode("a", bos=request.bos)
        ordinary = np.flatnonzero(around.kinds != SPECIAL)
        self._before, self._after = around.ids[: ordinary[0]].tolist(), around.ids[ordinary[-1] + 1 :].tolist()
        n_free = model.spec.n_ctx - max(len(self._before) + len(self._after), 1)  # an encoder-decoder's start token takes a place, too
        self.length = min(request.length, n_free // 2, len(self._drawn(request.length)))
        if self.length < LEAST_LENGTH:
            limit = f"{LEAST_LENGTH} different ordinary tokens, twice, within the context of {model.spec.n_ctx}"
            raise WorkbenchError("bad-value", name="length", value=self.length, limit=limit)
        self.special = torch.tensor([True] * len(self._before) + [False] * (2 * self.length) + [True] * len(self._after))

    def request(self) -> TraceRequest:
        """The next sequence; of an encoder-decoder, source and target."""
        ids = (*self._before, *(drawn := self._drawn(self.length)), *drawn, *self._after)
        target = None
        if self._model.spec.kind == "encoder-decoder":
            target = 2 * self._drawn(self.length)
        return TraceRequest(Subject(self._model.info.path, ""), ids=ids, target_ids=target)

    def _drawn(self, length: int) -> tuple[int, ...]:
        """So many ordinary tokens, all different; fewer where there are not as many."""
        tokenizer = self._model.tokenizer
        order = self._random.permutation(min(self._model.spec.d_vocab, tokenizer.n_ids)).tolist()
        return tuple(islice((token for token in order if is_ordinary(tokenizer, token)), length))


def _tally(trace: Trace, part: Part) -> Tally:
    patterns = trace.patterns(part)
    return Tally(patterns.n_layers, patterns.n_heads, causal=patterns.causal, cross=_name(trace, part) == "cross")


def _add(tally: Tally, trace: Trace, part: Part, layer: int, special: torch.Tensor | None, stopped: Stopped) -> None:
    """Add one layer of a trace. `special`: what was put around the text; None: as its encoding says."""
    name, patterns = _name(trace, part), trace.patterns(part)
    encoding: Encoding = trace.target if name == "decoder" and trace.target is not None else trace.encoding
    if special is None or encoding is trace.target:
        special = torch.from_numpy(encoding.kinds == SPECIAL)
    window = trace.model.spec.window(layer) if patterns.causal else 0
    ids = torch.from_numpy(encoding.ids.astype(np.int64))
    reading = Reading(ids, special, causal=patterns.causal, cross=name == "cross", window=window)
    for first, weights in patterns.slabs(layer):
        if stopped():
            raise WorkbenchError("cancelled")
        tally.add(layer, first, weights, reading)


def _answer(tally: Tally, trace: Trace, request: HeadTypesRequest | TextHeadsRequest, *, length: int) -> HeadTypes:
    return HeadTypes(
        request,
        part=_name(trace, request.part),
        scores={name: tally.mean(name) for name in tally.names},
        counts={name: tally.count(name) for name in tally.names},
        entropy=tally.mean("entropy"),
        relative_entropy=tally.mean("relative_entropy"),
        distance=tally.mean("distance"),
        distance_rest=tally.distance_rest(),
        length=length,
        n_tokens=trace.patterns(request.part).n_queries,
    )


def _name(trace: Trace, part: Part) -> str:
    """The part, by its name."""
    return part or trace.parts[0]
