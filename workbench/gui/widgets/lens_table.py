"""Streams x positions: the token that the logit lens reads in each, tinted by how near it is to the model's own prediction.

Painted, not made of widgets: whatever is in view is drawn anew in some milliseconds, so tables of thousands of positions scroll
smoothly. Rows go with the depth, the model's own prediction last; where the token is already the final one it is bold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import tips
from workbench.gui.widgets.chip_painter import shade_color
from workbench.gui.widgets.lens_cells import LensCells, Tint
from workbench.gui.widgets.token_axis import TokenAxis

WIDE, LEAST_HIGH, MOST_HIGH = 92, 16, 24
LEFT, TOP = 64, 40
BAR = 2
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
        return max(LEAST_HIGH, min(MOST_HIGH, (self.viewport().height() - TOP) // max(1, len(self._rows))))

    def cell_rect(self, row: int, position: int) -> QRectF:
        """Where a cell lies in the viewport."""
        x, y = LEFT + position * WIDE - self.horizontalScrollBar().value(), TOP + row * self._high - self.verticalScrollBar().value()
        return QRectF(x, y, WIDE, self._high)

    def cell_at(self, at: QPoint) -> tuple[int, int] | None:
        """(row, position) under a point of the viewport; row -1 in the headings."""
        if at.x() < LEFT:
            return None
        position = (at.x() - LEFT + self.horizontalScrollBar().value()) // WIDE
        row = -1 if at.y() < TOP else (at.y() - TOP + self.verticalScrollBar().value()) // self._high
        return (row, position) if position < self.n_positions and row < len(self._rows) else None

    def _fit(self) -> None:
        across, down, size = self.horizontalScrollBar(), self.verticalScrollBar(), self.viewport().size()
        across.setRange(0, max(0, LEFT + WIDE * self.n_positions - size.width()))
        across.setPageStep(max(1, size.width() - LEFT))
        across.setSingleStep(WIDE // 2)
        down.setRange(0, max(0, TOP + self._high * len(self._rows) - size.height()))
        down.setPageStep(max(1, size.height() - TOP))
        down.setSingleStep(self._high)

    def _reveal(self, position: int) -> None:
        bar, room = self.horizontalScrollBar(), self.viewport().width() - LEFT
        if position >= 0 and not bar.value() <= position * WIDE <= bar.value() + room - WIDE:
            bar.setValue(position * WIDE - (room - WIDE) // 2)

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
        fonts = theme.mono(theme.CAPTION), theme.mono(theme.CAPTION, bold=True)
        offset, high = self.verticalScrollBar().value(), self._high
        rows = range(offset // high, min(len(self._rows), -(-(offset + self.viewport().height() - TOP) // high)))
        painter.setClipRect(LEFT, TOP, self.viewport().width() - LEFT, self.viewport().height() - TOP)
        for position in self.in_view:
            for row in rows:
                self._paint(painter, row, position, fonts)
        self._paint_marks(painter)
        painter.setClipping(False)
        self._paint_headings(painter)
        self._paint_rows(painter, rows)

    def _paint(self, painter: QPainter, row: int, position: int, fonts: Sequence[object]) -> None:
        box, c = self.cell_rect(row, position), theme.colors()
        near = self._cells.near(row, position, self._tint)
        if near is None:
            painter.fillRect(box.adjusted(0, 0, -1, -1), c.raised)
            return
        painter.fillRect(box.adjusted(0, 0, -1, -1), shade_color(near))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1 - BAR, near * (WIDE - 1), BAR), c.muted)
        painter.setFont(fonts[self._cells.agrees(row, position)])
        painter.setPen(c.text)
        painter.drawText(
            box.adjusted(5, 0, -2, -BAR), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self._cells.word(row, position)
        )

    def _paint_marks(self, painter: QPainter) -> None:
        c, last = theme.colors(), len(self._rows) - 1
        line = self.cell_rect(last, 0).top()
        painter.setPen(QPen(c.text, 1))
        painter.drawLine(LEFT, int(line) - 1, self.viewport().width(), int(line) - 1)  # below it: the model's own prediction
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._marked >= 0:
            painter.setPen(QPen(c.accent, 2))
            painter.drawRect(self.cell_rect(0, self._marked).united(self.cell_rect(last, self._marked)).adjusted(0, 0, -1, -1))
        for (row, position), pen in ((self._pointed, QPen(c.text, 1)), (self._at, QPen(c.accent, 2))):
            if row >= 0 and position >= 0:
                painter.setPen(pen)
                painter.drawRect(self.cell_rect(row, position).adjusted(1, 1, -2, -2))

    def _paint_headings(self, painter: QPainter) -> None:
        """The tokens above their columns."""
        assert self._axis is not None, "there is something to paint"
        c = theme.colors()
        painter.fillRect(0, 0, self.viewport().width(), TOP, c.surface)
        painter.setClipRect(LEFT, 0, self.viewport().width() - LEFT, TOP)
        for position in self.in_view:
            box = self.cell_rect(0, position)
            painter.setPen(c.accent if position == self._marked else c.text)
            painter.setFont(theme.mono(bold=position == self._marked))
            text = QFontMetricsF(painter.font()).elidedText(self._axis.called(position), Qt.TextElideMode.ElideRight, WIDE - 6)
            painter.drawText(QRectF(box.left() + 4, 2, WIDE - 4, 19), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(c.muted)
            painter.setFont(theme.mono(theme.CAPTION))
            painter.drawText(QRectF(box.left() + 4, 21, WIDE - 4, 15), Qt.AlignmentFlag.AlignVCenter, str(position))
        painter.setClipping(False)

    def _paint_rows(self, painter: QPainter, rows: range) -> None:
        """The names of the rows at the left."""
        c = theme.colors()
        painter.fillRect(0, TOP, LEFT, self.viewport().height() - TOP, c.surface)
        painter.setClipRect(0, TOP, LEFT, self.viewport().height() - TOP)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row in rows:
            box = self.cell_rect(row, 0)
            own = row == len(self._rows) - 1
            painter.setFont(theme.sans(theme.CAPTION, bold=own))
            painter.setPen(c.text if own else c.muted)
            painter.drawText(QRectF(0, box.top(), LEFT - 8, self._high), right, self._rows[row])
        painter.setClipping(False)

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
        row, position = (self._at[0] if self._at[0] >= 0 else len(self._rows) - 1), max(self._at[1], 0)
        self._go(min(max(row + step[0], 0), len(self._rows) - 1), min(max(position + step[1], 0), self.n_positions - 1))

    def _go(self, row: int, position: int) -> None:
        """Put the cursor on a cell, and tell."""
        self._at = (row, position)
        self._reveal(position)
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
