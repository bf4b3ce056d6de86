"""What learns step by step, as the loop sees it, and how it begins: from nothing, a model, or a checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from workbench.engine.training.batches import Batch, Rows
from workbench.engine.training.checkpoint import State
from workbench.engine.training.counting import counting
from workbench.engine.training.measures import Measured
from workbench.engine.training.network import network
from workbench.engine.training.setup import Setup
from workbench.engine.training.team import ALONE, Team
from workbench.errors import WorkbenchError
from workbench.values import NgramArchitecture, TrainAlarm, TrainCommand, TrainPinned, TrainRequest, TrainStep, TrainVirtual

Followable = TrainPinned | TrainVirtual


class Following(Protocol):
    """What is looked at whenever a validation is."""

    def check(self) -> None:
        """Raise WorkbenchError for a text that can't be followed."""

    def seen(self, step: int) -> Iterator[Followable]:
        """What there is to see after a step."""


class Learner(Protocol):
    """What learns step by step: a network by its gradients, or counts."""

    state: State

    @property
    def n_parameters(self) -> int: ...
    @property
    def n_trained(self) -> int: ...
    @property
    def products(self) -> str: ...
    @property
    def followed(self) -> Following: ...

    def step(self, rows: Rows) -> tuple[TrainStep, int, TrainAlarm | None]:
        """Learn from the next rows: the event, how many positions were read, and what is wrong with them."""

    def obey(self, command: TrainCommand) -> str:
        """Take in what a command says of the steps to come; or the code of the error why not."""

    def go_back(self, place: Path, setup: Setup) -> None:
        """Take up what a checkpoint had learned; steps and rows go on. Raises WorkbenchError: checkpoint-bad, those of opening it."""

    def measured(self, batches: list[Batch], *, by_row: bool) -> Measured:
        """How well it tells batches."""

    def sample(self, prompt: str) -> str:
        """What it makes of a prompt."""

    def write(self, folder: Path, setup: Setup) -> Path:
        """Write a checkpoint. Raises WorkbenchError: training-disk-full, file-not-written."""


def learner(request: TrainRequest, setup: Setup, resume_from: Path | None, team: Team = ALONE) -> Learner:
    """What learns, in the first state of a run, or that of a checkpoint. Raises WorkbenchError: bad-value, checkpoint-bad, and those of
    pinned texts."""
    counts = isinstance(request.architecture, NgramArchitecture)
    run: Learner = counting(request, setup, resume_from) if counts else network(request, setup, resume_from, team)
    run.followed.check()
    if request.fork and request.resume is None and run.state.step >= request.n_steps:
        limit = f"more than {run.state.step:,}, where the fork begins"
        raise WorkbenchError("bad-value", name="n_steps", value=request.n_steps, limit=limit)
    if request.resume is not None and run.state.step > request.n_steps:
        limit = f"at least {run.state.step:,}, where the run stands; a fork can begin at an earlier checkpoint"
        raise WorkbenchError("bad-value", name="n_steps", value=request.n_steps, limit=limit)
    return run
