"""What a training works with: tokenizer and rows, chosen by the request and checked before anything is computed."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.training.batches import CausalRows, MaskedRows, PairRows, Rows, Texts
from workbench.engine.training.sources import BESIDE, CorpusTexts, FileTexts, NumberPairs, file_streams, read_documents
from workbench.errors import WorkbenchError
from workbench.library import locate_tokenizer
from workbench.text import Tokenizer, tokenizer_from_folder
from workbench.text.characters import write_character_tokenizer
from workbench.text.corpus import document
from workbench.text.corpus.vocabulary import write_tokenizer
from workbench.values import OWN_TEXTS, TrainRequest

VALID_SEED = 1_000_003
"""Validation reads other documents than any training does, and always the same."""
ALPHABET_DOCUMENTS = 4000
"""So many documents of our own show which characters there are; one that is missing becomes bytes."""


@dataclass(frozen=True, slots=True)
class Setup:
    """`tokenizer_files`: what the checkpoints' tokenizer is made of, by file name."""

    tokenizer: Tokenizer
    tokenizer_files: dict[str, bytes]
    rows: Rows
    valid: Rows


def set_up(request: TrainRequest) -> Setup:
    """Make tokenizer and rows. Raises WorkbenchError: bad-value, training-data-bad, training-unfit, and those of files."""
    file = None if request.data in OWN_TEXTS else Path(request.data).expanduser()
    documents = read_documents(file) if file is not None else []
    with tempfile.TemporaryDirectory(prefix="workbench-train-") as name:
        folder = Path(name)
        _write_tokenizer(folder, request, documents)
        tokenizer = tokenizer_from_folder(folder)
        files = {one.name: one.read_bytes() for one in folder.glob("tokenizer*.json")}
    if request.objective == "masked" and tokenizer.mask_id is None:
        raise WorkbenchError("training-unfit", objective="masked", needed="a tokenizer with a mask", kind=request.architecture.kind)
    return Setup(tokenizer, files, *_rows(request, tokenizer, file, documents))


def _write_tokenizer(folder: Path, request: TrainRequest, documents: list[str]) -> None:
    """The files of the tokenizer that was asked for."""
    if request.tokenizer == "starter":
        write_tokenizer(folder, request.architecture.kind)
    elif request.tokenizer == "characters":
        if request.data == "numbers":
            raise WorkbenchError("bad-value", name="tokenizer", value="characters", limit="`starter`, for the data numbers")
        texts = documents or [document(request.seed, number, split="train") for number in range(ALPHABET_DOCUMENTS)]
        write_character_tokenizer(folder, texts, request.architecture.kind)
    else:
        for one in locate_tokenizer(request.tokenizer).path.glob("tokenizer*.json"):
            (folder / one.name).write_bytes(one.read_bytes())


def _rows(request: TrainRequest, tokenizer: Tokenizer, file: Path | None, documents: list[str]) -> tuple[Rows, Rows]:
    """Rows to train on and rows to validate on."""
    n = request.row_tokens or request.architecture.n_ctx
    if request.objective == "seq2seq":
        if request.data != "numbers":
            raise WorkbenchError("bad-value", name="data", value=request.data, limit="numbers, for the objective seq2seq")
        start = tokenizer.pad_id or 0
        numbers = NumberPairs(tokenizer, seed=request.seed, split="train"), NumberPairs(tokenizer, seed=VALID_SEED, split="valid")
        train, valid = (PairRows(one, tokenizer, row_tokens=n, start_id=start) for one in numbers)
        return train, valid
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
