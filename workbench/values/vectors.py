"""Sets of vectors, wherever they come from, and what is near to what.

Shapes: n items, d numbers each, k neighbours.

The idea that is not obvious: like a trace, a set is named by where it comes from and not by a handle; whoever asks again after
the engine was restarted gets the same.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.subject import Dtype

Metric = Literal["cosine", "centered", "dot"]
"""centered: the cosine once the mean of all vectors is taken away. Vectors of a model share a direction, and plain cosines mostly
measure that."""
METRICS: tuple[Metric, ...] = ("centered", "cosine", "dot")
Pooling = Literal["own", "mean", "first", "last"]
"""How a text becomes one vector. own: as the model's files say, else the mean."""
Only = Literal["all", "words", "latin", "hangul"]
"""Which items may be neighbours. words: those that begin a word and are letters throughout; latin, hangul: such words in that script."""


@value
class TokenSource:
    """A model's table: what a token is read as (`embed`), or what it is predicted by (`unembed`; the same where they are tied), or the
    virtual tokens of its soft prompt and, behind them, those that are read (`prompt`). A checkpoint is a model: `run:ID@STEP`."""

    model: str
    table: Literal["embed", "unembed", "prompt"] = "embed"
    dtype: Dtype = "float32"


@value
class PositionSource:
    """The vectors of positions, of models that learn them."""

    model: str
    dtype: Dtype = "float32"


@value
class ContextSource:
    """Tokens in their texts: the stream before block `layer` (n_layers or -1: after the last, normed), an item for each token."""

    model: str
    texts: tuple[str, ...]
    layer: int = -1
    dtype: Dtype = "float32"


@value
class SentenceSource:
    """Whole texts, an item for each."""

    model: str
    texts: tuple[str, ...]
    pooling: Pooling = "own"
    dtype: Dtype = "float32"


@value
class FileSource:
    """A file of one's own: .csv, .tsv, .npy, .npz, or a word and its numbers on each line (.txt, .vec, .w2v)."""

    path: str


VectorSource = TokenSource | PositionSource | ContextSource | SentenceSource | FileSource
ModelVectorSource = TokenSource | PositionSource | ContextSource | SentenceSource


@value
class VectorsRequest:
    """Ask for a set of vectors. Events: Progress. Answer: Vectors."""

    source: VectorSource


@value(eq=False)
class Vectors:
    """Answer to VectorsRequest, without the numbers themselves.

    labels    n names; tokens as they are shown
    norms     float32 [n], Euclidean
    texts     int32 [n], which of the source's texts an item stands in; spans int64 [n, 2] its bytes there. Empty for tables
    likeness  how alike random pairs are, by metric: their scores float32 [m], ascending. What is chosen is judged against them
    sha256    of the model
    columns   what else a file says of its items: by heading, n cells as they are written
    """

    request: VectorsRequest
    dim: int
    labels: tuple[str, ...]
    norms: np.ndarray
    texts: np.ndarray
    spans: np.ndarray
    likeness: dict[str, np.ndarray]
    sha256: str
    pooling: str = ""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)


@value
class Term:
    """Part of a query: an item by number, or what `text` names: an item of that label, or a token of that text, its form at the
    beginning of a word first."""

    text: str = ""
    item: int | None = None
    weight: float = 1.0


@value
class NeighborsRequest:
    """The k nearest to a sum of terms, exactly, by each metric. Answer: Neighbors.

    Each term's vector is made as long as 1 before it is added, where there are several (so that a rare long one does not rule); by the
    centred cosine what is left of it without the mean of all.
    up_to: only items with a lower number may be neighbours. text: a text of its own in the place of terms, where the source is one of
    texts: a sentence is read as those of the set; in context it is the mean of its tokens."""

    source: VectorSource
    terms: tuple[Term, ...]
    k: int = 20
    metrics: tuple[Metric, ...] = METRICS
    only: Only = "all"
    up_to: int | None = None
    text: str = ""


@value(eq=False)
class Ranking:
    """items int32 [k], nearest first (the lower number among equals); scores float32 [k]. `chance`: the score that 95 % of random
    pairs stay below."""

    metric: Metric
    items: np.ndarray
    scores: np.ndarray
    chance: float


@value(eq=False)
class Neighbors:
    """Answer to NeighborsRequest. `used`: the items that the query is made of; they are ranked as all others, for whoever shows
    them to grey. labels, norms: of all items that are named in `rankings` or `used`, by item number as text."""

    request: NeighborsRequest
    used: tuple[int, ...]
    rankings: tuple[Ranking, ...]
    labels: dict[str, str]
    norms: dict[str, float]
