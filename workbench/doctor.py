"""What is wrong with this installation, and how to mend it.

Nothing here imports torch or Qt: both are looked at by a process of their own, which may die of a missing library without
taking the report along.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench import __version__, paths
from workbench.errors import WorkbenchError

State = Literal["ok", "note", "bad"]
PROBE_TIMEOUT_S = 60
SPARE_BYTES = 1 << 30

LIBRARIES_OF_QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Shared library -> Debian package. Without one of these not even a picture can be made."""
LIBRARIES_OF_WINDOWS = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""The same for windows on X11."""
PACKAGES = ("torch", "PySide6-Essentials", "pyqtgraph", "tokenizers", "gguf", "safetensors", "numpy", "sqlite-utils", "pysqlite3", "jinja2")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `note`: worth knowing; `bad`: something needed is missing. `remedy` says how to mend it."""

    name: str
    state: State
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at everything. Takes a few seconds, most of them in the processes that import torch and Qt."""
    with tempfile.TemporaryDirectory() as folder:
        probes = {name: _Probe(name, Path(folder)) for name in ("torch", "qt", *(["display"] if _has_display() else []))}
        findings = [*_versions(), *_folders(), *_sqlite(), *_models(), *_libraries()]
        return [*findings, *_torch(probes["torch"]), *_qt(probes["qt"]), *_display(probes.get("display"))]


def is_well(findings: list[Finding]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(finding.state != "bad" for finding in findings)


# what this process can see


def _versions() -> Iterator[Finding]:
    yield Finding("workbench", "ok", f"{__version__} in {Path(__file__).resolve().parent}")
    yield Finding("Python", "ok", f"{platform.python_version()} ({sys.executable})")
    yield Finding("system", "ok", f"{platform.platform()}, {os.cpu_count()} processors")
    for package in PACKAGES:
        try:
            yield Finding(package, "ok", importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            # A frozen app may come without the packages' own descriptions; what does not work shows below.
            state: State = "note" if getattr(sys, "frozen", False) else "bad"
            yield Finding(package, state, "not installed", f"pip install {package}")


def _folders() -> Iterator[Finding]:
    try:
        yield Finding("resources", "ok", str(paths.resources()))
    except FileNotFoundError as error:
        yield Finding("resources", "bad", str(error), "Install the workbench again.")
    home = paths.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            free_bytes = shutil.disk_usage(home).free
    except OSError as error:
        remedy = "Make it writable, or choose another folder with WORKBENCH_HOME."
        yield Finding("data folder", "bad", f"{home} cannot be written to: {error.strerror}", remedy)
        return
    found = f"{home}, {free_bytes / 2**30:.1f} GiB free"
    if free_bytes < SPARE_BYTES:
        yield Finding("data folder", "note", found, "Free some space: models take from 100 MB to several GB.")
    else:
        yield Finding("data folder", "ok", found)


def _sqlite() -> Iterator[Finding]:
    from workbench.store import Store
    from workbench.store.sqlite import OLDEST_SQLITE, sqlite3
    from workbench.values import StoreCheck, StoreCheckRequest

    needed = ".".join(map(str, OLDEST_SQLITE))
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        remedy = f"pip install pysqlite3: below {needed}, two programs writing at once could damage the database."
        yield Finding("SQLite", "bad", f"{sqlite3.sqlite_version} from {sqlite3.__name__}", remedy)
        return
    yield Finding("SQLite", "ok", f"{sqlite3.sqlite_version} from {sqlite3.__name__} (at least {needed})")
    if not paths.database().exists():
        yield Finding("database", "ok", f"{paths.database()}: none yet, it is made with the first run")
        return
    store = Store(paths.database(), on_problem=lambda _error: None)  # what it is shows in the answer
    try:
        checked = store.answer(StoreCheckRequest())
    except WorkbenchError as error:
        what, why, remedy = error.parts()
        yield Finding("database", "bad", f"{what} {why}", remedy)
    else:
        assert isinstance(checked, StoreCheck)
        if checked.ok:
            yield Finding("database", "ok", f"{paths.database()}: whole")
        for problem in checked.problems:
            yield Finding("database", "bad", problem, f"Keep a copy of {paths.database()}, then move it away to start a new one.")
    finally:
        store.close()


def _models() -> Iterator[Finding]:
    from workbench.library import list_models

    known = list_models().models
    if installed := [one.name for one in known if one.installed]:
        yield Finding("models", "ok", ", ".join(installed))
    else:
        yield Finding("models", "note", "none installed", f"workbench models fetch {known[0].name}")


def _libraries() -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        return
    missing = _missing(LIBRARIES_OF_QT)
    if missing:
        yield Finding("libraries of Qt", "bad", f"missing: {', '.join(missing)}", f"apt-get install {' '.join(missing.values())}")
    else:
        yield Finding("libraries of Qt", "ok", "all there")
    missing = _missing(LIBRARIES_OF_WINDOWS)
    if missing:
        # Pictures and the command line do without; so does Wayland.
        state: State = "bad" if os.environ.get("DISPLAY") else "note"
        yield Finding("libraries of windows", state, f"missing: {', '.join(missing)}", f"apt-get install {' '.join(missing.values())}")
    else:
        yield Finding("libraries of windows", "ok", "all there")


def _missing(libraries: dict[str, str], load: Callable[[str], object] = ctypes.CDLL) -> dict[str, str]:
    """Those that the system's loader does not find."""
    missing = {}
    for library, package in libraries.items():
        try:
            load(library)
        except OSError:
            missing[library] = package
    return missing


