"""A number for each of some settings: every seed a ring, their mean a dot, and a line from the least to the greatest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_scale import Scale, padded, tick_words
from workbench.gui.widgets.tints import tint
from workbench.gui.widgets.tips import plain
from workbench.values import Spread

TOP, BOTTOM, ROW, NUMBER = 24, 24, 26.0, 84
DOT, RING = 4.0, 3.0


class SpreadRow(NamedTuple):
    """`tint`: the number of its colour."""

    name: str
    spread: Spread
    tint: int


class SpreadPlot(QWidget):
    """Rows from above; `range_` fixes the axis, as 0 to 1 for shares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SpreadRow, ...] = ()
        self._title = ""
        self._spelled: Callable[[float], str] = "{:.4g}".format
        self._range: tuple[float, float] | None = None
        self.setMinimumSize(260, 120)

    def sizeHint(self) -> QSize:
        return QSize(560, int(TOP + BOTTOM + ROW * max(4, len(self.rows))))

    def set_rows(self, rows: Sequence[SpreadRow], *, range_: tuple[float, float] | None = None) -> None:
        self.rows, self._range = tuple(rows), range_
        self.updateGeometry()
        self.update()

    def say(self, title: str, spelled: Callable[[float], str]) -> None:
        """What the numbers are, and how they are written."""
        self._title, self._spelled = title, spelled
        self.setAccessibleName(title)
        self.update()

    # where things lie

    def _box(self) -> QRectF:
        metrics = QFontMetricsF(theme.sans(theme.CAPTION + 1))
        left = min(0.4 * self.width(), max((metrics.horizontalAdvance(row.name) for row in self.rows), default=0.0) + theme.S4)
        return QRectF(left, TOP, max(20.0, self.width() - left - NUMBER), self._height() * len(self.rows))

    def _height(self) -> float:
        return min(ROW, (self.height() - TOP - BOTTOM) / max(1, len(self.rows)))

    def _scale(self) -> Scale | None:
        values = [value for row in self.rows for value in row.spread.values]
        if not values:
            return None
        low, high = self._range or padded(min(values), max(values), log=False)
        return Scale(low, high, self._box().left() + 6, self._box().right() - 6)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(theme.CAPTION, bold=True))
        painter.setPen(c.text)
        painter.drawText(QRectF(2, 0, self.width() - 4, TOP - 4), Qt.AlignmentFlag.AlignLeft, self._title)
        scale = self._scale()
        if scale is not None:
            self._paint_axis(painter, scale)
        for number, row in enumerate(self.rows):
            self._paint_row(painter, number, row, scale)

    def _paint_axis(self, painter: QPainter, scale: Scale) -> None:
        c, box = theme.colors(), self._box()
        painter.setFont(theme.sans(theme.CAPTION))
        ticks = scale.ticks(max(2, int(box.width() // 90)))
        for tick in ticks:
            at = scale.pixel(tick)
            painter.setPen(QPen(c.border, 1))
            painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
            painter.setPen(c.muted)
            painter.drawText(QRectF(at - 40, box.bottom() + 4, 80, 16), Qt.AlignmentFlag.AlignHCenter, tick_words(tick, ticks))

    def _paint_row(self, painter: QPainter, number: int, row: SpreadRow, scale: Scale | None) -> None:
        c, box, height = theme.colors(), self._box(), self._height()
        top, y = TOP + number * height, TOP + (number + 0.5) * height
        flag = Qt.AlignmentFlag
        painter.setFont(theme.sans(theme.CAPTION + 1))
        painter.setPen(c.text)
        words = QFontMetricsF(painter.font()).elidedText(row.name, Qt.TextElideMode.ElideRight, box.left() - theme.S3)
        painter.drawText(QRectF(2, top, box.left() - 4, height), flag.AlignLeft | flag.AlignVCenter, words)
        painter.setFont(theme.mono(theme.CAPTION + 1))
        said = self._spelled(row.spread.mean) if row.spread.n else "—"
        painter.drawText(QRectF(box.right(), top, NUMBER - 6, height), flag.AlignRight | flag.AlignVCenter, said)
        if scale is None or not row.spread.n:
            return
        color = tint(row.tint)
        painter.setPen(QPen(color, 1.6))
        painter.drawLine(QPointF(scale.pixel(row.spread.least), y), QPointF(scale.pixel(row.spread.most), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for value in row.spread.values if row.spread.n > 1 else ():
            painter.drawEllipse(QPointF(scale.pixel(value), y), RING, RING)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(scale.pixel(row.spread.mean), y), DOT, DOT)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # reading

    def words(self, number: int) -> str:
        """Exact values of a row."""
        if not 0 <= number < len(self.rows):
            return ""
        row = self.rows[number]
        each = ", ".join(self._spelled(value) for value in row.spread.values) or "—"
        return f"{row.name}\n{self._title}: {self._spelled(row.spread.mean) if row.spread.n else '—'}\n{each}"

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            QToolTip.showText(event.globalPos(), plain(self.words(int((event.pos().y() - TOP) // self._height()))), self)
            return True
        return super().event(event)
