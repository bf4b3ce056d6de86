"""A tokenizer's pipeline, painted: a row for each stage, every piece over what it came from.

Owns hit testing, the keyboard and what is marked. The idea that is not obvious: what belongs together shares columns, so the family
of a piece, its ancestors and descendants, is whatever stands over its columns in any row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import tips
from workbench.gui.widgets.pipeline_layout import Bands, Measured, PipelineLayout, Row, row
from workbench.gui.widgets.pipeline_painter import PipelinePainter
from workbench.gui.widgets.pipeline_words import label_of, piece_words, stage_words
from workbench.values import Stage

MARGIN = 12.0
LINE_GAP = 18.0


class Piece(NamedTuple):
    """Where a piece is: the row, and its number there."""

    row: int
    index: int


class PipelineMap(QAbstractScrollArea):
    """Rows of pieces. `span_selected` and `span_hovered` say bytes [start, end) of the given text."""

    span_selected = Signal(int, int)
    span_hovered = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._n_columns = 0
        self._measured: Measured | None = None
        self._layout: PipelineLayout | None = None
        self._hovered: Piece | None = None
        self._current: Piece | None = None
        self._selected = (0, 0)  # columns
        self._hinted = (0, 0)
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(240, 100)
        self.retranslate()

    # what is shown

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    @property
    def current(self) -> Piece | None:
        """The piece that arrows move from."""
        return self._current

    def set_stages(self, stages: Sequence[Stage], n_columns: int) -> None:
        """Show other stages; those that a tokenizer lacks are left out."""
        told = [one for one in stages if one.kind != "none" or one.name in ("text", "model", "ids")]
        self._rows = tuple(row(one, label_of) for one in told)
        self._n_columns = n_columns
        self._hovered = self._current = None
        self._selected = self._hinted = (0, 0)
        self._measure()
        self._describe()

    def select_bytes(self, start: int, end: int) -> None:
        """Mark what stands over bytes of the given text, and scroll there. Says nothing outward."""
        self._selected = self._columns_of(start, end)
        if self._selected[1] > self._selected[0]:
            self._reveal(self._selected[0])
        self.viewport().update()

    def hover_bytes(self, start: int, end: int) -> None:
        """Mark what stands over the bytes that the pointer is on elsewhere."""
        self._hinted = self._columns_of(start, end)
        self.viewport().update()

    def family(self, piece: Piece) -> list[Piece]:
        """The piece with its ancestors and descendants."""
        first, last = self._extent(piece)
        return [Piece(at, index) for at, one in enumerate(self._rows) for index in one.over(first, last)]

    def _columns_of(self, start: int, end: int) -> tuple[int, int]:
        if not self._rows or end <= start:
            return 0, 0
        text = self._rows[0]
        spans = text.stage.byte_spans
        touched = np.flatnonzero((spans[:, 0] < end) & (spans[:, 1] > start))
        return (int(text.first[touched[0]]), int(text.last[touched[-1]])) if len(touched) else (0, 0)

    def _extent(self, piece: Piece) -> tuple[int, int]:
        one = self._rows[piece.row]
        return int(one.first[piece.index]), int(one.last[piece.index])

    # layout

    def _measure(self) -> None:
        """Find what the pieces ask for, in the fonts of now."""
        self._painter = PipelinePainter()
        stages = [one.stage for one in self._rows]
        self._left = MARGIN + self._painter.label_width(stages)
        heights = [[self._painter.height(one, with_changes=first) for one in stages] for first in (True, False)]
        self._bands = Bands(heights[0], heights[1], gap=LINE_GAP)
        self._measured = None
        if self._rows and self._n_columns:
            advance = QFontMetricsF(self._painter.font).horizontalAdvance
            self._measured = Measured(self._rows, self._n_columns, measure=advance, pads=[self._painter.pad(one) for one in stages])
        self._lay_out()

    def _lay_out(self) -> None:
        """Break lines for the width of now."""
        room = self.viewport().width() - self._left - MARGIN
        self._layout = PipelineLayout(self._measured, available=room) if self._measured is not None else None
        bar, view = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, int(np.ceil(self.content_height() - view))))
        bar.setPageStep(view)
        bar.setSingleStep(int(max(self._bands.top(1) / 3, 20)))
        self.viewport().update()

    def content_height(self) -> float:
        """Height of all lines and the legend, in pixels."""
        n_lines = self._layout.n_lines if self._layout else 0
        return 2 * MARGIN + self._bands.top(n_lines) + self._painter.legend_height

    def piece_rect(self, piece: Piece) -> QRectF:
        """Where a piece stands in the viewport; of one that goes over lines its first part."""
        assert self._layout is not None
        first, last = self._extent(piece)
        line = int(self._layout.line_of[first])
        left, width = self._layout.place(first, min(last, self._layout.line(line)[1]))
        edges = self._bands.rows(line)
        top = MARGIN + self._bands.top(line) + edges[piece.row] - self.verticalScrollBar().value()
        return QRectF(self._left + left, top, width, edges[piece.row + 1] - edges[piece.row])

    def piece_at(self, point: QPointF) -> Piece | None:
        """The piece under a point of the viewport."""
        line, at = self._row_at(point.y())
        if self._layout is None or at < 0:
            return None
        column = self._layout.column_at(line, point.x() - self._left)
        found = self._rows[at].over(column, column + 1) if column >= 0 else range(0)
        return Piece(at, found[0]) if found else None

    def words_at(self, point: QPointF) -> str:
        """Everything known of the piece under a point, or of the stage whose heading is there."""
        piece = self.piece_at(point)
        if piece is not None:
            return piece_words(self._rows[piece.row].stage, piece.index)
        _, at = self._row_at(point.y())
        return stage_words(self._rows[at].stage) if at >= 0 and point.x() < self._left else ""

    def _row_at(self, y: float) -> tuple[int, int]:
        """Line and row at a height of the viewport; -1 where there is no row."""
        y += self.verticalScrollBar().value() - MARGIN
        line = self._bands.line_at(y) if y >= 0 else -1
        if self._layout is None or not 0 <= line < self._layout.n_lines:
            return -1, -1
        at = int(np.searchsorted(self._bands.rows(line), y - self._bands.top(line), side="right")) - 1
        return line, at if at < len(self._rows) else -1

    def sizeHint(self) -> QSize:
        return QSize(720, 360)

    def resizeEvent(self, event: QEvent) -> None:
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._measure()
        super().changeEvent(event)

    # painting

    def paintEvent(self, event: QEvent) -> None:
        painter = QPainter(self.viewport())
        area = QRectF(event.rect())
        painter.fillRect(area, theme.colors().surface)
        if self._layout is not None:
            self._paint(painter, area, self._layout)
        painter.end()

    def _paint(self, painter: QPainter, area: QRectF, layout: PipelineLayout) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.begin(painter)
        offset = self.verticalScrollBar().value()
        marked = self._extent(self._hovered) if self._hovered else self._hinted
        first, last = (self._bands.line_at(max(0.0, y + offset - MARGIN)) for y in (area.top(), area.bottom()))
        for line in range(first, min(layout.n_lines, last + 1)):
            top, edges = MARGIN + self._bands.top(line) - offset, self._bands.rows(line)
            begin, end = layout.line(line)
            for at, one in enumerate(self._rows):
                rect = QRectF(MARGIN, top + edges[at], self._left - MARGIN - theme.S2, edges[at + 1] - edges[at])
                self._painter.heading(one.stage, rect, first=line == 0)
                for index in one.over(begin, end):
                    self._paint_piece(Piece(at, index), rect, (begin, end), marked)
        self._painter.legend(QPointF(MARGIN, MARGIN + self._bands.top(layout.n_lines) - offset), [one.stage for one in self._rows])

    def _paint_piece(self, piece: Piece, row_rect: QRectF, line: tuple[int, int], marked: tuple[int, int]) -> None:
        assert self._layout is not None
        first, last = self._extent(piece)
        left, width = self._layout.place(max(first, line[0]), min(last, line[1]))
        rect = QRectF(self._left + left, row_rect.top(), width, row_rect.height())
        self._painter.piece(
            self._rows[piece.row],
            piece.index,
            rect,
            whole=(first >= line[0], last <= line[1]),
            marked=first < marked[1] and last > marked[0],
            selected=first < self._selected[1] and last > self._selected[0],
            current=piece == (self._current if self.hasFocus() else self._hovered),
        )

    # the mouse and the keyboard

    def mouseMoveEvent(self, event: QEvent) -> None:
        self._hover(self.piece_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, piece: Piece | None) -> None:
        if piece != self._hovered:
            self._hovered = piece
            span = self._rows[piece.row].stage.byte_spans[piece.index].tolist() if piece else (0, 0)
            self.span_hovered.emit(*span)
            self.viewport().update()

    def mousePressEvent(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._rows:
            piece = self.piece_at(event.position())
            if piece is None:
                self._selected = (0, 0)
                self.span_selected.emit(0, 0)
                self.viewport().update()
            else:
                self._pick(piece)
            event.accept()

    def mouseReleaseEvent(self, event: QEvent) -> None:
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            words = self.words_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tips.plain(words), self.viewport())  # empty words hide it
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self._target(event.key()) if self._rows else None
        if target is None:
            super().keyPressEvent(event)
        else:
            self._pick(target)

    def _target(self, key: int) -> Piece | None:
        """The piece a key leads to, None if the key means nothing here."""
        now = self._current
        if now is None:
            starts = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home)
            return Piece(0, 0) if key in starts and self._rows[0].labels else None
        last = len(self._rows[now.row].labels) - 1
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return Piece(now.row, 0 if key == Qt.Key.Key_Home else last)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return Piece(now.row, min(max(now.index + (1 if key == Qt.Key.Key_Right else -1), 0), last))
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            first, until = self._extent(now)
            at = now.row + step
            while 0 <= at < len(self._rows):
                found = self._rows[at].over(first, until)
                if found:
                    return Piece(at, found[0])
                at += step
            return now
        return None

    def _pick(self, piece: Piece) -> None:
        self._current, self._selected = piece, self._extent(piece)
        self._reveal(self._selected[0])
        self._describe()
        self.viewport().update()
        self.span_selected.emit(*self._rows[piece.row].stage.byte_spans[piece.index].tolist())

    def _reveal(self, column: int) -> None:
        if self._layout is None:
            return
        line, bar = int(self._layout.line_of[column]), self.verticalScrollBar()
        top = int(self._bands.top(line))
        if top < bar.value() or self._bands.top(line + 1) > bar.value() + self.viewport().height():
            bar.setValue(top)

    # words

    def _describe(self) -> None:
        if self._current is None:
            self.setAccessibleDescription(
                self.tr("Arrow keys walk the pieces: left and right within a stage, up and down through the stages.")
            )
        else:
            self.setAccessibleDescription(piece_words(self._rows[self._current.row].stage, self._current.index))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Stages of the tokenizer"))
        self._measure()
        self._describe()
