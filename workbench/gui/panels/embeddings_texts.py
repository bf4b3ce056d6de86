"""The texts of vectors in context and of sentences: the one under study, and a list that one edits, a text on each line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count

ROWS_SHOWN = 7
TYPING_MS = 600
SAMPLES = (
    "She sat on the bank of the river and fished.",
    "The bank lent him money for a house.",
    "We walked along the river to the old bridge.",
    "He opened an account to save some money.",
    "The cat sleeps on the warm windowsill.",
    "A kitten is napping in the sun.",
    "The train to the coast leaves at noon.",
    "나는 시장에서 배를 샀다.",
    "배를 타고 섬으로 갔다.",
    "과일 가게에서 사과를 골랐다.",
)
"""Words with two senses, and sentences that mean nearly the same."""


class TextsEditor(QWidget):
    """`changed` a moment after the texts are others."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own, self.edit = QCheckBox(self), QPlainTextEdit(self)
        self.told, self.samples = QLabel(self), QPushButton(self)
        self.told.setProperty("role", "caption")
        self.own.setChecked(True)
        self.edit.setTabChangesFocus(True)
        self.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.edit.setFixedHeight(ROWS_SHOWN * self.edit.fontMetrics().lineSpacing() + 2 * theme.S2)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.own)
        row.addWidget(self.told, 1)
        row.addWidget(self.samples)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(row)
        column.addWidget(self.edit)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._soon.timeout.connect(self.changed)
        self.edit.textChanged.connect(self._typed)
        self.own.toggled.connect(lambda _on: self.changed.emit())
        self.samples.clicked.connect(self.add_samples)
        self.retranslate()

    @property
    def texts(self) -> tuple[str, ...]:
        """Those of the list, without empty lines."""
        return tuple(line.strip() for line in self.edit.toPlainText().split("\n") if line.strip())

    def all_texts(self, studied: str) -> tuple[str, ...]:
        """With the one under study first, if it is wanted; each once."""
        own = (studied,) if self.own.isChecked() and studied.strip() else ()
        return tuple(dict.fromkeys((*own, *self.texts)))

    def set_texts(self, texts: list[str], *, own: bool) -> None:
        """Show these, without waiting for more to be typed."""
        self.edit.setPlainText("\n".join(texts))
        self.own.setChecked(own)
        self._soon.stop()

    def add_samples(self) -> None:
        """Put some sentences below those that are there."""
        self.edit.setPlainText("\n".join(dict.fromkeys((*self.texts, *SAMPLES))))
        self._soon.stop()
        self.changed.emit()

    def _typed(self) -> None:
        self._soon.start()
        self._say()

    def _say(self) -> None:
        self.told.setText(self.tr("and {n} more, one on each line").format(n=count(len(self.texts))))

    def retranslate(self) -> None:
        self.own.setText(self.tr("The text under study"))
        self.samples.setText(self.tr("Add sample sentences"))
        self.edit.setAccessibleName(self.tr("Texts, one on each line"))
        self.edit.setPlaceholderText(self.tr("One text on each line"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
