"""Tables of pairs as people write them: CSV files whose headings say what the sides are.

The first column names the template, the next two hold the pair, and their headings name the sides (`he`, `she`); a fourth,
if there is one, holds the continuation of a row. Every fault is told with its line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.values.bias import BiasPair, BiasTable

MOST_PAIRS = 5_000
_LARGEST_BYTES = 8 << 20


def table_from_csv(raw: bytes, name: str) -> BiasTable:
    """Read a file's content. Raises WorkbenchError: pairs-not-text, pairs-bad-line, pairs-none, pairs-many."""
    if len(raw) > _LARGEST_BYTES:
        raise WorkbenchError("pairs-many", n=f"{len(raw)} bytes", most=f"{_LARGEST_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkbenchError("pairs-not-text", name=name, position=error.start) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    pairs: list[BiasPair] = []
    sides: tuple[str, str] | None = None
    try:
        for cells in reader:
            cells = [cell.strip() if number != 3 else cell for number, cell in enumerate(cells)]
            if not any(cells):
                continue
            if sides is None:
                sides = _sides(cells, reader.line_num)
            else:
                pairs.append(_pair(cells, reader.line_num))
    except csv.Error as error:
        raise WorkbenchError("pairs-bad-line", line=reader.line_num, reason=str(error)) from error
    table = BiasTable(name, tuple(pairs), sides or ("A", "B"))
    check_table(table)
    return table


def table_to_csv(table: BiasTable) -> str:
    """What `table_from_csv` reads."""
    out = io.StringIO(newline="")
    continued = any(pair.continuation for pair in table.pairs)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["template", *table.sides, *["continuation"] * continued])
    for pair in table.pairs:
        writer.writerow([pair.template, pair.a, pair.b, *[pair.continuation] * continued])
    return out.getvalue()


def check_table(table: BiasTable) -> None:
    """Raise WorkbenchError unless every row is a pair: pairs-none, pairs-many, pair-without-template, pair-incomplete, pair-equal."""
    if not table.pairs:
        raise WorkbenchError("pairs-none")
    if len(table.pairs) > MOST_PAIRS:
        raise WorkbenchError("pairs-many", n=f"{len(table.pairs)} rows", most=f"{MOST_PAIRS} rows")
    for number, pair in enumerate(table.pairs, start=1):
        if not pair.a or not pair.b:
            lacking, there = (table.sides[0], pair.b) if not pair.a else (table.sides[1], pair.a)
            raise WorkbenchError("pair-incomplete", row=number, side=lacking, text=there)
        if not pair.template:
            raise WorkbenchError("pair-without-template", row=number, text=pair.a)
        if pair.a == pair.b:
            raise WorkbenchError("pair-equal", row=number, text=pair.a)


def _sides(cells: Sequence[str], line: int) -> tuple[str, str]:
    if not 3 <= len(cells) <= 4 or cells[0].casefold() != "template":
        raise WorkbenchError("pairs-bad-line", line=line, reason=f"the headings are {', '.join(cells)!r}")
    return cells[1] or "A", cells[2] or "B"


def _pair(cells: Sequence[str], line: int) -> BiasPair:
    if not 3 <= len(cells) <= 4:
        raise WorkbenchError("pairs-bad-line", line=line, reason=f"it has {len(cells)} columns")
    return BiasPair(*cells)
