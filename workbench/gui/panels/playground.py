"""Playground: what the open model makes of a text — goes on with it, answers it, fills in words — and why each token came out.

Owns the mode and what is said around the pages; each mode's page owns its running request and its result. The idea that is
not obvious: a mode the open model cannot do stays reachable, for its empty view says why and offers a model that can.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.origin import Origin
from workbench.gui.panels.playground_beam import BeamPage
from workbench.gui.panels.playground_bias import BiasPage
from workbench.gui.panels.playground_chat import ChatPage
from workbench.gui.panels.playground_classify import ClassifyPage
from workbench.gui.panels.playground_completing import CompletingPage
from workbench.gui.panels.playground_fill import FillView
from workbench.gui.panels.playground_grid import GridPage
from workbench.gui.panels.playground_modes import ABLE, ModeSwitch, ModeWords, default_mode
from workbench.gui.panels.playground_page import Common, Page
from workbench.gui.panels.playground_run import Continuation
from workbench.gui.panels.playground_setup import RecipeDesk
from workbench.gui.session import Job, Session
from workbench.gui.widgets.change_strip import ChangeStrip
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.notes import Note, NoteList
from workbench.gui.widgets.segmented import Segmented
from workbench.values import GenerateRequest, RunRecord, Subject

CHECKED = ("complete", "chat", "beam", "answer")
"""Modes whose text is looked through for what misleads a model, before anything is generated."""
OF_A_MODEL = ("kind-unsuited", "no-chat-template", "no-logits", "no-mask")
"""Errors that end when another model is opened."""


class PlaygroundPanel(QWidget):
    """The panel. `model_chosen(name)`: the person wants that model opened; `undo_asked`: the last change of the model taken back."""

    model_chosen = Signal(str)
    undo_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._words = session, ModeWords(self)
        self.frame = PanelFrame(self)
        self.common = Common(session, self.frame.bar, self)
        self.controls, self._stored, self._kinds, self._fluency = (
            self.common.controls, self.common.stored, self.common.kinds, self.common.fluency,
        )  # fmt: skip
        self._build_pages()
        self._build()
        self._connect()
        self.retranslate()

    def _build_pages(self) -> None:
        self.frame.home = self._stack = stack = QStackedWidget(self.frame.home)
        self.completing = CompletingPage(self.common, stack)
        self.chat, self.fill = ChatPage(self.common, stack), FillView(self.common, stack)
        self.beam, self.bias = BeamPage(self.common, stack), BiasPage(self.common, stack)
        self.classify, self.grid = ClassifyPage(self.common, stack), GridPage(self.common, stack)
        self.writing = self.completing.writing
        self.pages: dict[str, Page] = {
            "complete": self.completing,
            "chat": self.chat,
            "beam": self.beam,
            "fill": self.fill,
            "answer": self.completing,
            "classify": self.classify,
            "bias": self.bias,
            "grid": self.grid,
        }
        self.recipes = RecipeDesk(self.common, self.writing, self.chat, self.classify, parent=self)

    def _build(self) -> None:
        self.generate, self.modes = QPushButton(self), ModeSwitch(self)
        self.switch = self.modes  # as the panels with views call it
        self.views = Segmented(("text", "tokens", "table"), self)
        self.more = self.frame.more
        for one in self.controls.first:
            self.frame.controls.addWidget(one)
        self.frame.add_more(self.controls.second_row(self))
        self.changes = ChangeStrip(self.frame)
        self.frame.add_strip(self.changes)
        self.frame.controls.addStretch(1)
        self.frame.controls.addWidget(self.views)
        self.notes, self.hint = NoteList(self.frame.home), Hint(self._stack)
        for page in (self.hint, *self._each()):
            self._stack.addWidget(page)
        self.export = Export(
            self._stack, self.frame.bar, name="continuation", rows=lambda: self.page.rows(), snippet=lambda: self.page.python()
        )
        self.frame.title_row.insertSpacing(1, theme.S4)
        self.frame.title_row.insertWidget(2, self.modes)
        self.frame.title_row.addWidget(self.recipes.button)
        self.frame.title_row.addWidget(self.export.button)
        self.frame.set_primary(self.generate)
        self.frame.view.addWidget(self.notes)
        self.frame.view.addWidget(self._stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def _connect(self) -> None:
        session, common = self._session, self.common
        session.subject_changed.connect(self._subject_changed)
        session.interventions_changed.connect(lambda _now: self._say())
        self.changes.undo_asked.connect(self.undo_asked)
        self.changes.clear_asked.connect(lambda: session.intervene(()))
        session.run_opened.connect(self._run_opened)
        common.begun.connect(self.frame.bar.clear)
        common.kinds.learned.connect(lambda _model: self._learned())
        common.fluency.changed.connect(self._say)
        common.prompt.changed.connect(self._say)
        common.controls.max_new.valueChanged.connect(lambda _value: self._judge())
        common.stored.changed.connect(self._say)
        common.replay.changed.connect(self._say)
        common.remarks.model_asked.connect(session.model_wanted)
        common.remarks.model_chosen.connect(self.model_chosen)
        common.remarks.take_over_asked.connect(self._take_over)
        common.remarks.text_mended.connect(lambda text: session.change_subject(text=text))
        common.remarks.template_wanted.connect(lambda: session.change_subject(form="user"))
        common.remarks.new_tokens_wanted.connect(common.controls.max_new.setValue)
        self.generate.clicked.connect(self._act)
        self.modes.chosen.connect(lambda _mode: self._mode_chosen())
        self.views.chosen.connect(lambda _view: self._show_view())
        for page in self._each():
            page.changed.connect(self._say)
            page.failed.connect(self.frame.bar.show_error)
            page.asked.connect(self._act)
        self.hint.asked.connect(self._offer_taken)
        self.grid.open_asked.connect(self._open_cell)
        self.recipes.ready.connect(self._set_up)
        self.recipes.model_chosen.connect(self.model_chosen)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._act)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Playground")

    def shown_job(self) -> Job | None:
        """None: what is asked here is recorded from its start."""
        return None

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        run = self.continuation
        if run is None or run.row is not None or run.run_id is None:
            return Origin.of(None, None, self._stored.record)
        return Origin(run.result, run.request, run.run_id)

    @property
    def mode(self) -> str:
        """One of `pages`."""
        return self.modes.key

    @property
    def page(self) -> Page:
        """The page of the mode on screen."""
        return self.pages[self.mode]

    @property
    def continuation(self) -> Continuation | None:
        """What is shown, where the page shows one."""
        writing = getattr(self.page, "writing", None)
        return writing.run if writing is not None else None

    def _each(self) -> list[Page]:
        """Every page once."""
        return list(dict.fromkeys(self.pages.values()))

    def save_state(self) -> dict[str, object]:
        state = {"mode": self.mode, "view": self.views.key, "more": self.more.isChecked(), **self.controls.state()}
        for page in self._each():
            state |= page.save_state()
        return state

    def restore_state(self, state: dict[str, object]) -> None:
        self.modes.choose(str(state.get("mode", "complete")))
        self.views.choose(str(state.get("view", "text")))
        self.more.setChecked(bool(state.get("more", False)))
        self.controls.restore_state(state)
        for page in self._each():
            page.restore_state(state)
        self.page.enter(self.mode)
        self._suit_mode()
        self._show_view()
        self._say()

    # asking

    def _act(self) -> None:
        """What the one button does now."""
        page = self.page
        if page.running:
            page.stop()
        elif page.needs_model and not self._session.subject.model:
            self._session.model_wanted.emit()
        elif not self._is_possible():
            self._say()  # the empty view says why not, and what would help
        else:
            page.act()

    def refresh(self) -> None:
        """Ctrl+Enter in the text: what the button does, but it ends nothing that runs."""
        if not self.page.running:
            self._act()

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
        self._suit_mode()
        self._say()

    def _suit_mode(self) -> None:
        """Choose the mode that suits the open model, if the one on screen is none it can do."""
        info = self._kinds.info
        if info is not None and self._stored.record is None and not self._is_possible():
            self.modes.choose(default_mode(info))
            self.page.enter(self.mode)

    def _mode_chosen(self) -> None:
        self._stored.leave()
        for page in self._each():
            page.leave()
        self.page.enter(self.mode)
        self.frame.bar.clear()
        self._say()

    def _set_up(self, mode: str) -> None:
        """A recipe has put everything in its place: show the mode it is for."""
        self.modes.choose(mode)
        self._mode_chosen()

    # the subject and stored runs

    def _subject_changed(self, subject: Subject) -> None:
        for page in self._each():
            page.subject_changed()
        self._suit_mode()
        self._say()

    def _run_opened(self, record: RunRecord) -> None:
        for page in self._each():
            mode = page.open(record)
            if mode:
                break
        else:
            return
        self._stored.open(record)
        if isinstance(record.request, GenerateRequest):
            self.controls.restore(record.request)  # shown as it was, its settings too
        self.frame.bar.clear()
        for other in self._each():
            if other is not page:
                other.leave()
        self.modes.choose(mode)
        error = self._stored.error()
        if error is not None:
            self.frame.bar.show_error(error)
        self._show_view()
        self._say()

    def _take_over(self) -> None:
        """Make the stored run's text and settings the present ones."""
        request, subject = self._stored.request, self._stored.subject
        assert subject is not None, "only a stored run about a text offers this"
        self._stored.leave()
        if isinstance(request, GenerateRequest):
            self.controls.restore(request)
        self.recipes.take_over(request)
        for page in self._each():
            page.leave()
        self._session.change_subject(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)
        self._session.intervene(getattr(request, "interventions", self._session.interventions))
        self._say()

    def _open_cell(self, request: GenerateRequest) -> None:
        """Take a grid's prompt, model and setting to the mode that asks one at a time."""
        subject, info = request.subject, self._kinds.info
        pair = info is not None and info.kind == "encoder-decoder"
        self._stored.leave()
        self.controls.restore(request)
        if request.messages:
            self.chat.compose(subject.text, system=dict(request.messages).get("system", ""))
        self._session.change_subject(model=subject.model, text=subject.text, bos=subject.bos, form="raw")
        self.modes.choose("chat" if request.messages else "answer" if pair else "complete")
        self._mode_chosen()

    # showing

    def _show_view(self) -> None:
        for page in self._each():
            page.show_view(self.views.key)

    def _judge(self) -> None:
        """Have the script of the text judged, if the open model is one that writes it and somebody looks."""
        if self.isVisible():
            info = self._kinds.info
            checked = dataclasses.replace(self._session.subject, text=self.page.judged() if self.mode in CHECKED else "")
            self.common.prompt.look_at(checked, self.controls.max_new_tokens())
            self._fluency.look_at(self._session.subject.model if info is not None and info.kind == "decoder" else "", self.page.judged())

    def _say(self) -> None:
        """Set everything that depends on the state."""
        page, mode = self.page, self.mode
        shown = self._shown()
        self._stack.setCurrentWidget(shown)
        self.views.setVisible(shown is page and page.has_views)
        for one in (*self.controls.first, self.more):
            one.setVisible(page.samples)
        self.export.button.setVisible(page.savable)
        self.generate.setText(self.tr("Stop") if page.running else self._words.button(mode))
        self.generate.setToolTip(self.tr("Ctrl+Enter"))
        self.generate.setVisible(page.has_button if shown is page else self._is_possible())
        self.modes.show_possible(self._kinds.info)
        self.changes.set_acts(page.intervenes)
        self.changes.set_interventions(self._session.interventions)
        self.hint.say(*self._words.hint(mode, self._session.subject.model, self._kinds.info, able=self._is_possible()))
        self._judge()
        self.notes.set_notes(self._notes() if shown is page else [])
        page.say()

    def _shown(self) -> QWidget:
        """The page, or the empty view where there is nothing to show."""
        stored = self._stored.record is not None
        return self.page if stored or (self._is_possible() and self.page.ready) else self.hint

    def _notes(self) -> list[Note]:
        record, run = self._stored.record, self.continuation
        if record is not None and run is not None and run.run_id != record.row.id:
            record = None  # another run of its tree is looked at
        about = self.common.remarks.about_record(record, model_gone=self._stored.model_gone) if record is not None else []
        return [*about, *self.common.replay.notes(record), *self.page.notes()]

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.modes.retranslate()
        self.views.name((self.tr("Text"), self.tr("Tokens"), self.tr("Table")), self.tr("View"))
        for one in (self.controls, self.recipes, *self._each()):
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
