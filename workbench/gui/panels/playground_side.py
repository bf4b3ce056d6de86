"""What stands beside a text: the alternatives of a step, the sampler at it, the tree of branches, the probe. One at a time.

The idea that is not obvious: all of them look at the same step, which the text owns; switching between them changes nothing else.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_probe import ProbeView
from workbench.gui.panels.playground_run import Look
from workbench.gui.panels.playground_samplers import SamplersView
from workbench.gui.panels.playground_step import StepDetails
from workbench.gui.panels.playground_tree import TreeView
from workbench.gui.panels.playground_whatif import WhatIfWatch
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.segmented import Segmented

VIEWS = ("alternatives", "samplers", "tree", "probe")


class Side(QWidget):
    """`branch_asked(token_id)` at the step looked at, `branch_at(number, token_id)` at another one, `run_asked(run, number)`;
    `left`: back to the text."""

    branch_asked = Signal(int)
    branch_at = Signal(int, int)
    run_asked = Signal(int, int)
    step_asked = Signal(int)
    left = Signal()

    def __init__(self, common: Common, what_if: WhatIfWatch, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self.switch, self._stack = Segmented(VIEWS, self), QStackedWidget(self)
        self.details, self.samplers = StepDetails(self._stack), SamplersView(common, what_if, self._stack)
        self.tree, self.probe = TreeView(common, self._stack), ProbeView(common, self._stack)
        self.views: dict[str, QWidget] = {
            "alternatives": self.details, "samplers": self.samplers, "tree": self.tree, "probe": self.probe,
        }  # fmt: skip
        for view in self.views.values():
            self._stack.addWidget(view)
        self.export = Export(
            self._stack, common.bar, name="step", rows=lambda: self.view.rows(), snippet=lambda: self.view.python()
        )  # fmt: skip
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(self.switch)
        head.addStretch(1)
        head.addWidget(self.export.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(330)
        self.switch.chosen.connect(self.show_view)
        self.details.branched.connect(self.branch_asked)
        self.details.left.connect(self.left)
        self.samplers.branch_asked.connect(self.branch_at)
        self.tree.run_asked.connect(self.run_asked)
        self.tree.left.connect(self.left)
        self.probe.step_asked.connect(self.step_asked)
        self.retranslate()

    @property
    def view(self) -> QWidget:
        """The view on screen."""
        return self.views[self.switch.key]

    def show_view(self, key: str) -> None:
        """One of `VIEWS`."""
        self.switch.choose(key)
        self._stack.setCurrentWidget(self.view)
        self.view.look(self._look)

    def look(self, look: Look) -> None:
        """Every view looks at this step; those that are hidden catch up when they are shown."""
        self._look = look
        self.view.look(look)
        if self.view is not self.tree:
            self.tree.look(look)

    def state(self) -> dict[str, object]:
        """What is remembered from one start to the next."""
        return {"beside": self.switch.key, "probed": self.probe.edit.text()}

    def restore(self, state: dict[str, object]) -> None:
        self.probe.edit.setText(str(state.get("probed", "")))
        self.show_view(str(state.get("beside", VIEWS[0])))

    def enter(self) -> None:
        """Go to what can be walked in the view on screen."""
        target = {
            "alternatives": self.details.view, "samplers": self.samplers.stages.model.strip, "tree": self.tree.tree,
            "probe": self.probe.edit,
        }[self.switch.key]  # fmt: skip
        target.setFocus()

    def retranslate(self) -> None:
        self.switch.name((self.tr("Alternatives"), self.tr("Samplers"), self.tr("Tree"), self.tr("Probe")), self.tr("Beside the text"))
        for view in self.views.values():
            view.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
