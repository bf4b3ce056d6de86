"""How any string stood at every step of a stored generation, whether it was among the alternatives or not.

The idea that is not obvious: a string of several tokens is read on from every step, the last step first, in one cache: what
a string leaves there lies behind everything that earlier steps have read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine import samplers
from workbench.engine.distribution import log_probabilities
from workbench.engine.places import Places
from workbench.engine.recollection import Recollection
from workbench.engine.stage import Stage, moment_behind
from workbench.errors import WorkbenchError
from workbench.values import Probe, ProbeRequest, Progress

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

STEPS_PER_TURN = 16


@torch.inference_mode()
def probe(
    model: LoadedModel,
    request: ProbeRequest,
    *,
    recollection: Recollection | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Progress | Probe]:
    """Look for strings at steps; yields Progress, last the Probe.

    Raises WorkbenchError: bad-value, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled.
    """
    model = model.intervened(request.path.interventions, stopped=stopped)
    places = Places(model, request.path, recollection=recollection)
    first, end = request.first, places.n_steps if request.end is None else request.end
    for index in (first, end):
        places.require(index)
    prober = _Prober(model, request, places)
    found = _Table(max(end - first, 0), len(request.texts))
    later = list(range(first, end))
    while later:
        indices, later = later[-STEPS_PER_TURN:], later[:-STEPS_PER_TURN]
        yield Progress("probe", end - first - len(later) - len(indices), end - first, "steps")
        kept = places.logits(indices, stopped)
        for index in reversed(indices):
            if stopped():
                raise WorkbenchError("cancelled")
            found.recomputed[index - first] = kept[index].recomputed
            prober.look(index, kept[index].logits, found, row=index - first, stopped=stopped)
    yield found.told(request, prober.strings)


class _Table:
    """The numbers of a Probe while they come."""

    def __init__(self, n: int, k: int) -> None:
        self.rank_raw, self.rank_final = np.zeros((n, k), np.int32), np.zeros((n, k), np.int32)
        self.raw, self.final = np.full((n, k), np.nan, np.float32), np.full((n, k), np.nan, np.float32)
        self.whole_raw, self.whole_final = np.full((n, k), np.nan, np.float32), np.full((n, k), np.nan, np.float32)
        self.recomputed = np.zeros(n, bool)

    def told(self, request: ProbeRequest, strings: list[tuple[int, ...]]) -> Probe:
        return Probe(
            request=request,
            ids=tuple(strings),
            rank_raw=self.rank_raw,
            rank_final=self.rank_final,
            logprob_raw=self.raw,
            logprob_final=self.final,
            whole_raw=self.whole_raw,
            whole_final=self.whole_final,
            recomputed=self.recomputed,
        )


class _Prober:
    """The strings and stages of one request."""

    def __init__(self, model: LoadedModel, request: ProbeRequest, places: Places) -> None:
        self._request, self._places = request, places
        self.strings = [model.words.ids(text, name="texts") for text in request.texts]
        self._stages: list[Stage] = samplers.stages(request.sampler, model.words)

    def look(self, index: int, logits: Tensor, table: _Table, *, row: int, stopped: Callable[[], bool]) -> None:
        """Fill in one step, by its logits [d_vocab]."""
        before = self._places.before(index)
        raw, final = log_probabilities(logits), self._final(logits, before, index)
        for column, ids in enumerate(self.strings):
            token = ids[0]
            table.rank_raw[row, column], table.rank_final[row, column] = _rank(raw, token), _rank(final, token)
            table.raw[row, column], table.final[row, column] = float(raw[token]), float(final[token])
            rest = self._rest(index, before, ids, stopped)
            if rest is not None:
                table.whole_raw[row, column] = float(raw[token]) + rest[0]
                table.whole_final[row, column] = float(final[token]) + rest[1]

    def _rest(self, index: int, before: Tensor, ids: tuple[int, ...], stopped: Callable[[], bool]) -> tuple[float, float] | None:
        """What a string's tokens behind the first add, raw and final; None where they do not fit."""
        if len(ids) == 1:
            return 0.0, 0.0
        logits = self._places.continued(index, ids[:-1], stopped)
        if logits is None:
            return None
        raw = final = 0.0
        for place, token in enumerate(ids[1:], 1):
            history = torch.cat([before, torch.tensor(ids[:place])])
            raw += float(log_probabilities(logits[place - 1])[token])
            final += float(self._final(logits[place - 1], history, index + place)[token])
        return raw, final

    def _final(self, logits: Tensor, history: Tensor, step: int) -> Tensor:
        chances = self._request.xtc_draws
        moment = moment_behind(history, step, chances[step] if step < len(chances) else float("nan"))
        return samplers.final_logprobs(logits, moment, through=self._stages)


def _rank(logprobs: Tensor, token: int) -> int:
    """1 is the most probable, the lower id first among equals; 0: removed."""
    own = logprobs[token]
    if own.isneginf():
        return 0
    return 1 + int((logprobs > own).sum()) + int((logprobs[:token] == own).sum())
