"""A text once, and under it a lane for each tokenizer with its cuts.

A cut that not all lanes have is drawn thick, with a notch; where others cut and a lane does not, it has a dotted line. So what differs is
seen without colour. Only the rows in view are painted, however long the text is.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.lane_layout import LaneLayout
from workbench.gui.widgets.visible import hex_bytes, runs, visible, visible_token
from workbench.values import CHANGED, LOST, SPACES, Comparison, Lane

TEXT_SIZE, TEXT_HEIGHT, LANE_HEIGHT, LANE_GAP, BLOCK_GAP = 16, 24, 22, 3, 14
GUTTER = 132
SHORTEST_LABEL = 14


class Lanes(QAbstractScrollArea):
    """`span_selected(start, end)`: bytes of the text; `select_bytes` shows a selection that was made elsewhere."""

    span_selected = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Comparison | None = None
        self._lanes: list[Lane] = []
        self._layout = LaneLayout("", 80)
        self._selected = (0, 0)
        self._at = 0  # the lane that the keys walk
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.retranslate()

    # what is shown

    def set_comparison(self, found: Comparison | None) -> None:
        """Show lanes; those that could not be made are left to others to tell."""
        self._found = found
        self._lanes = [lane for lane in found.lanes if lane.problem is None] if found is not None else []
        kept = [number for number, lane in enumerate(found.lanes) if lane.problem is None] if found is not None else []
        cuts = found.cuts[kept] if found is not None else np.zeros((0, 0), bool)
        differs = cuts.any(axis=0) & ~cuts.all(axis=0) if len(kept) else np.zeros(0, bool)
        self._differing = found.places[differs] if found is not None else np.zeros(0, np.int64)
        self._own = [found.places[differs & row] for row in cuts] if found is not None else []
        self._at = min(self._at, max(0, len(self._lanes) - 1))
        self._lay_out()

    @property
    def differing(self) -> np.ndarray:
        """The bytes before which some lanes cut and others don't."""
        return self._differing

    def select_bytes(self, start: int, end: int) -> None:
        if (start, end) != self._selected:
            self._selected = (start, end)
            if end > start and self._lanes:
                self._reveal(self._layout.row_of_byte(start))
            self.viewport().update()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The text and its cuts by each tokenizer"))
        self.setAccessibleDescription(self.tr("Arrow keys walk the tokens of a lane, up and down change the lane."))
        self.viewport().update()

    # geometry

    def _cell(self) -> float:
        return QFontMetricsF(theme.mono(TEXT_SIZE)).horizontalAdvance("0") + 1

    def _block(self) -> int:
        return TEXT_HEIGHT + len(self._lanes) * (LANE_HEIGHT + LANE_GAP) + BLOCK_GAP

    def _lay_out(self) -> None:
        columns = int((self.viewport().width() - GUTTER - theme.S4) / self._cell())
        self._layout = LaneLayout(self._found.request.text if self._found is not None else "", columns)
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(self._block())
        bar.setRange(0, max(0, len(self._layout) * self._block() - self.viewport().height()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _reveal(self, row: int) -> None:
        top, bar = row * self._block(), self.verticalScrollBar()
        if not bar.value() <= top <= bar.value() + self.viewport().height() - self._block():
            bar.setValue(max(0, top - BLOCK_GAP))

    def _lane_top(self, row: int, number: int) -> int:
        return row * self._block() - self.verticalScrollBar().value() + TEXT_HEIGHT + number * (LANE_HEIGHT + LANE_GAP)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.colors().surface)
        if not self._lanes:
            return
        first = max(0, (event.rect().top() + self.verticalScrollBar().value()) // self._block())
        last = min(len(self._layout), (event.rect().bottom() + self.verticalScrollBar().value()) // self._block() + 1)
        for row in range(first, last):
            self._paint_text(painter, row)
            for number in range(len(self._lanes)):
                self._paint_lane(painter, row, number)

    def _paint_text(self, painter: QPainter, row: int) -> None:
        c, cell = theme.colors(), self._cell()
        top = self._lane_top(row, 0) - TEXT_HEIGHT
        first, last = self._layout.bytes_of_row(row)
        start, end = max(self._selected[0], first), min(self._selected[1], last)
        if end > start:
            left, right = self._span(row, start, end)
            painter.fillRect(QRectF(left, top, right - left, TEXT_HEIGHT - 2), c.select)
        base = self._layout.cell_of[self._layout.rows[row]]
        for at in range(int(self._layout.rows[row]), int(self._layout.rows[row + 1])):
            left = GUTTER + float(self._layout.cell_of[at] - base) * cell
            box = QRectF(left, top, float(self._layout.cell_of[at + 1] - self._layout.cell_of[at]) * cell, TEXT_HEIGHT - 2)
            shown = runs(self._layout.text[at])[0]
            painter.setPen(c.muted if shown.mark else c.text)
            painter.setFont(theme.mono(TEXT_SIZE) if len(shown.text) < 3 else theme.mono(theme.CAPTION - 4))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.text.strip("⟨⟩") if shown.mark else shown.text)

    def _paint_lane(self, painter: QPainter, row: int, number: int) -> None:
        c, lane, top = theme.colors(), self._lanes[number], self._lane_top(row, number)
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.accent if self.hasFocus() and number == self._at else c.muted)
        name = QFontMetricsF(painter.font()).elidedText(lane.name, Qt.TextElideMode.ElideMiddle, GUTTER - theme.S3)
        painter.drawText(QRectF(0, top, GUTTER - theme.S2, LANE_HEIGHT), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, name)
        first, last = self._layout.bytes_of_row(row)
        token = int(np.searchsorted(lane.spans[:, 1], first, side="right"))
        while token < len(lane.ids) and lane.spans[token, 0] < last:
            if lane.spans[token, 1] > lane.spans[token, 0]:
                self._paint_token(painter, row, lane, token, top)
            token += 1
        self._paint_cuts(painter, row, number, top, first, last)

    def _paint_token(self, painter: QPainter, row: int, lane: Lane, token: int, top: int) -> None:
        c = theme.colors()
        box = self._box(row, lane, token, top)
        fate = int(lane.fates[token])
        picked = lane.spans[token, 0] < self._selected[1] and lane.spans[token, 1] > self._selected[0]
        fill = c.select if picked else (c.chip_a, c.chip_b)[token % 2]
        painter.fillRect(box, c.raised if fate == LOST and not picked else fill)
        if fate in (CHANGED, LOST):
            pattern = Qt.BrushStyle.BDiagPattern if fate == CHANGED else Qt.BrushStyle.DiagCrossPattern
            painter.fillRect(box, QBrush(c.border, pattern))
        elif fate == SPACES:
            painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
            painter.drawLine(box.bottomLeft() + QPointF(1, -1), box.bottomRight() - QPointF(1, 1))
        if box.width() >= SHORTEST_LABEL:
            painter.setFont(theme.mono(theme.CAPTION))
            painter.setPen(c.bad if fate == LOST and not picked else c.text)
            words = visible_token(self._words(lane, token))
            if fits := QFontMetricsF(painter.font()).horizontalAdvance(words) <= box.width() - 2:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            if not fits and fate != 0:
                elided = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 2)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, elided)

    def _box(self, row: int, lane: Lane, token: int, top: int) -> QRectF:
        first, last = self._layout.bytes_of_row(row)
        start, end = max(int(lane.spans[token, 0]), first), min(int(lane.spans[token, 1]), last)
        left, right = self._span(row, start, end)
        return QRectF(left, top, max(2.0, right - left), LANE_HEIGHT)

    def _span(self, row: int, start: int, end: int) -> tuple[float, float]:
        """Where bytes of a row begin and end."""
        cell = self._cell()
        return GUTTER + self._layout.x_of(start, row) * cell, GUTTER + self._layout.x_of(end, row) * cell

    def _paint_cuts(self, painter: QPainter, row: int, number: int, top: int, first: int, last: int) -> None:
        c, cell = theme.colors(), self._cell()
        lane, own = self._lanes[number], self._own[number]
        painter.setPen(QPen(c.surface, 2))
        for byte in np.unique(lane.spans[:, 1][slice(*np.searchsorted(lane.spans[:, 1], (first, last)))]).tolist():
            x = GUTTER + self._layout.x_of(byte, row) * cell
            painter.drawLine(QPointF(x, top), QPointF(x, top + LANE_HEIGHT))
        between = slice(*np.searchsorted(self._differing, (first, last)))
        for byte in self._differing[between].tolist():
            x = GUTTER + self._layout.x_of(byte, row) * cell
            at = int(np.searchsorted(own, byte))
            if at < len(own) and own[at] == byte:
                painter.setPen(QPen(c.accent, 2))
                painter.drawLine(QPointF(x, top), QPointF(x, top + LANE_HEIGHT))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(c.accent)
                painter.drawPolygon(QPolygonF([QPointF(x - 4, top - 2), QPointF(x + 4, top - 2), QPointF(x, top + 4)]))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, top + 1), QPointF(x, top + LANE_HEIGHT - 1))

    # words

    def _words(self, lane: Lane, token: int) -> str:
        """The token, with those that share its bytes."""
        last = token + 1
        while last < len(lane.ids) and lane.spans[last, 1] == lane.spans[last, 0]:
            last += 1
        return "+".join(lane.pieces[one] for one in lane.which[token:last].tolist())

    def describe(self, lane: Lane, token: int) -> str:
        """A token in words, for tooltips and screen readers."""
        start, end = lane.spans[token].tolist()
        raw = self._found.request.text.encode("utf-8", "surrogatepass")[start:end] if self._found is not None else b""
        fates = (
            self.tr("gives its bytes back"), self.tr("leaves out spaces"), self.tr("changes the text"), self.tr("loses the text"),
        )  # fmt: skip
        number = int(lane.ids[token])
        ident = self.tr("id {id}").format(id=number) if number >= 0 else self.tr("no token")
        under = visible(raw[:60].decode("utf-8", "replace"))
        parts = [lane.name, visible_token(self._words(lane, token)), ident, self.tr("over {text}").format(text=f"“{under}”")]
        return " · ".join(
            [*parts, self.tr("bytes {start}–{end}").format(start=start, end=end), hex_bytes(raw[:16]), fates[int(lane.fates[token])]]
        )

    # pointer and keys

    def _under(self, place: QPoint) -> tuple[int, int] | None:
        """The lane and the token at a place; lane -1 is the text."""
        row = (place.y() + self.verticalScrollBar().value()) // self._block()
        if not self._lanes or not 0 <= row < len(self._layout) or place.x() < GUTTER:
            return None
        number = (place.y() - self._lane_top(row, 0)) // (LANE_HEIGHT + LANE_GAP)
        if not 0 <= number < len(self._lanes):
            return None
        byte = self._layout.byte_at(row, (place.x() - GUTTER) / self._cell())
        lane = self._lanes[number]
        token = int(np.searchsorted(lane.spans[:, 1], byte, side="right"))
        return (number, token) if token < len(lane.ids) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = found[0]
            self._pick(found[1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._lanes or event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._at = int(np.clip(self._at + (1 if event.key() == Qt.Key.Key_Down else -1), 0, len(self._lanes) - 1))
            self._pick(self._token_at(self._selected[0]))
            return
        ends = self._lanes[self._at].spans[:, 1]
        if event.key() == Qt.Key.Key_Right:
            token = self._token_at(self._selected[1]) if self._selected[1] else 0
        else:
            token = int(np.searchsorted(ends, self._selected[0])) if self._selected[0] else 0
        self._pick(token)

    def _token_at(self, byte: int) -> int:
        ends = self._lanes[self._at].spans[:, 1]
        return int(min(np.searchsorted(ends, byte, side="right"), len(ends) - 1))

    def _pick(self, token: int) -> None:
        lane = self._lanes[self._at]
        if len(lane.ids):
            start, end = lane.spans[token].tolist()
            self.setAccessibleDescription(self.describe(lane, token))
            self.select_bytes(start, end)
            self.viewport().update()
            self.span_selected.emit(start, end)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._under(event.pos())
            words = self.describe(self._lanes[found[0]], found[1]) if found is not None else ""
            QToolTip.showText(event.globalPos(), f"<span>{_escaped(words)}</span>" if words else "", self.viewport(), QRect())
            return True
        return super().viewportEvent(event)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
