"""How probable whole strings are behind a prompt. All log-probabilities are natural logs; m continuations."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding


@value
class LikelihoodRequest:
    """Ask the engine how probable each of `continuations` is behind `subject`'s text. Events: Progress. Answer: Likelihood.

    Continuations are put behind the prompt exactly as they are, so the space that begins a word is theirs. An encoder-decoder
    reads the text as its source and the continuations are its targets; an encoder's text holds one mask, which they replace.

    `messages`, `template`: a conversation in the place of the text, as in GenerateRequest; the continuations begin the answer.
    `content_free`: calibrate by these texts, each in the place of the prompt's (of the last message's, in a conversation): the
    same prompt with nothing to judge in it, "N/A" for instance. Empty: not calibrated. `recipe`: the TaskRecipe's name.
    `interventions` act in every pass.
    """

    subject: Subject
    continuations: tuple[str, ...]
    messages: tuple[tuple[str, str], ...] = ()
    template: str | None = None
    content_free: tuple[str, ...] = ()
    dtype: Dtype = "float32"
    kernels: str = ""
    recipe: str = ""
    interventions: tuple[Intervention, ...] = ()


@value(eq=False)
class ScoredContinuation:
    """One continuation.

    ids, tokens  int32 [n], those that were scored, and each of them as text
    logprobs     float32 [n], ln p of each given all before it
    nats         ln p of the whole, their sum
    merged       the tokenizer joined its beginning with the end of the prompt, so that its first token holds both
    calibrated   nats minus the log of its mean probability behind the content-free prompts; NaN where there are none
    """

    text: str
    ids: np.ndarray
    tokens: tuple[str, ...]
    logprobs: np.ndarray
    nats: float
    merged: bool
    calibrated: float


@value(eq=False)
class Likelihood:
    """Answer to LikelihoodRequest; `scores` in the order of its continuations.

    prompt             what the continuations were put behind, as the model would read it alone
    given              int32 [n], the ids that every score is given: those that the prompt and all continuations have in common
    shared             the end of the prompt that was scored together with each continuation, because for one of them the
                       tokenizer merged over the boundary; empty where it did not. Scores are then still of one and the same
                       stretch of text and can be compared.
    shares             float64 [m], each continuation's probability among all of them; they sum to 1
    calibrated_shares  the same after calibration; NaN where there is none
    """

    request: LikelihoodRequest
    model: ModelInfo
    prompt: Encoding
    given: np.ndarray
    shared: str
    scores: tuple[ScoredContinuation, ...]
    shares: np.ndarray
    calibrated_shares: np.ndarray
    kernels: str
    n_threads: int = 0
