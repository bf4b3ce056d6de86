"""Drives the real application from outside: a screen of its own, real keys and clicks, and the accessibility tree.

Nothing here sleeps blindly: every wait looks for something and has a limit. A failed wait leaves a picture.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

READER = Path(__file__).with_name("accessibility_reader.py")
DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
SYSTEM_PYTHON = "/usr/bin/python3"
NEEDED = ("Xvfb", "xdotool", "openbox", "import", "dbus-daemon")
POLL_S = 0.15


def missing_tools() -> list[str]:
    """What a journey needs and this machine lacks."""
    lacking = [tool for tool in NEEDED if shutil.which(tool) is None]
    checked = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return lacking + (["python3-pyatspi"] if checked.returncode else [])


class Screen:
    """A virtual screen with a window manager and a session bus."""

    def __init__(self, folder: Path, *, size: str = "1600x1000") -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        reading, writing = os.pipe()
        self._start(["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"], {}, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as answer:
            display = f":{answer.readline().strip()}"
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = os.environ | {
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LANG": "C.UTF-8",
        }
        for name in ("AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)
        bus = self._start(["dbus-daemon", "--session", "--nofork", "--print-address"], self.environment, stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self._start(["openbox"], self.environment)

    def _start(self, command: list[str], environment: dict[str, str], **more: Any) -> subprocess.Popen[bytes]:
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | more
        process = subprocess.Popen(command, env=environment or None, start_new_session=True, **options)
        self._processes.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self._processes):
            with_children = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
            for pid in with_children:
                try:
                    os.kill(pid, signal.SIGTERM)
                except ProcessLookupError:
                    continue
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


class App:
    """The application on a screen. Elements are dictionaries as the reader gives them."""

    def __init__(self, screen: Screen, home: Path, pictures: Path, *arguments: str) -> None:
        self._environment = screen.environment | {"WORKBENCH_HOME": str(home)}
        self._pictures = pictures
        self._log = (home / "journey.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workbench", *arguments], env=self._environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        self._reader = subprocess.Popen(
            [SYSTEM_PYTHON, str(READER)], env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    # looking

    def all(self, role: str = "", name: str = "", *, hidden: bool = False) -> list[dict[str, Any]]:
        """Every element of a role whose name contains `name`."""
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        wanted: dict[str, Any] = {"role": role, "name": name} | ({} if hidden else {"showing": True})
        self._reader.stdin.write(json.dumps({"find": wanted}) + "\n")
        self._reader.stdin.flush()
        answer = json.loads(self._reader.stdout.readline())
        return answer if isinstance(answer, list) else []

    def find(
        self, role: str = "", name: str = "", *, timeout_s: float = 30, where: Callable[[dict[str, Any]], bool] | None = None
    ) -> dict[str, Any]:
        """Wait for an element."""
        found: list[dict[str, Any]] = []

        def there() -> bool:
            found[:] = [one for one in self.all(role, name) if where is None or where(one)]
            return bool(found)

        self.wait(there, f"no {role or 'element'} named {name!r}", timeout_s=timeout_s)
        return found[0]

    def wait(self, predicate: Callable[[], object], what: str, *, timeout_s: float = 30) -> None:
        """Wait until something holds; fails with a picture when it never does, or at once when the application has ended."""
        deadline = time.monotonic() + timeout_s
        while not predicate():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.picture("failed")
                ended = self.process.poll() is not None
                raise AssertionError(f"{what}; {'the application has ended' if ended else f'not within {timeout_s} s'}\n{self.words()}")
            time.sleep(POLL_S)

    def picture(self, name: str) -> None:
        """Write what the screen shows."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        command = ["import", "-window", "root", str(self._pictures / f"{name}.png")]
        subprocess.run(command, env=self._environment, check=False, capture_output=True)

    def words(self) -> str:
        """What the application wrote."""
        self._log.flush()
        return Path(self._log.name).read_text(errors="replace")[-3000:]

    # hands

    def xdotool(self, *arguments: str) -> None:
        # In a locale that is not installed it could not read Hangul from its command line.
        subprocess.run(["xdotool", *arguments], env=self._environment | {"LC_ALL": "C.UTF-8"}, check=True, capture_output=True)

    def click(self, element: dict[str, Any], *, at: tuple[float, float] = (0.5, 0.5), double: bool = False) -> None:
        x, y = (int(element[one] + element[size] * part) for one, size, part in (("x", "width", at[0]), ("y", "height", at[1])))
        self.xdotool("mousemove", str(x), str(y), "click", *(["--repeat", "2"] if double else []), "1")

    def drag(self, element: dict[str, Any], *, onto: dict[str, Any]) -> None:
        """Take an element by its upper left corner, where cards have their grip, and drop it on the beginning of another."""
        x, y, end = (str(int(one)) for one in (element["x"] + 12, element["y"] + 18, onto["y"] + 4))
        self.xdotool("mousemove", x, y, "mousedown", "1")
        for share in (0.2, 0.6, 1.0):
            self.xdotool("mousemove", x, str(int(int(y) + share * (int(end) - int(y)))))
        self.xdotool("mouseup", "1")

    def drop(self, path: Path, onto: dict[str, Any]) -> None:
        """Drag a file from another window onto an element, as from a file manager."""
        command = [sys.executable, str(DRAG_SOURCE), str(path), "4", "4"]
        with subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as source:
            assert source.stdout is not None
            assert source.stdout.readline() == "shown\n"
            x, y = (int(onto[one] + onto[size] / 2) for one, size in (("x", "width"), ("y", "height")))
            time.sleep(0.5)  # until the window manager has placed it, of which nothing tells
            self.xdotool("mousemove", "40", "24", "mousedown", "1")
            for share in (0.05, 0.3, 0.6, 0.9, 1.0):
                self.xdotool("mousemove", str(int(40 + share * (x - 40))), str(int(24 + share * (y - 24))), "sleep", "0.15")
            self.xdotool("mouseup", "1")
            assert source.stdout.readline() == "dragged\n"

    def keys(self, *names: str) -> None:
        self.xdotool("key", "--delay", "60", *names)

    def type(self, text: str) -> None:
        """Slowly: Hangul gets lost otherwise."""
        self.xdotool("type", "--delay", "200", text)

    def study(self, text: str, field: str = "Text under study") -> None:
        """Put a text under study by keyboard, again where the keyboard of a busy machine lost a syllable."""

        def typed() -> bool:
            self.keys("ctrl+l", "ctrl+a")
            self.type(text)
            return any(one["text"] == text for one in self.all("text", field))

        self.wait(typed, f"{text!r} does not arrive", timeout_s=60)

    # the end

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def close(self) -> None:
        """Close it like a person would, and wait."""
        if self.process.poll() is None:
            self.keys("ctrl+q")
            self.process.wait(15)
        self.end()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self._reader.stdin, self._reader.stdout):
            if pipe is not None:
                pipe.close()
        self._reader.kill()
        self._reader.wait()
        self._log.close()


@contextmanager
def running(screen: Screen, home: Path, pictures: Path, *arguments: str) -> Iterator[App]:
    """The application, ended in any case."""
    app = App(screen, home, pictures, *arguments)
    try:
        yield app
    finally:
        app.end()
