"""A map without a part of its cells: as it was with its first tokens, what came later left blank, its labels pale; or of two texts
what one gives to the other."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.gui import theme
from workbench.gui.widgets.map_view import MapView, Region

VEIL = 200
"""Of 255: how much of a label that is not there yet is covered."""


def leave_blank(painter: QPainter, view: MapView, n: int, *, columns: bool) -> None:
    """Cover the cells of all tokens from the n-th on: their rows, and their columns where a text reads itself."""
    plot, y, x = view.plot, view.y_of(n), view.x_of(n)
    painter.fillRect(QRectF(plot.left(), y, plot.width(), max(0.0, plot.bottom() - y)), theme.colors().window)
    if columns:
        painter.fillRect(QRectF(x, plot.top(), max(0.0, plot.right() - x), plot.height()), theme.colors().window)


def leave_alone(painter: QPainter, view: MapView, block: Region) -> None:
    """Cover all cells but those of a block."""
    plot, kept = view.plot, view.rect_of(*block)
    for left, top, right, bottom in (
        (plot.left(), plot.top(), plot.right(), kept.top()),
        (plot.left(), kept.bottom(), plot.right(), plot.bottom()),
        (plot.left(), plot.top(), kept.left(), plot.bottom()),
        (kept.right(), plot.top(), plot.right(), plot.bottom()),
    ):
        painter.fillRect(QRectF(left, top, max(0.0, right - left), max(0.0, bottom - top)), theme.colors().window)


def pale_labels(painter: QPainter, view: MapView, n: int, *, height: float) -> None:
    """Let the labels of their rows fade, down to `height`."""
    veil = QColor(theme.colors().window)
    veil.setAlpha(VEIL)
    y = max(view.plot.top(), view.y_of(n) + max(0.0, (theme.BODY - view.cell) / 2))  # a label may be taller than its row
    painter.fillRect(QRectF(0, y, view.plot.left() - 2, max(0.0, height - y)), veil)
