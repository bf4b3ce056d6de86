"""The page of the bias probe: a table of pairs, and how differently the open model thinks of their two sides.

Owns the one running comparison (key `bias`), the table that is edited and the result on screen, live or stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_bias_table import PairsEditor
from workbench.gui.panels.playground_bias_words import BiasWords
from workbench.gui.panels.playground_page import Common
from workbench.gui.session import Job
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.forest_plot import ForestPlot
from workbench.gui.widgets.intervention_words import python_imports
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Bias,
    BiasPair,
    BiasRequest,
    BiasTable,
    Progress,
    RunRecord,
    check_table,
)

NARROW = 860
SIDE_WIDTH, LARGEST_BYTES = 110, 8 << 20
SNIPPET = """from workbench.engine import bias, open_model
from workbench.values import BiasPair, BiasRequest, BiasTable

request = {request!r}
*_, found = bias(open_model(request.model), request)
print(found.mean, found.low, found.high)
print(dict(zip(found.templates, found.means)))
"""


class BiasPage(QWidget):
    """See `Page`."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    needs_model = has_button = True
    samples = has_views = False
    intervenes = True

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._words = common, BiasWords(self)
        self._job: Job | None = None
        self._found: Bias | None = None
        self._progress: Progress | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.editor, self.plot = PairsEditor(self._common.session, self), ForestPlot(self)
        self.finding, self.verdict, self.how, self.caution = (WrappedLabel(parent=self) for _ in range(4))
        self.finding.setFont(theme.sans(theme.TITLE, bold=True))
        for label in (self.how, self.caution):
            label.setProperty("role", "caption")
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.S3)
        self.splitter.addWidget(self.editor)
        self.splitter.addWidget(self._right())
        self.splitter.setSizes([540, 460])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter, 1)

    def _right(self) -> QWidget:
        right = QWidget(self)
        self.scroll = QScrollArea(self)
        self.scroll.setWidgetResizable(True)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setProperty("view", True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget(self.scroll)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.plot)
        self.scroll.setWidget(holder)
        self.export = Export(self.plot, self._common.bar, name="bias", rows=self.rows, snippet=self.python)
        self.export.button.hide()  # the plot's own context menu; the panel's button saves the whole page
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.S1)
        for one in (self.finding, self.verdict):
            inside.addWidget(one)
        inside.addWidget(self.scroll, 100)
        for one in (self.how, self.caution):
            inside.addWidget(one)
        inside.addStretch(1)
        return right

    def _connect(self) -> None:
        self.editor.changed.connect(self._table_changed)
        self.editor.failed.connect(self.failed)
        self.editor.written.connect(lambda name: self._common.bar.show_notice(self.tr("Saved {name}.").format(name=name)))
        self.plot.template_asked.connect(self._go_to)

    def _table_changed(self) -> None:
        """What was found stays to be read, but of other rows the differences are not shown."""
        self._show_differences()
        self._say()
        self.changed.emit()

    def _go_to(self, row: int) -> None:
        """Select the first pair of a template that was chosen in the plot."""
        if self._found is not None and row < len(self._found.templates) and self._found.request.table.pairs == self.editor.table.pairs:
            place = self._found.of_template.tolist().index(row)
            self.editor.pairs.selectRow(place)

    # doing

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def ready(self) -> bool:
        return bool(self._common.session.subject.model)

    @property
    def savable(self) -> bool:
        return self._found is not None

    @property
    def found(self) -> Bias | None:
        """What is shown."""
        return self._found

    def request(self) -> BiasRequest:
        """What Compare asks for now."""
        session = self._common.session
        return BiasRequest(session.subject.model, self.editor.table, text=self.editor.title, interventions=session.interventions)

    def act(self) -> None:
        request = self.request()
        try:
            check_table(request.table)
        except WorkbenchError as error:
            if isinstance(row := error.values.get("row"), int):
                self.editor.pairs.selectRow(row - 1)
            self.failed.emit(error)
            return
        self._common.begin()
        self._progress = None
        job = self._job = self._common.session.submit(request, key="bias", record=True)
        job.event.connect(lambda event: self._saw(job, event))
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self._show(None)
        self.changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _saw(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self._progress = event
            self._say()

    def _done(self, job: Job, found: object) -> None:
        if job is self._job and isinstance(found, Bias):
            self._job = None
            self._show(found)
            self.changed.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self._say()
            self.changed.emit()
            if error.code != "cancelled":
                self.failed.emit(error)

    def enter(self, mode: str) -> None:
        self.editor.ask_tables()

    def leave(self) -> None:
        """What was found stays to be read."""

    def open(self, record: RunRecord) -> str:
        if not isinstance(record.request, BiasRequest):
            return ""
        self.stop()
        self._job = None
        self.editor.ask_tables()
        self.editor.set_table(record.request.table)
        self._show(record.result if isinstance(record.result, Bias) else None)
        return "bias"

    def subject_changed(self) -> None:
        """The table has its own texts; another model only makes what is shown older than it."""
        self._say()

    def show_view(self, key: str) -> None:
        """There is one view only."""

    # showing

    def _show(self, found: Bias | None) -> None:
        self._found = found
        self.plot.show_bias(found)
        self._show_differences()
        self._say()

    def _show_differences(self) -> None:
        found = self._found
        fits = found is not None and found.request.table.pairs == self.editor.table.pairs
        self.editor.pairs.table.show_differences((found.a_nats - found.b_nats).tolist() if found is not None and fits else ())

    def notes(self) -> Sequence[Note]:
        remarks, found = self._common.remarks, self._found
        notes = remarks.about_fluency(self._common.fluency.found)
        if found is not None and self._common.stored.record is None and not self.running:
            asked, now = ((one.model, one.table.pairs, one.table.sides, one.interventions) for one in (found.request, self.request()))
            if asked != now:
                words = self.tr("The table or the model has changed since. “{button}” compares anew.")
                notes.append(Note(words.format(button=self.tr("Compare"))))
        return notes

    def judged(self) -> str:
        return " ".join(pair.a + pair.continuation for pair in self.editor.table.pairs[:8])

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the plot: a row for each pair, then the templates' means and the mean of all."""
        yield ("template", "a", "b", "continuation", "a_nats", "b_nats", "difference", "low", "high")
        found = self._found
        if found is None:
            return
        for pair, a, b in zip(found.request.table.pairs, found.a_nats.tolist(), found.b_nats.tolist(), strict=True):
            yield (pair.template, pair.a, pair.b, pair.continuation, a, b, a - b, "", "")
        for name, mean in zip(found.templates, found.means.tolist(), strict=True):
            yield (name, "", "", "", "", "", mean, "", "")
        yield ("mean", "", "", "", "", "", found.mean, found.low, found.high)

    def python(self) -> str:
        request = self._found.request if self._found is not None else self.request()
        return python_imports(request.interventions) + SNIPPET.format(request=request)

    def say(self) -> None:
        self._say()

    def _say(self) -> None:
        found = self._found
        self.scroll.setVisible(found is not None)
        if found is not None:
            self.finding.setText(self._words.finding(found))
            self.verdict.setText(self._words.verdict(found))
            self.how.setText(self._words.how(found))
        else:
            progress = self._progress
            waiting = self._words.loading() if progress is None or progress.what == "load" else ""
            told = waiting or self._words.running(int(progress.done), int(progress.total or 0)) if progress or self.running else ""
            self.finding.setText("")
            self.verdict.setText(told if self.running else self._words.idle())
            self.how.setText("")
        for label in (self.finding, self.how):
            label.setVisible(bool(label.text()))

    def save_state(self) -> dict[str, object]:
        table = self.editor.table
        return {"bias": [table.name, *table.sides], "bias_pairs": [[p.template, p.a, p.b, p.continuation] for p in table.pairs]}

    def restore_state(self, state: dict[str, object]) -> None:
        names, rows = state.get("bias"), state.get("bias_pairs")
        if isinstance(names, list | tuple) and isinstance(rows, list | tuple) and len(names) == 3 and rows:
            name, first, second = map(str, names)
            pairs = tuple(BiasPair(*map(str, row)) for row in rows if isinstance(row, list | tuple) and len(row) == 4)
            self.editor.set_table(BiasTable(name, pairs, (first, second)))

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Vertical if self.width() < NARROW else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)

    def retranslate(self) -> None:
        self.caution.setText(self._words.caution())
        for one in (self.editor, self.plot):
            one.retranslate()
        self._say()
