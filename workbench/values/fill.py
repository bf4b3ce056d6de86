"""Filling in masked words with an encoder, and comparing sentences by its vectors."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding
from workbench.values.trace import Distribution


@value
class FillRequest:
    """What stands at each mask of `subject`'s text, the `top` most probable tokens. `ids` overrides the tokenizer.

    `interventions` act in the pass."""

    subject: Subject
    top: int = 20
    dtype: Dtype = "float32"
    kernels: str = ""
    ids: tuple[int, ...] | None = None
    interventions: tuple[Intervention, ...] = ()


@value
class FilledMask:
    """One mask. `position` among the tokens; its distribution given all the others, other masks staying masks."""

    position: int
    distribution: Distribution


@value(eq=False)
class Filled:
    """Answer to FillRequest. `text`: with the most probable token in the place of each mask."""

    request: FillRequest
    model: ModelInfo
    encoding: Encoding
    masks: tuple[FilledMask, ...]
    text: str
    kernels: str
    n_threads: int = 0


@value
class SimilarityRequest:
    """Compare sentences by their vectors. Answer: Similarity."""

    model: str
    texts: tuple[str, ...]
    dtype: Dtype = "float32"


@value(eq=False)
class Similarity:
    """vectors float32 [m, d_model], pooled as the model's files say (`pooling` in words); matrix float32 [m, m] of cosines, NaN
    in the rows and columns of texts that the tokenizer mostly cannot read; `unread` float32 [m]: how much of each it cannot."""

    request: SimilarityRequest
    model: ModelInfo
    vectors: np.ndarray
    matrix: np.ndarray
    unread: np.ndarray
    pooling: str
