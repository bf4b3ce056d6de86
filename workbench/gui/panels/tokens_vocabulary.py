"""The vocabulary of a tokenizer: search it, find what no text becomes, put a token into the text.

It is read when the view is first seen, and kept while the tokenizer is the same. The norms of the open model's embedding come beside, if
the tokenizer is that model's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.tokens_picker import TokenizerBox
from workbench.gui.panels.tokens_view import Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.vocabulary_table import EXPORT_HEADERS, FILTERS, VocabularyTable
from workbench.gui.widgets.waiting import Waiting
from workbench.values import (
    Progress,
    Selection,
    TokenNorms,
    TokenNormsRequest,
    Vocabulary,
    VocabularyMatches,
    VocabularyRequest,
    VocabularySearchRequest,
)

MODES = ("text", "id", "bytes", "regex")
TYPING_MS = 200
SNIPPET = """from workbench.library import locate_tokenizer, open_tokenizer
from workbench.text.vocabulary import search_vocabulary

tokenizer = open_tokenizer(locate_tokenizer({tokenizer!r}))
for token in {found}:
    print(token, tokenizer.shown(token), tokenizer.token_bytes(token).hex(" "))
"""


class VocabularyView(QWidget):
    """Search and filter in the controls row, the table below."""

    key, needs_text = "vocabulary", False

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self._job: Job | None = None
        self._search: Job | None = None
        self._norms: Job | None = None
        self._of = ""  # whose vocabulary is shown or awaited
        self._build()
        self._build_controls(frame)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._soon.timeout.connect(self._find)
        self.box.chosen.connect(self._refresh)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.search.returnPressed.connect(self._find)
        self.mode.activated.connect(lambda _row: self._find())
        self.filter.activated.connect(lambda _row: self._apply())
        self.table.picked.connect(self._put)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._say())
        self.insert.clicked.connect(lambda: self._put(self.table.current))
        self.waiting.cancelled.connect(self._cancel)
        self.hint.asked.connect(self._refresh)
        session.subject_changed.connect(lambda _subject: self._refresh() if self.isVisible() else self._say())
        self.retranslate()

    def _build(self) -> None:
        self.table, self.hint, self._stack = VocabularyTable(self), Hint(self), QStackedWidget(self)
        self.told, self.insert = QLabel(self), QPushButton(self)
        self.told.setProperty("role", "caption")
        self.waiting = Waiting(self)
        below = QHBoxLayout()
        below.addWidget(self.told, 1)
        below.addWidget(self.insert)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.S2)
        outer.addWidget(self.waiting)
        outer.addWidget(self._stack, 1)

    def _build_controls(self, frame: PanelFrame) -> None:
        self.controls = QWidget(frame)
        self.box = TokenizerBox(self._session, self.controls)
        self.mode, self.search, self.filter = QComboBox(self.controls), QLineEdit(self.controls), QComboBox(self.controls)
        for key in MODES:
            self.mode.addItem("", key)
        for key in FILTERS:
            self.filter.addItem("", key)
        self.search.setClearButtonEnabled(True)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self.box)
        row.addWidget(self.mode)
        row.addWidget(self.search, 1)
        row.addWidget(self.filter)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Vocabulary")

    def set_answer(self, shown: Shown | None) -> None:
        """It shows a tokenizer, not a text."""

    def rows(self) -> Iterator[Sequence[object]]:
        yield EXPORT_HEADERS
        yield from self.table.table.export_rows()

    def snippet(self) -> str:
        return SNIPPET.format(tokenizer=self._of, found=self.table.table.ids[:20].tolist())

    def save_state(self) -> dict[str, object]:
        return {"tokenizer": self.box.reference, "mode": self.mode.currentData(), "filter": self.filter.currentData()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.box.choose(str(state.get("tokenizer", "")))
        for box, key in ((self.mode, "mode"), (self.filter, "filter")):
            box.setCurrentIndex(max(0, box.findData(str(state.get(key, "")))))
        self._apply()

    def retranslate(self) -> None:
        self.box.retranslate()
        modes = (self.tr("Text"), self.tr("Id"), self.tr("Bytes"), self.tr("Regular expression"))
        filters = (
            self.tr("All tokens"), self.tr("Special"), self.tr("Unused"), self.tr("Never reached"), self.tr("Parts of characters"),
            self.tr("Unusual norms"),
        )  # fmt: skip
        for box, words in ((self.mode, modes), (self.filter, filters)):
            for row, word in enumerate(words):
                box.setItemText(row, word)
        self.mode.setAccessibleName(self.tr("Search by"))
        self.filter.setAccessibleName(self.tr("Which tokens"))
        self.search.setAccessibleName(self.tr("Search the vocabulary"))
        self.insert.setText(self.tr("Put into the text"))
        self.table.retranslate()
        self._say()

    # asking

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.box.known.ensure()
        self._refresh()

    def _refresh(self) -> None:
        """Have the vocabulary of the tokenizer that is meant, if it isn't here already."""
        wanted = self.box.tokenizer
        if wanted == self._of or not self.isVisible():
            return
        self._of, self._job = wanted, None
        self.table.table.set_vocabulary(None)
        self.table.table.set_norms(None)
        self._say()
        if not wanted:
            return
        self._job = job = self._session.submit(VocabularyRequest(wanted), key="vocabulary")
        job.event.connect(lambda event: self._advance(job, event))
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self.waiting.begin(self.tr("Reading the vocabulary…"))

    def _ask_norms(self) -> None:
        if self._of and self._of == self._session.subject.model:
            self._norms = job = self._session.submit(TokenNormsRequest(self._of), key="token norms", priority=-1)
            job.done.connect(lambda found: self._normed(job, found))

    def _normed(self, job: Job, found: TokenNorms) -> None:
        if job is self._norms and found.request.model == self._of:
            self.table.table.set_norms(found)
            self._say()

    def _advance(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self._wait(event)

    def _wait(self, progress: Progress | None) -> None:
        self.waiting.see(self.tr("Reading the vocabulary…") if progress is None else self.tr("Trying each token…"), progress)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _answered(self, job: Job, found: Vocabulary) -> None:
        if job is self._job:
            self._job = None
            self.waiting.hide()
            self.table.table.set_vocabulary(found)
            self._ask_norms()
            self._find()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job, self._of = None, ""
            self.waiting.hide()
            self._say()
            if error.code != "cancelled":
                self._frame.bar.show_error(error)

    def _find(self) -> None:
        """Search for what is typed now; an empty search shows all."""
        self._soon.stop()
        query = self.search.text()
        if self._search is not None:
            self._search.cancel()
            self._search = None
        if not query or self.table.table.vocabulary is None:
            self._apply(all_tokens=True)
            return
        self._search = job = self._session.submit(
            VocabularySearchRequest(self._of, query, self.mode.currentData()), key="vocabulary search"
        )
        job.done.connect(lambda found: self._found(job, found))
        job.failed.connect(lambda error: self._not_found(job, error))

    def _found(self, job: Job, found: VocabularyMatches) -> None:
        if job is self._search:
            self._search = None
            self._frame.bar.clear()
            self.table.table.set_shown(found.ids, self.filter.currentData())
            self._say()

    def _not_found(self, job: Job, error: WorkbenchError) -> None:
        if job is self._search and error.code != "cancelled":
            self._search = None
            self._frame.bar.show_error(error)

    def _apply(self, *, all_tokens: bool = False) -> None:
        model = self.table.table
        model.set_shown(None if all_tokens else model.matches, self.filter.currentData())
        self._say()

    # putting into the text

    def _put(self, token: int | None) -> None:
        """Put a token's text behind what is selected, or at the end."""
        text = self.table.table.text(token) if token is not None else None
        if text is None:
            self._frame.bar.show_notice(self.tr("This token is a part of a character and no text by itself."))
            return
        raw, selection = self._session.subject.text.encode("utf-8"), self._session.selection
        at = min(selection.end, len(raw)) if selection.end > selection.start else len(raw)
        self._session.change_subject(text=(raw[:at] + text.encode("utf-8") + raw[at:]).decode("utf-8", "replace"))
        self._session.select(Selection(at, at + len(text.encode("utf-8")), selection.layer, selection.head))

    # words

    def _say(self) -> None:
        model = self.table.table
        found = model.vocabulary
        self._stack.setCurrentIndex(1 if found is not None else 0)
        self.insert.setEnabled(self.table.current is not None)
        body = self.tr(
            "Every entry with its bytes and its merge, and which of them no text ever becomes. Search by text, id, bytes or a pattern."
        )
        self.hint.say(self.tr("Look into a vocabulary"), body, self.tr("Read it") if self.box.tokenizer and self._job is None else "")
        self.search.setPlaceholderText(
            {
                "text": self.tr("A part of a token"), "id": self.tr("12 or 10-20"), "bytes": "ED 95 9C",
                "regex": "^ ?[A-Z]+$",
            }[self.mode.currentData()]
        )  # fmt: skip
        if found is None:
            self.told.setText("")
            return
        words = self.tr("{shown} of {all} tokens · double click or Enter puts one into the text, behind the selection")
        self.told.setText(words.format(shown=count(len(model.ids)), all=count(len(found.kinds))))
