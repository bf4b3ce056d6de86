"""Predicted against measured: the heads that attribution names, ablated one by one, in a table and as points.

The idea that is not obvious: attribution counts what a head writes directly; ablation lets everything behind the head answer. Where
the points leave the line, later layers made up for the head, or built on it.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_ablate_words import AblateWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.effect_scatter import EffectPoint, EffectScatter, correlation
from workbench.gui.widgets.effect_table import EffectTable
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Attribution, AttributionRequest, Contrast, Effects, EffectsRequest, ModelPart, Part, Replacement, TraceRequest

HEADS, MOST = 10, 200


class Predicted(QWidget):
    """`picked(layer, head)` when a head is chosen here; `failed(error)`."""

    picked = Signal(int, int)
    failed = Signal(object)

    def __init__(self, session: Session, words: AblateWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._words = session, words
        self._asked: tuple[TraceRequest, Contrast, Part] | None = None
        self._by: Replacement = "mean"
        self._reference = ""
        self._job: Job | None = None
        self._heads: list[tuple[int, int]] = []
        self._predicted: list[float] = []
        self._effects: Effects | None = None
        self.test, self.heads = QPushButton(self), QSpinBox(self)
        self.heads.setRange(2, MOST)
        self.heads.setValue(HEADS)
        theme.pad(self.heads)
        self.says, self.table, self.scatter = WrappedLabel(parent=self), EffectTable(self), EffectScatter(self)
        self.says.setProperty("role", "caption")
        self._lay_out()
        self.test.clicked.connect(self._ask)
        for one in (self.table, self.scatter):
            one.chosen.connect(lambda number: self.picked.emit(*self._heads[number]))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.S2)
        tools.addWidget(self.test)
        tools.addWidget(self.heads)
        tools.addStretch(1)
        both = QSplitter(Qt.Orientation.Vertical, self)
        both.addWidget(self.scatter)
        both.addWidget(self.table)
        both.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(tools)
        column.addWidget(self.says)
        column.addWidget(both, 1)

    # asking

    def set_question(
        self, trace: TraceRequest | None, contrast: Contrast | None, part: Part, by: Replacement, *, reference: str = ""
    ) -> None:
        """What would be tested; something else than before empties the page. `reference`: as in Ablation."""
        asked = (trace, contrast, part) if trace is not None and contrast is not None else None
        if (asked, by, reference) != (self._asked, self._by, self._reference):
            self._asked, self._by, self._reference, self._job = asked, by, reference, None
            self._heads, self._predicted, self._effects = [], [], None
            self._show()
        self.test.setEnabled(asked is not None)

    def _ask(self) -> None:
        if self._asked is not None:
            trace, contrast, _ = self._asked
            self._submit(AttributionRequest(trace, contrast), "predicted", self._attributed)

    def _attributed(self, found: Attribution) -> None:
        assert self._asked is not None
        trace, contrast, part = self._asked
        values = found.cross_heads if part == "cross" else found.heads
        order = np.argsort(-np.abs(values), axis=None, kind="stable")[: self.heads.value()]
        self._heads = [(int(number) // values.shape[1], int(number) % values.shape[1]) for number in order]
        self._predicted = [-float(values[head]) for head in self._heads]
        self._effects = None
        self._show()
        only = tuple(ModelPart(layer, head, part) for layer, head in self._heads)
        self._submit(EffectsRequest(trace, contrast, self._by, self._reference, only=only, losses=False), "predicted", self._measured)

    def _measured(self, found: Effects) -> None:
        self._effects = found
        self._show()

    def _submit(self, request: object, key: str, take: object) -> None:
        job = self._job = self._session.submit(request, key=key)
        job.event.connect(lambda event: self._measured(event) if job is self._job and isinstance(event, Effects) else None)
        job.done.connect(lambda found: take(found) if job is self._job else None)  # type: ignore[operator]
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.failed.emit(error)

    # showing

    @property
    def points(self) -> list[EffectPoint]:
        """Every head that was named, with what is known of it."""
        effects, part = self._effects, self._asked[2] if self._asked is not None else ""
        measured = None if effects is None else effects.heads[part or next(iter(effects.heads))]
        return [
            EffectPoint(self._words.part(head), number, predicted, float("nan") if measured is None else float(measured[head]))
            for number, (head, predicted) in enumerate(zip(self._heads, self._predicted, strict=True))
        ]

    def _show(self) -> None:
        points = self.points
        self.table.set_points(points)
        self.scatter.set_points(points)
        self.says.setText(self._words.predicted(correlation(points), len(points), self._by))

    def retranslate(self) -> None:
        self.test.setText(self.tr("Ablate the predicted heads, one by one"))
        self.heads.setAccessibleName(self.tr("How many heads"))
        self.heads.setToolTip(self.tr("How many of the heads that attribution names are tested"))
        self.scatter.set_words(self.tr("predicted change"), self.tr("measured change"), self.tr("Predicted against measured effects"))
        self.table.retranslate()
        self._show()
