"""What is painted around and over the points of a cloud: axes, and what is told of the point under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.gui import theme
from workbench.gui.widgets.curve_scale import linear_ticks, tick_words
from workbench.gui.widgets.point_cloud_view import CloudView

LEFT, BELOW, LINE = 58, 38, 16
"""Room for the axes: the numbers at the left, those below with the words."""


def paint_axes(painter: QPainter, view: CloudView, words: tuple[str, str], *, numbered: bool) -> None:
    """The words of both axes; with numbers, where the plane has a unit, and a light grid."""
    c, plot = theme.colors(), view.plot
    if numbered:
        _paint_grid(painter, view)
    painter.setPen(c.muted)
    painter.setFont(theme.sans(theme.CAPTION))
    below = QRectF(plot.left(), plot.bottom() + (18 if numbered else 2), plot.width(), LINE)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words[0])
    painter.save()
    painter.translate(plot.left() - (LEFT - 2 if numbered else LINE + 2), plot.center().y())
    painter.rotate(-90)
    painter.drawText(QRectF(-plot.height() / 2, 0, plot.height(), LINE), Qt.AlignmentFlag.AlignCenter, words[1])
    painter.restore()


def _paint_grid(painter: QPainter, view: CloudView) -> None:
    c, plot = theme.colors(), view.plot
    low, high = view.value(plot.bottomLeft()), view.value(plot.topRight())
    painter.setFont(theme.mono(theme.CAPTION))
    across, up = linear_ticks(low.x(), high.x(), int(plot.width() // 90) + 1), linear_ticks(low.y(), high.y(), int(plot.height() // 60) + 1)
    for tick in across:
        x = view.at(tick, 0).x()
        painter.setPen(QPen(c.border, 1.5 if tick == 0 else 0.6))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setPen(c.muted)
        painter.drawText(QRectF(x - 40, plot.bottom() + 3, 80, LINE), Qt.AlignmentFlag.AlignHCenter, tick_words(tick, across))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for tick in up:
        y = view.at(0, tick).y()
        painter.setPen(QPen(c.border, 1.5 if tick == 0 else 0.6))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(c.muted)
        painter.drawText(QRectF(plot.left() - LEFT, y - 8, LEFT - 5, LINE), right, tick_words(tick, up))


def paint_told(painter: QPainter, at: QPointF, told: Sequence[str], within: QRectF, *, away: float) -> None:
    """A box near a point: its name, and below what else is told of it."""
    c = theme.colors()
    first, rest = QFontMetricsF(theme.sans(bold=True)), QFontMetricsF(theme.sans(theme.CAPTION))
    name = first.elidedText(told[0], Qt.TextElideMode.ElideRight, within.width() * 0.6)
    lines = [rest.elidedText(line, Qt.TextElideMode.ElideRight, within.width() * 0.6) for line in told[1:] if line]
    wide = (
        max(first.horizontalAdvance(name), *(rest.horizontalAdvance(line) for line in lines), 0.0)
        if lines
        else first.horizontalAdvance(name)
    )
    box = QRectF(0, 0, wide + 2 * theme.S2, first.height() + len(lines) * LINE + theme.S2)
    right = at.x() + away + box.width() <= within.right()
    box.moveTopLeft(QPointF(at.x() + away if right else at.x() - away - box.width(), at.y() + away))
    if box.bottom() > within.bottom():
        box.moveBottom(at.y() - away)
    box.moveLeft(max(within.left(), box.left()))
    painter.setPen(QPen(c.border, 1))
    painter.setBrush(c.raised)
    painter.drawRoundedRect(box, theme.S1, theme.S1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(theme.S2, theme.S1, -theme.S2, -theme.S1)
    painter.setPen(c.text)
    painter.setFont(theme.sans(bold=True))
    painter.drawText(inner, Qt.AlignmentFlag.AlignTop, name)
    painter.setPen(c.muted)
    painter.setFont(theme.sans(theme.CAPTION))
    for number, line in enumerate(lines):
        painter.drawText(QRectF(inner.left(), inner.top() + first.height() + number * LINE, inner.width() + 2, LINE), line)
