"""A plain-text label that wraps and is exactly as high as its words at its width."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class WrappedLabel(QLabel):
    """Qt's own height-for-width gets lost in nested layouts and leaves gaps; this label follows its width by itself."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._placed = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(False)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = True
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())  # before it has a width its words look high: they must not stretch the window

    def _fit(self) -> None:
        if self.sizeHint().height() != self.height():
            self.updateGeometry()

    def _needed(self) -> int:
        # Before a layout placed it, the window's width is a better guess than Qt's initial 100 pixels: nothing jumps.
        width = self.width() if self._placed else max(400, self.window().width() - 100)
        return max(0, self.heightForWidth(max(width, 80)))  # a label that never had a text says -1
