"""A map as it was with its first tokens: what came later is left blank, its labels pale."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.gui import theme
from workbench.gui.widgets.map_view import MapView

VEIL = 200
"""Of 255: how much of a label that is not there yet is covered."""


def leave_blank(painter: QPainter, view: MapView, n: int, *, columns: bool) -> None:
    """Cover the cells of all tokens from the n-th on: their rows, and their columns where a text reads itself."""
    plot, y, x = view.plot, view.y_of(n), view.x_of(n)
    painter.fillRect(QRectF(plot.left(), y, plot.width(), max(0.0, plot.bottom() - y)), theme.colors().window)
    if columns:
        painter.fillRect(QRectF(x, plot.top(), max(0.0, plot.right() - x), plot.height()), theme.colors().window)


def pale_labels(painter: QPainter, view: MapView, n: int, *, height: float) -> None:
    """Let the labels of their rows fade, down to `height`."""
    veil = QColor(theme.colors().window)
    veil.setAlpha(VEIL)
    y = max(view.plot.top(), view.y_of(n) + max(0.0, (theme.BODY - view.cell) / 2))  # a label may be taller than its row
    painter.fillRect(QRectF(0, y, view.plot.left() - 2, max(0.0, height - y)), veil)
