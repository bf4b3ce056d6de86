"""What a training that is told something does between two steps, and how it waits while it is paused."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.engine.training import checkpoint
from workbench.engine.training.checkpoint import State
from workbench.engine.training.learner import Learner
from workbench.engine.training.setup import Setup
from workbench.errors import WorkbenchError
from workbench.values import TrainCommand, TrainTold

PAUSED_S = 0.1
"""A run that is paused looks so often for what it is told."""
Told = Callable[[], TrainCommand | None]


@dataclass
class Obedience:
    """Does between two steps what a command says."""

    run: Learner
    setup: Setup
    folder: Path
    begun_from: Path | None
    heard: list[TrainCommand] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.run.state

    def taken(self) -> list[TrainCommand]:
        """What was obeyed since this was last asked."""
        heard, self.heard = self.heard, []
        return heard

    def __call__(self, command: TrainCommand) -> TrainTold:
        refused = self._refused(command)
        if not refused:
            self.heard.append(command)
        return TrainTold(self.run.state.step, command.verb, command.number, refused=refused)

    def _refused(self, command: TrainCommand) -> str:
        """Obey; or the code of the error why that can't be."""
        if command.verb != "go_back":
            return self.run.obey(command)
        place = checkpoint.state_at(int(command.number), self.folder, self.begun_from)
        if place is None:
            return "training-state-gone"
        try:
            self.run.go_back(place, self.setup)
        except WorkbenchError as error:
            return error.code
        return ""


def paused(obeyed: Obedience, told: Told, stopped: Callable[[], bool]) -> Generator[TrainTold, None, bool]:
    """Wait until a command says to go on; gives whether to end instead. What else is said meanwhile is obeyed."""
    while not stopped():
        command = told()
        if command is None:
            time.sleep(PAUSED_S)
            continue
        heard = obeyed(command)
        yield heard
        if command.verb in ("resume", "stop", "go_back") and not heard.refused:
            return command.verb == "stop"
    return True
