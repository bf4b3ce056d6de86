"""One head as a heat map with token axes, at any length: rows are queries (who reads), columns keys (what is read).

The view is a square window over token positions, in floating point, so zoom and pan are smooth; the picture that covers it
comes from the engine in the resolution of the screen. Until a new one arrives the old one is drawn stretched: never blank.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap
from workbench.values import HeadImage

MARGIN_LEFT, MARGIN_TOP = 118, 92
LABEL_SPACING = 15
"""Least distance between two token labels, in device-independent pixels."""
LARGEST_CELL = 48
ZOOM_STEP = 1.25
Region = tuple[int, int, int, int]


class HeatMap(QWidget):
    """`view_changed` when another region or resolution is wanted; `hovered(q, k)` with (-1, -1) for nothing; `picked(q)`."""

    view_changed = Signal()
    hovered = Signal(int, int)
    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: Sequence[str] = ()
        self._answer: HeadImage | None = None
        self._picture: QImage | None = None
        self._view = QRectF()
        self._map, self._causal = "viridis", True
        self._marked: frozenset[int] = frozenset()
        self._cursor = (-1, -1)
        self._grabbed: tuple[QPointF, QRectF] | None = None
        self._moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(MARGIN_LEFT + 160, MARGIN_TOP + 160)
        self.retranslate()

    # what is shown

    def set_tokens(self, labels: Sequence[str], *, causal: bool = True) -> None:
        """Show another text; forgets the picture and shows all of it."""
        self._labels, self._causal = labels, causal
        self._answer = self._picture = None
        self._marked, self._cursor = frozenset(), (-1, -1)
        self._view = QRectF(0, 0, len(labels), len(labels))
        self.update()

    def set_image(self, answer: HeadImage) -> None:
        """The picture of a region of the present text."""
        self._answer, self._picture = answer, None
        self.update()

    def set_colormap(self, name: str) -> None:
        self._map, self._picture = name, None
        self.update()

    def mark(self, positions: Sequence[int]) -> None:
        """Mark tokens on both axes, and their rows."""
        self._marked = frozenset(positions)
        self.update()

    @property
    def n_tokens(self) -> int:
        return len(self._labels)

    @property
    def region(self) -> Region:
        """What is in view, (q0, q1, k0, k1), rounded outwards."""
        n, v = self.n_tokens, self._view
        q0, k0 = max(0, int(v.top())), max(0, int(v.left()))
        return q0, min(n, int(np.ceil(v.bottom()))), k0, min(n, int(np.ceil(v.right())))

    @property
    def pixels(self) -> int:
        """Device pixels a side: more cells than that cannot be seen."""
        return max(16, int(self._plot().width() * self.devicePixelRatioF()))

    # geometry

    def _plot(self) -> QRectF:
        """The square in which cells are drawn."""
        side = min(self.width() - MARGIN_LEFT - theme.S3, self.height() - MARGIN_TOP - theme.S2)
        if self.n_tokens:
            side = min(side, self._view.width() * LARGEST_CELL)
        return QRectF(MARGIN_LEFT, MARGIN_TOP, max(1, side), max(1, side))

    @property
    def _cell(self) -> float:
        return self._plot().width() / self._view.width() if self._view.width() else 1.0

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """The (query, key) under a point."""
        plot = self._plot()
        if not self.n_tokens or not plot.contains(at):
            return None
        q = int(self._view.top() + (at.y() - plot.top()) / self._cell)
        k = int(self._view.left() + (at.x() - plot.left()) / self._cell)
        return (q, k) if 0 <= q < self.n_tokens and 0 <= k < self.n_tokens else None

    def point_of(self, query: int, key: int) -> QPointF:
        """The middle of a cell, in the widget's pixels."""
        plot = self._plot()
        return QPointF(
            plot.left() + (key + 0.5 - self._view.left()) * self._cell, plot.top() + (query + 0.5 - self._view.top()) * self._cell
        )

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge by `factor` (below 1: shrink) about a point of the widget, within the text."""
        n, plot = self.n_tokens, self._plot()
        if not n:
            return
        about = about if about is not None and plot.contains(about) else plot.center()
        fx, fy = (about.x() - plot.left()) / plot.width(), (about.y() - plot.top()) / plot.height()
        width = min(float(n), max(min(4.0, n), self._view.width() / factor))
        left = self._view.left() + fx * (self._view.width() - width)
        top = self._view.top() + fy * (self._view.height() - width)
        self._look(left, top, width)

    def fit(self) -> None:
        """Show the whole text."""
        self._look(0, 0, self.n_tokens)

    def _look(self, left: float, top: float, width: float) -> None:
        n = self.n_tokens
        view = QRectF(max(0.0, min(left, n - width)), max(0.0, min(top, n - width)), width, width)
        if view != self._view:
            self._view = view
            self.update()
            self.view_changed.emit()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.n_tokens:
            return
        painter, plot = QPainter(self), self._plot()
        c = theme.colors()
        painter.fillRect(plot, c.surface)
        if self._answer is not None:
            painter.save()
            painter.setClipRect(plot)
            painter.drawImage(self._target(), self._image())
            painter.restore()
        painter.setPen(QPen(c.border, 1))
        painter.drawRect(plot.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_marks(painter, plot)
        self._paint_labels(painter, plot)

    def _target(self) -> QRectF:
        assert self._answer is not None
        plot, cell = self._plot(), self._cell
        q0, _, k0, _ = self._answer.region
        rows, columns = self._answer.image.shape
        step = self._answer.step * cell
        return QRectF(
            plot.left() + (k0 - self._view.left()) * cell, plot.top() + (q0 - self._view.top()) * cell, columns * step, rows * step
        )

    def _image(self) -> QImage:
        assert self._answer is not None
        if self._picture is None:
            indices = colormap.levels(self._answer.image)
            if self._causal:
                q0, _, k0, _ = self._answer.region
                step = self._answer.step
                last_query = q0 + (np.arange(indices.shape[0]) + 1) * step - 1
                first_key = k0 + np.arange(indices.shape[1]) * step
                indices[first_key[None, :] > last_query[:, None]] = colormap.NOTHING
            self._picture = colormap.picture(indices, self._map, theme.colors().raised)
        return self._picture

    def _paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        c, cell = theme.colors(), self._cell
        painter.save()
        painter.setClipRect(plot.adjusted(-2, -2, 2, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for first, last in _runs_of(self._marked):
            y = plot.top() + (first - self._view.top()) * cell
            x = plot.left() + (first - self._view.left()) * cell
            size = (last - first + 1) * cell
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(QRectF(plot.left(), y, plot.width(), size))
            painter.setPen(QPen(c.accent, 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(x, plot.top(), size, plot.height()))
        if self._cursor[0] >= 0:
            centre = self.point_of(*self._cursor)
            painter.setPen(QPen(c.surface, 3))
            painter.drawRect(QRectF(centre.x() - cell / 2, centre.y() - cell / 2, cell, cell))
            painter.setPen(QPen(c.text, 1))
            painter.drawRect(QRectF(centre.x() - cell / 2, centre.y() - cell / 2, cell, cell))
        painter.restore()

    def _paint_labels(self, painter: QPainter, plot: QRectF) -> None:
        c, cell = theme.colors(), self._cell
        painter.setFont(theme.mono(theme.BODY if cell >= LABEL_SPACING else theme.CAPTION))
        metrics = painter.fontMetrics()
        q0, q1, k0, k1 = self.region
        for position in self._labelled(q0, q1):
            y = plot.top() + (position + 0.5 - self._view.top()) * cell
            if plot.top() <= y <= plot.bottom():
                self._pen(painter, position)
                text = metrics.elidedText(self._labels[position], Qt.TextElideMode.ElideRight, MARGIN_LEFT - 14)
                box = QRectF(0, y - 10, MARGIN_LEFT - 8, 20)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for position in self._labelled(k0, k1):
            x = plot.left() + (position + 0.5 - self._view.left()) * cell
            if plot.left() <= x <= plot.right():
                self._pen(painter, position)
                text = metrics.elidedText(self._labels[position], Qt.TextElideMode.ElideRight, MARGIN_TOP + 14)
                painter.save()
                painter.translate(x + 3, plot.top() - 7)
                painter.rotate(-45)
                painter.drawText(QPointF(0, 0), text)
                painter.restore()
        painter.setPen(c.muted)
        painter.setFont(theme.sans(theme.CAPTION))
        painter.drawText(QRectF(4, MARGIN_TOP - 24, MARGIN_LEFT - 12, 16), Qt.AlignmentFlag.AlignRight, self.tr("reads ↓   is read →"))

    def _labelled(self, first: int, last: int) -> Sequence[int]:
        """Which positions get a label: all, or one in so many, and the marked ones in any case."""
        every = max(1, int(np.ceil(LABEL_SPACING / self._cell)))
        regular = [position for position in range(first, last) if position % every == 0]
        if every == 1:
            return regular
        marked = [position for position in self._marked if first <= position < last]
        free = [position for position in regular if all(abs(position - one) * self._cell >= LABEL_SPACING for one in marked)]
        return free + marked

    def _pen(self, painter: QPainter, position: int) -> None:
        c, chosen = theme.colors(), position in self._marked or position in self._cursor
        font = painter.font()
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(c.accent if position in self._marked else c.text)

    # hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom(ZOOM_STEP**turns, event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._plot().contains(event.position()):
            self._grabbed, self._moved = (event.position(), QRectF(self._view)), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            start, view = self._grabbed
            shift = (event.position() - start) / self._cell
            if self._moved or (event.position() - start).manhattanLength() > 4:
                self._moved = True
                self._look(view.left() - shift.x(), view.top() - shift.y(), view.width())
            return
        self._point_at(self.cell_at(event.position()) or (-1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.cell_at(event.position())
        if self._grabbed is not None and not self._moved and found is not None:
            self.picked.emit(found[0])
        self._grabbed = None

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at((-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
        if step is not None and self.n_tokens:
            at = min(self._marked) if step < 0 and self._marked else max(self._marked, default=-step if step > 0 else self.n_tokens)
            self.picked.emit(max(0, min(self.n_tokens - 1, at + step)))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        else:
            super().keyPressEvent(event)

    def _point_at(self, cell: tuple[int, int]) -> None:
        if cell != self._cursor:
            self._cursor = cell
            self.update()
            self.hovered.emit(*cell)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self.view_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture = None
            self.update()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(640, 640)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Attention of one head: rows read, columns are read"))
        self.setAccessibleDescription(self.tr("Arrows walk tokens, plus and minus zoom, 0 shows everything."))


def _runs_of(positions: frozenset[int]) -> list[tuple[int, int]]:
    """Neighbouring positions as (first, last)."""
    found: list[tuple[int, int]] = []
    for position in sorted(positions):
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found
