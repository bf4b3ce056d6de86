"""How much memory a child may use, whether it keeps what it has freed, and that it dies with its parent.

The idea that is not obvious: RLIMIT_DATA, not RLIMIT_AS. It bounds what is allocated but not what is mapped from files,
so an oversized allocation fails inside the child, which survives it, while a large model may still be mapped.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

import psutil

MEMORY_SHARE = {"engine": 0.75, "text": 0.2}
"""Share of the machine's memory that a child may allocate, by role."""
_OTHER_SHARE = 0.5
_PR_SET_PDEATHSIG = 1
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4


def machine_memory_bytes() -> int:
    """What this process and its like may use together: the machine's memory or the container's, whichever is less."""
    total: int = psutil.virtual_memory().total
    try:
        return min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):
        return total


def memory_limit_bytes(role: str) -> int:
    """What a child of this role may allocate."""
    return int(machine_memory_bytes() * MEMORY_SHARE.get(role, _OTHER_SHARE))


def limit_memory(role: str) -> None:
    """Make allocations beyond the limit fail. Does nothing where the platform has no such limit."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_limit_bytes(role)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def keep_memory() -> None:
    """glibc: keep freed memory for what is allocated next. Does nothing elsewhere.

    A training frees and asks for the same blocks at every step. By default the large ones go back to the system, which clears each page
    anew when it is touched: up to 150,000 page faults a step. The price is that such a process stays as large as it ever was.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_MMAP_MAX, 0)
        mallopt(_M_TRIM_THRESHOLD, -1)


def die_with_parent(parent: int) -> None:
    """Linux: be killed when the parent's thread that started this process ends. Called from the main thread, early.

    Elsewhere the end of the connection is what ends a child; it comes just as surely, only a step later.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above
        os._exit(0)
