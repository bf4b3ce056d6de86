"""Attention: where every head reads. One trace, seen as the grid of all heads, as one head, and as one token's row.

Owns what is asked of the engine for it, each under a key of its own, so that only the newest question of a kind is answered.
The idea that is not obvious: the panel follows the text live only while that is cheap; how cheap is learned from the
last trace. Otherwise the view turns stale and Enter updates it.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui.panels.attention_side import AttentionSide
from workbench.gui.panels.attention_words import AttentionWords, python_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets import colormap
from workbench.gui.widgets.color_bar import ColorBar
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.head_grid import HeadGrid
from workbench.gui.widgets.heat_map import HeatMap
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Arrays,
    ArraysRequest,
    Cells,
    CellsRequest,
    Grid,
    GridRequest,
    HeadImage,
    HeadRequest,
    Progress,
    RunRecord,
    Selection,
    Subject,
    TraceRequest,
    TraceSummary,
)

LIVE_MS = 300
LIVE_CHARACTERS = 600
"""Below this a first trace is tried live; later the last one's duration tells."""
HOVER_MS, VIEW_MS = 40, 30
EXACT_TOKENS = 512
"""Up to this length a head is fetched whole (1 MiB)."""


class AttentionPanel(QWidget):
    """The panel. `shown_job()` is the trace on screen; `refresh()` traces the present text now."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._shown: Job | None = None
        self._trace: TraceSummary | None = None
        self._image: HeadImage | None = None
        self._tokens: TokenText | None = None
        self._map = SpanMap("", "")
        self._due, self._reopened = True, None
        self._exact: np.ndarray | None = None
        self._exact_of: tuple[object, ...] = ()
        self._cell, self._weight = (-1, -1), None
        self._words = AttentionWords(self)
        self._build()
        self._timers = {"hover": self._timer(HOVER_MS, self._ask_cell), "view": self._timer(VIEW_MS, self._ask_head)}
        self._connect()
        self.retranslate()
        self._subject_changed(session.subject)

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.layer_label, self.head_label = QLabel(self), QLabel(self)
        self.layer, self.head = QSpinBox(self), QSpinBox(self)
        self.hide_sink, self.common = QCheckBox(self), QCheckBox(self)
        self.hide_sink.setChecked(True)
        self.reduce, self.colours = QComboBox(self), QComboBox(self)
        for key in ("max", "mean"):
            self.reduce.addItem("", key)
        for name in colormap.NAMES:
            self.colours.addItem(name, name)
        for one in (self.layer_label, self.layer, self.head_label, self.head, self.hide_sink, self.common, self.reduce, self.colours):
            self.frame.controls.addWidget(one)
        self.frame.controls.addStretch(1)
        self.grid, self.map, self.bar = HeadGrid(self), HeatMap(self), ColorBar(self)
        self.readout, self.caption = QLabel(self), WrappedLabel(parent=self)
        for one in (self.readout, self.caption):
            one.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setProperty("role", "caption")
        self.picture = QWidget(self)
        middle = QVBoxLayout(self.picture)
        middle.setContentsMargins(0, 0, 0, 0)
        for one, stretch in ((self.readout, 0), (self.map, 1), (self.bar, 0)):
            middle.addWidget(one, stretch)
        self.side = AttentionSide(self._session, self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for one, stretch in ((self.grid, 0), (self.picture, 1), (self.side, 0)):
            self.splitter.addWidget(one)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.hint, self._stack = Hint(self), QStackedWidget(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.splitter)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 0, 16, 8)
        column.addWidget(self._stack, 1)
        column.addWidget(self.caption)
        self.frame.set_view(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self.export = Export(self.picture, self.frame.bar, name="attention", rows=self._rows, snippet=self._snippet)
        self.frame.controls.addWidget(self.export.button)

    def _connect(self) -> None:
        s = self._session
        s.subject_changed.connect(self._subject_changed)
        s.selection_changed.connect(self._selection_changed)
        s.run_opened.connect(self._run_opened)
        self.frame.refreshed.connect(self.refresh)
        self.frame.cancelled.connect(self._cancel)
        self.hint.asked.connect(s.model_wanted)
        self.grid.picked.connect(self._pick_head)
        self.grid.opened.connect(self.map.setFocus)
        self.layer.valueChanged.connect(lambda _value: self._pick_head(self.layer.value(), self.head.value()))
        self.head.valueChanged.connect(lambda _value: self._pick_head(self.layer.value(), self.head.value()))
        self.hide_sink.toggled.connect(lambda _on: self._ask_views())
        self.common.toggled.connect(self.grid.set_common_scale)
        self.reduce.activated.connect(lambda _row: self._ask_views())
        self.colours.activated.connect(lambda _row: self._colour())
        self.map.view_changed.connect(self._timers["view"].start)
        self.map.hovered.connect(self._hovered)
        self.map.picked.connect(self.pick_token)
        self.side.picked.connect(self.pick_token)

    def _timer(self, interval_ms: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Attention")

    def shown_job(self) -> Job | None:
        """The trace on screen, if it is the present text's."""
        return self._shown

    def save_state(self) -> dict[str, object]:
        sizes = self.splitter.sizes()
        return {
            "sink": self.hide_sink.isChecked(),
            "colours": self.colours.currentData(),
            "reduce": self.reduce.currentData(),
            "sizes": sizes,
        }

    def restore_state(self, state: dict[str, object]) -> None:
        self.hide_sink.setChecked(bool(state.get("sink", True)))
        for box, name in ((self.colours, "colours"), (self.reduce, "reduce")):
            box.setCurrentIndex(max(0, box.findData(state.get(name))))
        sizes = state.get("sizes")
        self.splitter.setSizes(sizes if isinstance(sizes, list) and len(sizes) == 3 and all(sizes) else [230, 700, 270])
        self._colour()

    # tracing

    def refresh(self) -> None:
        """Trace the present text, however long it takes."""
        subject = self._session.subject
        if not subject.model:
            return
        if not subject.text:
            self._drop()
            return
        self._due = False
        self.frame.bar.clear()
        self._job = job = self._session.submit(TraceRequest(subject), key="trace")
        job.event.connect(lambda event: self._progressed(job, event))
        job.done.connect(lambda summary: self._traced(job, summary))
        job.failed.connect(lambda error: self._failed(job, error))

    def _subject_changed(self, subject: Subject) -> None:
        self._due, self._shown = True, None
        if not subject.model or not subject.text:
            self._drop()
        elif self.isVisible():
            self._follow(subject)

    def _follow(self, subject: Subject) -> None:
        """Live while the estimate allows, else stale."""
        if self._estimate_ms(subject) <= LIVE_MS:
            self.refresh()
        else:
            if self._job is not None:
                self._job.cancel()
            self.frame.show_stale()

    def _estimate_ms(self, subject: Subject) -> float:
        """What a trace of the subject may take, from the last one's cost a character."""
        last = self._trace
        if last is None or last.request.subject.model != subject.model:
            return 0.0 if len(subject.text) <= LIVE_CHARACTERS else float("inf")
        longer = max(1.0, len(subject.text) / max(1, len(last.request.subject.text)))
        return last.duration_ms * longer * max(1.0, longer / 4)

    def _progressed(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            words = self.tr("Opening the model…") if event.what == "load" else self.tr("Reading the text layer by layer…")
            self.frame.show_loading(words, event)

    def _traced(self, job: Job, summary: TraceSummary) -> None:
        if job is not self._job:
            return
        self._shown, self._trace, self._image = job, summary, None
        self._tokens = TokenText(summary.encoding)
        self._map = SpanMap(summary.request.subject.text, summary.encoding.text)
        labels = [self._tokens.words(index) for index in range(len(self._tokens))]
        self.grid.set_shape(summary.model.n_layers, summary.model.n_heads)
        self.map.set_tokens(labels, causal=summary.model.kind == "decoder")
        self.side.set_trace(summary, labels)
        for box, most in ((self.layer, summary.model.n_layers - 1), (self.head, summary.model.n_heads - 1)):
            box.setMaximum(most)
        self._stack.setCurrentWidget(self.splitter)
        self.frame.show_current()
        self.frame.bar.clear()
        self._compare_with_stored(summary)
        self._ask_views()
        self._selection_changed(self._session.selection)
        self._say()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is not self._job:
            return
        self._job = None
        if error.code == "cancelled":
            self.frame.show_stale()
            return
        self.frame.show_current()
        self._drop()
        self.frame.bar.show_error(error)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _drop(self) -> None:
        """Show nothing, and that nothing is awaited."""
        self._job = self._shown = self._trace = self._image = self._tokens = None
        self.frame.bar.clear()
        self.frame.show_current()
        self._stack.setCurrentWidget(self.hint)
        self._say()

    def _run_opened(self, record: RunRecord) -> None:
        if isinstance(record.request, TraceRequest):
            self._reopened = record
            self.refresh()

    def _compare_with_stored(self, summary: TraceSummary) -> None:
        """A reopened run is computed anew; say so, and whether it is the same."""
        record, self._reopened = self._reopened, None
        if record is None or record.request.subject != summary.request.subject:
            return
        stored = record.result
        same = not isinstance(stored, TraceSummary) or stored.encoding.ids.tolist() == summary.encoding.ids.tolist()
        more = "" if same else self.tr("Its ids differ from the stored ones: the model or its tokenizer has changed.")
        self.frame.bar.show_notice(self.tr("Run {id}, computed anew.").format(id=record.row.id), more=more)

    # views

    def _ask_views(self) -> None:
        if self._trace is None:
            return
        size = max(8, min(128, self.grid.thumbnail_pixels))
        request = GridRequest(self._trace.request, size, self.reduce.currentData(), self.hide_sink.isChecked())
        job = self._session.submit(request, key="grid")
        job.done.connect(self._show_grid)
        job.failed.connect(self._view_failed)
        self._ask_head()
        self.side.ask(self._selected_positions(), layer=self.layer.value(), head=self.head.value())

    def _ask_head(self) -> None:
        if self._trace is None:
            return
        request = HeadRequest(
            self._trace.request,
            self.layer.value(),
            self.head.value(),
            self.map.region,
            self.map.pixels,
            self.reduce.currentData(),
            self.hide_sink.isChecked(),
        )
        job = self._session.submit(request, key="head", priority=1)
        job.done.connect(self._show_head)
        job.failed.connect(self._view_failed)
        self._ask_exact()

    def _ask_exact(self) -> None:
        """The whole head in float32 where that is small: then hovering and saving need not ask."""
        trace, head = self._trace, (self.layer.value(), self.head.value())
        if trace is None or (self._exact_of == (trace.request, head) or len(trace.encoding.ids) > EXACT_TOKENS):
            return
        self._exact, self._exact_of = None, (trace.request, head)
        request = ArraysRequest(trace.request, ("pattern",), layers=head[:1], heads=head[1:])
        self._session.submit(request, key="exact").done.connect(self._show_exact)

    def _show_exact(self, answer: Arrays) -> None:
        request = answer.request
        if (
            request.layers is not None
            and request.heads is not None
            and self._exact_of == (request.trace, (*request.layers, *request.heads))
        ):
            self._exact = answer.arrays["pattern"][0, 0]
            self._say_cell()

    def _show_grid(self, grid: Grid) -> None:
        if self._trace is not None and grid.request.trace == self._trace.request:
            self.grid.set_grid(grid.images, grid.ranges, self._trace.sink_share, causal=self._trace.model.kind == "decoder")

    def _show_head(self, image: HeadImage) -> None:
        if self._trace is None or image.request.trace != self._trace.request:
            return
        self._image = image
        self.map.set_image(image)
        self.bar.set_scale(image.low, image.high, cut=self._words.scale(image))
        self._say()

    def _view_failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.frame.bar.show_error(error)

    def _pick_head(self, layer: int, head: int) -> None:
        now = self._session.selection
        self._session.select(Selection(now.start, now.end, layer, head))
        self._set_head(layer, head)

    def _set_head(self, layer: int, head: int) -> None:
        if (layer, head) == self.grid.selected and (self.layer.value(), self.head.value()) == (layer, head) and self._image is not None:
            shown = self._image.request
            if (shown.layer, shown.head) == (layer, head):
                return
        for box, value in ((self.layer, layer), (self.head, head)):
            if box.value() != value:
                box.setValue(value)
        self.grid.select(layer, head)
        self._timers["view"].start()
        self.side.ask(self._selected_positions(), layer=layer, head=head)
        self._say()

    def _colour(self) -> None:
        for one in (self.grid, self.map, self.bar):
            one.set_colormap(self.colours.currentData())

    # selection

    def pick_token(self, position: int) -> None:
        """Select one token everywhere."""
        if self._tokens is None or not 0 <= position < len(self._tokens):
            return
        low, high = self._map.to_studied(int(self._tokens.starts[position]), int(self._tokens.ends[position]))
        now = self._session.selection
        if high > low:
            self._session.select(Selection(low, high, now.layer, now.head))
        self._mark([position])

    def _selected_positions(self) -> list[int]:
        """The positions under the selection, else the last one."""
        if self._tokens is None or not len(self._tokens):
            return []
        selection = self._session.selection
        low, high = self._map.to_tokenized(selection.start, selection.end)
        found = [int(at) for at in ((self._tokens.starts < high) & (self._tokens.ends > low)).nonzero()[0]] if high > low else []
        return found or [len(self._tokens) - 1]

    def _selection_changed(self, selection: Selection) -> None:
        if self._trace is None:
            return
        self._mark(self._selected_positions())
        if selection.layer is not None and selection.head is not None:
            self._set_head(min(selection.layer, self.layer.maximum()), min(selection.head, self.head.maximum()))

    def _mark(self, positions: list[int]) -> None:
        self.map.mark(positions)
        self.side.ask(positions, layer=self.layer.value(), head=self.head.value())

    # the cell under the pointer

    def _hovered(self, query: int, key: int) -> None:
        self._cell, self._weight = (query, key), None
        self._timers["hover"].start()
        self._say_cell()

    def _ask_cell(self) -> None:
        if self._trace is None or self._cell[0] < 0 or self._exact is not None:
            return
        cell = (self.layer.value(), self.head.value(), *self._cell)
        job = self._session.submit(CellsRequest(self._trace.request, (cell,)), key="cells", priority=2)
        job.done.connect(self._show_cell)

    def _show_cell(self, cells: Cells) -> None:
        if cells.request.cells[0][2:] == self._cell:
            self._weight = float(cells.weights[0])
            self._say_cell()

    # saving

    def _rows(self) -> list[list[object]]:
        """The weights in view: exact where the head is here whole, else those of the picture's blocks, and the heading says so."""
        if self._image is None or self._tokens is None:
            return []
        q0, q1, k0, k1 = self._image.region
        step, labels = self._image.step, self._tokens
        if self._exact is not None:
            step, weights = 1, self._exact[q0:q1, k0:k1]
        else:
            weights = self._image.low + self._image.image.astype(float) / 255 * (self._image.high - self._image.low)
        first = "query" if self._exact is not None else f"query (8-bit {self._image.request.reduce} of {step} x {step})"
        head: list[object] = [first, "query_token", *(f"{k0 + c * step}:{labels.words(k0 + c * step)}" for c in range(weights.shape[1]))]
        return [head, *([q0 + r * step, labels.words(q0 + r * step), *row.tolist()] for r, row in enumerate(weights))]

    def _snippet(self) -> str:
        return python_snippet(self._trace.request, self.layer.value(), self.head.value()) if self._trace is not None else ""

    # words

    def _say_cell(self) -> None:
        weight = self._weight
        if self._exact is not None and self._cell[0] >= 0:
            weight = float(self._exact[self._cell])
        self.readout.setText(self._words.cell(self._tokens, self._cell, weight))

    def _say(self) -> None:
        shown = self._trace is not None
        controls = (self.layer_label, self.layer, self.head_label, self.head, self.hide_sink, self.common, self.reduce, self.colours)
        for one in (*controls, self.export.button):
            one.setVisible(shown)
        self.caption.setText(self._words.caption(self._trace, self.layer.value(), self.head.value()))
        self.bar.set_nothing(self._words.nothing(self._trace))
        self.hint.say(*self._words.hint(self._session.subject))
        self._say_cell()

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        for label, box, text in (
            (self.layer_label, self.layer, self.tr("Layer")),
            (self.head_label, self.head, self.tr("Head")),
        ):
            label.setText(text)
            label.setBuddy(box)
            box.setAccessibleName(text)
        self.hide_sink.setText(self.tr("Hide sink"))
        self.hide_sink.setToolTip(self.tr("Leaves the first token out of the colour scale. The data stay as they are."))
        self.common.setText(self.tr("One scale"))
        self.common.setToolTip(self.tr("All heads of the grid on one colour scale, instead of each on its own."))
        self.reduce.setAccessibleName(self.tr("How several cells become one"))
        self.colours.setAccessibleName(self.tr("Colours"))
        for row, text in enumerate((self.tr("Strongest of a block"), self.tr("Mean of a block"))):
            self.reduce.setItemText(row, text)
        self._say()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        subject = self._session.subject
        if self._due and subject.model and subject.text:
            self._follow(subject)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1100, 700)
