"""What tables of whole rows have in common: their looks, and the order of their rows by a column of numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from workbench.gui import theme


def show_rows(table: QTableView, *, height: int = theme.COMPACT_HEIGHT) -> None:
    """One row is chosen at a time, as a whole; each is a line of so many pixels, without a grid and a heading; Tab leaves the table."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(height)
    table.horizontalHeader().setHighlightSections(False)


def ordered(numbers: np.ndarray, order: Qt.SortOrder) -> np.ndarray:
    """int64 [n]: the rows in the order of their float64 `numbers` [n], equal ones as they were; NaN comes last, whichever way."""
    return np.argsort(-numbers if order == Qt.SortOrder.DescendingOrder else numbers, kind="stable")
