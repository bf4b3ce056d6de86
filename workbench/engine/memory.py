"""How much memory is left, so that what would not fit is refused before it is computed."""

from __future__ import annotations

import psutil

from workbench.errors import WorkbenchError

SHARE = 0.8
"""Of what is free: other programs, and the estimate's own error, want the rest."""

_THIS_PROCESS = psutil.Process()


def available_bytes() -> int:
    """What this process may still allocate: the machine's free memory, or what its own limit leaves, whichever is less."""
    free: int = psutil.virtual_memory().available
    try:
        import resource
    except ImportError:  # not on Windows
        return free
    soft, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return free if soft == resource.RLIM_INFINITY else min(free, max(soft - _private_bytes(), 0))


def used_bytes() -> int:
    """What this process holds of the machine's memory."""
    size_bytes: int = _THIS_PROCESS.memory_info().rss
    return size_bytes


def require(size_bytes: int, *, what: str, n_tokens: int, plan: str) -> None:
    """Raise WorkbenchError('trace-too-large') if `what` would not fit; `plan` says what would cost less."""
    available = int(available_bytes() * SHARE)
    if size_bytes > available:
        raise WorkbenchError(
            "trace-too-large", size=shown(size_bytes), available=shown(available), what=what, n_tokens=n_tokens, plan=plan
        )  # fmt: skip


def shown(size_bytes: float) -> str:
    """1536 -> '1.5 KiB'."""
    units = ("bytes", "KiB", "MiB", "GiB", "TiB")
    power = min(max(int(size_bytes).bit_length() - 1, 0) // 10, len(units) - 1)
    return f"{size_bytes / 1024**power:.{1 if power else 0}f} {units[power]}"


def _private_bytes() -> int:
    """What counts against RLIMIT_DATA: private writable memory, of which Linux tells as `data`."""
    info = psutil.Process().memory_info()
    return int(getattr(info, "data", info.rss))
