"""One fetch of a model at a time, also between processes; a process that dies lets go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from workbench.errors import WorkbenchError
from workbench.library.download import write_error


@contextmanager
def locked(path: Path, name: str) -> Iterator[None]:
    """Hold the lock file. Raises WorkbenchError: fetch-running if another holds it, folder-not-writable.

    It does not wait: two fetches may be advanced in turns by one thread.
    """
    try:
        file = path.open("ab")
    except OSError as error:
        raise write_error(path, error) from error
    with file:
        try:
            _take(file)
        except OSError as error:
            raise WorkbenchError("fetch-running", model=name) from error
        yield


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
