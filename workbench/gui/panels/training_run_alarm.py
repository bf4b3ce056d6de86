"""What set off an alarm: the batch that was read, the sizes of everything in each part of the model, and what can be done now."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStyle,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.gui import theme
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.panels.training_run_words import RunWords
from workbench.gui.widgets.numbers import nats
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import PartNorms, TrainAlarm


class AlarmPage(QWidget):
    """`told(verb, number)` when the person says how to go on."""

    told = Signal(str, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = RunWords(self)
        self.alarm: TrainAlarm | None = None
        self._steps: tuple[int, ...] = ()
        self._waiting = False
        self.about, self.rows, self.norms = WrappedLabel(parent=self), QTreeWidget(self), QTreeWidget(self)
        self.back_label, self.back_to, self.back = QLabel(self), QComboBox(self), QPushButton(self)
        self.skip = QPushButton(self)
        for table in (self.rows, self.norms):
            table.setRootIsDecorated(False)
            table.setUniformRowHeights(True)
            table.setProperty("framed", True)
        self.rows.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.norms.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        actions = QHBoxLayout()
        for one in (self.back_label, self.back_to, self.back, self.skip):
            actions.addWidget(one)
        actions.addStretch(1)
        self.tables = QSplitter(Qt.Orientation.Horizontal, self)
        self.tables.setChildrenCollapsible(False)
        self.tables.addWidget(self.rows)
        self.tables.addWidget(self.norms)
        self.tables.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.about)
        column.addLayout(actions)
        column.addWidget(self.tables, 1)
        self.back.clicked.connect(lambda: self.told.emit("go_back", float(self.back_to.currentData())))
        self.skip.clicked.connect(lambda: self.told.emit("resume", 0.0))
        self.retranslate()

    def show_state(self, state: RunState) -> None:
        """The last alarm of a run, and what can be done about it."""
        alarm = state.alarms[-1] if state.alarms else None
        before = alarm.step if alarm is not None else 0
        steps = tuple(step for step in state.kept_steps if step < before)
        waiting = state.waiting == "alarm" and state.running
        if (alarm, steps, waiting) == (self.alarm, self._steps, self._waiting):
            return
        if alarm is not self.alarm:
            self.alarm = alarm
            self._fill()
        self._steps, self._waiting = steps, waiting
        self._say()
        self.back_to.clear()
        for step in steps:
            self.back_to.addItem(f"{step:,}", step)
        alarmed = {one.step for one in state.alarms}  # what was kept at an alarm has gone wrong already, most likely
        self.back_to.setCurrentIndex(next((row for row, step in enumerate(steps) if step not in alarmed), 0))
        for one in (self.back_label, self.back_to, self.back):
            one.setVisible(waiting and bool(steps))
        self.skip.setVisible(waiting)

    def _fill(self) -> None:
        self.rows.clear()
        self.norms.clear()
        alarm = self.alarm
        if alarm is None:
            return
        for row in alarm.rows:
            item = QTreeWidgetItem([f"{row.row:,}", nats(row.loss), visible(row.text)])
            item.setFont(2, theme.mono())
            item.setToolTip(2, wrapped(row.text))
            _right(item, 0, 1)
            self.rows.addTopLevelItem(item)
        begun = False
        for norms in alarm.norms:
            values = (norms.weights, norms.gradients, norms.activations)
            first_odd = not begun and not all(math.isfinite(value) for value in values)
            begun = begun or first_odd
            name = self._part(norms) + (self.tr("  ← first") if first_odd else "")
            item = QTreeWidgetItem([name, *(f"{value:.4g}" for value in values)])
            _right(item, 1, 2, 3)
            for column, value in enumerate(values, 1):
                if not math.isfinite(value):
                    item.setForeground(column, theme.colors().bad)
            self.norms.addTopLevelItem(item)
        self._share()

    def _share(self) -> None:
        """The sizes get the room that they need, the texts all the rest."""
        head, bar = self.norms.header(), self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        head.resizeSections(QHeaderView.ResizeMode.ResizeToContents)
        needed = min(head.length() + bar + 2 * self.norms.frameWidth() + theme.S1, self.tables.width() * 2 // 3)
        self.tables.setSizes([max(1, self.tables.width() - needed - self.tables.handleWidth()), needed])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _say(self) -> None:
        self.about.setText(self._words.alarm(self.alarm, waiting=self._waiting) if self.alarm is not None else "")

    def _part(self, norms: PartNorms) -> str:
        return {
            "embedding": self.tr("embedding"),
            "encoder": self.tr("encoder, block {n}").format(n=norms.layer),
            "decoder": self.tr("block {n}").format(n=norms.layer),
            "end": self.tr("after the last block"),
        }[norms.part]

    def retranslate(self) -> None:
        self.rows.setHeaderLabels([self.tr("Row"), self.tr("Loss, nats"), self.tr("What was read")])
        self.rows.setAccessibleName(self.tr("Rows of the batch"))
        self.norms.setHeaderLabels([self.tr("Part"), self.tr("Weights"), self.tr("Gradients"), self.tr("Activations")])
        self.norms.setAccessibleName(self.tr("How large everything is in each part of the model"))
        head = self.norms.headerItem()
        assert head is not None
        head.setToolTip(1, self.tr("Length of all weights as one vector"))
        head.setToolTip(2, self.tr("Length of their gradients, before they are clipped"))
        head.setToolTip(3, self.tr("Root mean square of the stream behind it"))
        self.back_label.setText(self.tr("Back to the weights of step"))
        self.back_label.setBuddy(self.back_to)
        self.back_to.setAccessibleName(self.tr("Checkpoint to go back to"))
        self.back.setText(self.tr("Go back and on"))
        self.back.setToolTip(
            wrapped(self.tr("Weights and moments become those of the checkpoint; the batch is left out, and the steps go on."))
        )
        self.skip.setText(self.tr("Leave the batch out"))
        self.skip.setToolTip(self.tr("Go on with the weights as they are, behind this batch"))
        self._fill()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _right(item: QTreeWidgetItem, *columns: int) -> None:
    for column in columns:
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
