"""`grid`: templates times rows times models times settings, in this terminal. The run is recorded cell by cell, and any window
shows it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.cli.grid_run import GridRun
    from workbench.cli.grid_shown import Shown
    from workbench.store import Store
    from workbench.values import PromptGridRequest


@click.command()
@click.argument("file", metavar="[FILE.toml]", required=False)
@click.option("--preset", metavar="NAME", help="A grid that ships with the app: capitals, particles, shots.")
@click.option("--model", "-m", "models", multiple=True, metavar="M", help="In the place of the file's models; may be given several times.")
@click.option("--resume", type=click.IntRange(1), metavar="RUN", help="Run this run's grid again: only what is missing is computed.")
@click.option("--cells", "cells_path", type=click.Path(dir_okay=False), metavar="FILE.csv", help="Write every cell, with its exact ids.")
@click.option("--summary", "summary_path", type=click.Path(dir_okay=False), metavar="FILE.csv", help="Write means and intervals.")
@options.as_json
def grid(
    *,
    file: str | None,
    preset: str | None,
    models: tuple[str, ...],
    resume: int | None,
    cells_path: str | None,
    summary_path: str | None,
    as_json: bool,
) -> int:
    """Ask many prompts of many models. Each cell is kept as it comes; what was computed before, by any grid, is not computed again.

    A grid is a TOML file:

    \b
        csv = "reviews.csv"        # beside the file; its first line names the columns
        models = ["smollm2-135m-instruct"]
        reference = "{label}"      # the right answer
        labels = ["positive", "negative"]
        scores = ["exact", "label"]    # contains, regex, nll, length
        [[templates]]
        name = "plain"
        text = "Review: {text}\\nSentiment:"
        [[settings]]
        name = "greedy"
        max_new_tokens = 4
        shots = 0                  # examples put before the question

    Without --json the summary is data. With --json each cell is one object on a line, and the last object is the outcome.
    """
    if (file is not None) + (preset is not None) + (resume is not None) != 1:
        raise click.UsageError("Give one of FILE.toml, --preset NAME and --resume RUN.")
    from workbench.cli.grid_run import GridRun
    from workbench.cli.grid_shown import Objects, Words
    from workbench.cli.interrupting import interruptible
    from workbench.cli.record import open_store
    from workbench.prompts import problem_of

    with interruptible() as stop, open_store() as store:
        request = _again(store, resume) if resume is not None else _defined(file, preset)
        request = dataclasses.replace(request, models=models or request.models)
        problem = problem_of(request)
        if problem is not None:
            raise problem
        return _run(
            GridRun(request, store, stopped=stop.is_set), Objects() if as_json else Words(), {cells_path: "cells", summary_path: "summary"}
        )


def _run(run: GridRun, shown: Shown, files: dict[str | None, str]) -> int:
    try:
        for places in run.steps():
            shown.cells(run.board, places)
    except KeyboardInterrupt:
        shown.end(run.board, run.result(), run.finish("cancelled"), "cancelled")
        raise
    except BaseException as error:
        run.finish("failed", error if isinstance(error, Exception) else None)
        raise
    result = run.result()
    shown.end(run.board, result, run.finish("done"), "done")
    for path, what in files.items():
        if path is not None:
            _write(path, run.board.cell_rows() if what == "cells" else run.board.summary_rows())
    return 1 if result.n_failed else 0


def _write(path: str, rows: object) -> None:
    import csv
    from pathlib import Path

    from workbench.errors import WorkbenchError

    try:
        with Path(path).open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
            csv.writer(file).writerows(rows)  # type: ignore[arg-type]
    except OSError as error:
        raise WorkbenchError("file-not-written", path=path, reason=error.strerror or error) from error


def _defined(file: str | None, preset: str | None) -> PromptGridRequest:
    from workbench.prompts.definition import read_definition
    from workbench.prompts.ready import READY, ready

    if file is not None:
        return read_definition(file)
    if preset not in READY:
        raise click.UsageError(f"{preset!r} is none of {', '.join(READY)}.")
    return ready(preset)


def _again(store: Store, run_id: int) -> PromptGridRequest:
    """The grid of a recorded run. Raises WorkbenchError: run-missing, run-not-grid."""
    from workbench.errors import WorkbenchError
    from workbench.values import PromptGridRequest, RunRecord, RunRequest

    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    if not isinstance(record.request, PromptGridRequest):
        raise WorkbenchError("run-not-grid", id=run_id, kind=record.row.kind)
    return dataclasses.replace(record.request, parent_run=run_id)
