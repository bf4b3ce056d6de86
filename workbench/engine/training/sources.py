"""Where a training's text comes from: the grammar of our own, number words, or a file."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.text.corpus import document, pairs
from workbench.text.corpus.brief import brief
from workbench.text.corpus.echo import echo

DOCUMENTS_PER_ROW = 64
"""Numbers of documents that belong to one row; most stay unused, so that no row needs to know how long others are."""
TAKEN = 8
"""How many documents are made at once for a row."""
VALID_PERMILLE = 50
"""Share of a file's documents that is kept for validation."""
LEAST_TOKENS = 256
MOST_FILE_BYTES = 1 << 30

Split = Literal["train", "valid"]


@dataclass(frozen=True, slots=True)
class Beside:
    """Lines of another kind that stand in the place of `share` of the grammar's documents. `name` seeds them."""

    name: str
    share: float
    line: Callable[[random.Random], str]


BESIDE = {"corpus+echo": Beside("echo", 0.3, echo), "corpus+brief": Beside("brief", 0.4, brief)}
"""By the name of the data."""


class CorpusTexts:
    """The grammar's documents, and what stands `beside` them."""

    def __init__(self, tokenizer: Tokenizer, *, seed: int, split: Split, beside: Beside | None = None) -> None:
        self._tokenizer, self._seed, self._split, self._beside = tokenizer, seed, split, beside

    def of_row(self, row: int) -> Iterator[list[int]]:
        first = row * DOCUMENTS_PER_ROW
        for start in range(first, first + DOCUMENTS_PER_ROW, TAKEN):
            yield from self._tokenizer.encode_many([self._text(number) for number in range(start, start + TAKEN)])

    def _text(self, number: int) -> str:
        if self._beside is not None:
            rng = random.Random(f"{self._seed}:{self._beside.name}:{self._split}:{number}")
            if rng.random() < self._beside.share:
                return self._beside.line(rng)
        return document(self._seed, number, split=self._split)


class NumberPairs:
    """Number words in both languages, both ways."""

    def __init__(self, tokenizer: Tokenizer, *, seed: int, split: Split) -> None:
        self._tokenizer, self._seed, self._split = tokenizer, seed, split

    def ids(self, first: int, count: int) -> list[tuple[list[int], list[int]]]:
        made = list(itertools.islice(pairs(self._seed, split=self._split, first=first), count))
        sources, targets = self._tokenizer.encode_many([one for one, _ in made]), self._tokenizer.encode_many([one for _, one in made])
        return list(zip(sources, targets, strict=True))


@dataclass(frozen=True, slots=True)
class Stream:
    """Documents behind each other: `ids` int32 [n], document i from starts[i] to before starts[i + 1], `starts` int64 [count + 1]."""

    ids: np.ndarray
    starts: np.ndarray


class FileTexts:
    """A file's documents, one a line. A row begins with a document drawn from its number and goes on with those that follow.

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
            start, end = starts[number % count], starts[number % count + 1]
            if number == first and end - start > self._row_tokens:
                start = min(place, end - 1)
            yield ids[start:end].tolist()


def read_documents(path: Path) -> list[str]:
    """The lines of a text file that are not empty. Raises WorkbenchError: file-missing, file-unreadable, training-data-bad."""
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise WorkbenchError("training-data-bad", path=path, reason=f"it has more than {MOST_FILE_BYTES >> 20} MiB")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkbenchError("training-data-bad", path=path, reason=f"it is not UTF-8 at byte {error.start}") from error
    documents = [line for line in text.splitlines() if line.strip()]
    if not documents:
        raise WorkbenchError("training-data-bad", path=path, reason="it holds no text")
    return documents


def is_valid(document: str) -> bool:
    """Whether a document of a file is kept for validation, by its hash."""
    return int.from_bytes(hashlib.sha256(document.encode("utf-8")).digest()[:4], "big") % 1000 < VALID_PERMILLE


def file_streams(path: Path, documents: list[str], tokenizer: Tokenizer) -> dict[Split, Stream]:
    """The ids of a file's documents by split. A file too small to split validates on its last twentieth.

    Raises WorkbenchError('training-data-bad').
    """
    kept: dict[bool, list[str]] = {False: [], True: []}
    for one in documents:
        kept[is_valid(one)].append(one)
    if not kept[True] or not kept[False]:
        cut = max(1, len(documents) // 20)
        kept = {False: documents[:-cut] or documents, True: documents[-cut:]}
    streams: dict[Split, Stream] = {"train": _stream(kept[False], tokenizer), "valid": _stream(kept[True], tokenizer)}
    if len(streams["train"].ids) < LEAST_TOKENS:
        reason = f"it has {len(streams['train'].ids)} tokens to train on; {LEAST_TOKENS} are the least"
        raise WorkbenchError("training-data-bad", path=path, reason=reason)
    return streams


def _stream(documents: list[str], tokenizer: Tokenizer) -> Stream:
    ids = tokenizer.encode_many(documents)
    starts = np.cumsum([0, *map(len, ids)], dtype=np.int64)
    return Stream(np.fromiter(itertools.chain.from_iterable(ids), np.int32, int(starts[-1])), starts)
