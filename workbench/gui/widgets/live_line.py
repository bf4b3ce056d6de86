"""A line of words that change again and again while they are looked at: nothing around it is laid out anew for that.

A QLabel asks for a new layout at every change of its words, and so has the whole window's computed, docks and all. This one does so only
when its words need another height.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.gui import theme

FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class LiveLine(QLabel):
    """Plain words that wrap where there is no room; stands on the window's colour. Whoever has it read out meets a label, which has a name
    and no text of its own: at another text the whole window is laid out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._height = "", 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words."""
        return self._words

    def say(self, words: str) -> None:
        """Show other words."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self._fit()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._needed())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.fillRect(self.rect(), c.window)
        painter.setFont(self.font())
        painter.setPen(c.text)
        painter.drawText(self.rect(), FLAGS, self._words)

    def _fit(self) -> None:
        if self._needed() != self._height:
            self._height = self._needed()
            self.updateGeometry()

    def _needed(self) -> int:
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self._words) <= self.width():
            return metrics.height()
        return max(metrics.height(), metrics.boundingRect(QRect(0, 0, max(self.width(), 80), 1 << 16), FLAGS, self._words).height())
