"""What an empty view says: what it will show, and the one action that fills it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme


class Hint(QWidget):
    """A title, a sentence or two, one button. `asked` when the button is pressed."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._body, self._button = QLabel(self), QLabel(self), QPushButton(self)
        self._title.setFont(theme.sans(theme.EMPTY))
        self._title.setStyleSheet(f"font-size: {theme.EMPTY}px")
        for label in (self._title, self._body):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._body.setMaximumWidth(520)
        self._body.setMinimumWidth(240)
        self._button.clicked.connect(self.asked)
        column = QVBoxLayout(self)
        column.setSpacing(theme.S3)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._body, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, title: str, body: str, action: str = "") -> None:
        """Set the words; without `action` there is no button."""
        self._title.setText(title)
        self._body.setText(body)
        self._button.setText(action)
        self._button.setVisible(bool(action))
