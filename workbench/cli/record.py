"""Runs of the command line are recorded as those of the window are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from workbench import paths
from workbench.cli.interrupting import interruptible
from workbench.cli.output import warn
from workbench.host.recorded import recorded
from workbench.store import RunRecording, Store

E = TypeVar("E")


@contextlib.contextmanager
def open_store() -> Iterator[Store]:
    """The record of this person's data folder. What keeps it from being written to is a warning."""
    store = Store(paths.database(), on_problem=warn)
    try:
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def recording(request: object, operation: Callable[..., Iterator[E]], *subjects: object) -> Iterator[tuple[RunRecording, Iterator[E]]]:
    """The record of `operation(*subjects, request, stopped=…)`, and its events, which are recorded as they are taken.

    Leaving early cancels it, and so does Ctrl+C: between two events, or where the operation looks at `stopped`.
    """
    with interruptible() as stop, open_store() as store:
        record = store.begin(request)
        events = until(stop.is_set, operation(*subjects, request, stopped=stop.is_set))
        with contextlib.closing(recorded(events, record)) as told:
            yield record, told


def until(stopped: Callable[[], bool], events: Iterator[E]) -> Iterator[E]:
    """The same events; KeyboardInterrupt between two of them once `stopped`."""
    for event in events:
        yield event
        if stopped():
            raise KeyboardInterrupt
