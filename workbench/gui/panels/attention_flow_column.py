"""One of the maps of the Flow view: a title, the map with its scale, what it is, and the selected token's row as a list."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.widgets.color_bar import ColorBar
from workbench.gui.widgets.heat_map import HeatMap
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import FlowImage, FlowKind, FlowRequest, HeadImage, HeadRequest

LISTED = 24
LEAST = (150, 150)
"""Room that a map must have: three of them stand side by side in a narrow panel, too."""


class FlowColumn(QWidget):
    """`wanted` when a better picture may be asked for; `pointed(q, k)`, `picked(q)` as the map has them."""

    wanted = Signal()
    pointed = Signal(int, int)
    picked = Signal(int)

    def __init__(self, kind: FlowKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._shown: Shown | None = None
        self._exact: np.ndarray | None = None
        self.title, self.note, self.heading = (WrappedLabel(parent=self) for _ in range(3))
        self.map, self.bar, self.list = HeatMap(self), ColorBar(self), RankedList(self, bar_width=96)
        self.title.setFont(theme.sans(bold=True))
        self.note.setProperty("role", "caption")
        self.heading.setFont(theme.sans(bold=True))
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing())  # so that the maps stand side by side
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.map.setMinimumSize(*LEAST)
        self.picture = QWidget(self)
        drawn, column = QVBoxLayout(self.picture), QVBoxLayout(self)
        for one, stretch in ((self.title, 0), (self.note, 0), (self.map, 1), (self.bar, 0)):
            drawn.addWidget(one, stretch)
        for one, stretch in ((self.picture, 5), (self.heading, 0), (self.list, 3)):
            column.addWidget(one, stretch)
        for layout in (drawn, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S1)
        self.map.view_changed.connect(self.wanted)
        self.map.hovered.connect(self.pointed)
        self.map.picked.connect(self.picked)

    def set_trace(self, shown: Shown) -> None:
        """Another text, or another attention of it."""
        self._shown = shown
        self.map.set_tokens(shown.queries.tokens, None if shown.keys is shown.queries else shown.keys.tokens, causal=shown.causal)
        self.forget()

    def forget(self) -> None:
        """The numbers are of another layer."""
        self._exact = None
        self.map.set_exact(None)

    def next_picture(self, layer: int, *, hide_sink: bool) -> FlowRequest | None:
        """The picture that would show more; None if all is there."""
        shown = self._shown
        if shown is None:
            return None
        found = self.map.wanted(HeadRequest(shown.trace.request, layer, 0, hide_sink=hide_sink, part=shown.part))
        if found is None:
            return None
        return FlowRequest(found.trace, layer, self.kind, found.region, found.pixels, found.reduce, found.hide_sink, found.part)

    def show_picture(self, found: FlowImage) -> None:
        r = found.request
        stands_for = HeadRequest(r.trace, r.layer, 0, r.region, r.pixels, r.reduce, r.hide_sink, r.part)  # all heads are one here
        self.map.add(HeadImage(stands_for, found.region, found.image, found.step, 0.0, found.high))
        self.bar.set_scale(self.map.high, cut=self.map.is_cut)

    def show_exact(self, values: np.ndarray) -> None:
        """The whole map, float32 [queries, keys]."""
        self._exact = values
        self.map.set_exact(values)

    @property
    def exact(self) -> np.ndarray | None:
        return self._exact

    def value(self, query: int, key: int) -> float | None:
        """One number, where it is known."""
        known = self._exact is not None and 0 <= query < len(self._exact) and 0 <= key < self._exact.shape[1]
        return float(self._exact[query, key]) if known and self._exact is not None else None

    def show_row(self, values: np.ndarray, others: str) -> None:
        """What is left of each key in one query, float32 [keys]. `others`: words with {n} for those that are not listed."""
        shown = self._shown
        if shown is None:
            return
        most = float(values.max(initial=0.0)) or 1.0
        order = [at for at in np.argsort(-values, kind="stable").tolist() if values[at] > 0]
        rows = [
            Ranked(shown.keys.named(at), float(values[at]) / most, f"{float(values[at]):.8f}", at, f"{float(values[at]):.4f}")
            for at in order[:LISTED]
        ]
        if len(order) > LISTED:
            rest = float(values[order[LISTED:]].sum())
            rows.append(Ranked(others.format(n=f"{len(order) - LISTED:,}"), min(1.0, rest / most), f"{rest:.8f}", -1, f"{rest:.4f}"))
        self.list.set_rows(rows)
