"""How well a set of vectors agrees with people."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value


@value
class WordPair:
    """Two words, and how alike people find them (any scale)."""

    a: str
    b: str
    score: float


@value(eq=False)
class WordSimilarity:
    """`n` pairs were asked, `n_known` of them could be answered: `pairs`, with cosines float32 [n_known]. spearman: rank correlation
    over these."""

    n: int
    n_known: int
    spearman: float
    pairs: tuple[WordPair, ...]
    cosines: np.ndarray


@value
class AnalogyQuestion:
    """a is to b as c is to d."""

    a: str
    b: str
    c: str
    d: str
    section: str = ""


@value
class AnalogyResult:
    """`n` questions, `n_known` with four known words, of which `n_right` were answered rightly; `answers` to the known ones in order.
    sections: (n, n_known, n_right) of each."""

    n: int
    n_known: int
    n_right: int
    answers: tuple[str, ...]
    sections: dict[str, tuple[int, int, int]]
