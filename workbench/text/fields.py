"""What a file or a folder of data holds, by its first records: enough to choose columns by.

The idea that is not obvious: nobody knows yet which fields matter, so none may be missing here that a later choice would not need.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.text.records import DELIMITERS, JSON_LINES, TABLES, files_of, names_in, records_of
from workbench.text.text_files import lines_of, size_of
from workbench.values import DataFields, DataFieldsRequest

SHOWN = 240
"""A field is shown up to so many characters."""


def fields_of(request: DataFieldsRequest) -> DataFields:
    """Of a folder, fields are those of its first file. Raises WorkbenchError: training-data-bad, training-row-bad, and those of reading
    files."""
    place = Path(request.data).expanduser()
    files = files_of(place)
    first, n = files[0], request.n_rows
    size_bytes = sum(size_of(file) for file in files)
    if first.suffix.lower() in TABLES:
        names = _heading(first)
        rows = [record.fields for record in itertools.islice(records_of(first, names), n)] if names else []
        return DataFields(request, "table", names, _cut(rows), len(files), size_bytes)
    if first.suffix.lower() in JSON_LINES:
        objects = list(itertools.islice(_objects(first), n))
        names = tuple(name for name, value in objects[0].items() if _is_field(value)) if objects else ()
        rows = [tuple(_spelled(one.get(name, "")) for name in names) for one in objects]
        return DataFields(request, "objects", names, _cut(rows), len(files), size_bytes)
    documents = [record.fields for record in itertools.islice(records_of(place, ("text",), part=request.part), n)]
    return DataFields(request, "text", (), _cut(documents), len(files), size_bytes)


def _heading(path: Path) -> tuple[str, ...]:
    """The columns that the first line names, by the delimiter that makes most of them; a name that two have names none."""
    heading = next(lines_of(path)).text
    delimiters = ("\t",) if path.suffix.lower() == ".tsv" else DELIMITERS
    names = max((names_in(heading, delimiter, path) for delimiter in delimiters), key=len)
    return tuple(name for name, count in Counter(names).items() if name and count == 1)


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of JSON lines."""
    for number, line in enumerate(lines_of(path), 1):
        if line.text.strip():
            try:
                found = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                raise WorkbenchError("training-row-bad", path=path, line=number, reason=f"this is no JSON: {error}") from error
            if not isinstance(found, dict):
                raise WorkbenchError("training-row-bad", path=path, line=number, reason="this is no object in braces")
            yield found


def _is_field(value: object) -> bool:
    """Whether it can be read as a text: see `records`."""
    return isinstance(value, str | int | float) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _spelled(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Each field on one line, cut where it is long."""
    return tuple(tuple(" ".join(field[:SHOWN].split()) + ("…" if len(field) > SHOWN else "") for field in row) for row in rows)
