"""The scale of a heat map: its colours with the weights they stand for, and in words what else is to be seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap

BAR_WIDTH, BAR_HEIGHT, LINE, SWATCH = 140, 12, 18, 16


class ColorBar(QWidget):
    """Low at the left, high at the right, remarks behind it, on as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map, self._high, self._cut, self._root = "viridis", 1.0, False, False
        self._nothing = self._quantity = ""
        self._remarks: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._say()

    def set_scale(self, high: float, *, cut: bool, root: bool = False) -> None:
        """The weight at the upper end; `cut`: some weights lie beyond it; `root`: colours by the square root."""
        self._high, self._cut, self._root = high, cut, root
        self._say()

    def set_colormap(self, name: str) -> None:
        self._map = name
        self.update()

    def set_quantity(self, words: str) -> None:
        """What the numbers are; empty: weights."""
        self._quantity = words
        self._say()

    def set_words(self, nothing: str, remarks: Sequence[str]) -> None:
        """What the neutral colour means (empty: it doesn't occur), and what else is to be said."""
        self._nothing, self._remarks = nothing, tuple(remark for remark in remarks if remark)
        self._say()

    @property
    def words(self) -> str:
        """All that it says, in one line."""
        reach = f"0 – {'≥ ' if self._cut else ''}{_short(self._high)}"
        return " · ".join(part for part in (f"{self._called} {reach}", self._nothing, *self._remarks) if part)

    @property
    def _called(self) -> str:
        return self._quantity or self.tr("weight")

    def _say(self) -> None:
        self.setAccessibleName(self.words)
        self.updateGeometry()
        self.update()

    def _placed(self) -> tuple[list[tuple[QRectF, str]], int]:
        """Where each remark stands, and how many lines there are."""
        metrics = QFontMetricsF(theme.sans(theme.CAPTION))
        x, line, placed = self._bar_end + theme.S4, 0, []
        for text in (self._nothing, *self._remarks):
            if not text:
                continue
            wide = metrics.horizontalAdvance(text) + (SWATCH + 6 if text == self._nothing else 0)
            if x > 0 and x + wide > self.width():
                x, line = 0.0, line + 1
            placed.append((QRectF(x, line * LINE, wide + 1, LINE), text))
            x += wide + theme.S4
        return placed, line + 1

    @property
    def _bar_end(self) -> float:
        words = QFontMetricsF(theme.sans(theme.CAPTION)).horizontalAdvance(self._called)
        return words + BAR_WIDTH + 36 + QFontMetricsF(theme.mono(theme.CAPTION)).horizontalAdvance("≥0.0000")

    def sizeHint(self) -> QSize:
        return QSize(400, self._placed()[1] * LINE + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setFont(theme.sans(theme.CAPTION))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(c.muted)
        weight = self._called
        x = metrics.horizontalAdvance(weight) + 6
        painter.drawText(QRectF(0, 0, x, LINE), Qt.AlignmentFlag.AlignVCenter, weight)
        painter.setFont(theme.mono(theme.CAPTION))
        painter.drawText(QRectF(x, 0, 10, LINE), Qt.AlignmentFlag.AlignVCenter, "0")
        self._paint_colours(painter, QRectF(x + 12, (LINE - BAR_HEIGHT) / 2, BAR_WIDTH, BAR_HEIGHT))
        painter.setPen(c.muted)
        end = x + 12 + BAR_WIDTH + (10 if self._cut else 4)
        painter.drawText(QRectF(end, 0, 70, LINE), Qt.AlignmentFlag.AlignVCenter, ("≥" if self._cut else "") + _short(self._high))
        painter.setFont(theme.sans(theme.CAPTION))
        for box, text in self._placed()[0]:
            if text == self._nothing:
                swatch = QRectF(box.left(), box.top() + (LINE - BAR_HEIGHT) / 2, SWATCH, BAR_HEIGHT)
                painter.fillRect(swatch, c.raised)
                painter.setPen(QPen(c.border))
                painter.drawRect(swatch)
                box = box.adjusted(SWATCH + 6, 0, 0, 0)
            painter.setPen(c.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_colours(self, painter: QPainter, box: QRectF) -> None:
        table = colormap.table(self._map)
        line = QImage(len(table), 1, QImage.Format.Format_RGB32)
        for index, colour in enumerate(table):
            line.setPixel(index, 0, colour)
        painter.drawImage(box, line)
        if self._root:  # an uneven scale says its middle, too
            painter.setPen(QColor("white"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _short(self._high / 4))
        if self._cut:  # a tip: there is more beyond
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor.fromRgb(table[-1]))
            right, middle = box.right(), box.center().y()
            painter.drawPolygon(QPolygonF([QPointF(right, box.top()), QPointF(right + 7, middle), QPointF(right, box.bottom())]))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()


def _short(weight: float) -> str:
    return f"{weight:.3f}" if weight >= 0.001 else f"{weight:.1e}"
