"""The two maps of a patch, measured and estimated, their scale, and the line that says what one cell is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets import patch_words
from workbench.gui.widgets.effect_bar import EffectBar
from workbench.gui.widgets.effect_map import EffectMap
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import GAP, PatchedLayer, PatchMap, PatchStarted

MOST_HIGH = 2.0
"""The end of the scale where a patch overshoots: one wild cell must not bleach the others."""


class PatchMaps(QWidget):
    """`picked(layer, column)` when the person chooses a cell of either map."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.started: PatchStarted | None = None
        self.raw = np.zeros((0, 0), np.float32)
        self.labels: list[str] = []
        self._chosen = self._pointed = (-1, -1)
        self.asked, self.readout, self.bar = WrappedLabel(parent=self), QLabel(self), EffectBar(self)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setTextFormat(Qt.TextFormat.PlainText)
        self.measured, self.estimated = EffectMap(self), EffectMap(self)
        self.headings = {one: QLabel(self) for one in (self.measured, self.estimated)}
        self._columns = {one: self._column(one) for one in (self.measured, self.estimated)}
        maps = QHBoxLayout()
        maps.setSpacing(theme.S4)
        for one in self._columns.values():
            maps.addWidget(one, 1)
        below = QHBoxLayout()
        below.addWidget(self.readout, 1)
        below.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.asked)
        column.addLayout(maps, 1)
        column.addLayout(below)

    def _column(self, map_: EffectMap) -> QWidget:
        made, area = QWidget(self), QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(map_)
        self.headings[map_].setTextFormat(Qt.TextFormat.PlainText)
        self.headings[map_].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.headings[map_])
        column.addWidget(area, 1)
        map_.picked.connect(self.picked)
        map_.hovered.connect(self._hovered)
        return made

    # what is shown

    def begin(self, started: PatchStarted) -> None:
        """Both passes are there: the estimate can be seen, the measured map is empty."""
        self.started, self._chosen = started, (-1, -1)
        by_head = started.request.is_by_head
        texts = TokenText(started.clean), TokenText(started.corrupt)
        self.labels = patch_words.columns_of(started, texts)
        missing = () if by_head else np.flatnonzero((started.places == GAP).any(axis=1)).tolist()
        for one in (self.measured, self.estimated):
            one.set_columns(self.labels, missing=missing)
            one.select(-1, -1)
        self.raw = np.full((started.model.n_layers, len(self.labels)), np.nan, np.float32)
        self._columns[self.estimated].setVisible(bool(started.estimate.size))
        self._draw()

    def fill(self, event: PatchedLayer) -> None:
        """Another row of the measured map is known, or more of it."""
        self.raw[event.layer] = event.raw
        self._draw()

    def finish(self, found: PatchMap) -> None:
        """A whole map, also one that was stored."""
        if self.started is not found.started:
            self.begin(found.started)
        self.raw = found.raw
        self._draw()

    def choose(self, layer: int, column: int) -> None:
        """Mark a cell in both maps; column -1: the whole layer."""
        self._chosen = (layer, column)
        for one in (self.measured, self.estimated):
            one.select(layer, column)
        self._say()

    @property
    def cell(self) -> tuple[int, int]:
        """(layer, column) that is marked, -1 for none."""
        return self._chosen

    def _draw(self) -> None:
        assert self.started is not None
        shown = [patch_words.effects_of(self.started, values) for values in (self.raw, self.started.estimate)]
        sizes = np.abs(np.concatenate([values.ravel() for values in shown]))
        most = float(np.nanmax(sizes)) if np.isfinite(sizes).any() else 0.0
        high = (most or 1.0) if self.started.is_flat else max(1.0, min(most, MOST_HIGH))
        for one, values in zip((self.measured, self.estimated), shown, strict=True):
            one.set_values(values, high=high)
        self.bar.set_scale(high)
        self._say()

    # data

    def rows(self) -> Iterable[Sequence[object]]:
        return () if self.started is None else patch_words.rows_of(self.started, self.raw, self.labels)

    def arrays(self) -> dict[str, np.ndarray]:
        if self.started is None:
            return {}
        started = self.started
        return {
            "contrast": self.raw,
            "effect": started.scaled(self.raw),
            "estimated_contrast": started.estimate,
            "places": started.places,
            "clean_ids": started.clean.ids,
            "corrupt_ids": started.corrupt.ids,
            "clean_corrupt_contrast": np.array([started.clean_value.value, started.corrupt_value.value]),
        }

    # words

    def _hovered(self, row: int, column: int) -> None:
        self._pointed = (row, column)
        for one in (self.measured, self.estimated):
            one.point(row, column)
        self._say()

    def _say(self) -> None:
        started = self.started
        if started is None:
            return
        self.asked.setText(patch_words.summary(started))
        cell = self._pointed if self._pointed[0] >= 0 else self._chosen
        said = patch_words.cell_words(started, self.raw, cell, self.labels) if cell[1] >= 0 else ""
        self.readout.setText(said or self.tr("Point at a cell for its numbers; press it to choose its layer and token everywhere."))
        agreement = patch_words.agreement(started, self.raw)
        same = "" if math.isnan(agreement) else f" · r = {agreement:.2f}"
        self.headings[self.measured].setText(self.tr("Measured: one patch, one pass"))
        self.headings[self.estimated].setText(self.tr("Estimated by one gradient (approximation)") + same)
        tip = self.tr("Attribution patching (arXiv 2310.10348): a straight line along the patched pass. r: correlation with the measured.")
        self.headings[self.estimated].setToolTip(tip)

    def retranslate(self) -> None:
        self.measured.setAccessibleName(self.tr("Measured effects by layer"))
        self.estimated.setAccessibleName(self.tr("Estimated effects by layer"))
        self.bar.set_words(self.tr("corrupt 0"), self.tr("clean 1"))
        self._say()
