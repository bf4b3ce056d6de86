"""How well a set of vectors agrees with people."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.vectors import VectorSource


@value
class WordPair:
    """Two words, and how alike people find them (any scale)."""

    a: str
    b: str
    score: float


@value
class WordSimilarityRequest:
    """Compare a set's cosines with what people say of the pairs in a file. Answer: WordSimilarity."""

    source: VectorSource
    path: str


@value(eq=False)
class WordSimilarity:
    """Answer to WordSimilarityRequest. `n` pairs were asked, `n_known` of them could be answered: `pairs`, with cosines float32
    [n_known]. spearman: rank correlation over these. unknown: words that the set lacks, each once."""

    request: WordSimilarityRequest
    n: int
    n_known: int
    spearman: float
    pairs: tuple[WordPair, ...]
    cosines: np.ndarray
    unknown: tuple[str, ...]


@value
class AnalogyQuestion:
    """a is to b as c is to d."""

    a: str
    b: str
    c: str
    d: str
    section: str = ""


@value
class AnalogiesRequest:
    """Answer the questions in a file. `only_words`: an answer is a word, not a part of one. Events: Progress. Answer: AnalogyResult."""

    source: VectorSource
    path: str
    only_words: bool = True


@value(eq=False)
class AnalogyResult:
    """Answer to AnalogiesRequest. `n` questions, `n_known` with four known words: `questions`, of which `n_right` were answered rightly;
    `answers` to them in order. sections: (n, n_known, n_right) of each, in the file's order. unknown: words that the set lacks."""

    request: AnalogiesRequest
    n: int
    n_known: int
    n_right: int
    questions: tuple[AnalogyQuestion, ...]
    answers: tuple[str, ...]
    sections: dict[str, tuple[int, int, int]]
    unknown: tuple[str, ...]
