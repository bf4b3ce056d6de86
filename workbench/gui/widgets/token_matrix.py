"""Signed numbers between two texts as a map with token axes: each row a token that was asked about, each column one that counts.

Cells are square and small enough that all are in view. What is not a number can't count, and has the neutral colour.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging, tips
from workbench.gui.widgets.map_view import MapView
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.token_axis import Margins, TokenAxis, every_for, margins_of
from workbench.gui.widgets.token_text import TokenText

WRITTEN_CELL = 40
"""From this size on, a cell says its number."""
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class TokenMatrix(QWidget):
    """`picked(row)` when a row is chosen, by a click or the arrows; `hovered(row, column)`, (-1, -1) for nothing."""

    picked = Signal(int)
    hovered = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._margins = MapView(), Margins(0, 0, 0, 0, 0)
        self._rows: TokenAxis | None = None
        self._columns: TokenAxis | None = None
        self._values, self._high = np.zeros((0, 0)), 1.0
        self._row, self._cursor = -1, (-1, -1)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(220, 160)
        self.retranslate()

    def set_values(self, rows: TokenText, columns: TokenText, values: np.ndarray, *, high: float, first: int = 0) -> None:
        """values float [rows, columns], NaN where a column can't count; `high`: the end of the scale; `first`: where the first row's
        token stands in its text."""
        self._rows, self._columns, self._values, self._high = TokenAxis(rows, first=first), TokenAxis(columns), values, high
        self._row, self._cursor = min(self._row, len(rows) - 1), (-1, -1)
        self._view.set_tokens(*values.shape)
        self._place()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._rows = self._columns = None
        self._values = np.zeros((0, 0))
        self.update()

    def mark(self, row: int) -> None:
        """Mark a row without telling."""
        if row != self._row:
            self._row = row
            self.setAccessibleDescription(self.words(row, self._cursor[1]) if self._cursor[1] >= 0 else "")
            self.update()

    @property
    def marked(self) -> int:
        return self._row

    def words(self, row: int, column: int) -> str:
        """One cell in words: `·The (0) for ·went (2): +1.20`."""
        if self._rows is None or self._columns is None or not (0 <= row < len(self._values) and 0 <= column < self._values.shape[1]):
            return ""
        value = float(self._values[row, column])
        names = {"row": self._rows.named(row), "column": self._columns.named(column)}
        if math.isnan(value):
            return self.tr("{column} comes too late to count for {row}").format(**names)
        return self.tr("{column} for {row}: {value}").format(value=signed(value), **names)

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell lies."""
        return self._view.rect_of(row, row + 1, column, column + 1)

    def _place(self) -> None:
        if self._rows is None or self._columns is None:
            return
        metrics = QFontMetricsF(theme.mono(theme.BODY, bold=True))
        for every in (1, 10):
            m = self._margins = margins_of(self._rows, self._columns, metrics, every)
            self._view.place(m.left, m.top, self.width() - m.left - m.right, self.height() - m.top - theme.S1)
            if every_for(self._view.cell) == 1:
                return

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._rows is None or self._columns is None or self._view.is_empty:
            return
        c, painter, view = theme.colors(), QPainter(self), self._view
        shown = diverging.colours(self._values / self._high)
        shown[np.isnan(self._values)] = c.raised.rgb()
        rows, columns = shown.shape
        painter.drawImage(view.plot, QImage(shown.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32))
        if view.cell >= WRITTEN_CELL:
            self._paint_numbers(painter)
        painter.setPen(QPen(c.border, 1))
        painter.drawRect(view.plot.adjusted(-0.5, -0.5, 0.5, 0.5))
        marked = (self._row,) if self._row >= 0 else ()
        for row in marked:
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(view.rect_of(row, row + 1, 0, columns))
        if self._cursor[0] >= 0:
            painter.setPen(QPen(c.text, 1.5))
            painter.drawRect(self.cell(*self._cursor))
        self._rows.paint_queries(painter, view, self._margins, marked=marked, at=self._cursor[0])
        self._columns.paint_keys(painter, view, self._margins, marked=(), at=self._cursor[1])

    def _paint_numbers(self, painter: QPainter) -> None:
        painter.setFont(theme.mono(theme.CAPTION))
        for row, column in np.argwhere(~np.isnan(self._values)).tolist():
            value = float(self._values[row, column])
            painter.setPen(diverging.ink(diverging.colour(value / self._high)))
            painter.drawText(self.cell(row, column), Qt.AlignmentFlag.AlignCenter, f"{value:+.1f}".replace("-", "−"))

    # the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._view.cell_at(event.position()) if self._rows is not None else None
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.picked.emit(found[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at((self._view.cell_at(event.position()) if self._rows is not None else None) or (-1, -1))

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at((-1, -1))

    def point_at(self, cell: tuple[int, int]) -> None:
        """Put the cursor on a (row, column), or nowhere: (-1, -1)."""
        if cell != self._cursor:
            self._cursor = cell
            self.setAccessibleDescription(self.words(*cell))
            self.hovered.emit(*cell)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        rows, columns = self._values.shape
        if step is None or not rows:
            super().keyPressEvent(event)
        elif step[0]:
            self.picked.emit(min(max(self._row + step[0], 0), rows - 1))
        else:
            self.point_at((max(self._row, 0), min(max(self._cursor[1] + step[1], 0), columns - 1)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._view.cell_at(QPointF(event.pos())) if self._rows is not None else None
            QToolTip.showText(event.globalPos(), tips.plain(self.words(*found)) if found is not None else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(520, 320)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What each token counts for each that was asked about"))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
