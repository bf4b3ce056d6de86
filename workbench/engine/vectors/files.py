"""Vectors of one's own: CSV, TSV, NPY, NPZ, and the text of word2vec and GloVe.

Shapes: n items, d numbers each.

The idea that is not obvious: a file says itself what its columns are. Cells that are numbers in the first row of data are the
vector, those that are not are its label and further columns; a first row without numbers is the headings. An NPY file is mapped,
not read, so it may be larger than the memory.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from workbench.engine.memory import SHARE, available_bytes, shown
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.text.text_files import lines_of
from workbench.values import FileSource, Progress

MOST_DIMS, MOST_ITEMS = 65_536, 20_000_000
TOLD = 4096
"""Progress is told every so many lines."""
Stopped = Callable[[], bool]


def vectors_in(source: FileSource, *, stopped: Stopped = lambda: False) -> Iterator[Progress | VectorSet]:
    """Read a file; yields Progress in bytes, last the VectorSet.

    Raises WorkbenchError: file-missing, file-unreadable, vectors-bad, vectors-kind, trace-too-large, cancelled, text-file-*.
    """
    path = Path(source.path)
    readers = {".npy": _npy, ".npz": _npz, ".csv": _table, ".tsv": _table, ".txt": _words, ".vec": _words, ".w2v": _words}
    read = readers.get(path.suffix.lower())
    if read is None:
        raise WorkbenchError("vectors-kind", path=path, known=", ".join(readers))
    yield from read(path, stopped)


def _npy(path: Path, _stopped: Stopped) -> Iterator[VectorSet]:
    try:
        rows = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except (OSError, ValueError, EOFError) as error:
        raise _bad(path, f"it is no array of numbers ({error})") from error
    yield VectorSet(_checked(rows, path), [str(number) for number in range(len(rows))])


def _npz(path: Path, _stopped: Stopped) -> Iterator[VectorSet]:
    try:
        with zipfile.ZipFile(path) as archive:
            size_bytes = sum(item.file_size for item in archive.infolist())
        _require(size_bytes, path)
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise _bad(path, f"it is no archive of arrays ({error})") from error
    name = next(
        (name for name in ("vectors", *arrays) if name in arrays and arrays[name].ndim == 2 and arrays[name].dtype.kind in "fiu"), None
    )
    if name is None:
        raise _bad(path, f"none of {', '.join(arrays) or 'its arrays'} is a table of numbers")
    rows = _checked(arrays[name], path)
    labels = arrays.get("labels")
    if labels is not None and labels.shape != (len(rows),):
        raise _bad(path, f"labels is {labels.shape}, and there are {len(rows)} vectors")
    columns = {key: [str(cell) for cell in cells] for key, cells in arrays.items() if key != "labels" and cells.shape == (len(rows),)}
    yield VectorSet(rows, [str(label) for label in (labels if labels is not None else range(len(rows)))], columns=columns)


def _table(path: Path, stopped: Stopped) -> Iterator[Progress | VectorSet]:
    """CSV or TSV. The first column that is no number is the label, others are told as they are."""
    mark = "\t" if path.suffix.lower() == ".tsv" else ","
    rows, labels, others = _Rows(path), list[str](), list[list[str]]()
    columns: list[int] | None = None
    headings: list[str] = []
    size_bytes = path.stat().st_size if path.is_file() else 0
    for number, line in enumerate(lines_of(path), start=1):
        _told_to_stop(number, stopped)
        if not line.text.strip():
            continue
        cells = next(csv.reader([line.text], delimiter=mark))
        numeric = [at for at, cell in enumerate(cells) if _is_number(cell)]
        if columns is None:
            if not numeric:
                headings = cells
                continue
            if len(cells) > 2 and numeric == [0] and not rows.items:
                raise _bad(path, f"line {number} has one number in {len(cells)} columns; are they separated by {mark!r}?")
            columns = numeric
        rows.add([cells[at] if at < len(cells) else "" for at in columns], number)
        rest = [cell for at, cell in enumerate(cells) if at not in set(columns)]
        labels.append(rest[0] if rest else str(len(labels)))
        others.append(rest[1:])
        if number % TOLD == 0:
            yield Progress("read", line.until, size_bytes, "bytes")
    named = [heading for at, heading in enumerate(headings) if at not in set(columns or ())][1:]
    names = [named[at] if at < len(named) else str(at + 1) for at in range(len(others[0]) if others else 0)]
    yield VectorSet(rows.finish(), labels, columns={name: _column(others, at) for at, name in enumerate(names)})


def _column(rows: list[list[str]], at: int) -> list[str]:
    return [row[at] if at < len(row) else "" for row in rows]


def _words(path: Path, stopped: Stopped) -> Iterator[Progress | VectorSet]:
    """A word and its numbers on each line; word2vec has "n d" on the first."""
    rows, labels = _Rows(path), list[str]()
    size_bytes = path.stat().st_size if path.is_file() else 0
    for number, line in enumerate(lines_of(path), start=1):
        _told_to_stop(number, stopped)
        parts = line.text.rstrip().split(" ")
        if not parts[0] and len(parts) == 1:
            continue
        if number == 1 and len(parts) == 2 and all(part.isdigit() for part in parts):
            continue
        width = rows.width or len(parts) - 1
        labels.append(" ".join(parts[: len(parts) - width]))  # some words of GloVe hold spaces
        rows.add(parts[len(parts) - width :], number)
        if number % TOLD == 0:
            yield Progress("read", line.until, size_bytes, "bytes")
    yield VectorSet(rows.finish(), labels)


class _Rows:
    """Collects rows of numbers of one width."""

    def __init__(self, path: Path) -> None:
        self._path, self._parts = path, list[np.ndarray]()
        self.items, self.width = list[np.ndarray](), 0

    def add(self, cells: list[str], number: int) -> None:
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled < len(cells):
            raise _bad(self._path, f"line {number} has {filled} numbers, and {len(cells)} are needed")
        try:
            row = np.array(cells, dtype=np.float32)
        except ValueError as error:
            raise _bad(self._path, f"line {number}: {error}") from error
        if not self.width:
            self.width = len(row)
            if not 1 <= self.width <= MOST_DIMS:
                raise _bad(self._path, f"line {number} has {self.width} numbers; 1 to {MOST_DIMS} are possible")
        if len(row) != self.width:
            raise _bad(self._path, f"line {number} has {len(row)} numbers, and those before have {self.width}")
        self.items.append(row)
        if len(self.items) == TOLD:
            self._pack()

    def _pack(self) -> None:
        if self.items:
            self._parts.append(np.stack(self.items))
            self.items.clear()
            have = sum(part.nbytes for part in self._parts)
            _require(2 * have, self._path)

    def finish(self) -> np.ndarray:
        self._pack()
        if not self._parts:
            raise _bad(self._path, "it holds no vectors")
        return _checked(np.concatenate(self._parts), self._path)


def _checked(rows: np.ndarray, path: Path) -> np.ndarray:
    """rows as float32 [n, d], mapped ones as they are if they are that. Raises WorkbenchError('vectors-bad')."""
    if rows.ndim != 2 or rows.dtype.kind not in "fiu" or not 1 <= rows.shape[1] <= MOST_DIMS or not 1 <= len(rows) <= MOST_ITEMS:
        raise _bad(path, f"it is {rows.dtype} {list(rows.shape)}, and a table of numbers is needed, a row for each item")
    if rows.dtype != np.float32 or not rows.flags.c_contiguous:
        _require(4 * rows.size, path)
        rows = np.ascontiguousarray(rows, np.float32)
    for first in range(0, len(rows), TOLD):
        bad = ~np.isfinite(rows[first : first + TOLD]).all(1)
        if bad.any():
            raise _bad(path, f"item {first + int(bad.argmax())} has a number that is not finite")
    return rows


def _require(size_bytes: int, path: Path) -> None:
    """Raise WorkbenchError('vectors-too-large') if reading the file would not fit."""
    if size_bytes > (available := int(SHARE * available_bytes())):
        raise WorkbenchError("vectors-too-large", path=path, size=shown(size_bytes), available=shown(available))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _told_to_stop(number: int, stopped: Stopped) -> None:
    if number % 256 == 0 and stopped():
        raise WorkbenchError("cancelled")


def _bad(path: Path, reason: str) -> WorkbenchError:
    return WorkbenchError("vectors-bad", path=path, reason=reason)
