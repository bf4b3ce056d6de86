"""How the state of a training run is said: a word, and a sign beside it, so that colour is never the only one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from workbench.gui import theme

SIGNS = {"running": "▶", "done": "✓", "failed": "✕", "cancelled": "◼", "interrupted": "⚡"}


def status_words(status: str) -> str:
    """A run's status in the language in force."""
    return {
        "running": QCoreApplication.translate("Training", "running"),
        "done": QCoreApplication.translate("Training", "done"),
        "failed": QCoreApplication.translate("Training", "failed"),
        "cancelled": QCoreApplication.translate("Training", "stopped"),
        "interrupted": QCoreApplication.translate("Training", "interrupted"),
    }.get(status, status)


def status_color(status: str) -> QColor:
    """What its sign is drawn in."""
    c = theme.colors()
    return {"failed": c.bad, "interrupted": c.warn, "done": c.ok, "running": c.accent}.get(status, c.muted)
