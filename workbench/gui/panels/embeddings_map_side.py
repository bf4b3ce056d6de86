"""Beside the maps: what dragging does, what the colours say, the search, and the table of what is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.item_table import ItemTable
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.point_cloud import TOOLS
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.tips import wrapped

NARROWEST = 240


class MapSide(QWidget):
    """Only widgets and their words; the view wires them."""

    def __init__(self, colours: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[int | None, int] = (None, 0)
        self._n, self._missing = 0, 0
        self.tool, self.search, self.found = Segmented(TOOLS, self), QLineEdit(self), QLabel(self)
        self.told, self.table = QLabel(self), ItemTable(self)
        self.search.setClearButtonEnabled(True)
        for one in (self.found, self.told):
            one.setProperty("role", "caption")
            one.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, 0, 0, 0)
        column.setSpacing(theme.S2)
        tools = QHBoxLayout()
        tools.addWidget(self.tool)
        tools.addStretch(1)
        column.addLayout(tools)
        column.addWidget(colours)
        column.addWidget(self.search)
        column.addWidget(self.found)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        self.setMinimumWidth(NARROWEST)

    def say_found(self, n: int | None, here: int) -> None:
        """How many items were found, and how many of them are on the map; None: nothing is looked for."""
        self._found = n, here
        self.found.setVisible(n is not None)
        if n is not None:
            self.found.setText(self.tr("{n} found, {here} on the map. Enter chooses them.").format(n=count(n), here=count(here)))

    def say_chosen(self, n: int, *, missing: int) -> None:
        """How many items are chosen, and how many of them are not on the map."""
        self._n, self._missing = n, missing
        said = self.tr("{n} chosen").format(n=count(n))
        if missing:
            said += " · " + self.tr("{n} not on this map").format(n=count(missing))
        self.told.setText(said if n else self.tr("Nothing is chosen: click points, or draw around them."))

    def retranslate(self) -> None:
        self.tool.name((self.tr("Move"), self.tr("Lasso"), self.tr("Box")), self.tr("What dragging does"))
        tips = (
            self.tr("Drag to move the map, turn the wheel to zoom. Shift+drag draws a loop."),
            self.tr("Draw a loop around points. Ctrl adds them to what is chosen."),
            self.tr("Draw a box around points. Ctrl adds them to what is chosen."),
        )
        for key, tip in zip(TOOLS, tips, strict=True):
            self.tool.button(key).setToolTip(wrapped(tip))
        self.search.setPlaceholderText(self.tr("Find items"))
        self.search.setAccessibleName(self.tr("Find items"))
        self.table.setAccessibleName(self.tr("Chosen items"))
        self.table.rows.pin_words = self.tr("Its name stays on the map")
        self.say_found(*self._found)
        self.say_chosen(self._n, missing=self._missing)
