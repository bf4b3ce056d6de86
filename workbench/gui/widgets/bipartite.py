"""Two columns of tokens and lines between them: who reads at the left, who is read at the right, the heavier the stronger.

The idea that is not obvious: only lines that pass through what is in view are painted, as one picture, and of those no more than can
be told apart; so a text of thousands of tokens scrolls as smoothly as a short one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPaintEngine, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.gui import theme
from workbench.gui.widgets.drawn_lines import NOTHING, DrawnLines
from workbench.gui.widgets.line_texture import texture
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.tints import tint
from workbench.gui.widgets.token_axis import TokenAxis

ROW = 21
MOST_PAINTED, MOST_MOVING = 900, 250
"""Of the lines in view the strongest so many are painted; more cannot be told apart. Fewer while the text moves: it then moves
smoothly."""
REST_MS = 90
FAINTEST, STRONGEST, THICK, STRAND = 0.18, 0.92, 0.4, 2.2
"""Opacity of a line of weight 0 and of weight 1; from which weight on a line is thicker; how far heads
stand apart."""
VECTOR_FORMATS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
LABEL_LEAST, LABEL_MOST = 48, 190
GAP_LEAST, GAP_MOST = 90, 380
NUMBER = 44
Row = tuple[str, int]
"""("query" | "key", position)"""


class Bipartite(QAbstractScrollArea):
    """`picked(side, position, extend)`: a token was clicked; `pointed`: another token is under the pointer, or was walked to."""

    picked = Signal(str, int, bool)
    pointed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: dict[str, TokenAxis] = {}
        self._ranges = {"query": (0, 0), "key": (0, 0)}
        self._lines = NOTHING
        self._single = True
        self._marked: frozenset[int] = frozenset()
        self._at: Row | None = None
        self._labels = (LABEL_LEAST, LABEL_LEAST)
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rest = single_shot(REST_MS, self.viewport().update, parent=self)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(2 * LABEL_LEAST + GAP_LEAST + 2 * NUMBER, 160)
        self.retranslate()

    # what is shown

    def set_axes(self, queries: TokenAxis, keys: TokenAxis) -> None:
        """Other tokens; their lines are still to come."""
        self._axes = {"query": queries, "key": keys}
        self._ranges = {side: (0, len(axis.tokens)) for side, axis in self._axes.items()}
        self._lines, self._at, self._marked = NOTHING, None, frozenset()
        self._measure()
        self.verticalScrollBar().setValue(0)

    def set_range(self, queries: tuple[int, int], keys: tuple[int, int]) -> None:
        """Show only the tokens first … end - 1 of either side."""
        self._ranges, self._at = {"query": queries, "key": keys}, None
        self._place()

    @property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """The tokens of either side that are shown."""
        return self._ranges

    def set_lines(self, lines: DrawnLines, *, single: bool) -> None:
        """The lines; `single`: of one head, or a map of several, so that tints would say nothing."""
        self._lines, self._single = lines, single
        self.viewport().update()

    def mark(self, positions: Sequence[int]) -> None:
        """Mark tokens that read; and those that are read, where a text reads itself."""
        self._marked = frozenset(positions)
        self.viewport().update()

    def reveal(self, position: int) -> None:
        """See to it that a token that reads is in view."""
        first, end = self._ranges["query"]
        if first <= position < end:
            self._reveal(position - first)

    @property
    def at(self) -> Row | None:
        """The token under the pointer, or walked to."""
        return self._at

    def lines_at(self) -> DrawnLines:
        """The lines of that token, or all."""
        if self._at is None:
            return self._lines
        side, position = self._at
        return self._lines.of((self._lines.queries if side == "query" else self._lines.keys) == position)

    def painted(self, most: int = MOST_PAINTED) -> DrawnLines:
        """Those of them that are painted, at most so many."""
        top = self.verticalScrollBar().value() // ROW
        bottom = -(-(self.verticalScrollBar().value() + self.viewport().height()) // ROW)
        windows = [(first + top, first + bottom) for first, _ in (self._ranges["query"], self._ranges["key"])]
        return self.lines_at().crossing(windows[0], windows[1], most)

    # geometry

    def _measure(self) -> None:
        """The room that both columns of labels take."""
        metrics = QFontMetricsF(theme.mono(theme.BODY))
        widths = []
        for axis in self._axes.values():
            n = len(axis.tokens)
            words = (axis.called(at) for at in range(0, n, max(1, n // 400)))
            widths.append(int(min(LABEL_MOST, max((metrics.horizontalAdvance(word) for word in words), default=0) + theme.S4)))
        self._labels = (max(LABEL_LEAST, widths[0]), max(LABEL_LEAST, widths[1]))
        self._place()

    def _place(self) -> None:
        rows = max((end - first for first, end in self._ranges.values()), default=0)
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows * ROW + theme.S2 - height))
        bar.setPageStep(height)
        bar.setSingleStep(ROW)
        self.viewport().update()

    @property
    def _columns(self) -> tuple[float, float]:
        """Where the lines begin and end."""
        left, right = self._labels
        width = self.viewport().width()
        gap = max(GAP_LEAST, min(GAP_MOST, width - left - right - 2 * NUMBER - 2 * theme.S3))
        start = max(theme.S3 + NUMBER + left, (width - gap) // 2 + (left - right) // 2)
        return start, start + gap

    def _y(self, side: str, position: int) -> float:
        return theme.S1 + (position - self._ranges[side][0]) * ROW - self.verticalScrollBar().value()

    def row_at(self, at: QPointF) -> Row | None:
        """The token at a point: its label, or what lies beside it up to a fifth of the way to the other side."""
        left, right = self._columns
        reach = (right - left) / 5
        side = "query" if at.x() < left + reach else "key" if at.x() > right - reach else ""
        if not side or not self._axes:
            return None
        first, end = self._ranges[side]
        position = first + int((at.y() + self.verticalScrollBar().value() - theme.S1) // ROW)
        return (side, position) if first <= position < end else None

    def _in_view(self, side: str) -> range:
        first, end = self._ranges[side]
        top = self.verticalScrollBar().value() // ROW
        return range(min(end, first + top), min(end, first + top + self.viewport().height() // ROW + 2))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._axes:
            return
        painter = QPainter(self.viewport())
        lines = self.painted(MOST_MOVING if self._rest.isActive() else MOST_PAINTED)
        shares = self._shares()
        for side in ("query", "key"):
            self._paint_backs(painter, side, shares if self._at is not None and self._at[0] != side else {})
        self._paint_lines(painter, lines)
        for side in ("query", "key"):
            self._paint_labels(painter, side)

    def _shares(self) -> dict[int, float]:
        """What the token under the pointer exchanges with each of the other side, the heads added up and averaged."""
        if self._at is None:
            return {}
        lines = self.lines_at()
        others = lines.keys if self._at[0] == "query" else lines.queries
        sums = np.bincount(others, lines.weights) if len(lines) else np.zeros(0)
        n_heads = len(set(self._lines.heads.tolist())) or 1
        return {int(at): float(sums[at]) / n_heads for at in np.flatnonzero(sums)}

    def _box(self, side: str, position: int) -> QRectF:
        left, right = self._columns
        width = self._labels[side == "key"]
        return QRectF(left - width if side == "query" else right, self._y(side, position), width, ROW)

    def _paint_backs(self, painter: QPainter, side: str, shares: dict[int, float]) -> None:
        c = theme.colors()
        own = self._axes["query"] is self._axes["key"] or side == "query"
        for position in self._in_view(side):
            box = self._box(side, position).adjusted(1, 1, -1, -1)
            if own and position in self._marked:
                painter.fillRect(box, c.select)
            share = shares.get(position, 0.0)
            if share > 0:
                colour = QColor(c.accent)
                colour.setAlphaF(0.12 + 0.4 * min(1.0, share))
                wide = box.width() * min(1.0, share)
                painter.fillRect(QRectF(box.right() - wide if side == "query" else box.left(), box.top(), wide, box.height()), colour)
                painter.setFont(theme.mono(theme.CAPTION))
                painter.setPen(c.muted)
                number = (
                    QRectF(box.left() - NUMBER, box.top(), NUMBER - 4, ROW)
                    if side == "query"
                    else QRectF(box.right() + 4, box.top(), NUMBER, ROW)
                )
                align = Qt.AlignmentFlag.AlignRight if side == "query" else Qt.AlignmentFlag.AlignLeft
                painter.drawText(number, align | Qt.AlignmentFlag.AlignVCenter, f"{share:.3f}")

    def _paint_lines(self, painter: QPainter, lines: DrawnLines) -> None:
        if not len(lines):
            return
        left, right = self._columns
        starts = self._y("query", 0) + ROW * (lines.queries + 0.5)
        ends = self._y("key", 0) + ROW * (lines.keys + 0.5)
        heads = np.unique(self._lines.heads).tolist()
        colours = [theme.colors().accent] if self._single else [tint(number) for number in range(len(heads))]
        kinds = np.zeros(len(lines), np.int64) if self._single else np.searchsorted(heads, lines.heads)
        strand = (kinds - (len(colours) - 1) / 2) * STRAND  # heads run beside each other, so that none hides another
        starts, ends = starts + strand, ends + strand
        faintest = FAINTEST * min(1.0, 150 / len(lines))  # many faint lines would make a fog
        opacity = faintest + (STRONGEST - faintest) * np.minimum(lines.weights, 1.0)
        if painter.paintEngine().type() in VECTOR_FORMATS:
            self._draw_lines(painter, (left, right), np.stack([starts, ends]), opacity, [colours[kind] for kind in kinds.tolist()])
            return
        ratio = self.devicePixelRatioF()
        size = int((right - left) * ratio), int(self.viewport().height() * ratio)
        thick = np.repeat(np.arange(len(lines)), np.where(lines.weights >= THICK, 3, 1))  # a strong line is three beside each other
        beside = np.append(True, thick[1:] != thick[:-1])
        shift = np.where(beside, 0.0, np.where(np.append(False, beside[:-1]), -0.8, 0.8)) * ratio
        places = [ratio * side[thick] + shift for side in (starts, ends)]
        image = texture(*places, opacity[thick], kinds[thick], size=size, colours=colours)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(left, 0), image)

    def _draw_lines(self, painter: QPainter, x: tuple[float, float], y: np.ndarray, opacity: np.ndarray, colours: list[QColor]) -> None:
        """One by one, for a file in which they stay lines."""
        painter.setClipRect(self.viewport().rect())
        for start, end, share, colour in zip(*y.tolist(), opacity.tolist(), colours, strict=True):
            pen = QColor(colour)
            pen.setAlphaF(share)
            painter.setPen(QPen(pen, 1.0 if share < THICK else 2.5))
            painter.drawLine(QLineF(x[0], start, x[1], end))
        painter.setClipping(False)

    def _paint_labels(self, painter: QPainter, side: str) -> None:
        c, axis = theme.colors(), self._axes[side]
        align = (Qt.AlignmentFlag.AlignRight if side == "query" else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        own = self._axes["query"] is self._axes["key"] or side == "query"
        for position in self._in_view(side):
            strong, pointed = own and position in self._marked, self._at == (side, position)
            painter.setFont(theme.mono(theme.BODY, bold=strong or pointed))
            painter.setPen(c.text)
            box = self._box(side, position).adjusted(theme.S1, 0, -theme.S1, 0)
            text = QFontMetricsF(painter.font()).elidedText(axis.called(position), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, align, text)
            if pointed:
                painter.setPen(QPen(c.accent, 1))
                painter.drawRect(self._box(side, position).adjusted(0.5, 1.5, -0.5, -1.5))

    # pointer and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*row, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side, position = self._at or ("query", self._ranges["query"][0] - 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        if event.key() in steps and self._axes:
            first, end = self._ranges[side]
            position = max(first, min(end - 1, position + steps[event.key()]))
            self._point((side, position))
            self._reveal(position - first)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._axes:
            side = "query" if event.key() == Qt.Key.Key_Left else "key"
            first, end = self._ranges[side]
            self._point((side, max(first, min(end - 1, position))))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self.picked.emit(*self._at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape and self._at is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def _point(self, row: Row | None) -> None:
        if row != self._at:
            self._at = row
            self.viewport().update()
            self.pointed.emit()

    def _reveal(self, row: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(min(max(bar.value(), (row + 2) * ROW - self.viewport().height()), row * ROW))

    # Qt

    def scrollContentsBy(self, right: int, down: int) -> None:
        self._rest.start()
        self.viewport().update()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(700, 480)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Lines from the tokens that read, at the left, to those that are read"))
        self.setAccessibleDescription(self.tr("Arrow keys walk tokens and sides, Enter selects"))
