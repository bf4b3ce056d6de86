"""Choosing tokenizers: those there are by name, the one of the model under study, or a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QWidget

from workbench.gui.session import Job, Session
from workbench.values import FetchRequest, TokenizerChoice, TokenizerList, TokenizerListRequest, TrainTokenizerRequest

FILES = (".json", ".tiktoken", ".gguf")
_FILE = "\0file"


def is_tokenizer_path(path: str) -> bool:
    """Whether a dropped file or folder may be a tokenizer, by its name."""
    return Path(path).suffix in FILES or Path(path).is_dir()


def short_name(reference: str) -> str:
    """A reference as a label: a path's last part, or the folder's for a tokenizer.json."""
    path = Path(reference)
    if path.name == "tokenizer.json":
        path = path.parent
    return path.stem if path.suffix in FILES else path.name or reference


def ask_file(parent: QWidget, title: str, act: Callable[[str], object]) -> None:
    """Let the person point at a tokenizer's file."""
    dialog = QFileDialog(parent, title, "", "tokenizer.json *.tiktoken *.gguf (*.json *.tiktoken *.gguf);;* (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(act)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class KnownTokenizers(QObject):
    """Which tokenizers there are by name; asked for when first needed, and again when one was trained or fetched."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._asked = session, False
        self.choices: tuple[TokenizerChoice, ...] = ()
        session.job_started.connect(self._started)

    def ensure(self) -> None:
        if not self._asked:
            self._ask()

    def _ask(self) -> None:
        self._asked = True
        self._session.submit(TokenizerListRequest(), key=f"tokenizers {id(self)}").done.connect(self._known)

    def _known(self, found: TokenizerList) -> None:
        self.choices = found.choices
        self.changed.emit()

    def _started(self, job: Job) -> None:
        if self._asked and isinstance(job.request, TrainTokenizerRequest | FetchRequest):
            job.done.connect(lambda _made: self._ask())

    def fill(self, menu: QMenu, choose: Callable[[str], object], *, without: tuple[str, ...] = ()) -> None:
        """Put them into a menu, the trained ones last."""
        trained = False
        for one in self.choices:
            if one.name in without:
                continue
            if one.trained and not trained:
                trained = True
                menu.addSection(self.tr("Trained here"))
            action = QAction(one.name, menu)
            action.triggered.connect(lambda _checked=False, name=one.name: choose(name))
            menu.addAction(action)


class TokenizerBox(QComboBox):
    """One tokenizer. `reference` is empty while it follows the model under study; `chosen` when it is another one."""

    chosen = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reference = ""
        self.known = KnownTokenizers(session, self)
        self.known.changed.connect(self._fill)
        session.subject_changed.connect(lambda _subject: self._fill())
        self.activated.connect(self._picked)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.retranslate()

    @property
    def reference(self) -> str:
        return self._reference

    @property
    def tokenizer(self) -> str:
        """The tokenizer meant now; empty if none."""
        return self._reference or self._session.subject.model

    def choose(self, reference: str) -> None:
        """Choose, and tell."""
        if reference != self._reference:
            self._reference = reference
            self._fill()
            self.chosen.emit()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Tokenizer"))
        self._fill()

    def _fill(self) -> None:
        model = self._session.subject.model
        followed = self.tr("Under study: {name}").format(name=short_name(model)) if model else self.tr("The model under study")
        rows = [(followed, ""), *((one.name, one.name) for one in self.known.choices)]
        if self._reference not in [reference for _, reference in rows]:
            rows.append((short_name(self._reference), self._reference))
        self.clear()
        for words, reference in (*rows, (self.tr("Open a file…"), _FILE)):
            self.addItem(words, reference)
        self.setCurrentIndex([reference for _, reference in rows].index(self._reference))

    def _picked(self, row: int) -> None:
        reference = self.itemData(row)
        if reference == _FILE:
            self._fill()
            ask_file(self, self.tr("Open a tokenizer"), self.choose)
        else:
            self.choose(reference)
