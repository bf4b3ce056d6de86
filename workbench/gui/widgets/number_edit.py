"""A number that one types: what it may be is said, and what it may not be is marked, never changed behind one's back."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

WIDTH = 96


class NumberEdit(QLineEdit):
    """`edited(number)` when another one was typed; None where it is none, or beyond `low` and `high`. Arrows up and down change whole
    numbers by one."""

    edited = Signal(object)

    def __init__(self, low: float, high: float, *, whole: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high, self._whole = low, high, whole
        self._shown: float | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(WIDTH)
        self.textEdited.connect(lambda _text: self._typed())
        self.editingFinished.connect(self._leave)

    @property
    def number(self) -> float | int | None:
        """What is typed; None if it may not be."""
        typed = self.text().replace(",", "").replace("_", "").strip()
        try:
            number = float(typed)
        except ValueError:
            return None
        if not math.isfinite(number) or not self.low <= number <= self.high or (self._whole and number != int(number)):
            return None
        try:
            return int(typed) if self._whole else number
        except ValueError:  # 1e6
            return int(number)

    def set_number(self, number: float) -> None:
        """Show a number. What is typed stays while it is that number (nobody's cursor jumps), or is none and no other came."""
        kept = self.number == number or (self.number is None and self._shown == number)
        self._shown = number
        if not kept or not self.text():
            self.setText(spelled(number))
            self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self._whole or self.number is None:
            super().keyPressEvent(event)
            return
        self.setText(spelled(min(max(self.number + step, self.low), self.high)))
        self._typed()

    def _typed(self) -> None:
        self._mark()
        self.edited.emit(self.number)

    def _leave(self) -> None:
        if self.number is not None:
            self.setText(spelled(self.number))

    def _mark(self) -> None:
        """Show whether it may be."""
        invalid = self.number is None
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().unpolish(self)
            self.style().polish(self)


def spelled(number: float) -> str:
    """A number as it is typed: `12,000`, `0.0003`, `1e-7`."""
    return f"{number:,}" if isinstance(number, int) else f"{number:.10g}".replace("e-0", "e-").replace("e+0", "e")
