"""Some curves over the layers, named at their ends, with a band behind them; a layer is chosen by pointing at it.

Also drawn over the checkpoints of a training: anything with a number for each of some places in a row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.curve_scale import Scale, linear_ticks, padded, tick_words
from workbench.gui.widgets.tips import plain

LEFT, BOTTOM, TOP, GAP = 46, 34, 20, 15
MOST_NAME = 150


class LayerCurve(NamedTuple):
    """values float [rows], NaN where there is none; `color` gives the colour in the theme in force."""

    name: str
    values: np.ndarray
    color: Callable[[], QColor]
    dashed: bool = False


class LayerCurves(QWidget):
    """`chosen(row)` when the person points at another row. `names`: of each row, at the axis and in tips."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves: tuple[LayerCurve, ...] = ()
        self.row = -1
        self._names: tuple[str, ...] = ()
        self._band: tuple[str, np.ndarray, np.ndarray] | None = None
        self._marks: tuple[int, ...] = ()
        self._title = self._axis = ""
        self.setMinimumSize(220, 130)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(480, 220)

    def set_curves(
        self,
        curves: Sequence[LayerCurve],
        names: Sequence[str],
        *,
        band: tuple[str, np.ndarray, np.ndarray] | None = None,
        marks: Sequence[int] = (),
    ) -> None:
        """`band`: its name, lower and upper end in each row. `marks`: rows that a line stands at."""
        self.curves, self._names, self._band, self._marks = tuple(curves), tuple(names), band, tuple(marks)
        self.update()

    def set_row(self, row: int) -> None:
        """Mark a row as the one that is looked at; -1 for none."""
        self.row = row
        self.update()

    def say(self, title: str, axis: str) -> None:
        """What the values are, and what the rows are."""
        self._title, self._axis = title, axis
        self.setAccessibleName(title)
        self.update()

    # where things lie

    def _box(self) -> QRectF:
        metrics = QFontMetricsF(theme.sans(theme.CAPTION))
        named = [curve.name for curve in self.curves] + ([self._band[0]] if self._band else [])
        right = min(MOST_NAME, max((metrics.horizontalAdvance(name) for name in named), default=0.0) + theme.S3)
        return QRectF(LEFT, TOP, max(20.0, self.width() - LEFT - right), max(20.0, self.height() - TOP - BOTTOM))

    def _scales(self) -> tuple[Scale, Scale] | None:
        values = [curve.values for curve in self.curves] + ([self._band[1], self._band[2]] if self._band else [])
        finite = np.concatenate([np.asarray(one, np.float64).ravel() for one in values]) if values else np.zeros(0)
        finite = finite[np.isfinite(finite)]
        if not len(finite) or not self._names:
            return None
        box, low_high = self._box(), padded(float(finite.min()), float(finite.max()), log=False)
        return Scale(0.0, max(1.0, len(self._names) - 1.0), box.left(), box.right()), Scale(*low_high, box.bottom(), box.top())

    def row_at(self, x: float) -> int:
        """The row nearest to a pixel; -1 while there are none."""
        scales = self._scales()
        return -1 if scales is None else int(np.clip(round(scales[0].value(x)), 0, len(self._names) - 1))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(theme.CAPTION, bold=True))
        painter.setPen(c.text)
        painter.drawText(QRectF(2, 0, self.width() - 4, TOP - 2), Qt.AlignmentFlag.AlignLeft, self._title)
        scales = self._scales()
        if scales is None:
            return
        x, y = scales
        if self._band is not None:
            self._paint_band(painter, x, y)
        self._paint_axes(painter, x, y)
        for curve in self.curves:
            points = [QPointF(x.pixel(row), y.pixel(float(value))) for row, value in enumerate(curve.values) if math.isfinite(value)]
            painter.setPen(QPen(curve.color(), 1.8, Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine))
            painter.drawPolyline(QPolygonF(points))
            if self.row >= 0 and self.row < len(curve.values) and math.isfinite(curve.values[self.row]):
                painter.setBrush(curve.color())
                painter.drawEllipse(QPointF(x.pixel(self.row), y.pixel(float(curve.values[self.row]))), 3, 3)
                painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_names(painter, y)
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)

    def _paint_axes(self, painter: QPainter, x: Scale, y: Scale) -> None:
        c, box = theme.colors(), self._box()
        if 0 <= self.row < len(self._names):
            painter.fillRect(QRectF(x.pixel(self.row) - 4, box.top(), 8, box.height()), c.select)
        painter.setFont(theme.sans(theme.CAPTION))
        ticks = y.ticks(max(2, int(box.height() // 32)))
        for tick in ticks:
            painter.setPen(QPen(c.border, 1))
            painter.drawLine(QPointF(box.left(), y.pixel(tick)), QPointF(box.right(), y.pixel(tick)))
            painter.setPen(c.muted)
            place = QRectF(0, y.pixel(tick) - 8, LEFT - 6, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_words(tick, ticks))
        for row in self._marks:
            painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x.pixel(row), box.top()), QPointF(x.pixel(row), box.bottom()))
        painter.setPen(c.muted)
        for row in self._ticked(box.width()):
            place = QRectF(x.pixel(row) - 40, box.bottom() + 2, 80, 15)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, self._names[row])
        painter.drawText(QRectF(box.left(), box.bottom() + 17, box.width(), 15), Qt.AlignmentFlag.AlignHCenter, self._axis)

    def _ticked(self, width: float) -> list[int]:
        """The rows that are named: round ones, and the first."""
        wide = max(QFontMetricsF(theme.sans(theme.CAPTION)).horizontalAdvance(name) for name in self._names) + theme.S3
        most = max(2, int(width // wide))
        if len(self._names) <= most:
            return list(range(len(self._names)))
        return sorted({int(tick) for tick in linear_ticks(0, len(self._names) - 1, most) if tick == int(tick)})

    def _paint_band(self, painter: QPainter, x: Scale, y: Scale) -> None:
        assert self._band is not None
        _, low, high = self._band
        upper = [QPointF(x.pixel(row), y.pixel(float(value))) for row, value in enumerate(high) if math.isfinite(value)]
        lower = [QPointF(x.pixel(row), y.pixel(float(value))) for row, value in enumerate(low) if math.isfinite(value)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colors().raised)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colors().muted, 1, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(lower))

    def _paint_names(self, painter: QPainter, y: Scale) -> None:
        """Names beside the curves' ends, moved apart where they would lie on each other."""
        box = self._box()
        named = [(y.pixel(_last(curve.values)), curve.name, curve.color()) for curve in self.curves if np.isfinite(curve.values).any()]
        if self._band is not None and np.isfinite(self._band[1]).any():
            named.append((y.pixel(_last(self._band[1])), self._band[0], theme.colors().muted))
        painter.setFont(theme.sans(theme.CAPTION))
        metrics = QFontMetricsF(painter.font())
        for at, (_, name, color) in zip(
            _apart([at for at, _, _ in sorted(named, key=_height)], box), sorted(named, key=_height), strict=True
        ):
            painter.setPen(color)
            place = QRectF(box.right() + 6, at - 8, self.width() - box.right() - 6, 16)
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    # looking and choosing

    def words(self, row: int) -> str:
        """Exact values in a row."""
        if not 0 <= row < len(self._names):
            return ""
        lines = [f"{self._axis} {self._names[row]}".strip()]
        lines += [f"{curve.name}: {_spelled(curve.values[row])}" for curve in self.curves]
        if self._band is not None:
            name, low, high = self._band
            lines.append(f"{name}: {_spelled(low[row])} … {_spelled(high[row])}")
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            QToolTip.showText(event.globalPos(), plain(self.words(self.row_at(event.pos().x()))), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self.row_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self.row_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._names) - 1
        targets = {
            Qt.Key.Key_Left: max(self.row - 1, 0), Qt.Key.Key_Right: min(self.row + 1, last), Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if event.key() in targets and last >= 0:
            self._choose(targets[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        if row >= 0 and row != self.row:
            self.set_row(row)
            self.chosen.emit(row)


def _height(named: tuple[float, str, QColor]) -> float:
    return named[0]


def _last(values: np.ndarray) -> float:
    return float(values[np.flatnonzero(np.isfinite(values))[-1]])


def _apart(heights: list[float], box: QRectF) -> list[float]:
    """Heights, ascending, moved so far that each has a line of its own within the box."""
    found: list[float] = []
    for at in heights:
        found.append(max(at, found[-1] + GAP) if found else max(at, box.top() + GAP / 2))
    for number in range(len(found) - 1, -1, -1):
        most = box.bottom() if number == len(found) - 1 else found[number + 1] - GAP
        found[number] = min(found[number], most)
    return found


def _spelled(value: float) -> str:
    return "—" if not math.isfinite(value) else f"{value:.4f}".replace("-", "−")
