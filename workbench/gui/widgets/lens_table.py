"""Streams x positions: the token that the logit lens reads in each, tinted by how near it is to the model's own prediction.

Painted, not made of widgets: whatever is in view is drawn anew in some milliseconds, so tables of thousands of positions scroll
smoothly. Rows go with the depth; the last, the model's own prediction, stays in view. Where there is no height for all of them,
every second or third is shown, the deepest among them: nobody should have to scroll both ways. Where a token is already the final one
it is bold.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import tips
from workbench.gui.widgets.chip_painter import shade_color
from workbench.gui.widgets.lens_cells import Column, LensCells, Tint
from workbench.gui.widgets.token_axis import TokenAxis

WIDE, LEAST_HIGH, MOST_HIGH = 96, 15, 24
LEFT, TOP = 64, 40
BAR, SHADES = 2, 16
MOST_STEP = 4
"""So many rows are passed over at most; a lower window scrolls."""
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class LensTable(QAbstractScrollArea):
    """`picked(row, position)` when the person chooses a cell or a column (row -1); `looked`: other positions are in view."""

    picked = Signal(int, int)
    looked = Signal()

    def __init__(self, cells: LensCells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = cells
        self._axis: TokenAxis | None = None
        self._rows: tuple[str, ...] = ()
        self._lines: list[int] = []
        self.step = 1
        self._tint: Tint = "probability"
        self._told: Callable[[int, int], str] = lambda _row, _position: ""
        self._at, self._marked, self._pointed = (-1, -1), -1, (-1, -1)
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _value: self.looked.emit())

    # what is shown

    def set_shape(self, rows: Sequence[str], axis: TokenAxis | None) -> None:
        """The names of the rows, and the tokens of the positions."""
        self._rows, self._axis = tuple(rows), axis
        self._at = (min(self._at[0], len(rows) - 1), min(self._at[1], self.n_positions - 1))
        self._fit()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())  # the deepest say most
        self.viewport().update()

    def set_tint(self, tint: Tint) -> None:
        self._tint = tint
        self.viewport().update()

    def set_told(self, told: Callable[[int, int], str]) -> None:
        """What is said of a cell (row, position) in its tooltip and to a screen reader."""
        self._told = told

    def mark(self, position: int) -> None:
        """Mark the column of a position, and bring it into view, without telling."""
        if position != self._marked:
            self._marked = position
            self._reveal(position)
            self.viewport().update()

    @property
    def n_positions(self) -> int:
        return len(self._axis.tokens) if self._axis is not None else 0

    @property
    def in_view(self) -> range:
        """The positions that are in view."""
        first = self.horizontalScrollBar().value() // WIDE
        room = -(-(self.viewport().width() - LEFT) // WIDE) + 1
        return range(first, min(first + max(1, room), self.n_positions))

    # geometry

    @property
    def _high(self) -> int:
        return max(LEAST_HIGH, min(MOST_HIGH, (self.viewport().height() - TOP) // max(1, len(self._lines))))

    def _choose_lines(self) -> None:
        """Which rows are shown: every `step`-th and the last."""
        n_others = max(0, len(self._rows) - 1)
        room = max(1, (self.viewport().height() - TOP) // LEAST_HIGH - 1)
        self.step = min(MOST_STEP, max(1, -(-n_others // room)))
        self._lines = [*reversed(range(n_others - 1, -1, -self.step)), *range(n_others, len(self._rows))]

    def _line_of(self, row: int) -> int:
        """Where a row stands among those that are shown, or the next of them."""
        return min(bisect.bisect_left(self._lines, row), len(self._lines) - 1)

    def cell_rect(self, row: int, position: int) -> QRectF:
        """Where a cell lies in the viewport."""
        own = row == len(self._rows) - 1
        y = self._own_top if own else TOP + self._line_of(row) * self._high - self.verticalScrollBar().value()
        return QRectF(LEFT + position * WIDE - self.horizontalScrollBar().value(), y, WIDE, self._high)

    @property
    def _own_top(self) -> int:
        """Where the last row lies: below the others, or at the bottom while they scroll."""
        return min(TOP + (len(self._lines) - 1) * self._high, self.viewport().height() - self._high)

    def cell_at(self, at: QPoint) -> tuple[int, int] | None:
        """(row, position) under a point of the viewport; row -1 in the headings."""
        if at.x() < LEFT:
            return None
        position = (at.x() - LEFT + self.horizontalScrollBar().value()) // WIDE
        line, own = (at.y() - TOP + self.verticalScrollBar().value()) // self._high, len(self._lines) - 1
        if at.y() < TOP or at.y() >= self._own_top:
            line = -1 if at.y() < TOP else own if at.y() < self._own_top + self._high else len(self._lines)
        row = self._lines[line] if 0 <= line < len(self._lines) else line
        return (row, position) if position < self.n_positions and line < len(self._lines) else None

    def _fit(self) -> None:
        self._choose_lines()
        across, down, size = self.horizontalScrollBar(), self.verticalScrollBar(), self.viewport().size()
        across.setRange(0, max(0, LEFT + WIDE * self.n_positions - size.width()))
        across.setPageStep(max(1, size.width() - LEFT))
        across.setSingleStep(WIDE // 2)
        down.setRange(0, max(0, TOP + self._high * len(self._lines) - size.height()))
        down.setPageStep(max(1, size.height() - TOP))
        down.setSingleStep(self._high)

    def _reveal(self, position: int) -> None:
        bar, room = self.horizontalScrollBar(), self.viewport().width() - LEFT
        if position >= 0 and not bar.value() <= position * WIDE <= bar.value() + room - WIDE:
            bar.setValue(position * WIDE - (room - WIDE) // 2)

    def _reveal_row(self, row: int) -> None:
        bar, room = self.verticalScrollBar(), self._own_top - TOP
        if 0 <= row < len(self._rows) - 1:
            line = self._line_of(row)
            bar.setValue(min(max(bar.value(), (line + 1) * self._high - room), line * self._high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.looked.emit()

    def sizeHint(self) -> QSize:
        return QSize(900, TOP + 20 * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEFT + 2 * WIDE, TOP + 4 * LEAST_HIGH)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._axis is None:
            return
        painter, c = QPainter(self.viewport()), theme.colors()
        painter.fillRect(self.viewport().rect(), c.surface)
        offset, high, last = self.verticalScrollBar().value(), self._high, len(self._rows) - 1
        others = self._lines[offset // high : min(len(self._lines) - 1, -(-(offset + self._own_top - TOP) // high))]
        for rows, top, room in ((others, TOP, self._own_top - TOP), ([last], self._own_top, high)):
            painter.setClipRect(LEFT, top, self.viewport().width() - LEFT, room)
            self._paint_cells(painter, rows)
            painter.setClipRect(0, top, LEFT, room)
            self._paint_rows(painter, rows)
        painter.setClipRect(LEFT, 0, self.viewport().width() - LEFT, self.viewport().height())
        self._paint_headings(painter)
        self._paint_marks(painter)

    def _paint_cells(self, painter: QPainter, rows: Sequence[int]) -> None:
        if rows:
            brush = _Brush(painter, wide=WIDE, high=self._high)
            x0, y0 = LEFT - self.horizontalScrollBar().value(), int(self.cell_rect(rows[0], 0).top())
            for position in self.in_view:
                brush.paint(self._cells.column(position, self._tint), rows, x0 + position * WIDE, y0)
        row, position = self._pointed
        if row in rows and position >= 0:
            painter.setPen(QPen(theme.colors().text, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(row, position).adjusted(0, 0, -2, -2))

    def _paint_marks(self, painter: QPainter) -> None:
        """The line above the model's own prediction, the marked column, the cursor."""
        c = theme.colors()
        painter.setPen(QPen(c.text, 1))
        painter.drawLine(LEFT, self._own_top - 1, self.viewport().width(), self._own_top - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(c.accent, 2))
        if self._marked >= 0:
            x = self.cell_rect(0, self._marked).left()
            painter.drawRect(QRectF(x, TOP, WIDE - 1, self._own_top + self._high - TOP - 1))
        row, position = self._at
        if row >= 0 and position >= 0 and TOP <= self.cell_rect(row, position).top() <= self._own_top:
            painter.drawRect(self.cell_rect(row, position).adjusted(2, 1, -3, -2))

    def _paint_headings(self, painter: QPainter) -> None:
        """The tokens above their columns."""
        assert self._axis is not None, "there is something to paint"
        c = theme.colors()
        painter.fillRect(0, 0, self.viewport().width(), TOP, c.surface)
        for position in self.in_view:
            box = self.cell_rect(0, position)
            painter.setPen(c.accent if position == self._marked else c.text)
            painter.setFont(theme.mono(bold=position == self._marked))
            text = QFontMetricsF(painter.font()).elidedText(self._axis.called(position), Qt.TextElideMode.ElideRight, WIDE - 6)
            painter.drawText(QRectF(box.left() + 4, 2, WIDE - 4, 19), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(c.muted)
            painter.setFont(theme.mono(theme.CAPTION))
            painter.drawText(QRectF(box.left() + 4, 21, WIDE - 4, 15), Qt.AlignmentFlag.AlignVCenter, str(position))

    def _paint_rows(self, painter: QPainter, rows: Sequence[int]) -> None:
        """The names of the rows at the left."""
        c, right = theme.colors(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row in rows:
            own = row == len(self._rows) - 1
            painter.setFont(theme.sans(theme.CAPTION, bold=own))
            painter.setPen(c.text if own else c.muted)
            painter.drawText(QRectF(0, self.cell_rect(row, 0).top(), LEFT - 8, self._high), right, self._rows[row])

    # the person

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.cell_at(event.position().toPoint()) or (-1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._go(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self.n_positions:
            super().keyPressEvent(event)
            return
        line, position = self._line_of(self._at[0] if self._at[0] >= 0 else len(self._rows) - 1), max(self._at[1], 0)
        row = self._lines[min(max(line + step[0], 0), len(self._lines) - 1)]
        self._go(row, min(max(position + step[1], 0), self.n_positions - 1))

    def _go(self, row: int, position: int) -> None:
        """Put the cursor on a cell, and tell."""
        self._at = (row, position)
        self._reveal(position)
        self._reveal_row(row)
        self.setAccessibleDescription(self._told(row, position) if row >= 0 else "")
        self.viewport().update()
        self.picked.emit(row, position)

    def _point(self, cell: tuple[int, int]) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point((-1, -1))
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), tips.plain(self._told(*cell)) if cell is not None else "", self.viewport())
            return True
        return super().viewportEvent(event)


class _Brush:
    """Paints the cells of a column. What all cells share is looked up once: hundreds are painted at each step of a scroll."""

    def __init__(self, painter: QPainter, *, wide: int, high: int) -> None:
        self._painter, self._wide, self._high = painter, wide - 1, high - 1
        self._shades = [shade_color(step / SHADES) for step in range(SHADES + 1)]
        self._fonts, self._bold = (theme.mono(), theme.mono(bold=True)), False
        c, metrics = theme.colors(), QFontMetricsF(self._fonts[0])
        self._unknown, self._bar = c.raised, c.muted
        self._base = round((high + metrics.ascent() - metrics.descent()) / 2)
        painter.setFont(self._fonts[0])
        painter.setPen(c.text)

    def paint(self, column: Column | None, rows: Sequence[int], x: int, y: int) -> None:
        """The `rows` of a column, its first at y."""
        painter, wide, high = self._painter, self._wide, self._high
        for row in rows:
            if column is None:
                painter.fillRect(x, y, wide, high, self._unknown)
            else:
                near = column.near[row]
                painter.fillRect(x, y, wide, high, self._shades[round(near * SHADES)])
                painter.fillRect(x, y + high - BAR, round(near * wide), BAR, self._bar)
                if column.agrees[row] != self._bold:
                    self._bold = column.agrees[row]
                    painter.setFont(self._fonts[self._bold])
                painter.drawText(x + 5, y + self._base, column.words[row])
            y += high + 1
