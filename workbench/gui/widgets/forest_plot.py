"""The result of the bias probe, painted: a row for each template with its pairs and their mean, below them the mean of all.

The idea that is not obvious: what lies on which side of zero is written above the plot in words, with arrows, so nobody has to
remember which side was subtracted from which.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count, signed
from workbench.gui.widgets.tips import plain
from workbench.values import Bias

TOP, BOTTOM, VALUE_WIDTH, GAP = 30, 40, 62, 10
LEAST_ROW, MOST_ROW = 24, 40
DOT, MEAN = 2.6, 4.6


class ForestPlot(QWidget):
    """`template_asked(number)`: the person chose a row; the last number is that of the mean."""

    template_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Bias | None = None
        self._row = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bias(self, found: Bias | None) -> None:
        self._found, self._row = found, -1
        self.updateGeometry()
        self.update()

    @property
    def n_templates(self) -> int:
        return len(self._found.templates) if self._found is not None else 0

    @property
    def row(self) -> int:
        """The row that is looked at; -1: none."""
        return self._row

    def sizeHint(self) -> QSize:
        return QSize(440, TOP + (self.n_templates + 1) * LEAST_ROW + GAP + BOTTOM)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    # places

    def _row_height(self) -> float:
        return min(max((self.height() - TOP - BOTTOM - GAP) / (self.n_templates + 1), LEAST_ROW), MOST_ROW)

    def _box(self) -> QRectF:
        """Where the data are, without the names and the numbers beside it."""
        left = min(0.42 * self.width(), 260.0)
        return QRectF(left, TOP, max(40.0, self.width() - left - VALUE_WIDTH), (self.n_templates + 1) * self._row_height() + GAP)

    def _y(self, row: int) -> float:
        return TOP + (row + 0.5) * self._row_height() + (GAP if row == self.n_templates else 0)

    def _extent(self) -> float:
        """How far the axis reaches on either side of 0, in nats."""
        found = self._found
        assert found is not None, "asked of a plot that shows something"
        values = [float(np.abs(found.a_nats - found.b_nats).max()), abs(found.mean)]
        values += [abs(one) for one in (found.low, found.high) if not math.isnan(one)]
        return 1.06 * max(*values, 0.05)

    def x_of(self, nats: float) -> float:
        """Where a difference lies across."""
        box = self._box()
        return box.center().x() + nats / self._extent() * box.width() / 2

    def row_at(self, y: float) -> int:
        """The row at a height, -1 for none."""
        height = self._row_height()
        row = int((y - TOP) // height)
        if row >= self.n_templates:
            row = self.n_templates if abs(y - self._y(self.n_templates)) <= height / 2 else -1
        return row if y >= TOP else -1

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        p, c = QPainter(self), theme.colors()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), c.surface)
        if self._found is not None:
            self._paint_axis(p)
            self._paint_sides(p)
            for row in range(self.n_templates):
                self._paint_template(p, row)
            self._paint_mean(p)
        if self.hasFocus():
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        p.end()

    def _paint_axis(self, p: QPainter) -> None:
        c, box, extent = theme.colors(), self._box(), self._extent()
        p.setFont(theme.sans(theme.CAPTION))
        step = _step(extent, max(2, int(box.width() / 130)))
        for number in range(-int(extent / step), int(extent / step) + 1):
            x = self.x_of(number * step)
            p.setPen(QPen(c.muted if number == 0 else c.border, 1.4 if number == 0 else 1))
            p.drawLine(QPointF(x, box.top() - 4), QPointF(x, box.bottom() + 4))
            p.setPen(c.muted)
            words = "0" if number == 0 else f"{number * step:+g}".replace("-", "−")
            p.drawText(QRectF(x - 30, box.bottom() + 5, 60, 14), Qt.AlignmentFlag.AlignCenter, words)
        axis = self.tr("difference of log-probability, nats")
        p.drawText(QRectF(box.left() - 60, box.bottom() + 20, box.width() + 120, 16), Qt.AlignmentFlag.AlignCenter, axis)
        p.setPen(QPen(c.border, 1))
        y = self._y(self.n_templates) - self._row_height() / 2 - GAP / 2
        p.drawLine(QPointF(8, y), QPointF(self.width() - 8.0, y))

    def _paint_sides(self, p: QPainter) -> None:
        assert self._found is not None
        box, (first, second) = self._box(), self._found.request.table.sides
        middle, room = self.x_of(0.0), box.width() / 2 + VALUE_WIDTH - 16
        p.setFont(theme.sans(theme.CAPTION, bold=True))
        p.setPen(theme.colors().text)
        metrics = QFontMetricsF(p.font())
        left, right = self.tr("← {side} more probable").format(side=second), self.tr("{side} more probable →").format(side=first)
        left, right = (metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) for words in (left, right))
        flag = Qt.AlignmentFlag
        p.drawText(QRectF(middle - 8 - room - 60, 4, room + 60, 18), flag.AlignRight | flag.AlignVCenter, left)
        p.drawText(QRectF(middle + 8, 4, room, 18), flag.AlignLeft | flag.AlignVCenter, right)

    def _paint_template(self, p: QPainter, row: int) -> None:
        assert self._found is not None
        found, c, y = self._found, theme.colors(), self._y(row)
        mean = float(found.means[row])
        self._paint_name(p, row, found.templates[row], mean)
        differences = (found.a_nats - found.b_nats)[found.of_template == row].tolist()
        faint = QColor(c.muted)
        faint.setAlpha(130)
        p.setPen(QPen(faint, 1))
        p.setBrush(Qt.BrushStyle.NoBrush)
        if len(differences) > 1:
            p.drawLine(QPointF(self.x_of(min(differences)), y), QPointF(self.x_of(max(differences)), y))
            for one in differences:
                p.drawEllipse(QPointF(self.x_of(one), y), DOT, DOT)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(c.accent)
        p.drawEllipse(QPointF(self.x_of(mean), y), MEAN, MEAN)

    def _paint_name(self, p: QPainter, row: int, name: str, value: float) -> None:
        c, y, box, height = theme.colors(), self._y(row), self._box(), self._row_height()
        if row == self._row:
            p.fillRect(QRectF(4, y - height / 2 + 1, self.width() - 8, height - 2), c.select)
        bold = row == self.n_templates
        p.setFont(theme.sans(theme.CAPTION + 1, bold=bold))
        p.setPen(c.text)
        flag = Qt.AlignmentFlag
        words = QFontMetricsF(p.font()).elidedText(name, Qt.TextElideMode.ElideMiddle, box.left() - 18)
        p.drawText(QRectF(10, y - height / 2, box.left() - 16, height), flag.AlignLeft | flag.AlignVCenter, words)
        p.setFont(theme.mono(theme.CAPTION + 1, bold=bold))
        p.drawText(QRectF(box.right(), y - height / 2, VALUE_WIDTH - 10, height), flag.AlignRight | flag.AlignVCenter, signed(value))

    def _paint_mean(self, p: QPainter) -> None:
        assert self._found is not None
        found, c, y = self._found, theme.colors(), self._y(self.n_templates)
        self._paint_name(p, self.n_templates, self._mean_name(), found.mean)
        x = self.x_of(found.mean)
        if not math.isnan(found.low):
            p.setPen(QPen(c.text, 2))
            low, high = self.x_of(found.low), self.x_of(found.high)
            p.drawLine(QPointF(low, y), QPointF(high, y))
            for end in (low, high):
                p.drawLine(QPointF(end, y - 5), QPointF(end, y + 5))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(c.text)
        p.drawPolygon(QPolygonF([QPointF(x - 6, y), QPointF(x, y - 6), QPointF(x + 6, y), QPointF(x, y + 6)]))

    def _mean_name(self) -> str:
        found = self._found
        assert found is not None
        if math.isnan(found.low):
            return self.tr("Mean, no interval")
        return self.tr("Mean and {share} % interval").format(share=f"{100 * found.request.confidence:g}")

    # looking

    def words(self, row: int) -> str:
        """Exact values of a row."""
        found = self._found
        if found is None or not 0 <= row <= self.n_templates:
            return ""
        value = self.tr("{value} nats")
        if row == self.n_templates:
            lines = [f"{self._mean_name()}: {value.format(value=f'{found.mean:+.6f}')}"]
            if not math.isnan(found.low):
                lines.append(self.tr("from {low} to {high} nats").format(low=f"{found.low:+.6f}", high=f"{found.high:+.6f}"))
                words = self.tr("{n} resamples of whole templates, seed {seed}")
                lines.append(words.format(n=count(found.request.n_resamples), seed=found.request.seed))
            return "\n".join(lines)
        lines = [found.templates[row], self.tr("mean {value} nats").format(value=f"{float(found.means[row]):+.6f}")]
        for place in np.flatnonzero(found.of_template == row).tolist():
            pair, difference = found.request.table.pairs[place], float(found.a_nats[place] - found.b_nats[place])
            lines.append(f"{difference:+.4f}  {pair.a}{pair.continuation} | {pair.b}{pair.continuation}")
        return "\n".join(lines)

    def choose(self, row: int) -> None:
        """Look at a row."""
        if row != self._row and self._found is not None:
            self._row = row
            self.setAccessibleDescription(self.words(row).replace("\n", ", "))
            self.update()
            self.template_asked.emit(row)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain(self.words(self.row_at(event.pos().y()))), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self.row_at(event.position().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.n_templates
        targets = {
            Qt.Key.Key_Up: max(self._row - 1, 0), Qt.Key.Key_Down: min(self._row + 1, last), Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if event.key() in targets and self._found is not None:
            self.choose(targets[event.key()])
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Difference of each template, and their mean"))
        self.update()


def _step(extent: float, most: int) -> float:
    """A round distance of ticks, so that up to `most` fit on either side of 0."""
    power = 10.0 ** math.floor(math.log10(extent / most))
    return next(size * power for size in (1, 2, 5, 10) if size * power * most >= extent)
