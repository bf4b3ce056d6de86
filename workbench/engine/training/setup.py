"""What a training works with: the model's shape, tokenizer and rows, chosen by the request and checked before anything is computed."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.checkpoints import Checkpoint, open_checkpoint
from workbench.engine.spec import ModelSpec
from workbench.engine.training.architecture import check_fit, spec_of
from workbench.engine.training.batches import CausalRows, MaskedRows, PairRows, PromptedRows, Rows, Texts
from workbench.engine.training.known import known_source
from workbench.engine.training.sources import BESIDE, CorpusTexts, FileTexts, NumberPairs, file_streams, read_documents
from workbench.errors import WorkbenchError
from workbench.library import locate, locate_tokenizer, open_tokenizer
from workbench.text import Tokenizer, tokenizer_from_folder
from workbench.text.characters import write_character_tokenizer
from workbench.text.corpus import document
from workbench.text.corpus.vocabulary import write_tokenizer
from workbench.text.tokenizer_files import tokenizer_files
from workbench.values import OWN_TEXTS, Architecture, SoftPrompt, TrainRequest

VALID_SEED = 1_000_003
"""Validation reads other documents than any training does, and always the same."""
LEAST_ROW_TOKENS = 8
"""A row of fewer may hold nothing to tell, and a step of such rows would never have its tokens."""
ALPHABET_DOCUMENTS = 4000
"""So many documents of our own show which characters there are; one that is missing becomes bytes."""


@dataclass(frozen=True, slots=True)
class Setup:
    """`start`: the model whose weights are the first, None for a new one. `tokenizer_files`: what the checkpoints' tokenizer is made of,
    by file name. `floor`: least mean loss that is possible, NaN where nobody knows it."""

    spec: ModelSpec
    start: Checkpoint | None
    tokenizer: Tokenizer
    tokenizer_files: dict[str, bytes]
    rows: Rows
    valid: Rows
    floor: float = math.nan


def set_up(request: TrainRequest) -> Setup:
    """Make tokenizer and rows. Raises WorkbenchError: bad-value, training-data-bad, training-unfit, and those of files."""
    file = None if request.data in OWN_TEXTS else Path(request.data).expanduser()
    if (request.architecture is None) == (not request.start):
        given = "both" if request.start else "neither"
        raise WorkbenchError("bad-value", name="architecture and start", value=given, limit="one of them")
    if request.architecture is not None:
        check_fit(request, request.architecture.kind)
    documents = read_documents(file) if file is not None else []
    start = _started_from(request) if request.start else None
    tokenizer, files = _new_tokenizer(request, request.architecture, documents) if request.architecture is not None else _own(request)
    if start is not None:
        spec = start.spec
        check_fit(request, spec.kind)
    else:
        assert request.architecture is not None, "a new model has one"
        spec = spec_of(request.architecture, d_vocab=tokenizer.d_vocab, start_id=tokenizer.pad_id or 0)
    if request.objective == "masked" and tokenizer.mask_id is None:
        raise WorkbenchError("training-unfit", objective="masked", needed="a tokenizer with a mask", kind=spec.kind)
    _check_row(request, spec)
    rows = _rows(request, spec, tokenizer, file, documents)
    if isinstance(request.method, SoftPrompt):
        rows = PromptedRows(rows[0], request.method.n_tokens), PromptedRows(rows[1], request.method.n_tokens)
    source = known_source(request.data)
    floor = math.nan if source is None else source.expected_loss(_row_tokens(request, spec))
    return Setup(spec, start, tokenizer, files, *rows, floor=floor)


def _started_from(request: TrainRequest) -> Checkpoint:
    """The headers of the model to start from. Raises as opening one does, and WorkbenchError('training-unfit') for a soft prompt."""
    location = locate(request.start)
    if location.n_virtual:
        raise WorkbenchError("training-unfit", objective=request.objective, needed="a model without a soft prompt", kind="soft prompt")
    return open_checkpoint(location)


def _own(request: TrainRequest) -> tuple[Tokenizer, dict[str, bytes]]:
    """The tokenizer of the model to start from."""
    tokenizer = open_tokenizer(locate(request.start))
    return tokenizer, tokenizer_files(tokenizer)


def _new_tokenizer(request: TrainRequest, architecture: Architecture, documents: list[str]) -> tuple[Tokenizer, dict[str, bytes]]:
    """The tokenizer that was asked for, and its files."""
    with tempfile.TemporaryDirectory(prefix="workbench-train-") as name:
        folder = Path(name)
        _write_tokenizer(folder, request, architecture, documents)
        return tokenizer_from_folder(folder), {one.name: one.read_bytes() for one in folder.glob("tokenizer*.json")}


def _check_row(request: TrainRequest, spec: ModelSpec) -> None:
    """Raise WorkbenchError('bad-value') for rows that the model can't read, or that hold too little to tell."""
    if request.row_tokens and not LEAST_ROW_TOKENS <= request.row_tokens + _n_virtual(request) <= spec.n_ctx:
        limit = f"{LEAST_ROW_TOKENS} to {spec.n_ctx - _n_virtual(request):,}"
        raise WorkbenchError("bad-value", name="row_tokens", value=request.row_tokens, limit=limit)


