"""A strip with a slider over the tokens that were written: how things stood when so many of them were there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QSlider, QWidget

from workbench.gui import theme
from workbench.gui.widgets.visible import visible

LABEL_WIDTH = 260


class TimeStrip(QFrame):
    """Hidden while nothing was written. `switched(bool)`: whether what was written is to be shown; `moved(n)`: to so many tokens."""

    switched = Signal(bool)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._texts: Sequence[str] = ()
        self._running = False
        self.on, self.slider, self.label = QCheckBox(self), QSlider(Qt.Orientation.Horizontal, self), QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setMinimumWidth(LABEL_WIDTH)
        self.slider.setPageStep(5)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S3, theme.S1, theme.S3, theme.S1)
        row.setSpacing(theme.S3)
        for one, stretch in ((self.on, 0), (self.slider, 1), (self.label, 0)):
            row.addWidget(one, stretch)
        self.on.clicked.connect(self.switched)
        self.slider.valueChanged.connect(self._moved)
        self.hide()
        self.retranslate()

    def set_written(self, texts: Sequence[str], *, running: bool) -> None:
        """What was written so far, token by token; nothing hides the strip."""
        self._texts, self._running = texts, running
        self.setVisible(bool(texts) or running)
        self._say()

    def set_shown(self, n: int | None) -> None:
        """So many of the tokens can be gone back to; None: none are on screen. Who stood at the end stays there."""
        at_end = self.slider.value() == self.slider.maximum()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, n or 0)
            if at_end or n is None:
                self.slider.setValue(n or 0)
        self.slider.setVisible(n is not None)
        self._say()

    @property
    def n(self) -> int | None:
        """How many tokens are to be seen; None: all that there are."""
        return None if self.slider.value() == self.slider.maximum() else self.slider.value()

    def _moved(self, n: int) -> None:
        self._say()
        self.moved.emit(n)

    def _say(self) -> None:
        n, total = self.slider.value(), len(self._texts)
        if self.slider.isHidden():
            said = self.tr("{n} tokens were written").format(n=total)
            self.label.setText(self.tr("{n} tokens so far").format(n=total) if self._running else said)
            return
        token = visible(self._texts[n - 1]) if 0 < n <= total else ""
        words = self.tr("Token {n} of {total}: {token}") if token else self.tr("Before the first of {total} tokens")
        self.label.setText(words.format(n=n, total=total, token=token))

    def retranslate(self) -> None:
        self.on.setText(self.tr("Show what was written"))
        self.on.setToolTip(
            self.tr(
                "Adds a row for each token that the Playground writes; the slider goes back in time. "
                "The grid follows up to four times a second."
            )
        )
        self.slider.setAccessibleName(self.tr("So many of the written tokens are there"))
        self.slider.setToolTip(self.tr("Earlier rows don't change when a token is added: no token reads a later one."))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
