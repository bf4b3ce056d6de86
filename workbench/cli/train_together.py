"""`torchrun --nproc-per-node N -m workbench train …`: the first process trains, records and tells; the others take their share of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

from workbench.cli.interrupting import HANG_UP, SIGNALS

CANCELLED = 130
Operation = Callable[..., Iterator[object]]


def is_one_of_several() -> bool:
    """Whether `torchrun` has started this process, and others with it."""
    return "TORCHELASTIC_RUN_ID" in os.environ and int(os.environ.get("WORLD_SIZE", "1")) > 1


def together(lead: Callable[[Operation | None], int]) -> int:
    """Let the first process `lead` with the operation it is given; the others follow until it ends, whatever signals come."""
    from workbench.engine.training import train
    from workbench.engine.training.team import joined
    from workbench.engine.training.together import follow, led

    with joined() as team:
        if team.rank == 0:
            status = lead(lambda *given, **outside: led(train(*given, team=team, **outside), team))
            return 0 if status == CANCELLED else status  # which torchrun would take for a failure
        for number in (*SIGNALS, *([HANG_UP] if HANG_UP is not None else [])):
            signal.signal(number, signal.SIG_IGN)
        follow(team)
    return 0