def _n_virtual(request: TrainRequest) -> int:
    return request.method.n_tokens if isinstance(request.method, SoftPrompt) else 0


def _write_tokenizer(folder: Path, request: TrainRequest, architecture: Architecture, documents: list[str]) -> None:
    """The files of the tokenizer that was asked for."""
    if request.tokenizer == "starter":
        write_tokenizer(folder, architecture.kind)
    elif request.tokenizer == "characters":
        if request.data == "numbers":
            raise WorkbenchError("bad-value", name="tokenizer", value="characters", limit="`starter`, for the data numbers")
        write_character_tokenizer(folder, documents or _alphabet(request), architecture.kind)
    else:
        for one in locate_tokenizer(request.tokenizer).path.glob("tokenizer*.json"):
            (folder / one.name).write_bytes(one.read_bytes())


def _alphabet(request: TrainRequest) -> list[str]:
    """Text of our own that shows its characters."""
    if (source := known_source(request.data)) is not None:
        return [source.letters()]
    return [document(request.seed, number, split="train") for number in range(ALPHABET_DOCUMENTS)]


def _row_tokens(request: TrainRequest, spec: ModelSpec) -> int:
    return request.row_tokens or spec.n_ctx - _n_virtual(request)


def _rows(request: TrainRequest, spec: ModelSpec, tokenizer: Tokenizer, file: Path | None, documents: list[str]) -> tuple[Rows, Rows]:
    """Rows to train on and rows to validate on."""
    n = _row_tokens(request, spec)
    if request.objective == "seq2seq":
        if request.data != "numbers":
            raise WorkbenchError("bad-value", name="data", value=request.data, limit="numbers, for the objective seq2seq")
        start = spec.start_id
        numbers = NumberPairs(tokenizer, seed=request.seed, split="train"), NumberPairs(tokenizer, seed=VALID_SEED, split="valid")
        train, valid = (PairRows(one, tokenizer, row_tokens=n, start_id=start) for one in numbers)
        return train, valid
    if (source := known_source(request.data)) is not None:
        if request.objective != "causal":
            raise WorkbenchError("bad-value", name="data", value=request.data, limit="for the objective causal alone")
        return source.of_rows(tokenizer, row_tokens=n, seed=request.seed), source.of_rows(tokenizer, row_tokens=n, seed=VALID_SEED)
    if request.data == "numbers":
        others = ", ".join(one for one in OWN_TEXTS if one != "numbers")
        raise WorkbenchError("bad-value", name="data", value="numbers", limit=f"{others} or a text file; numbers are for seq2seq")
    texts: list[Texts]
    if file is None:
        texts = [
            CorpusTexts(tokenizer, seed=request.seed, split="train", beside=BESIDE.get(request.data)),
            CorpusTexts(tokenizer, seed=VALID_SEED, split="valid", beside=BESIDE.get(request.data)),
        ]
    else:
        streams = file_streams(file, documents, tokenizer)
        texts = [
            FileTexts(streams["train"], seed=request.seed, row_tokens=n),
            FileTexts(streams["valid"], seed=VALID_SEED, row_tokens=n),
        ]
    if request.objective == "causal":
        return CausalRows(texts[0], tokenizer, row_tokens=n), CausalRows(texts[1], tokenizer, row_tokens=n)
    return (
        MaskedRows(texts[0], tokenizer, row_tokens=n, seed=request.seed),
        MaskedRows(texts[1], tokenizer, row_tokens=n, seed=VALID_SEED),
    )
