"""`train`: a recipe, in this terminal. The run is recorded, and any window shows it as it goes."""

from __future__ import annotations

import dataclasses
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import TrainRequest, TrainResult

RARELY = 20
"""Where standard error is no terminal, every so-manieth step is told."""


@click.command()
@click.argument("config", metavar="[CONFIG.toml]", required=False)
@click.option("--preset", metavar="NAME", help="A recipe that ships with the app: chars, masked, translate-numbers, starter, ...")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Optimiser steps; the warm-up is shortened to fit.")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="A setting, e.g. learning_rate=1e-3 or architecture.n_layers=2.")
@click.option("--resume", type=click.IntRange(1), metavar="RUN", help="Go on from this run's last checkpoint, with its own settings.")
@options.as_json
def train(
    *, config: str | None, preset: str | None, steps: int | None, changes: tuple[str, ...], resume: int | None, as_json: bool
) -> int | None:
    """Train a small model. Ctrl+C stops it and keeps what it has learned; a second Ctrl+C ends it at once."""
    from workbench.cli import output
    from workbench.cli.record import open_store
    from workbench.host.trainer import training
    from workbench.library import read_recipe
    from workbench.store import Store
    from workbench.values import RunRequest, TrainResult

    if (config is not None) + (preset is not None) + (resume is not None) != 1:
        raise click.UsageError("give a file, --preset or --resume")

    def asked(store: Store) -> TrainRequest:
        if resume is not None:
            from workbench.values import RunRecord, TrainRequest

            record = store.answer(RunRequest(resume))
            assert isinstance(record, RunRecord)
            if not isinstance(record.request, TrainRequest):
                raise click.UsageError(f"run {resume} is no training")
            return dataclasses.replace(record.request, resume=resume, n_steps=steps or record.request.n_steps)
        request = read_recipe(config or preset or "", changes)
        if steps is not None:
            request = dataclasses.replace(request, n_steps=steps, warmup_steps=min(request.warmup_steps, steps // 4))
        return request

    with open_store() as store, _interruptible() as stop:
        record, events = training(asked(store), store, stop=stop)
        result: TrainResult | None = None
        for event in _told(events, quiet=as_json):
            result = event if isinstance(event, TrainResult) else result
    assert result is not None, "a training ends with its result"
    if as_json:
        output.document(
            {
                "run_id": record.run_id,
                "status": "stopped" if result.stopped else "done",
                **{name: getattr(result, name) for name in ("step", "train_loss", "val_loss", "tokens_per_second", "n_tokens", "path")},
            }
        )
    else:
        click.echo(f"run {record.run_id}: step {result.step}, loss {result.train_loss:.4f}, validation {result.val_loss:.4f}")
        click.echo(result.path)
    return 130 if stop.is_set() else None


def _told(events: Iterator[object], *, quiet: bool) -> Iterator[object]:
    """Pass events on, telling on standard error how it goes."""
    from workbench.values import TrainSample, TrainStarted, TrainStep, TrainValidation

    n_steps, wide = 0, sys.stderr.isatty()
    for event in events:
        match event:
            case TrainStarted() if not quiet:
                n_steps = event.request.n_steps
                click.echo(f"run {event.run_id}: {event.family}, {event.n_parameters:,} parameters, {event.n_threads} threads", err=True)
            case TrainStep() if not quiet and (wide or event.step % RARELY == 0):
                left_s = (n_steps - event.step) * event.n_tokens / event.step / max(1.0, event.tokens_per_second)
                pace = f"{event.tokens_per_second:,.0f} tokens/s  {left_s / 60:.1f} min left"
                line = f"step {event.step}/{n_steps}  loss {event.loss:.4f}  {pace}"
                click.echo(f"\r\033[K{line}" if wide else line, nl=not wide, err=True)
            case TrainValidation() if not quiet:
                click.echo(f"{chr(10) * wide}step {event.step}  validation loss {event.loss:.4f}", err=True)
            case TrainSample() if not quiet:
                click.echo(f"  {event.prompt!r} → {event.text!r}", err=True)
        yield event


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Ctrl+C sets the event; a second one interrupts as ever."""
    stop = threading.Event()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("\nstopping after this step, the checkpoint is being written; Ctrl+C again ends it at once", err=True)

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
