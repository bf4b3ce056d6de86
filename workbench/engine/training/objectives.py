"""What can be learned: for each objective who can learn it, from what, which rows are made of it, and how it is measured.

A new one is a line in OBJECTIVES, and a function that makes its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workbench.engine.spec import Head, Kind, ModelSpec
from workbench.engine.training.batches import CausalRows, MaskedRows, Rows
from workbench.engine.training.class_rows import LabelRows, TagRows
from workbench.engine.training.encoders import AnswerEncoder, FieldEncoder, LabelEncoder, TagEncoder, in_order, renumbered
from workbench.engine.training.known import known_source
from workbench.engine.training.pair_rows import AnswerRows, PairRows, SpanRows, counts_of, lengths_for
from workbench.engine.training.sources import CorpusTexts, FileRecords, FileTexts, MadeRecords, Records, Texts, own_record
from workbench.text import Tokenizer
from workbench.text.corpus import SENTIMENTS, TAGS, sentence
from workbench.text.dataset import Dataset, Encoder, Split, Stream
from workbench.text.records import Record
from workbench.text.sentinels import sentinel_ids
from workbench.values import OFFERS, Objective, TrainRequest

VALID_SEED = 1_000_003
"""Validation reads other documents than any training does, and always the same."""
OWN_CLASSES = {"sentiment": SENTIMENTS, "corpus": TAGS}
"""The classes of our own data."""


@dataclass(frozen=True, slots=True)
class Material:
    """What rows are made of. `row_tokens`: the longest row. `encoder`: for records of our own. `data`: that of files, or None."""

    request: TrainRequest
    spec: ModelSpec
    tokenizer: Tokenizer
    row_tokens: int
    encoder: Encoder
    data: Dataset | None

    def seed(self, split: Split) -> int:
        return self.request.seed if split == "train" else VALID_SEED

    def stream(self, split: Split) -> Stream:
        assert self.data is not None, "whoever asks has looked"
        return self.data.train if split == "train" else self.data.valid

    def texts(self, split: Split) -> Texts:
        """Documents."""
        if self.data is None:
            return CorpusTexts(self.tokenizer, data=self.request.data, seed=self.seed(split), split=split)
        return FileTexts(self.stream(split), seed=self.seed(split), row_tokens=self.row_tokens)

    def records(self, split: Split) -> Records:
        """Records, each a row: of our own, encoded as they are made, or of files, encoded already."""
        if self.data is not None:
            return FileRecords(self.stream(split), seed=self.seed(split) if split == "train" else None)
        name, seed = self.request.data, self.seed(split)
        return MadeRecords(lambda number: Record(own_record(name, seed, number, split), Path(name), number, 0), self.encoder)

    def sentences(self, split: Split) -> Records:
        """The grammar's sentences with their tags."""
        assert isinstance(self.encoder, TagEncoder), "the objective's own"
        return MadeRecords(lambda number: sentence(self.seed(split), number, split=split), self.encoder.sentences)

    def numbers(self) -> np.ndarray:
        """For each class as the records number it, its number in the model."""
        return renumbered(self.encoder.labels if self.data is None else self.data.labels, self.spec.labels)


@dataclass(frozen=True, slots=True)
class Learning:
    """kinds    of models that can learn it
    own      the data of our own that it may be learned from
    columns  the fields of a record, as they are called in tables unless the request says otherwise
    rows     makes rows by number
    encoder  makes ids of the records
    lacks    what a tokenizer needs for it and doesn't have, for rows of so many tokens; "": nothing
    head     the head of classes that a model gets for it
    by_row   a row is right only if all of it is
    """

    kinds: tuple[Kind, ...]
    own: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Callable[[Material, Split], Rows]
    encoder: Callable[[TrainRequest, ModelSpec, Tokenizer], Encoder]
    lacks: Callable[[Tokenizer, int], str] = lambda _tokenizer, _row_tokens: ""
    head: Head | None = None
    by_row: bool = False

    def named(self, request: TrainRequest) -> tuple[str, ...]:
        """The columns to read."""
        return request.columns or self.columns

    def labels(self, request: TrainRequest, data: Dataset | None) -> tuple[str, ...]:
        """The classes that are told, in the order of their numbers."""
        if self.head is None:
            return ()
        return OWN_CLASSES[request.data] if data is None else in_order(data.labels)


