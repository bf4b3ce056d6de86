"""Byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909): of all neighbours the pair with the lowest rank is merged first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.text.cuts.spelled import Symbol, Word, bytes_shared, pieces
from workbench.values import CutRequest, Merge, Merging, Pair

RIVALS = 8
"""Of the pairs that lose, so many are told."""


class Merger:
    """Built from the library's description of a BPE model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._vocabulary: dict[str, int] = model["vocab"]
        self._prefix: str = model.get("continuing_subword_prefix") or ""
        self._suffix: str = model.get("end_of_word_suffix") or ""
        self._unk: str | None = model.get("unk_token")
        self._fuses, self._falls_back = bool(model.get("fuse_unk")), bool(model.get("byte_fallback"))
        self._whole_first, self._dropout = bool(model.get("ignore_merges")), float(model.get("dropout") or 0)
        self._spelled = {number: piece for piece, number in self._vocabulary.items()}
        self._ranks = dict(self._read(model.get("merges") or []))

    def _read(self, merges: list[Any]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        for rank, merge in enumerate(merges):
            left, right = merge.split(" ") if isinstance(merge, str) else merge
            made = left + right[len(self._prefix) :]
            yield (self._vocabulary[left], self._vocabulary[right]), (rank, self._vocabulary[made])

    def cut(self, request: CutRequest, word: Word) -> Merging:
        """Every merge of the word, in order."""
        whole = self._vocabulary.get(word.spelled) if self._whole_first else None
        if whole is not None:
            begin = [Symbol(whole, word.spelled, word.size(0, len(word.spelled)))]
        else:
            begin = list(self._begin(word))
        merges = () if whole is not None else tuple(self._merges([one.id for one in begin]))
        return Merging(request, word.text, pieces(begin), merges, whole is not None, self._dropout)

    def _begin(self, word: Word) -> Iterator[Symbol]:
        """The word in the characters of the vocabulary; for others bytes, or the unknown token."""
        pending: Symbol | None = None
        last = len(word.spelled) - 1
        for at, character in enumerate(word.spelled):
            spelled = (self._prefix if at else "") + character + (self._suffix if at == last else "")
            size = word.sizes[at]
            number = self._vocabulary.get(spelled)
            if number is not None:
                if pending is not None:
                    yield pending
                    pending = None
                yield Symbol(number, spelled, size)
                continue
            fallen = self._bytes(spelled, size)
            if fallen:
                yield from fallen
            elif self._unk is not None:
                if pending is not None and not self._fuses:
                    yield pending
                    pending = None
                size += pending.size if pending is not None else 0
                pending = Symbol(self._vocabulary[self._unk], self._unk, size, unknown=True)
        if pending is not None:
            yield pending

    def _bytes(self, spelled: str, size: int) -> list[Symbol]:
        """A character as tokens of its bytes; nothing if the vocabulary lacks one of them."""
        names = [f"<0x{byte:02X}>" for byte in spelled.encode("utf-8")] if self._falls_back else []
        if not all(name in self._vocabulary for name in names):
            return []
        shares = bytes_shared(size, len(names))
        return [Symbol(self._vocabulary[name], name, share) for name, share in zip(names, shares, strict=True)]

    def _merges(self, ids: list[int]) -> Iterator[Merge]:
        while True:
            pairs = []
            for at in range(len(ids) - 1):
                found = self._ranks.get((ids[at], ids[at + 1]))
                if found is not None:
                    pairs.append((found[0], at, found[1]))
            if not pairs:
                return
            pairs.sort()
            taken, *rivals = [Pair(at, rank, number, self._spelled[number]) for rank, at, number in pairs[: RIVALS + 1]]
            yield Merge(taken, len(pairs) - 1, tuple(rivals))
            ids[taken.at : taken.at + 2] = [taken.id]
