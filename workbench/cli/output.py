"""What commands print: documents and tables on standard output, progress and warnings on standard error."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

from workbench.errors import WorkbenchError
from workbench.values import Progress

T = TypeVar("T")
UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def document(item: object) -> None:
    """Print one JSON document on one line. Values become objects by field, arrays lists, what is no finite number null."""
    click.echo(json.dumps(plain(item), ensure_ascii=False, allow_nan=False))


def plain(item: object) -> object:
    """A value as JSON has it."""
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return {field.name: plain(getattr(item, field.name)) for field in dataclasses.fields(item)}
    if isinstance(item, dict):
        return {str(key): plain(part) for key, part in item.items()}
    if isinstance(item, list | tuple | set | frozenset):
        return [plain(part) for part in item]
    if hasattr(item, "tolist"):  # an array or a scalar of NumPy
        return plain(item.tolist())
    if isinstance(item, float) and not math.isfinite(item):
        return None
    if isinstance(item, bytes):
        return item.hex()
    return item


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[int] = ()) -> Iterator[str]:
    """Lines of a table whose columns stand under each other, Hangul included. `right`: columns of numbers."""
    cells = [list(headings), *([str(cell) for cell in row] for row in rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        padded = []
        for column, cell in enumerate(row):
            gap = " " * (widths[column] - width(cell))
            padded.append(gap + cell if column in right else cell + gap)
        yield "  ".join(padded).rstrip()


def visible(text: str) -> str:
    """A text on one line of a table: what cannot be seen is escaped."""
    return "".join(character if character.isprintable() else character.encode("unicode_escape").decode("ascii") for character in text)


def size(size_bytes: float) -> str:
    """A size in binary units."""
    power = 0
    while size_bytes >= 1024 and power < len(UNITS) - 1:
        size_bytes /= 1024
        power += 1
    return f"{size_bytes:.0f} {UNITS[power]}" if power == 0 else f"{size_bytes:.1f} {UNITS[power]}"


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def warn(problem: WorkbenchError) -> None:
    """Say something that does not stop the command."""
    click.echo(f"warning: {' '.join(str(problem).split())}", err=True)


def last_of(events: Iterator[T]) -> T:
    """The result of an operation. Its progress is shown where a person looks at it."""
    shown = sys.stderr.isatty()
    result: T | None = None
    for event in events:
        if isinstance(event, Progress):
            if shown:
                click.echo(f"\r\x1b[K{_progress(event)}", err=True, nl=False)
        else:
            result = event
    if shown:
        click.echo("\r\x1b[K", err=True, nl=False)
    assert result is not None, "an operation ends with its result"
    return result


def _progress(progress: Progress) -> str:
    done, total = (_amount(amount, progress.unit) for amount in (progress.done, progress.total))
    share = f" ({100 * progress.done / progress.total:.0f} %)" if progress.total else ""
    return f"{progress.what} {done}{f' of {total}' if total else ''}{share}"


def _amount(amount: float | None, unit: str) -> str:
    if amount is None:
        return ""
    return size(amount) if unit == "bytes" else f"{amount:.0f} {unit}"
