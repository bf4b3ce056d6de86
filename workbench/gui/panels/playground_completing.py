"""The page of the modes that write: a text continued by a decoder, or answered by an encoder-decoder.

The idea that is not obvious: both are one continuation on one page, and which of the two it is depends on the model alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground_modes import ModeWords
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Continuation, from_record
from workbench.gui.panels.playground_writing import Writing
from workbench.gui.widgets.notes import Note
from workbench.values import GenerateRequest, RunRecord


class CompletingPage(QWidget):
    """See `Page`."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    needs_model = samples = has_views = has_button = intervenes = True

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._mode, self._words = common, "complete", ModeWords(self)
        self.writing = Writing(common, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.writing)
        self.writing.changed.connect(self.changed)
        self.writing.failed.connect(self.failed)
        self.writing.drawn.connect(common.controls.show_drawn)
        self.writing.branch_asked.connect(self._branch)

    @property
    def running(self) -> bool:
        return self.writing.running

    @property
    def ready(self) -> bool:
        subject = self._common.session.subject
        return self.writing.run is not None or bool(subject.model and subject.text)

    @property
    def savable(self) -> bool:
        return self.writing.run is not None

    # doing

    def act(self) -> None:
        if not self._common.session.subject.text:
            self.failed.emit(WorkbenchError("empty-text"))
            return
        self._common.begin()
        self.writing.begin(Continuation(self._common.request()))

    def stop(self) -> None:
        self.writing.stop()

    def _branch(self, number: int, token_id: int) -> None:
        run = self.writing.run
        if run is not None:
            like = self._common.request()
            self._common.begin()
            self.writing.begin(run.branch(number, token_id, like=like))

    def enter(self, mode: str) -> None:
        """A continuation is none of the answers, nor an answer a continuation."""
        self._mode = mode
        run = self.writing.run
        if run is not None and run.started is not None and not self.writing.running and run.answers != (mode == "answer"):
            self.writing.clear()

    def leave(self) -> None:
        """What was written stays to be read."""

    def open(self, record: RunRecord) -> str:
        if not isinstance(record.request, GenerateRequest) or record.request.messages:
            return ""
        run = from_record(record)
        self._mode = "answer" if run.answers else "complete"
        self.writing.leave()
        self.writing.stopped = record.row.status == "cancelled"
        self.writing.show_run(run, finished=True)
        return self._mode

    def subject_changed(self) -> None:
        run = self.writing.run
        if run is not None and not run.steps and not self.writing.running and self._common.stored.record is None:
            self.writing.run = None

    def show_view(self, key: str) -> None:
        self.writing.show_view(key)

    # saying

    def notes(self) -> Sequence[Note]:
        run, remarks = self.writing.run, self._common.remarks
        notes = remarks.about_fluency(self._common.fluency.found) if self._mode == "complete" else []
        if self._common.stored.record is None:
            notes += remarks.about_prompt(self._common.prompt.found, continues=self._mode == "complete")
        if run is None:
            return notes
        notes += remarks.about_run(run)
        if self._common.stored.record is None and not self.writing.running:
            session = self._common.session
            notes += remarks.about_change(run, session.subject, session.interventions, button=self._words.button(self._mode))
        return notes

    def judged(self) -> str:
        return self._common.session.subject.text

    def rows(self) -> Iterator[tuple[object, ...]]:
        yield from self.writing.rows()

    def python(self) -> str:
        return self.writing.run.python() if self.writing.run is not None else ""

    def say(self) -> None:
        text = self._common.session.subject.text
        if self.writing.run is None and text:
            self.writing.flow.set_prompt(text)
        self.writing.say(self._words.idle(self._mode) if self.ready else "")

    def save_state(self) -> dict[str, object]:
        return self.writing.side.state()

    def restore_state(self, state: dict[str, object]) -> None:
        self.writing.side.restore(state)

    def retranslate(self) -> None:
        self.writing.retranslate()
