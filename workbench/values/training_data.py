"""Looking at data before anything is learned from them: the fields of files, and rows as a model will see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from workbench.values.architectures import ModelKind
from workbench.values.codec import value
from workbench.values.training import DocumentPart, Objective

DataKind = Literal["text", "table", "objects"]
"""text: documents. table: rows whose first line names the columns (CSV, TSV). objects: JSON lines."""


@value
class DataFieldsRequest:
    """Ask the text child what a file or a folder of data holds: the names of its fields, and the first `n_rows` records.
    Answer: DataFields."""

    data: str
    part: DocumentPart = "auto"
    n_rows: int = 6


@value
class DataFields:
    """`names` of the first file's fields, none where it holds documents; `rows`: of each record all fields, in their order, cut
    where they are long. `n_files`, `size_bytes`: of all files."""

    request: DataFieldsRequest
    kind: DataKind
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_files: int
    size_bytes: int


@value
class TrainRow:
    """A row as the model sees it: `text` is what it reads, `told` what it has to tell of it; "": the next token everywhere."""

    text: str
    told: str = ""


@value
class TrainRows:
    """The first rows of a training, cut where they are long."""

    rows: tuple[TrainRow, ...]


class Offer(NamedTuple):
    """kinds    of models that can learn an objective
    own      the data of our own that it may be learned from
    columns  the fields of a record, as they are called in tables unless a request says otherwise
    """

    kinds: tuple[ModelKind, ...]
    own: tuple[str, ...]
    columns: tuple[str, ...]


CORPORA = ("corpus", "corpus+echo", "corpus+brief", "corpus-sentences", "pronouns-90", "pronouns-50")
KNOWN_SOURCES = ("grammar", "markov", "markov2", "repeats")
OFFERS: Mapping[Objective, Offer] = {
    "causal": Offer(("decoder",), (*CORPORA, *KNOWN_SOURCES), ("text",)),
    "masked": Offer(("encoder",), CORPORA, ("text",)),
    "seq2seq": Offer(("encoder-decoder",), ("numbers", "questions"), ("source", "target")),
    "spans": Offer(("encoder-decoder",), CORPORA, ("text",)),
    "answers": Offer(("decoder",), ("questions", "sentiment", "numbers"), ("prompt", "answer")),
    "labels": Offer(("encoder", "decoder"), ("sentiment",), ("text", "label")),
    "tags": Offer(("encoder", "decoder"), ("corpus",), ("text", "tags")),
}
"""What goes with which objective."""
