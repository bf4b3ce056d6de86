"""What a file of ranks means, from first principles, slow and plain, sharing nothing with the product.

A word that is in the vocabulary is one token; any other begins as bytes, and of all neighbours that make something in the
vocabulary those that make what has the lowest rank join first, the leftmost among equals.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import regex

_PUBLISHED = {
    "r50k_base": r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s""",
    "cl100k_base": r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"""
    r"""|\s++$|\s*[\r\n]|\s+(?!\S)|\s""",
}


class RankOracle:
    def __init__(self, path: Path) -> None:
        pairs = (line.split() for line in path.read_bytes().splitlines())
        self.ranks = {base64.b64decode(piece): int(rank) for piece, rank in pairs}
        self.words = regex.compile(_PUBLISHED[path.stem])

    def encode(self, text: str) -> list[int]:
        return [one for word in self.words.finditer(text) for one in self._word(word.group().encode())]

    def _word(self, word: bytes) -> Iterator[int]:
        if word in self.ranks:
            yield self.ranks[word]
            return
        parts = [bytes([byte]) for byte in word]
        while len(parts) > 1:
            made = [self.ranks.get(parts[at] + parts[at + 1], 1 << 30) for at in range(len(parts) - 1)]
            best = made.index(min(made))
            if made[best] == 1 << 30:
                break
            parts[best : best + 2] = [parts[best] + parts[best + 1]]
        yield from (self.ranks[part] for part in parts)