def _fields(request: TrainRequest, _spec: ModelSpec, tokenizer: Tokenizer) -> Encoder:
    return FieldEncoder(tokenizer, n_fields=len(OBJECTIVES[request.objective].columns))


def _answers(request: TrainRequest, _spec: ModelSpec, tokenizer: Tokenizer) -> Encoder:
    return AnswerEncoder(tokenizer, frame=request.frame)


def _labels(request: TrainRequest, _spec: ModelSpec, tokenizer: Tokenizer) -> Encoder:
    return LabelEncoder(tokenizer, labels=OWN_CLASSES.get(request.data, ()))


def _tags(request: TrainRequest, spec: ModelSpec, tokenizer: Tokenizer) -> Encoder:
    return TagEncoder(tokenizer, at_end=spec.kind == "decoder", labels=OWN_CLASSES.get(request.data, ()))


def _causal_rows(of: Material, split: Split) -> Rows:
    if (known := known_source(of.request.data)) is not None:
        return known.of_rows(of.tokenizer, row_tokens=of.row_tokens, seed=of.seed(split))
    return CausalRows(of.texts(split), of.tokenizer, row_tokens=of.row_tokens)


def _masked_rows(of: Material, split: Split) -> Rows:
    return MaskedRows(of.texts(split), of.tokenizer, row_tokens=of.row_tokens, seed=of.seed(split))


def _pair_rows(of: Material, split: Split) -> Rows:
    return PairRows(of.records(split), of.tokenizer, row_tokens=of.row_tokens, start_id=of.spec.start_id)


def _span_rows(of: Material, split: Split) -> Rows:
    return SpanRows(
        of.texts(split),
        of.tokenizer,
        sentinels=sentinel_ids(of.tokenizer),
        row_tokens=of.row_tokens,
        start_id=of.spec.start_id,
        seed=of.seed(split),
    )


def _answer_rows(of: Material, split: Split) -> Rows:
    return AnswerRows(of.records(split), row_tokens=of.row_tokens)


def _label_rows(of: Material, split: Split) -> Rows:
    at_end = of.spec.kind == "decoder"
    return LabelRows(of.records(split), of.tokenizer, row_tokens=of.row_tokens, numbers=of.numbers(), at_end=at_end)


def _tag_rows(of: Material, split: Split) -> Rows:
    records = of.sentences(split) if of.data is None else of.records(split)
    return TagRows(records, of.tokenizer, row_tokens=of.row_tokens, numbers=of.numbers(), causal=of.spec.kind == "decoder")


def _lacks_mask(tokenizer: Tokenizer, _row_tokens: int) -> str:
    return "a tokenizer with a mask" if tokenizer.mask_id is None else ""


def _lacks_sentinels(tokenizer: Tokenizer, row_tokens: int) -> str:
    needed = counts_of(lengths_for(row_tokens)[0])[1]
    known = len(sentinel_ids(tokenizer))
    return "" if known >= needed else f"a tokenizer with {needed} sentinels, <extra_id_0> and so on, for rows of {row_tokens} tokens"


OBJECTIVES: Mapping[Objective, Learning] = {
    "causal": Learning(*OFFERS["causal"], _causal_rows, _fields),
    "masked": Learning(*OFFERS["masked"], _masked_rows, _fields, lacks=_lacks_mask),
    "seq2seq": Learning(*OFFERS["seq2seq"], _pair_rows, _fields, by_row=True),
    "spans": Learning(*OFFERS["spans"], _span_rows, _fields, lacks=_lacks_sentinels),
    "answers": Learning(*OFFERS["answers"], _answer_rows, _answers, by_row=True),
    "labels": Learning(*OFFERS["labels"], _label_rows, _labels, head="labels"),
    "tags": Learning(*OFFERS["tags"], _tag_rows, _tags, head="tags"),
}
"""By the name of the objective."""
