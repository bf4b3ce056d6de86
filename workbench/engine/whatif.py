"""What would have come out of a stored generation under other settings, told from what is stored of each step.

The idea that is not obvious: the model isn't asked again. A step's random numbers are the ones that were recorded, and where
it needed none, those that the run's seed would have given; so the answer is the token that the same run would have taken at
that step. It is asked after the ids that were really read, and so holds for the old path beyond the first other token.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import torch

from workbench.engine import samplers
from workbench.engine.bounded import Bounded, UndecidedError
from workbench.engine.drawing import Numbers
from workbench.engine.stage import Moment, Stage, moment_behind
from workbench.engine.wording import Words, forced_by_step
from workbench.errors import WorkbenchError
from workbench.values import Progress, SamplerSettings, Undecided, WhatIf, WhatIfRequest

HALF_UNIT = 2.0**-24
"""How far float32 is from a number, at most, in parts of it."""
STEPS_PER_TURN = 64


def what_if(
    request: WhatIfRequest,
    words: Words | None = None,
    *,
    text_of: Callable[[int], str] = lambda _token: "",
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Progress | WhatIf]:
    """The token of each step of `request.steps` under its sampler. Yields Progress, last the WhatIf.

    `words` may be missing where no stage needs it; `text_of` shows a token. Raises WorkbenchError: bad-value, cancelled.
    """
    steps, n = request.steps, len(request.steps.ids)
    chain = _Chain(request, words)
    draws, chances = _numbers(request, n)
    before = request.path.before
    read = torch.from_numpy(np.concatenate([np.array(before, np.int64), steps.ids.astype(np.int64)]))
    ids, logprobs = np.full(n, -1, np.int32), np.full(n, np.nan, np.float32)
    undecided: list[Undecided] = []
    for index in range(n):
        if index % STEPS_PER_TURN == 0:
            yield Progress("what-if", index, n, "steps")
            if stopped():
                raise WorkbenchError("cancelled")
        moment = moment_behind(read[: len(before) + index], index, chances[index])
        try:
            ids[index], logprobs[index] = chain.chosen(index, moment, draws[index])
            undecided.append("")
        except UndecidedError as error:
            undecided.append(error.why)
    others = np.flatnonzero(ids != steps.ids)
    yield WhatIf(
        sampler=request.sampler,
        ids=ids,
        texts=tuple(text_of(int(token)) if token >= 0 else "" for token in ids),
        logprob_final=logprobs,
        undecided=tuple(undecided),
        first_other=int(others[0]) if len(others) else None,
    )


class _Chain:
    """The stages of one question, on bounded distributions."""

    def __init__(self, request: WhatIfRequest, words: Words | None) -> None:
        self._request, self._settings = request, request.sampler
        named = samplers.named_stages(request.sampler, words)
        self._stages = [(name, stage) for name, stage in named if stage is not None]
        self._forced = forced_by_step(request.sampler.forced, words) if words is not None and request.sampler.forced else {}
        self._greedy = samplers.is_greedy(request.sampler)

    def chosen(self, index: int, moment: Moment, u: float) -> tuple[int, float]:
        """The token of a step and its final log-probability. Raises UndecidedError."""
        bounded = self._stored(index)
        for name, stage in self._stages:
            _apply(bounded, name, stage, settings=self._settings, moment=moment, forced=self._forced)
        return bounded.best() if self._greedy else bounded.drawn(u, order=self._request.draw_order)

    def _stored(self, index: int) -> Bounded:
        steps = self._request.steps
        there = steps.top_ids[index] >= 0
        logprobs = steps.top_logprob_raw[index][there].astype(np.float64)
        if not len(logprobs):
            raise UndecidedError("tail")
        normalizer = float(steps.log_normalizers[index])
        if math.isnan(normalizer):
            if any(name == "repetition_penalty" for name, _stage in self._stages):
                raise UndecidedError("logits")  # it depends on the sign of a logit
            normalizer = 0.0
        tail = float(steps.tails[index])
        return Bounded(
            torch.from_numpy(steps.top_ids[index][there].astype(np.int64)),
            torch.from_numpy(logprobs) + normalizer,
            log_tail=math.log(tail) + normalizer if tail > 0 else -math.inf,
            d_vocab=self._request.d_vocab,
            error=float(np.abs(logprobs).max()) * HALF_UNIT + 1e-12,
        )


def _apply(bounded: Bounded, name: str, stage: Stage, *, settings: SamplerSettings, moment: Moment, forced: dict[int, int]) -> None:
    match name:
        case "temperature":
            bounded.temperature(settings.temperature)
        case "top_k":
            bounded.top_k(settings.top_k)
        case "top_p":
            bounded.top_p(settings.top_p)
        case "min_p":
            bounded.min_p(settings.min_p)
        case "typical_p":
            bounded.typical_p(settings.typical_p)
        case "xtc":
            bounded.xtc(settings.xtc_probability, settings.xtc_threshold, moment.chance)
        case "forced":
            if moment.step in forced:
                bounded.force(forced[moment.step])
        case _:
            penalty = settings.repetition_penalty if name == "repetition_penalty" else 1.0
            bounded.one_by_one(stage, moment, factor=max(penalty, 1 / penalty))


def _numbers(request: WhatIfRequest, n: int) -> tuple[list[float], list[float]]:
    """The draws and chances of all steps: recorded, else the seed's, else NaN."""
    numbers = Numbers(request.seed) if request.seed is not None else None
    draws, chances = [], []
    for recorded, chance in zip(request.steps.draws.tolist(), request.steps.xtc_draws.tolist(), strict=True):
        own = (numbers.draw(), numbers.chance()) if numbers is not None else (math.nan, math.nan)
        draws.append(own[0] if math.isnan(recorded) else recorded)
        chances.append(own[1] if math.isnan(chance) else chance)
    assert len(draws) == n, "each step has its numbers, or NaN"
    return draws, chances