# what processes of their own can see


class _Probe:
    """A process that looks at one thing, started at once and asked later."""

    def __init__(self, name: str, folder: Path) -> None:
        self._stdout, self._stderr = folder / f"{name}.out", folder / f"{name}.err"
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "workbench"]
        environment = dict(os.environ)
        if name == "qt":
            environment["QT_QPA_PLATFORM"] = "offscreen"
        with self._stdout.open("wb") as out, self._stderr.open("wb") as err:
            command = [*program, "doctor", "--probe", name]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment)

    def result(self) -> dict[str, Any]:
        """What it found, or `problem`: its last words."""
        try:
            status = self._process.wait(PROBE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return {"problem": f"no answer within {PROBE_TIMEOUT_S} s"}
        if status == 0:
            found = json.loads(self._stdout.read_text("utf-8"))
            assert isinstance(found, dict)
            return found
        words = self._stderr.read_text("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(words) if line.strip()), "")
        return {"problem": last or (f"ended by signal {-status}" if status < 0 else f"status {status}")}


def probe(name: str) -> dict[str, object]:
    """What `_Probe` runs: look at `torch`, `qt` (offscreen) or `display` (the real one) in this process."""
    return _probe_torch() if name == "torch" else _probe_qt()


def _probe_torch() -> dict[str, object]:
    import torch

    devices = ["cpu", *(f"cuda ({torch.cuda.get_device_name(number)})" for number in range(torch.cuda.device_count()))]
    if torch.backends.mps.is_available():
        devices.append("mps")
    return {
        "version": torch.__version__,
        "devices": devices,
        "n_threads": torch.get_num_threads(),
        "processor": torch.backends.cpu.get_cpu_capability(),
    }


def _probe_qt() -> dict[str, object]:
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    application = QGuiApplication(["workbench"])
    korean = QFontDatabase.families(QFontDatabase.WritingSystem.Korean)
    screen = application.primaryScreen()
    size = screen.size() if screen is not None else None
    return {
        "version": qVersion(),
        "platform": application.platformName(),
        "korean_fonts": korean,
        "screen": f"{size.width()} × {size.height()} at {100 * screen.devicePixelRatio():.0f} %" if size is not None else "",
    }


def _torch(looked: _Probe) -> Iterator[Finding]:
    found = looked.result()
    if "problem" in found:
        yield Finding("torch works", "bad", found["problem"], "pip install torch==2.13.*; without a GPU, from PyTorch's CPU index.")
        return
    yield Finding("torch works", "ok", f"{found['version']}, {found['n_threads']} threads, {found['processor']}")
    yield Finding("devices", "ok", ", ".join(found["devices"]))


def _qt(looked: _Probe) -> Iterator[Finding]:
    found = looked.result()
    if "problem" in found:
        yield Finding("Qt works", "bad", found["problem"], "Install the libraries named above, then try again.")
        return
    yield Finding("Qt works", "ok", f"{found['version']} without a display")
    fonts = found["korean_fonts"]
    if fonts:
        yield Finding("Korean font", "ok", fonts[0])
    else:
        yield Finding("Korean font", "note", "none: Hangul shows as boxes", "apt-get install fonts-nanum, or install any Korean font.")


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _display(looked: _Probe | None) -> Iterator[Finding]:
    if looked is None:
        yield Finding("display", "note", "none: the window cannot open here; command line and screenshots can do without")
        return
    found = looked.result()
    if "problem" in found:
        remedy = "Is the display reachable? If Qt names xcb-cursor, another library named above may be the missing one."
        yield Finding("display", "bad", found["problem"], remedy)
    else:
        yield Finding("display", "ok", f"{found['platform']}, {found['screen']}")
