"""Beneath a run's curves: what the model writes, the texts it follows, what set off an alarm, what happened; each on a page of its own.

A page that has nothing to show for this run has no button.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.training_run_alarm import AlarmPage
from workbench.gui.panels.training_run_lanes import PinnedPage, VirtualPage
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.panels.training_run_words import RunWords
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.curve_marks import Mark
from workbench.gui.widgets.fold import Elided
from workbench.gui.widgets.front_stack import FrontStack
from workbench.gui.widgets.sample_history import SampleHistory
from workbench.gui.widgets.segmented import Segmented

LEAST_HEIGHT = 100
PAGES = ("samples", "pinned", "virtual", "alarm", "events")
_STEP = Qt.ItemDataRole.UserRole


class RunPages(QWidget):
    """`pointed(step)` when the person chooses something that was at a step; `alarmed` when an alarm came to the front,
    `switched` when another page did."""

    pointed = Signal(int)
    alarmed = Signal()
    switched = Signal()

    def __init__(self, axis: CurveAxis, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._state = RunWords(self), RunState()
        self._marks: tuple[Mark, ...] = ()
        self._n_samples = self._n_alarms = 0
        self.switch, self._stack, self.remark = Segmented(PAGES, self), FrontStack(self), Elided(self)
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.remark.setProperty("role", "caption")
        stack = self._stack
        self.samples, self.pinned, self.virtual = SampleHistory(stack), PinnedPage(axis, stack), VirtualPage(axis, stack)
        self.alarm, self.events = AlarmPage(stack), QTreeWidget(stack)
        self.events.setColumnCount(2)
        self.events.setRootIsDecorated(False)
        self.events.setUniformRowHeights(True)
        self.events.setProperty("framed", True)
        self.events.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._pages: dict[str, QWidget] = dict(zip(PAGES, (self.samples, self.pinned, self.virtual, self.alarm, self.events), strict=True))
        for page in self._pages.values():
            self._stack.addWidget(page)
        head = QHBoxLayout()
        for one in (self.switch, self.samples.prompt, self.pinned.text):
            head.addWidget(one)
        head.addWidget(self.remark, 1)
        head.addWidget(self.pinned.bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.switch.chosen.connect(self.show_page)
        self.samples.pointed.connect(self.pointed)
        self.events.currentItemChanged.connect(self._event_chosen)
        self.retranslate()

    def begin(self, state: RunState) -> None:
        """Show another run."""
        self._state, self._n_samples, self._n_alarms = state, 0, 0
        self.samples.begin()
        self.set_marks(())
        self.grew()

    def grew(self) -> None:
        """The run has more to show; an alarm comes to the front."""
        state = self._state
        self.samples.add(state.samples[self._n_samples :])
        self.pinned.show_state(state)
        self.virtual.show_state(state)
        self.alarm.show_state(state)
        alarmed = len(state.alarms) > self._n_alarms and state.waiting == "alarm"
        self._n_samples, self._n_alarms = len(state.samples), len(state.alarms)
        for key, there in (("pinned", bool(state.pinned)), ("virtual", bool(state.virtual)), ("alarm", bool(state.alarms))):
            self.switch.button(key).setVisible(there)
        self.show_page("alarm" if alarmed else self.switch.key)
        if alarmed:
            self.alarmed.emit()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """What happened, in the order of its steps."""
        if tuple(marks) == self._marks:
            return
        self._marks = tuple(marks)
        with QSignalBlocker(self.events):
            self.events.clear()
            for mark in reversed(self._marks):
                item = QTreeWidgetItem([f"{mark.step:,}", mark.words])
                item.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(0, _STEP, mark.step)
                self.events.addTopLevelItem(item)
        self._say()

    def show_page(self, key: str) -> None:
        """Bring a page to the front; one that this run has not, leaves its place to the first."""
        self.switch.choose(key)
        if self.switch.button(self.switch.key).isHidden():
            self.switch.choose(PAGES[0])
        self._stack.setCurrentWidget(self._pages[self.switch.key])
        self._say()
        self.switched.emit()

    def show_step(self, step: int) -> None:
        """The person points at a step of the curves."""
        self.samples.show_step(step)

    def _event_chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.pointed.emit(item.data(0, _STEP))

    def _say(self) -> None:
        key = self.switch.key
        remarks = {
            "samples": "" if self._state.samples else self._words.no_samples(self._state),
            "pinned": self.pinned.remark,
            "virtual": self.virtual.remark,
            "events": "" if self._marks else self.tr("Nothing happened yet."),
        }
        self.remark.say(remarks.get(key, ""))
        self.samples.prompt.setVisible(key == "samples" and self.samples.prompt.count() > 2)
        self.pinned.bar.setVisible(key == "pinned")
        self.pinned.text.setVisible(key == "pinned" and self.pinned.text.count() > 1)

    def retranslate(self) -> None:
        self.switch.name([self._words.tab(key) for key in PAGES], self.tr("Beneath the curves"))
        self.events.setHeaderLabels([self.tr("Step"), self.tr("What happened")])
        self.events.setAccessibleName(self.tr("What happened"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
