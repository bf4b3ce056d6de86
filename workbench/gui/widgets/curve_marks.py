"""What happened while a curve grew, and what it is to be held against: marks at steps, and lines at values.

Each kind of mark has a shape of its own; of marks that would lie on each other the weightiest is drawn, and all of them are told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from workbench.gui import theme

KINDS = ("alarm", "trouble", "back", "fork", "rate", "interval", "pause", "resume", "stop", "checkpoint")
"""What a mark may be of, the weightiest first."""
SIZE, NEAR = 10.0, 11.0
"""Of a mark's shape, and how near two of them may come, in pixels."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened after a step, and what is told of it."""

    step: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that a curve is held against. `words`: what it is, at length."""

    key: str
    label: str
    value: float
    words: str = ""


def drawn(marks: Sequence[Mark], pixel: Callable[[int], float]) -> list[tuple[float, Mark]]:
    """The marks that are drawn, and where: of those too near to each other the weightiest."""
    found: list[tuple[float, Mark]] = []
    for mark in sorted(marks, key=lambda one: KINDS.index(one.kind)):
        at = pixel(mark.step)
        if all(abs(at - other) >= NEAR for other, _ in found):
            found.append((at, mark))
    return sorted(found, key=lambda one: one[0])


def paint_mark(painter: QPainter, at: float, box: QRectF, kind: str) -> None:
    """A dotted line over the plot, and the shape at its top; checkpoints, of which there are many, have a short tick instead."""
    color = mark_color(kind)
    if kind == "checkpoint":
        painter.setPen(QPen(color, 1.5))
        painter.drawLine(QPointF(at, box.bottom() - 5), QPointF(at, box.bottom()))
        return
    painter.setPen(QPen(color, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(at, box.top() + SIZE), QPointF(at, box.bottom()))
    _paint_shape(painter, QRectF(at - SIZE / 2, box.top(), SIZE, SIZE), kind, color)


def mark_color(kind: str) -> QColor:
    """Red for what stops a run, amber for what disturbed it, calm for what was asked for."""
    c = theme.colors()
    return {"alarm": c.bad, "trouble": c.warn, "back": c.warn, "checkpoint": c.muted, "stop": c.muted}.get(kind, c.text)


def _paint_shape(painter: QPainter, box: QRectF, kind: str, color: QColor) -> None:
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    left, right, top, bottom, middle = box.left() + 1, box.right() - 1, box.top() + 1, box.bottom() - 1, box.center()
    if kind in ("alarm", "trouble"):
        painter.setBrush(color if kind == "alarm" else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(middle.x(), top), QPointF(right, bottom), QPointF(left, bottom)]))
    elif kind == "pause":
        for x in (left + 2, right - 2):
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    elif kind in ("resume", "back"):
        near, far = (left, right) if kind == "resume" else (right, left)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([QPointF(near, top), QPointF(far, middle.y()), QPointF(near, bottom)]))
    elif kind == "stop":
        painter.setBrush(color)
        painter.drawRect(QRectF(left + 1, top + 1, box.width() - 4, box.height() - 4))
    else:
        painter.drawPath(_path(kind, left, right, top, bottom))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _path(kind: str, left: float, right: float, top: float, bottom: float) -> QPainterPath:
    """A slope for the learning rate, a clock for an interval, a branch for a fork."""
    path, middle = QPainterPath(), QPointF((left + right) / 2, (top + bottom) / 2)
    if kind == "rate":
        path.moveTo(left, top)
        path.lineTo(middle.x(), top + 1)
        path.lineTo(right, bottom)
    elif kind == "interval":
        path.addEllipse(QRectF(left, top, right - left, bottom - top))
        path.moveTo(middle)
        path.lineTo(middle.x(), top + 1.5)
        path.moveTo(middle)
        path.lineTo(right - 2, middle.y())
    else:
        path.moveTo(middle.x(), bottom)
        path.lineTo(middle)
        path.lineTo(left, top)
        path.moveTo(middle)
        path.lineTo(right, top)
    return path


def paint_references(painter: QPainter, references: Sequence[Reference], box: QRectF, pixel: Callable[[float], float]) -> None:
    """A dashed line with its name at the left; of what lies beyond the plot only the name, with an arrow."""
    if not references:
        return
    c = theme.colors()
    painter.setFont(theme.sans(theme.CAPTION))
    metrics = painter.fontMetrics()
    taken: list[QRectF] = []
    for one in references:
        at = pixel(one.value)
        if not math.isfinite(at):
            continue
        inside = box.top() <= at <= box.bottom()
        words = one.label if inside else f"{'↑' if at < box.top() else '↓'} {one.label}"
        wide = metrics.horizontalAdvance(words)
        place = QRectF(box.right() - wide - 4, min(max(at - 15, box.top()), box.bottom() - 15), wide, 14)
        while any(place.intersects(other) for other in taken):
            place.translate(-(wide + theme.S3), 0)
        taken.append(place)
        painter.setPen(QPen(c.muted, 1, Qt.PenStyle.DashLine))
        if inside:
            painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
        painter.fillRect(place.adjusted(-2, 1, 2, -1), _veil(c.window))
        painter.setPen(c.muted)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


def _veil(color: QColor) -> QColor:
    """Mostly opaque: words stay readable over a curve."""
    return QColor(color.red(), color.green(), color.blue(), 200)
