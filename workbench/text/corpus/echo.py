"""Lines that say the same twice, in tokens that follow each other by chance: what comes next is known only to who looks back.

The repeated phrases of `sources` are words with spaces between; here neighbours are single tokens, so that the simplest circuit
that copies, one head that finds the token before and one that reads what came after it (arXiv 2209.11895), pays at once.
"""

from __future__ import annotations

import functools
import random

from workbench.text.corpus.english import ADVERBS
from workbench.text.corpus.lexicon import lexicon

SHORTEST, LONGEST = 4, 20


def echo(rng: random.Random) -> str:
    """A line of syllables without spaces, or of English words, said two or three times."""
    if rng.random() < 0.5:
        line = "".join(rng.choice(_syllables()) for _ in range(rng.randint(SHORTEST, LONGEST)))
        return line * rng.choice((2, 2, 3))
    words = " ".join(rng.choice(_words()) for _ in range(rng.randint(SHORTEST, LONGEST)))
    return " ".join([words] * rng.choice((2, 2, 3)))


@functools.cache
def _syllables() -> tuple[str, ...]:
    """The syllables of the training nouns."""
    return tuple(sorted({syllable for nouns in lexicon("korean").nouns.values() for noun in nouns for syllable in noun}))


@functools.cache
def _words() -> tuple[str, ...]:
    """The English words of the training text that are one token with their space: nouns and adverbs."""
    return (*ADVERBS, *(noun for nouns in lexicon("english").nouns.values() for noun in nouns))
