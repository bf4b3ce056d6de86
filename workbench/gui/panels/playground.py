"""Playground: the model's continuation of the text under study, token by token, and why each token came out.

Owns the one running generation (key `generate`) and the continuation on screen, live or stored. The idea that is not obvious: the
continuation outlives its job; stopping, a dead engine or a changed text take nothing away that was already shown.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_fill import FillView
from workbench.gui.panels.playground_notes import PlaygroundNotes
from workbench.gui.panels.playground_run import Continuation, from_record
from workbench.gui.panels.playground_step import StepDetails
from workbench.gui.panels.playground_words import PlaygroundWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.notes import Note, NoteList
from workbench.gui.widgets.sampler_controls import SamplerControls
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.steps_table import EXPORT_HEADERS, StepsTable, spelled
from workbench.gui.widgets.token_flow import FlowToken, TokenFlow
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    DescribeRequest,
    FillRequest,
    GenerateRequest,
    GenerationStarted,
    ModelInfo,
    OpenRequest,
    Progress,
    RunRecord,
    Subject,
    TokenStep,
)

REFRESH_MS = 33
NARROW = 780
ALTERNATIVES = 20


class PlaygroundPanel(QWidget):
    """The panel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._run: Continuation | None = None
        self._record: RunRecord | None = None
        self._job: Job | None = None
        self._stopped = False
        self._model_gone = False
        self._progress: Progress | None = None
        self._first_step_s = 0.0
        self._infos: dict[str, ModelInfo] = {}
        self._words, self._remarks = PlaygroundWords(self), PlaygroundNotes(self)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._say_progress)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.generate = QPushButton(self)
        self.controls = SamplerControls(self)
        self.views = Segmented(("text", "tokens", "table"), self)
        self.more = self.frame.more
        for one in self.controls.first:
            self.frame.controls.addWidget(one)
        self.frame.add_more(self.controls.second_row(self))
        self.frame.controls.addStretch(1)
        self.frame.controls.addWidget(self.views)
        self.notes, self.status, self.made_by = NoteList(self), WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.made_by.setProperty("role", "caption")
        self.flow, self.steps, self.hint, self.details = TokenFlow(self), StepsTable(self), Hint(self), StepDetails(self)
        self._stack = QStackedWidget(self)
        for one in (self.flow, self.steps):
            self._stack.addWidget(one)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.S3)
        self.splitter.addWidget(self._stack)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 4)
        self.splitter.setSizes([560, 440])
        self.export = Export(self.splitter, self.frame.bar, name="continuation", rows=self._rows, snippet=self._python)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.hint)
        self._pages.addWidget(self.splitter)
        self.fill = FillView(self._session, self)
        self._pages.addWidget(self.fill)
        self.frame.title_row.addWidget(self.export.button)
        self.frame.set_primary(self.generate)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        column.setSpacing(theme.S2)
        for one in (self.notes, self.status):
            column.addWidget(one)
        column.addWidget(self._pages, 1)
        column.addWidget(self.made_by)
        self.frame.set_view(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def _connect(self) -> None:
        session = self._session
        session.subject_changed.connect(self._subject_changed)
        session.run_opened.connect(self._run_opened)
        session.job_started.connect(self._watch_job)
        self.generate.clicked.connect(self._generate_or_stop)
        self.fill.failed.connect(self.frame.bar.show_error)
        self.fill.changed.connect(self._say)
        self.views.chosen.connect(self._show_view)
        self.flow.current_changed.connect(self._pick)
        self.steps.current_changed.connect(self._pick)
        self.flow.entered.connect(self._enter_alternatives)
        self.steps.entered.connect(self._enter_alternatives)
        self.details.left.connect(lambda: self._stack.currentWidget().setFocus())
        self.details.branched.connect(self._branch)
        self.hint.asked.connect(session.model_wanted)
        self._remarks.model_asked.connect(session.model_wanted)
        self._remarks.take_over_asked.connect(self._take_over)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._generate_or_stop)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Playground")

    def shown_job(self) -> Job | None:
        """None: generations are recorded from their start."""
        return None

    @property
    def continuation(self) -> Continuation | None:
        """What is shown."""
        return self._run

    def _rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: column names, then a row for each step."""
        if self._fills:
            yield from self.fill.rows()
            return
        yield EXPORT_HEADERS
        yield from self.steps.table.rows()

    def _python(self) -> str:
        return self._run.python() if self._run is not None else ""

    def save_state(self) -> dict[str, object]:
        return {"view": self.views.key, "more": self.more.isChecked(), **self.controls.state()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.views.choose(str(state.get("view", "text")))
        self.more.setChecked(bool(state.get("more", False)))
        self.controls.restore_state(state)
        self._show_view()

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

    def _generate_or_stop(self) -> None:
        if self._job is not None:
            self._stopped = True
            self._job.cancel()
        elif not self._session.subject.model:
            self._session.model_wanted.emit()
        elif not self._session.subject.text:
            self.frame.bar.show_error(WorkbenchError("empty-text"))
        elif self._fills and self.fill.running:
            self.fill.cancel()
        elif self._is_encoder():
            self.frame.bar.clear()
            self.fill.ask()
        else:
            self._begin(Continuation(self.request()))

    def _begin(self, run: Continuation) -> None:
        self.frame.bar.clear()
        self._record, self._stopped, self._model_gone, self._progress, self._first_step_s = None, False, False, None, 0.0
        self._show_run(run)
        job = self._session.submit(run.request, key="generate", record=True)
        self._job = job
        job.event.connect(lambda event: self._saw(job, run, event))
        job.done.connect(lambda result: self._done(job, run, result))
        job.failed.connect(lambda error: self._failed(job, error))
        self._say()

    def _branch(self, token_id: int) -> None:
        run, number = self._run, self.flow.current
        if run is None:
            return
        number = number if number >= 0 else len(run.steps) - 1
        like = run.request if self._record is not None else self.request()
        self._begin(run.branch(number, token_id, like=like))
        self._stack.currentWidget().setFocus()

    # hearing

    def _saw(self, job: Job, run: Continuation, event: object) -> None:
        step = run.see(event)
        if run is not self._run:
            return
        if step is not None:
            self._first_step_s = self._first_step_s or time.perf_counter()
            self.flow.append(self._flow_token(step, len(run.steps) - 1))
            self.steps.table.append(step)
        elif isinstance(event, GenerationStarted):
            if run.request.seed is None:
                self.controls.show_drawn(event.seed)
            self._show_run(run)
        elif isinstance(event, Progress):
            self._progress = event
        if not self._refresh.isActive():
            self._refresh.start()

    def _done(self, job: Job, run: Continuation, result: object) -> None:
        run.see(result)
        if job is self._job:
            self._end()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is not self._job:
            return
        self._stopped = self._stopped or error.code == "cancelled"
        self._end()
        if error.code != "cancelled":
            self.frame.bar.show_error(error)

    def _end(self) -> None:
        self._job = None
        self.flow.finish(self._run.trailing if self._run is not None else "")
        self._say()

    def _watch_job(self, job: Job) -> None:
        """Learn from the models that are opened, whoever opens them, which of them can continue a text."""
        if isinstance(job.request, OpenRequest):
            job.done.connect(lambda info: self._learn_kind(job.request.model, info))

    def _learn_kind(self, model: str, info: object) -> None:
        if isinstance(info, ModelInfo):
            self._infos[model] = info
            if self.frame.bar.error is not None and self.frame.bar.error.code == "kind-unsuited":
                self.frame.bar.clear()  # asked before it was known what the model can do
            self._say()

    def _is_encoder(self) -> bool:
        info = self._infos.get(self._session.subject.model)
        return info is not None and info.kind == "encoder"

    @property
    def _fills(self) -> bool:
        """Whether masks are what is on screen: the open model is an encoder, or a stored run filled some."""
        return self.fill.record is not None or self._is_encoder()

    # the subject and stored runs

    def _subject_changed(self, subject: Subject) -> None:
        self.fill.subject_changed()
        if self._run is not None and not self._run.steps and self._job is None and self._record is None:
            self._run = None
        self._say()

    def _run_opened(self, record: RunRecord) -> None:
        self.fill.open(record if isinstance(record.request, FillRequest) else None)
        if not isinstance(record.request, GenerateRequest):
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._record, self._model_gone = record, False
        self._stopped = record.row.status == "cancelled"
        self.frame.bar.clear()
        self._show_run(from_record(record))
        self.flow.finish(self._run.trailing)
        if record.error_code and record.error_code != "cancelled":
            self.frame.bar.show_error(WorkbenchError(record.error_code, **record.error_values))
        job = self._session.submit(DescribeRequest(record.request.subject.model), key="playground-model")
        job.failed.connect(lambda error: self._missing(record, error))
        self._say()

    def _missing(self, record: RunRecord, error: WorkbenchError) -> None:
        if record is self._record and error.code != "cancelled":
            self._model_gone = True
            self._say()

    def _take_over(self) -> None:
        """Make the stored run's text and settings the present ones."""
        record = self.fill.record or self._record
        assert record is not None, "only a stored run offers this"
        request = record.request
        if isinstance(request, GenerateRequest):
            self.controls.restore(request)
        self.fill.open(None)
        subject = request.subject
        self._session.change_subject(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)

    # showing

    def _show_run(self, run: Continuation) -> None:
        """Show a continuation from its beginning."""
        self._run = run
        self.flow.set_prompt(run.prompt)
        for number, step in enumerate(run.steps):
            self.flow.append(self._flow_token(step, number))
        self.steps.table.set_steps(run.steps)
        self.details.show_step(None)
        self._show_view()

    def _flow_token(self, step: TokenStep, number: int) -> FlowToken:
        return FlowToken(step.text, spelled(step), self._words.tip(step, number))

    def _show_view(self) -> None:
        self.flow.set_boundaries(self.views.key == "tokens")
        self._stack.setCurrentWidget(self.steps if self.views.key == "table" else self.flow)

    def _pick(self, number: int) -> None:
        self.flow.set_current(number)
        self.steps.set_current(number)
        self._show_step()

    def _show_step(self) -> None:
        steps = self._run.steps if self._run is not None else []
        number = self.flow.current if self.flow.current >= 0 else len(steps) - 1
        self.details.show_step(steps[number] if steps else None, number, len(steps))

    def _enter_alternatives(self) -> None:
        self.details.view.setFocus()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Vertical if self.width() < NARROW else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)

    # words

    def _say(self) -> None:
        """Set everything that depends on the state."""
        subject = self._session.subject
        waiting = self._run is None
        if waiting and subject.text:
            self.flow.set_prompt(subject.text)
        ready = bool(subject.model and subject.text) or not waiting
        fills = self._fills and bool(subject.text)
        self._pages.setCurrentWidget(self.fill if fills else self.splitter if ready else self.hint)
        self.views.setVisible(ready and not fills)
        for one in (*self.controls.first, self.more):
            one.setVisible(not fills)
        self.export.button.setVisible(self.fill.found is not None if fills else self._run is not None)
        self._say_hint(subject)
        running = self.fill.running if fills else self._job is not None
        start = self.tr("Fill in") if fills else self.tr("Generate")
        self.generate.setText(self.tr("Stop") if running else start)
        self.generate.setToolTip(self.tr("Ctrl+Enter"))
        self.made_by.setText(self._words.model(self._run) if self._run is not None else "")
        self.made_by.setVisible(bool(self.made_by.text()) and not fills)
        self.notes.set_notes(self._notes(subject))
        self._say_progress()

    def _say_progress(self) -> None:
        run = self._run
        if run is None:
            ready = bool(self._session.subject.model and self._session.subject.text)
            self.status.setText(self.tr("Press Generate: the model continues the text token by token.") if ready else "")
        elif self._job is None:
            self.status.setText(self._words.ended(run, stopped=self._stopped))
        elif not run.n_new:
            self.status.setText(self._words.loading(self._progress))
        else:
            seconds = time.perf_counter() - self._first_step_s
            self.status.setText(self._words.running(run, (run.n_new - 1) / seconds if run.n_new > 1 and seconds > 0 else 0.0))
        self.status.setVisible(bool(self.status.text()) and not self._fills)
        self._show_step()

    def _notes(self, subject: Subject) -> list[Note]:
        run, record = self._run, self._record
        if self._fills:
            stored = self.fill.record
            return self._remarks.about_record(stored, model_gone=False) if stored is not None else []
        notes = self._remarks.about_record(record, model_gone=self._model_gone) if record is not None else []
        if run is not None:
            notes += self._remarks.about_run(run)
            if record is None and self._job is None:
                notes += self._remarks.about_change(run, subject)
        return notes

    def _say_hint(self, subject: Subject) -> None:
        title = self.tr("Let the model write on")
        if not subject.model:
            body = self.tr("A language model does one thing: it gives every possible next token a probability. Choose a model to watch it.")
            self.hint.say(title, body, self.tr("Choose a model"))
        else:
            body = self.tr("Type a text above. The model continues it here token by token, and each token shows what else was possible.")
            self.hint.say(title, body)

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.views.name((self.tr("Text"), self.tr("Tokens"), self.tr("Table")), self.tr("View"))
        for one in (self.controls, self.flow, self.steps, self.details):
            one.retranslate()
        if self._run is not None:
            current = self.flow.current
            self._show_run(self._run)
            self.flow.finish(self._run.trailing)
            self.flow.set_current(current)
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 560)
