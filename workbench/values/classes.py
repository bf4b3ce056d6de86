"""What a model with a head of classes says of a text, or of each word in it."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding


@value
class ClassifyRequest:
    """Ask the engine which class `subject`'s text is of, or each of its tokens. Answer: Classified. `ids` overrides the tokenizer."""

    subject: Subject
    dtype: Dtype = "float32"
    kernels: str = ""
    ids: tuple[int, ...] | None = None


@value(eq=False)
class Classified:
    """Answer to ClassifyRequest.

    labels         the names of the classes, by their numbers
    positions      int32 [n], at which tokens the head was read: one for the class of a text, every token of it for tags. A tag is a word's
                   own at its first token, in a decoder at its last; what is said of its other tokens was never learned
    probabilities  float32 [n, n_labels]
    """

    request: ClassifyRequest
    model: ModelInfo
    encoding: Encoding
    labels: tuple[str, ...]
    positions: np.ndarray
    probabilities: np.ndarray
    kernels: str
    n_threads: int = 0
