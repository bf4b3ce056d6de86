"""A tokenizer trained on a person's own text files, measured on lines that were kept apart.

The idea that is not obvious: the library trains in one long call that asks for the text itself. It runs in a thread, and this
operation tells how far that has come; a stop ends it while it reads. What it does after that cannot be interrupted, so the process
it runs in does nothing else.
"""

from __future__ import annotations

import hashlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import tokenizers
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

from workbench.errors import WorkbenchError
from workbench.text.file_report import measure
from workbench.text.folder_tokenizer import tokenizer_from_folder
from workbench.text.text_files import lines_of, size_of
from workbench.text.tokenizer import Tokenizer
from workbench.values import FORMS, TOKENIZER_KINDS, HeldOut, Progress, TrainedTokenizer, TrainTokenizerRequest

HELD_OUT_EVERY = 20
MOST_HELD_OUT = 2000
"""Lines that are kept apart: one in so many, and no more than these."""
SIZES = (16, 500_000)
LISTEN_S = 0.1
SAMPLE = 24
WORD_END = "</w>"
_UNKNOWN = {"wordpiece": "[UNK]", "unigram": "<unk>", "bpe": "<unk>"}
_ROLES = {"bos": ("<s>", "<bos>", "[CLS]"), "eos": ("</s>", "<eos>", "[SEP]"), "pad": ("<pad>", "[PAD]"), "mask": ("[MASK]", "<mask>")}


def check(request: TrainTokenizerRequest) -> None:
    """Raises WorkbenchError: bad-value, tokenizer-unfit, tokenizer-too-small, file-missing, file-unreadable."""
    if request.kind not in TOKENIZER_KINDS:
        raise WorkbenchError("bad-value", name="kind", value=request.kind, limit=", ".join(TOKENIZER_KINDS))
    known = TOKENIZER_KINDS[request.kind]
    if request.pre_tokenizer not in known:
        raise WorkbenchError("tokenizer-unfit", kind=request.kind, pre_tokenizer=request.pre_tokenizer, known=", ".join(known))
    if request.form not in FORMS:
        raise WorkbenchError("bad-value", name="form", value=request.form, limit=", ".join(FORMS))
    if not SIZES[0] <= request.vocab_size <= SIZES[1]:
        raise WorkbenchError("bad-value", name="vocab_size", value=request.vocab_size, limit=f"{SIZES[0]:,} to {SIZES[1]:,}")
    if not 0 <= request.min_frequency <= 1_000_000:
        raise WorkbenchError("bad-value", name="min_frequency", value=request.min_frequency, limit="0 to 1,000,000")
    least = len(_specials(request)) + (256 if request.pre_tokenizer == "byte-level" else 1)
    if request.vocab_size < least:
        raise WorkbenchError("tokenizer-too-small", vocab_size=request.vocab_size, needed=least)
    if not request.files:
        raise WorkbenchError("bad-value", name="files", value="none", limit="at least one text file")
    for file in request.files:
        size_of(Path(file).expanduser())


def train(request: TrainTokenizerRequest, folder: Path, *, beside: Tokenizer | None, stopped: Callable[[], bool]) -> Iterator[object]:
    """Train, and write tokenizer.json and what belongs to it into `folder`. Events: Progress. Last: TrainedTokenizer, whose path is
    the folder.

    Raises WorkbenchError: those of `check` and `lines_of`, cancelled, tokenizer-training-failed.
    """
    check(request)
    began = time.monotonic()
    reading = _Reading(request, stopped)
    inner = untrained(request)
    yield from _in_thread(lambda: inner.train_from_iterator(reading.lines(), trainer_for(request)), reading, stopped)
    if inner.get_vocab_size() > request.vocab_size:
        raise WorkbenchError("tokenizer-too-small", vocab_size=request.vocab_size, needed=inner.get_vocab_size())
    path = folder / "tokenizer.json"
    inner.save(str(path))
    (folder / "tokenizer_config.json").write_text(json.dumps(_config(request), ensure_ascii=False, indent=1), "utf-8")
    made = tokenizer_from_folder(folder)
    held_out = reading.held_out or reading.first
    measures: list[HeldOut] = []
    for name, one in ((request.name, made), *([(request.beside, beside)] if beside else [])):
        yield Progress("measure", len(measures), 1 + (beside is not None), "tokenizers")
        tokens, costs, lossy = measure(one, held_out)
        measures.append(HeldOut(name, tokens, costs, lossy))
    yield TrainedTokenizer(
        request=request,
        path=str(folder),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        d_vocab=made.d_vocab,
        size_bytes=reading.done,
        lines=reading.trained,
        held_out_lines=len(reading.held_out),
        seconds=time.monotonic() - began,
        sample=tuple(_longest(made)),
        measures=tuple(measures),
    )


def untrained(request: TrainTokenizerRequest) -> tokenizers.Tokenizer:
    """The tokenizer's parts, with an empty vocabulary."""
    unknown = _UNKNOWN[request.kind]
    inner = tokenizers.Tokenizer(_model(request, unknown))
    if request.form != "none":
        inner.normalizer = getattr(normalizers, request.form)()
    if request.pre_tokenizer == "byte-level":
        inner.pre_tokenizer, inner.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    elif request.pre_tokenizer == "metaspace":
        inner.pre_tokenizer, inner.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    else:
        inner.pre_tokenizer = pre_tokenizers.Whitespace()
        inner.decoder = decoders.WordPiece() if request.kind == "wordpiece" else decoders.BPEDecoder(WORD_END)
    return inner


