"""Rows of variables from a CSV or TSV file, as spreadsheets and people write them.

The delimiter is the one of `,` `;` tab and `|` that gives the first records one and the same number of fields, more than one;
quoted fields may hold delimiters, quotes (doubled) and line breaks. UTF-8 with or without a byte order mark, UTF-16 with one, and
CP949, which Korean spreadsheets write, are understood. A row with another number of fields than the first line is left out, and
named by the line it begins on; an empty line is none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.errors import WorkbenchError
from workbench.values import BadRow, PromptTable, TableRead

DELIMITERS = (",", ";", "\t", "|")
MAX_BYTES, MAX_ROWS, MAX_COLUMNS, MAX_FIELD = 20 << 20, 10_000, 200, 1 << 20
_LOOKED_AT = 50
"""Records that tell the delimiter."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class _Record(NamedTuple):
    line: int
    fields: list[str]


def read_table(path: str) -> TableRead:
    """Raises WorkbenchError: file-missing, file-unreadable, table-too-large, table-bad."""
    place = Path(path).expanduser()
    try:
        with place.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    if len(raw) > MAX_BYTES:
        raise WorkbenchError("table-too-large", path=path, size=f"more than {MAX_BYTES:,}", unit="bytes", limit=f"{MAX_BYTES:,}")
    text, encoding = _decoded(raw, path)
    return table_of(text, path=path, encoding=encoding)


def table_of(text: str, *, path: str = "", encoding: str = "utf-8") -> TableRead:
    """The table a text holds: the first record names the columns. Raises WorkbenchError: table-too-large, table-bad."""
    delimiter = _delimiter(text)
    records = _records(text, delimiter, path)
    first = next(records, None)
    if first is None:
        raise WorkbenchError("table-bad", path=path, reason="it is empty")
    columns = tuple(name.strip() for name in first.fields)
    _check_columns(columns, path)
    rows: list[tuple[str, ...]] = []
    bad: list[BadRow] = []
    for record in records:
        if len(record.fields) != len(columns):
            bad.append(BadRow(record.line, len(record.fields), len(columns)))
        elif len(rows) == MAX_ROWS:
            raise WorkbenchError("table-too-large", path=path, size=f"more than {MAX_ROWS:,}", unit="rows", limit=f"{MAX_ROWS:,}")
        else:
            rows.append(tuple(record.fields))
    return TableRead(PromptTable(columns, tuple(rows), path), tuple(bad), delimiter, encoding)


def _decoded(raw: bytes, path: str) -> tuple[str, str]:
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)]
    for one in marked or ("utf-8", "cp949"):
        try:
            text = raw.decode(one)
        except UnicodeError as error:
            reason = error
        else:
            if "\0" in text:
                raise WorkbenchError("table-bad", path=path, reason="it holds null bytes, so it is no text")
            return text, one
    raise WorkbenchError("table-bad", path=path, reason=f"it is neither UTF-8 nor CP949 ({reason})") from reason


def _delimiter(text: str) -> str:
    """Of those under which the first records have the same number of fields, the one with the most; else the most frequent one
    of the first record; a table of one column has none, and a comma does no harm."""
    best: tuple[int, int, str] = (0, 0, DELIMITERS[0])
    for rank, delimiter in enumerate(DELIMITERS):
        try:
            counts = [len(record.fields) for record, _ in zip(_records(text, delimiter, ""), range(_LOOKED_AT), strict=False)]
        except WorkbenchError:
            continue
        if counts and counts[0] > 1:
            alike = sum(count == counts[0] for count in counts)
            best = max(best, (alike * 1000 // len(counts), counts[0] * 10 - rank, delimiter))
    return best[2]


def _records(text: str, delimiter: str, path: str) -> Iterator[_Record]:
    before = csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            if fields and (len(fields) > 1 or fields[0].strip()):
                yield _Record(line, fields)
            line = reader.line_num + 1
    except csv.Error as error:
        raise WorkbenchError("table-bad", path=path, reason=f"line {line}: {error}") from error
    finally:
        csv.field_size_limit(before)


def _check_columns(columns: tuple[str, ...], path: str) -> None:
    if len(columns) > MAX_COLUMNS:
        raise WorkbenchError("table-too-large", path=path, size=len(columns), unit="columns", limit=MAX_COLUMNS)
    for name in columns:
        if not name or set(name) & set("{}\n"):
            raise WorkbenchError("table-bad", path=path, reason=f"the column {name!r} has no usable name")
        if columns.count(name) > 1:
            raise WorkbenchError("table-bad", path=path, reason=f"two columns have the name {name!r}")
