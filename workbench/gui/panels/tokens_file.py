"""What a whole text file becomes in one tokenizer: what is lost, what each script costs, which lines cost most.

A file is chosen by dialog or dropped; a line that is activated comes under study.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.tokens_picker import TokenizerBox
from workbench.gui.panels.tokens_view import Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets import script_words
from workbench.gui.widgets.cost_table import CostTable
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.numbers import count, percent
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.units import size
from workbench.gui.widgets.visible import visible
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import FileReport, FileReportRequest, LineReport, Progress

LISTS = ("costly", "lossy_lines")
SHOWN_CHARACTERS = 160
SNIPPET = """from workbench.library import locate_tokenizer, open_tokenizer
from workbench.text.file_report import report
from workbench.values import FileReportRequest

tokenizer = open_tokenizer(locate_tokenizer({tokenizer!r}))
request = FileReportRequest({tokenizer!r}, {path!r})
*_, found = report(tokenizer, request, name={tokenizer!r}, stopped=lambda: False)
print(found.lines, found.lossy, found.tokens, found.costs)
"""


class FileView(QWidget):
    """The report's sentences, its costs, its lines."""

    key, needs_text = "file", False

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self._path = ""
        self._job: Job | None = None
        self._found: FileReport | None = None
        self._build()
        self._build_controls(frame)
        self.setAcceptDrops(True)
        self.choose.clicked.connect(self._choose)
        self.hint.asked.connect(self._choose)
        self.box.chosen.connect(self._ask)
        self.lists.chosen.connect(lambda _key: self._fill())
        for signal in (self.lines.itemClicked, self.lines.itemActivated):
            signal.connect(lambda item, _column: self._study(item))
        self.waiting.cancelled.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.retranslate()

    def _build(self) -> None:
        self.waiting, self.hint, self._stack = Waiting(self), Hint(self), QStackedWidget(self)
        self.facts, self.costs = WrappedLabel(parent=self), CostTable(self)
        self.lists, self.how, self.lines = Segmented(LISTS, self), QLabel(self), QTreeWidget(self)
        self.how.setProperty("role", "caption")
        self.lines.setRootIsDecorated(False)
        self.lines.setUniformRowHeights(True)
        self.lines.setColumnCount(5)
        self.lines.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.lines.header().setStretchLastSection(True)
        head = QHBoxLayout()
        head.addWidget(self.lists)
        head.addWidget(self.how, 1, Qt.AlignmentFlag.AlignRight)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for part in (self.facts, self.costs):
            column.addWidget(part)
        column.addLayout(head)
        column.addWidget(self.lines, 1)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.S2)
        outer.addWidget(self.waiting)
        outer.addWidget(self._stack, 1)

    def _build_controls(self, frame: PanelFrame) -> None:
        self.controls = QWidget(frame)
        self.box, self.choose, self.named = TokenizerBox(self._session, self.controls), QPushButton(self.controls), QLabel(self.controls)
        self.named.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for part in (self.box, self.choose, self.named):
            row.addWidget(part)
        row.addStretch(1)

    # what the panel asks

    def title(self) -> str:
        return self.tr("File")

    def set_answer(self, shown: Shown | None) -> None:
        """It reads a file, not the text under study."""

    def rows(self) -> Iterator[Sequence[object]]:
        yield script_words.EXPORT_HEADERS
        if self._found is not None:
            yield from script_words.export_rows(self._found.name, self._found.costs)

    def snippet(self) -> str:
        return SNIPPET.format(tokenizer=self._found.request.tokenizer, path=self._found.request.path) if self._found is not None else ""

    def save_state(self) -> dict[str, object]:
        return {"tokenizer": self.box.reference}

    def restore_state(self, state: dict[str, object]) -> None:
        self.box.choose(str(state.get("tokenizer", "")))

    def retranslate(self) -> None:
        self.box.retranslate()
        self.choose.setText(self.tr("Choose a text file…"))
        self.lists.name((self.tr("Costliest lines"), self.tr("Lines that don't come back")), self.tr("Which lines"))
        self.how.setText(self.tr("A click puts the line under study."))
        self.lines.setAccessibleName(self.tr("Lines of the file"))
        self.lines.setHeaderLabels(
            [self.tr("Line"), self.tr("Tokens"), self.tr("For a character"), self.tr("Not given back"), self.tr("Text")]
        )
        self.costs.retranslate()
        self._show()

    # asking

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.box.known.ensure()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() and Path(url.toLocalFile()).is_file() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read(next(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("A text file to report on"), "", self.tr("Text (*.txt *.md);;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, path: str) -> None:
        """Report on this file."""
        self._path = path
        self._ask()

    def _ask(self) -> None:
        tokenizer = self.box.tokenizer
        if not self._path or not tokenizer:
            self._show()
            return
        self._frame.bar.clear()
        self._job = job = self._session.submit(FileReportRequest(tokenizer, self._path), key="file report")
        job.event.connect(lambda event: self._advance(job, event))
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self.waiting.begin(self.tr("Reading the file…"))
        self._show()

    def _advance(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self.waiting.see(self.tr("Reading the file…"), event)

    def _answered(self, job: Job, found: FileReport) -> None:
        if job is self._job:
            self._job, self._found = None, found
            self.waiting.hide()
            self._show()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self.waiting.hide()
            self._show()
            if error.code != "cancelled":
                self._frame.bar.show_error(error, action_text=self.tr("Choose a text file…"), action=self._choose)

    def _study(self, item: QTreeWidgetItem) -> None:
        line = item.data(0, Qt.ItemDataRole.UserRole)
        if isinstance(line, LineReport):
            self._session.change_subject(text=line.text)

    # showing

    def _show(self) -> None:
        found = self._found
        self.named.setText(Path(self._path).name)
        self.named.setToolTip(self._path)
        self._stack.setCurrentIndex(1 if found is not None else 0)
        body = self.tr(
            "How many of its lines come back as they were, what Hangul, Latin and digits cost in tokens, which lines cost most. "
            "Choose a text file, or drop one here."
        )
        self.hint.say(self.tr("Report on a text file"), body, self.tr("Choose a text file…") if self._job is None else "")
        if found is not None:
            self.facts.setText("\n".join(self._facts(found)))
            self.costs.set_rows([(found.name, found.tokens, found.costs)])
            self._fill()

    def _facts(self, found: FileReport) -> Iterator[str]:
        filled = max(1, found.lines - found.empty)
        words = self.tr("{file} in {tokenizer}: {size}, {lines} lines ({empty} empty), {tokens} tokens.")
        yield words.format(
            file=Path(found.request.path).name, tokenizer=found.name, size=size(found.size_bytes), lines=count(found.lines),
            empty=count(found.empty), tokens=count(found.tokens),
        )  # fmt: skip
        words = self.tr("Lines that don't come back: {lossy} ({share}). Not in NFC: {decomposed}. With invisible characters: {invisible}.")
        yield words.format(
            lossy=count(found.lossy),
            share=percent(found.lossy / filled),
            decomposed=count(found.decomposed),
            invisible=count(found.invisible),
        )
        per_syllable = script_words.ratio(found.costs, "syllables", "hangul")
        if per_syllable is not None:
            yield self.tr("Tokens for one Hangul syllable: {ratio}.").format(ratio=script_words.spelled(per_syllable))

    def _fill(self) -> None:
        self.lines.clear()
        found = self._found
        for line in getattr(found, self.lists.key) if found is not None else ():
            ratio = f"{line.tokens / max(1, line.characters):.2f}"
            item = QTreeWidgetItem([count(line.number), count(line.tokens), ratio, line.lost, visible(line.text[:SHOWN_CHARACTERS])])
            item.setData(0, Qt.ItemDataRole.UserRole, line)
            for column in range(3):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setFont(4, theme.mono())
            self.lines.addTopLevelItem(item)
