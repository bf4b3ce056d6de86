"""How the state of a training run is said: a word, and a sign beside it, so that colour is never the only one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from workbench.gui import theme
from workbench.values import RunRow

SIGNS = {"running": "▶", "waits": "‖", "done": "✓", "failed": "✕", "cancelled": "◼", "interrupted": "⚡"}


def status_of(row: RunRow) -> str:
    """Its status; "waits" where it runs and makes no steps: it was paused, had an alarm or can't write."""
    return "waits" if row.waits and row.status == "running" else row.status


def status_words(status: str) -> str:
    """A run's status in the language in force."""
    return {
        "running": QCoreApplication.translate("Training", "running"),
        "waits": QCoreApplication.translate("Training", "waits"),
        "done": QCoreApplication.translate("Training", "done"),
        "failed": QCoreApplication.translate("Training", "failed"),
        "cancelled": QCoreApplication.translate("Training", "stopped"),
        "interrupted": QCoreApplication.translate("Training", "interrupted"),
    }.get(status, status)


def status_color(status: str) -> QColor:
    """What its sign is drawn in."""
    c = theme.colors()
    return {"failed": c.bad, "interrupted": c.warn, "waits": c.warn, "done": c.ok, "running": c.accent}.get(status, c.muted)
