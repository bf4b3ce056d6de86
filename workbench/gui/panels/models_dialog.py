"""Choosing a model: those installed, those that can be fetched with size, licence and checksum, and any file or folder.

A page, not a modal dialog: a fetch goes on while one works, and its progress is seen here and in the status bar.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.session import Job, Session
from workbench.gui.widgets.message_bar import MessageBar
from workbench.gui.widgets.progress import progress_words
from workbench.gui.widgets.rate import Rate
from workbench.gui.widgets.units import size
from workbench.values import Fetched, FetchRequest, Installable, ModelList, ModelListRequest, Progress


class ModelsDialog(QDialog):
    """`chosen` with a model reference."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cards: dict[str, ModelCard] = {}
        self.bar = MessageBar(self)
        self.heading, self.file, self.folder = QLabel(self), QPushButton(self), QPushButton(self)
        self.heading.setProperty("role", "title")
        area, inner = QScrollArea(self), QWidget(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S3)
        self._column.addStretch(1)
        area.setWidget(inner)
        row = QHBoxLayout()
        for one in (self.file, self.folder):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(self.heading)
        column.addWidget(area, 1)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.resize(640, 480)
        self.file.clicked.connect(self._ask_file)
        self.folder.clicked.connect(self._ask_folder)
        self.retranslate()

    def refresh(self) -> None:
        """Ask for the list anew."""
        job = self._session.submit(ModelListRequest(), key="models")
        job.done.connect(self._show)
        job.failed.connect(self._list_failed)

    def start_fetch(self, name: str) -> None:
        """Fetch a known model; its card shows how far."""
        if name in self._cards:
            self._cards[name].fetch()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Models"))
        self.heading.setText(self.tr("Choose a model"))
        self.file.setText(self.tr("Open a file…"))
        self.folder.setText(self.tr("Open a folder…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _show(self, models: ModelList) -> None:
        for model in models.models:
            card = self._cards.get(model.name)
            if card is None:
                card = self._cards[model.name] = ModelCard(self._session, self)
                card.opened.connect(self._choose)
                card.failed.connect(self._fetch_failed)
                card.installed.connect(self._installed)
                self._column.insertWidget(self._column.count() - 1, card)
            card.show_model(model)
        for name in set(self._cards) - {model.name for model in models.models}:
            self._cards.pop(name).deleteLater()

    def _installed(self, name: str) -> None:
        self.refresh()
        self._choose(name)

    def _choose(self, reference: str) -> None:
        self.bar.clear()
        self.chosen.emit(reference)
        self.accept()

    def _list_failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.bar.show_error(error, action_text=self.tr("Try again"), action=self.refresh)

    def _fetch_failed(self, error: WorkbenchError) -> None:
        name = str(error.values.get("model", ""))
        if error.code == "licence-not-accepted" and name in self._cards:
            self.bar.show_error(error, action_text=self.tr("Accept and fetch"), action=lambda: self._cards[name].fetch(accept_licence=True))
        elif error.code != "cancelled":
            self.bar.show_error(error)

    def _ask_file(self) -> None:
        pattern = self.tr("Models (*.gguf *.safetensors);;All files (*)")
        dialog = QFileDialog(self, self.tr("Open a model file"), "", pattern)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._choose)
        dialog.open()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a model folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._choose)
        dialog.open()


class ModelCard(QFrame):
    """One model with the one thing that can be done with it: open, fetch, or cancel the fetch."""

    opened = Signal(str)
    installed = Signal(str)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model: Installable | None = None
        self._job: Job | None = None
        self._rate = Rate()
        self.setObjectName("card")
        self.title, self.facts, self.note, self.state = QLabel(self), QLabel(self), QLabel(self), QLabel(self)
        self.title.setFont(theme.sans(theme.BODY + 1, bold=True))
        for one in (self.title, self.facts, self.note, self.state):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setWordWrap(True)
        for one in (self.facts, self.state):
            one.setProperty("role", "caption")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress, self.button = QProgressBar(self), QPushButton(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.S1 + 2)
        words = QVBoxLayout()
        words.setSpacing(theme.S1)
        for one in (self.title, self.note, self.facts, self.progress, self.state):
            words.addWidget(one)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S3)
        row.setSpacing(theme.S4)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self._act)

    def show_model(self, model: Installable) -> None:
        """Show a model as the list has it now."""
        self._model = model
        self.retranslate()

    def fetch(self, *, accept_licence: bool = False) -> None:
        """Begin to fetch it. A model with terms of its own fails with `licence-not-accepted` until they are accepted."""
        if self._model is None or self._job is not None:
            return
        self._rate = Rate()
        self.progress.setRange(0, 0)
        self._job = self._session.submit(FetchRequest(self._model.name, accept_licence), key=f"fetch {self._model.name}")
        self._job.event.connect(self._progressed)
        self._job.done.connect(self._done)
        self._job.failed.connect(self.failed)
        self._job.ended.connect(self._ended)
        self.state.setText(self.tr("Looking for the package…"))
        self.retranslate()

    def retranslate(self) -> None:
        model, fetching = self._model, self._job is not None
        if model is None:
            return
        self.title.setText(model.title)
        self.note.setText(note_of(model))
        self.note.setVisible(bool(model.note))
        facts = self.tr("{size} · {licence} · sha256 {digest}…")
        known = bool(model.sha256)
        self.facts.setText(
            facts.format(size=size(model.size_bytes), licence=model.licence, digest=model.sha256[:12]) if known else model.path
        )
        self.facts.setToolTip(model.sha256)
        self.progress.setVisible(fetching)
        self.progress.setAccessibleName(self.tr("Progress of the fetch"))
        self.state.setVisible(fetching)
        text = self.tr("Cancel") if fetching else self.tr("Open") if model.installed else self.tr("Fetch")
        self.button.setText(text)
        self.button.setAccessibleName(f"{text} {model.title}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _act(self) -> None:
        if self._job is not None:
            self._job.cancel()
        elif self._model is not None and self._model.installed:
            self.opened.emit(self._model.name)
        else:
            self.fetch()

    def _progressed(self, event: object) -> None:
        if not isinstance(event, Progress):
            return
        self._rate.see(event)
        self.progress.setRange(0, 1000 if event.total else 0)
        if event.total:
            self.progress.setValue(int(1000 * event.done / event.total))
        self.state.setText(progress_words(event, self._rate))

    def _done(self, result: object) -> None:
        if isinstance(result, Fetched):
            self.installed.emit(result.name)

    def _ended(self) -> None:
        self._job = None
        self.retranslate()


def note_of(model: Installable) -> str:
    """The catalogue's remark in the language in force."""
    return QCoreApplication.translate("catalogue", model.note) if model.note else ""
