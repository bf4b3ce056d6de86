"""Byte-level BPE from first principles, slow and plain, sharing nothing with the product: the oracle for token ids.

The rule of SmolLM2: digits one by one, then GPT-2's words, then the earliest merge first, over and over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

_DIGIT = regex.compile(r"\p{N}")
_WORDS = regex.compile(r"'(?:s|t|re|ve|m|ll|d)|\ ?\p{Letter}+|\ ?\p{Number}+|\ ?[^\s\p{Letter}\p{Number}]+|\s+(?!\S)|\s+")


class Oracle:
    def __init__(self, pieces: Sequence[str], merges: Sequence[str], special: Sequence[str]) -> None:
        self.ids = {piece: number for number, piece in enumerate(pieces)}
        self.ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self.special = regex.compile("(" + "|".join(map(regex.escape, special)) + ")")
        self.letters = _alphabet()

    def encode(self, text: str) -> list[int]:
        found: list[int] = []
        for part in self.special.split(text):
            if self.special.fullmatch(part):
                found.append(self.ids[part])
                continue
            for word in words(part):
                spelled = [letter for letter in (self.letters[byte] for byte in word.encode()) if letter in self.ids]
                found += [self.ids[piece] for piece in self.merged(spelled)]
        return found

    def merged(self, pieces: list[str]) -> list[str]:
        while len(pieces) > 1:
            best = min(range(len(pieces) - 1), key=lambda i: self.ranks.get((pieces[i], pieces[i + 1]), len(self.ranks)))
            if (pieces[best], pieces[best + 1]) not in self.ranks:
                break
            pieces[best : best + 2] = [pieces[best] + pieces[best + 1]]
        return pieces


def words(text: str) -> list[str]:
    found = []
    at = 0
    for digit in [*_DIGIT.finditer(text), None]:
        between = text[at : digit.start() if digit else len(text)]
        found += _WORDS.findall(between)
        if digit:
            found.append(digit.group())
            at = digit.end()
    return found


def _alphabet() -> Mapping[int, str]:
    spare = iter(range(256, 512))
    return {byte: chr(byte) if chr(byte).isprintable() and byte not in (0x20, 0xAD) else chr(next(spare)) for byte in range(256)}
