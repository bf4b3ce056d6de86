"""The scale of a heat map: its colours with the weights they stand for, and what the neutral colour means."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap

BAR_WIDTH, BAR_HEIGHT = 180, 10


class ColorBar(QWidget):
    """Low at the left, high at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map, self._low, self._high = "viridis", 0.0, 1.0
        self._nothing = self._cut = ""
        self.setFixedHeight(34)

    def set_scale(self, low: float, high: float, *, cut: str = "") -> None:
        """The weights at both ends; `cut` says so when some weights lie beyond the upper one."""
        self._low, self._high, self._cut = low, high, cut
        self.setAccessibleName(f"{low:g} – {high:.4g} {cut}".strip())
        self.update()

    def set_colormap(self, name: str) -> None:
        self._map = name
        self.update()

    def set_nothing(self, words: str) -> None:
        """What the neutral colour means; empty when it doesn't occur."""
        self._nothing = words
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(BAR_WIDTH + 300, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        table = colormap.table(self._map)
        step = BAR_WIDTH / len(table)
        for index, colour in enumerate(table):
            painter.fillRect(QRectF(index * step, 2, step + 1, BAR_HEIGHT), QColor.fromRgb(colour))
        painter.setFont(theme.mono(theme.CAPTION))
        painter.setPen(c.muted)
        painter.drawText(QRectF(0, 14, 60, 16), Qt.AlignmentFlag.AlignLeft, f"{self._low:g}")
        high = f"{self._high:.3g}"
        painter.drawText(QRectF(BAR_WIDTH - 80, 14, 80, 16), Qt.AlignmentFlag.AlignRight, high)
        painter.setFont(theme.sans(theme.CAPTION))
        x = BAR_WIDTH + theme.S4
        if self._nothing:
            painter.fillRect(QRectF(x, 2, 14, BAR_HEIGHT), c.raised)
            painter.setPen(QPen(c.border))
            painter.drawRect(QRectF(x, 2, 14, BAR_HEIGHT))
            painter.setPen(c.muted)
            painter.drawText(QRectF(x + 20, 0, 400, 16), Qt.AlignmentFlag.AlignLeft, self._nothing)
        painter.drawText(QRectF(x, 16, 500, 16), Qt.AlignmentFlag.AlignLeft, self._cut)
