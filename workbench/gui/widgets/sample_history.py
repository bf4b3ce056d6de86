"""What a model wrote at intervals of its training: a line for each sample, the newest first, and the whole text of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from workbench.gui import theme
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible
from workbench.values import TrainSample

STEP, PROMPT, TEXT = range(3)
LEAST_WIDTH, PROMPT_WIDTH = 72, 180
MOST = 600
"""So many samples are listed, the last ones."""
_NUMBER = Qt.ItemDataRole.UserRole


class SampleHistory(QWidget):
    """`pointed(step)` when the person chooses a sample. `prompt`, the choice of whose samples are listed, is placed by who has this."""

    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples: list[TrainSample] = []
        self._first = 0
        self.prompt, self.list, self.whole = QComboBox(self), QTreeWidget(self), QPlainTextEdit(self)
        self.prompt.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.prompt.setMaximumWidth(PROMPT_WIDTH + 40)
        self.list.setColumnCount(3)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setProperty("framed", True)
        self.list.header().setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(STEP, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(True)
        self.whole.setReadOnly(True)
        self.whole.setFont(theme.mono())
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.whole)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.prompt.activated.connect(lambda _row: self._fill())
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.retranslate()

    def begin(self) -> None:
        """Another run: nothing was written yet."""
        self.samples, self._first = [], 0
        self.prompt.clear()
        self.retranslate()
        self._fill()

    def add(self, samples: Sequence[TrainSample]) -> None:
        """What was written since; whoever looks at the newest goes on to do so."""
        current = self.list.currentItem()
        at_newest = current is None or self.list.indexOfTopLevelItem(current) == 0
        for sample in samples:
            self.samples.append(sample)
            if self.prompt.findData(sample.prompt) < 0:
                self.prompt.addItem(visible(sample.prompt), sample.prompt)
            if self._wanted(sample):
                self.list.insertTopLevelItem(0, self._item(len(self.samples) - 1))
        while self.list.topLevelItemCount() > MOST:
            self.list.takeTopLevelItem(MOST)
        self.list.setColumnHidden(PROMPT, self.prompt.count() <= 2 or self.prompt.currentIndex() > 0)
        self.list.setColumnWidth(PROMPT, min(PROMPT_WIDTH, max(self.list.sizeHintForColumn(PROMPT), LEAST_WIDTH)))
        if at_newest and samples and self.list.topLevelItemCount():
            with QSignalBlocker(self.list):
                self.list.setCurrentItem(newest := self.list.topLevelItem(0))
            self._say(self.samples[newest.data(STEP, _NUMBER)])

    def show_step(self, step: int) -> None:
        """Choose the newest sample that was there at a step, without telling."""
        for number in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(number)
            if item is not None and self.samples[item.data(STEP, _NUMBER)].step <= step:
                with QSignalBlocker(self.list):
                    self.list.setCurrentItem(item)
                self._say(self.samples[item.data(STEP, _NUMBER)])
                return

    def _wanted(self, sample: TrainSample) -> bool:
        return self.prompt.currentIndex() <= 0 or self.prompt.currentData() == sample.prompt

    def _item(self, number: int) -> QTreeWidgetItem:
        sample = self.samples[number]
        item = QTreeWidgetItem([f"{sample.step:,}", visible(sample.prompt), " ".join(sample.text.split()) or visible(sample.text) or "—"])
        item.setData(STEP, _NUMBER, number)
        item.setTextAlignment(STEP, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column in (PROMPT, TEXT):
            item.setFont(column, theme.mono())
        item.setToolTip(TEXT, wrapped(sample.text))
        return item

    def _fill(self) -> None:
        """List what was written for the prompt that is chosen."""
        with QSignalBlocker(self.list):
            self.list.clear()
        self.whole.clear()
        samples, self.samples = self.samples, []
        self.add(samples)

    def _show(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            sample = self.samples[item.data(STEP, _NUMBER)]
            self._say(sample)
            self.pointed.emit(sample.step)

    def _say(self, sample: TrainSample) -> None:
        self.whole.setPlainText(sample.text)
        words = self.tr("What the model made of {prompt} at step {step}")
        self.whole.setAccessibleName(words.format(prompt=visible(sample.prompt), step=f"{sample.step:,}"))

    def retranslate(self) -> None:
        if not self.prompt.count():
            self.prompt.addItem("")
        self.prompt.setItemText(0, self.tr("All prompts"))
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.list.setHeaderLabels([self.tr("Step"), self.tr("Prompt"), self.tr("What the model makes of it")])
        self.list.setAccessibleName(self.tr("Samples"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
