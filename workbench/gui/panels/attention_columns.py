"""The three columns: all heads, one head, one token. How they share the width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.gui import theme
from workbench.gui.panels.attention_picture import AttentionPicture
from workbench.gui.panels.attention_side import WIDTH, AttentionSide
from workbench.gui.widgets.head_grid import HeadGrid

SIDE_NEEDS = 730
"""Below this width the lists give way to the map."""


class AttentionColumns(QSplitter):
    """Gives the grid the width that its height can use, until the person drags a handle."""

    def __init__(self, grid: HeadGrid, picture: AttentionPicture, side: AttentionSide, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid, self._picture, self._side = grid, picture, side
        self._chosen = False
        for number, (one, stretch) in enumerate(((grid, 0), (picture, 1), (side, 0))):
            self.addWidget(one)
            self.setStretchFactor(number, stretch)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._choose)

    @property
    def chosen_sizes(self) -> list[int]:
        """The widths, if the person chose them."""
        return self.sizes() if self._chosen else []

    def choose_sizes(self, sizes: Sequence[object]) -> None:
        """Take up widths that were chosen earlier; anything else is ignored."""
        known = [size for size in sizes if isinstance(size, int) and size > 0]
        if len(known) == self.count() == len(sizes):
            self._chosen = True
            self.setSizes(known)

    def share(self) -> None:
        """Share the width anew."""
        if not self._chosen and self.height() > 100:
            grid = min(self._grid.width_for(self.height()), self.width() // 3)
            self.setSizes([grid, max(1, self.width() - grid - WIDTH), WIDTH])

    def _choose(self) -> None:
        self._chosen = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= SIDE_NEEDS)
        self.share()

    def minimumSizeHint(self) -> QSize:
        wide = self._grid.minimumSizeHint().width() + self._picture.minimumSizeHint().width() + 2 * theme.S4
        return QSize(wide, super().minimumSizeHint().height())
