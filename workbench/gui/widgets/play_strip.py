"""A slider over moments in a row, and a button that goes through them one after another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from workbench.gui import theme

FRAME_MS = 500


class PlayStrip(QWidget):
    """`moved(number)` when another moment is to be shown. Playing ends at the last one, and begins anew from there."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.play, self.slider, self.label = QToolButton(self), QSlider(Qt.Orientation.Horizontal, self), QLabel(self)
        self.play.setCheckable(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.slider.setPageStep(1)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        for one, stretch in ((self.play, 0), (self.slider, 1), (self.label, 0)):
            row.addWidget(one, stretch)
        self.play.toggled.connect(self._toggled)
        self.slider.valueChanged.connect(self._changed)
        self.slider.sliderPressed.connect(lambda: self.play.setChecked(False))
        self._timer.timeout.connect(self._step)
        self.retranslate()

    def rename(self, names: Sequence[str]) -> None:
        """Other words for the same moments."""
        self._names = tuple(names)
        metrics = self.label.fontMetrics()
        self.label.setMinimumWidth(max((metrics.horizontalAdvance(name) for name in names), default=0))  # the slider keeps its length
        self._say()

    def set_moments(self, names: Sequence[str], number: int | None = None) -> None:
        """What there is, by the words for each; the last or that `number` is shown, and nobody told."""
        self.play.setChecked(False)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(names) - 1))
            self.slider.setValue(len(names) - 1 if number is None else number)
        self.play.setEnabled(len(names) > 1)
        self.slider.setEnabled(len(names) > 1)
        self.rename(names)

    @property
    def number(self) -> int:
        """The moment that is shown."""
        return self.slider.value()

    def go_to(self, number: int) -> None:
        self.slider.setValue(number)

    def _toggled(self, playing: bool) -> None:
        if playing and self.number == self.slider.maximum():
            self.go_to(0)
        if playing:
            self._timer.start()
        else:
            self._timer.stop()
        self._say()

    def _step(self) -> None:
        self.go_to(self.number + 1)
        if self.number == self.slider.maximum():
            self.play.setChecked(False)

    def _changed(self, number: int) -> None:
        self._say()
        self.moved.emit(number)

    def _say(self) -> None:
        self.label.setText(self._names[self.number] if self.number < len(self._names) else "")
        playing = self.play.isChecked()
        self.play.setText("⏸" if playing else "▶")
        words = self.tr("Pause") if playing else self.tr("Play")
        self.play.setAccessibleName(words)
        self.play.setToolTip(words)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.play.setChecked(False)  # nobody looks

    def retranslate(self) -> None:
        self.slider.setAccessibleName(self.tr("Moment"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
