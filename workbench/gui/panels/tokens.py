"""Tokens: the text under study as the model reads it, live, in several views.

Owns one request at a time (key `tokens`), what is said around its answer, and which view is in front; each view (see
`tokens_view`) needs one line, in VIEWS. The idea that is not obvious: the panel asks only while it can be seen; a text that
changed meanwhile is asked for when the panel comes into view.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.fluency import FluencyWatch
from workbench.gui.models.known_models import KnownModels
from workbench.gui.models.origin import Origin
from workbench.gui.panels.tokens_chips import ChipsView, TableView
from workbench.gui.panels.tokens_compare import CompareView
from workbench.gui.panels.tokens_file import FileView
from workbench.gui.panels.tokens_notes import TokensNotes
from workbench.gui.panels.tokens_stages import StagesView
from workbench.gui.panels.tokens_steps import StepsView
from workbench.gui.panels.tokens_surprise import SurpriseView
from workbench.gui.panels.tokens_train import TrainView
from workbench.gui.panels.tokens_view import Shown, TokensView
from workbench.gui.panels.tokens_vocabulary import VocabularyView
from workbench.gui.panels.tokens_words import TokensWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.change_strip import ChangeStrip
from workbench.gui.widgets.context_meter import ContextMeter
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.notes import Note, NoteList
from workbench.gui.widgets.view_switch import ViewSwitch
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import RunRecord, Score, ScoreRequest, Subject, Tokenized, TokenizeRequest

VIEWS = (ChipsView, StagesView, StepsView, SurpriseView, TableView, CompareView, VocabularyView, FileView, TrainView)


class TokensPanel(QWidget):
    """The panel. `shown_job()` is the job whose answer is on screen; `model_chosen(name)`: the person wants that model opened;
    `undo_asked`: the last change of the model taken back."""

    model_chosen = Signal(str)
    undo_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._shown_job: Job | None = None
        self._shown: Shown | None = None
        self._stored: RunRecord | None = None
        self._due = True
        self._build()
        session.subject_changed.connect(self._subject_changed)
        session.run_opened.connect(self._run_opened)
        self.retranslate()
        self._subject_changed(session.subject)

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.frame.home = self._stack = QStackedWidget(self.frame.home)
        self.hint, self.notes, self.policy = Hint(self._stack), NoteList(self.frame.home), WrappedLabel(parent=self.frame.home)
        self.policy.setProperty("role", "caption")
        self.frame.view.addWidget(self.notes)
        self.frame.view.addWidget(self._stack, 1)
        self.frame.view.addWidget(self.policy)
        self._views: dict[str, TokensView] = {one.key: one for one in (make(self._session, self.frame) for make in VIEWS)}
        self.switch = ViewSwitch(tuple(self._views), self)
        self.facts, self.meter = QLabel(self), ContextMeter(self)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a narrow dock cuts it, the tooltip has it
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.frame.title_row.setStretch(1, 0)
        self.frame.title_row.addSpacing(theme.S3)
        self.frame.title_row.addWidget(self.switch, 1)
        self.frame.controls.addWidget(self.facts, 1)
        self.frame.controls.addWidget(self.meter)
        self.changes = ChangeStrip(self.frame)
        self.frame.add_strip(self.changes)
        self._stack.addWidget(self.hint)
        for view in self._views.values():
            self._stack.addWidget(view)
            if view.controls is not None:
                self.frame.controls.addWidget(view.controls)
        self.export = Export(self._stack, self.frame.bar, name="tokens", rows=self._rows, snippet=self._python)
        self.frame.title_row.addWidget(self.export.button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self._remarks, self._words = TokensNotes(self), TokensWords(self)
        self._known, self._fluency = KnownModels(self._session, self), FluencyWatch(self._session, self)
        self._fluency.changed.connect(self._say)
        self._known.learned.connect(self._judge)
        self._remarks.model_chosen.connect(self.model_chosen)
        self._remarks.normalise_asked.connect(self._normalise)
        self.switch.chosen.connect(self._show_view)
        self.hint.asked.connect(self._session.model_wanted)
        self.changes.undo_asked.connect(self.undo_asked)
        self.changes.clear_asked.connect(lambda: self._session.intervene(()))
        self._session.interventions_changed.connect(lambda _now: self._show_view())

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Tokens")

    def shown_job(self) -> Job | None:
        """The job whose answer is on screen, if it is the present text's: the front view's own, or that of the tokens."""
        own = getattr(self._views[self.switch.key], "shown_job", None)
        return (own() if own is not None else None) or self._shown_job

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        own = getattr(self._views[self.switch.key], "shown_job", None)
        job = own() if own is not None else None
        if job is not None:
            return Origin.of(job.result, job, None)
        return Origin.of(self._shown.answer if self._shown is not None else None, self._shown_job, self._stored)

    def view(self, key: str) -> TokensView:
        """One of the views."""
        return self._views[key]

    @property
    def shown(self) -> Shown | None:
        """The tokens on screen."""
        return self._shown

    def _rows(self) -> Iterator[Sequence[object]]:
        return self._views[self.switch.key].rows()

    def _python(self) -> str:
        return self._views[self.switch.key].snippet()

    def save_state(self) -> dict[str, object]:
        states = {f"{key}/{name}": value for key, view in self._views.items() for name, value in view.save_state().items()}
        return {"view": self.switch.key, **states}

    def restore_state(self, state: dict[str, object]) -> None:
        self.switch.choose(str(state.get("view", "chips")))
        for key, view in self._views.items():
            view.restore_state({name.removeprefix(f"{key}/"): value for name, value in state.items() if name.startswith(f"{key}/")})
        self._show_view()

    # asking

    def _subject_changed(self, subject: Subject) -> None:
        if self._stored is not None and self._stored.request.subject == subject:
            self._say()  # the stored run's own text came under study: what it stored stays, also without its model
            return
        self._due, self._shown_job, self._stored = True, None, None
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
        self._judge()

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self._judge()

    def _answered(self, job: Job, answer: Tokenized) -> None:
        if job is self._job:
            self._shown_job = job
            self.frame.bar.clear()
            self._show(Shown(answer))

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._drop()
            self.frame.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._session.model_wanted.emit)

    def _drop(self) -> None:
        """Show nothing, and that nothing is awaited."""
        self._job = None
        self.frame.bar.clear()
        self._show(None)

    # showing

    def _show(self, shown: Shown | None) -> None:
        self._shown = shown
        for view in self._views.values():
            view.set_answer(shown)
        self._show_view()

        self._judge()

    def _judge(self) -> None:
        """Ask whether the model knows the script; only a decoder can be asked."""
        info, shown = self._known.info, self._shown
        able = info is not None and info.kind == "decoder" and shown is not None and self.isVisible()
        subject = self._session.subject
        self._fluency.look_at(subject.model if able else "", subject.text if able else "")

    def _show_view(self) -> None:
        front = self._views[self.switch.key]
        self._stack.setCurrentWidget(front if self._shown is not None or not front.needs_text else self.hint)
        for view in self._views.values():
            if view.controls is not None:
                view.controls.setVisible(view is front and self._stack.currentWidget() is front)
        self.changes.set_interventions(self._session.interventions if getattr(front, "intervenes", False) else ())
        self._say()

    def _run_opened(self, record: RunRecord) -> None:
        for key, view in self._views.items():
            if isinstance(record.request, getattr(view, "opens", ())):
                self.switch.choose(key)
                view.show_run(record)
                self._show_view()
        answer = _tokens_of(record)
        if answer is not None:
            self._job, self._shown_job, self._stored = None, None, record
            self._due = False
            self.frame.bar.clear()
            self._show(Shown(answer))

    def _normalise(self) -> None:
        self._session.change_subject(text=unicodedata.normalize("NFC", self._session.subject.text))

    def _take_stored(self) -> None:
        subject = self._stored.request.subject
        self._session.change_subject(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)

    # words

    def _say(self) -> None:
        shown = self._shown
        about_text = shown is not None and self._views[self.switch.key].needs_text
        for one in (self.facts, self.policy, self.meter):
            one.setVisible(about_text)
        self.export.button.setVisible(self._stack.currentWidget() is not self.hint)
        self._say_hint()
        if shown is None or not about_text:
            self.notes.set_notes(())
            self.meter.set_used(0, 0)
            return
        self.facts.setText(self._words.counts(shown))
        self.facts.setToolTip(self.facts.text())
        self.meter.set_used(len(shown.tokens), shown.answer.n_ctx)
        self.policy.setText(self._words.policy(shown.answer))
        self.notes.set_notes([*self._about_run(), *self._remarks.about(shown.answer, shown.tokens, self._fluency.found)])

    def _about_run(self) -> list[Note]:
        if self._stored is None:
            return []
        return [self._words.about_run(self._stored, self._session.subject, self._take_stored)]

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
        for view in self._views.values():
            view.retranslate()
        self.switch.name([view.title() for view in self._views.values()], self.tr("View"))
        self.meter.retranslate()
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
        return Tokenized(request, score.encoding, bos_policy=score.model.bos_policy, n_ctx=score.model.n_ctx)
    return None
