"""What a view waits for, how far it is, and the way to end it. Hidden while nothing is awaited."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets.progress import progress_words
from workbench.gui.widgets.rate import Rate
from workbench.values import Progress


class Waiting(QWidget):
    """`cancelled` when the person has had enough."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate = Rate()
        self.what, self.bar, self.cancel = QLabel(self), QProgressBar(self), QPushButton(self)
        self.what.setProperty("role", "caption")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.S1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self.what)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.cancel.clicked.connect(self.cancelled)
        self.retranslate()
        self.hide()

    def begin(self, words: str) -> None:
        """Something is awaited from now on."""
        self._rate = Rate()
        self.see(words)

    def see(self, words: str, progress: Progress | None = None) -> None:
        """How far it is, as far as that is known."""
        known = progress is not None and bool(progress.total)
        if progress is not None and progress.total:
            self._rate.see(progress)
            words = f"{words} {progress_words(progress, self._rate)}"
        self.what.setText(words)
        self.bar.setRange(0, 1000 if known else 0)
        if progress is not None and progress.total:
            self.bar.setValue(int(1000 * progress.done / progress.total))
        self.show()

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.bar.setAccessibleName(self.tr("Progress"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
