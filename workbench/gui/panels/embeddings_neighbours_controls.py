"""Which items may be neighbours, how many are listed, and the button that finds hubs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from workbench.gui import theme
from workbench.gui.widgets.off_spin import OffSpinBox
from workbench.gui.widgets.tips import wrapped
from workbench.values import FileSource, Only, TokenSource, Vectors

ONLY: tuple[Only, ...] = ("all", "words", "latin", "hangul")
MOST_K = 200


class NeighboursControls(QWidget):
    """`changed` when `only`, `up_to` or `k` are others; `hubs_asked` when hubs are to be found."""

    changed = Signal()
    hubs_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._labels = {name: QLabel(self) for name in ("only", "up_to", "k")}
        self.only_box, self.up_to_box, self.k_box = QComboBox(self), OffSpinBox(low=0, high=0, step=1000, decimals=0, off=0), QSpinBox(self)
        self.hubs = QPushButton(self)
        self.up_to_box.setParent(self)
        for key in ONLY:
            self.only_box.addItem("", key)
        self.only_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.k_box.setRange(5, MOST_K)
        self.k_box.setValue(20)
        theme.pad(self.k_box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for name, box in (("only", self.only_box), ("up_to", self.up_to_box), ("k", self.k_box)):
            row.addWidget(self._labels[name])
            row.addWidget(box)
        row.addWidget(self.hubs)
        for box in (self.up_to_box, self.k_box):
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda _value: self.changed.emit())
        self.only_box.activated.connect(lambda _row: self.changed.emit())
        self.hubs.clicked.connect(self.hubs_asked)

    @property
    def only(self) -> Only:
        found: Only = self.only_box.currentData()
        return found

    @property
    def up_to(self) -> int | None:
        """Only items with a lower number; None: any."""
        return None if self.up_to_box.is_off() or self.up_to_box.isHidden() else int(self.up_to_box.value())

    @property
    def k(self) -> int:
        return self.k_box.value()

    def set_vectors(self, vectors: Vectors | None) -> None:
        """Offer what the set has: its order says something in a vocabulary, and in most files of words."""
        ordered = vectors is not None and isinstance(vectors.request.source, TokenSource | FileSource)
        for one in (self._labels["up_to"], self.up_to_box):
            one.setVisible(ordered)
        if vectors is not None and ordered:
            self.up_to_box.setMaximum(max(self.up_to_box.value(), len(vectors.labels)))

    def save_state(self) -> dict[str, object]:
        return {"only": self.only, "up_to": int(self.up_to_box.value()), "k": self.k}

    def restore_state(self, state: dict[str, object]) -> None:
        up_to, k = state.get("up_to"), state.get("k")
        self.only_box.setCurrentIndex(max(0, self.only_box.findData(str(state.get("only", "all")))))
        if isinstance(up_to, int):
            self.up_to_box.setMaximum(max(self.up_to_box.maximum(), min(up_to, 20_000_000)))
            self.up_to_box.setValue(up_to)
        if isinstance(k, int):
            self.k_box.setValue(k)

    def retranslate(self) -> None:
        words = (self.tr("All items"), self.tr("Words"), self.tr("Latin words"), self.tr("Hangul words"))
        for row, word in enumerate(words):
            self.only_box.setItemText(row, word)
        self.up_to_box.set_word(self.tr("any"))
        frequent = self.tr(
            "A stand-in for how frequent items are, which no model says: tokens that were made early, of frequent pieces, have low ids, "
            "and many files of words begin with the most frequent."
        )
        words_are = self.tr("Which items may be neighbours. A word begins a word and is letters throughout.")
        self._name("only", self.only_box, self.tr("Among"), words_are)
        self._name("up_to", self.up_to_box, self.tr("Ids below"), frequent)
        self._name("k", self.k_box, self.tr("List"), self.tr("How many neighbours are listed"))

    def _name(self, key: str, box: QWidget, text: str, tip: str) -> None:
        label = self._labels[key]
        label.setText(text)
        label.setBuddy(box)
        box.setAccessibleName(text)
        box.setAccessibleDescription(tip)
        for one in (box, label):
            one.setToolTip(wrapped(tip))
