"""What the logit lens found, cell by cell, as its pieces come in: the words of a cell, and how near it is to the end.

Nearness goes from 0 to 1 and is what is tinted: the probability of the cell's own best token; how little the cell differs from the
model's own prediction (KL, nothing at KL_FAR); how far up the tracked token ranks (by its logarithm, nothing at RANK_FAR).
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np

from workbench.gui.widgets.visible import visible_token
from workbench.values import Lens

Tint = Literal["probability", "kl", "rank"]
TINTS: tuple[Tint, ...] = ("probability", "kl", "rank")
KL_FAR, RANK_FAR = 10.0, 1000
LONGEST = 11
"""Characters of a token that a cell may need."""


class LensCell(NamedTuple):
    """One stream at one position. `best`: tokens with their probabilities."""

    best: tuple[tuple[str, float], ...]
    target: str
    rank: int
    target_probability: float
    kl: float
    entropy: float


class Column(NamedTuple):
    """A position, stream by stream: how near, the best token, whether it is the one that the model predicts in the end."""

    near: list[float]
    words: list[str]
    agrees: list[bool]


class _Piece(NamedTuple):
    lens: Lens
    words: list[list[str]]
    near: dict[Tint, np.ndarray]
    agrees: np.ndarray


class LensCells:
    """Pieces of `size` positions, by number. All of them have the same rows."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pieces: dict[int, _Piece] = {}
        self._columns: dict[tuple[int, Tint], Column] = {}

    def clear(self) -> None:
        self._pieces.clear()
        self._columns.clear()

    def add(self, lens: Lens) -> None:
        """Take in a piece."""
        assert lens.request.positions is not None, "pieces have their place"
        words = [[_cut(visible_token(lens.texts[str(token)])) for token in row] for row in lens.ids[:, :, 0].tolist()]
        near: dict[Tint, np.ndarray] = {
            "probability": np.exp(lens.logprobs[:, :, 0]),
            "kl": np.clip(1 - lens.kl / KL_FAR, 0, 1),
            "rank": np.clip(1 - np.log(lens.rank) / math.log(RANK_FAR), 0, 1),
        }
        agrees = lens.ids[:, :, 0] == lens.ids[-1:, :, 0]
        self._pieces[lens.request.positions[0] // self._size] = _Piece(lens, words, near, agrees)

    def has(self, piece: int) -> bool:
        return piece in self._pieces

    @property
    def lenses(self) -> list[Lens]:
        """The pieces that are there, in order."""
        return [self._pieces[number].lens for number in sorted(self._pieces)]

    def column(self, position: int, tint: Tint) -> Column | None:
        """All streams at a position, kept once it was made; None where nothing is known yet."""
        key = (position, tint)
        if key not in self._columns and (piece := self._pieces.get(position // self._size)) is not None:
            at = position % self._size
            words = [row[at] for row in piece.words]
            self._columns[key] = Column(piece.near[tint][:, at].tolist(), words, piece.agrees[:, at].tolist())
        return self._columns.get(key)

    def cell(self, row: int, position: int) -> LensCell | None:
        """All of a cell."""
        piece, at = self._pieces.get(position // self._size), position % self._size
        if piece is None:
            return None
        lens = piece.lens
        pairs = zip(lens.ids[row, at].tolist(), lens.logprobs[row, at].tolist(), strict=True)
        return LensCell(
            best=tuple((visible_token(lens.texts[str(token)]), math.exp(logprob)) for token, logprob in pairs),
            target=visible_token(lens.texts[str(int(lens.targets[at]))]),
            rank=int(lens.rank[row, at]),
            target_probability=math.exp(float(lens.target_logprobs[row, at])),
            kl=float(lens.kl[row, at]),
            entropy=float(lens.entropy[row, at]),
        )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
