"""How surprising a text is to a model. Natural logs; n tokens."""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding


@value
class ScoreRequest:
    """Ask the engine for the probability of each token of `subject`: a decoder's given those before it, an encoder's given all others.
    Events: Progress. Answer: Score.

    `ids` override the tokenizer where they are given; `kernels` forces those of a stored run; `interventions` act in the pass."""

    subject: Subject
    dtype: Dtype = "float32"
    ids: tuple[int, ...] | None = None
    kernels: str = ""
    interventions: tuple[Intervention, ...] = ()


@value(eq=False)
class Score:
    """Answer to ScoreRequest. A decoder gives the first id no probability, an encoder special tokens: NaN in `logprobs` and `entropy`,
    0 in `rank`.

    logprobs   float32 [n], ln p of each token
    entropy    float32 [n], of the distribution it was expected from, in nats
    rank       int32 [n], 1 for the most probable token
    nll        nats, the sum over the `n_scored` tokens that have a probability
    n_chars    characters of the scored text in NFC; n_bytes its UTF-8 bytes
    method     "left-to-right", or "masked": each token masked in turn (pseudo-log-likelihood, arXiv 1910.14659), whose sum is no
               probability of the text and whose rates are pseudo-rates
    """

    request: ScoreRequest
    model: ModelInfo
    encoding: Encoding
    logprobs: np.ndarray
    entropy: np.ndarray
    rank: np.ndarray
    nll: float
    n_scored: int
    n_chars: int
    n_bytes: int
    nats_per_char: float
    perplexity: float
    bits_per_byte: float
    kernels: str
    n_threads: int = 0
    method: Literal["left-to-right", "masked"] = "left-to-right"
