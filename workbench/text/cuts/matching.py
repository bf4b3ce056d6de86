"""Longest match first: WordPiece (Wu et al. 2016, arXiv 1609.08144), and vocabularies of whole words."""

from __future__ import annotations

from typing import Any

from workbench.text.cuts.spelled import Symbol, Word, pieces
from workbench.values import Attempt, CutRequest, Matching


class Matcher:
    """Built from the library's description of a WordPiece or WordLevel model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._vocabulary: dict[str, int] = model["vocab"]
        self._unk: str = model["unk_token"]
        self._in_pieces = model["type"] == "WordPiece"
        self._prefix: str = model.get("continuing_subword_prefix") or ""
        self._limit = int(model.get("max_input_chars_per_word", 0))

    def cut(self, request: CutRequest, word: Word) -> Matching:
        """Every look-up, and what was found."""
        n = len(word.spelled)
        attempts: list[Attempt] = []
        found: list[Symbol] = []
        failure = "too-long" if self._in_pieces and n > self._limit else ""
        start = 0
        while start < n and not failure:
            end = self._longest(word.spelled, start, attempts)
            if end == start:
                failure = "nothing-fits"
            else:
                last = attempts[-1]
                found.append(Symbol(last.id, last.spelled, word.size(start, end)))
            start = end
        if failure:
            found = [Symbol(self._vocabulary.get(self._unk, -1), self._unk, word.size(0, n), unknown=True)]
        return Matching(request, word.text, tuple(attempts), pieces(found), failure, self._limit)

    def _longest(self, word: str, start: int, attempts: list[Attempt]) -> int:
        """Where the longest piece from `start` ends, `start` if there is none; notes every look-up."""
        shortest = start if self._in_pieces else len(word) - 1
        for end in range(len(word), shortest, -1):
            spelled = (self._prefix if start else "") + word[start:end]
            number = self._vocabulary.get(spelled, -1)
            attempts.append(Attempt(start, end, spelled, number))
            if number >= 0:
                return end
        return start
