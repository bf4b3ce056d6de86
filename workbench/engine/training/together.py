"""The two sides of a training by several processes: the first tells its events and the others of their end; the others follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from workbench.engine.training.learner import learner
from workbench.engine.training.obeying import Obedience
from workbench.engine.training.setup import set_up
from workbench.engine.training.team import GONE, Several
from workbench.errors import WorkbenchError

E = TypeVar("E")


def led(events: Iterator[E], team: Several) -> Iterator[E]:
    """The same events; the others hear of the end. Where it comes in the midst of a step, they notice that nobody is there."""
    try:
        yield from events
    except (WorkbenchError, GeneratorExit) as error:
        if not _is_gone(error):
            team.end()
        raise
    team.end()


def follow(team: Several) -> None:
    """Take every step that the first process takes.

    Raises WorkbenchError: as `train` does; training-others-gone; what keeps this one from obeying as the first did.
    """
    beginning = team.beginning()
    if beginning is None:
        return
    setup = set_up(beginning.request, begun_from=beginning.resume_from)
    run = learner(beginning.request, setup, beginning.resume_from, team)
    obeyed = Obedience(run, setup, beginning.folder, beginning.resume_from)
    for commands in team.steps():
        for command in commands:
            if refused := obeyed(command).refused:
                raise WorkbenchError(refused, verb=command.verb, number=command.number)
        try:
            run.step(setup.rows)
        except WorkbenchError as error:
            if _is_gone(error):
                raise  # any other the first one has met, too, and says


def _is_gone(error: BaseException) -> bool:
    return isinstance(error, WorkbenchError) and error.code == GONE
