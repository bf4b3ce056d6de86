"""Unigram (Kudo 2018, arXiv 1804.10959): the cut whose pieces' log-probabilities sum up highest, and the runners-up."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from workbench.text.cuts.spelled import Symbol, Word, bytes_shared, pieces
from workbench.values import CutRequest, Paths, Segmentation

UNKNOWN_PENALTY = 10.0
"""An unknown character costs so much more than the least probable piece, as in SentencePiece."""


class _Path(NamedTuple):
    """The best way but some to a place in the word: its score, and the last piece from `start` on, behind path number `before` there."""

    score: float
    start: int
    before: int
    own: float
    known: bool


class PathFinder:
    """Built from the library's description of a Unigram model."""

    def __init__(self, model: dict[str, Any]) -> None:
        entries: list[tuple[str, float]] = model["vocab"]
        self._vocabulary = {piece: number for number, (piece, _) in enumerate(entries)}
        self._scores = [float(score) for _, score in entries]
        self._longest = max((len(piece) for piece, _ in entries), default=0)
        self._unk_id: int | None = model.get("unk_id")
        self._falls_back = bool(model.get("byte_fallback"))
        self._unknown_score = min(self._scores, default=0.0) - UNKNOWN_PENALTY

    def cut(self, request: CutRequest, word: Word) -> Paths:
        """The `request.most` best cuts of the word."""
        ways = self._ways(word.spelled, request.most)
        best = tuple(self._segmentation(word, ways, number) for number in range(len(ways[-1]))) if word.spelled else ()
        return Paths(request, word.text, best, self._unknown_score)

    def _ways(self, word: str, most: int) -> list[list[_Path]]:
        """For every place in the word the best paths to it. Among equals the one found first, as the library has it."""
        ways: list[list[_Path]] = [[] for _ in range(len(word) + 1)]
        ways[0] = [_Path(0.0, 0, 0, 0.0, True)]
        for start in range(len(word)):
            ways[start] = sorted(ways[start], key=lambda path: -path.score)[:most]
            single = False
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                number = self._vocabulary.get(word[start:end])
                if number is not None:
                    self._extend(ways, start, end, self._scores[number], known=True)
                    single = single or end == start + 1
            if not single:
                self._extend(ways, start, start + 1, self._unknown_score, known=False)
        ways[-1] = sorted(ways[-1], key=lambda path: -path.score)[:most]
        return ways

    @staticmethod
    def _extend(ways: list[list[_Path]], start: int, end: int, own: float, *, known: bool) -> None:
        ways[end] += [_Path(own + path.score, start, number, own, known) for number, path in enumerate(ways[start])]

    def _segmentation(self, word: Word, ways: list[list[_Path]], number: int) -> Segmentation:
        total = ways[-1][number].score
        steps: list[tuple[int, int, float, bool]] = []
        end = len(word.spelled)
        while end > 0:
            path = ways[end][number]
            if steps and not path.known and not steps[-1][3]:  # neighbours that are unknown make one
                last = steps.pop()
                steps.append((path.start, last[1], path.own + last[2], False))
            else:
                steps.append((path.start, end, path.own, path.known))
            end, number = path.start, path.before
        symbols: list[Symbol] = []
        scores: list[float] = []
        for begin, until, own, _ in reversed(steps):
            made = self._symbols(word.spelled[begin:until], word.size(begin, until))
            symbols += made
            scores += [own, *[0.0] * (len(made) - 1)]
        return Segmentation(pieces(symbols), np.array(scores, np.float64), total)

    def _symbols(self, spelled: str, size: int) -> list[Symbol]:
        number = self._vocabulary.get(spelled)
        if number is not None:
            return [Symbol(number, spelled, size, unknown=number == self._unk_id)]
        names = [f"<0x{byte:02X}>" for byte in spelled.encode("utf-8")] if self._falls_back else []
        if names and all(name in self._vocabulary for name in names):
            shares = bytes_shared(size, len(names))
            return [Symbol(self._vocabulary[name], name, share) for name, share in zip(names, shares, strict=True)]
        unknown = self._unk_id if self._unk_id is not None else -1
        return [Symbol(unknown, spelled, size, unknown=True)]
