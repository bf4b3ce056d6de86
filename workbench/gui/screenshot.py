"""A picture of any panel with real content, without a display: the real window, the real children, the offscreen platform."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.gui.window import Workspace

TIMEOUT_MS = 120_000
REST_MS = 2000
SETTLE_MS = 600
"""The window counts as settled when nothing has run for that long."""


def take(
    *,
    panel: str,
    out: Path | str,
    model: str = "",
    text: str = "",
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    language: str = "en",
    scale: float = 1.0,
) -> None:
    """Write a PNG of the window with `panel` in front, `size` in device-independent pixels, times `scale`.

    The layout is the default one, whatever the person's own is. Raises WorkbenchError: bad-value, screenshot-failed, or
    what kept the content from being made.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    from workbench.gui import app as application
    from workbench.gui.preferences import Preferences
    from workbench.gui.shell import Shell
    from workbench.gui.window import PANELS, Workspace

    if panel not in PANELS:
        raise WorkbenchError("bad-value", name="panel", value=panel, limit=", ".join(PANELS))
    app = application.make_application()
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder) / "settings.ini")
        preferences.set_text("theme", theme)
        preferences.set_text("language", language)
        application.dress(app, preferences)
        shell = Shell()
        shell.resize(*size)
        shell.show()
        workspace = Workspace(shell, preferences)
        workspace.begin(model=model, text=text, panel=panel)
        timed_out = not _settled(workspace)
        _fill(workspace, panel)
        timed_out = timed_out or not _settled(workspace)
        error = workspace.bar.error
        saved = not timed_out and shell.grab().save(str(out), "PNG")
        shell.close()
        workspace.close()
    if error is not None:
        raise error
    if timed_out:
        raise WorkbenchError("screenshot-failed", path=out, reason=f"the panel was not ready within {TIMEOUT_MS // 1000} s")
    if not saved:
        raise WorkbenchError("screenshot-failed", path=out, reason="the file cannot be written")


def _fill(workspace: Workspace, panel: str) -> None:
    """Do what a person would do first: a continuation to look at; a run to be listed."""
    if panel == "playground":
        workspace.panels[panel].generate.click()  # type: ignore[attr-defined]
    elif panel == "runs":
        workspace.raise_panel("tokens")
        _settled(workspace, quiet_ms=REST_MS + SETTLE_MS)
        workspace.raise_panel(panel)


def _settled(workspace: Workspace, *, quiet_ms: int = SETTLE_MS) -> bool:
    """Let the event loop run until nothing has happened for `quiet_ms`; False if that takes too long."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, quiet, limit = QEventLoop(), QTimer(), QTimer()
    for timer, interval_ms in ((quiet, quiet_ms), (limit, TIMEOUT_MS)):
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.start()
    quiet.timeout.connect(lambda: None if workspace.session.jobs else loop.quit())
    limit.timeout.connect(loop.quit)
    workspace.session.jobs_changed.connect(quiet.start)
    loop.exec()
    in_time = limit.isActive()
    workspace.session.jobs_changed.disconnect(quiet.start)
    return in_time
