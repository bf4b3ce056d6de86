"""Flow: how what was read moves on. Raw weights, rollout and norm-based contributions of one layer side by side, under one pointer.

The idea that is not obvious: the three maps have one pointer and one selection, but each its own scale; they measure other things.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_flow_column import FlowColumn
from workbench.gui.panels.attention_flow_words import FlowWords
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_words import traced_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import FlowImage, FlowKind, FlowRequest, FlowRows, FlowRowsRequest, Progress

VIEW_MS = 30
MOST_EXACT = 256 * 256
"""Cells of a map whose numbers are all fetched; of a larger one, the selected row."""
SLIDER_WIDTH = 180


class FlowView(QWidget):
    """Asks while it is seen; a click on a row selects its token everywhere, the slider its layer."""

    key = "flow"
    follows = True
    uses_head = False

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words = FlowWords(self)
        self._shown: Shown | None = None
        self._taken: Shown | None = None
        self._layer = 0
        self._jobs: dict[str, Job] = {}
        self._gathered: Callable[[], object] | None = None
        self.controls = QWidget(frame)
        self._timer = single_shot(VIEW_MS, self._ask_pictures, parent=self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.layer_label, self.layer, self.readout = QLabel(self.controls), QSlider(Qt.Orientation.Horizontal, self.controls), QLabel(self)
        self.hide_sink, self.stream = QCheckBox(self.controls), QCheckBox(self.controls)
        self.hide_sink.setChecked(True)
        self.layer.setFixedWidth(SLIDER_WIDTH)
        self.layer.setPageStep(4)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self.layer_label, self.layer, self.hide_sink, self.stream):
            row.addWidget(one)
        row.addSpacing(theme.S3)
        row.addWidget(self.readout, 1)
        self.waiting, self.caution = Waiting(self), WrappedLabel(parent=self)
        self.caution.setProperty("role", "caption")
        self.picture = QWidget(self)
        beside = QHBoxLayout(self.picture)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.S4)
        kinds: tuple[FlowKind, ...] = ("raw", "rollout", "norm")
        self.columns = {name: FlowColumn(name, self.picture) for name in kinds}
        for column in self.columns.values():
            beside.addWidget(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S2)
        whole.addWidget(self.waiting)
        whole.addWidget(self.picture, 1)
        whole.addWidget(self.caution)

    def _connect(self) -> None:
        self._choice.changed.connect(self._chosen)
        self.layer.valueChanged.connect(self._slid)
        self.hide_sink.clicked.connect(lambda _on: self._ask_pictures())
        self.stream.clicked.connect(lambda _on: self._look_again())
        self.waiting.cancelled.connect(lambda: [job.cancel() for job in self._jobs.values() if job.running])
        for column in self.columns.values():
            column.wanted.connect(self._timer.start)
            column.picked.connect(self._choice.pick)
            column.list.chosen.connect(self._pick_key)
            column.pointed.connect(lambda query, key: self._point((query, key)))

    # what the panel asks

    def title(self) -> str:
        return self.tr("Flow")

    def set_trace(self, shown: Shown | None) -> None:
        self._shown = shown
        if shown is None:
            self._taken = None
        elif self.isVisible():
            self._take_up(shown)

    def rows(self) -> Sequence[Sequence[object]]:
        """All exact numbers, once they were gathered."""
        shown = self._taken
        if shown is None or any(column.exact is None for column in self.columns.values()):
            return []
        queries, keys = ([axis.label(at) for at in range(len(axis.tokens))] for axis in (shown.queries, shown.keys))
        rows: list[Sequence[object]] = [("map", "layer", "query", "query_token", "key", "key_token", "value")]
        for column in self.columns.values():
            assert column.exact is not None
            for query, values in enumerate(column.exact.tolist()):
                read = values[: query + 1] if shown.causal else values
                rows += [
                    (column.kind, self._layer, query, queries[query], key, keys[key], f"{value:.9g}") for key, value in enumerate(read)
                ]
        return rows

    def arrays(self) -> dict[str, np.ndarray]:
        """The maps as they are, once they were gathered."""
        return {column.kind: column.exact for column in self.columns.values() if column.exact is not None}

    def gather(self, then: Callable[[], object]) -> None:
        """Fetch all exact numbers of the layer."""
        self._gathered = then
        for name in self.columns:
            self._ask_rows(name, ())
        self._tell_gathered()

    def snippet(self) -> str:
        if self._taken is None:
            return ""
        imports = "from workbench.engine.flow import flow_rows\nfrom workbench.values import FlowRowsRequest\n"
        kinds = tuple(column.kind for column in self.columns.values())
        return traced_snippet(self._taken, imports=imports) + (
            f"for kind in {kinds!r}:\n"
            f"    *_, found = flow_rows(trace, FlowRowsRequest(trace.request, {self._layer}, kind, part={self._taken.part!r}))\n"
            "    print(kind, found.values)  # float32 [query, key]\n"
        )

    def save_state(self) -> dict[str, object]:
        return {"hide_sink": self.hide_sink.isChecked(), "stream": self.stream.isChecked()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.hide_sink.setChecked(bool(state.get("hide_sink", True)))
        self.stream.setChecked(bool(state.get("stream", False)))

    def retranslate(self) -> None:
        self.hide_sink.setText(self.tr("Hide sink"))
        self.hide_sink.setToolTip(self.tr("Leave the first token out of the scales, not out of the numbers"))
        self.stream.setText(self.tr("With the stream"))
        self.stream.setToolTip(self.tr("Count the token's own stream and the norm behind the sum among the norm-based contributions"))
        self.layer.setAccessibleName(self.tr("Layer"))
        self.caution.setText(self._words.caution())
        self._say()

    # another trace, layer or kind

    def _take_up(self, shown: Shown) -> None:
        self._taken = shown
        self._jobs.clear()
        self.stream.setVisible(shown.part != "cross")
        self._layer = self._choice.head_in(shown)[0]
        self.layer.setRange(0, shown.sink_share.shape[0] - 1)
        self.layer.setValue(self._layer)
        self.columns["norm"].kind = self._norm_kind
        for column in self.columns.values():
            column.set_trace(shown)
        self._refresh()

    @property
    def _norm_kind(self) -> FlowKind:
        cross = self._taken is not None and self._taken.part == "cross"
        return "norm_residual" if self.stream.isChecked() and not cross else "norm"

    def _look_again(self) -> None:
        """Another kind of norm takes the place of the one that was shown."""
        if self._taken is not None:
            self.columns["norm"].kind = self._norm_kind
            self.columns["norm"].set_trace(self._taken)
            self._refresh()

    def _slid(self, layer: int) -> None:
        if self._taken is not None and layer != self._layer:
            self._choice.choose_head(layer, self._choice.head[1])

    def _chosen(self) -> None:
        if self._taken is None or not self.isVisible():
            return
        layer = self._choice.head_in(self._taken)[0]
        if layer != self._layer:
            self._layer = layer
            self.layer.setValue(layer)
            for column in self.columns.values():
                column.forget()
            self._refresh()
        else:
            self._mark()

    def _refresh(self) -> None:
        self._ask_pictures()
        self._mark()
        self._say()

    # asking

    def _ask_pictures(self) -> None:
        """Ask for the next picture of each map that would show more; it comes back here until all is there."""
        if self._taken is None or not self.isVisible():
            return
        for name, column in self.columns.items():
            request = column.next_picture(self._layer, hide_sink=self.hide_sink.isChecked())
            if request is not None:
                self._ask(f"flow-{name}", request, self._show_picture)

    def _ask_rows(self, name: str, positions: tuple[int, ...]) -> None:
        shown, column = self._taken, self.columns[name]
        if shown is not None and column.exact is None:
            request = FlowRowsRequest(shown.trace.request, self._layer, column.kind, positions, shown.part)
            self._ask(f"flow-rows-{name}", request, self._show_rows)

    def _ask(self, key: str, request: FlowRequest | FlowRowsRequest, show: Callable[..., None]) -> None:
        before = self._jobs.get(key)
        coming = before.request if before is not None and before.running else None
        whole = dataclasses.replace(request, positions=()) if isinstance(request, FlowRowsRequest) else request
        if coming in (request, whole):
            return
        job = self._jobs[key] = self._session.submit(request, key=key, priority=1)
        job.event.connect(lambda event: self._wait(event) if self._jobs.get(key) is job and isinstance(event, Progress) else None)
        job.done.connect(lambda found: self._answered(show, found) if self._jobs.get(key) is job else None)
        job.failed.connect(lambda error: self._failed(error) if self._jobs.get(key) is job else None)

    def _wait(self, progress: Progress) -> None:
        self.waiting.see(self._words.waiting(progress), progress)

    def _answered(self, show: Callable[..., None], found: FlowImage | FlowRows) -> None:
        if not any(job.running for job in self._jobs.values()):
            self.waiting.hide()
        request = found.request
        shown = self._taken
        if shown is not None and (request.trace, request.part, request.layer) == (shown.trace.request, shown.part, self._layer):
            for column in self.columns.values():
                if column.kind == request.kind:
                    show(column, found)

    def _failed(self, error: WorkbenchError) -> None:
        self.waiting.hide()
        self._gathered = None
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show_picture(self, column: FlowColumn, found: FlowImage) -> None:
        column.show_picture(found)
        causal = self._taken is not None and self._taken.causal
        remark = self.tr("scale without the first token") if column.map.is_cut else ""
        column.bar.set_words(self.tr("later token, can't be read") if causal else "", [remark])
        self._ask_pictures()

    def _show_rows(self, column: FlowColumn, found: FlowRows) -> None:
        if found.request.positions:
            column.show_row(found.values[0], self._words.others())
            return
        column.show_exact(found.values)
        self._mark()
        self._tell_gathered()

    def _tell_gathered(self) -> None:
        if self._gathered is not None and all(column.exact is not None for column in self.columns.values()):
            then, self._gathered = self._gathered, None
            then()

    def _mark(self) -> None:
        """Show the selected tokens in all maps, and the row of the last of them in the lists."""
        shown, positions = self._taken, self._choice.positions
        if shown is None or not positions:
            return
        at = positions[-1]
        small = len(shown.queries.tokens) * len(shown.keys.tokens) <= MOST_EXACT
        for name, column in self.columns.items():
            column.map.mark(positions)
            column.heading.setText(self._words.heading(shown, at))
            column.list.setAccessibleName(f"{self._words.title(column.kind)}: {column.heading.text()}")
            if column.exact is not None:
                column.show_row(column.exact[at], self._words.others())
            elif self.isVisible():
                self._ask_rows(name, () if small else (at,))

    def _point(self, cell: tuple[int, int]) -> None:
        """One pointer for all maps."""
        for column in self.columns.values():
            column.map.point_at(cell)
        if self._taken is not None:
            self.readout.setText(self._words.cell(self._taken, cell, list(self.columns.values())))

    def _pick_key(self, position: int) -> None:
        if self._taken is not None and self._taken.keys is self._taken.queries:
            self._choice.pick(position)

    def _say(self) -> None:
        self.layer_label.setText(self.tr("Layer {layer}").format(layer=self._layer))
        for column in self.columns.values():
            column.title.setText(self._words.title(column.kind))
            column.bar.set_quantity(self._words.quantity(column.kind))
            if self._taken is not None:
                column.note.setText(self._words.note(column.kind, self._taken))
        if self._taken is not None:
            self.readout.setText(self._words.cell(self._taken, self.columns["raw"].map.cursor_cell, list(self.columns.values())))
            self._mark()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._shown is not None and self._shown is not self._taken:
            self._take_up(self._shown)
        else:
            self._chosen()
            self._ask_pictures()
