"""A number with one value at which what it sets has no effect; that value reads as a word."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from workbench.gui import theme

WIDTH = 76


class OffSpinBox(QDoubleSpinBox):
    """`off`: the value that is called a word."""

    def __init__(self, *, low: float, high: float, step: float, decimals: int, off: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._off, self._word = off, "off"
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setValue(off)
        self.setAccelerated(True)
        self.setFixedWidth(WIDTH)
        theme.pad(self)

    def set_word(self, word: str) -> None:
        """What the off value is called."""
        self._word = word
        self.setSpecialValueText(word if self._off == self.minimum() else "")
        self.setValue(self.value())
        self.lineEdit().setText(self.textFromValue(self.value()))

    def is_off(self) -> bool:
        return self.value() == self._off

    def textFromValue(self, value: float) -> str:
        return self._word if value == self._off else super().textFromValue(value)

    def valueFromText(self, text: str) -> float:
        return self._off if text.strip().casefold() in (self._word.casefold(), "off", "") else super().valueFromText(text)

    def validate(self, text: str, position: int) -> object:
        typed = text.strip().casefold()
        if self._word.casefold() == typed or typed == "off":
            return QValidator.State.Acceptable, text, position
        if not typed or self._word.casefold().startswith(typed) or "off".startswith(typed):
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)
