"""How a tokenizer's model cuts one word, step by step.

A word is what the pre-tokenizer hands on (`Stage.pieces`), spelled as it spells it. Its pieces are given by their sizes in the UTF-8
bytes of `text`, the word as a person reads it. Shapes: m pieces.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value


@value
class CutRequest:
    """Ask the text child how `model`'s tokenizer cuts `word`. Answer: Merging (BPE), Matching (WordPiece, whole words) or Paths
    (Unigram, as many as `most`)."""

    model: str
    word: str
    most: int = 6


@value(eq=False)
class Pieces:
    """A word in pieces. ids int32 [m]; spelled: m strings of the vocabulary; sizes int64 [m], 0 for one that stands for nothing."""

    ids: np.ndarray
    spelled: tuple[str, ...]
    sizes: np.ndarray
    unknown: np.ndarray


@value
class Pair:
    """Two neighbours that could be merged: the number of the left one, the rank of the merge (lower goes first), what it makes."""

    at: int
    rank: int
    id: int
    spelled: str


@value
class Merge:
    """One step: `taken`, and of the `n_rivals` other pairs that could have been merged those with the lowest ranks."""

    taken: Pair
    n_rivals: int
    rivals: tuple[Pair, ...]


@value(eq=False)
class Merging:
    """BPE: `begin`, the word in characters or bytes, and the merges up to the end. `whole`: the word is in the vocabulary, and the
    model then merges nothing. `dropout`: the share of merges that the model would leave out by chance; here none is."""

    request: CutRequest
    text: str
    begin: Pieces
    merges: tuple[Merge, ...]
    whole: bool
    dropout: float


@value
class Attempt:
    """A piece that was looked up: characters [start, end) of the word. `id` is -1 if the vocabulary lacks it."""

    start: int
    end: int
    spelled: str
    id: int


@value(eq=False)
class Matching:
    """Longest match first: every look-up in order, and the pieces found. `failure`: "", "too-long" (more than `limit` characters) or
    "nothing-fits"; the whole word is then unknown."""

    request: CutRequest
    text: str
    attempts: tuple[Attempt, ...]
    end: Pieces
    failure: str
    limit: int


@value(eq=False)
class Segmentation:
    """One way to cut the word. scores float64 [m], ln p of each piece; `total` is their sum."""

    pieces: Pieces
    scores: np.ndarray
    total: float


@value(eq=False)
class Paths:
    """Unigram: the most probable ways to cut the word, best first. `unknown_score`: what a character costs that no piece has."""

    request: CutRequest
    text: str
    best: tuple[Segmentation, ...]
    unknown_score: float
