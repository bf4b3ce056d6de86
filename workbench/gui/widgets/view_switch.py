"""The choice among many views: buttons side by side where there is room, a list that opens where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from workbench.gui.widgets.segmented import Segmented


class ViewSwitch(QWidget):
    """As Segmented: keys, and `chosen(key)` when the person picks another one."""

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(keys)
        self.buttons, self.list = Segmented(keys, self), QComboBox(self)
        for key in keys:
            self.list.addItem("", key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.buttons)
        row.addWidget(self.list)
        row.addStretch(1)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # the buttons may not hold it open
        self.list.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.buttons.chosen.connect(self._pick)
        self.list.activated.connect(lambda index: self._pick(self._keys[index]))

    @property
    def key(self) -> str:
        """What is chosen."""
        return self.buttons.key

    def button(self, key: str) -> QToolButton:
        return self.buttons.button(key)

    def all_buttons(self) -> list[QToolButton]:
        """The buttons in their order."""
        return self.buttons.all_buttons()

    def choose(self, key: str) -> None:
        """Choose without telling; an unknown key changes nothing."""
        self.buttons.choose(key)
        self.list.setCurrentIndex(self._keys.index(self.buttons.key))

    def name(self, words: Sequence[str], title: str) -> None:
        """Label the choices, in order."""
        self.buttons.name(words, title)
        self.list.setAccessibleName(title)
        for index, word in enumerate(words):
            self.list.setItemText(index, word)
        self._fit()

    def sizeHint(self) -> QSize:
        return self.buttons.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.list.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _pick(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _fit(self) -> None:
        roomy = self.width() >= self.buttons.sizeHint().width()
        self.buttons.setVisible(roomy)
        self.list.setVisible(not roomy)
