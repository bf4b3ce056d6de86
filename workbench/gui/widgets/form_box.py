"""A choice in a form that scrolls: the wheel moves the form, and never changes what was chosen behind one's back."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class FormBox(QComboBox):
    """Its list, once open, scrolls as always."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # for whoever it stands in
