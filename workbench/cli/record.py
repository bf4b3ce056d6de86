"""Runs of the command line are recorded as those of the window are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TypeVar

from workbench import paths
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
def recording(request: object, operation: Iterator[E]) -> Iterator[tuple[RunRecording, Iterator[E]]]:
    """The record of an operation, and its events, which are recorded as they are taken. Leaving early cancels it."""
    with open_store() as store:
        record = store.begin(request)
        with contextlib.closing(recorded(operation, record)) as events:
            yield record, events
