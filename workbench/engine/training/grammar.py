"""Sentences of a small grammar whose entropy is known: what an n-gram can't reach, because a verb agrees with a noun far before it.

The idea that is not obvious: every sentence has one parse, so the entropy of sentences is that of the choices that make them, and
both it and the mean length follow from the rules by adding up. A row is one sentence, whole; so the mean over counted characters is
the entropy of a sentence over its mean length.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Iterator, Mapping, Sequence

from workbench.engine.training.batches import NOT_COUNTED, Batch, padded
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer

Rules = Mapping[str, Sequence[tuple[float, tuple[str, ...]]]]
"""For each symbol its ways of being written, each with its probability. What is no symbol is written as it is. No symbol holds itself."""


def _noun_phrases() -> dict[str, list[tuple[float, tuple[str, ...]]]]:
    """`np-s-2`: of number s or p, with places of up to two more nouns behind. The first noun rules the verb."""
    made: dict[str, list[tuple[float, tuple[str, ...]]]] = {}
    for number in "sp":
        made[f"np-{number}-0"] = [(1.0, ("the ", f"noun-{number}"))]
        for depth in (1, 2):
            behind = [(0.25, ("the ", f"noun-{number}", "place", f"np-{other}-{depth - 1}")) for other in "sp"]
            made[f"np-{number}-{depth}"] = [(0.5, ("the ", f"noun-{number}")), *behind]
    return made


RULES: Rules = {
    "sentence": [(0.5, ("np-s-2", "verb-s")), (0.5, ("np-p-2", "verb-p"))],
    **_noun_phrases(),
    "noun-s": [(0.4, ("dog",)), (0.3, ("cat",)), (0.2, ("owl",)), (0.1, ("fox",))],
    "noun-p": [(0.4, ("dogs",)), (0.3, ("cats",)), (0.2, ("owls",)), (0.1, ("foxes",))],
    "place": [(0.5, (" near ",)), (0.3, (" behind ",)), (0.2, (" above ",))],
    "verb-s": [(0.5, (" sleeps",)), (0.3, (" sings",)), (0.2, (" is here",))],
    "verb-p": [(0.5, (" sleep",)), (0.3, (" sing",)), (0.2, (" are here",))],
}


class Grammar:
    """Probabilistic context-free rules without recursion, of which every text has one parse."""

    def __init__(self, rules: Rules, start: str) -> None:
        self._rules, self._start = rules, start

    def letters(self) -> str:
        pieces = (piece for ways in self._rules.values() for _, way in ways for piece in way if piece not in self._rules)
        return "".join(sorted(set("".join(pieces))))

    def expected_loss(self, row_tokens: int) -> float:
        """Nats per character, the end of the sentence being one. `row_tokens` has no part in it: rows hold whole sentences."""
        return self._sums(self._start)[0] / (self.mean_length + 1)

    @property
    def mean_length(self) -> float:
        """Characters of a sentence."""
        return self._sums(self._start)[1]

    @property
    def longest(self) -> int:
        """Characters of the longest sentence."""
        return self._sums(self._start)[2]

    def of_rows(self, tokenizer: Tokenizer, *, row_tokens: int, seed: int) -> SentenceRows:
        """Rows for training. Raises WorkbenchError('bad-value') for a tokenizer of other than characters, or rows that are too short."""
        ids = tokenizer.encode_many(list(self.letters()))
        if tokenizer.bos_id is None or not tokenizer.eos_ids or any(len(one) != 1 for one in ids):
            raise WorkbenchError("bad-value", name="tokenizer", value=tokenizer.name, limit="characters, for sentences of the grammar")
        if row_tokens <= self.longest:
            raise WorkbenchError("bad-value", name="row_tokens", value=row_tokens, limit=f"{self.longest + 1} or more, for whole sentences")
        numbers = {letter: int(one[0]) for letter, one in zip(self.letters(), ids, strict=True)}
        return SentenceRows(self, numbers, tokenizer.bos_id, min(tokenizer.eos_ids), seed=seed)

    def sentence(self, rng: random.Random) -> str:
        return "".join(self._written(self._start, rng))

    def _written(self, symbol: str, rng: random.Random) -> Iterator[str]:
        shares, ways = zip(*self._rules[symbol], strict=True)
        for piece in rng.choices(ways, shares)[0]:
            yield from self._written(piece, rng) if piece in self._rules else (piece,)

    @functools.cache  # noqa: B019 (a grammar lives as long as its numbers)
    def _sums(self, symbol: str) -> tuple[float, float, int]:
        """Entropy in nats, mean and greatest number of characters of what a symbol is written as."""
        if symbol not in self._rules:
            return 0.0, float(len(symbol)), len(symbol)
        entropy, length, longest = 0.0, 0.0, 0
        for share, way in self._rules[symbol]:
            parts = [self._sums(piece) for piece in way]
            entropy += share * (sum(part[0] for part in parts) - math.log(share))
            length += share * sum(part[1] for part in parts)
            longest = max(longest, sum(part[2] for part in parts))
        return entropy, length, longest


class SentenceRows:
    """A sentence a row, between start and end: every character and the end are told."""

    def __init__(self, grammar: Grammar, numbers: Mapping[str, int], start_id: int, end_id: int, *, seed: int) -> None:
        self._grammar, self._numbers, self._start_id, self._end_id, self._seed = grammar, numbers, start_id, end_id, seed

    def batch(self, first: int, count: int) -> Batch:
        made = [self._grammar.sentence(random.Random(f"{self._seed}:grammar:{row}")) for row in range(first, first + count)]
        ids = [[self._numbers[letter] for letter in one] for one in made]
        return Batch(padded([[self._start_id, *one] for one in ids], 0), padded([[*one, self._end_id] for one in ids], NOT_COUNTED))


GRAMMAR = Grammar(RULES, "sentence")
"""What the data `grammar` are made of."""
