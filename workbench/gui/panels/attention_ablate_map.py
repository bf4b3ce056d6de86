"""One map of effects with its title and its scale: of all parts replaced in one way."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_ablate_words import AblateWords
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.widgets.part_map import PartMap
from workbench.gui.widgets.signed_bar import SignedBar
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Effects, Replacement


class AblateMap(QWidget):
    """The map is hatched where nothing is measured."""

    def __init__(self, words: AblateWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.title, self.map, self.bar = WrappedLabel(parent=self), PartMap(self), SignedBar(self)
        self.title.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        for one, stretch in ((self.title, 0), (self.map, 1), (self.bar, 0)):
            column.addWidget(one, stretch)

    def reach(self, found: Effects | None, shown: Shown, *, of_loss: bool) -> float:
        """The largest size among the heads; an MLP can outweigh all of them, which would leave them pale."""
        heads, mlps = _values(found, shown, of_loss=of_loss)
        for values in (heads, mlps):
            known = np.abs(values[np.isfinite(values)])
            if len(known):
                return float(known.max())
        return 0.0

    def show_effects(self, by: Replacement, found: Effects | None, shown: Shown, *, over: str, of_loss: bool, high: float) -> None:
        """`found` None: nothing is measured. `over`: what the reference text is called. `high`: the end of the scale, that of a map
        beside it too."""
        heads, mlps = _values(found, shown, of_loss=of_loss)
        self.map.set_values(heads, mlps, high=high or None)
        self.title.setText(self._words.map_title(by, found, over=over, of_loss=of_loss))
        self.bar.setVisible(found is not None)
        self.bar.set_scale(self.map.high, cut=bool((np.abs(np.nan_to_num(mlps)) > self.map.high).any()))
        self.bar.set_words(*self._words.ends(found, of_loss=of_loss))

    def retranslate(self) -> None:
        self.map.retranslate()


def _values(found: Effects | None, shown: Shown, *, of_loss: bool) -> tuple[np.ndarray, np.ndarray]:
    """Of the attention on screen: heads [L, H], and MLPs [L]; those behind cross attention are the decoder's."""
    if found is None:
        return np.full(shown.sink_share.shape, np.nan), np.full(shown.sink_share.shape[0], np.nan)
    heads, mlps = (found.head_losses, found.mlp_losses) if of_loss else (found.heads, found.mlps)
    return heads[shown.part], mlps["decoder" if shown.part == "cross" else shown.part]
