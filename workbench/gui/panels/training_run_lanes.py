"""Texts and soft prompts that a run follows, as lanes over its steps: how surprising each token is, what each virtual token is near to."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.widgets.color_bar import ColorBar
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.pinned_lanes import PinnedLanes
from workbench.gui.widgets.step_lanes import StepLanes
from workbench.gui.widgets.virtual_lanes import SAME, VirtualLanes, unlearned
from workbench.gui.widgets.visible import visible


class PinnedPage(QWidget):
    """`text`, the choice among the pinned texts, and `bar`, the scale of the tints, are placed by who has this."""

    def __init__(self, axis: CurveAxis, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._shown = RunState(), (-1, -1)
        self._lanes, self.text, self.bar = PinnedLanes(), QComboBox(parent), ColorBar(parent)
        self.lanes = StepLanes(self._lanes, axis, self)
        self.text.setMinimumContentsLength(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.lanes, 1)
        self.text.activated.connect(lambda _row: self._show())
        self.retranslate()

    def show_state(self, state: RunState) -> None:
        """What is known of the pinned texts of a run."""
        self._state = state
        request = state.request
        texts = request.pinned if request is not None else ()
        if [self.text.itemData(row) for row in range(self.text.count())] != list(texts):
            self.text.clear()
            for text in texts:
                self.text.addItem(visible(text), text)
        self._show()

    def _show(self) -> None:
        number = max(0, self.text.currentIndex())
        found = self._state.pinned.get(number, [])
        if (number, len(found)) == self._shown and found:
            return
        self._shown = (number, len(found))
        if found:
            self._lanes.set_values(found[-1].tokens, [one.step for one in found], [one.nats for one in found])
            self.bar.set_scale(self._lanes.high, cut=False)
        else:
            self._lanes.set_values((), (), ())
        self.lanes.renew()

    @property
    def remark(self) -> str:
        """What the text costs now, and did at first."""
        values = self._lanes.nats
        if not len(values):
            return ""
        words = self.tr("mean {last} nats per token; {first} at step {step}")
        first, last = (float(np.nanmean(row)) if np.isfinite(row).any() else math.nan for row in (values[0], values[-1]))
        return words.format(last=f"{last:.3f}", first=f"{first:.3f}", step=f"{int(self._lanes.steps[0]):,}")

    def retranslate(self) -> None:
        self.text.setAccessibleName(self.tr("Pinned text"))
        self.lanes.setAccessibleName(self.tr("Surprise of each token of the pinned text, over the steps"))
        self.bar.set_quantity(self.tr("nats"))
        self.bar.setToolTip(self.tr("darker: better known"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class VirtualPage(QWidget):
    """The nearest tokens of a soft prompt."""

    def __init__(self, axis: CurveAxis, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._n = RunState(), 0
        self._lanes = VirtualLanes()
        self.lanes = StepLanes(self._lanes, axis, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lanes)
        self.retranslate()

    def show_state(self, state: RunState) -> None:
        """What the soft prompt of a run was near to."""
        if state is not self._state or len(state.virtual) != self._n:
            self._state, self._n = state, len(state.virtual)
            self._lanes.set_found(state.virtual)
            self.lanes.renew()

    @property
    def remark(self) -> str:
        """What the picture means, and what it doesn't."""
        found = self._state.virtual
        if found and found[-1].chance >= SAME:
            return unlearned()
        words = self.tr("nearest token of each virtual token; without colour: no nearer ({score}) than random tokens may be")
        return words.format(score=f"{found[-1].chance:.2f}") if found else ""

    def retranslate(self) -> None:
        self.lanes.setAccessibleName(self.tr("Nearest token of each virtual token, over the steps"))
        self._lanes.set_found(self._state.virtual)
        self.lanes.renew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
