"""The scale of a map of effects: diverging around 0, with 0 and 1 marked and named."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.numbers import signed

WIDTH, HEIGHT, MARGIN = 220, 10, 66


class EffectBar(QWidget):
    """`set_scale(high)`: the number at the right end; the left one is minus that. `set_words`: what 0 and 1 are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._high, self._words = 1.0, ("0", "1")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_scale(self, high: float) -> None:
        self._high = high
        self._say()

    def set_words(self, zero: str, one: str) -> None:
        self._words = (zero, one)
        self._say()

    def _say(self) -> None:
        zero, one = self._words
        self.setAccessibleName(f"{signed(-self._high)} – {signed(self._high)}; {zero}; {one}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH + 2 * MARGIN, HEIGHT + 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        table = diverging.table(theme.mode())
        line = QImage(table.tobytes(), len(table), 1, 4 * len(table), QImage.Format.Format_RGB32)
        box = QRectF(MARGIN, 1, WIDTH, HEIGHT)
        painter.drawImage(box, line)
        painter.setPen(c.muted)
        painter.drawRect(box)
        painter.setFont(theme.mono(theme.CAPTION))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, MARGIN - 6, HEIGHT + 2), Qt.AlignmentFlag.AlignRight | middle, signed(-self._high))
        painter.drawText(QRectF(box.right() + 6, 0, MARGIN, HEIGHT + 2), middle, signed(self._high))
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.text)
        for value, words in zip((0.0, 1.0), self._words, strict=True):
            x = box.center().x() + value / self._high * WIDTH / 2
            painter.drawLine(int(x), 1, int(x), HEIGHT + 4)
            painter.drawText(QRectF(x - MARGIN, HEIGHT + 3, 2 * MARGIN, 15), Qt.AlignmentFlag.AlignHCenter, words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
