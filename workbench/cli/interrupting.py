"""Ctrl+C while something is recorded: the first one ends it where it can end, a second one ends the program at once. A terminal that
is closed is as the first.

The idea that is not obvious: KeyboardInterrupt comes between any two instructions, also between taking a lock and giving it back, and
then somebody waits for ever. So the first signal only sets an event that operations look at, and the second is the system's own,
which needs nobody's help.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
import threading
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
HANG_UP: signal.Signals | None = getattr(signal, "SIGHUP", None)
"""The terminal was closed. Windows ends the program instead."""


@contextlib.contextmanager
def interruptible(words: str = "") -> Iterator[threading.Event]:
    """Ctrl+C or SIGTERM sets the event, and says `words` on standard error; the same one again ends the process. A terminal that is closed
    sets it in silence, unless it is to be ignored (`nohup`)."""
    stop = threading.Event()

    def asked(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # of this one alone: torchrun sends the other behind a person's Ctrl+C
        first = not stop.is_set()
        stop.set()
        if words and first:
            with contextlib.suppress(OSError, ValueError):
                os.write(sys.stderr.fileno(), f"\n{words}\n".encode())  # past Python's buffer, which may be in use at this moment

    def hung_up(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # the shell sends one, and the system another
        stop.set()
        _let_go_of_terminal()

    before = {number: signal.signal(number, asked) for number in SIGNALS}
    if HANG_UP is not None and signal.getsignal(HANG_UP) is not signal.SIG_IGN:
        before[HANG_UP] = signal.signal(HANG_UP, hung_up)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _let_go_of_terminal() -> None:
    """Let what is said from now on go nowhere: writing to a terminal that was closed is an error, which would end what is to be kept.
    Files and pipes are still written to."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (1, 2):
            if not _is_file_or_pipe(number):
                os.dup2(nowhere, number)
        os.close(nowhere)


def _is_file_or_pipe(number: int) -> bool:
    """Whether an open file is none that belongs to a terminal. `isatty` says no of one that was closed."""
    return not stat.S_ISCHR(os.fstat(number).st_mode)
