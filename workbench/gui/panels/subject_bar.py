"""The bar at the top: the model, the text under study, and how the text enters the model."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.models.newer_checkpoint import NewerCheckpoint
from workbench.gui.models.newest import Newest
from workbench.gui.session import Session
from workbench.gui.widgets.text_editor import TextEditor
from workbench.values import ModelInfo, Selection, Subject

TYPING_MS = 120
"""A text is taken over when the keys have rested that long."""
EDITOR_LINES = 3


class SubjectBar(QWidget):
    """`models_asked`: the person wants to choose a model; `newer_asked(reference)`: to see the newer checkpoint of the run whose model
    is open. `committed`: Ctrl+Enter was pressed in the text."""

    models_asked = Signal()
    newer_asked = Signal(str)
    committed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._info: ModelInfo | None = None
        self._newest = NewerCheckpoint(session, self)
        self._followed: Newest | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.take_over)
        self._build()
        session.subject_changed.connect(self._subject_changed)
        session.selection_changed.connect(self._selection_changed)
        session.hover_changed.connect(self._hover_changed)
        self.retranslate()

    def _build(self) -> None:
        self.model, self.chip, self.newer = QPushButton(self), QLabel(self), QPushButton(self)
        self.follows = QToolButton(self)
        self.follows.hide()
        self.chip.setProperty("role", "caption")
        self.editor = TextEditor(self)
        self.editor.setFixedHeight(EDITOR_LINES * self.editor.fontMetrics().lineSpacing() + 2 * theme.S2 + 2)
        self.form, self.bos = QComboBox(self), QComboBox(self)
        for box, keys in ((self.form, ("raw", "user")), (self.bos, ("auto", "yes", "no"))):
            for key in keys:
                box.addItem("", key)
        self.model.setMinimumWidth(240)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        grid.setHorizontalSpacing(theme.S2)
        grid.setVerticalSpacing(theme.S1)
        line = QHBoxLayout()
        line.setSpacing(theme.S1)
        line.addWidget(self.model, 1)
        line.addWidget(self.newer)
        line.addWidget(self.follows)
        self.newer.hide()
        grid.addLayout(line, 0, 0)
        grid.addWidget(self.chip, 1, 0)
        grid.addWidget(self.editor, 0, 1, 2, 1)
        grid.addWidget(self.form, 0, 2)
        grid.addWidget(self.bos, 1, 2)
        grid.setColumnStretch(1, 1)
        self.model.clicked.connect(self.models_asked)
        self.newer.clicked.connect(lambda: self.newer_asked.emit(self._newest.reference))
        self._newest.changed.connect(self._say_newer)
        self.editor.edited.connect(lambda _text: self._typing.start())
        self.editor.committed.connect(self._commit)
        self.editor.span_selected.connect(self._select)
        self.editor.span_hovered.connect(self._hover)
        self.form.activated.connect(lambda _row: self._session.change_subject(form=self.form.currentData()))
        self.bos.activated.connect(lambda _row: self._session.change_subject(bos=self.bos.currentData()))

    def take_over(self) -> None:
        """Make what was typed the text under study."""
        self._typing.stop()
        self._session.change_subject(text=self.editor.text)

    def set_model_info(self, info: ModelInfo | None) -> None:
        """What is known of the open model."""
        self._info = info
        if info is not None:
            self.form.setEnabled(info.has_chat_template)
            if not info.has_chat_template and self._session.subject.form == "user":
                self._session.change_subject(form="raw")  # it could not be chosen away any more
        self._say()

    def focus_text(self) -> None:
        self.editor.setFocus()

    def retranslate(self) -> None:
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setToolTip(self.tr("Choose, fetch or open a model"))
        self.editor.setAccessibleName(self.tr("Text under study"))
        self.editor.setPlaceholderText(self.tr("Type a text. Every panel shows how the model reads it."))
        self.form.setAccessibleName(self.tr("How the text enters the model"))
        self.bos.setAccessibleName(self.tr("Beginning-of-sequence token"))
        self.form.setToolTip(self.tr("Raw: as it is. As a user: through the model's chat template, its hidden system message included."))
        self.bos.setToolTip(self.tr("Whether a beginning-of-sequence token is put before a raw text."))
        for row, text in enumerate((self.tr("Raw text"), self.tr("As a user's message"))):
            self.form.setItemText(row, text)
        for row, text in enumerate((self.tr("BOS: as the model says"), self.tr("BOS: always"), self.tr("BOS: never"))):
            self.bos.setItemText(row, text)
        self._say()
        self._say_followed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _say(self) -> None:
        name = self._session.subject.model
        self.model.setText((self._info.name if self._info else name) or self.tr("Choose a model"))
        self.chip.setText(arithmetic(self._info) if self._info else "")

    def set_newest(self, followed: Newest) -> None:
        """Show whether the newest checkpoint of a run is followed, and let that be ended here."""
        self._followed = followed
        followed.changed.connect(self._say_followed)
        self.follows.clicked.connect(followed.stop)
        self._say_followed()

    def _say_followed(self) -> None:
        run_id = self._followed.run_id if self._followed is not None else None
        words = self.tr("Follows run {id}: each new checkpoint is opened. Stay with this one.").format(id=run_id)
        self.follows.setText(self.tr("newest ✕"))
        self.follows.setToolTip(words)
        self.follows.setAccessibleName(words)
        self.follows.setVisible(run_id is not None)
        self._say_newer()

    def _say_newer(self) -> None:
        newest = self._newest
        self.newer.setVisible(newest.step > 0 and self.follows.isHidden())
        self.newer.setText(self.tr("Newer: @{step}").format(step=newest.step))
        words = self.tr("Run {id} has written a newer checkpoint. Opens that of step {step} in all panels.")
        if newest.gone:
            words = self.tr("Run {id} has let go of the checkpoint that is open. Opens that of step {step} in all panels.")
        self.newer.setToolTip(words.format(id=newest.run_id, step=f"{newest.step:,}"))

    def _commit(self) -> None:
        self.take_over()
        self.committed.emit()

    def _select(self, start: int, end: int) -> None:
        if self._typing.isActive():
            return
        now = self._session.selection
        self._session.select(Selection(start, end, now.layer, now.head))

    def _subject_changed(self, subject: Subject) -> None:
        if not self._typing.isActive():
            self.editor.set_text(subject.text)
        self.form.setCurrentIndex(self.form.findData(subject.form))
        self.bos.setCurrentIndex(self.bos.findData(subject.bos))
        if self._info is not None and subject.model not in (self._info.name, self._info.path):
            self._info = None
        self._say()

    def _hover(self, start: int, end: int) -> None:
        if not self._typing.isActive():
            self._session.hover(start, end)

    def _hover_changed(self, start: int, end: int) -> None:
        if not self._typing.isActive():  # the text in the editor is another one by now
            self.editor.hover_bytes(start, end)

    def _selection_changed(self, selection: Selection) -> None:
        if self.editor.hasFocus() or self._session.subject.form != "raw":
            return
        self.editor.select_bytes(selection.start, selection.end)


QUANTISED = ("Q", "IQ", "I8")


def arithmetic(info: ModelInfo) -> str:
    """Stored and computed precision in words: a quantised file is never called exact."""
    if info.order:
        text = QCoreApplication.translate("precision", "n-gram: reads the last {n} tokens, computed in {dtype}")
        return text.format(n=info.order - 1, dtype=info.dtype)
    if info.stored_type.startswith(QUANTISED):
        bits = info.stored_type.lstrip("IQ")[:1]
        text = QCoreApplication.translate("precision", "weights {bits}-bit {stored}, computed in {dtype} · {device}")
        return text.format(bits=bits, stored=info.stored_type, dtype=info.dtype, device=info.device)
    text = QCoreApplication.translate("precision", "weights {stored}, computed in {dtype} · {device}")
    return text.format(stored=info.stored_type, dtype=info.dtype, device=info.device)
