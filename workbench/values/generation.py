"""Continuing a text token by token.

All log-probabilities are natural logs. `raw`: the model's own; `final`: after every sampler stage; -inf: removed.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.sampling import SamplerSettings
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding

FinishReason = Literal["length", "eos", "stop", "context", "cancelled"]
DrawOrder = Literal["probability", "ids"]
"""How the final distribution is laid out on [0, 1) for a draw: the most probable token first (the lower id among equals), or
in the order of ids, as versions did that did not say."""
RECORDED = 256
"""Alternatives of each step that are recorded where nothing else is asked for."""


@value
class GenerateRequest:
    """Continue `subject`. `seed` None: drawn and recorded. `top`: alternatives recorded per step. `forced_ids` are put
    behind the prompt before generation starts (a branch), `parent_run` the run they were taken from. `kernels` forces
    those of a stored run.

    `messages`: a conversation of (role, content), answered in the place of `subject`'s text, which names its last message;
    it goes through `template`, or through the model's own where that is None. `parent_run` is then the answer before.
    `draw_order` is that of a stored run that is repeated. `recipe`: the name of the TaskRecipe it was set up by.
    `interventions` act while the prompt is read and at every step."""

    subject: Subject
    max_new_tokens: int = 64
    sampler: SamplerSettings = SamplerSettings()
    seed: int | None = None
    stop: tuple[str, ...] = ()
    top: int = RECORDED
    dtype: Dtype = "float32"
    forced_ids: tuple[int, ...] = ()
    kernels: str = ""
    parent_run: int | None = None
    messages: tuple[tuple[str, str], ...] = ()
    template: str | None = None
    draw_order: DrawOrder = "probability"
    recipe: str = ""
    interventions: tuple[Intervention, ...] = ()


@value(eq=False)
class GenerationStarted:
    """First event: the exact prompt ids and everything a replay needs. `n_threads`: of the computation; 0 where it is not told.

    `n_reused`: positions whose keys and values were still there from an earlier generation, and were not read again.
    `start_id`: the token that an encoder-decoder's answer is written behind."""

    request: GenerateRequest
    model: ModelInfo
    prompt: Encoding
    seed: int
    kernels: str
    n_threads: int = 0
    draw_order: DrawOrder = "ids"
    n_reused: int = 0
    start_id: int | None = None


@value(eq=False)
class TokenStep:
    """One chosen token.

    text        what may be shown now: complete characters only, so the texts of all steps joined are the continuation
    draw        the uniform number in [0, 1) that chose it (NaN when greedy)
    top_*       alternatives by raw probability, best first: ids int32 [m], texts, logprobs float32 [m]
    tail        raw probability mass beyond them; entropy of the raw distribution in nats
    xtc_draw    the number that decides whether XTC acts (NaN in runs of versions without it)
    log_normalizer   of the model's logits: logit = logprob_raw + log_normalizer (NaN where an older version did not keep it)
    """

    index: int
    id: int
    token: str
    text: str
    logprob_raw: float
    logprob_final: float
    entropy: float
    draw: float
    top_ids: np.ndarray
    top_texts: tuple[str, ...]
    top_logprob_raw: np.ndarray
    top_logprob_final: np.ndarray
    tail: float
    xtc_draw: float = math.nan
    log_normalizer: float = math.nan


@value(eq=False)
class GenerationResult:
    """Last of a generation. `trailing`: text that became complete only at the end. `prompt_ids`, `ids` int32."""

    prompt_ids: np.ndarray
    ids: np.ndarray
    text: str
    trailing: str
    finish_reason: FinishReason
    seed: int
    tokens_per_second: float
    first_token_ms: float
