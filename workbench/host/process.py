"""One child process as its parent sees it: started, greeted, its last words kept, the cause of its death named.

The idea that is not obvious: the kernel's parent-death signal follows the *thread* that started the child, so the thread
that calls `start` must live as long as the child does.
"""

from __future__ import annotations

import collections
import contextlib
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import IO

import psutil

from workbench.host.handshake import Listener
from workbench.host.wire import Connection

HELLO_WITHIN_S = 60.0
_POLL_S = 0.1
_EXIT_S = 1.5
_TAIL_BYTES = 32 << 10
_DETAILS_LINES = 40


class ChildProcess:
    """A started child. `kill` and `memory_bytes` may be called from any thread; everything else belongs to the thread that started it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        """Start it. Raises OSError when that is not possible."""
        self._listener = Listener()
        self._oom_kills = _oom_kills()
        self._verdict = ""
        try:
            self._process = subprocess.Popen(
                command,
                env=environment | self._listener.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError:
            self._listener.close()
            raise
        self.pid = self._process.pid
        self._seen = psutil.Process(self.pid)
        assert self._process.stdout is not None
        self._words = _LastWords(self._process.stdout)

    def greet(self) -> Connection | None:
        """The connection once the child has said hello; None if it ended first or never did."""
        until = time.monotonic() + HELLO_WITHIN_S
        with contextlib.closing(self._listener):
            while self._process.poll() is None and time.monotonic() < until:
                connection = self._listener.accept(_POLL_S)
                if connection is not None:
                    return connection
        if self._process.poll() is None:
            self.kill(f"it did not connect within {HELLO_WITHIN_S:g} s")
        return None

    def memory_bytes(self) -> int:
        """What it holds in memory now; 0 when it has ended."""
        try:
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self, verdict: str) -> None:
        """End it at once; `verdict` becomes the cause."""
        self._verdict = self._verdict or verdict
        self._process.kill()

    def bury(self) -> None:
        """Wait for its end and make sure of it."""
        try:
            self._process.wait(_EXIT_S)
        except subprocess.TimeoutExpired:
            self.kill("it no longer answered")
            self._process.wait()
        self._words.finish()

    def cause(self) -> str:
        """Why it ended, in a few words. Call after `bury`."""
        status = self._process.returncode
        if self._verdict:
            return self._verdict
        if status >= 0:
            return f"exit status {status}"
        name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
        return f"{name}, the system was out of memory" if name == "SIGKILL" and _oom_kills() > self._oom_kills else name

    def details(self) -> str:
        """The last lines it wrote."""
        return self._words.tail()


class _LastWords:
    """Reads what a process prints, in a thread of its own, and keeps the end of it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._kept: collections.deque[bytes] = collections.deque()
        self._thread = threading.Thread(target=self._run, name="last-words", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait for the end of the pipe; a grandchild that still holds it open is not waited for."""
        self._thread.join(0.5)
        if not self._thread.is_alive():
            self._pipe.close()

    def tail(self) -> str:
        text = b"".join(list(self._kept)).decode("utf-8", "replace")
        return "\n".join(text.rstrip().splitlines()[-_DETAILS_LINES:])

    def _run(self) -> None:
        size_bytes = 0
        while chunk := self._pipe.read1(4096):  # type: ignore[attr-defined]  # a BufferedReader
            self._kept.append(chunk)
            size_bytes += len(chunk)
            while size_bytes > _TAIL_BYTES:
                size_bytes -= len(self._kept.popleft())


def _oom_kills() -> int:
    """How many processes the kernel has ended for want of memory; 0 where that is not known."""
    try:
        counters = dict(line.split() for line in Path("/proc/vmstat").read_text().splitlines())
        return int(counters["oom_kill"])
    except (OSError, KeyError, ValueError):
        return 0
