"""The process in which strangers' chat templates are rendered: started when first needed, kept, killed when late.

Requests and answers are lines of JSON over its standard input and output. It ends with its parent: its input closes, and
a timer of the system's own ends it even in the middle of a computation.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import workbench
from workbench.text.template import Rendering, TemplateFailedError, rendered

TIME_LIMIT_S = 1.5
START_LIMIT_S = 30.0
MEMORY_LIMIT_BYTES = 512 << 20
ROLE = "_template"


class TemplateHelper:
    """Renders in one helper process at a time. Safe to call from several threads."""

    def __init__(self, *, time_limit_s: float = TIME_LIMIT_S) -> None:
        self._time_limit_s = time_limit_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def render(self, asked: Rendering) -> str:
        """As `template.rendered`, in the helper. Raises TimeoutError besides; the helper is then gone, and the next call starts another."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._end()
            process = self._process or self._started()
            answer = self._asked(process, json.dumps(dataclasses.asdict(asked)).encode() + b"\n", self._time_limit_s)
        match answer:
            case {"text": str(text)}:
                return text
            case {"failed": str(reason)}:
                raise TemplateFailedError(reason)
        raise OverflowError

    def close(self) -> None:
        """End the helper, if there is one."""
        with self._lock:
            self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment())
        self._process = process
        if self._asked(process, b"", START_LIMIT_S) != {"ready": True}:
            raise TemplateFailedError("the helper process did not start")
        return process

    def _asked(self, process: subprocess.Popen[bytes], line: bytes, limit_s: float) -> Any:
        """One line to the helper and one back. Late or dead: ended, TimeoutError or OverflowError (it ran out of memory)."""
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limit_s, give_up)
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(line)
                process.stdin.flush()
            answer = process.stdout.readline()
        finally:
            timer.cancel()
            timer.join()
        if late.is_set() or not answer:
            self._end()
            raise TimeoutError if late.is_set() else OverflowError
        return json.loads(answer)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()  # type: ignore[union-attr]


def _command() -> list[str]:
    return [sys.executable, ROLE] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "workbench.text.template_helper"]


def _environment() -> dict[str, str]:
    checkout = Path(workbench.__file__).resolve().parent.parent
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(checkout), os.environ.get("PYTHONPATH", ""))))}


def main() -> None:
    """The helper's loop: a line in, a line out, until the input closes."""
    _limit_memory()
    _answer({"ready": True})
    for line in sys.stdin.buffer:
        _end_after(TIME_LIMIT_S + 3)
        try:
            answer = {"text": rendered(Rendering(**json.loads(line)))}
        except TemplateFailedError as error:
            answer = {"failed": str(error)}
        except OverflowError:
            answer = {"large": ""}
        _answer(answer)
        _end_after(0)


def _answer(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


def _end_after(seconds: float) -> None:
    """Have the system end this process; 0 takes that back. The parent's timer comes first, while there is a parent."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))


if __name__ == "__main__":
    main()
