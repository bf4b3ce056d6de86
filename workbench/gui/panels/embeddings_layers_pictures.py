"""One layer of a word that is followed: how alike each pair of its occurrences is, or the ways they have come; and a slider to it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStackedLayout, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.embeddings_layers_word import Followed
from workbench.gui.panels.embeddings_layers_words import LayersWords, unbroken
from workbench.gui.widgets.color_bar import ColorBar
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.sense_marks import Named
from workbench.gui.widgets.sense_matrix import SenseMatrix
from workbench.gui.widgets.sense_paths import SensePaths
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import SenseMetric

PICTURES = ("matrix", "paths")


class LayerPictures(QWidget):
    """`looked(row)` when another layer is to be shown, `picked(item)` when the person points at an occurrence."""

    looked = Signal(int)
    picked = Signal(int)

    def __init__(self, words: LayersWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._found: Followed | None = None
        self._named, self._metric, self._row = Named(), "centered", 0
        self.kind, self.slider, self.layer = Segmented(PICTURES, self), QSlider(Qt.Orientation.Horizontal, self), QLabel(self)
        self.matrix, self.paths, self.bar = SenseMatrix(self), SensePaths(self), ColorBar(self)
        self.note = WrappedLabel(parent=self)
        self.note.setProperty("role", "caption")
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(theme.S3)
        for one, stretch in ((self.kind, 0), (self.slider, 1), (self.layer, 0)):
            row.addWidget(one, stretch)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.matrix)
        self._stack.addWidget(self.paths)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(row)
        column.addLayout(self._stack, 1)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        self.slider.valueChanged.connect(self.looked)
        self.kind.chosen.connect(lambda _key: self._arrange())
        self.matrix.picked.connect(self.picked)
        self.paths.picked.connect(self.picked)

    def show_word(self, found: Followed, named: Named, metric: SenseMetric) -> None:
        """Show another answer, or the same with other senses, or by another metric."""
        self._found, self._named, self._metric = found, named, metric
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(found.senses.vectors) - 1)
        most = self._words.layer(len(found.senses.vectors) - 1, len(found.senses.vectors))
        self.layer.setMinimumWidth(self.layer.fontMetrics().horizontalAdvance(most))  # the slider keeps its length
        self.paths.set_paths(found.senses.paths, named)
        self.bar.set_quantity(self._words.metric(metric))

    def look_at(self, row: int) -> None:
        """Show one layer of it."""
        found, self._row = self._found, row
        if found is None:
            return
        with QSignalBlocker(self.slider):
            self.slider.setValue(row)
        self.layer.setText(self._words.layer(row, len(found.senses.vectors)))
        self.matrix.set_values(found.senses.alike[self._metric][row], self._named)
        self.paths.set_row(row)
        self._arrange()

    def set_item(self, item: int) -> None:
        """Mark the occurrence that is looked at; -1 for none."""
        self.matrix.set_item(item)
        self.paths.set_item(item)

    def choose(self, kind: str) -> None:
        """Show the matrix, or the paths."""
        self.kind.choose(kind)
        self._arrange()

    def _arrange(self) -> None:
        is_matrix = self.kind.key == "matrix"
        self._stack.setCurrentWidget(self.matrix if is_matrix else self.paths)
        self.bar.setVisible(is_matrix)
        if self._found is not None:
            self.note.setText(unbroken(self._words.note(self._found) if is_matrix else self._words.paths_note(self._found, self._row)))

    def retranslate(self) -> None:
        self.kind.name((self.tr("Each pair"), self.tr("Paths")), self.tr("What is shown of a layer"))
        self.slider.setAccessibleName(self.tr("Layer"))
        for one in (self.slider, self.layer):
            one.setToolTip(wrapped(self._words.about_layer()))
        self.matrix.setAccessibleName(self.tr("How alike each two occurrences are"))
        self.paths.setAccessibleName(self.tr("The way of each occurrence through the layers"))
        self.bar.set_words("", (self.tr("below 0 as 0"),))
        self.bar.set_quantity(self._words.metric(self._metric))
        self.look_at(self._row)
