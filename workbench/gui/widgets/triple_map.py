"""Two maps of weights and their difference side by side, over the same places, with one brush.

What only one text has is hatched where it can't be compared, never left out. Rows are queries, columns keys. All three are zoomed and
moved together.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap, diverging
from workbench.gui.widgets.map_view import Region
from workbench.gui.widgets.visible import visible
from workbench.values import Difference, Places

TITLE, GAP, LONGEST, SPACING = 22, 16, 76, 13
"""In device-independent pixels; labels stand at least SPACING apart, those between are left out."""
LARGEST, MEASURED = 34.0, 200
ROBUST = 99
"""Colours end at this percentile: a few cells may lie beyond."""
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
LEAST_DIFFERENCE = 0.02
"""Maps that are nearly equal look so."""
Cell = tuple[int, int]
LEAST_SEEN, ZOOM_STEP = 4, 1.25
"""At least so many columns are in view; a turn of the wheel shows so many times fewer or more."""
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class TripleMap(QWidget):
    """`hovered(query, key)`, (-1, -1) for none; `picked(query)` when a row is clicked. Places, not tokens."""

    hovered = Signal(int, int)
    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Difference | None = None
        self._maps: list[np.ndarray] = []
        self._images: list[QImage] = []
        self._later = np.zeros((0, 0), bool)
        self._titles = ("A", "B", "A − B")
        self._at: Cell = (-1, -1)
        self._seen: Region = (0, 0, 0, 0)
        self._grabbed: QPoint | None = None
        self._moved = False
        self.high = self.high_difference = 1.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(420, 180)
        self.retranslate()

    # what is shown

    def show_difference(self, found: Difference | None) -> None:
        """Show a pair of heads. The weights' scale leaves each text's first key out: it would hide all else."""
        before, self._found, self._images = [one.shape for one in self._maps[:1]], found, []
        self._maps = [found.a, found.b, found.a - found.b] if found is not None else []
        if found is not None:
            rest = [weights[:, _first(side) + 1 :].ravel() for weights, side in ((found.a, found.keys.a), (found.b, found.keys.b))]
            self.high = _robust(np.concatenate(rest)) or 1.0
            self.high_difference = max(LEAST_DIFFERENCE, _robust(np.abs(self._maps[2]).ravel()))
            square = found.queries.labels == found.keys.labels and all(found.causal)
            shape = found.a.shape
            self._later = np.triu(np.ones(shape, bool), 1) if square else np.zeros(shape, bool)
            if before != [shape]:
                self._seen = (0, shape[0], 0, shape[1])
            self._fit()
        if found is None or not (self._at[0] < found.a.shape[0] and self._at[1] < found.a.shape[1]):
            self._at = (-1, -1)
        self._describe()

    def set_titles(self, a: str, b: str, difference: str) -> None:
        self._titles = (a, b, difference)
        self.update()

    @property
    def at(self) -> Cell:
        """The cell under the brush; (-1, -1) for none."""
        return self._at

    def numbers(self, cell: Cell) -> tuple[float, float, float]:
        """a, b and a − b of a cell; NaN where a text has no such place."""
        a, b, difference = (float(one[cell]) for one in self._maps)
        return a, b, difference

    # what is in view

    @property
    def seen(self) -> Region:
        """Which rows and columns of all maps are in view."""
        return self._seen

    def zoom(self, factor: float, about: Cell | None = None) -> None:
        """See more (below 1) or fewer cells around one, or around the middle."""
        if not self._maps:
            return
        (rows, columns), (q0, q1, k0, k1) = self._maps[0].shape, self._seen
        width = (k1 - k0) / factor
        width = round(min(columns, max(LEAST_SEEN, width if abs(width - (k1 - k0)) >= 1 else k1 - k0 - math.copysign(1, factor - 1))))
        height = min(rows, max(1, round(width * rows / columns)))
        row, column = about if about is not None and about[0] >= 0 else ((q0 + q1) // 2, (k0 + k1) // 2)
        left, top = column - (column - k0) / max(1, k1 - k0) * width, row - (row - q0) / max(1, q1 - q0) * height
        self._look(round(top), round(left), height, width)

    def fit(self) -> None:
        """See all of them."""
        if self._maps:
            self._look(0, 0, *self._maps[0].shape)

    def _look(self, top: int, left: int, height: int, width: int) -> None:
        rows, columns = self._maps[0].shape
        top, left = max(0, min(top, rows - height)), max(0, min(left, columns - width))
        self._seen = (top, top + height, left, left + width)
        self.update()

    # geometry

    @property
    def _size(self) -> Cell:
        """How many rows and columns are in view."""
        return self._seen[1] - self._seen[0], self._seen[3] - self._seen[2]

    def _layout(self) -> tuple[float, float, float]:
        """Side of a cell, and the room of the labels at the left and above."""
        cell, left, above = self._by_width(self._size[1])
        return max(min(cell, (self.height() - TITLE - above - 3) / self._size[0]), 1e-3), left, above

    def _by_width(self, columns: int) -> tuple[float, float, float]:
        """The same for so many columns, were there height enough."""
        metrics, widest = QFontMetricsF(theme.mono(theme.CAPTION)), 0.0
        for labels in (self._found.queries.labels, self._found.keys.labels) if self._found is not None else ():
            widest = max(widest, *(metrics.horizontalAdvance(visible(label)) for label in labels[:MEASURED]))
        left = min(LONGEST, widest) + 8
        above = left * 0.71 + 8
        return min((self.width() - left - 2 * GAP - above) / (3 * columns), LARGEST), left, above

    def _fit(self) -> None:
        """Take no more height than the maps need, so that their scales stand right below."""
        if self._maps:
            cell, _, above = self._by_width(self._maps[0].shape[1])
            self.setMaximumHeight(max(self.minimumHeight(), math.ceil(TITLE + above + cell * self._maps[0].shape[0]) + 4))

    def plot(self, number: int) -> QRectF:
        """Where a map lies: 0 A, 1 B, 2 the difference."""
        cell, left, above = self._layout()
        rows, columns = self._size
        return QRectF(left + number * (columns * cell + GAP), TITLE + above, columns * cell, rows * cell)

    def cell_at(self, at: QPoint) -> Cell:
        """Which cell lies under a point of any map."""
        for number in range(len(self._maps)):
            plot, (rows, columns) = self.plot(number), self._size
            if plot.contains(at.toPointF()):
                row, column = int((at.y() - plot.top()) / plot.height() * rows), int((at.x() - plot.left()) / plot.width() * columns)
                return self._seen[0] + min(row, rows - 1), self._seen[2] + min(column, columns - 1)
        return -1, -1

    def sizeHint(self) -> QSize:
        return QSize(860, 420)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        c, painter = theme.colors(), QPainter(self)
        if not self._images:
            self._images = [self._image(number) for number in range(3)]
        cell = self._layout()[0]
        for number, image in enumerate(self._images):
            plot = self.plot(number)
            painter.setFont(theme.sans(theme.CAPTION, bold=True))
            painter.setPen(c.text)
            title = QFontMetricsF(painter.font()).elidedText(self._titles[number], Qt.TextElideMode.ElideMiddle, max(plot.width(), 120))
            painter.drawText(QRectF(plot.left(), 0, max(plot.width(), 120) + 8, TITLE), Qt.AlignmentFlag.AlignVCenter, title)
            q0, _, k0, _ = self._seen
            painter.drawImage(plot, image, QRectF(k0, q0, self._size[1], self._size[0]))
            self._hatch(painter, number, plot)
            painter.setPen(QPen(c.border, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(plot)
            self._label_keys(painter, plot, cell)
        self._label_queries(painter, self.plot(0), cell)
        self._paint_brush(painter)
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _image(self, number: int) -> QImage:
        """A pixel for each cell."""
        c, weights = theme.colors(), np.nan_to_num(self._maps[number])
        if number < 2:
            levels = np.rint(colormap.level(weights / self.high)).astype(np.intp)
            pixels = np.array(colormap.table("viridis"), np.uint32)[levels]
        else:
            pixels = diverging.colours(weights / self.high_difference)
        pixels = np.ascontiguousarray(np.where(self._later, np.uint32(c.raised.rgb()), pixels).astype(np.uint32))
        rows, columns = pixels.shape
        return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()

    def _there(self, places: Places, number: int) -> np.ndarray:
        """Which places a map has, bool [m]."""
        side = (places.a, places.b)[number] if number < 2 else None
        return places.both if side is None else side[:, 1] > side[:, 0]

    def _hatch(self, painter: QPainter, number: int, plot: QRectF) -> None:
        """Rows and columns that a map has not."""
        found, c = self._found, theme.colors()
        assert found is not None
        rows, columns = self._size
        for places, across, first, count in ((found.queries, True, self._seen[0], rows), (found.keys, False, self._seen[2], columns)):
            for at in np.flatnonzero(~self._there(places, number)[first : first + count]).tolist():
                step = plot.height() / rows if across else plot.width() / columns
                box = (
                    QRectF(plot.left(), plot.top() + at * step, plot.width(), step)
                    if across
                    else QRectF(plot.left() + at * step, plot.top(), step, plot.height())
                )
                painter.fillRect(box, c.surface)
                painter.fillRect(box, QBrush(c.muted, Qt.BrushStyle.BDiagPattern))

    def _label_queries(self, painter: QPainter, plot: QRectF, cell: float) -> None:
        assert self._found is not None
        labels = self._found.queries.labels
        for row in self._labelled(range(*self._seen[:2]), self._at[0], cell):
            self._dress(painter, chosen=row == self._at[0])
            box = QRectF(0, plot.top() + (row - self._seen[0] + 0.5) * cell - 9, plot.left() - 5, 18)
            text = QFontMetricsF(painter.font()).elidedText(visible(labels[row]), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _label_keys(self, painter: QPainter, plot: QRectF, cell: float) -> None:
        assert self._found is not None
        labels = self._found.keys.labels
        for column in self._labelled(range(*self._seen[2:]), self._at[1], cell):
            self._dress(painter, chosen=column == self._at[1])
            before = painter.transform()
            painter.translate(plot.left() + (column - self._seen[2] + 0.5) * cell + 3, plot.top() - 4)
            painter.rotate(-45)
            text = QFontMetricsF(painter.font()).elidedText(visible(labels[column]), Qt.TextElideMode.ElideRight, LONGEST)
            painter.drawText(0, 0, text)
            painter.setTransform(before)

    @staticmethod
    def _labelled(places: range, at: int, cell: float) -> list[int]:
        """Which places get a label: every so many, and the one under the brush instead of its neighbours."""
        every = math.ceil(SPACING / cell)
        at = at if at in places else -1
        return [number for number in places if number == at or (number % every == 0 and (at < 0 or abs(number - at) >= every))]

    @staticmethod
    def _dress(painter: QPainter, *, chosen: bool) -> None:
        c = theme.colors()
        painter.setFont(theme.mono(theme.CAPTION, bold=chosen))
        painter.setPen(c.accent if chosen else c.text)

    def _paint_brush(self, painter: QPainter) -> None:
        """The same cell in all three."""
        if self._at[0] < 0:
            return
        c, cell = theme.colors(), self._layout()[0]
        above, beside = self._at[0] - self._seen[0], self._at[1] - self._seen[2]
        if not (0 <= above < self._size[0] and 0 <= beside < self._size[1]):
            return
        for number in range(3):
            plot = self.plot(number)
            painter.setPen(QPen(c.text, 1, Qt.PenStyle.DotLine))
            row = QRectF(plot.left(), plot.top() + above * cell, plot.width(), cell)
            column = QRectF(plot.left() + beside * cell, plot.top(), cell, plot.height())
            painter.drawRect(row)
            painter.drawRect(column)
            painter.setPen(QPen(c.accent, 2))
            painter.drawRect(row.intersected(column))

    # hands

    def _choose(self, cell: Cell) -> None:
        if cell != self._at:
            self._at = cell
            self._describe()
            self.hovered.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._found is None:
            return
        at = event.position().toPoint()
        if self._grabbed is None:
            self._choose(self.cell_at(at))
            return
        cell, shift = self._layout()[0], at - self._grabbed
        right, down = int(shift.x() / cell), int(shift.y() / cell)
        if right or down:
            self._moved, self._grabbed = True, self._grabbed + QPoint(round(right * cell), round(down * cell))
            self._look(self._seen[0] - down, self._seen[2] - right, *self._size)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._grabbed, self._moved = event.position().toPoint(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None and not self._moved and self._found is not None:
            row, _ = self.cell_at(event.position().toPoint())
            if row >= 0:
                self.picked.emit(row)
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._found is not None and event.angleDelta().y():
            self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), self.cell_at(event.position().toPoint()))
        event.accept()

    def _reveal(self, cell: Cell) -> None:
        """Move what is in view as little as needed to see a cell."""
        (q0, q1, k0, k1), (row, column) = self._seen, cell
        top, left = min(max(q0, row + 1 - (q1 - q0)), row), min(max(k0, column + 1 - (k1 - k0)), column)
        self._look(top, left, *self._size)

    def leaveEvent(self, event: QEvent) -> None:
        self._choose((-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._found is not None:
            rows, columns = self._maps[0].shape
            self._choose((max(0, min(rows - 1, self._at[0] + step[0])), max(0, min(columns - 1, self._at[1] + step[1]))))
            self._reveal(self._at)
        elif event.key() in _ZOOMS:
            self.zoom(ZOOM_STEP ** _ZOOMS[Qt.Key(event.key())], self._at)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at[0] >= 0:
            self.picked.emit(self._at[0])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._images = []
            self.update()

    def _describe(self) -> None:
        found = self._found
        said = ""
        if found is not None and self._at[0] >= 0:
            names = (visible(found.queries.labels[self._at[0]]), visible(found.keys.labels[self._at[1]]))
            a, b, difference = ("—" if math.isnan(one) else f"{one:+.4f}" for one in self.numbers(self._at))
            said = f"{names[0]} → {names[1]}: A {a}, B {b}, A − B {difference}"
        self.setAccessibleDescription(said)
        self.update()

    def retranslate(self) -> None:
        name = self.tr("Maps of A, of B and of their difference; arrows walk the cells of all three, + and − zoom, 0 shows all")
        self.setAccessibleName(name)
        self._describe()


def _robust(values: np.ndarray) -> float:
    """A size that all but a few numbers stay below; of those that are not 0."""
    there = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(np.percentile(there, ROBUST)) if len(there) else 0.0


def _first(side: np.ndarray) -> int:
    """The first place that a text has."""
    return int(np.argmax(side[:, 1] > side[:, 0]))
