"""How the heads are shown: the sink, the zoom, the colours, how cells become one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_combine import CombineBox, PairBox, RenormaliseBox, WordsBox
from workbench.gui.widgets import colormap
from workbench.values import Combination

REDUCTIONS = ("max", "mean")
SCALES = ("head", "all", "view")


@dataclass(frozen=True)
class Looks:
    """How weights are shown."""

    hide_sink: bool = True
    root: bool = False
    scale: str = "head"
    reduce: str = "max"
    colours: str = "viridis"
    combine: str = "head"
    words: bool = False
    renormalise: bool = False

    @classmethod
    def from_state(cls, state: object) -> Looks:
        """What `dataclasses.asdict` gave, as far as it is known."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in state.items() if name in known}) if isinstance(state, dict) else cls()


class AttentionControls(QObject):
    """`row` and `more` hold the controls. `changed` (see `looks`), `zoomed(steps)` with 0 for everything."""

    changed = Signal()
    zoomed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self.more = QWidget(parent), QWidget(parent)
        self.scale_label, self.reduce_label, self.colours_label = (QLabel(self.more) for _ in range(3))
        self.scale, self.reduce, self.colours = (QComboBox(self.more) for _ in range(3))
        self.pair, self.hide_sink, self.root = PairBox(self.row), QCheckBox(self.row), QCheckBox(self.more)
        self.combine, self.words, self.renormalise = CombineBox(self.more), WordsBox(self.more), RenormaliseBox(self.more)
        self.hide_sink.setChecked(True)
        self.zoom = {steps: QToolButton(self.row) for steps in (-1, 1, 0)}
        for steps, sign in ((-1, "−"), (1, "+"), (0, "")):
            self.zoom[steps].setText(sign)
        for box, keys in ((self.reduce, REDUCTIONS), (self.scale, SCALES)):
            for key in keys:
                box.addItem("", key)
        for name in colormap.NAMES:
            self.colours.addItem(name, name)
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self.layout, made, colours, rare = QHBoxLayout(self.row), QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self.more)
        shades = (self.root, self.scale_label, self.scale, self.reduce_label, self.reduce, self.colours_label, self.colours)
        for layout, widgets in (
            (self.layout, (self.pair, self.hide_sink, *self.zoom.values())),
            (made, (self.combine, self.words, self.renormalise)),
            (colours, shades),
        ):
            for one in widgets:
                layout.addWidget(one)
            layout.addStretch(1)
        for line in (made, colours):
            rare.addLayout(line)
        for layout in (self.layout, made, colours, rare):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S2)

    def _connect(self) -> None:
        for one in (self.combine, self.pair):
            one.changed.connect(self.changed)
        for box in (self.hide_sink, self.root, self.words, self.renormalise):
            box.clicked.connect(lambda _on: self.changed.emit())
        for box in (self.scale, self.reduce, self.colours):
            box.activated.connect(lambda _row: self.changed.emit())
        for steps, button in self.zoom.items():
            button.clicked.connect(lambda _on=False, steps=steps: self.zoomed.emit(steps))

    @property
    def looks(self) -> Looks:
        scale, reduce, colours = (box.currentData() for box in (self.scale, self.reduce, self.colours))
        kept = self.combine.way, self.words.isChecked(), self.renormalise.isChecked()
        return Looks(self.hide_sink.isChecked(), self.root.isChecked(), scale, reduce, colours, *kept)

    @property
    def combination(self) -> Combination:
        """What the large map is made of."""
        return self.combine.combination(words=self.words.isChecked(), renormalise=self.renormalise.isChecked())

    def set_looks(self, looks: Looks) -> None:
        """Show a choice without telling; what is not known is left as it is."""
        self.hide_sink.setChecked(looks.hide_sink)
        self.root.setChecked(looks.root)
        self.words.setChecked(bool(looks.words))
        self.renormalise.setChecked(bool(looks.renormalise))
        self.combine.choose(looks.combine)
        for box, key in ((self.scale, looks.scale), (self.reduce, looks.reduce), (self.colours, looks.colours)):
            if box.findData(key) >= 0:
                box.setCurrentIndex(box.findData(key))

    def retranslate(self) -> None:
        for label, box, text in (
            (self.scale_label, self.scale, self.tr("Scale")),
            (self.reduce_label, self.reduce, self.tr("Long texts")),
            (self.colours_label, self.colours, self.tr("Colours")),
        ):
            label.setText(text)
            label.setBuddy(box)
            box.setAccessibleName(text)
        for one in (self.combine, self.pair, self.words, self.renormalise):
            one.retranslate()
        self.hide_sink.setText(self.tr("Hide sink"))
        self.hide_sink.setToolTip(self.tr("Leaves the first token out of the colour scale. The data stay as they are."))
        self.root.setText(self.tr("Bring out small weights"))
        self.root.setToolTip(self.tr("Colours follow the square root of the weight; a quarter of the scale takes the middle colour."))
        self.scale.setToolTip(self.tr("From 0 to which weight the colours reach."))
        for row, text in enumerate((self.tr("each head its own"), self.tr("all heads alike"), self.tr("what is in view"))):
            self.scale.setItemText(row, text)
        self.reduce.setToolTip(self.tr("What is shown where several cells share one pixel."))
        for row, text in enumerate((self.tr("strongest of a block"), self.tr("mean of a block"))):
            self.reduce.setItemText(row, text)
        self.zoom[0].setText(self.tr("Fit"))
        for steps, text in ((-1, self.tr("Zoom out")), (1, self.tr("Zoom in")), (0, self.tr("Show the whole text"))):
            self.zoom[steps].setToolTip(text)
            self.zoom[steps].setAccessibleName(text)
