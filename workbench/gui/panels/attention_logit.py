"""Logit: why this token rather than that one? What each head, each MLP and each bias adds to the difference, and how it adds up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_contrast import AttentionContrast
from workbench.gui.panels.attention_logit_words import LogitWords, Parts
from workbench.gui.panels.attention_shown import Head, Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.panels.attention_words import traced_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.part_map import MLP, PartMap
from workbench.gui.widgets.ranked import RankedList
from workbench.gui.widgets.signed_bar import SignedBar
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.waterfall_plot import WaterfallPlot
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Attribution, AttributionRequest, Progress

LIST_WIDTH = 300


class LogitView(QWidget):
    """Asks when it is seen and the question is known; a click on a part selects its head everywhere."""

    key = "logit"
    follows = True
    uses_head = False

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words = LogitWords(self)
        self._shown: Shown | None = None
        self._job: Job | None = None
        self._parts: Parts | None = None
        self._mlp_at: Head | None = None  # the chosen head while it stands for its layer's MLP
        self.controls = self.contrast = AttentionContrast(choice, frame)
        self._build()
        self.contrast.failed.connect(self._failed)
        choice.contrast.changed.connect(self._ask)
        choice.changed.connect(self._mark)
        self.map.picked.connect(self._pick)
        self.waterfall.picked.connect(lambda layer: self._pick(layer, self._choice.head[1]))
        self.ranked.chosen.connect(self._pick_row)
        self.waiting.cancelled.connect(lambda: self._job is not None and self._job.cancel())
        self.retranslate()

    def _build(self) -> None:
        self.sum, self.note, self.adds, self.heading = WrappedLabel(parent=self), WrappedLabel(parent=self), QLabel(self), QLabel(self)
        self.waiting, self.waterfall = Waiting(self), WaterfallPlot(self)
        self.map, self.bar, self.ranked = PartMap(self), SignedBar(self), RankedList(self, bar_width=120)
        self.sum.setFont(theme.sans(bold=True))
        self.heading.setFont(theme.sans(bold=True))
        self.note.setProperty("role", "caption")
        self.adds.setProperty("role", "caption")
        self.adds.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        below = QSplitter(Qt.Orientation.Horizontal, self)
        below.addWidget(_column(self.map, self.bar))
        below.addWidget(_column(self.heading, self.ranked, self.adds))
        below.setStretchFactor(0, 1)
        below.setSizes([600, LIST_WIDTH])
        below.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one, stretch in ((self.waiting, 0), (self.sum, 0), (self.waterfall, 2), (below, 4), (self.note, 0)):
            column.addWidget(one, stretch)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Logit")

    def needs(self, shown: Shown) -> Need | None:
        return self._words.need(shown)

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if shown is None or (before is not None and shown.trace.request != before.trace.request):
            self._forget()
        if shown is not None and self._parts is not None:
            self._show(self._parts.found)  # another attention of the same trace
        self._ask()

    def shown_job(self) -> Job | None:
        """The job whose answer is on screen."""
        return self._job if self._job is not None and self._parts is not None and self._parts.found is self._job.result else None

    def rows(self) -> Sequence[Sequence[object]]:
        return self._parts.rows() if self._parts is not None else []

    def arrays(self) -> dict[str, np.ndarray]:
        """The parts as they are."""
        found = self._parts.found if self._parts is not None else None
        if found is None:
            return {}
        names = ("embedding", "positions", "heads", "cross_heads", "mlps", "attn_biases", "norm_biases", "final_bias", "steering", "total")
        return {name: np.asarray(getattr(found, name)) for name in names}

    def snippet(self) -> str:
        if self._shown is None or self._parts is None:
            return ""
        imports = "from workbench.engine.attribution import attribution\nfrom workbench.values import AttributionRequest, Contrast\n"
        asked = self._parts.found.of.contrast
        return traced_snippet(self._shown, imports=imports) + (
            f"*_, found = attribution(trace, AttributionRequest(trace.request, {asked!r}))\n"
            "print(found.of.value, found.total, found.heads, found.mlps)  # heads [layer, head], mlps [layer]; all in logits\n"
        )

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        pass

    def retranslate(self) -> None:
        self.contrast.retranslate()
        self.heading.setText(self.tr("Strongest parts"))
        self.ranked.setAccessibleName(self.tr("Strongest parts"))
        self.note.setText(self._words.note())
        if self._parts is not None:
            self._show(self._parts.found)

    # asking

    def _ask(self) -> None:
        """Ask the question that is chosen, if somebody looks and it is not on screen or under way."""
        contrast, shown = self._choice.contrast.contrast, self._shown
        if shown is None or contrast is None or not self.isVisible():
            return
        request = AttributionRequest(shown.trace.request, contrast)
        if (self._parts is not None and self._parts.found.request == request) or (self._job is not None and self._job.request == request):
            return
        job = self._job = self._session.submit(request, key="attribution", priority=1)
        job.event.connect(lambda event: self._wait(event) if job is self._job and isinstance(event, Progress) else None)
        job.done.connect(lambda found: self._show(found) if job is self._job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def _wait(self, progress: Progress) -> None:
        self.waiting.see(self._words.waiting(progress), progress)

    def _failed(self, error: WorkbenchError) -> None:
        self.waiting.hide()
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    def _forget(self) -> None:
        self._job, self._parts = None, None
        self.waiting.hide()
        self.sum.setText("")
        self.adds.setText("")
        self.map.set_values(np.zeros((0, 0)))
        self.waterfall.set_steps(())
        self.ranked.set_rows(())

    # showing

    def _show(self, found: Attribution) -> None:
        if self._shown is None:
            return
        self.waiting.hide()
        parts = self._parts = Parts(found, crossing=self._shown.part == "cross")
        self.sum.setText(self._words.sum(found))
        self.waterfall.set_steps(self._words.steps(found))
        high = float(np.abs(parts.heads).max())  # an MLP can outweigh all heads, which would leave them pale
        self.map.set_values(parts.heads, found.mlps, high=high)
        self.bar.set_scale(self.map.high, cut=bool((np.abs(found.mlps) > high).any()))
        self.bar.set_words(*self._words.ends(found))
        rows, adds = self._words.ranked(parts)
        self.ranked.set_rows(rows)
        self.adds.setText(adds)
        self.adds.setToolTip(adds)
        self._mark()

    def _mark(self) -> None:
        layer, head = self._choice.head
        self.map.select(layer, MLP if self._mlp_at == (layer, head) else head)
        self.waterfall.select_layer(layer)

    def _pick(self, layer: int, head: int) -> None:
        """Select a head everywhere; an MLP selects its layer."""
        chosen = layer, self._choice.head[1] if head == MLP else head
        self._mlp_at = chosen if head == MLP else None
        self._choice.choose_head(*chosen)
        self._mark()

    def _pick_row(self, number: int) -> None:
        if self._parts is not None:
            self._pick(*self._parts.part(number))

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._mark()
        self._ask()


def _column(*widgets: QWidget) -> QWidget:
    """Widgets one below the other; the largest grows."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S1)
    for one in widgets:
        column.addWidget(one, 1 if isinstance(one, PartMap | RankedList) else 0)
    return made
