"""`train`: a recipe, in this terminal. The run is recorded, and any window shows it as it goes."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import threading
from typing import TYPE_CHECKING

import click

from workbench.cli import options
from workbench.cli.interrupting import interruptible
from workbench.cli.train_together import Operation, is_one_of_several, together

if TYPE_CHECKING:
    from workbench.cli.train_shown import Shown
    from workbench.store import Store
    from workbench.values import TrainRequest

CANCELLED = 130
STOPPING = "Stopping after this step; a checkpoint is written. Ctrl+C again ends it at once."


@click.command()
@click.argument("config", metavar="[CONFIG.toml]", required=False)
@click.option("--preset", metavar="NAME", help="A recipe that ships with the app: chars, masked, translate-numbers, starter, ...")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Optimiser steps; the warm-up is shortened to fit.")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="A setting, e.g. data=FILE or architecture.n_layers=2.")
@click.option("--resume", type=click.IntRange(1), metavar="RUN", help="Go on from this run's last checkpoint, as a new run.")
@click.option("--estimate", is_flag=True, help="Train nothing: say what it would take, measured on a few real steps.")
@options.as_json
def train(
    *,
    config: str | None,
    preset: str | None,
    steps: int | None,
    changes: tuple[str, ...],
    resume: int | None,
    estimate: bool,
    as_json: bool,
) -> int:
    """Train a small model. Ctrl+C stops it and keeps what it has learned; a second Ctrl+C ends it at once.

    A recipe is a TOML file of settings:

    \b
        objective = "causal"       # or masked, seq2seq, spans, answers, labels, tags
        data = "FILE"              # or a folder, .jsonl, .csv, .tsv; "corpus", ...
        columns = ["text"]         # of tables: text, label; source, target; ...
        n_steps = 500
        [architecture]
        kind = "decoder"           # or "encoder", "encoder-decoder"
        n_layers = 2
        n_heads = 4
        d_model = 96
        d_mlp = 256
        n_ctx = 128

    With --json, each event is one object on a line, and the last object is the outcome.
    """
    if (config is not None) + (preset is not None) + (resume is not None) != 1:
        raise click.UsageError("Give one of CONFIG.toml, --preset NAME and --resume RUN.")
    if resume is not None and changes:
        raise click.UsageError("--set does not go with --resume: a run is gone on with as it was begun.")
    from workbench.cli.record import open_store
    from workbench.cli.train_shown import Objects, Words

    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before torch is imported: it shares the cores with other programs
    if estimate:
        from workbench.cli.train_estimate import print_estimate

        with open_store() as store:
            request = _again(store, resume, steps) if resume is not None else _recipe(config, preset, changes, steps)
        print_estimate(request, as_json=as_json)
        return 0

    def lead(operation: Operation | None) -> int:
        with open_store() as store, interruptible(STOPPING) as stop:
            request = _again(store, resume, steps) if resume is not None else _recipe(config, preset, changes, steps)
            return _trained(request, store, stop, Objects() if as_json else Words(), operation)

    return together(lead) if is_one_of_several() else lead(None)


def _trained(request: TrainRequest, store: Store, stop: threading.Event, shown: Shown, operation: Operation | None) -> int:
    from workbench.host.trainer import training
    from workbench.values import TrainResult

    record, events = training(request, store, stop=stop, operation=operation)
    result: TrainResult | None = None
    try:
        with contextlib.closing(events):
            for event in events:
                shown.event(event)
                result = event if isinstance(event, TrainResult) else result
    except BaseException as error:
        shown.end(record.run_id, "cancelled" if isinstance(error, KeyboardInterrupt) else "failed")
        raise
    assert result is not None, "a training ends with its result"
    shown.end(record.run_id, "cancelled" if result.stopped else "done")
    return CANCELLED if result.stopped else 0


def _recipe(config: str | None, preset: str | None, changes: tuple[str, ...], steps: int | None) -> TrainRequest:
    from workbench.library import read_recipe, with_steps

    request = read_recipe(config or preset or "", changes)
    return request if steps is None else with_steps(request, steps)


def _again(store: Store, run_id: int, steps: int | None) -> TrainRequest:
    """The request of a recorded run, to be gone on with. Raises WorkbenchError: run-missing, run-not-training."""
    from workbench.errors import WorkbenchError
    from workbench.values import RunRecord, RunRequest, TrainRequest

    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    request = record.request
    if not isinstance(request, TrainRequest):
        raise WorkbenchError("run-not-training", id=run_id, kind=record.row.kind)
    if record.row.status == "running":
        raise WorkbenchError("run-still-training", id=run_id)
    return dataclasses.replace(request, resume=run_id, key="", n_steps=steps or request.n_steps)
