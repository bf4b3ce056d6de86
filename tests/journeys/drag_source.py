"""A small window with a file in it, to be dragged somewhere else: `drag_source.py FILE X Y`. It says "dragged" when it was dropped."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SERVES_MS = 3000
"""Whoever was dropped on fetches what it was after the drop: so long the file can be asked for."""


class File(QLabel):
    """Stands for one file."""

    def __init__(self, path: str) -> None:
        super().__init__("a file")
        self._url = QUrl.fromLocalFile(path)
        self.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drag, data = QDrag(self), QMimeData()
        data.setUrls([self._url])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
        print("dragged", flush=True)  # noqa: T201 - the journey waits for it
        QTimer.singleShot(SERVES_MS, self.close)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    file = File(sys.argv[1])
    file.setGeometry(int(sys.argv[2]), int(sys.argv[3]), 80, 40)
    file.show()
    print("shown", flush=True)  # noqa: T201 - the journey waits for it
    sys.exit(app.exec())
