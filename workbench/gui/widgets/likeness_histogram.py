"""What random pairs score, as a histogram, with the chosen pairs as lines on it: where they stand says what their scores mean."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import nats

BINS, FOOT, HEAD, TICK, MOST_SPREAD = 64, 18, 20, 9, 1e-3
"""Bins; room below and above; the length of a pair's line; so many of the random pairs may lie beyond either end."""


class LikenessHistogram(QWidget):
    """Bars for random pairs, a line for each chosen pair, one of them marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts, self._low, self._high = np.zeros(0), 0.0, 1.0
        self._pairs, self._marked, self._line = np.zeros(0), math.nan, math.nan
        self._line_words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    def set_scores(self, random: np.ndarray, pairs: np.ndarray, *, line: float) -> None:
        """Scores of random pairs, ascending, and of the chosen ones; `line`: what 95 % of random pairs stay below."""
        self._pairs, self._line, self._marked = pairs[np.isfinite(pairs)], line, math.nan
        ends = [random[int(share * (len(random) - 1))] for share in (MOST_SPREAD, 1 - MOST_SPREAD)] if len(random) else [0.0, 1.0]
        low, high = float(min(ends[0], self._pairs.min(initial=ends[0]))), float(max(ends[1], self._pairs.max(initial=ends[1])))
        margin = 0.02 * (high - low) or 0.5
        self._low, self._high = low - margin, high + margin
        self._counts = np.histogram(np.clip(random, self._low, self._high), BINS, (self._low, self._high))[0]
        self.update()

    def set_line_words(self, words: str) -> None:
        """What is written at the line."""
        self._line_words = words
        self.update()

    def mark(self, score: float) -> None:
        """Mark the pair of a score; NaN for none."""
        self._marked = score
        self.update()

    def x_of(self, score: float) -> float:
        """Where a score lies."""
        return 4 + (self.width() - 8) * (score - self._low) / (self._high - self._low)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), theme.colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom, most = self.height() - FOOT, max(1.0, float(self._counts.max(initial=0)))
        wide = (self.width() - 8) / BINS
        for number, many in enumerate(self._counts.tolist()):
            high = (bottom - HEAD) * many / most
            painter.fillRect(QRectF(4 + number * wide, bottom - high, max(1.0, wide - 1), high), c.border)
        painter.setPen(QPen(c.accent, 1))
        for score in self._pairs.tolist():
            painter.drawLine(QPointF(self.x_of(score), bottom - TICK), QPointF(self.x_of(score), bottom))
        self._paint_line(painter, bottom)
        if not math.isnan(self._marked):
            painter.setPen(QPen(c.accent, 2))
            painter.drawLine(QPointF(self.x_of(self._marked), HEAD), QPointF(self.x_of(self._marked), bottom))
        self._paint_axis(painter, bottom)

    def _paint_line(self, painter: QPainter, bottom: float) -> None:
        if math.isnan(self._line):
            return
        c, x = theme.colors(), self.x_of(self._line)
        painter.setPen(QPen(c.text, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, HEAD - 4), QPointF(x, bottom))
        painter.setPen(c.muted)
        painter.setFont(theme.sans(theme.CAPTION))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._line_words)
        painter.drawText(QPointF(min(max(4.0, x - wide / 2), self.width() - wide - 4), HEAD - 8), self._line_words)

    def _paint_axis(self, painter: QPainter, bottom: float) -> None:
        c = theme.colors()
        painter.setPen(QPen(c.border, 1))
        painter.drawLine(QPointF(4, bottom), QPointF(self.width() - 4, bottom))
        painter.setPen(c.muted)
        painter.setFont(theme.sans(theme.CAPTION))
        ends = [(4.0, Qt.AlignmentFlag.AlignLeft, self._low), (self.width() - 104.0, Qt.AlignmentFlag.AlignRight, self._high)]
        if self._low < 0 < self._high and 60 < self.x_of(0) < self.width() - 60:
            ends.append((self.x_of(0) - 50, Qt.AlignmentFlag.AlignHCenter, 0.0))
        for left, side, value in ends:
            painter.drawText(QRectF(left, bottom + 2, 100, FOOT - 2), side, nats(value))
