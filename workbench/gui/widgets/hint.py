"""What an empty view says: what it will show, and the one action that fills it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.wrapped_label import WrappedLabel

READING_WIDTH = 480


class Hint(QWidget):
    """A title, a sentence or two, one button. `asked` when the button is pressed."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._body, self._button = WrappedLabel(parent=self), WrappedLabel(parent=self), QPushButton(self)
        self._title.setFont(theme.sans(theme.EMPTY))
        self._title.setStyleSheet(f"font-size: {theme.EMPTY}px")
        for label in (self._title, self._body):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button.clicked.connect(self.asked)
        column = QVBoxLayout(self)
        column.setSpacing(theme.S3)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._body)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(theme.S4, (self.width() - READING_WIDTH) // 2)
        self.layout().setContentsMargins(side, 0, side, 0)
        super().resizeEvent(event)

    def say(self, title: str, body: str, action: str = "") -> None:
        """Set the words; without `action` there is no button."""
        self._title.setText(title)
        self._body.setText(body)
        self._button.setText(action)
        self._button.setVisible(bool(action))
