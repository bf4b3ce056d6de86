"""Records out of files of any size, one after the other: documents, or what the columns of a table or the fields of JSON lines hold.

The idea that is not obvious: nothing is read that was not asked for. A record is made when it is taken, so a file of a gigabyte needs
the memory of its longest record.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.errors import WorkbenchError
from workbench.text.text_files import MOST_LINE_BYTES, lines_of, size_of
from workbench.values import DocumentPart

TEXTS, JSON_LINES, TABLES = (".txt", ".text", ".md"), (".jsonl", ".ndjson"), (".csv", ".tsv")
"""How files end whose records are understood. One that was named itself and ends otherwise is text."""
DELIMITERS = (",", ";", "\t", "|")
OPEN_QUOTE = "it has a quote that is never closed, so that all behind it is one field"
MOST_PIECE = 1 << 20
"""A document of a whole file comes in pieces of about so many characters, each of whole lines."""


class Record(NamedTuple):
    """Fields in the order of the columns that were asked for. `line` from 1, where it begins; `until`: how many bytes of all files have
    been read with it. `goes_on`: the next record is the next piece of the same document."""

    fields: tuple[str, ...]
    path: Path
    line: int
    until: int
    goes_on: bool = False


def files_of(place: Path) -> list[Path]:
    """The files that data is read from: `place` itself, or those of a folder and its folders, in the order of their names.

    Raises WorkbenchError: file-missing, file-unreadable, training-data-bad.
    """
    if not os.path.isdir(place):  # noqa: PTH112 - Path.is_dir raises for a folder that is not ours
        size_of(place)
        return [place]
    known = (*TEXTS, *JSON_LINES, *TABLES)
    found = sorted(path for path in place.rglob("*") if path.suffix.lower() in known and path.is_file() and not path.name.startswith("."))
    if not found:
        raise WorkbenchError("training-data-bad", path=place, reason=f"the folder holds no file that ends with {', '.join(known)}")
    return found


def records_of(place: Path, columns: Sequence[str], *, part: DocumentPart = "auto") -> Iterator[Record]:
    """The records of a file or folder. Empty lines of a text are none.

    Text files hold one column alone. Raises WorkbenchError: training-data-bad, training-row-bad, and those of `lines_of`.
    """
    of_folder, before, n_found = os.path.isdir(place), 0, 0  # noqa: PTH112
    by_file = part == "file" or (part == "auto" and of_folder)
    for path in files_of(place):
        for record in _in_file(path, tuple(columns), by_file, may_be_empty=of_folder):
            n_found += 1
            yield record._replace(until=before + record.until)
        before += size_of(path)
    if not n_found:
        raise WorkbenchError("training-data-bad", path=place, reason="it holds no text")


def _in_file(path: Path, columns: tuple[str, ...], by_file: bool, *, may_be_empty: bool) -> Iterator[Record]:
    ending = path.suffix.lower()
    try:
        if ending in JSON_LINES:
            yield from _json_lines(path, columns)
        elif ending in TABLES:
            yield from _table(path, columns)
        elif ending == ".json":
            reason = "a .json file is one value, not a record a line; write each object in a line of its own, into a .jsonl file"
            raise WorkbenchError("training-data-bad", path=path, reason=reason)
        elif len(columns) > 1:
            reason = f"a text file has no columns, and {', '.join(columns)} are needed"
            raise WorkbenchError("training-data-bad", path=path, reason=reason)
        else:
            yield from _pieces(path) if by_file else _documents(path)
    except WorkbenchError as error:
        if error.code != "text-file-empty" or not may_be_empty:
            raise


def _documents(path: Path) -> Iterator[Record]:
    """A document a line."""
    for number, line in enumerate(lines_of(path), 1):
        if line.text.strip():
            yield Record((line.text,), path, number, line.until)


def _pieces(path: Path) -> Iterator[Record]:
    """The whole file, in pieces."""
    kept: list[str] = []
    size, first, until = 0, 1, 0
    for number, line in enumerate(lines_of(path), 1):
        if size >= MOST_PIECE:
            yield Record(("\n".join(kept) + "\n",), path, first, until, goes_on=True)
            kept, size, first = [], 0, number
        kept.append(line.text)
        size, until = size + len(line.text) + 1, line.until
    yield Record(("\n".join(kept),), path, first, until)


def _json_lines(path: Path, columns: tuple[str, ...]) -> Iterator[Record]:
    """An object a line, of which the fields named by `columns` are taken: texts, numbers, or lists of texts, joined by spaces."""
    for number, line in enumerate(lines_of(path), 1):
        if not line.text.strip():
            continue
        try:
            found = json.loads(line.text)
        except (ValueError, RecursionError) as error:
            long = f"; it is longer than {MOST_LINE_BYTES:,} bytes" if len(line.text.encode()) >= MOST_LINE_BYTES - 4 else ""
            raise _bad(path, number, f"this is no JSON: {error}{long}") from error
        if not isinstance(found, dict):
            raise _bad(path, number, "this is no object in braces")
        if missing := [name for name in columns if name not in found]:
            raise _bad(path, number, f"it has no field {missing[0]}, only {', '.join(map(str, found)) or 'none'}")
        yield Record(tuple(_field(found[name], name, path, number) for name in columns), path, number, line.until)


def _field(value: object, name: str, path: Path, line: int) -> str:
    match value:
        case str():
            text = value
        case bool():
            text = "true" if value else "false"
        case int() | float():
            text = str(value)
        case list() if all(isinstance(one, str) for one in value):
            text = " ".join(value)
        case _:
            raise _bad(path, line, f"the field {name} is {json.dumps(value)[:60]}; a text, a number or a list of texts is read")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _bad(path, line, f"the field {name} holds half a character at {error.start}") from error
    return text


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[Record]:
    """The rows of a table whose first line names its columns. Quoted fields may hold delimiters, quotes (doubled) and line breaks."""
    csv.field_size_limit(max(csv.field_size_limit(), MOST_LINE_BYTES))
    source = lines_of(path)
    heading = next(source, None)
    if heading is None:
        return
    delimiter, names = _heading(heading.text, path, columns)
    places = [names.index(name) for name in columns]
    until, line = heading.until, 2

    def texts() -> Iterator[str]:
        nonlocal until
        for one in source:
            until = one.until
            yield one.text + "\n"

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    try:
        for fields in reader:
            if fields and (len(fields) > 1 or fields[0].strip()):
                if len(fields) != len(names):
                    raise _bad(path, line, f"it has {len(fields)} fields, and the first line names {len(names)} columns")
                yield Record(tuple(fields[place] for place in places), path, line, until)
            line = reader.line_num + 2
    except csv.Error as error:
        raise _bad(path, line, OPEN_QUOTE if str(error) == "unexpected end of data" else str(error)) from error


def _heading(text: str, path: Path, columns: tuple[str, ...]) -> tuple[str, list[str]]:
    """The delimiter, which is the one that makes the wanted columns of the first line, and the names in it."""
    known: list[str] = []
    for delimiter in ("\t",) if path.suffix.lower() == ".tsv" else DELIMITERS:
        names = names_in(text, delimiter, path)
        if set(columns) <= set(names):
            twice = [name for name, count in Counter(names).items() if count > 1 and name in columns]
            if twice:
                raise _bad(path, 1, f"two columns have the name {twice[0]!r}")
            return delimiter, names
        known = max(known, names, key=len)
    missing = next(name for name in columns if name not in known)
    raise _bad(path, 1, f"there is no column {missing!r}, only {', '.join(map(repr, known)) or 'none'}")


def names_in(heading: str, delimiter: str, path: Path) -> list[str]:
    """The names of columns in the first line of a table. Raises WorkbenchError('training-row-bad')."""
    try:
        return [name.strip() for name in next(csv.reader([heading], delimiter=delimiter), [])]
    except csv.Error as error:
        old = "its lines end with carriage returns alone, as on old Macs; save it with today's line ends"
        raise _bad(path, 1, old if "\r" in heading else str(error)) from error


def _bad(path: Path, line: int, reason: str) -> WorkbenchError:
    return WorkbenchError("training-row-bad", path=path, line=line, reason=reason)
