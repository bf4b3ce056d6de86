"""Data as ids on disk: a file is tokenized once, in a pass that needs little memory, and is mapped into memory from then on.

Legend: n ids, records of n_fields fields each.

The idea that is not obvious: what was made is kept under a name that everything it depends on goes into (files with their sizes and
times, columns, tokenizer), so it is found again and never wrong, and may be thrown away at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

import numpy as np

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.text.records import Record, files_of, records_of
from workbench.values import DocumentPart, Progress

VALID_PERMILLE = 50
"""Share of the documents that is kept for validation."""
BATCH_CHARACTERS, BATCH_RECORDS = 1 << 19, 4096
"""So much is tokenized at once."""
KEPT = 8
"""So many data sets stay in the cache, those that were used last."""
VERSION = 2

Seen = Sequence[tuple[Path, os.stat_result]]
"""Files as they were before they were read."""
Split = Literal["train", "valid"]
SPLITS: tuple[Split, Split] = ("train", "valid")


class Encoder(Protocol):
    """Makes ids of records."""

    key: str
    """What its ids depend on, beside the records."""
    n_fields: int
    labels: list[str]
    """The names of classes that were met so far, in this order."""

    def __call__(self, records: Sequence[Record]) -> list[tuple[Sequence[int], ...]]:
        """n_fields lists of ids for each record. Raises WorkbenchError."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Records behind each other: `ids` int32 [n]; field f of record r from starts[r · n_fields + f] to before the next one;
    `starts` int64 [records · n_fields + 1]."""

    ids: np.ndarray
    starts: np.ndarray
    n_fields: int = 1

    def __len__(self) -> int:
        return (len(self.starts) - 1) // self.n_fields

    def record(self, number: int) -> tuple[list[int], ...]:
        """The fields of a record as ids."""
        first = number * self.n_fields
        edges = self.starts[first : first + self.n_fields + 1].tolist()
        return tuple(self.ids[start:end].tolist() for start, end in itertools.pairwise(edges))


@dataclass(frozen=True, slots=True)
class Origin:
    """What ids were made of: files, the last of which was changed at `changed_at_utc`, and what made ids of them (`key`: columns, encoder).
    `digest`: SHA-256 of all ids, and of where records and splits begin. As long as it is the same, every row is."""

    place: str
    key: str
    n_files: int
    size_bytes: int
    changed_at_utc: str
    n_tokens: int
    digest: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """`labels`: the names of classes, by the numbers that stand for them in the ids. `origin`: what they were made of."""

    train: Stream
    valid: Stream
    labels: tuple[str, ...]
    origin: Origin


def dataset(
    place: Path, columns: Sequence[str], encoder: Encoder, *, part: DocumentPart = "auto", stopped: Callable[[], bool] = lambda: False
) -> Generator[Progress, None, Dataset]:
    """The data of a file or folder as ids; yields Progress in bytes while it is made, returns the Dataset.

    A document is kept for validation by its hash; where that leaves one split empty, the last twentieth is kept. A single document is
    both.
    Raises WorkbenchError: file-not-written, cancelled, and those of reading records and of the encoder.
    """
    seen = [(file, file.stat()) for file in files_of(place)]
    folder = paths.cache() / "data" / _name(seen, _key(columns, part, encoder.key))
    if not (folder / "data.json").is_file():
        aside = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        try:
            aside.mkdir(parents=True, exist_ok=True)
            yield from _made(aside, place, columns, encoder, part, stopped)
            _forget(folder.parent)
            with contextlib.suppress(OSError):  # somebody else was quicker
                os.replace(aside, folder)  # noqa: PTH105 (as in checkpoint.py)
        except OSError as error:
            raise WorkbenchError("file-not-written", path=folder, reason=error.strerror or error) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    os.utime(folder)
    return _opened(folder, place, _key(columns, part, encoder.key), seen)


def _key(columns: Sequence[str], part: DocumentPart, key: str) -> str:
    """What the ids of a file depend on, beside the file."""
    return repr((VERSION, tuple(columns), part, key))


def _name(seen: Seen, key: str) -> str:
    """What everything that the ids depend on goes into."""
    told = hashlib.sha256(key.encode())
    for file, stat in seen:
        told.update(repr((str(file.resolve()), stat.st_size, stat.st_mtime_ns)).encode("utf-8", "surrogateescape"))
    return told.hexdigest()[:32]


def _made(
    folder: Path, place: Path, columns: Sequence[str], encoder: Encoder, part: DocumentPart, stopped: Callable[[], bool]
) -> Iterator[Progress]:
    total, n_records = sum(file.stat().st_size for file in files_of(place)), [0, 0]
    first_valid: int | None = None
    for _ in range(2):
        with _Writer(folder, encoder.n_fields) as writer:
            number, valid, goes_on = 0, False, False
            for batch in _batches(records_of(place, columns, part=part)):
                if stopped():
                    raise WorkbenchError("cancelled")
                for record, ids in zip(batch, encoder(batch), strict=True):
                    if not goes_on:  # the pieces of a document stay together
                        valid = is_valid("\t".join(record.fields)) if first_valid is None else number >= first_valid
                    number += not goes_on
                    writer.add(int(valid), ids, joined=goes_on)
                    goes_on = record.goes_on
                yield Progress("data", batch[-1].until, total, "bytes")
            n_records = writer.n_records
        count = sum(n_records)
        if all(n_records) or count == 1:
            break
        first_valid = count - max(1, count // 20)
    told = {"n_fields": encoder.n_fields, "labels": encoder.labels, "digest": _digest(folder)}
    (folder / "data.json").write_text(json.dumps(told), "utf-8")


def _digest(folder: Path) -> str:
    """Of all that was written of both splits."""
    told = hashlib.sha256()
    for split in SPLITS:
        for kind in ("ids", "starts"):
            with (folder / f"{split}.{kind}").open("rb") as file:
                told.update(hashlib.file_digest(file, "sha256").digest())
    return told.hexdigest()


def is_valid(document: str) -> bool:
    """Whether a document is kept for validation, by its hash."""
    return int.from_bytes(hashlib.sha256(document.encode("utf-8")).digest()[:4], "big") % 1000 < VALID_PERMILLE


class _Writer:
    """Appends records to the files of both splits."""

    def __init__(self, folder: Path, n_fields: int) -> None:
        self._folder, self._n_fields = folder, n_fields
        self._files: list[tuple[BinaryIO, BinaryIO]] = []
        self._at = [0, 0]
        self.n_records = [0, 0]

    def __enter__(self) -> _Writer:
        for split in SPLITS:
            self._files.append(((self._folder / f"{split}.ids").open("wb"), (self._folder / f"{split}.starts").open("wb")))
        return self

    def __exit__(self, *_: object) -> None:
        for split, files in enumerate(self._files):
            files[1].write(np.int64(self._at[split]).tobytes())
            for file in files:
                file.close()

    def add(self, split: int, fields: Sequence[Sequence[int]], *, joined: bool) -> None:
        """A record, or the next piece of the last one."""
        ids, starts = self._files[split]
        self.n_records[split] += not joined
        for field in fields:
            if not joined:
                starts.write(np.int64(self._at[split]).tobytes())
            ids.write(np.asarray(field, np.int32).tobytes())
            self._at[split] += len(field)


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += sum(map(len, record.fields))
        if size >= BATCH_CHARACTERS or len(batch) == BATCH_RECORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _opened(folder: Path, place: Path, key: str, seen: Seen) -> Dataset:
    told = json.loads((folder / "data.json").read_text("utf-8"))
    streams = [Stream(_mapped(folder / f"{split}.ids", np.int32), _mapped(folder / f"{split}.starts", np.int64), told["n_fields"])
               for split in SPLITS]  # fmt: skip
    train, valid = (one if len(one) else other for one, other in (streams, streams[::-1]))  # of a single document both are made
    origin = Origin(
        place=str(place.absolute()),
        key=hashlib.sha256(key.encode()).hexdigest()[:16],
        n_files=len(seen),
        size_bytes=sum(stat.st_size for _, stat in seen),
        changed_at_utc=datetime.fromtimestamp(max(stat.st_mtime for _, stat in seen), UTC).isoformat(timespec="seconds"),
        n_tokens=sum(len(one.ids) for one in streams),
        digest=told["digest"],
    )
    return Dataset(train, valid, tuple(told["labels"]), origin)


def _mapped(path: Path, kind: type[np.integer]) -> np.ndarray:
    """A file of numbers, read where it is looked at. One of length 0 can't be mapped."""
    return np.memmap(path, kind, mode="r") if path.stat().st_size else np.zeros(0, kind)


def _forget(cache: Path) -> None:
    """Throw away what was used longest ago. What another process has mapped stays readable to it."""
    found = sorted((one for one in cache.iterdir() if one.suffix != ".part"), key=lambda one: one.stat().st_mtime)
    for one in found[: max(0, len(found) - KEPT + 1)]:
        shutil.rmtree(one, ignore_errors=True)
