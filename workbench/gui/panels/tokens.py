"""Tokens: the text under study as the model reads it, live.

Owns one request at a time (key `tokens`) and what is shown of its answer. The idea that is not obvious: the panel asks only while it
can be seen; a text that changed meanwhile is asked for when the panel comes into view.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.tokens_notes import TokensNotes
from workbench.gui.session import Job, Session
from workbench.gui.widgets.context_meter import ContextMeter
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.notes import Note, NoteList
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.token_table import EXPORT_HEADERS, TokenTable
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import RunRecord, Score, ScoreRequest, Selection, Subject, Tokenized, TokenizeRequest

SNIPPET = """from workbench.engine import open_model

model = open_model({model!r})
encoding = model.tokenizer.encode({text!r}, bos={bos!r}, form={form!r})
print(encoding.ids, encoding.tokens, encoding.byte_spans)
"""


class TokensPanel(QWidget):
    """The panel. `shown_job()` is the job whose answer is on screen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._shown: Job | None = None
        self._answer: Tokenized | None = None
        self._stored: RunRecord | None = None
        self._map = SpanMap("", "")
        self._due = True
        self._build()
        session.subject_changed.connect(self._subject_changed)
        session.selection_changed.connect(self._selection_changed)
        session.run_opened.connect(self._run_opened)
        self.retranslate()
        self._subject_changed(session.subject)

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.facts = QLabel(self)
        self.meter = ContextMeter(self)
        self.ids = QToolButton(self)
        self.ids.setCheckable(True)
        self.ids.setChecked(True)
        self.views = Segmented(("chips", "table"), self)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a narrow dock cuts it, the tooltip has it
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.frame.controls.addWidget(self.facts, 1)
        self.frame.controls.addWidget(self.meter)
        for one in (self.ids, self.views):
            self.frame.controls.addWidget(one)
        self.strip, self.table, self.hint = TokenStrip(self), TokenTable(self), Hint(self)
        self._stack = QStackedWidget(self)
        for one in (self.hint, self.strip, self.table):
            self._stack.addWidget(one)
        self.notes, self.policy = NoteList(self), WrappedLabel(parent=self)
        self.policy.setProperty("role", "caption")
        self.export = Export(self._stack, self.frame.bar, name="tokens", rows=self._rows, snippet=self._python)
        self.frame.title_row.addWidget(self.export.button)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        column.setSpacing(theme.S2)
        column.addWidget(self.notes)
        column.addWidget(self._stack, 1)
        column.addWidget(self.policy)
        self.frame.set_view(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self._remarks = TokensNotes(self)
        self._remarks.normalise_asked.connect(self._normalise)
        self.strip.span_selected.connect(self._select)
        self.table.span_selected.connect(self._select)
        self.views.chosen.connect(self._show_view)
        self.ids.toggled.connect(self.strip.set_ids_shown)
        self.hint.asked.connect(self._session.model_wanted)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Tokens")

    def shown_job(self) -> Job | None:
        """The job whose answer is on screen, if it is the present text's."""
        return self._shown

    def _rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: column names, then a row for each token."""
        yield EXPORT_HEADERS
        yield from self.table.table.rows()

    def _python(self) -> str:
        """What gives the same tokens through the public API."""
        if self._answer is None:
            return ""
        subject = self._answer.request.subject
        return SNIPPET.format(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)

    def save_state(self) -> dict[str, object]:
        return {"view": self.views.key, "ids": self.ids.isChecked()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.views.choose(str(state.get("view", "chips")))
        self.ids.setChecked(bool(state.get("ids", True)))
        self._show_view()

    # asking

    def _subject_changed(self, subject: Subject) -> None:
        if self._stored is not None and self._stored.request.subject == subject:
            self._say()  # the stored run's own text came under study: what it stored stays, also without its model
            return
        self._due, self._shown, self._stored = True, None, None
        if not subject.model or not subject.text:
            self._drop()
        elif self.isVisible():
            self._ask()

    def _ask(self) -> None:
        self._due = False
        self._job = self._session.submit(TokenizeRequest(self._session.subject), key="tokens")
        job = self._job
        job.done.connect(lambda answer: self._answered(job, answer))
        job.failed.connect(lambda error: self._failed(job, error))

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        subject = self._session.subject
        if self._due and subject.model and subject.text:
            self._ask()

    def _answered(self, job: Job, answer: Tokenized) -> None:
        if job is self._job:
            self._shown = job
            self.frame.bar.clear()
            self._show(answer)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._drop()
            self.frame.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._session.model_wanted.emit)

    def _drop(self) -> None:
        """Show nothing, and that nothing is awaited."""
        self._job, self._answer = None, None
        self.frame.bar.clear()
        self._set_tokens(None)
        self._say()

    # showing

    def _show(self, answer: Tokenized) -> None:
        self._answer = answer
        self._map = SpanMap(answer.request.subject.text, answer.encoding.text)
        self._set_tokens(TokenText(answer.encoding))
        self._say()
        self._selection_changed(self._session.selection)

    def _set_tokens(self, tokens: TokenText | None) -> None:
        self.strip.set_tokens(tokens)
        self.table.set_tokens(tokens)
        self._show_view()

    def _show_view(self) -> None:
        view = self.strip if self.views.key == "chips" else self.table
        self._stack.setCurrentWidget(view if self._answer is not None else self.hint)
        self.ids.setEnabled(self.views.key == "chips")

    def _run_opened(self, record: RunRecord) -> None:
        answer = _tokens_of(record)
        if answer is not None:
            self._job, self._shown, self._stored = None, None, record
            self._due = False
            self.frame.bar.clear()
            self._show(answer)

    # selecting

    def _select(self, start: int, end: int) -> None:
        """A span of the tokenized text was picked here."""
        low, high = self._map.to_studied(start, end)
        selection = self._session.selection
        self._session.select(Selection(low, high, selection.layer, selection.head))

    def _selection_changed(self, selection: Selection) -> None:
        if self._answer is not None:
            span = self._map.to_tokenized(selection.start, selection.end)
            self.strip.select_bytes(*span)
            self.table.select_bytes(*span)

    def _normalise(self) -> None:
        self._session.change_subject(text=unicodedata.normalize("NFC", self._session.subject.text))

    # words

    def _say(self) -> None:
        answer, tokens = self._answer, self.strip.tokens
        for one in (self.facts, self.policy, self.ids, self.views, self.export.button):
            one.setVisible(answer is not None)
        self._say_hint()
        if answer is None or tokens is None:
            self.notes.set_notes(())
            self.meter.set_used(0, 0)
            return
        self.facts.setText(self._counts(answer, tokens))
        self.facts.setToolTip(self.facts.text())
        self.meter.set_used(len(tokens), answer.n_ctx)
        self.policy.setText(self._policy(answer))
        self.notes.set_notes([*self._about_run(), *self._remarks.about(answer, tokens)])

    def _counts(self, answer: Tokenized, tokens: TokenText) -> str:
        text = answer.request.subject.text
        ordinary = int((tokens.ends > tokens.starts).sum())
        words = self.tr("{tokens} tokens · {characters} characters · {bytes} bytes · {ratio} tokens per character")
        return words.format(
            tokens=count(len(tokens)),
            characters=count(len(text)),
            bytes=count(len(text.encode("utf-8", "surrogatepass"))),
            ratio=f"{ordinary / max(1, len(answer.encoding.text)):.2f}",
        )

    def _policy(self, answer: Tokenized) -> str:
        form = (
            self.tr("The text goes in through the model's chat template, as a user's message.")
            if answer.request.subject.form == "user"
            else self.tr("The text goes in as it is.")
        )
        return f"{form} {self._bos(answer)}"

    def _bos(self, answer: Tokenized) -> str:
        """What stands before the text: the tokenizer's rule, or what was asked for in its stead."""
        subject, rule = answer.request.subject, " is put before the text."
        if subject.form == "raw" and subject.bos != "auto":
            with_it = self.tr("A beginning-of-text token is put before it, as asked.")
            return with_it if subject.bos == "yes" else self.tr("Nothing is put before it, as asked.")
        if answer.bos_policy == "Nothing is put before the text.":
            return self.tr("Nothing is put before it.")
        if answer.bos_policy.endswith(rule):
            return self.tr("{token} is put before it.").format(token=answer.bos_policy.removesuffix(rule))
        return answer.bos_policy

    def _about_run(self) -> list[Note]:
        if self._stored is None:
            return []
        row, subject = self._stored.row, self._stored.request.subject
        when = row.created_at_utc[:16].replace("T", " ")
        words = self.tr("Stored run {id} · {when} UTC · {model}").format(id=row.id, when=when, model=row.model)

        def take() -> None:
            self._session.change_subject(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)

        return [Note(words)] if self._session.subject == subject else [Note(words, False, self.tr("Use this text"), take)]

    def _say_hint(self) -> None:
        title = self.tr("See the text as the model reads it")
        if not self._session.subject.model:
            body = self.tr("A model reads numbers, not letters: its tokenizer cuts a text into tokens. Choose a model to see its cuts.")
            self.hint.say(title, body, self.tr("Choose a model"))
        else:
            body = self.tr("Type a text above: each token appears here as a chip with its id; characters that are cut show their bytes.")
            self.hint.say(title, body)

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.ids.setText(self.tr("Ids"))
        self.ids.setAccessibleName(self.tr("Show ids"))
        self.views.name((self.tr("Chips"), self.tr("Table")), self.tr("View"))
        for one in (self.strip, self.table, self.meter):
            one.retranslate()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(820, 560)


def _tokens_of(record: RunRecord) -> Tokenized | None:
    """The tokens a run has stored, if it is one of those this panel shows."""
    if isinstance(record.request, TokenizeRequest) and isinstance(record.result, Tokenized):
        return record.result
    if isinstance(record.request, ScoreRequest) and isinstance(record.result, Score):
        score = record.result
        request = TokenizeRequest(record.request.subject)
        return Tokenized(request, score.encoding, bos_policy=score.model.bos_policy, n_ctx=score.model.n_ctx, stages=(), lost="")
    return None
