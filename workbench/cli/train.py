"""`train`: a recipe, in this terminal. The run is recorded, and any window shows it as it goes."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import options
from workbench.cli.interrupting import interruptible
from workbench.cli.train_asked import Asked
from workbench.cli.train_together import Operation, is_one_of_several, together

if TYPE_CHECKING:
    from workbench.cli.train_shown import Shown
    from workbench.store import Store
    from workbench.values import OnAlarm, TrainRequest

CANCELLED = 130
STOPPING = "Stopping after this step; a checkpoint is written. Ctrl+C again ends it at once."


@click.command()
@click.argument("config", metavar="[CONFIG.toml]", required=False)
@click.option("--preset", metavar="NAME", help="A recipe that ships with the app: chars, masked, translate-numbers, starter, ...")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Optimiser steps; the warm-up is shortened to fit.")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="A setting, e.g. data=FILE or architecture.n_layers=2.")
@click.option("--resume", type=click.IntRange(1), metavar="RUN", help="Go on from this run's last checkpoint, as a new run.")
@click.option("--other-data", is_flag=True, help="With --resume: go on though the data are not those that the run was begun with.")
@click.option("--fork", metavar="RUN@STEP", help="Go on from this checkpoint as another run, with what --set or a recipe changes.")
@click.option(
    "--on-alarm", type=click.Choice(("pause", "stop", "go_on")), help="Of a loss that spikes; unseen, a run stops rather than waits."
)
@click.option("--estimate", is_flag=True, help="Train nothing: say what it would take, measured on a few real steps.")
@options.as_json
def train(
    *,
    config: str | None,
    preset: str | None,
    steps: int | None,
    changes: tuple[str, ...],
    resume: int | None,
    other_data: bool,
    fork: str | None,
    on_alarm: OnAlarm | None,
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

    A batch whose loss spikes or is no number is left out, shown, and the run pauses; `workbench runs tell` says how it goes on.

    With --json, each event is one object on a line, and the last object is the outcome.
    """
    begun = (config is not None) + (preset is not None), (resume is not None) + (fork is not None)
    if begun not in ((1, 0), (0, 1)) and not (fork is not None and begun == (1, 1)):
        raise click.UsageError("Give one of CONFIG.toml, --preset NAME, --resume RUN and --fork RUN@STEP; a recipe goes with --fork.")
    if resume is not None and changes:
        raise click.UsageError("--set does not go with --resume: a run is gone on with as it was begun. --fork takes other settings.")
    if other_data and resume is None:
        raise click.UsageError("--other-data goes with --resume; a fork and a new training take the data that are there anyway.")
    from workbench.cli.record import open_store
    from workbench.cli.train_shown import Objects, Words
    from workbench.host.roles import SPINS

    if "OMP_WAIT_POLICY" not in os.environ:  # before torch is imported: it shares the cores with other programs
        os.environ.setdefault("GOMP_SPINCOUNT", SPINS)
    asked = Asked(config or preset or "", changes, steps, resume, other_data, fork or "", on_alarm)
    if estimate:
        from workbench.cli.train_estimate import print_estimate
        from workbench.host.trainer import begun_from

        with open_store() as store:
            request = asked.request(store)
            place = begun_from(request, store)
        print_estimate(request, place, as_json=as_json)
        return 0

    def lead(operation: Operation | None) -> int:
        with open_store() as store, interruptible(STOPPING) as stop:
            return _trained(asked.request(store), store, stop, Objects() if as_json else Words(), operation)

    return together(lead) if is_one_of_several() else lead(None)


@contextlib.contextmanager
def _kept_unread(stop: threading.Event) -> Iterator[None]:
    """Where nobody reads what is told any more, as behind `head`, stop as behind Ctrl+C: what was learned is kept."""
    try:
        yield
    except BrokenPipeError:
        stop.set()


def _trained(request: TrainRequest, store: Store, stop: threading.Event, shown: Shown, operation: Operation | None) -> int:
    from workbench.host.trainer import training
    from workbench.values import TrainResult

    record, events = training(request, store, stop=stop, operation=operation)
    result: TrainResult | None = None
    try:
        with contextlib.closing(events):
            for event in events:
                with _kept_unread(stop):
                    shown.event(event)
                result = event if isinstance(event, TrainResult) else result
    except BaseException as error:
        shown.end(record.run_id, "cancelled" if isinstance(error, KeyboardInterrupt) else "failed")
        raise
    assert result is not None, "a training ends with its result"
    shown.end(record.run_id, "cancelled" if result.stopped else "done")
    return CANCELLED if result.stopped else 0
