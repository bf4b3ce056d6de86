"""From arguments to an exit status: 0 done, 1 failed, 2 wrong usage, 130 cancelled.

Data is on standard output, everything else on standard error.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from workbench import __version__
from workbench.cli import (
    classify,
    doctor,
    effects,
    encoders,
    explain,
    generate,
    grid,
    heads,
    inputs,
    lesson,
    maps,
    model,
    models,
    neighbors,
    patch,
    probe,
    read,
    runs,
    tokenizers,
    trace,
    train,
    window,
)
from workbench.errors import WorkbenchError

FAILED, WRONG_USAGE, CANCELLED = 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="workbench")
def workbench() -> None:
    """See how a language model reads, attends and writes. Without a command, the window opens."""


for command in (
    window.gui,
    models.models,
    read.tokenize,
    tokenizers.tokenizers,
    read.score,
    trace.trace,
    explain.lens,
    explain.attribute,
    heads.heads,
    inputs.inputs,
    patch.patch,
    generate.generate,
    grid.grid,
    encoders.fill,
    encoders.similarity,
    classify.classify,
    neighbors.neighbors,
    maps.map_command,
    probe.probe,
    effects.ablate,
    effects.effects,
    train.train,
    lesson.lesson,
    model.model,
    runs.runs,
    window.screenshot,
    doctor.doctor,
):
    workbench.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # Hangul everywhere; a stray surrogate is shown, not fatal
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough, as `head` does. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _run(arguments: Sequence[str] | None) -> int:
    # Not `workbench.main`: that one turns interrupts and broken pipes into messages and statuses of its own.
    try:
        with workbench.make_context("workbench", list(sys.argv[1:] if arguments is None else arguments)) as context:
            status = workbench.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except WorkbenchError as error:
        if error.code == "cancelled":
            return _cancelled()
        click.echo(f"error: {_one_line(error)}", err=True)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        return _cancelled()
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE if isinstance(error, click.UsageError) else FAILED
    return status if isinstance(status, int) else 0


def _cancelled() -> int:
    click.echo("cancelled", err=True)
    return CANCELLED


def _one_line(error: WorkbenchError) -> str:
    return " — ".join(" ".join(part.split()) for part in error.parts() if part)
