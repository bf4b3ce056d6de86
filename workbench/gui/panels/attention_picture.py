"""One head as a figure: title, map, scale, and what it was computed with. What is saved is exactly this."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.color_bar import ColorBar
from workbench.gui.widgets.heat_map import HeatMap
from workbench.gui.widgets.wrapped_label import WrappedLabel


class AttentionPicture(QWidget):
    """The figure; the panel says what stands in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.source = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.map, self.bar = HeatMap(self), ColorBar(self)
        self.title.setFont(theme.sans(bold=True))
        self.source.setProperty("role", "caption")
        self.source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S3, 0, theme.S3, 0)
        column.setSpacing(theme.S1)
        for one, stretch in ((self.title, 0), (self.map, 1), (self.bar, 0), (self.source, 0)):
            column.addWidget(one, stretch)

    def set_words(self, title: str, source: str) -> None:
        """Above and below the map."""
        self.title.setText(title)
        self.source.setText(source)

    def set_scale(self, high: float | None, *, of_view: bool, root: bool) -> None:
        """Colours from 0 to `high`; None: to the head's own strongest weight, or the strongest in view."""
        self.map.set_scale(high, of_view=of_view, root=root)
        self.bar.set_scale(self.map.high, cut=self.map.is_cut, root=root)

    def set_colormap(self, name: str) -> None:
        self.map.set_colormap(name)
        self.bar.set_colormap(name)
