"""Which points say their names, and where: pinned points first, then chosen and found ones, then others where there is room.

The idea that is not obvious: names are placed anew only at rest. While points move or the view does, each name keeps its place beside
its point, so that nothing flickers and a frame costs next to nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from workbench.gui import theme
from workbench.gui.widgets.point_cloud_labels import beside
from workbench.gui.widgets.point_cloud_view import CloudView

GAP, SIZE, KEPT = 5, 12, 512
LONGEST, MOST = 32, 60
_HALO = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1))


Group = tuple[Sequence[int], bool]
At = Callable[[int], QPointF]


class _Name(NamedTuple):
    """A name `away` from its point, to its box's top left."""

    point: int
    words: str
    bold: bool
    away: QPointF
    size: QSizeF


class CloudNames:
    """`place` decides; `paint` paints what was decided, wherever its points are now."""

    def __init__(self) -> None:
        self._placed: list[_Name] = []

    def boxes(self, at: At) -> list[tuple[int, QRectF]]:
        """The points whose names were placed, and where these stand."""
        return [(name.point, QRectF(at(name.point) + name.away, name.size)) for name in self._placed]

    def place(self, view: CloudView, groups: Iterable[Group], *, at: At, name: Callable[[int], str], away: float) -> None:
        """`groups`: points and whether they are marked, the first first; the first group has its names come what may. `at`: where a
        point is on the screen."""
        box = view.plot.adjusted(2, 2, -2, -2)
        taken: list[QRectF] = []
        self._placed, named = [], set()
        for number, (points, bold) in enumerate(groups):
            for point in points:
                spot = at(point)
                if point in named or not box.contains(spot):
                    continue
                words = shortened(name(point))
                size = _size(words, bold)
                found = beside(spot, size, box, taken, away=away + GAP, must=number == 0) if words else None
                if found is not None:
                    taken.append(found)
                    named.add(point)
                    self._placed.append(_Name(point, words, bold, found.topLeft() - spot, size))

    def paint(self, painter: QPainter, view: CloudView, at: At, *, as_text: bool) -> None:
        """`as_text`: as letters, for a file; else as pictures that are kept."""
        c, pixels = theme.colors(), painter.device().devicePixelRatioF()
        for name in self._placed:
            box = QRectF(at(name.point) + name.away, name.size)
            if not view.plot.intersects(box):
                continue
            colour = c.text
            if as_text:
                _paint(painter, box, name.words, colour=colour, bold=name.bold)
            else:
                kept = _picture(name.words, bold=name.bold, colour=colour.rgb(), behind=c.surface.rgb(), pixels=pixels)
                painter.drawPixmap(box.topLeft(), kept)


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _font(bold: bool) -> QFont:
    return theme.sans(SIZE, bold=bold)


@functools.lru_cache(KEPT)
def _size(words: str, bold: bool) -> QSizeF:
    metrics = QFontMetricsF(_font(bold))
    return QSizeF(round(metrics.horizontalAdvance(words)) + 4, round(metrics.height()) + 2)


@functools.lru_cache(KEPT)
def _picture(words: str, *, bold: bool, colour: int, behind: int, pixels: float) -> QPixmap:
    """A name on its glow. `behind`: the surface's colour, for which it is made."""
    size = _size(words, bold)
    made = QPixmap(QSize(round(size.width() * pixels), round(size.height() * pixels)))
    made.setDevicePixelRatio(pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _paint(painter, QRectF(QPointF(0, 0), size), words, colour=QColor.fromRgb(colour), bold=bold)
    painter.end()
    return made


def _paint(painter: QPainter, box: QRectF, words: str, *, colour: QColor, bold: bool) -> None:
    """Words that can be read on points: the surface shines around each letter."""
    glow = QColor(theme.colors().surface)
    glow.setAlpha(190)
    painter.setFont(_font(bold))
    painter.setPen(glow)
    for right, down in _HALO:
        painter.drawText(box.translated(right, down), Qt.AlignmentFlag.AlignCenter, words)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
