"""Starts the application: first a painted shell, then everything else.

The idea that is not obvious: Python's cyclic garbage collector is switched off and run from a timer in this thread, for
it may otherwise run in a reader thread and destroy Qt objects there.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell

if TYPE_CHECKING:
    from workbench.gui.window import Workspace

COLLECT_EVERY_MS = 1000


def run(*, model: str = "", text: str = "", panel: str = "", figure: Path | None = None) -> int:
    """Open the window, with a saved picture where one is named, and stay until it is closed. Returns the exit status."""
    if not has_display():
        sys.stderr.write(f"error: {WorkbenchError('no-display')}\n")
        return 1
    app = make_application()
    preferences = Preferences()
    dress(app, preferences)
    shell = Shell()
    shell.restoreGeometry(preferences.blob("window/geometry"))
    start = Start(shell, preferences, model=model, text=text, panel=panel, figure=figure)
    shell.painted.connect(start.soon)
    shell.show()
    status = app.exec()
    start.finish()
    return status


def has_display() -> bool:
    """Whether a window can appear at all. Qt itself would abort the process."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_application() -> QApplication:
    """The QApplication with everything that must be set before and at once after it exists."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("LM Workbench")
    app.setOrganizationName("LM Workbench")
    app.setDesktopFileName("lm-workbench")
    gc.disable()
    Collector(app)
    return app


def dress(app: QApplication, preferences: Preferences) -> None:
    """Language and looks as they were chosen, following the system where they were not."""
    i18n.use(preferences.text("language", "system"))  # type: ignore[arg-type]
    theme.apply(app, preferences.text("theme", "system"))  # type: ignore[arg-type]
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.apply(app, preferences.text("theme", "system")))


class Collector(QObject):
    """Collects garbage in the GUI thread, and only there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = (700, 10, 10)
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECT_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        counts = gc.get_count()
        due = [number for number, limit in enumerate(self._thresholds) if counts[number] > limit]
        if due:
            gc.collect(max(due))


class Start(QObject):
    """The second half of the start, once the shell is on the screen, and the end of it all."""

    def __init__(self, shell: Shell, preferences: Preferences, *, model: str, text: str, panel: str, figure: Path | None = None) -> None:
        super().__init__(shell)
        self._shell, self._preferences = shell, preferences
        self._wanted = (model, text, panel)
        self._figure = figure
        self._workspace: Workspace | None = None

    def soon(self) -> None:
        """Go on as soon as the paint is done."""
        QTimer.singleShot(0, self, self.go)

    def go(self) -> None:
        from workbench.gui.crash import CrashReporter
        from workbench.gui.window import Workspace

        catch_everything(CrashReporter(self._shell))
        model, text, panel = self._wanted
        self._workspace = Workspace(self._shell, self._preferences)
        self._workspace.begin(model=model, text=text, panel=panel, figure=self._figure)

    def finish(self) -> None:
        if self._workspace is not None:
            self._workspace.close()


def catch_everything(reporter: object) -> None:
    """Send what nobody caught to the one crash dialog; from other threads, to standard error and the log."""

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        reporter.report("".join(traceback.format_exception(kind, error, trace)))  # type: ignore[attr-defined]

    def uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
        found = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
        reporter.log("".join(traceback.format_exception(*found)))  # type: ignore[attr-defined]

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
