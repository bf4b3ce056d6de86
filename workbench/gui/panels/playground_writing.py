"""A continuation on screen, live or stored: its text, its tokens as a table, and why each of them came out.

Owns the one running generation of its place (key `generate`). The idea that is not obvious: the continuation outlives its
job; stopping, a dead engine or a changed text take nothing away that was already shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Continuation, Look, from_record
from workbench.gui.panels.playground_side import Side
from workbench.gui.panels.playground_whatif import WhatIfWatch
from workbench.gui.panels.playground_words import PlaygroundWords
from workbench.gui.session import Job
from workbench.gui.widgets.steps_table import EXPORT_HEADERS, StepsTable, spelled
from workbench.gui.widgets.token_flow import FlowToken, Passage, TokenFlow
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import GenerateRequest, GenerationStarted, Progress, RunRecord, RunRequest, TokenStep

REFRESH_MS = 33
NARROW = 780


class Writing(QWidget):
    """`changed`: it began, ended, or is another one; `branch_asked(number, token_id)`; `failed(error)`; `drawn(seed)`.

    `place(flow, run)` puts the tokens of `run` on the flow and what surrounds them; by default the text they go on from.
    """

    changed = Signal()
    failed = Signal(object)
    branch_asked = Signal(int, int)
    drawn = Signal(object)

    def __init__(self, common: Common, parent: QWidget, *, place: Callable[[TokenFlow, Continuation], None] | None = None) -> None:
        super().__init__(parent)
        self._common, self._session, self._place = common, common.session, place or self._place_after_text
        self.what_if = WhatIfWatch(common, self)
        self.known: dict[int, Continuation] = {}
        self._waiting: list[tuple[Continuation, Continuation]] = []
        self.run: Continuation | None = None
        self.job: Job | None = None
        self.stopped = False
        self.idle_words = ""
        self._progress: Progress | None = None
        self._first_step_s = 0.0
        self._words = PlaygroundWords(self)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._say_progress)
        self._build()

    def _build(self) -> None:
        self.status, self.made_by = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.made_by.setProperty("role", "caption")
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.left, self.side = QWidget(self.splitter), Side(self._common, self.what_if, self.splitter)
        self.details = self.side.details
        self._stack = QStackedWidget(self.left)
        self.flow, self.steps = TokenFlow(self._stack), StepsTable(self._stack)
        for one in (self.flow, self.steps):
            self._stack.addWidget(one)
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.S2)
        left.addWidget(self._stack, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.S3)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 4)
        self.splitter.setSizes([560, 440])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.status)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.made_by)
        self.flow.current_changed.connect(self._pick)
        self.steps.current_changed.connect(self._pick)
        self.flow.entered.connect(self._enter_alternatives)
        self.steps.entered.connect(self._enter_alternatives)
        self.side.left.connect(self.focus)
        self.side.branch_asked.connect(self._branch)
        self.side.branch_at.connect(self.branch_asked)
        self.side.run_asked.connect(self._ask_run)
        self.side.step_asked.connect(self.flow.set_current)
        self.what_if.changed.connect(self._mark)
        self._common.replay.parted.connect(self._show_parting)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget under the text, beside the alternatives."""
        self.left.layout().addWidget(widget)

    def add_above(self, widget: QWidget) -> None:
        """Put a widget over the text, beside the alternatives."""
        self.left.layout().insertWidget(0, widget)

    # running

    @property
    def running(self) -> bool:
        return self.job is not None

    def begin(self, run: Continuation) -> None:
        """Ask for a continuation and show it as it comes."""
        self.stopped, self._progress, self._first_step_s = False, None, 0.0
        self.show_run(run)
        job = self.job = self._session.submit(run.request, key="generate", record=True)
        job.event.connect(lambda event: self._saw(run, event))
        job.done.connect(lambda result: self._done(job, run, result))
        job.failed.connect(lambda error: self._failed(job, error))
        self.changed.emit()

    def stop(self) -> None:
        if self.job is not None:
            self.stopped = True
            self.job.cancel()

    def leave(self) -> None:
        """Ask the running one to end and hear no more of it."""
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def clear(self) -> None:
        """Show no continuation."""
        self.leave()
        self.run = None
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing can be walked; what the text shows is whoever's who placed it."""
        self.steps.table.set_steps([])
        self._show_step()
        self._watch()

    def _saw(self, run: Continuation, event: object) -> None:
        step = run.see(event)
        if run is not self.run:
            return
        if step is not None:
            self._first_step_s = self._first_step_s or time.perf_counter()
            self.flow.append(self.flow_token(step, len(run.steps) - 1))
            self.steps.table.append(step)
        elif isinstance(event, GenerationStarted):
            if run.request.seed is None:
                self.drawn.emit(event.seed)
            self.show_run(run)
        elif isinstance(event, Progress):
            self._progress = event
        if not self._refresh.isActive():
            self._refresh.start()

    def _done(self, job: Job, run: Continuation, result: object) -> None:
        run.see(result)
        if job is self.job:
            self._end()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is not self.job:
            return
        self.stopped = self.stopped or error.code == "cancelled"
        self._end()
        if error.code != "cancelled":
            self.failed.emit(error)

    def _end(self) -> None:
        self.job = None
        self.flow.finish(self.run.trailing if self.run is not None else "")
        if self.run is not None and self.run.run_id is not None:
            self.known[self.run.run_id] = self.run
        self._watch()
        self.changed.emit()

    # showing

    def show_run(self, run: Continuation, *, finished: bool = False) -> None:
        """Show a continuation from its beginning; `finished`: nothing more comes."""
        self.run = run
        self._place(self.flow, run)
        self.steps.table.set_steps(run.steps)
        self._show_step()
        if finished:
            self.flow.finish(run.trailing)
            self._recall_parent(run)
        self._watch()

    # the runs of one tree

    def _ask_run(self, number: int, step: int) -> None:
        """Show another run of the tree, looking at one of its steps."""
        if self.running:
            return
        if self.run is not None and self.run.run_id == number:
            self.flow.set_current(step)
        elif number in self.known:
            self._show_known(self.known[number], step)
        else:
            job = self._session.submit(RunRequest(number), key="branch")
            job.done.connect(lambda record: self._recorded(record, step))
            job.failed.connect(lambda error: error.code == "cancelled" or self.failed.emit(error))

    def _recorded(self, record: object, step: int) -> None:
        if isinstance(record, RunRecord) and isinstance(record.request, GenerateRequest) and not self.running:
            self._show_known(from_record(record), step)

    def _show_known(self, run: Continuation, step: int) -> None:
        self.stopped = run.result is None
        self.show_run(run, finished=True)
        self.flow.set_current(step)
        self.changed.emit()

    def _recall_parent(self, run: Continuation) -> None:
        """The steps that a branch kept are its parent's: they are fetched, so that they can be walked as well."""
        if run.run_id is not None:
            self.known[run.run_id] = run
        if run.is_partial and run.request.parent_run is not None:
            parent = self.known.get(run.request.parent_run)
            if parent is not None:
                self._adopt(run, parent)
            else:
                job = self._session.submit(RunRequest(run.request.parent_run), key=f"parent of {run.run_id}")
                job.done.connect(lambda record: self._parent_recorded(run, record))

    def _parent_recorded(self, run: Continuation, record: object) -> None:
        if isinstance(record, RunRecord) and isinstance(record.request, GenerateRequest):
            parent = from_record(record)
            self._recall_parent(parent)
            self._adopt(run, parent)

    def _adopt(self, run: Continuation, parent: Continuation) -> None:
        if parent.is_partial:
            self._waiting.append((run, parent))
        elif run.adopt(parent):
            if run is self.run and not self.running:
                current = self.flow.current
                self.show_run(run, finished=True)
                self.flow.set_current(current + run.n_kept if current >= 0 else -1)
                self.changed.emit()
            ready = [pair for pair in self._waiting if pair[1] is run]
            self._waiting = [pair for pair in self._waiting if pair[1] is not run]
            for child, _parent in ready:
                self._adopt(child, run)

    def _watch(self) -> None:
        """What other settings would have given is asked of runs that have ended."""
        run = self.run
        self.what_if.look_at(run if run is not None and not self.running and run.begun else None)
        self._mark()

    def _show_parting(self, place: int) -> None:
        """Look at the step at which a replay parted from what is shown."""
        if self.isVisible() and self.run is not None:
            self.flow.set_current(place + self.run.n_kept)

    def _mark(self) -> None:
        self.flow.set_marks(self.what_if.marks() if self.what_if.run is self.run else {})

    def _place_after_text(self, flow: TokenFlow, run: Continuation) -> None:
        """What is continued stands before its tokens; what is answered stands above them."""
        if run.answers:
            heading, answer = Passage(self.tr("Text") + "\n", heading=True), Passage(self.tr("Answer") + "\n", heading=True)
            flow.set_passages((heading, Passage(run.prompt + "\n\n"), answer), self.tokens(run))
        else:
            flow.set_prompt(run.prompt, self.tokens(run))

    def tokens(self, run: Continuation) -> list[FlowToken]:
        """The steps of a continuation as its text shows them."""
        return [self.flow_token(step, number) for number, step in enumerate(run.steps)]

    def flow_token(self, step: TokenStep, number: int) -> FlowToken:
        return FlowToken(step.text, spelled(step), self._words.tip(step, number))

    def show_view(self, key: str) -> None:
        """`text`, `tokens` or `table`."""
        self.flow.set_boundaries(key == "tokens")
        self._stack.setCurrentWidget(self.steps if key == "table" else self.flow)

    def focus(self) -> None:
        self._stack.currentWidget().setFocus()

    def _pick(self, number: int) -> None:
        self.flow.set_current(number)
        self.steps.set_current(number)
        self._show_step()

    def _show_step(self) -> None:
        steps = self.run.steps if self.run is not None else []
        number = self.flow.current if self.flow.current >= 0 else len(steps) - 1
        self.side.look(Look(self.run, number, self.running))

    def _enter_alternatives(self) -> None:
        self.side.enter()

    def _branch(self, token_id: int) -> None:
        if self.run is not None and self.run.steps:
            number = self.flow.current if self.flow.current >= 0 else len(self.run.steps) - 1
            self.branch_asked.emit(number, token_id)
            self.focus()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Vertical if self.width() < NARROW else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)

    # saying

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: column names, then a row for each step."""
        yield EXPORT_HEADERS
        yield from self.steps.table.rows()

    def say(self, idle: str) -> None:
        """Set everything that depends on the state; `idle`: the words while there is no continuation."""
        self.idle_words = idle
        self.made_by.setText(self._words.model(self.run) if self.run is not None else "")
        self.made_by.setVisible(bool(self.made_by.text()))
        self._say_progress()

    def _say_progress(self) -> None:
        run = self.run
        if run is None:
            self.status.setText(self.idle_words)
        elif self.job is None:
            self.status.setText(self._words.ended(run, stopped=self.stopped))
        elif not run.n_new:
            self.status.setText(self._words.loading(self._progress))
        else:
            seconds = time.perf_counter() - self._first_step_s
            self.status.setText(self._words.running(run, (run.n_new - 1) / seconds if run.n_new > 1 and seconds > 0 else 0.0))
        self.status.setVisible(bool(self.status.text()))
        self._show_step()

    def retranslate(self) -> None:
        for one in (self.flow, self.steps, self.side):
            one.retranslate()
        if self.run is not None:
            current = self.flow.current
            self.show_run(self.run, finished=self.job is None)
            self.flow.set_current(current)
