"""How a lesson looks in a terminal: a line for each cell that ends, then the table; or objects that a script reads."""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import click

from workbench.cli import output
from workbench.errors import WorkbenchError
from workbench.values import LessonCell, LessonRequest, LessonResult, LessonStarted, Spread, shown_arms, spread_of

Cells = Mapping[tuple[int, int], LessonCell]
SHARES = ("accuracy", "val_accuracy", "induction", "share")
CORES = 2
"""Of which the list says how long they take."""
COUNTS = ("n_trained", "n_parameters", "n_examples", "n_tokens")


class Shown(Protocol):
    """Hears of each event, then of the end."""

    def event(self, request: LessonRequest, event: object) -> None: ...

    def end(self, request: LessonRequest, cells: Cells, run_id: int | None, result: LessonResult) -> None: ...


class Objects:
    """One JSON object on a line for each cell that is over, and last the outcome with its table."""

    def event(self, request: LessonRequest, event: object) -> None:
        if isinstance(event, LessonCell) and event.state != "running":
            curves = {name: dataclasses.asdict(curve) for name, curve in event.curves.items()}
            output.document({
                "arm": request.arms[event.arm].name, "seed": event.seed, "state": event.state, "run_id": event.run_id, "known": event.known,
                "seconds": event.seconds, "figures": event.figures, "curves": curves, "error": _error(event),
            })  # fmt: skip

    def end(self, request: LessonRequest, cells: Cells, run_id: int | None, result: LessonResult) -> None:
        table = {}
        for number in shown_arms(request):
            of_arm = {figure: spread_of(cells, number, figure) for figure in request.figures}
            table[request.arms[number].name] = {
                figure: {"mean": one.mean, "least": one.least, "most": one.most, "n": one.n} for figure, one in of_arm.items()
            }
        status = "cancelled" if result.stopped else "done"
        output.document({
            "run_id": run_id, "status": status, "n_done": result.n_done, "n_failed": result.n_failed, "seconds": result.seconds,
            "figures": table,
        })  # fmt: skip


class Words:
    """What a person watches is on standard error; the table is data."""

    def __init__(self) -> None:
        self._n_cells = self._n_over = 0

    def event(self, request: LessonRequest, event: object) -> None:
        match event:
            case LessonStarted():
                self._n_cells = event.n_cells
                click.echo(f"run {event.run_id}: {event.n_cells} cells, {event.n_workers} at once", err=True)
            case LessonCell() if event.state != "running":
                self._n_over += 1
                click.echo(f"{self._n_over}/{self._n_cells}  {_said(request, event)}", err=True)

    def end(self, request: LessonRequest, cells: Cells, run_id: int | None, result: LessonResult) -> None:
        failed = f", {result.n_failed} failed" if result.n_failed else ""
        stopped = f"; `workbench lesson --resume {run_id}` goes on" if result.stopped else ""
        click.echo(f"run {run_id}: {result.n_done} cells{failed}, {result.seconds:.0f} s{stopped}", err=True)
        for line in table_lines(request, cells):
            click.echo(line)
        for line in request.sentences.get("en", ()):
            click.echo(f"\n{line}" if line == request.sentences["en"][0] else line)


def table_lines(request: LessonRequest, cells: Cells) -> Iterator[str]:
    """Arms by figures: the mean over the seeds, and in brackets the least and the greatest."""
    headings = ["", "seeds", *request.figures]
    rows = []
    for number in shown_arms(request):
        spreads = [spread_of(cells, number, figure) for figure in request.figures]
        rows.append([request.arms[number].name, str(max(one.n for one in spreads)), *map(_spelled, request.figures, spreads)])
    yield from output.table(headings, rows)
    yield "mean over the seeds, and from the least to the greatest of them; losses in nats, times in seconds"


def list_lines() -> Iterator[str]:
    """The lessons that ship with the app."""
    from workbench.library import list_lessons

    rows = []
    for name, one in list_lessons().lessons.items():
        minutes = one.minutes(CORES)
        rows.append([name, f"{len(one.cells)}", f"about {minutes} min" if minutes else "—", one.titles.get("en", "")])
    yield from output.table(["lesson", "cells", "on two cores", ""], rows)


def list_object() -> dict[str, object]:
    """The same for programs."""
    from workbench.library import list_lessons

    known = list_lessons().lessons
    return {"lessons": [{"name": name, "cells": len(one.cells), "core_seconds": one.core_seconds, "titles": dict(one.titles)}
                        for name, one in known.items()]}  # fmt: skip


def write_cells(path: str, request: LessonRequest, cells: Cells) -> None:
    """Every cell with its figures, as a table. Raises WorkbenchError('file-not-written')."""
    names = sorted({name for cell in cells.values() for name in cell.figures})
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["arm", *(axis.name for axis in request.axes), "seed", "state", "run_id", *names])
            for (number, seed), cell in sorted(cells.items()):
                arm = request.arms[number]
                row = [arm.name, *arm.places, seed, cell.state, cell.run_id]
                writer.writerow([*row, *(cell.figures.get(name, "") for name in names)])
    except OSError as error:
        raise WorkbenchError("file-not-written", path=path, reason=error.strerror or error) from error


def _said(request: LessonRequest, cell: LessonCell) -> str:
    name = f"{request.arms[cell.arm].name}, seed {cell.seed}"
    if cell.state == "failed":
        return f"{name}: {_error(cell)}"
    figures = "  ".join(f"{one} {_number(one, cell.figures[one])}" for one in request.figures if one in cell.figures)
    return f"{name}: {figures}" + ("  (known)" if cell.known else f"  {cell.seconds:.0f} s")


def _error(cell: LessonCell) -> str | None:
    return None if not cell.error_code else " ".join(str(WorkbenchError(cell.error_code, **cell.error_values)).split())


def _spelled(figure: str, found: Spread) -> str:
    if not found.n:
        return "—"
    mean = _number(figure, found.mean)
    least, most = _number(figure, found.least), _number(figure, found.most)
    return mean if least == most else f"{mean} [{least} … {most}]"


def _number(figure: str, number: float) -> str:
    if not math.isfinite(number):
        return "—"
    if figure in SHARES:
        return f"{number:.1%}"
    if figure in COUNTS:
        return f"{number:,.0f}"
    if figure == "peak_bytes":
        return output.size(number)
    return f"{number:.1f}" if figure == "seconds" else f"{number:.3f}"
