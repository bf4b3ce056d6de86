"""Whether a file is an ordinary one, and whole: a pipe never ends, and a hollow file promises more than was ever written."""

from __future__ import annotations

import stat
from pathlib import Path

from workbench.errors import WorkbenchError

_BLOCK_BYTES = 512  # the unit of st_blocks, whatever the disk's own is
_HOLLOW_FROM_BYTES, _HOLLOW_SHARE = 1 << 28, 8
"""Weights are hardly compressed by any disk; a large file that takes less than an eighth of its size is mostly holes."""


def check_whole(path: Path) -> int:
    """Its size in bytes. Raises OSError, WorkbenchError: file-unreadable, file-hollow."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise WorkbenchError("file-unreadable", path=path, reason="it is no ordinary file")
    written_bytes = getattr(status, "st_blocks", status.st_size) * _BLOCK_BYTES
    if status.st_size > _HOLLOW_FROM_BYTES and written_bytes * _HOLLOW_SHARE < status.st_size:
        raise WorkbenchError("file-hollow", path=path, size_bytes=status.st_size, written_bytes=written_bytes)
    return status.st_size
