"""How a grid looks in a terminal while it goes on: a line that a person watches, or objects that a script reads."""

from __future__ import annotations

import math
import sys
import time
from typing import Protocol

import click

from workbench.cli import output
from workbench.prompts.board import Board, score_names
from workbench.prompts.summary import LOWER_IS_BETTER, Estimate
from workbench.values import GridResult

TOLD_EVERY_S = 5.0  # where standard error is no terminal
DRAWN_EVERY_S = 0.1


class Shown(Protocol):
    """Hears of cells that changed, then of the end."""

    def cells(self, board: Board, places: set[int]) -> None: ...

    def end(self, board: Board, result: GridResult, run_id: int | None, status: str) -> None: ...


class Objects:
    """One JSON object on a line for each cell that is over, and last the outcome with its summary."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def cells(self, board: Board, places: set[int]) -> None:
        for place in sorted(places - self._told):
            if board.states[place].over:
                self._told.add(place)
                parts = zip(board.cell_names(), board.cell_row(place), strict=True)
                output.document({name: None if part == "" else part for name, part in parts})

    def end(self, board: Board, result: GridResult, run_id: int | None, status: str) -> None:
        names, *rows = board.summary_rows()
        summary = [{str(name): None if part == "" else part for name, part in zip(names, row, strict=True)} for row in rows]
        counts = {"n_done": result.n_done, "n_known": result.n_known, "n_failed": result.n_failed, "n_cancelled": result.n_cancelled}
        output.document({"run_id": run_id, "status": status, **counts, "seconds": result.seconds, "summary": summary})


class Words:
    """A line on standard error that is drawn anew, or where nobody sees it drawn, one now and then. The summary is data."""

    def __init__(self) -> None:
        self._drawn = sys.stderr.isatty()
        self._due = self._first = 0.0
        self._n_first = 0

    def cells(self, board: Board, places: set[int]) -> None:
        now = time.monotonic()
        n_over = sum(state.over for state in board.states)
        if not self._first and any(state.state == "running" for state in board.states):
            self._first, self._n_first = now, n_over
        for place in sorted(places):
            state = board.states[place]
            if state.state == "failed":
                self._say(f"cell {place} failed: {' '.join(str(state.error).split())}")
        if now < self._due and n_over < len(board.states):
            return
        if not places:
            return
        self._due = now + (DRAWN_EVERY_S if self._drawn else TOLD_EVERY_S)
        self._say(f"{n_over:,}/{len(board.states):,} cells{self._left(now, n_over, len(board.states))}", end="" if self._drawn else "\n")

    def end(self, board: Board, result: GridResult, run_id: int | None, status: str) -> None:
        self._say("", end="")
        done = f"{result.n_done:,} cells, {result.n_known:,} of them known before"
        rest = f"; {result.n_failed:,} failed" * bool(result.n_failed) + f"; {result.n_cancelled:,} cancelled" * bool(result.n_cancelled)
        click.echo(f"run {run_id}: {status}, {done}{rest}, {result.seconds:.1f} s", err=True)
        for line in summary_lines(board):
            click.echo(line)

    def _left(self, now: float, n_over: int, n_cells: int) -> str:
        n_new, seconds = n_over - self._n_first, now - self._first
        if not self._first or n_new < 1 or seconds <= 0:
            return ""
        left_s = round((n_cells - n_over) * seconds / n_new)
        return f"  {n_new / seconds:.1f} cells/s  {left_s // 60}:{left_s % 60:02} left"

    def _say(self, line: str, *, end: str = "\n") -> None:
        click.echo(f"\r\x1b[K{line}{end}" if self._drawn else f"{line}{end}" if line else "", err=True, nl=False)


def summary_lines(board: Board) -> list[str]:
    """A table of means with their intervals of 95 %, and what should be known of them."""
    request, summary = board.layout.request, board.summary()
    names = score_names(board.layout)
    held = bool(board.layout.held_out)
    headings = ["template", "model", "setting", "cells"]
    for name in names:
        headings += [name, *([f"{name}, held out"] if held else [])]
    rows = []
    for number, line in enumerate(summary.lines):
        row: list[object] = [request.templates[line.template].name, request.models[line.model], request.settings[line.setting].name]
        row.append(f"{line.n_whole}/{line.n_cells}")
        for place in range(len(names)):
            best = " *" if summary.best[place] == number else ""
            row += [_spelled(line.chosen[place]) + best, *([_spelled(line.held_out[place])] if held else [])]
        rows.append([output.visible(str(part)) for part in row])
    lines = list(output.table(headings, rows))
    if any(best is not None for best in summary.best):
        where = f"{board.layout.n_rows - len(board.layout.held_out)} rows it was chosen on"
        lines.append(f"* best on the {where}: expect less on new ones" + (" (see those held out)" if held else ""))
    if not math.isnan(summary.majority[0]) and any(score.kind in ("exact", "label") for score in request.scores):
        lines.append(f"always the most frequent answer: {summary.majority[0]:.3f}")
    if any(score.kind in LOWER_IS_BETTER for score in request.scores):
        lines.append("nll: nats, lower is better; length: characters")
    methods = {estimate.method for line in summary.lines for estimate in (*line.chosen, *line.held_out)} - {""}
    spelled = {"wilson": "Wilson's score interval", "bootstrap": "percentile bootstrap over rows, 2,000 samples"}
    return [*lines, *(f"intervals of 95 %: {spelled[method]}" for method in sorted(methods))]


def _spelled(estimate: Estimate) -> str:
    if not estimate.n_rows:
        return "-"
    interval = "" if math.isnan(estimate.low) else f" [{estimate.low:.3f}, {estimate.high:.3f}]"
    return f"{estimate.mean:.3f}{interval}"
