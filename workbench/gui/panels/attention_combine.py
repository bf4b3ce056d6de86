"""What a map or a bundle of lines is made of: one head, those of its layer each for itself, or several taken together; of two texts
one after the other all, or what one gives to one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from workbench.gui.panels.attention_axes import Axes
from workbench.gui.panels.attention_shown import Head
from workbench.values import Combination

EACH = "each"
_WAYS = {"head": ("head", "mean"), EACH: ("head", "mean")} | {
    f"{over}-{reduce}": (over, reduce) for over in ("layer", "all") for reduce in ("mean", "max")
}

PAIRS = ("", "AA", "AB", "BA", "BB")
Range = tuple[int, int]
"""The first, and the one behind the last."""


class CombineBox(QComboBox):
    """`changed` when the person picks another way. `each`: with the way that shows each head of the layer for itself."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, each: bool = False) -> None:
        super().__init__(parent)
        for way in _WAYS:
            if each or way != EACH:
                self.addItem("", way)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)  # a narrow panel cuts it, the list that opens does not
        self.activated.connect(lambda _row: self.changed.emit())
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Room for its longest way, where there is room."""
        widest = max(self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count()))
        return QSize(widest + 44, super().sizeHint().height())

    @property
    def way(self) -> str:
        """What is chosen, as it is kept."""
        return str(self.currentData())

    def choose(self, way: object) -> None:
        """Choose without telling; what is not known changes nothing."""
        if self.findData(way) >= 0:
            self.setCurrentIndex(self.findData(way))

    def combination(self, *, words: bool, renormalise: bool) -> Combination:
        """The same as the engine takes it."""
        over, reduce = _WAYS[self.way]
        return Combination(over, reduce, words, renormalise)

    def heads(self, head: Head, chosen: tuple[int, ...]) -> tuple[Head, ...]:
        """Whose lines are drawn: of each chosen head of the layer, or of the one map that there is."""
        return tuple((head[0], number) for number in chosen) if self.way == EACH else (head,)

    def retranslate(self) -> None:
        words = {
            "head": self.tr("This head"),
            EACH: self.tr("Each head of the layer"),
            "layer-mean": self.tr("Mean of the layer"),
            "layer-max": self.tr("Maximum of the layer"),
            "all-mean": self.tr("Mean of all heads"),
            "all-max": self.tr("Maximum of all heads"),
        }
        for row in range(self.count()):
            self.setItemText(row, words[self.itemData(row)])
        self.setAccessibleName(self.tr("Which heads"))
        self.setToolTip(self.tr("One head, or several taken together weight by weight"))


class PairBox(QComboBox):
    """Which of two texts reads which; hidden where there is one text. `changed` when the person picks another pair."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for pair in PAIRS:
            self.addItem("", pair)
        self.hide()
        self.activated.connect(lambda _row: self.changed.emit())
        self.retranslate()

    def ranges(self, axes: Axes) -> dict[str, Range]:
        """Which rows ("query") and columns ("key") are meant; empty: all. Offers the choice where a text has two parts."""
        cut, n, pair = axes.second, len(axes.queries.tokens), self.currentData()
        self.setVisible(cut is not None)
        if cut is None or not pair:
            return {}
        parts = {"A": (0, cut), "B": (cut, n)}
        return {"query": parts[pair[0]], "key": parts[pair[1]]}

    def retranslate(self) -> None:
        known = {"": self.tr("Both parts"), "AA": "A → A", "AB": "A → B", "BA": "B → A", "BB": "B → B"}
        for row in range(self.count()):
            self.setItemText(row, known[self.itemData(row)])
        self.setAccessibleName(self.tr("Which of the two texts reads which"))
        self.setToolTip(self.tr("A ends with the separator, B is what follows it"))


class WordsBox(QCheckBox):
    """The switch from tokens to words."""

    def retranslate(self) -> None:
        self.setText(self.tr("Words"))
        self.setToolTip(
            self.tr("Merges the tokens of a word: what is read is summed over them, what reads is their mean. Rows still sum to 1.")
        )


class RenormaliseBox(QCheckBox):
    """The switch that takes the first token out."""

    def retranslate(self) -> None:
        self.setText(self.tr("Renormalise without sink"))
        self.setToolTip(self.tr("Takes the first token out and divides each row by what is left, so that it sums to 1 again."))
