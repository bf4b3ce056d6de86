"""One word in several texts, followed through the layers of a model: where do its senses part?

Shapes: m occurrences of the word, rows = n_layers + 1 (the stream before each block, then after the last and normed), d numbers.

The idea that is not obvious: which sense a text uses is the person's to say and costs no pass of the model, so what is made of it
(`values.parting`) is computed from the answer wherever it is shown.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.subject import Dtype

SenseMetric = Literal["centered", "cosine"]
"""How alike two occurrences are. centered: the cosine once the mean of a layer's reference tokens is taken away."""


@value
class Occurrence:
    """Bytes [start, end) of a text, by its number."""

    text: int
    start: int
    end: int


@value
class SensesRequest:
    """Follow a word through the layers. Events: Progress. Answer: Senses.

    `word`: each of its occurrences in each text; several forms with commas between them ("배, 배를"). `occurrences`: these
    instead. Of an encoder-decoder, its encoder is followed.
    """

    model: str
    texts: tuple[str, ...]
    word: str = ""
    occurrences: tuple[Occurrence, ...] = ()
    dtype: Dtype = "float32"


@value(eq=False)
class Senses:
    """Answer to SensesRequest.

    texts     int32 [m], whose text an occurrence stands in; spans int64 [m, 2], its bytes there
    labels    the tokens that an occurrence is made of, as they are shown; n_tokens int32 [m], how many. Their vectors are averaged
    vectors   float32 [rows, m, d]
    alike     by metric: float32 [rows, m, m], how alike two occurrences are
    chance    by metric: float32 [rows, 2], of pairs of different tokens from different sentences of the reference text: their
              mean, and what 95 % of them stay below. The mean is the layer's baseline (Ethayarajh 2019, arXiv 1909.00512)
    paths     float32 [rows, m, 2]: each occurrence's centred direction less the mean of all occurrences, along the two axes in
              which these differences spread most over all layers. The same axes in every row
    kept      float32 [rows], the share of a row's spread that the two axes show; NaN where all are alike
    missing   int32, the texts that the word was not found in
    n_reference  tokens that the baseline and the mean are taken from
    """

    request: SensesRequest
    texts: np.ndarray
    spans: np.ndarray
    labels: tuple[str, ...]
    n_tokens: np.ndarray
    vectors: np.ndarray
    alike: dict[str, np.ndarray]
    chance: dict[str, np.ndarray]
    paths: np.ndarray
    kept: np.ndarray
    missing: np.ndarray
    n_reference: int
    sha256: str
