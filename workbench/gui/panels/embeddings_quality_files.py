"""A page of the Quality view that reads a file: it asks, shows the answer as a sentence and a table, and keeps its file when the set
changes. What a kind of file asks and says is its `Kind`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.session import Job, Session
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.quality_table import QualityTable
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import AnalogiesRequest, Progress, Vectors, VectorSource, WordSimilarityRequest

MOST_NAMED = 12


class Names(NamedTuple):
    """What a kind of file calls its button and its table, and what stands for a file while there is none; the table's headings, of
    which the first `n_words` are of words."""

    open: str
    table: str
    hint: str
    about: str
    headings: tuple[str, ...]
    n_words: int


class Kind(Protocol):
    """A kind of file. `found` is the answer to its request."""

    def names(self) -> Names: ...

    def request(self, source: VectorSource, path: str) -> WordSimilarityRequest | AnalogiesRequest: ...

    def result(self, found: Any) -> str:
        """In a sentence."""

    def lines(self, found: Any) -> list[list[str]]:
        """The table."""

    def rows(self, found: Any | None) -> Iterator[Sequence[object]]:
        """The data, column names first."""

    def snippet(self, found: Any) -> str: ...


class FilePage(QWidget):
    """A file, a sentence with the result, a table. `asked` when an answer is asked for, `failed(error)` when there is none."""

    asked = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QWidget, kind: Kind) -> None:
        super().__init__(parent)
        self._session, self._kind = session, kind
        self._vectors: Vectors | None = None
        self._job: Job | None = None
        self.path, self.found = "", None
        self.open, self._file, self.result = QPushButton(self), QLabel(self), WrappedLabel("", self)
        self.table, self.about, self.waiting = QualityTable(self), WrappedLabel("", self), Waiting(self)
        self._file.setProperty("role", "caption")
        self.about.setProperty("role", "caption")
        self.result.setFont(theme.sans(bold=True))
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.open)
        row.addWidget(self._file, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(row)
        for widget in (self.waiting, self.result):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        self.open.clicked.connect(self.ask_file)
        self.waiting.cancelled.connect(self._cancel)

    # asking

    def ask_file(self) -> None:
        """Let the person point at a file."""
        dialog = QFileDialog(self, self.open.text(), "", self.tr("Text (*.txt *.tsv *.csv);;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, path: str) -> None:
        """Read this file from now on."""
        self.path = path
        self._file.setText(Path(path).name)
        self._file.setToolTip(path)
        self._show(None)
        self.follow()

    def set_vectors(self, vectors: Vectors | None) -> None:
        self._vectors = vectors
        self._show(None)
        self.follow()

    def follow(self) -> None:
        """Ask, if there is a file and a set, and somebody looks."""
        if not self.path or self._vectors is None or not self.isVisible() or self.found is not None:
            return
        self.asked.emit()
        job = self._job = self._session.submit(self._kind.request(self._vectors.request.source, self.path), key="quality")
        self.waiting.begin(self.tr("Comparing with the file…"))
        job.event.connect(lambda event: self._heard(job, event))
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._fail(job, error))

    def _heard(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self.waiting.see(self.tr("Comparing with the file…"), event)

    def _answered(self, job: Job, found: object) -> None:
        if job is self._job:
            self._show(found)

    def _fail(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self.waiting.hide()
            if error.code != "cancelled":
                self.failed.emit(error)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.follow()

    # showing

    def _show(self, found: Any | None) -> None:
        self.found = found
        if found is not None:
            self.waiting.hide()
        self.result.setText(self._kind.result(found) if found is not None else "")
        self.table.set_rows(self._kind.lines(found) if found is not None else ())
        lacking = self._lacking(found.unknown) if found is not None else ""
        self.about.setText(" ".join(part for part in (lacking, self._kind.names().about) if part))

    def _lacking(self, unknown: Sequence[str]) -> str:
        """Words that the set lacks."""
        if not unknown:
            return ""
        named = ", ".join(unknown[:MOST_NAMED]) + (" …" if len(unknown) > MOST_NAMED else "")
        said = self.tr("Words that the set lacks, or that are longer than a token: {n} ({words}).")
        return said.format(n=count(len(unknown)), words=named)

    def rows(self) -> Iterator[Sequence[object]]:
        return self._kind.rows(self.found)

    def snippet(self) -> str:
        return self._kind.snippet(self.found) if self.found is not None else ""

    def retranslate(self) -> None:
        names = self._kind.names()
        self.open.setText(names.open)
        self.table.setAccessibleName(names.table)
        self.table.name(names.headings, names.n_words)
        if not self.path:
            self._file.setText(names.hint)
        self._show(self.found)
