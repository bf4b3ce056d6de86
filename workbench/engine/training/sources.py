"""Where a training's text comes from: the grammar of our own, or the ids of a data set."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from workbench.text import Tokenizer
from workbench.text.corpus import HE_SHARES, SENTENCES, document, pairs, pronoun_line, question, review
from workbench.text.corpus.brief import brief
from workbench.text.corpus.echo import echo
from workbench.text.corpus.sources import Split
from workbench.text.dataset import Stream
from workbench.text.shuffling import shuffled

DOCUMENTS_PER_ROW = 64
"""Numbers of documents that belong to one row; most stay unused, so that no row needs to know how long others are."""
TAKEN = 8
"""How many documents are made at once for a row."""

Made = TypeVar("Made")


class Texts(Protocol):
    """Where documents come from. Each row takes its own."""

    def of_row(self, row: int) -> Iterator[list[int]]:
        """Documents as ids, without special tokens, as many as a row may want."""


class Records(Protocol):
    """Where records come from: pairs, or texts with what is told of them. Each row is one."""

    def ids(self, first: int, count: int) -> Sequence[tuple[Sequence[int], ...]]:
        """The fields of the records first … first + count - 1 as ids, without special tokens."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Lines of another kind that stand in the place of `share` of the grammar's documents. `name` seeds them."""

    name: str
    share: float
    line: Callable[[random.Random], str]


BESIDE = {"corpus+echo": Beside("echo", 0.3, echo), "corpus+brief": Beside("brief", 0.4, brief)}
"""By the name of the data."""


def own_record(data: str, seed: int, number: int, split: Split) -> tuple[str, ...]:
    """A record of our own data by its number: a document, a source and its target, a question and its answer, a review and its
    sentiment."""
    match data:
        case "numbers":
            return next(pairs(seed, split=split, first=number))
        case "questions":
            return question(seed, number, split=split)
        case "sentiment":
            return review(seed, number, split=split)
        case "corpus-sentences":
            return (document(seed, number, split=split, kinds=SENTENCES),)
    if data in HE_SHARES:
        return (pronoun_line(random.Random(f"{seed}:pronouns:{split}:{number}"), he_share=HE_SHARES[data]),)
    beside = BESIDE.get(data)
    if beside is not None:
        rng = random.Random(f"{seed}:{beside.name}:{split}:{number}")
        if rng.random() < beside.share:
            return (beside.line(rng),)
    return (document(seed, number, split=split),)


class CorpusTexts:
    """The grammar's documents, and what stands beside them."""

    def __init__(self, tokenizer: Tokenizer, *, data: str, seed: int, split: Split) -> None:
        self._tokenizer, self._data, self._seed, self._split = tokenizer, data, seed, split

    def of_row(self, row: int) -> Iterator[list[int]]:
        first = row * DOCUMENTS_PER_ROW
        for start in range(first, first + DOCUMENTS_PER_ROW, TAKEN):
            texts = [own_record(self._data, self._seed, number, self._split)[0] for number in range(start, start + TAKEN)]
            yield from self._tokenizer.encode_many(texts)


class MadeRecords(Generic[Made]):
    """Records that are made by their number."""

    def __init__(self, make: Callable[[int], Made], encode: Callable[[list[Made]], list[tuple[Sequence[int], ...]]]) -> None:
        self._make, self._encode = make, encode

    def ids(self, first: int, count: int) -> list[tuple[Sequence[int], ...]]:
        return self._encode([self._make(number) for number in range(first, first + count)])


class FileRecords:
    """The records of a data set, in an order of each epoch's own; for validation as they stand."""

    def __init__(self, stream: Stream, *, seed: int | None) -> None:
        self._stream, self._seed = stream, seed

    def ids(self, first: int, count: int) -> list[tuple[list[int], ...]]:
        n = len(self._stream)
        if self._seed is None:
            return [self._stream.record(number % n) for number in range(first, first + count)]
        return [self._stream.record(shuffled(number, n, self._seed)) for number in range(first, first + count)]


class FileTexts:
    """A data set's documents. A row begins with a document drawn from its number and goes on with those that follow.

    Of a document longer than a row, a stretch is drawn, so that its end is learned like its beginning.
    """

    def __init__(self, stream: Stream, *, seed: int, row_tokens: int) -> None:
        self._stream, self._seed, self._row_tokens = stream, seed, row_tokens

    def of_row(self, row: int) -> Iterator[list[int]]:
        rng = random.Random(f"{self._seed}:file:{row}")
        ids, starts = self._stream.ids, self._stream.starts
        count = len(starts) - 1
        place = rng.randrange(len(ids))  # by tokens: a long document is begun with as often as it has rows
        first = int(np.searchsorted(starts, place, "right")) - 1
        for number in range(first, first + count):  # past the last one, from the first again
            start, end = int(starts[number % count]), int(starts[number % count + 1])
            if number == first and end - start > self._row_tokens:
                start = min(place, end - 1)
            yield ids[start : min(end, start + self._row_tokens + 1)].tolist()