def trainer_for(request: TrainTokenizerRequest) -> trainers.Trainer:
    """The library's trainer with the settings of the request."""
    specials = list(_specials(request))
    alphabet = pre_tokenizers.ByteLevel.alphabet() if request.pre_tokenizer == "byte-level" else []
    if request.kind == "unigram":
        return trainers.UnigramTrainer(
            vocab_size=request.vocab_size,
            special_tokens=specials,
            initial_alphabet=alphabet,
            unk_token=_UNKNOWN["unigram"],
            show_progress=False,
        )
    if request.kind == "wordpiece":
        return trainers.WordPieceTrainer(
            vocab_size=request.vocab_size, special_tokens=specials, min_frequency=request.min_frequency, show_progress=False
        )
    made = trainers.BpeTrainer(
        vocab_size=request.vocab_size,
        special_tokens=specials,
        min_frequency=request.min_frequency,
        initial_alphabet=alphabet,
        show_progress=False,
    )
    if request.pre_tokenizer == "whitespace":
        made.end_of_word_suffix = WORD_END
    return made


def _longest(made: Tokenizer) -> list[str]:
    """The tokens of most characters, of those that are text by themselves."""
    shown = {made.shown(token) for token in range(made.d_vocab) if token not in made.special_ids}
    return sorted((one for one in shown if not one.startswith("⟨")), key=lambda one: (-len(one), one))[:SAMPLE]


def _model(request: TrainTokenizerRequest, unknown: str) -> tokenizers.models.Model:
    if request.kind == "unigram":
        return models.Unigram()
    if request.kind == "wordpiece":
        return models.WordPiece(unk_token=unknown)
    if request.pre_tokenizer == "byte-level":
        return models.BPE()
    if request.pre_tokenizer == "whitespace":
        return models.BPE(unk_token=unknown, end_of_word_suffix=WORD_END)
    return models.BPE(unk_token=unknown)


def _specials(request: TrainTokenizerRequest) -> tuple[str, ...]:
    """The special tokens; one for what is unknown is among them unless bytes leave nothing unknown."""
    needed = [] if request.kind == "bpe" and request.pre_tokenizer == "byte-level" else [_UNKNOWN[request.kind]]
    return tuple(dict.fromkeys([*(one for one in request.specials if one), *needed]))


def _config(request: TrainTokenizerRequest) -> dict[str, str]:
    specials = _specials(request)
    found = {f"{role}_token": next((one for one in names if one in specials), "") for role, names in _ROLES.items()}
    unknown = _UNKNOWN[request.kind] if _UNKNOWN[request.kind] in specials else ""
    return {"tokenizer_class": "PreTrainedTokenizerFast"} | {role: one for role, one in (found | {"unk_token": unknown}).items() if one}


class _Reading:
    """The lines that are trained on, as the library's thread asks for them; how far it is, and the lines that are kept apart."""

    def __init__(self, request: TrainTokenizerRequest, stopped: Callable[[], bool]) -> None:
        self._files = [Path(file).expanduser() for file in request.files]
        self._stopped = stopped
        self.total = sum(map(size_of, self._files))
        self.done = self.trained = 0
        self.over = False
        self.held_out: list[str] = []
        self.first: list[str] = []
        self.error: WorkbenchError | None = None

    def lines(self) -> Iterator[str]:
        try:
            yield from self._lines()
        except WorkbenchError as error:
            self.error = error
            raise
        self.over = True

    def _lines(self) -> Iterator[str]:
        number = before = 0
        for file in self._files:
            for line in lines_of(file):
                self.done = before + line.until
                if self._stopped():
                    raise WorkbenchError("cancelled")
                if not line.text.strip():
                    continue
                number += 1
                if number % HELD_OUT_EVERY == 0 and len(self.held_out) < MOST_HELD_OUT:
                    self.held_out.append(line.text)
                    continue
                if len(self.first) < HELD_OUT_EVERY:
                    self.first.append(line.text)
                self.trained += 1
                yield line.text
            before = self.done


def _in_thread(work: Callable[[], object], reading: _Reading, stopped: Callable[[], bool]) -> Iterator[Progress]:
    """Do the library's work in a thread, and tell how far it is."""
    ended: queue.Queue[BaseException | None] = queue.Queue()

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is raised again where the operation is consumed
            ended.put(error)
        else:
            ended.put(None)

    threading.Thread(target=run, name="tokenizer-training", daemon=True).start()
    while True:
        try:
            error = ended.get(timeout=LISTEN_S)
            break
        except queue.Empty:
            if not stopped():  # if so, this waits for the thread, and whoever asked ends the process
                yield Progress("train", 0, None, "") if reading.over else Progress("read", reading.done, reading.total, "bytes")
    if reading.error is not None:
        raise reading.error
    if stopped():
        raise WorkbenchError("cancelled")
    if error is not None:
        raise WorkbenchError("tokenizer-training-failed", reason=str(error)[:200]) from error
