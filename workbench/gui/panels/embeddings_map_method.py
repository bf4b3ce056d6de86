"""How a map is made: which method and its settings, and the one press that starts what takes long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDoubleSpinBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpinBox, QWidget

from workbench.gui import theme
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.tips import wrapped
from workbench.values import Axis, MapMethod, OwnAxes, Pca, Tsne, Umap, terms_of

KEYS = ("pca", "own", "tsne", "umap")
FIRST_AXES = ("man", "woman", "small", "big")
MOST_AXIS = 50


class MethodBar(QWidget):
    """`changed` when another map is wanted that is there at once; `started`: the button was pressed."""

    changed = Signal()
    started = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = self._narrow = False
        self.key_choice = Segmented(KEYS, self)
        self.axes = [QSpinBox(self), QSpinBox(self)]
        self.ends = [QLineEdit(words, self) for words in FIRST_AXES]
        self._arrows = [QLabel("→", self), QLabel("→", self)]
        self.near, self.seed, self.spread = QSpinBox(self), QSpinBox(self), QDoubleSpinBox(self)
        self.start = QPushButton(self)
        self._labels = {name: QLabel(self) for name in ("x", "y", "near", "seed", "spread")}
        self._set_up()
        self._choice, self._settings = QHBoxLayout(), QHBoxLayout()
        label, (x, y), (a, b, c, d) = self._labels, self.axes, self.ends
        self._choice.addWidget(self.key_choice)
        for one in (label["x"], x, a, self._arrows[0], b, label["y"], y, c, self._arrows[1], d):
            self._settings.addWidget(one)
        for one in (label["near"], self.near, label["spread"], self.spread, label["seed"], self.seed):
            self._settings.addWidget(one)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for row in (self._choice, self._settings):
            row.setSpacing(theme.S2)
            self._rows.addLayout(row)
        self._rows.addStretch(1)
        self._rows.setSpacing(theme.S2)
        self._set_narrow(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.retranslate()
        self._arrange()

    def _set_narrow(self, narrow: bool) -> None:
        """Whether the settings are below the methods, since both have no room side by side."""
        self._narrow = narrow
        self._rows.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for row in (self._choice, self._settings):
            while row.count() and row.itemAt(row.count() - 1).widget() is None:
                row.takeAt(row.count() - 1)
        (self._choice if narrow else self._settings).addWidget(self.start)
        for row in (self._choice, self._settings) if narrow else ():
            row.addStretch(1)

    def _set_up(self) -> None:
        for number, spin in enumerate(self.axes):
            spin.setRange(1, MOST_AXIS)
            spin.setValue(number + 1)
            spin.valueChanged.connect(lambda _value: self._tell())
        self.near.setRange(2, 200)
        self.seed.setRange(0, 999)
        self.spread.setRange(0.0, 0.99)
        self.spread.setSingleStep(0.05)
        self.spread.setValue(0.1)
        for spin in (*self.axes, self.near, self.seed, self.spread):
            spin.setKeyboardTracking(False)
            theme.pad(spin)
        for edit in self.ends:
            edit.setFont(theme.mono())
            edit.setMinimumWidth(40)
            edit.returnPressed.connect(self.changed)
        self.start.setProperty("primary", True)
        self.start.clicked.connect(self.started)
        self.key_choice.chosen.connect(lambda _key: self._choose())

    # what is chosen

    @property
    def key(self) -> str:
        return self.key_choice.key

    @property
    def takes_long(self) -> bool:
        """Whether the method is started by a press."""
        return self.key in ("tsne", "umap")

    @property
    def method(self) -> MapMethod | None:
        """None while something is missing."""
        if self.key == "pca":
            return Pca((self.axes[0].value() - 1, self.axes[1].value() - 1))
        if self.key == "tsne":
            return Tsne(perplexity=float(self.near.value()), seed=self.seed.value())
        if self.key == "umap":
            return Umap(n_neighbors=self.near.value(), min_dist=self.spread.value(), seed=self.seed.value())
        a, b, c, d = (terms_of(edit.text()) for edit in self.ends)
        return OwnAxes(Axis(a, b), Axis(c, d)) if a and b and c and d else None

    def save_state(self) -> dict[str, object]:
        return {
            "key": self.key,
            "axes": [spin.value() for spin in self.axes],
            "ends": [edit.text() for edit in self.ends],
            "near": self.near.value(),
            "spread": self.spread.value(),
            "seed": self.seed.value(),
        }

    def restore_state(self, state: dict[str, object]) -> None:
        """Choose what was chosen, without telling."""
        self._quiet = True
        axes, ends = state.get("axes"), state.get("ends")
        for spin, axis in zip(self.axes, axes if isinstance(axes, list) else (), strict=False):
            spin.setValue(axis if isinstance(axis, int) else spin.value())
        for edit, end in zip(self.ends, ends if isinstance(ends, list) else (), strict=False):
            edit.setText(str(end))
        self.key_choice.choose(str(state.get("key", "")))
        self._arrange()
        for name, spin in (("near", self.near), ("seed", self.seed)):
            value = state.get(name)
            spin.setValue(value if isinstance(value, int) else spin.value())
        spread = state.get("spread")
        self.spread.setValue(spread if isinstance(spread, float) else self.spread.value())
        self._quiet = False

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _choose(self) -> None:
        self._arrange()
        self.chosen.emit()
        if not self.takes_long:
            self.changed.emit()

    def _arrange(self) -> None:
        key, label = self.key, self._labels
        for one in self.axes:
            one.setVisible(key == "pca")
        for one in (*self.ends, *self._arrows):
            one.setVisible(key == "own")
        for name in ("x", "y"):
            label[name].setVisible(not self.takes_long)
        for one in (label["near"], self.near, label["seed"], self.seed, self.start):
            one.setVisible(self.takes_long)
        for one in (label["spread"], self.spread):
            one.setVisible(key == "umap")
        if self.takes_long:
            self.near.setValue(30 if key == "tsne" else 15)
        self._say()
        self._fit()

    # words

    def _say(self) -> None:
        tsne = self.key == "tsne"
        self._labels["near"].setText(self.tr("Perplexity") if tsne else self.tr("Neighbours"))
        about = (
            self.tr("How many neighbours each item minds, nearly: small shows small groups, large the whole")
            if tsne
            else self.tr("How many neighbours each item is tied to: small shows small groups, large the whole")
        )
        self.near.setToolTip(wrapped(about))
        self.near.setAccessibleName(self._labels["near"].text())

    def retranslate(self) -> None:
        self.key_choice.name((self.tr("PCA"), self.tr("Own axes"), "t-SNE", "UMAP"), self.tr("Method"))
        for key, tip in zip(
            KEYS,
            (
                self.tr("The directions in which the vectors spread most. At once, and nothing is bent."),
                self.tr("Axes of your own, each from one word to another, such as small → big"),
                self.tr("Neighbours stay together, distances between groups mean little"),
                self.tr("As t-SNE, with more of the whole; groups are drawn tighter than they are"),
            ),
            strict=True,
        ):
            self.key_choice.button(key).setToolTip(wrapped(tip))
        self._labels["x"].setText("x")
        self._labels["y"].setText("y")
        for name, spin in zip((self.tr("Component across"), self.tr("Component up")), self.axes, strict=True):
            spin.setAccessibleName(name)
            spin.setToolTip(name)
        names = (self.tr("Left end"), self.tr("Right end"), self.tr("Lower end"), self.tr("Upper end"))
        for name, edit in zip(names, self.ends, strict=True):
            edit.setAccessibleName(name)
            edit.setToolTip(wrapped(self.tr("{name}: a word, several for their mean, or a sum. Enter draws the map.").format(name=name)))
        self._labels["seed"].setText(self.tr("Seed"))
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(
            wrapped(self.tr("The same seed and the same beginning give the same map; another seed shows what of it is chance"))
        )
        self._labels["spread"].setText(self.tr("Distance"))
        self.spread.setAccessibleName(self.tr("Least distance"))
        self.spread.setToolTip(wrapped(self.tr("How tight points may lie: small makes clumps")))
        self.start.setText(self.tr("Start"))
        self._say()

    def _fit(self) -> None:
        needed = self._choice.sizeHint().width() + self._settings.sizeHint().width() + theme.S2
        needed += self.start.sizeHint().width() if self._narrow and self.takes_long else 0
        if (self.width() < needed) != self._narrow:
            self._set_narrow(not self._narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
