"""Ctrl+C while something is recorded: the first one ends it where it can end, a second one ends the program at once.

The idea that is not obvious: KeyboardInterrupt comes between any two instructions, also between taking a lock and giving it back, and
then somebody waits for ever. So the first signal only sets an event that operations look at, and the second is the system's own,
which needs nobody's help.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def interruptible(words: str = "") -> Iterator[threading.Event]:
    """Ctrl+C or SIGTERM sets the event, and says `words` on standard error; the same one again ends the process."""
    stop = threading.Event()

    def asked(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # of this one alone: torchrun sends the other behind a person's Ctrl+C
        first = not stop.is_set()
        stop.set()
        if words and first:
            with contextlib.suppress(OSError, ValueError):
                os.write(sys.stderr.fileno(), f"\n{words}\n".encode())  # past Python's buffer, which may be in use at this moment

    before = {number: signal.signal(number, asked) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
