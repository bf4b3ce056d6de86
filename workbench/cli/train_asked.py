"""From the words of `train` to the request: a recipe, a run that is gone on with, or one that is forked."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from workbench.store import Store
    from workbench.values import OnAlarm, TrainRequest


@dataclass(frozen=True)
class Asked:
    """What the command line says. `recipe`: a file or a preset; `fork`: RUN@STEP, or RUN for its last checkpoint; "" for none.
    `other_data`: a run that is resumed may go on with other data."""

    recipe: str
    changes: tuple[str, ...]
    steps: int | None
    resume: int | None
    other_data: bool
    fork: str
    on_alarm: OnAlarm | None

    def request(self, store: Store) -> TrainRequest:
        """The training. Raises WorkbenchError: those of the recipe, run-missing, run-not-training, run-still-training,
        run-without-checkpoint, fork-without-state."""
        found = self._begun(store)
        on_alarm = self.on_alarm or found.on_alarm
        if self.on_alarm is None and on_alarm == "pause" and not sys.stderr.isatty():
            on_alarm = "stop"  # nobody watches who could say how to go on
        return dataclasses.replace(found, on_alarm=on_alarm)

    def _begun(self, store: Store) -> TrainRequest:
        from workbench.library import read_recipe, with_steps

        if self.resume is not None:
            request = _of_run(store, self.resume, ended=True)
            return dataclasses.replace(
                request, resume=self.resume, other_data=self.other_data, key="", n_steps=self.steps or request.n_steps
            )
        if not self.fork:
            request = read_recipe(self.recipe, self.changes)
            return request if self.steps is None else with_steps(request, self.steps)
        return self._forked(store)

    def _forked(self, store: Store) -> TrainRequest:
        from workbench.library import read_recipe, training_state, with_changes
        from workbench.values import run_and_step

        reference = self.fork if self.fork.startswith("run:") else f"run:{self.fork}"
        named = run_and_step(reference)
        if named is None:
            raise click.UsageError(f"--fork takes RUN@STEP, for example 12@500, not {self.fork}.")
        if any(change.partition("=")[0].strip() == "tokenizer" for change in self.changes):
            raise click.UsageError("--set tokenizer=… does not go with --fork: the weights know the tokens that they were trained with.")
        parent = _of_run(store, named[0], ended=False)
        place = training_state(reference)
        request = read_recipe(self.recipe, self.changes) if self.recipe else with_changes(parent, self.changes)
        step = int(place.name.removeprefix("step-"))
        return dataclasses.replace(request, fork=f"run:{named[0]}@{step}", n_steps=self.steps or request.n_steps, other_data=False)


def _of_run(store: Store, run_id: int, *, ended: bool) -> TrainRequest:
    """The request of a recorded training. `ended`: it must have."""
    from workbench.errors import WorkbenchError
    from workbench.values import RunRecord, RunRequest, TrainRequest

    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    request = record.request
    if not isinstance(request, TrainRequest):
        raise WorkbenchError("run-not-training", id=run_id, kind=record.row.kind)
    if ended and record.row.status == "running":
        raise WorkbenchError("run-still-training", id=run_id)
    return request
