"""A word as a person reads it, and how many of its bytes each of its spelled characters stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from workbench.text.spelling import Spelling
from workbench.values import Pieces


class Word(NamedTuple):
    """`spelled`: as the pre-tokenizer hands it on; `text`: as it is read; `sizes`: bytes of `text` for each character of `spelled`."""

    spelled: str
    text: str
    sizes: tuple[int, ...]

    def size(self, start: int, end: int) -> int:
        """Bytes of the text under characters [start, end)."""
        return sum(self.sizes[start:end])


class Symbol(NamedTuple):
    """A piece in the making."""

    id: int
    spelled: str
    size: int
    unknown: bool = False


def read(spelled: str, spelling: Spelling) -> Word:
    """Read a word. One whose bytes are no text, cut within a character, is taken as it is spelled."""
    units = [spelling.to_bytes(character) for character in spelled]
    try:
        text = b"".join(units).decode("utf-8")
    except UnicodeDecodeError:
        text, units = spelled, [character.encode("utf-8") for character in spelled]
    return Word(spelled, text, tuple(map(len, units)))


def bytes_shared(size: int, n: int) -> list[int]:
    """`size` bytes shared out to n pieces that stand for a byte each, as far as they go."""
    shares = [1 if number < size else 0 for number in range(n)]
    return [*shares[:-1], shares[-1] + max(0, size - n)] if shares else []


def pieces(symbols: Iterable[Symbol] | Sequence[Symbol]) -> Pieces:
    """The value for symbols."""
    made = list(symbols)
    return Pieces(
        ids=np.array([one.id for one in made], np.int32),
        spelled=tuple(one.spelled for one in made),
        sizes=np.array([one.size for one in made], np.int64),
        unknown=np.array([one.unknown for one in made], np.bool_),
    )
