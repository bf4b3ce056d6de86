"""Training a tokenizer on one's own texts, and what it makes of lines it has not seen, beside another one.

A training is a run; one that is stored is opened here again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.tokens_picker import short_name
from workbench.gui.panels.tokens_train_form import TrainForm
from workbench.gui.panels.tokens_view import Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets import script_words
from workbench.gui.widgets.cost_table import CostTable
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.units import size
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Progress, RunRecord, TrainedTokenizer, TrainTokenizerRequest

FORM_WIDTH = 340
SNIPPET = """from workbench.library import train_tokenizer
from workbench.values import TrainTokenizerRequest

*_, made = train_tokenizer({request!r})
print(made.path, made.d_vocab)
"""


class TrainView(QWidget):
    """The settings at the left, the result at the right."""

    key, needs_text, controls = "train", False, None
    opens = (TrainTokenizerRequest,)

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self._job: Job | None = None
        self._made: TrainedTokenizer | None = None
        self._run = 0
        self.form, self.waiting, self.hint = TrainForm(session, self), Waiting(self), Hint(self)
        self.facts, self.sample, self.use = (WrappedLabel(parent=self) for _ in range(3))
        self.costs, self._stack = CostTable(self), QStackedWidget(self)
        self.use.setProperty("role", "caption")
        self.sample.setFont(theme.mono())
        self._build()
        self.setAcceptDrops(True)
        self.form.asked.connect(self._train)
        self.hint.asked.connect(self.form.choose_files)
        self.waiting.cancelled.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.retranslate()

    def _build(self) -> None:
        self.form.setFixedWidth(FORM_WIDTH)
        result = QWidget(self)
        column = QVBoxLayout(result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        for part in (self.facts, self.costs, self.sample, self.use):
            column.addWidget(part)
        column.addStretch(1)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(result)
        right = QVBoxLayout()
        right.setSpacing(theme.S2)
        right.addWidget(self.waiting)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.S1, 0, 0)
        row.setSpacing(theme.S5)
        row.addWidget(self.form)
        row.addLayout(right, 1)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Train")

    def set_answer(self, shown: Shown | None) -> None:
        """It works on files, not on the text under study."""

    def rows(self) -> Iterator[Sequence[object]]:
        yield script_words.EXPORT_HEADERS
        for one in self._made.measures if self._made is not None else ():
            yield from script_words.export_rows(one.tokenizer, one.costs)

    def snippet(self) -> str:
        return SNIPPET.format(request=self._made.request if self._made is not None else self.form.request())

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """A training is a run; nothing else is kept."""

    def show_run(self, record: RunRecord) -> None:
        """Show a stored training, as far as it came."""
        self._run = record.row.id
        self.form.set_request(record.request)
        self._made = record.result if isinstance(record.result, TrainedTokenizer) else None
        self._show()

    def retranslate(self) -> None:
        self.form.retranslate()
        self.costs.retranslate()
        self._show()

    # training

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.form.beside.known.ensure()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() and Path(url.toLocalFile()).is_file() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.form.take_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _train(self) -> None:
        self._frame.bar.clear()
        self._made, self._run = None, 0
        self._job = job = self._session.submit(self.form.request(), key="train tokenizer", record=True)
        job.event.connect(lambda event: self._advance(job, event))
        job.done.connect(lambda made: self._answered(job, made))
        job.failed.connect(lambda error: self._failed(job, error))
        self.form.set_running(True)
        self.waiting.begin(self.tr("Reading the texts…"))
        self._show()

    def _advance(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            words = {
                "read": self.tr("Reading the texts…"),
                "train": self.tr("Building the vocabulary…"),
                "measure": self.tr("Measuring on lines kept apart…"),
            }
            self.waiting.see(words.get(event.what, ""), event)

    def _answered(self, job: Job, made: TrainedTokenizer) -> None:
        if job is self._job:
            self._made, self._run = made, job.run_id or 0
            self._end()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._end()
            if error.code != "cancelled":
                self._frame.bar.show_error(error)

    def _end(self) -> None:
        self._job = None
        self.form.set_running(False)
        self.waiting.hide()
        self._show()

    # showing

    def _show(self) -> None:
        made = self._made
        self._stack.setCurrentIndex(1 if made is not None else 0)
        body = self.tr(
            "A tokenizer learns from texts which pieces deserve a token of their own. Train one on your own texts: "
            "it is measured on lines it has not seen, and can then be chosen wherever a tokenizer can."
        )
        self.hint.say(self.tr("Train a tokenizer on your texts"), body, "" if self.form.paths else self.tr("Choose text files…"))
        if made is None:
            return
        self.facts.setText("\n".join(self._facts(made)))
        self.costs.set_rows([(short_name(one.tokenizer), one.tokens, one.costs) for one in made.measures])
        self.sample.setText(self.tr("Its longest tokens:") + "  " + "   ".join(map(visible_token, made.sample)))
        words = self.tr(
            "Choose {name} under Compare and Vocabulary, on the command line (--model {name}), or as the tokenizer of a recipe."
        )
        self.use.setText(words.format(name=made.request.name))

    def _facts(self, made: TrainedTokenizer) -> Iterator[str]:
        words = self.tr("{name}: {tokens} tokens, learned from {lines} lines ({size}) in {seconds} s.")
        text = words.format(
            name=made.request.name,
            tokens=count(made.d_vocab),
            lines=count(made.lines),
            size=size(made.size_bytes),
            seconds=f"{made.seconds:.1f}",
        )
        number = self.tr("Run {id}.").format(id=self._run) if self._run else ""
        yield f"{text} {number}".rstrip()
        if made.held_out_lines:
            yield self.tr("Measured on {lines} lines that were kept apart:").format(lines=count(made.held_out_lines))
        else:
            yield self.tr("Measured on lines it has seen, for the texts have too few to keep any apart:")
