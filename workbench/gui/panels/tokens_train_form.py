"""The settings of a tokenizer's training. Owns their widgets and makes the request; kinds and pre-tokenizers that do not go
together cannot be chosen together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.panels.tokens_picker import TokenizerBox
from workbench.gui.session import Session
from workbench.values import FORMS, TOKENIZER_KINDS, TrainTokenizerRequest

ROWS = ("files", "name", "kind", "pre", "size", "form", "frequency", "specials", "beside")
LARGEST, MOST_FREQUENT = 500_000, 1_000_000


class TrainForm(QWidget):
    """`asked` when the button is pressed; `request()` is what is asked for then."""

    asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.paths: tuple[str, ...] = ()
        self._running = False
        self.labels = {name: QLabel(self) for name in ROWS}
        self.files, self.name, self.specials, self.start = QToolButton(self), QLineEdit(self), QLineEdit(self), QPushButton(self)
        self.kind, self.pre, self.form = QComboBox(self), QComboBox(self), QComboBox(self)
        self.size, self.frequency, self.beside = QSpinBox(self), QSpinBox(self), TokenizerBox(session, self)
        self.files.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.start.setProperty("primary", True)
        for key in TOKENIZER_KINDS:
            self.kind.addItem("", key)
        for key in FORMS:
            self.form.addItem(key, key)
        for spin, low, high in ((self.size, 16, LARGEST), (self.frequency, 0, MOST_FREQUENT)):
            spin.setRange(low, high)
            spin.setGroupSeparatorShown(True)
            theme.pad(spin)
        self._lay_out()
        self.set_request(TrainTokenizerRequest("", ()))
        self.kind.activated.connect(lambda _row: self._offer(""))
        self.files.clicked.connect(self.choose_files)
        self.name.textChanged.connect(lambda _text: self._ready())
        self.name.returnPressed.connect(self.start.click)
        self.start.clicked.connect(self.asked)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S3)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnStretch(1, 1)
        fields = (self.files, self.name, self.kind, self.pre, self.size, self.form, self.frequency, self.specials, self.beside)
        for row, (name, field) in enumerate(zip(ROWS, fields, strict=True)):
            self.labels[name].setBuddy(field)
            grid.addWidget(self.labels[name], row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.start, len(ROWS), 1)
        grid.setRowStretch(len(ROWS) + 1, 1)

    def request(self) -> TrainTokenizerRequest:
        return TrainTokenizerRequest(
            name=self.name.text().strip(),
            files=self.paths,
            kind=self.kind.currentData(),
            vocab_size=self.size.value(),
            pre_tokenizer=self.pre.currentData(),
            form=self.form.currentData(),
            min_frequency=self.frequency.value(),
            specials=tuple(self.specials.text().split()),
            beside=self.beside.tokenizer,
        )

    def set_request(self, request: TrainTokenizerRequest) -> None:
        """Show these settings; whom to measure against stays as it is."""
        self.paths = request.files
        self.name.setText(request.name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(request.kind)))
        self._offer(request.pre_tokenizer)
        self.size.setValue(request.vocab_size)
        self.form.setCurrentIndex(max(0, self.form.findData(request.form)))
        self.frequency.setValue(request.min_frequency)
        self.specials.setText(" ".join(request.specials))
        self.retranslate()

    def _offer(self, wanted: str) -> None:
        """The pre-tokenizers that go with the kind."""
        self.pre.clear()
        for key in TOKENIZER_KINDS[self.kind.currentData()]:
            self.pre.addItem(self._pre_name(key), key)
        self.pre.setCurrentIndex(max(0, self.pre.findData(wanted)))
        self.frequency.setEnabled(self.kind.currentData() != "unigram")

    def choose_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Texts to train on"), "", self.tr("Text (*.txt *.md);;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.take_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_files(self, paths: list[str]) -> None:
        self.paths = tuple(paths)
        if not self.name.text() and paths:
            self.name.setText("".join(one if one.isalnum() or one in "-_" else "-" for one in Path(paths[0]).stem).strip("-_")[:40])
        self.retranslate()

    def set_running(self, running: bool) -> None:
        self._running = running
        self._ready()

    def _ready(self) -> None:
        self.start.setEnabled(bool(self.paths) and bool(self.name.text().strip()) and not self._running)

    def _pre_name(self, key: str) -> str:
        names = {"byte-level": self.tr("Bytes"), "metaspace": self.tr("Spaces as ▁"), "whitespace": self.tr("Words")}
        return names[key]

    def retranslate(self) -> None:
        words = (
            self.tr("Texts"), self.tr("Name"), self.tr("Kind"), self.tr("Pieces from"), self.tr("Vocabulary size"), self.tr("Normal form"),
            self.tr("Least frequency"), self.tr("Special tokens"), self.tr("Measure against"),
        )  # fmt: skip
        for label, word in zip(self.labels.values(), words, strict=True):
            label.setText(word)
        fields = (self.files, self.name, self.kind, self.pre, self.size, self.form, self.frequency, self.specials)
        for field, word in zip(fields, words, strict=False):
            field.setAccessibleName(word)
        for row, name in enumerate((self.tr("Byte pairs (BPE)"), "WordPiece", "Unigram")):
            self.kind.setItemText(row, name)
        for row in range(self.pre.count()):
            self.pre.setItemText(row, self._pre_name(self.pre.itemData(row)))
        self.form.setItemText(0, self.tr("as it is"))
        self.beside.retranslate()
        many = (
            self.tr("{name} and {more} more").format(name=Path(self.paths[0]).name, more=len(self.paths) - 1) if len(self.paths) > 1 else ""
        )
        self.files.setText(many or (Path(self.paths[0]).name if self.paths else self.tr("Choose text files…")))
        self.files.setToolTip("\n".join(self.paths))
        self.specials.setToolTip(self.tr("Separated by spaces; they come first in the vocabulary."))
        self.start.setText(self.tr("Train the tokenizer"))
        self._ready()
