"""Playground: what the open model makes of a text — goes on with it, answers it, fills in words — and why each token came out.

Owns the mode, the settings and what is said around the views; each mode's view owns its running request and its result. The
idea that is not obvious: a mode the open model cannot do stays reachable, for its empty view says why and offers a model
that can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.fluency import FluencyWatch
from workbench.gui.panels.playground_chat import ChatPage
from workbench.gui.panels.playground_fill import FillView
from workbench.gui.panels.playground_modes import ABLE, ModelKinds, ModeSwitch, ModeWords, default_mode
from workbench.gui.panels.playground_notes import PlaygroundNotes
from workbench.gui.panels.playground_run import Continuation, from_record
from workbench.gui.panels.playground_stored import StoredRun
from workbench.gui.panels.playground_writing import Writing
from workbench.gui.session import Job, Session
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.notes import Note, NoteList
from workbench.gui.widgets.sampler_controls import SamplerControls
from workbench.gui.widgets.segmented import Segmented
from workbench.values import FillRequest, GenerateRequest, RunRecord, Subject

ALTERNATIVES = 20
OF_A_MODEL = ("kind-unsuited", "no-chat-template", "no-logits", "no-mask")
"""Errors that end when another model is opened."""


class PlaygroundPanel(QWidget):
    """The panel. `model_chosen(name)`: the person wants that model opened."""

    model_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stored = StoredRun(session, self)
        self._words, self._remarks = ModeWords(self), PlaygroundNotes(self)
        self._fluency, self._kinds = FluencyWatch(session, self), ModelKinds(session, self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.generate, self.modes = QPushButton(self), ModeSwitch(self)
        self.controls = SamplerControls(self)
        self.views = Segmented(("text", "tokens", "table"), self)
        self.more = self.frame.more
        for one in self.controls.first:
            self.frame.controls.addWidget(one)
        self.frame.add_more(self.controls.second_row(self))
        self.frame.controls.addStretch(1)
        self.frame.controls.addWidget(self.views)
        self.notes, self.hint = NoteList(self), Hint(self)
        self.writing = Writing(self._session, self)
        self.chat, self.fill = ChatPage(self._session, self), FillView(self._session, self)
        self._pages = QStackedWidget(self)
        for page in (self.hint, self.writing, self.chat, self.fill):
            self._pages.addWidget(page)
        self.export = Export(self._pages, self.frame.bar, name="continuation", rows=self._rows, snippet=self._python)
        self.frame.title_row.insertSpacing(1, theme.S4)
        self.frame.title_row.insertWidget(2, self.modes)
        self.frame.title_row.addWidget(self.export.button)
        self.frame.set_primary(self.generate)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        column.setSpacing(theme.S2)
        column.addWidget(self.notes)
        column.addWidget(self._pages, 1)
        self.frame.set_view(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def _connect(self) -> None:
        session = self._session
        session.subject_changed.connect(self._subject_changed)
        session.run_opened.connect(self._run_opened)
        self._kinds.learned.connect(lambda _model: self._learned())
        self.generate.clicked.connect(self._act)
        self.modes.chosen.connect(lambda _mode: self._mode_chosen())
        self.views.chosen.connect(lambda _view: self._show_view())
        for view in (self.writing, self.chat, self.fill):
            view.changed.connect(self._say)
            view.failed.connect(self.frame.bar.show_error)
        for writing in (self.writing, self.chat.writing):
            writing.drawn.connect(self.controls.show_drawn)
            writing.branch_asked.connect(self._branch)
        self.chat.asked.connect(self._act)
        self.chat.again.connect(self._answer_again)
        self.chat.composer.edited.connect(lambda _text: self._judge())
        self._fluency.changed.connect(self._say)
        self._stored.changed.connect(self._say)
        self.hint.asked.connect(self._offer_taken)
        self._remarks.model_asked.connect(session.model_wanted)
        self._remarks.model_chosen.connect(self.model_chosen)
        self._remarks.take_over_asked.connect(self._take_over)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._act)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Playground")

    def shown_job(self) -> Job | None:
        """None: what is asked here is recorded from its start."""
        return None

    @property
    def mode(self) -> str:
        """complete, chat, fill or answer."""
        return self.modes.key

    @property
    def _shown(self) -> Writing:
        """The continuation of the mode on screen."""
        return self.chat.writing if self.mode == "chat" else self.writing

    @property
    def continuation(self) -> Continuation | None:
        """What is shown."""
        return self._shown.run

    def _rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: column names, then a row for each step or candidate."""
        yield from self.fill.rows() if self.mode == "fill" else self._shown.rows()

    def _python(self) -> str:
        if self.mode == "fill":
            return self.fill.python()
        return self.continuation.python() if self.continuation is not None else ""

    def save_state(self) -> dict[str, object]:
        return {"mode": self.mode, "view": self.views.key, "more": self.more.isChecked(), **self.controls.state()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.modes.choose(str(state.get("mode", "complete")))
        self.views.choose(str(state.get("view", "text")))
        self.more.setChecked(bool(state.get("more", False)))
        self.controls.restore_state(state)
        self._suit_mode()
        self._show_view()
        self._say()

    # asking

    def request(self) -> GenerateRequest:
        """What Generate asks for now."""
        return GenerateRequest(
            self._session.subject,
            max_new_tokens=self.controls.max_new_tokens(),
            sampler=self.controls.settings(),
            seed=self.controls.seed(),
            stop=self.controls.stop(),
            top=ALTERNATIVES,
        )

    def _act(self) -> None:
        """What the one button does now."""
        fills = self.mode == "fill"
        if self.fill.running if fills else self._shown.running:
            self.fill.cancel() if fills else self._shown.stop()
        elif not self._session.subject.model:
            self._session.model_wanted.emit()
        elif not self._is_possible():
            self._say()  # the empty view says why not, and what would help
        elif self.mode == "chat":
            self._begin(lambda: self.chat.ask(self.request()))
        elif not self._session.subject.text:
            self.frame.bar.show_error(WorkbenchError("empty-text"))
        elif fills:
            self._begin(self.fill.ask)
        else:
            self._begin(lambda: self.writing.begin(Continuation(self.request())))

    def _begin(self, act: Callable[[], None]) -> None:
        self.frame.bar.clear()
        self._stored.leave()
        act()

    def _answer_again(self) -> None:
        self._begin(lambda: self.chat.ask_again(self.request()))

    def _branch(self, number: int, token_id: int) -> None:
        run = self.continuation
        if run is None:
            return
        like = run.request if self._stored.record is not None else self.request()
        if self.mode == "chat":
            self._begin(lambda: self.chat.branch(number, token_id, like))
        else:
            self._begin(lambda: self.writing.begin(run.branch(number, token_id, like=like)))

    def _offer_taken(self) -> None:
        """The button of the empty view: a model that can do what this mode does."""
        if not self._is_possible():
            self.model_chosen.emit(ABLE[self.mode])
        else:
            self._session.model_wanted.emit()

    # which model can do what

    def _is_possible(self) -> bool:
        return self._kinds.can(self.mode) or (self.mode == "chat" and self.chat.settings.edited)

    def _learned(self) -> None:
        if self.frame.bar.error is not None and self.frame.bar.error.code in OF_A_MODEL:
            self.frame.bar.clear()  # said of another one, or asked before it was known what this one can do
        if self._kinds.info is not None:
            self.fill.show_mask(self._kinds.info.mask_token)
        self._suit_mode()
        self._say()

    def _suit_mode(self) -> None:
        """Choose the mode that suits the open model, if the one on screen is none it can do."""
        info = self._kinds.info
        if info is not None and self._stored.record is None and not self._is_possible():
            self.modes.choose(default_mode(info))
            self._clear_other_kind()

    def _clear_other_kind(self) -> None:
        """A continuation is none of the answers, nor an answer a continuation."""
        run = self.writing.run
        if run is not None and run.started is not None and not self.writing.running and run.answers != (self.mode == "answer"):
            self.writing.clear()

    def _mode_chosen(self) -> None:
        self._stored.leave()
        self.fill.open(None)
        self._clear_other_kind()
        self.frame.bar.clear()
        self._say()

    # the subject and stored runs

    def _subject_changed(self, subject: Subject) -> None:
        self.fill.subject_changed()
        writing = self.writing
        if writing.run is not None and not writing.run.steps and not writing.running and self._stored.record is None:
            writing.run = None
        self._suit_mode()
        self._say()

    def _judge(self) -> None:
        """Have the script of the text judged, if the open model is one that writes it and somebody looks."""
        if not self.isVisible():
            return
        subject, info = self._session.subject, self._kinds.info
        said = self.chat.composer.text or self.chat.last_message
        text = said if self.mode == "chat" else subject.text
        self._fluency.look_at(subject.model if info is not None and info.kind == "decoder" else "", text)

    def _run_opened(self, record: RunRecord) -> None:
        request = record.request
        if not isinstance(request, GenerateRequest | FillRequest):
            return
        self._stored.open(record)
        self.frame.bar.clear()
        self.fill.open(record if isinstance(request, FillRequest) else None)
        if isinstance(request, FillRequest):
            self.modes.choose("fill")
        elif request.messages:
            self.modes.choose("chat")
            self.chat.open(record)
        else:
            run = from_record(record)
            self.modes.choose("answer" if run.answers else "complete")
            self.writing.leave()
            self.writing.stopped = record.row.status == "cancelled"
            self.writing.show_run(run, finished=True)
        error = self._stored.error()
        if error is not None:
            self.frame.bar.show_error(error)
        self._show_view()
        self._say()

    def _take_over(self) -> None:
        """Make the stored run's text and settings the present ones."""
        request = self._stored.request
        assert request is not None, "only a stored run offers this"
        self._stored.leave()
        if isinstance(request, GenerateRequest):
            self.controls.restore(request)
        self.fill.open(None)
        subject = request.subject
        self._session.change_subject(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)
        self._say()

    # showing

    def _show_view(self) -> None:
        for writing in (self.writing, self.chat.writing):
            writing.show_view(self.views.key)

    # words

    def _say(self) -> None:
        """Set everything that depends on the state."""
        subject, mode = self._session.subject, self.mode
        if self.writing.run is None and subject.text:
            self.writing.flow.set_prompt(subject.text)
        page = self._page(subject)
        self._pages.setCurrentWidget(page)
        self.views.setVisible(page in (self.writing, self.chat))
        for one in (*self.controls.first, self.more):
            one.setVisible(mode != "fill")
        self.export.button.setVisible(self.fill.found is not None if mode == "fill" else self.continuation is not None)
        running = self.fill.running if mode == "fill" else self._shown.running
        self.generate.setText(self.tr("Stop") if running else self._words.button(mode))
        self.generate.setToolTip(self.tr("Ctrl+Enter"))
        self.generate.setVisible(page is not self.chat and (page is not self.hint or self._is_possible()))
        self.modes.show_possible(self._kinds.info)
        self.hint.say(*self._words.hint(mode, subject.model, self._kinds.info, able=self._is_possible()))
        self._judge()
        self.notes.set_notes(self._notes(subject))
        self.writing.say(self._words.idle(mode) if page is self.writing else "")
        if mode == "chat":
            self.chat.look_at_model(subject.model)
        self.chat.say()

    def _page(self, subject: Subject) -> QWidget:
        if self._stored.record is None and not self._is_possible():
            return self.hint
        if self.mode == "chat":
            return self.chat if subject.model or self._stored.record is not None else self.hint
        if self.mode == "fill":
            return self.fill if subject.model or self._stored.record is not None else self.hint
        return self.writing if self.writing.run is not None or (subject.model and subject.text) else self.hint

    def _notes(self, subject: Subject) -> list[Note]:
        if self._page(subject) is self.hint:
            return []
        run, record = self.continuation, self._stored.record
        notes = self._remarks.about_record(record, model_gone=self._stored.model_gone) if record is not None else []
        if self.mode in ("complete", "chat"):
            notes += self._remarks.about_fluency(self._fluency.found)
        if run is not None and self.mode != "fill":
            notes += self._remarks.about_run(run)
            if record is None and not self._shown.running and self.mode != "chat":
                notes += self._remarks.about_change(run, subject, button=self._words.button(self.mode))
        return notes

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.modes.retranslate()
        self.views.name((self.tr("Text"), self.tr("Tokens"), self.tr("Table")), self.tr("View"))
        for one in (self.controls, self.writing, self.chat):
            one.retranslate()
        self._say()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._judge()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 560)
