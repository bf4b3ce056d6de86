"""`lesson`: trainings over settings and seeds, in this terminal, and a table of what was measured. Any window shows it as it goes."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.cli.lesson_shown import Shown
    from workbench.store import Store
    from workbench.values import LessonRequest

CANCELLED = 130


@click.command()
@click.argument("name", metavar="[NAME|FILE.toml]", required=False)
@click.option("--seeds", type=click.IntRange(1, 100), metavar="N", help="So many seeds, in the place of the lesson's own.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Optimiser steps of every training.")
@click.option("--resume", type=click.IntRange(1), metavar="RUN", help="Go on with this run's lesson: only what is missing is trained.")
@click.option("--cells", "cells_path", type=click.Path(dir_okay=False), metavar="FILE.csv", help="Write every cell with its figures.")
@options.as_json
def lesson(*, name: str | None, seeds: int | None, steps: int | None, resume: int | None, cells_path: str | None, as_json: bool) -> int:
    """Train the same with several settings and seeds, and compare what comes of it.

    Without a name, the lessons that ship with the app are listed. Each training is a process and a run of its own, as many at once as
    there are cores. Ctrl+C ends the lesson; what was measured is kept, and --resume goes on.

    A lesson is a TOML file:

    \b
        recipe = "transformer"         # what all trainings begin with
        seeds = [1, 2, 3]
        figure = "val_loss"            # what the chart shows
        figures = ["val_loss", "seconds"]
        [settings]                     # of all
        n_steps = 200
        [[arms]]
        name = "narrow"
        settings = { architecture = { d_model = 32 } }
        [[arms]]
        name = "wide"
        settings = { architecture = { d_model = 128 } }
    """
    from workbench.cli.lesson_shown import Objects, Words, list_lines, list_object
    from workbench.cli.record import open_store

    if name is None and resume is None:
        for line in [json.dumps(list_object(), ensure_ascii=False)] if as_json else list_lines():
            click.echo(line)
        return 0
    if name is not None and resume is not None:
        raise click.UsageError("Give a lesson or --resume RUN, not both.")
    with open_store() as store:
        request = _again(store, resume) if resume is not None else _named(name or "", seeds, steps)
        return _worked_off(request, store, Objects() if as_json else Words(), cells_path)


def _worked_off(request: LessonRequest, store: Store, shown: Shown, cells_path: str | None) -> int:
    from workbench.cli.interrupting import interruptible
    from workbench.cli.lesson_shown import write_cells
    from workbench.host.lessons import lesson
    from workbench.values import LessonCell, LessonResult

    cells: dict[tuple[int, int], LessonCell] = {}
    result: LessonResult | None = None
    with interruptible("Stopping after this step; what is done is kept. Ctrl+C again ends it at once.") as stop:
        record, events = lesson(request, store, stop=stop)
        with contextlib.closing(events):
            for event in events:
                if isinstance(event, LessonCell):
                    cells[event.arm, event.seed] = event
                result = event if isinstance(event, LessonResult) else result
                shown.event(request, event)
    assert result is not None, "a lesson ends with its result"
    shown.end(request, cells, record.run_id, result)
    if cells_path is not None:
        write_cells(cells_path, request, cells)
    return CANCELLED if result.stopped else 1 if result.n_failed else 0


def _named(name: str, seeds: int | None, steps: int | None) -> LessonRequest:
    import dataclasses

    from workbench.library import read_lesson, with_steps

    request = read_lesson(name)
    if seeds is not None:
        request = dataclasses.replace(request, seeds=tuple(range(1, seeds + 1)))
    if steps is not None:
        arms = (dataclasses.replace(arm, train=arm.train and with_steps(arm.train, steps)) for arm in request.arms)
        request = dataclasses.replace(request, arms=tuple(arms))
    return request


def _again(store: Store, run_id: int) -> LessonRequest:
    """The lesson of a recorded run. Raises WorkbenchError: run-missing, run-not-lesson."""
    import dataclasses

    from workbench.host.lessons import read_lesson_run
    from workbench.values import LessonRequest

    request = read_lesson_run(store, run_id).request
    assert isinstance(request, LessonRequest)
    return dataclasses.replace(request, parent_run=run_id, key="")
