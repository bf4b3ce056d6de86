"""Looking into how a stored token was chosen: stage by stage, under other settings, and how any other token stood.

Legend: n steps, m stored alternatives, k strings. A `place` is named by exact ids rather than by a handle: the engine uses
the logits it still has under them and computes them again where it has not, and says so (`recomputed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.generation import DrawOrder, GenerationStarted, TokenStep
from workbench.values.interventions import Intervention
from workbench.values.sampling import SamplerSettings
from workbench.values.subject import Dtype


@value
class TokenPath:
    """The ids of one generation, exactly as they were read.

    prompt_ids   of `GenerationStarted.prompt`: all that was read before the first step; of an encoder-decoder, its source
    ids          of the steps, in order. Of an encoder-decoder's branch the forced ids come first (`n_forced` of them)
    start_id     the token that an encoder-decoder's answer is written behind; None: of a decoder
    interventions   what was changed in the model
    """

    model: str
    prompt_ids: tuple[int, ...]
    ids: tuple[int, ...]
    dtype: Dtype = "float32"
    kernels: str = ""
    n_forced: int = 0
    start_id: int | None = None
    interventions: tuple[Intervention, ...] = ()

    @property
    def before(self) -> tuple[int, ...]:
        """What was read before the first step, an encoder-decoder's source left out: what the samplers look back at."""
        return self.prompt_ids if self.start_id is None else (self.start_id, *self.ids[: self.n_forced])


def path_of(started: GenerationStarted, steps: Sequence[TokenStep]) -> TokenPath:
    """The path of a generation whose steps these are. Steps that a branch took over from its parent are left out: they are
    part of `started.prompt` already, or its `forced_ids`."""
    request, pair = started.request, started.model.kind == "encoder-decoder"
    forced = request.forced_ids if pair else ()
    ids = (*forced, *(step.id for step in steps))
    prompt = tuple(started.prompt.ids.tolist())
    start = (started.start_id or 0) if pair else None  # 0: of the one family that versions knew which did not say
    read = (request.subject.model, prompt, ids, request.dtype, started.model.kernels, len(forced), start)
    return TokenPath(*read, interventions=request.interventions)


@value
class WaterfallRequest:
    """How `sampler` goes from the model's logits to a token at step `index` (from 0) of `path`. Answer: Waterfall.

    `draw`, `xtc_draw`: the recorded numbers (NaN: none was drawn). `top`: tokens listed after each stage.
    """

    path: TokenPath
    index: int
    sampler: SamplerSettings
    draw: float
    xtc_draw: float = float("nan")
    draw_order: DrawOrder = "probability"
    top: int = 40


@value(eq=False)
class WaterfallStage:
    """What one stage did. The first record has the name "model": the distribution before any stage.

    active         False: its settings leave it without effect, and nothing changed
    survivors      tokens that are left
    removed        tokens it removed; removed_mass: their probability before it
    entropy_before, entropy   nats
    moved_*        surviving tokens among the listed ones, before or after, whose rank changed: ids int32, texts, ranks from
                   and to int32 (1 is the most probable), the farthest first
    top_*          the most probable tokens after it: ids int32, texts, and float32 log-probabilities, the model's own and
                   after this stage
    rest           the mass after this stage of all tokens not listed
    """

    name: str
    active: bool
    survivors: int
    removed: int
    removed_mass: float
    entropy_before: float
    entropy: float
    moved_ids: np.ndarray
    moved_texts: tuple[str, ...]
    moved_from: np.ndarray
    moved_to: np.ndarray
    top_ids: np.ndarray
    top_texts: tuple[str, ...]
    top_logprob_raw: np.ndarray
    top_logprob: np.ndarray
    rest: float


@value
class Draw:
    """The token that was taken. Its share of [0, 1) is [below, above) of the final distribution laid out in `order`.

    `number` lies in the share; NaN when greedy: the best token is taken without a draw. `rank`: by final probability.
    """

    id: int
    text: str
    number: float
    below: float
    above: float
    rank: int
    logprob_raw: float
    logprob_final: float
    order: DrawOrder


@value(eq=False)
class Waterfall:
    """Answer to WaterfallRequest: the model's distribution, one record for each stage in the order asked, and the draw."""

    request: WaterfallRequest
    stages: tuple[WaterfallStage, ...]
    draw: Draw
    recomputed: bool


