"""What a training works with: the model's shape, tokenizer and rows, chosen by the request and checked before anything is computed."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.adapters import adapted_spec
from workbench.engine.checkpoints import Checkpoint, open_checkpoint
from workbench.engine.classes import with_classes
from workbench.engine.spec import ModelSpec
from workbench.engine.training.architecture import spec_of
from workbench.engine.training.batches import PromptedRows, RepeatedRows, Rows
from workbench.engine.training.known import known_source
from workbench.engine.training.objectives import OBJECTIVES, Learning, Material
from workbench.engine.training.repeats import REPEATS
from workbench.engine.training.sources import own_record
from workbench.errors import WorkbenchError
from workbench.library import locate, locate_tokenizer, open_tokenizer, sha256_of
from workbench.text import Tokenizer, tokenizer_from_folder
from workbench.text.characters import write_character_tokenizer
from workbench.text.corpus.vocabulary import write_tokenizer
from workbench.text.dataset import SPLITS, Dataset, dataset
from workbench.text.records import files_of, records_of
from workbench.text.sentinels import add_sentinels
from workbench.text.tokenizer_files import tokenizer_files
from workbench.values import OWN_TEXTS, AnyArchitecture, ChosenLayers, Full, LowRank, Progress, SoftPrompt, TrainRequest

LEAST_ROW_TOKENS = 8
"""A row of fewer may hold nothing to tell, and a step of such rows would never have its tokens."""
LEAST_TOKENS = 256
ALPHABET_DOCUMENTS = 4000
"""So many documents of our own show which characters there are; one that is missing becomes bytes."""


@dataclass(frozen=True, slots=True)
class Setup:
    """`start`: the model whose weights are the first, None for a new one. `tokenizer_files`: what the checkpoints' tokenizer is made of,
    by file name. `valid_rows`: how many rows of `valid` a validation reads. `floor`: least mean loss that is possible,
    NaN where nobody knows it. `data_tokens`: how many the training split of files has; 0: it has no end. `data`: that of files,
    or None. `start_sha256`: the hash of the weights to start from, where only what is added to them is kept."""

    spec: ModelSpec
    start: Checkpoint | None
    tokenizer: Tokenizer
    tokenizer_files: dict[str, bytes]
    learning: Learning
    rows: Rows
    valid: Rows
    valid_rows: int
    floor: float = math.nan
    data_tokens: int = 0
    data: Dataset | None = None
    start_sha256: str = ""


def set_up(request: TrainRequest, *, begun_from: Path | None = None) -> Setup:
    """As `setting_up`, to its end."""
    steps = setting_up(request, begun_from=begun_from)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Setup = end.value
            return found


def setting_up(
    request: TrainRequest, *, stopped: Callable[[], bool] = lambda: False, begun_from: Path | None = None
) -> Generator[Progress, None, Setup]:
    """Make tokenizer and rows; yields how far the data are read. `begun_from`: the checkpoint whose tokenizer is used, as other data
    would make another.

    Raises WorkbenchError: bad-value, training-data-bad, training-data-few, training-row-bad, training-labels-many, training-unfit,
    training-method-unfit, training-added-twice, cancelled, and those of files.
    """
    learning, place = OBJECTIVES[request.objective], _place(request)
    if (request.architecture is None) == (not request.start):
        given = "both" if request.start else "neither"
        raise WorkbenchError("bad-value", name="architecture and start", value=given, limit="one of them")
    if request.architecture is not None and not isinstance(request.method, Full | ChosenLayers):
        raise WorkbenchError("training-method-unfit", method="LoRA" if isinstance(request.method, LowRank) else "soft prompt")
    start = None
    if request.architecture is not None:
        _check_kind(request, request.architecture.kind)
        tokenizer, files = (
            _new_tokenizer(request, request.architecture, place, stopped) if begun_from is None else _tokenizer_in(begun_from)
        )
        spec = spec_of(request.architecture, d_vocab=tokenizer.d_vocab, start_id=tokenizer.pad_id or 0)
    else:
        start = _started_from(request)
        spec, (tokenizer, files) = _spec_of_start(request, start), _own(request)
        _check_kind(request, spec.kind)
    _check_row(request, spec)
    n = request.row_tokens or spec.n_ctx - _n_virtual(request)
    if lacking := learning.lacks(tokenizer, n):
        raise WorkbenchError("training-unfit", objective=request.objective, needed=lacking, kind=tokenizer.name)
    encoder = learning.encoder(request, spec, tokenizer)
    data = None
    if place is not None:
        data = yield from dataset(place, learning.named(request), encoder, part=request.part, stopped=stopped)
        _check_data(data, place, learning)
    spec = _spec_for(request, learning, spec, data)
    start_sha256 = sha256_of(locate(request.start)) if isinstance(request.method, LowRank | SoftPrompt) else ""
    material = Material(request, spec, tokenizer, n, encoder, data)
    rows, valid = (learning.rows(material, split) for split in SPLITS)
    if request.data_rows:
        rows = RepeatedRows(rows, request.data_rows)
    if isinstance(request.method, SoftPrompt):
        first = spec.head == "labels" and spec.kind == "encoder"
        rows, valid = (PromptedRows(one, request.method.n_tokens, told_first=first) for one in (rows, valid))
    one_each = data is not None and len(learning.columns) > 1  # a record a row
    n_valid = min(request.valid_rows, len(data.valid)) if data is not None and one_each else request.valid_rows
    known = known_source(request.data)
    floor = math.nan if known is None else known.expected_loss(n)
    n_tokens = len(data.train.ids) if data is not None else 0
    return Setup(spec, start, tokenizer, files, learning, rows, valid, n_valid, floor, n_tokens, data, start_sha256)


def _place(request: TrainRequest) -> Path | None:
    """The file or folder of the data; None for our own. Raises WorkbenchError: bad-value, and those of files."""
    learning = OBJECTIVES[request.objective]
    if request.columns and len(request.columns) != len(learning.columns):
        raise WorkbenchError("bad-value", name="columns", value=", ".join(request.columns), limit=f"for {', '.join(learning.columns)}")
    if request.data not in OWN_TEXTS:
        place = Path(request.data).expanduser()
        files_of(place)
        return place
    if request.data not in learning.own:
        limit = f"{', '.join(learning.own)} or a file, for the objective {request.objective}"
        raise WorkbenchError("bad-value", name="data", value=request.data, limit=limit)
    return None


def _check_kind(request: TrainRequest, kind: str) -> None:
    """Raise WorkbenchError('training-unfit') unless a model of this kind can learn the objective."""
    kinds = OBJECTIVES[request.objective].kinds
    if kind not in kinds:
        raise WorkbenchError("training-unfit", objective=request.objective, needed=" or ".join(kinds), kind=kind)


def _check_data(data: Dataset, place: Path, learning: Learning) -> None:
    """Raise WorkbenchError('training-data-bad') for data of which nothing can be learned."""
    n = len(data.train.ids)
    if len(learning.columns) == 1 and n < LEAST_TOKENS:
        raise WorkbenchError("training-data-few", path=place, n=n, least=LEAST_TOKENS)
    if learning.head is not None and len(data.labels) < 2:
        reason = f"all of it is of the class {data.labels[0]}" if data.labels else "it names no class"
        raise WorkbenchError("training-data-bad", path=place, reason=reason)


def _spec_for(request: TrainRequest, learning: Learning, spec: ModelSpec, data: Dataset | None) -> ModelSpec:
    """The spec with the head that the objective needs. A model that tells these very classes already keeps their order."""
    if learning.head is None:
        if not spec.has_logits:
            raise WorkbenchError("training-unfit", objective=request.objective, needed="a model that tells tokens", kind=spec.head)
        return spec
    labels = learning.labels(request, data)
    same = spec.head == learning.head and sorted(spec.labels) == sorted(labels)
    return with_classes(spec, learning.head, spec.labels if same else labels)


def _started_from(request: TrainRequest) -> Checkpoint:
    """The headers of the model to start from.

    Raises as opening one does, and WorkbenchError: training-unfit for a soft prompt, training-added-twice.
    """
    location = locate(request.start)
    if location.n_virtual:
        raise WorkbenchError("training-unfit", objective=request.objective, needed="a model without a soft prompt", kind="soft prompt")
    if location.adapter is not None and isinstance(request.method, LowRank | SoftPrompt):
        raise WorkbenchError("training-added-twice", start=request.start, base=str(location.path))
    return open_checkpoint(location)


def _spec_of_start(request: TrainRequest, start: Checkpoint) -> ModelSpec:
    """The spec of the model to start from, with what its adapter adds."""
    adapter = locate(request.start).adapter
    return start.spec if adapter is None else adapted_spec(adapter, start.spec)


def _own(request: TrainRequest) -> tuple[Tokenizer, dict[str, bytes]]:
    """The tokenizer of the model to start from."""
    tokenizer = open_tokenizer(locate(request.start))
    return tokenizer, tokenizer_files(tokenizer)


def _new_tokenizer(
    request: TrainRequest, architecture: AnyArchitecture, place: Path | None, stopped: Callable[[], bool]
) -> tuple[Tokenizer, dict[str, bytes]]:
    """The tokenizer that was asked for, and its files."""
    with tempfile.TemporaryDirectory(prefix="workbench-train-") as name:
        folder = Path(name)
        _write_tokenizer(folder, request, architecture, _fields(request, place, stopped))
        if request.objective == "spans":
            add_sentinels(folder)
        return _tokenizer_in(folder)


def _tokenizer_in(folder: Path) -> tuple[Tokenizer, dict[str, bytes]]:
    """The tokenizer in a folder, and its files."""
    return tokenizer_from_folder(folder), {one.name: one.read_bytes() for one in folder.glob("tokenizer*.json")}


def _check_row(request: TrainRequest, spec: ModelSpec) -> None:
    """Raise WorkbenchError('bad-value') for rows that the model can't read, hold too little, or end within a batch."""
    if request.row_tokens and not LEAST_ROW_TOKENS <= request.row_tokens + _n_virtual(request) <= spec.n_ctx:
        limit = f"{LEAST_ROW_TOKENS} to {spec.n_ctx - _n_virtual(request):,}"
        raise WorkbenchError("bad-value", name="row_tokens", value=request.row_tokens, limit=limit)
    if request.data_rows % request.micro_rows:
        limit = f"a multiple of micro_rows, which is {request.micro_rows}"
        raise WorkbenchError("bad-value", name="data_rows", value=request.data_rows, limit=limit)


