"""Continuing a text token by token.

All log-probabilities are natural logs. `raw`: the model's own; `final`: after every sampler stage; -inf: removed.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding

FinishReason = Literal["length", "eos", "stop", "context", "cancelled"]
SAMPLER_STAGES = ("repetition_penalty", "temperature", "top_k", "top_p", "min_p")


@value
class SamplerSettings:
    """temperature 0 is greedy; top_k 0, top_p 1, min_p 0 and repetition_penalty 1 leave a stage without effect.
    `order` is the order in which the stages are applied."""

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    order: tuple[str, ...] = SAMPLER_STAGES


@value
class GenerateRequest:
    """Continue `subject`. `seed` None: drawn and recorded. `top`: alternatives recorded per step. `forced_ids` are put
    behind the prompt before generation starts (a branch), `parent_run` the run they were taken from. `kernels` forces
    those of a stored run.

    `messages`: a conversation of (role, content), answered in the place of `subject`'s text, which names its last message;
    it goes through `template`, or through the model's own where that is None. `parent_run` is then the answer before."""

    subject: Subject
    max_new_tokens: int = 64
    sampler: SamplerSettings = SamplerSettings()
    seed: int | None = None
    stop: tuple[str, ...] = ()
    top: int = 10
    dtype: Dtype = "float32"
    forced_ids: tuple[int, ...] = ()
    kernels: str = ""
    parent_run: int | None = None
    messages: tuple[tuple[str, str], ...] = ()
    template: str | None = None


@value(eq=False)
class GenerationStarted:
    """First event: the exact prompt ids and everything a replay needs. `n_threads`: of the computation; 0 where it is not told."""

    request: GenerateRequest
    model: ModelInfo
    prompt: Encoding
    seed: int
    kernels: str
    n_threads: int = 0


@value(eq=False)
class TokenStep:
    """One chosen token.

    text        what may be shown now: complete characters only, so the texts of all steps joined are the continuation
    draw        the uniform number in [0, 1) that chose it (NaN when greedy)
    top_*       alternatives by raw probability, best first: ids int32 [m], texts, logprobs float32 [m]
    tail        raw probability mass beyond them; entropy of the raw distribution in nats
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