@value(eq=False)
class StoredSteps:
    """What is stored of a generation's steps, as arrays: ids int32 [n], draws and xtc_draws float64 [n], log_normalizers
    float64 [n] (NaN where an older version did not keep them), tails float64 [n], top_ids int32 [n, m] (-1: none) and
    top_logprob_raw float32 [n, m]."""

    ids: np.ndarray
    draws: np.ndarray
    xtc_draws: np.ndarray
    log_normalizers: np.ndarray
    tails: np.ndarray
    top_ids: np.ndarray
    top_logprob_raw: np.ndarray


def stored_steps(steps: Sequence[TokenStep]) -> StoredSteps:
    """The steps' arrays, the shorter lists of alternatives filled up."""
    m = max((len(step.top_ids) for step in steps), default=0)
    top_ids = np.full((len(steps), m), -1, np.int32)
    top_logprob_raw = np.full((len(steps), m), -np.inf, np.float32)
    for row, step in enumerate(steps):
        top_ids[row, : len(step.top_ids)] = step.top_ids
        top_logprob_raw[row, : len(step.top_ids)] = step.top_logprob_raw
    return StoredSteps(
        ids=np.array([step.id for step in steps], np.int32),
        draws=np.array([step.draw for step in steps], np.float64),
        xtc_draws=np.array([step.xtc_draw for step in steps], np.float64),
        log_normalizers=np.array([step.log_normalizer for step in steps], np.float64),
        tails=np.array([step.tail for step in steps], np.float64),
        top_ids=top_ids,
        top_logprob_raw=top_logprob_raw,
    )


Undecided = Literal["", "tail", "numbers", "logits"]
"""Why a step cannot be decided from what is stored: the answer lies among tokens beyond the stored ones; the random numbers
were not kept (an old run without a seed); a stage needs logits, and an old run kept only log-probabilities."""


@value(eq=False)
class WhatIfRequest:
    """Which token would have come out of each stored step under `sampler`, with the same random numbers and without the
    model. Answer: WhatIf.

    Every step is asked after the ids of `path` that were really read before it. `seed`: of the run; it gives the numbers
    that a greedy step did not need. `d_vocab`: of the model.
    """

    path: TokenPath
    steps: StoredSteps
    sampler: SamplerSettings
    seed: int | None
    d_vocab: int
    draw_order: DrawOrder = "probability"


@value(eq=False)
class WhatIf:
    """ids int32 [n]: the token of each step, -1 where undecided; texts, empty there and where the tokenizer is gone; logprob_final
    float32 [n] under the new settings (NaN where undecided).

    `undecided`: why, for each step ("" where decided). `first_other`: the first step whose token is another one or undecided;
    all that follows holds for the old path, which would not have been read any more. None: the text comes out the same.
    """

    sampler: SamplerSettings
    ids: np.ndarray
    texts: tuple[str, ...]
    logprob_final: np.ndarray
    undecided: tuple[Undecided, ...]
    first_other: int | None


@value
class ProbeRequest:
    """How the strings `texts` stood at the steps first … end - 1 of `path` (end None: to the last). Answers: Progress, last
    the Probe. `xtc_draws`: the recorded numbers of the path's steps, where XTC is among the stages."""

    path: TokenPath
    texts: tuple[str, ...]
    sampler: SamplerSettings
    first: int = 0
    end: int | None = None
    xtc_draws: tuple[float, ...] = ()


@value(eq=False)
class Probe:
    """Answer to ProbeRequest, for each step (rows) and string (columns).

    ids              the tokens of each string
    rank_raw, rank_final         int32 [n, k] of its first token, 1 is the most probable; final 0: removed by a stage
    logprob_raw, logprob_final   float32 [n, k] of its first token
    whole_raw, whole_final       float32 [n, k] of the whole string from that step on, its tokens read one after the other;
                                 of a string of one token the same as above
    recomputed       bool [n]: the step's logits were no longer kept and were computed again
    """

    request: ProbeRequest
    ids: tuple[tuple[int, ...], ...]
    rank_raw: np.ndarray
    rank_final: np.ndarray
    logprob_raw: np.ndarray
    logprob_final: np.ndarray
    whole_raw: np.ndarray
    whole_final: np.ndarray
    recomputed: np.ndarray
