"""Three buttons: smaller, larger, all of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from workbench.gui import theme


class ZoomButtons(QWidget):
    """`zoomed(steps)`: -1, 1, or 0 for everything."""

    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {steps: QToolButton(self) for steps in (-1, 1, 0)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for steps, button in self.buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _on=False, steps=steps: self.zoomed.emit(steps))
        self.retranslate()

    def retranslate(self) -> None:
        for steps, sign, text in (
            (-1, "−", self.tr("Zoom out")),
            (1, "+", self.tr("Zoom in")),
            (0, self.tr("Fit"), self.tr("Show the whole text")),
        ):
            self.buttons[steps].setText(sign)
            self.buttons[steps].setToolTip(text)
            self.buttons[steps].setAccessibleName(text)
