"""A few exclusive choices side by side: which of several views of the same thing is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from workbench.gui import theme

PADDING = 11
"""Beside a word, its border included."""


class Segmented(QWidget):
    """Buttons with keys; `chosen(key)` when the person picks another one."""

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key in keys:
            button = QToolButton(self)
            button.setObjectName(key)
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setProperty("segment", True)
            button.clicked.connect(lambda _checked, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[keys[0]].setChecked(True)

    @property
    def key(self) -> str:
        """What is chosen."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def button(self, key: str) -> QToolButton:
        return self._buttons[key]

    def all_buttons(self) -> list[QToolButton]:
        """The buttons in their order."""
        return list(self._buttons.values())

    def choose(self, key: str) -> None:
        """Choose without telling; an unknown key changes nothing."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def name(self, words: Sequence[str], title: str) -> None:
        """Label the buttons, in order."""
        self.setAccessibleName(title)
        bold = QFontMetrics(theme.sans(bold=True))
        for button, word in zip(self._buttons.values(), words, strict=True):
            button.setText(word)
            button.setMinimumWidth(bold.horizontalAdvance(word) + 2 * PADDING)  # the chosen one is bold, and Qt measures it as if not
            button.setAccessibleName(f"{title}: {word}")
