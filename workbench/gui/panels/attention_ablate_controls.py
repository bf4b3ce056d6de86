"""What can be set in the Ablate view: by what parts are replaced, what the colours tell; and the button that measures all of them."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_ablate_words import AblateWords
from workbench.gui.panels.attention_reference import Reference
from workbench.gui.session import Session
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.waiting import Waiting
from workbench.values import Progress, Replacement

BY: tuple[Replacement, ...] = ("mean", "zero", "resample")


class AblateControls(QWidget):
    """`by_chosen`: by what, or over which text; `changed`: something else is to be shown; `measure_asked`, `cancelled`: the button, and
    the one in its place."""

    by_chosen = Signal()
    changed = Signal()
    measure_asked = Signal()
    cancelled = Signal()

    def __init__(self, session: Session, words: AblateWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self.reference = words, Reference(session, self)
        self.by_box, self.metric, self.both, self.ordered = QComboBox(self), QComboBox(self), QCheckBox(self), QCheckBox(self)
        for one in BY:
            self.by_box.addItem(one, one)
        for name in ("contrast", "loss"):
            self.metric.addItem(name, name)
        self._labels = {name: QLabel(self) for name in ("by", "over", "metric")}
        self.measure, self.waiting = QPushButton(self), Waiting(self)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.reference.edit)
        for layout in (column, row):
            layout.setSpacing(theme.S2)
        over = (self._labels["over"], self.reference.box)
        for one in (self._labels["by"], self.by_box, *over, self.both, self._labels["metric"], self.metric, self.ordered):
            row.addWidget(one)
        row.addWidget(self.waiting, 1)
        row.addStretch(0)
        row.addWidget(self.measure)
        self.by_box.activated.connect(lambda _row: self.by_chosen.emit())
        self.reference.changed.connect(self.by_chosen)
        self.metric.activated.connect(lambda _row: self.changed.emit())
        for box in (self.both, self.ordered):
            box.toggled.connect(lambda _on: self.changed.emit())
        self.measure.clicked.connect(self.measure_asked)
        self.waiting.cancelled.connect(self.cancelled)

    @property
    def by(self) -> Replacement:
        """What takes a part's place."""
        return cast(Replacement, self.by_box.currentData())

    def reference_of(self, by: Replacement) -> str:
        """The text that a replacement is taken from; "" for the app's own, and for zero."""
        return "" if by == "zero" else self.reference.text

    @property
    def looked_at(self) -> tuple[Replacement, ...]:
        """The replacements whose maps are shown, side by side."""
        return tuple(dict.fromkeys((self.by, "mean", "zero"))) if self.both.isChecked() else (self.by,)

    @property
    def of_loss(self) -> bool:
        """Whether the colours tell the loss, not what is asked."""
        return bool(self.metric.currentData() == "loss")

    def wait(self, progress: Progress | None) -> None:
        """How far a measurement is; Cancel stands in the place of the button."""
        self.measure.hide()
        self.waiting.see(self._words.waiting(progress), progress)

    def settle(self) -> None:
        """Nothing is being measured any more."""
        self.waiting.hide()
        self.measure.show()

    def state(self) -> dict[str, object]:
        return {
            "by": self.by,
            "reference": self.reference.text,
            "metric": self.metric.currentData(),
            "both": self.both.isChecked(),
            "ordered": self.ordered.isChecked(),
        }

    def restore(self, state: dict[str, object]) -> None:
        for box, key in ((self.by_box, "by"), (self.metric, "metric")):
            if box.findData(state.get(key)) >= 0:
                box.setCurrentIndex(box.findData(state.get(key)))
        self.reference.restore(state.get("reference"))
        self.both.setChecked(state.get("both") is True)
        self.ordered.setChecked(state.get("ordered") is True)

    def retranslate(self) -> None:
        self.reference.retranslate()
        for name, box, text in (
            ("by", self.by_box, self.tr("Replace by")),
            ("over", self.reference.box, self.tr("over")),
            ("metric", self.metric, self.tr("Colours")),
        ):
            self._labels[name].setText(text)
            self._labels[name].setBuddy(box)
            if name != "over":
                box.setAccessibleName(text)
        for row, by in enumerate(BY):
            self.by_box.setItemText(row, self._words.by(by))
        for row, text in enumerate((self.tr("what is asked"), self.tr("loss of the text"))):
            self.metric.setItemText(row, text)
        tip = self.tr("mean: what the part found over a reference text. zero: nothing. resample: what it found there, at random positions.")
        self.by_box.setToolTip(wrapped(tip))
        self.both.setText(self.tr("mean and zero"))
        self.both.setToolTip(self.tr("Both side by side: they can disagree widely"))
        self.ordered.setText(self.tr("Sort by effect"))
        self.ordered.setToolTip(self.tr("Orders the heads of each layer by their measured effect, the strongest first"))
        self.measure.setText(self.tr("Measure all heads"))
        self.measure.setToolTip(self.tr("Replaces every head and every MLP, each alone"))
        self.waiting.retranslate()
