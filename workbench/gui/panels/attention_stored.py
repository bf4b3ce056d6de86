"""A stored trace whose model is gone: what it had read, and how, as it was kept. Weights are not kept, only the model has them.

The idea that is not obvious: it waits for its model. When that is opened, fetched or found again, the trace is computed anew.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_words import AttentionWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.notes import Note, NoteList
from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import MODEL_GONE, OpenRequest, RunRecord, TraceSummary


class AttentionStored(QWidget):
    """Read-only. `model_came` (the run's record) when the model that was missing has been opened."""

    model_came = Signal(object)

    def __init__(self, session: Session, words: AttentionWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._words = session, words
        self._record: RunRecord | None = None
        self._can_fetch = False
        self.notes, self.settings = NoteList(self), WrappedLabel(parent=self)
        self.strip, self.target = TokenStrip(self), TokenStrip(self)
        self.settings.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one, stretch in ((self.notes, 0), (self.strip, 2), (self.target, 1), (self.settings, 0)):
            column.addWidget(one, stretch)
        session.job_started.connect(self._job_started)

    def show_run(self, record: RunRecord, error: WorkbenchError) -> bool:
        """Show what is kept of a run that could not be traced anew; False if the reason is not that its model is gone."""
        trace = record.result
        if error.code not in MODEL_GONE or not isinstance(trace, TraceSummary):
            return False
        self._record, self._can_fetch = record, error.code == "model-not-installed"
        self.strip.set_tokens(TokenText(trace.encoding))
        self.target.set_tokens(TokenText(trace.target) if trace.target is not None else None)
        self.target.setVisible(trace.target is not None)
        self.retranslate()
        return True

    def retranslate(self) -> None:
        for strip in (self.strip, self.target):
            strip.retranslate()
        record = self._record
        if record is None or not isinstance(record.result, TraceSummary):
            return
        self.settings.setText(self._words.settings(record.result, record.row.id))
        when = record.row.created_at_utc[:16].replace("T", " ")
        stored = self.tr("Stored run {id} · {when} UTC · its tokens and settings, as they were").format(id=record.row.id, when=when)
        gone = self.tr("Its model {model} is not on this computer now; attention is computed by the model whenever a run is opened.")
        fetch = (self.tr("Fetch the model"), self._session.model_wanted.emit) if self._can_fetch else ("", None)
        self.notes.set_notes([Note(stored), Note(gone.format(model=record.row.model), True, *fetch)])

    def _job_started(self, job: Job) -> None:
        if isinstance(job.request, OpenRequest):
            model = job.request.model
            job.done.connect(lambda _info: self._opened(model))

    def _opened(self, model: str) -> None:
        record = self._record
        if record is not None and not self.isHidden() and record.request.subject.model == model:
            self.model_came.emit(record)