def _n_virtual(request: TrainRequest) -> int:
    return request.method.n_tokens if isinstance(request.method, SoftPrompt) else 0


def _write_tokenizer(folder: Path, request: TrainRequest, architecture: AnyArchitecture, texts: Iterator[str]) -> None:
    """The files of the tokenizer that was asked for."""
    if request.tokenizer == "starter":
        write_tokenizer(folder, architecture.kind)
    elif request.tokenizer == "characters":
        closed = known_source(request.data) is REPEATS  # hundreds of tokens that never come keep heads from appearing
        write_character_tokenizer(folder, texts, architecture.kind, closed=closed)
    else:
        location = locate_tokenizer(request.tokenizer)
        own = {one.name: one.read_bytes() for one in location.path.glob("tokenizer*.json")}
        for name, raw in (own or tokenizer_files(open_tokenizer(location))).items():  # one file of everything has none of these
            (folder / name).write_bytes(raw)


def _fields(request: TrainRequest, place: Path | None, stopped: Callable[[], bool]) -> Iterator[str]:
    """Every text of the data, one after the other; of our own, so many that all characters are met."""
    if (known := known_source(request.data)) is not None:
        yield from known.letters()
    elif place is None:
        for number in range(ALPHABET_DOCUMENTS):
            yield from own_record(request.data, request.seed, number, "train")
    else:
        for record in records_of(place, OBJECTIVES[request.objective].named(request), part=request.part):
            if stopped():
                raise WorkbenchError("cancelled")
            yield from record.fields
