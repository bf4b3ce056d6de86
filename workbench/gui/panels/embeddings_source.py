"""Which vectors: a model's tables, its tokens in context, whole texts, or a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.models.known_models import KnownModels
from workbench.gui.panels.embeddings_texts import TextsEditor
from workbench.gui.session import Session
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.tips import wrapped
from workbench.values import ContextSource, FileSource, PositionSource, SentenceSource, TokenSource, VectorSource

KINDS = ("embed", "unembed", "prompt", "positions", "context", "sentences", "file")
POOLINGS = ("own", "mean", "first", "last")
FILES = (".csv", ".tsv", ".npy", ".npz", ".txt", ".vec", ".w2v")
LAST = -1
MOST_SHOWN = 26


class SourceBar(QWidget):
    """`changed` when `source` may be another one. `texts` is the editor that its button opens; the panel gives it a place."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._path, self._wanted = session, "", True
        self._known = KnownModels(session, self)
        self.texts = TextsEditor(parent)
        self.kind, self.layer, self.pooling = QComboBox(self), QSpinBox(self), QComboBox(self)
        self._labels = {name: QLabel(self) for name in ("kind", "layer", "pooling")}
        self.open_texts, self.file = QToolButton(self), QToolButton(self)
        self.open_texts.setCheckable(True)
        self.texts.hide()
        self.layer.setRange(LAST, 0)
        self.layer.setValue(LAST)
        self.layer.setKeyboardTracking(False)
        theme.pad(self.layer)
        for box, keys in ((self.kind, KINDS), (self.pooling, POOLINGS)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            for key in keys:
                box.addItem("", key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        named = ((self._labels["kind"], self.kind), (self._labels["layer"], self.layer), (self._labels["pooling"], self.pooling))
        for one in (*(one for pair in named for one in pair), self.open_texts, self.file):
            row.addWidget(one)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _row: self._kind_chosen())
        self.pooling.activated.connect(lambda _row: self.changed.emit())
        self.layer.valueChanged.connect(lambda _value: self.changed.emit())
        self.open_texts.toggled.connect(lambda _on: self._arrange())
        self.file.clicked.connect(self.ask_file)
        self.texts.changed.connect(self._texts_changed)
        self._known.learned.connect(self._learn)
        self._session.subject_changed.connect(lambda _subject: self._learn())

    # what is chosen

    @property
    def key(self) -> str:
        """The kind of source."""
        return str(self.kind.currentData())

    @property
    def about_texts(self) -> bool:
        """Whether the vectors are those of texts."""
        return self.key in ("context", "sentences")

    @property
    def source(self) -> VectorSource | None:
        """The set that is chosen, of the model under study; None while something is missing for it."""
        model, key = self._session.subject.model, self.key
        if key == "file":
            return FileSource(self._path) if self._path else None
        if not model:
            return None
        if key == "positions":
            return PositionSource(model)
        if not self.about_texts:
            table: Any = key
            return TokenSource(model, table)
        texts = self.texts.all_texts(self._session.subject.text)
        if not texts:
            return None
        if key == "context":
            return ContextSource(model, texts, self.layer.value())
        pooling: Any = self.pooling.currentData()
        return SentenceSource(model, texts, pooling)

    def choose(self, key: str) -> None:
        """Choose a kind of source."""
        if key in KINDS and key != self.key:
            self.kind.setCurrentIndex(KINDS.index(key))
            self._kind_chosen()

    def set_wanted(self, wanted: bool) -> None:
        """Show the bar and its texts, or hide them where what is looked at is not the set."""
        self._wanted = wanted
        self.setVisible(wanted)
        self._arrange()

    def open_file(self, path: str) -> None:
        """Take the vectors from a file."""
        self._path = path
        self.kind.setCurrentIndex(KINDS.index("file"))
        self._arrange()
        self.changed.emit()

    def ask_file(self) -> None:
        """Let the person point at a file."""
        wanted = " ".join(f"*{ending}" for ending in FILES)
        dialog = QFileDialog(self, self.tr("Open vectors"), "", self.tr("Vectors ({endings})").format(endings=wanted))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_state(self) -> dict[str, object]:
        texts = {"texts": list(self.texts.texts), "own": self.texts.own.isChecked()}
        return {"kind": self.key, "layer": self.layer.value(), "pooling": self.pooling.currentData(), "path": self._path, **texts}

    def restore_state(self, state: dict[str, object]) -> None:
        texts, layer, kind = state.get("texts"), state.get("layer"), state.get("kind")
        self.texts.set_texts([str(one) for one in texts] if isinstance(texts, list) else [], own=state.get("own") is not False)
        self._path = str(state.get("path", ""))
        self.kind.setCurrentIndex(KINDS.index(str(kind)) if kind in KINDS else 0)
        self.pooling.setCurrentIndex(max(0, self.pooling.findData(str(state.get("pooling", "")))))
        if isinstance(layer, int):
            self.layer.setMaximum(max(self.layer.maximum(), min(layer, 1000)))  # until the model's number of layers is known
            self.layer.setValue(layer)
        self._arrange()
        self.changed.emit()

    # showing

    def _kind_chosen(self) -> None:
        if self.about_texts and not self.texts.texts:
            self.open_texts.setChecked(True)  # a single text has nothing to be compared with
        self._arrange()
        if self.key == "file" and not self._path:
            self.ask_file()
        self.changed.emit()

    def _texts_changed(self) -> None:
        self._say_texts()
        if self.about_texts:
            self.changed.emit()

    def _learn(self) -> None:
        """The model's number of layers may be known."""
        info = self._known.info
        if info is not None:
            self.layer.setMaximum(info.n_encoder_layers or info.n_layers)
        self._say_texts()

    def _arrange(self) -> None:
        """Show what belongs to the chosen kind."""
        key = self.key
        for name, box in (("layer", self.layer), ("pooling", self.pooling)):
            shown = key == ("context" if name == "layer" else "sentences")
            box.setVisible(shown)
            self._labels[name].setVisible(shown)
        self.open_texts.setVisible(self.about_texts)
        self.texts.setVisible(self._wanted and self.about_texts and self.open_texts.isChecked())
        self.file.setVisible(key == "file")
        name = Path(self._path).name
        self.file.setText(self.tr("Choose a file…") if not name else name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…")
        self.file.setToolTip(wrapped(self._path or self.tr("CSV, TSV, NPY, NPZ, or a word and its numbers on each line")))

    def _say_texts(self) -> None:
        n = len(self.texts.all_texts(self._session.subject.text))
        self.open_texts.setText(self.tr("Texts: {n}").format(n=count(n)))

    # words

    def retranslate(self) -> None:
        words = (
            self.tr("Token embeddings"), self.tr("Unembedding"), self.tr("Soft prompt and tokens"), self.tr("Positions"),
            self.tr("Tokens in context"), self.tr("Sentences"), self.tr("A file of mine"),
        )  # fmt: skip
        tips = (
            self.tr("What each token is read as: the first numbers that the model has of it."),
            self.tr("What each token is predicted by: the output is compared with these. Many models use the token embeddings again."),
            self.tr("The virtual tokens ⟨P1⟩, ⟨P2⟩, … of a model whose prompt was trained, among those of tokens: what are they near to?"),
            self.tr("The vectors of positions, in models that learn them."),
            self.tr("Every token of the texts, as the model has it at a layer, after reading what is around it."),
            self.tr("One vector for each text."),
            self.tr("CSV, TSV, NPY, NPZ, or a word and its numbers on each line"),
        )
        poolings = (self.tr("the model's own"), self.tr("mean of tokens"), self.tr("first token"), self.tr("last token"))
        for row, (word, tip) in enumerate(zip(words, tips, strict=True)):
            self.kind.setItemText(row, word)
            self.kind.setItemData(row, wrapped(tip), Qt.ItemDataRole.ToolTipRole)
        for row, word in enumerate(poolings):
            self.pooling.setItemText(row, word)
        for name, box, text in (
            ("kind", self.kind, self.tr("Vectors")), ("layer", self.layer, self.tr("Layer")), ("pooling", self.pooling, self.tr("From")),
        ):  # fmt: skip
            self._labels[name].setText(text)
            self._labels[name].setBuddy(box)
            box.setAccessibleName(text)
        self.layer.setSpecialValueText(self.tr("last"))
        self.layer.setToolTip(self.tr("0: before the first layer. last: after all of them, with the final norm."))
        self.open_texts.setToolTip(self.tr("Show or hide the texts"))
        self._arrange()
        self._say_texts()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
