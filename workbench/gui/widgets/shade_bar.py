"""The scale of shaded chips: the shades from left to right with their bars, and what the ends stand for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets.chip_painter import BAR, shade_color

STEPS, STEP_WIDTH, HEIGHT = 16, 9, 14


class ShadeBar(QWidget):
    """`set_words(low, high)`: what stands at the two ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = self._high = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, low: str, high: str) -> None:
        self._low, self._high = low, high
        self.setAccessibleName(f"{low} – {high}")
        self.updateGeometry()
        self.update()

    def _advance(self, words: str) -> float:
        return QFontMetricsF(theme.sans(theme.CAPTION)).horizontalAdvance(words)

    def sizeHint(self) -> QSize:
        return QSize(round(self._advance(self._low) + self._advance(self._high) + STEPS * STEP_WIDTH + 16), HEIGHT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, p, low = theme.colors(), QPainter(self), self._advance(self._low)
        p.setFont(theme.sans(theme.CAPTION))
        p.setPen(c.muted)
        p.drawText(QRectF(0, 0, low + 2, HEIGHT + 4), Qt.AlignmentFlag.AlignVCenter, self._low)
        left, top = low + 6, 2.0
        for step in range(STEPS):
            share = (step + 0.5) / STEPS
            p.fillRect(QRectF(left + step * STEP_WIDTH, top, STEP_WIDTH, HEIGHT), shade_color(share))
            p.fillRect(QRectF(left + step * STEP_WIDTH, top + HEIGHT - share * BAR, STEP_WIDTH - 1, share * BAR), c.text)
        p.setPen(QPen(c.border, 1))
        p.drawRect(QRectF(left - 0.5, top - 0.5, STEPS * STEP_WIDTH + 1, HEIGHT + 1))
        p.setPen(c.muted)
        high = QRectF(left + STEPS * STEP_WIDTH + 6, 0, self._advance(self._high) + 2, HEIGHT + 4)
        p.drawText(high, Qt.AlignmentFlag.AlignVCenter, self._high)
        p.end()
