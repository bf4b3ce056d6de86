"""What the window remembers between two starts: looks, language, layout, the subject. One INI file in the data folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from workbench import paths


class Preferences:
    """Values by name. A file that cannot be read or written costs the memory, nothing else."""

    def __init__(self, path: Path | None = None) -> None:
        self._settings = QSettings(str(path or paths.settings()), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        return str(self._settings.value(name, default))

    def set_text(self, name: str, value: str) -> None:
        self._settings.setValue(name, value)

    def blob(self, name: str) -> QByteArray:
        found = self._settings.value(name)
        return found if isinstance(found, QByteArray) else QByteArray()

    def set_blob(self, name: str, value: QByteArray) -> None:
        self._settings.setValue(name, value)

    def state(self, name: str) -> dict[str, Any]:
        """A panel's own state, as it gave it."""
        try:
            found = json.loads(self.text(name, "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def set_state(self, name: str, value: dict[str, Any]) -> None:
        self.set_text(name, json.dumps(value))

    def save(self) -> None:
        self._settings.sync()
