"""Writes an operation down while somebody else consumes it.

The command line and the trainer wrap their operations in this; the window's client, to whom events are pushed, speaks
to the same Recording in the same order. Engines never open the database.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TypeVar

from workbench.errors import WorkbenchError
from workbench.values import LessonResult, Recording, RunStatus, TrainResult

E = TypeVar("E")


def recorded(events: Iterator[E], recording: Recording) -> Generator[E, None, None]:
    """Pass on every event of an operation, showing it to `recording` first, and tell it how the operation ended.

    Closing this iterator, Ctrl+C, the error `cancelled` and a training that was told to stop end the run as cancelled; every
    error is raised again.
    """
    ended: RunStatus = "done"
    try:
        for event in events:
            ended = "cancelled" if isinstance(event, TrainResult | LessonResult) and event.stopped else "done"
            recording.see(event)
            yield event
    except (GeneratorExit, KeyboardInterrupt):
        _close(events)
        recording.finish("cancelled")
        raise
    except WorkbenchError as error:
        recording.finish("cancelled" if error.code == "cancelled" else "failed", error)
        raise
    except Exception as error:
        recording.finish("failed", error)
        raise
    except BaseException as error:  # a panic of a Rust library is not an Exception
        recording.finish("failed", WorkbenchError("internal", reason=repr(error)))
        raise
    recording.finish(ended)


def _close(events: Iterator[E]) -> None:
    close = getattr(events, "close", None)
    if close is not None:
        close()
