"""The other text of a patch: an editor with ready suggestions, and both texts token beside token."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.texts import corrupts_of
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets.pair_strip import PairStrip
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.text_editor import TextEditor
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.visible import visible
from workbench.values import Encoding, PatchStarted, Tokenized, TokenizeRequest, aligned

TYPING_MS = 250
MOST_KEPT = 64


class PatchPair(QWidget):
    """`changed` when the other text is another one, `asked` when the person wants the patch, `picked(column)` for a place."""

    changed = Signal()
    asked = Signal()
    picked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Shown | None = None
        self._job: Job | None = None
        self._kept: dict[str, str] = {}
        self.places: list[tuple[int, int]] = []
        self.texts: tuple[TokenText, TokenText] | None = None
        self._build()
        self._timer = single_shot(TYPING_MS, self._tokenize, parent=self)
        self.editor.edited.connect(self._edited)
        self.editor.committed.connect(self.asked)
        self.button.clicked.connect(self.asked)
        self.strip.picked.connect(self.picked)

    def _build(self) -> None:
        self.label, self.editor, self.suggestions, self.button = QLabel(self), TextEditor(self), QToolButton(self), QPushButton(self)
        self.editor.setFixedHeight(theme.CONTROL_HEIGHT + theme.S4)
        self.menu = QMenu(self.suggestions)
        self.suggestions.setMenu(self.menu)
        self.suggestions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setProperty("primary", True)
        self.strip = PairStrip(self)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.label)
        row.addWidget(self.editor, 1)
        for one in (self.suggestions, self.button):
            row.addWidget(one)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(row)
        column.addWidget(self.strip)

    @property
    def text(self) -> str:
        """The other text."""
        return self.editor.text

    @property
    def differs(self) -> bool:
        """Whether there is another text at all."""
        return bool(self.text) and self.text != self._clean

    @property
    def _clean(self) -> str:
        """The clean text: of an encoder-decoder what it answers."""
        if self._shown is None:
            return ""
        trace = self._shown.trace
        return trace.request.subject.text if trace.target is None else trace.target.text

    def set_trace(self, shown: Shown | None) -> None:
        """The clean text is that of another trace. The other text is the one it had before, or the first suggestion."""
        self._shown = shown
        if shown is None:
            return
        self._fill_menu()
        ready = corrupts_of(self._clean)
        self.editor.set_text(self._kept.get(self._clean) or (ready[0] if ready else self._clean))
        self._tokenize()

    def remember(self, clean: str, corrupt: str) -> None:
        """The other text of a clean text that is to come, or is there."""
        self._kept[clean] = corrupt
        if self._shown is None or clean == self._clean:
            self.editor.set_text(corrupt)

    def set_text(self, text: str) -> None:
        self.editor.set_text(text)
        self._edited()

    def show_started(self, started: PatchStarted) -> None:
        """Both texts as they were read."""
        self._show((started.clean, started.corrupt))

    def _edited(self, _text: str = "") -> None:
        self._kept[self._clean] = self.text
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._timer.start()
        self.changed.emit()

    def _tokenize(self) -> None:
        """Ask how the model reads the other text."""
        if self._shown is None or not self.isVisible():
            return
        trace = self._shown.trace
        if not self.text or trace.target is not None:  # an answer begins with a token that is not of the text: shown once it is read
            self.strip.set_pair(None)
            return
        subject = dataclasses.replace(trace.request.subject, text=self.text)
        self._job = job = self._session.submit(TokenizeRequest(subject), key="patch-pair")
        job.done.connect(lambda answer: self._tokenized(answer) if job is self._job else None)

    def _tokenized(self, answer: Tokenized) -> None:
        if self._shown is not None:
            self._show((self._shown.trace.encoding, answer.encoding))

    def _show(self, encodings: tuple[Encoding, Encoding]) -> None:
        self.texts = TokenText(encodings[0]), TokenText(encodings[1])
        self.places = [(int(a), int(b)) for a, b in aligned(encodings[0].ids, encodings[1].ids)]
        self.strip.set_pair(self.texts, self.places)

    def _fill_menu(self) -> None:
        self.menu.clear()
        for text in (*corrupts_of(self._clean), self._clean):
            words = self.tr("The clean text, to change a word of") if text == self._clean else visible(text)
            self.menu.addAction(words).triggered.connect(lambda _checked=False, text=text: self.set_text(text))

    def retranslate(self) -> None:
        self.label.setText(self.tr("Corrupt text"))
        self.label.setToolTip(
            self.tr("The clean text with one thing changed: best as many tokens, so that every place has its counterpart.")
        )
        self.editor.setAccessibleName(self.tr("Corrupt text"))
        self.editor.setPlaceholderText(self.tr("The same text with one thing changed"))
        self.suggestions.setText(self.tr("Suggestions"))
        self.button.setText(self.tr("Patch"))
        self.strip.retranslate()
        self._fill_menu()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self.texts is None:
            self._tokenize()
