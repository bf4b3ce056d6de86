"""Which items of a set are on a map: all, those that are words, the first, or some drawn at random."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.tips import wrapped
from workbench.values import AllItems, ChosenItems, FirstItems, MapItems, SampledItems

KEYS = ("all", "words", "first", "first words", "sample", "chosen")
FEW, NARROWEST = 5000, 80


class ItemsChoice(QWidget):
    """`changed` when others are wanted."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n, self._quiet = 0, False
        self.label, self.box, self.n = QLabel(self), QComboBox(self), QSpinBox(self)
        for key in KEYS:
            self.box.addItem("", key)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMinimumWidth(NARROWEST)  # where there is little room its words are cut
        self.n.setRange(5, 1_000_000)
        self.n.setSingleStep(1000)
        self.n.setValue(FEW)
        self.n.setGroupSeparatorShown(True)
        self.n.setKeyboardTracking(False)
        theme.pad(self.n)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self.label, self.box, self.n):
            row.addWidget(one)
        self.box.activated.connect(lambda _row: self._choose())
        self.n.valueChanged.connect(lambda _value: None if self._quiet else self.changed.emit())
        self.retranslate()
        self._arrange()

    @property
    def key(self) -> str:
        return str(self.box.currentData())

    def items(self, chosen: tuple[int, ...]) -> MapItems:
        """What is asked for; `chosen`: the items that are chosen."""
        n = self.size
        match self.key:
            case "words":
                return AllItems("words")
            case "first":
                return FirstItems(n)
            case "first words":
                return FirstItems(n, "words")
            case "sample":
                return SampledItems(n)
            case "chosen":
                return ChosenItems(chosen)
        return AllItems()

    @property
    def size(self) -> int:
        """How many items that are, at most."""
        return min(self._n or self.n.value(), self.n.value()) if self.key in ("first", "first words", "sample") else self._n

    def choose(self, key: str, n: int = 0) -> None:
        """Choose without telling."""
        self._quiet = True
        self.box.setCurrentIndex(KEYS.index(key) if key in KEYS else 0)
        if n:
            self.n.setValue(n)
        self._quiet = False
        self._arrange()

    def set_size(self, n: int) -> None:
        """Of how many items one chooses."""
        self._n = n
        self.retranslate()

    def _choose(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        self.n.setVisible(self.key in ("first", "first words", "sample"))

    def retranslate(self) -> None:
        self.label.setText(self.tr("Items"))
        self.label.setBuddy(self.box)
        self.box.setAccessibleName(self.tr("Which items are on the map"))
        self.n.setAccessibleName(self.tr("How many items are on the map"))
        words = (
            self.tr("All ({n})").format(n=count(self._n)),
            self.tr("All words"),
            self.tr("The first"),
            self.tr("The first words"),
            self.tr("A random sample of"),
            self.tr("The chosen"),
        )
        for row, word in enumerate(words):
            self.box.setItemText(row, word)
        self.box.setToolTip(wrapped(self.tr("A vocabulary begins with its most frequent tokens, nearly. A sample is the same every time.")))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
