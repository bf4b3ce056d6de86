"""What can be set in the attention panel: the head, the colours, how cells become one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.segmented import Segmented

REDUCTIONS = ("max", "mean")
SCALES = ("head", "all", "view")
PARTS = ("encoder", "cross", "decoder")


@dataclass(frozen=True)
class Looks:
    """How weights are shown."""

    hide_sink: bool = True
    root: bool = False
    scale: str = "head"
    reduce: str = "max"
    colours: str = "viridis"

    @classmethod
    def from_state(cls, state: object) -> Looks:
        """What `dataclasses.asdict` gave, as far as it is known."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in state.items() if name in known}) if isinstance(state, dict) else cls()


class AttentionControls(QObject):
    """`part_chosen(part)`, `head_chosen(layer, head)`, `changed` (see `looks`), `zoomed(steps)` with 0 for everything."""

    part_chosen = Signal(str)
    head_chosen = Signal(int, int)
    changed = Signal()
    zoomed = Signal(int)

    def __init__(self, frame: PanelFrame) -> None:
        super().__init__(frame)
        self.layer_label, self.head_label, self.scale_label, self.reduce_label, self.colours_label = (QLabel(frame) for _ in range(5))
        self.layer, self.head, self.scale, self.reduce, self.colours = (QComboBox(frame) for _ in range(5))
        self.hide_sink, self.root = QCheckBox(frame), QCheckBox(frame)
        self.hide_sink.setChecked(True)
        self.zoom = {steps: QToolButton(frame) for steps in (-1, 1, 0)}
        for steps, sign in ((-1, "−"), (1, "+"), (0, "")):
            self.zoom[steps].setText(sign)
        for box, keys in ((self.reduce, REDUCTIONS), (self.scale, SCALES)):
            for key in keys:
                box.addItem("", key)
        for name in colormap.NAMES:
            self.colours.addItem(name, name)
        self.part, self._several = Segmented(PARTS, frame), False
        frame.controls.addWidget(self.part)
        self.row = (self.layer_label, self.layer, self.head_label, self.head, self.hide_sink, *self.zoom.values())
        for one in self.row:
            frame.controls.addWidget(one)
        frame.controls.addStretch(1)
        self._add_more(frame)
        self._connect()
        frame.installEventFilter(self)
        self.retranslate()

    def _add_more(self, frame: PanelFrame) -> None:
        area = QWidget(frame)
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self.root, self.scale_label, self.scale, self.reduce_label, self.reduce, self.colours_label, self.colours):
            row.addWidget(one)
        row.addStretch(1)
        frame.add_more(area)

    def _connect(self) -> None:
        self.part.chosen.connect(self.part_chosen)
        self.layer.activated.connect(lambda _row: self._choose())
        self.head.activated.connect(lambda _row: self._choose())
        for box in (self.hide_sink, self.root):
            box.clicked.connect(lambda _on: self.changed.emit())
        for box in (self.scale, self.reduce, self.colours):
            box.activated.connect(lambda _row: self.changed.emit())
        for steps, button in self.zoom.items():
            button.clicked.connect(lambda _on=False, steps=steps: self.zoomed.emit(steps))

    def _choose(self) -> None:
        self.head_chosen.emit(self.layer.currentIndex(), self.head.currentIndex())

    @property
    def looks(self) -> Looks:
        scale, reduce, colours = (box.currentData() for box in (self.scale, self.reduce, self.colours))
        return Looks(self.hide_sink.isChecked(), self.root.isChecked(), scale, reduce, colours)

    def set_looks(self, looks: Looks) -> None:
        """Show a choice without telling; what is not known is left as it is."""
        self.hide_sink.setChecked(looks.hide_sink)
        self.root.setChecked(looks.root)
        for box, key in ((self.scale, looks.scale), (self.reduce, looks.reduce), (self.colours, looks.colours)):
            if box.findData(key) >= 0:
                box.setCurrentIndex(box.findData(key))

    def set_parts(self, parts: Sequence[str], part: str) -> None:
        """Which attentions there are, and which is shown; a single one needs no choice."""
        self._several = len(parts) > 1
        self.part.choose(part)
        self.part.setVisible(self._several)

    def set_shape(self, n_layers: int, n_heads: int) -> None:
        """How many layers and heads there are to choose from."""
        for box, count in ((self.layer, n_layers), (self.head, n_heads)):
            if box.count() != count:
                box.clear()
                box.addItems([str(number) for number in range(count)])

    def set_head(self, layer: int, head: int) -> None:
        """Show which head is chosen, without telling."""
        self.layer.setCurrentIndex(layer)
        self.head.setCurrentIndex(head)

    def set_visible(self, shown: bool) -> None:
        for one in self.row:
            one.setVisible(shown)
        self.part.setVisible(shown and self._several)

    def retranslate(self) -> None:
        self.part.name((self.tr("Source"), self.tr("Cross"), self.tr("Answer")), self.tr("Which attention"))
        for key, tip in zip(
            PARTS,
            (
                self.tr("The encoder: tokens of the source read each other."),
                self.tr("Cross attention: tokens of the answer read the source."),
                self.tr("The decoder: tokens of the answer read those before them."),
            ),
            strict=True,
        ):
            self.part.button(key).setToolTip(tip)
        for label, box, text in (
            (self.layer_label, self.layer, self.tr("Layer")),
            (self.head_label, self.head, self.tr("Head")),
            (self.scale_label, self.scale, self.tr("Scale")),
            (self.reduce_label, self.reduce, self.tr("Long texts")),
            (self.colours_label, self.colours, self.tr("Colours")),
        ):
            label.setText(text)
            label.setBuddy(box)
            box.setAccessibleName(text)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)
