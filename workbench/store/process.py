"""Who runs a run, and whether that process is still there. Also what a run should remember of where it ran."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import platform
import socket
from typing import NamedTuple

import psutil

START_TOLERANCE_S = 2.0  # the kernel counts in ticks since boot, and the clock may have been set since
_LIBRARIES = ("torch", "numpy", "tokenizers", "safetensors", "gguf")


class Owner(NamedTuple):
    """A process, told apart from a later one that was given the same number."""

    host: str
    pid: int
    process_started: float


@functools.cache
def _started(pid: int) -> float:
    return float(psutil.Process(pid).create_time())


def this_process() -> Owner:
    """The process that asks."""
    pid = os.getpid()  # not cached: a fork has another
    return Owner(socket.gethostname(), pid, _started(pid))


def is_gone(owner: Owner) -> bool:
    """Whether the process is known to be gone. One of another host is not."""
    if owner.host != socket.gethostname():
        return False
    try:
        process = psutil.Process(owner.pid)
        return process.status() == psutil.STATUS_ZOMBIE or bool(abs(process.create_time() - owner.process_started) > START_TOLERANCE_S)
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


@functools.cache
def environment() -> dict[str, object]:
    """Versions of everything that may change a result, without importing it."""
    found: dict[str, object] = {"python": platform.python_version(), "platform": platform.platform(), "n_cpus": os.cpu_count() or 0}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
