"""The bare main window, shown before anything heavy is imported; what it holds is built into it afterwards.

It knows Qt and the theme, nothing else: its only work is to be there at once, and to pass on what only a top-level window
hears (closing, files dropped on it, the first paint).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from workbench.gui import theme

FRAME = 40
"""Room left for what the desktop draws around a window."""


class Shell(QMainWindow):
    """Signals: `painted` once, after the first paint; `closing` before it closes; `dropped` with local paths;
    `palette_changed`, `language_changed`."""

    painted = Signal()
    closing = Signal()
    dropped = Signal(list)
    language_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False
        self.setObjectName("workbench")
        self.setWindowTitle("LM Workbench")
        self.setAccessibleName("LM Workbench")
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry().adjusted(0, 0, -FRAME, -FRAME).size()
        self.resize(QSize(1440, 900).boundedTo(room))
        self.setMinimumSize(QSize(960, 600).boundedTo(room))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colors().window)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.language_changed.emit()
