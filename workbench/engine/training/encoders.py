"""Records into ids, for each objective: documents, sources and targets, prompts and answers, texts with a class, words with tags."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Sequence

import numpy as np

from workbench.engine.training.batches import NOT_COUNTED
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.text.corpus import Sentence
from workbench.text.framing import Framing
from workbench.text.records import Record
from workbench.values import Frame

MOST_CLASSES = 1000
"""More distinct labels are no classes."""
WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


class FieldEncoder:
    """Each field by itself, nothing put around it."""

    def __init__(self, tokenizer: Tokenizer, *, n_fields: int) -> None:
        self.key, self.n_fields, self.labels = f"fields {key_of(tokenizer)}", n_fields, list[str]()
        self._tokenizer = tokenizer

    def __call__(self, records: Sequence[Record]) -> list[tuple[Sequence[int], ...]]:
        ids = iter(self._tokenizer.encode_many([field for record in records for field in record.fields]))
        return [tuple(itertools.islice(ids, self.n_fields)) for _ in records]


class AnswerEncoder:
    """Prompts and answers within the frame that the model is asked in."""

    n_fields = 2

    def __init__(self, tokenizer: Tokenizer, *, frame: Frame) -> None:
        self._framing = Framing(tokenizer, frame=frame)
        template = tokenizer.chat_template if self._framing.chat else "plain"
        self.key, self.labels = f"answers {key_of(tokenizer)} {template}", list[str]()

    def __call__(self, records: Sequence[Record]) -> list[tuple[Sequence[int], ...]]:
        found = self._framing.ids([(record.fields[0], record.fields[1]) for record in records])
        for record, (_, answer) in zip(records, found, strict=True):
            if not answer:
                raise WorkbenchError("training-row-bad", path=record.path, line=record.line, reason="its answer is empty")
        return list(found)


class LabelEncoder:
    """Texts, and the number of the class of each. `labels`: known from the start, or as they are met."""

    n_fields = 2

    def __init__(self, tokenizer: Tokenizer, *, labels: Sequence[str] = ()) -> None:
        self.key, self.labels = f"labels {key_of(tokenizer)}", list(labels)
        self._tokenizer, self._numbers = tokenizer, {label: number for number, label in enumerate(labels)}

    def __call__(self, records: Sequence[Record]) -> list[tuple[Sequence[int], ...]]:
        ids = self._tokenizer.encode_many([record.fields[0] for record in records])
        return [(one, [number_of(record.fields[1], self, self._numbers, record)]) for one, record in zip(ids, records, strict=True)]


class TagEncoder:
    """Tokens, and for each the number of its word's tag, NOT_COUNTED for those that aren't the word's own one: its first, or `at_end` its
    last, which in a decoder is the first that has seen all of the word."""

    n_fields = 2

    def __init__(self, tokenizer: Tokenizer, *, at_end: bool, labels: Sequence[str] = ()) -> None:
        self.key, self.labels = f"tags {at_end} {key_of(tokenizer)}", list(labels)
        self._tokenizer, self._at_end = tokenizer, at_end
        self._numbers = {label: number for number, label in enumerate(labels)}

    def __call__(self, records: Sequence[Record]) -> list[tuple[Sequence[int], ...]]:
        return [self._words(record) for record in records]

    def sentences(self, sentences: Sequence[Sentence]) -> list[tuple[Sequence[int], ...]]:
        """The same of sentences with a parse of their own."""
        return [self._tagged(one.text, one.spans, [self._numbers[tag] for tag in one.tags]) for one in sentences]

    def _words(self, record: Record) -> tuple[Sequence[int], ...]:
        words, tags = record.fields[0].split(), record.fields[1].split()
        if len(words) != len(tags):
            reason = f"it has {len(words)} words and {len(tags)} tags, each parted by spaces"
            raise WorkbenchError("training-row-bad", path=record.path, line=record.line, reason=reason)
        ends = list(itertools.accumulate(len(word) + 1 for word in words))
        spans = [(end - len(word) - 1, end - 1) for word, end in zip(words, ends, strict=True)]
        return self._tagged(" ".join(words), spans, [number_of(tag, self, self._numbers, record) for tag in tags])

    def _tagged(self, text: str, spans: Sequence[tuple[int, int]], tags: Sequence[int]) -> tuple[Sequence[int], ...]:
        """`spans` in characters. Where two words share a token, it is the first one's."""
        ids = self._tokenizer.encode_many([text])[0]
        ends = self._tokenizer.spans_by_offsets(text)[:, 1]
        targets = [NOT_COUNTED] * len(ids)
        for (start, end), tag in zip(spans, tags, strict=True):
            place = text[: end - 1 if self._at_end else start].encode("utf-8")
            at = int(np.searchsorted(ends, len(place), "right"))
            if at < len(ids) and targets[at] == NOT_COUNTED:
                targets[at] = tag
        return ids, targets


def number_of(label: str, encoder: LabelEncoder | TagEncoder, numbers: dict[str, int], record: Record) -> int:
    """The number of a class, which is a new one where it was never met. Raises WorkbenchError: training-labels-many, training-row-bad."""
    label = label.strip()
    if label in numbers:
        return numbers[label]
    if not label:
        raise WorkbenchError("training-row-bad", path=record.path, line=record.line, reason="its label is empty")
    if len(numbers) == MOST_CLASSES:
        raise WorkbenchError("training-labels-many", path=record.path, line=record.line, label=repr(label[:40]), limit=MOST_CLASSES)
    encoder.labels.append(label)
    return numbers.setdefault(label, len(numbers))


def key_of(tokenizer: Tokenizer) -> str:
    """What the ids depend on, of a tokenizer."""
    return hashlib.sha256(repr((tokenizer.definition(), tokenizer.specials)).encode("utf-8", "surrogatepass")).hexdigest()


def renumbered(met: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
    """int64: for each class in the order in which they were met, its number among those of the model."""
    numbers = {label: number for number, label in enumerate(wanted)}
    return np.array([numbers[label] for label in met], np.int64)


def in_order(labels: Sequence[str]) -> tuple[str, ...]:
    """Classes as a model numbers them: whole numbers by size, names by the alphabet."""
    if all(WHOLE.fullmatch(label) for label in labels):
        return tuple(sorted(labels, key=int))
    return tuple(sorted(labels))
