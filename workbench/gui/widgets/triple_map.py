"""Two maps of weights and their difference side by side, over the same places, with one brush.

What only one text has is hatched where it can't be compared, never left out. Rows are queries, columns keys.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap, diverging
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
        self.high = self.high_difference = 1.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(420, 180)
        self.retranslate()

    # what is shown

    def show_difference(self, found: Difference | None) -> None:
        """Show a pair of heads. The weights' scale leaves each text's first key out: it would hide all else."""
        self._found, self._images = found, []
        self._maps = [found.a, found.b, found.a - found.b] if found is not None else []
        if found is not None:
            rest = [weights[:, _first(side) + 1 :].ravel() for weights, side in ((found.a, found.keys.a), (found.b, found.keys.b))]
            self.high = _robust(np.concatenate(rest)) or 1.0
            self.high_difference = max(LEAST_DIFFERENCE, _robust(np.abs(self._maps[2]).ravel()))
            square = found.queries.labels == found.keys.labels and all(found.causal)
            shape = found.a.shape
            self._later = np.triu(np.ones(shape, bool), 1) if square else np.zeros(shape, bool)
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

    # geometry

    def _layout(self) -> tuple[float, float, float]:
        """Side of a cell, and the room of the labels at the left and above."""
        cell, left, above = self._by_width()
        return max(min(cell, (self.height() - TITLE - above - 3) / self._maps[0].shape[0]), 1e-3), left, above

    def _by_width(self) -> tuple[float, float, float]:
        """The same, were there height enough."""
        metrics, widest = QFontMetricsF(theme.mono(theme.CAPTION)), 0.0
        for labels in (self._found.queries.labels, self._found.keys.labels) if self._found is not None else ():
            widest = max(widest, *(metrics.horizontalAdvance(visible(label)) for label in labels[:MEASURED]))
        left = min(LONGEST, widest) + 8
        above = left * 0.71 + 8
        return min((self.width() - left - 2 * GAP - above) / (3 * self._maps[0].shape[1]), LARGEST), left, above

    def _fit(self) -> None:
        """Take no more height than the maps need, so that their scales stand right below."""
        if self._maps:
            cell, _, above = self._by_width()
            self.setMaximumHeight(max(self.minimumHeight(), math.ceil(TITLE + above + cell * self._maps[0].shape[0]) + 4))

    def plot(self, number: int) -> QRectF:
        """Where a map lies: 0 A, 1 B, 2 the difference."""
        cell, left, above = self._layout()
        rows, columns = self._maps[0].shape
        return QRectF(left + number * (columns * cell + GAP), TITLE + above, columns * cell, rows * cell)

    def cell_at(self, at: QPoint) -> Cell:
        """Which cell lies under a point of any map."""
        for number in range(len(self._maps)):
            plot, (rows, columns) = self.plot(number), self._maps[0].shape
            if plot.contains(at.toPointF()):
                row, column = int((at.y() - plot.top()) / plot.height() * rows), int((at.x() - plot.left()) / plot.width() * columns)
                return min(row, rows - 1), min(column, columns - 1)
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
            painter.drawImage(plot, image)
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
        rows, columns = self._maps[0].shape
        for places, across in ((found.queries, True), (found.keys, False)):
            for at in np.flatnonzero(~self._there(places, number)).tolist():
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
        for row in self._labelled(len(labels), self._at[0], cell):
            self._dress(painter, chosen=row == self._at[0])
            box = QRectF(0, plot.top() + (row + 0.5) * cell - 9, plot.left() - 5, 18)
            text = QFontMetricsF(painter.font()).elidedText(visible(labels[row]), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _label_keys(self, painter: QPainter, plot: QRectF, cell: float) -> None:
        assert self._found is not None
        labels = self._found.keys.labels
        for column in self._labelled(len(labels), self._at[1], cell):
            self._dress(painter, chosen=column == self._at[1])
            before = painter.transform()
            painter.translate(plot.left() + (column + 0.5) * cell + 3, plot.top() - 4)
            painter.rotate(-45)
            text = QFontMetricsF(painter.font()).elidedText(visible(labels[column]), Qt.TextElideMode.ElideRight, LONGEST)
            painter.drawText(0, 0, text)
            painter.setTransform(before)

    @staticmethod
    def _labelled(count: int, at: int, cell: float) -> list[int]:
        """Which places get a label: every so many, and the one under the brush instead of its neighbours."""
        every = math.ceil(SPACING / cell)
        return [number for number in range(count) if number == at or (number % every == 0 and (at < 0 or abs(number - at) >= every))]

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
        for number in range(3):
            plot = self.plot(number)
            painter.setPen(QPen(c.text, 1, Qt.PenStyle.DotLine))
            row = QRectF(plot.left(), plot.top() + self._at[0] * cell, plot.width(), cell)
            column = QRectF(plot.left() + self._at[1] * cell, plot.top(), cell, plot.height())
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
        if self._found is not None:
            self._choose(self.cell_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._found is not None and event.button() == Qt.MouseButton.LeftButton:
            row, _ = self.cell_at(event.position().toPoint())
            if row >= 0:
                self.picked.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        self._choose((-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._found is not None:
            rows, columns = self._maps[0].shape
            self._choose((max(0, min(rows - 1, self._at[0] + step[0])), max(0, min(columns - 1, self._at[1] + step[1]))))
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
        self.setAccessibleName(self.tr("Maps of A, of B and of their difference; arrows walk the cells of all three"))
        self._describe()


def _robust(values: np.ndarray) -> float:
    """A size that all but a few numbers stay below; of those that are not 0."""
    there = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(np.percentile(there, ROBUST)) if len(there) else 0.0


def _first(side: np.ndarray) -> int:
    """The first place that a text has."""
    return int(np.argmax(side[:, 1] > side[:, 0]))
