"""Where one looks: which attention of the model, which layer, which head. The same for all views of the Attention panel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_shown import Head
from workbench.gui.widgets.segmented import Segmented

PARTS = ("encoder", "cross", "decoder")


class AttentionPlace(QWidget):
    """`part_chosen(part)`, `head_chosen(layer, head)` when the person chooses."""

    part_chosen = Signal(str)
    head_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = Segmented(PARTS, self)
        self.heads = QWidget(self)
        self._labels = {name: QLabel(self.heads) for name in ("layer", "head")}
        self.layer, self.head = QComboBox(self.heads), QComboBox(self.heads)
        inner, outer = QHBoxLayout(self.heads), QHBoxLayout(self)
        for row in (inner, outer):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.S2)
        for one in (self._labels["layer"], self.layer, self._labels["head"], self.head):
            inner.addWidget(one)
        outer.addWidget(self.part)
        outer.addWidget(self.heads)
        self.part.chosen.connect(self.part_chosen)
        for box in (self.layer, self.head):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # another model may have more layers
            box.activated.connect(lambda _row: self.head_chosen.emit(self.layer.currentIndex(), self.head.currentIndex()))
        self.retranslate()

    def set_parts(self, parts: Sequence[str], part: str) -> None:
        """Which attentions there are, and which is shown; a single one needs no choice."""
        self.part.choose(part)
        self.part.setVisible(len(parts) > 1)

    def set_shape(self, n_layers: int, n_heads: int) -> None:
        """How many layers and heads there are to choose from."""
        for box, count in ((self.layer, n_layers), (self.head, n_heads)):
            if box.count() != count:
                box.clear()
                box.addItems([str(number) for number in range(count)])

    def set_head(self, head: Head) -> None:
        """Show which head is chosen, without telling."""
        self.layer.setCurrentIndex(head[0])
        self.head.setCurrentIndex(head[1])

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
        for name, box, text in (("layer", self.layer, self.tr("Layer")), ("head", self.head, self.tr("Head"))):
            self._labels[name].setText(text)
            self._labels[name].setBuddy(box)
            box.setAccessibleName(text)
