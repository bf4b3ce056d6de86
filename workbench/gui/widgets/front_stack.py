"""A stack of pages that needs the room of the page in front alone: Qt's own is held open by the widest page, seen or not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class FrontStack(QStackedWidget):
    """As QStackedWidget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        front = self.currentWidget()
        return front.minimumSizeHint().expandedTo(front.minimumSize()) if front is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        front = self.currentWidget()
        return front.sizeHint() if front is not None else super().sizeHint()
