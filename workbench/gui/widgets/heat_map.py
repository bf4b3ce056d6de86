"""One head as a heat map with token axes, at any length: rows are queries (who reads), columns keys (what is read).

The picture comes from the engine in the resolution of the screen; what has arrived is drawn stretched until something better
comes, so the view is never blank. With cells large enough the weights are written into them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap, token_words
from workbench.gui.widgets.head_picture import HeadPicture, covers
from workbench.gui.widgets.map_past import leave_alone, leave_blank, pale_labels
from workbench.gui.widgets.map_view import MapView, Region
from workbench.gui.widgets.token_axis import Margins, TokenAxis, every_for, margins_of
from workbench.gui.widgets.token_text import TokenText
from workbench.values import HeadImage, HeadRequest

ZOOM_STEP = 1.25
WRITTEN_CELL = 40
"""From this size on, a cell says its weight."""
VECTOR_PIXELS = 2048
"""In a vector file cells are blown up to about that many pixels, because viewers blur small pictures."""
_PICTURE_FORMATS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class HeatMap(QWidget):
    """`view_changed` when a better picture may be wanted; `hovered(q, k)`, (-1, -1) for nothing; `picked(q)`: a row was chosen."""

    view_changed = Signal()
    hovered = Signal(int, int)
    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self._picture = MapView(), HeadPicture()
        self._queries: TokenAxis | None = None
        self._keys: TokenAxis | None = None
        self._margins = Margins(0, 0, 0, 0, 0)
        self._rooms: list[Margins] = []
        self._exact: np.ndarray | None = None
        self._map, self._causal = "viridis", True
        self._high: float | None = None
        self._of_view = self._root = False
        self._marked: tuple[int, ...] = ()
        self._until: int | None = None
        self._block: Region | None = None
        self._cursor = (-1, -1)
        self._grabbed: QPointF | None = None
        self._moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(280, 240)
        self.retranslate()

    # what is shown

    def set_tokens(self, queries: TokenText, keys: TokenText | None = None, *, causal: bool) -> None:
        """Show another text; its picture is still to come. Without tokens: nothing. `keys`: where another text is read."""
        self._queries, self._causal = TokenAxis(queries), causal
        self._keys = self._queries if keys is None else TokenAxis(keys)
        self._picture.clear()
        self._rooms, self._exact, self._marked, self._cursor, self._block = [], None, (), (-1, -1), None
        self.view.set_tokens(len(queries), len(self._keys.tokens))
        self._place()
        self.update()

    def add(self, image: HeadImage) -> None:
        """Take in a picture of the present text, the whole or a part."""
        self._picture.add(image, n_queries=self.view.n_queries, n_keys=self.view.n_keys)
        self.update(self._cells)

    def set_exact(self, weights: np.ndarray | None) -> None:
        """The head's weights float32 [queries, keys], for the numbers in large cells; None: not known."""
        self._exact = weights
        self.update(self._cells)

    def set_scale(self, high: float | None, *, of_view: bool = False, root: bool = False) -> None:
        """The weight at the upper end of the colours; None: the head's strongest, or with `of_view` the strongest in view.

        `root`: colours by the square root of the weight.
        """
        self._high, self._of_view, self._root = high, of_view, root
        self.update(self._cells)

    def set_colormap(self, name: str) -> None:
        self._map = name
        self.update(self._cells)

    def set_until(self, n: int | None) -> None:
        """Show the map as it was with `n` tokens: later rows, and later columns where a text reads itself, are left blank. None: all."""
        if n != self._until:
            self._until = n
            self.update()

    def set_block(self, block: Region | None) -> None:
        """Show a block of rows and columns alone, as large as it can be; None: all."""
        if block != self._block:
            self._block = block
            self.fit()
            self.update()

    def mark(self, positions: Sequence[int]) -> None:
        """Mark tokens that read: their rows, and on both axes where a text reads itself."""
        self._marked = tuple(sorted(set(positions)))
        self.update()

    def reveal(self, query: int) -> None:
        """See to it that a row is in view."""
        self._after(self.view.reveal(query, None))

    @property
    def marked(self) -> tuple[int, ...]:
        return self._marked

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The (query, key) under the pointer or walked to, else (-1, -1)."""
        return self._cursor

    @property
    def high(self) -> float:
        """The weight at the upper end of the colours as they are."""
        if self._high is not None:
            return self._high
        return self._picture.high_in(self.view) if self._of_view else self._picture.high()

    @property
    def shown(self) -> HeadRequest | None:
        """The head whose picture is on screen."""
        return self._picture.shown

    @property
    def images(self) -> list[HeadImage]:
        """The pictures on screen, bottom first."""
        return self._picture.layers(self.view)

    @property
    def is_cut(self) -> bool:
        """Whether weights of the first token lie beyond the scale."""
        return self._picture.is_cut() and (not self._of_view or self.view.region[2] == 0)

    @property
    def pixels(self) -> int:
        """Device pixels a side: more cells than that can't be seen."""
        return max(16, int(max(self.view.plot.width(), self.view.plot.height()) * self.devicePixelRatioF()))

    def wanted(self, head: HeadRequest) -> HeadRequest | None:
        """The next picture of `head` worth asking for; None if all is there."""
        return self._picture.wanted(head, self.view, self.pixels) if not self.view.is_empty else None

    @property
    def _cells(self) -> QRect:
        """Where cells and what is drawn over them lie: the axes, which cost more to paint, are beyond it."""
        return self.view.plot.adjusted(-2, -2, 2, 2).toAlignedRect()

    @property
    def _reads_itself(self) -> bool:
        return self._keys is self._queries

    # moving

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge (below 1: shrink), about a point or the middle."""
        self._after(self.view.zoom(factor, about))

    def fit(self) -> None:
        """Show the whole text, or the whole block."""
        self._after(self.view.fit(self._block))

    def _after(self, moved: bool) -> None:
        if moved:
            self._place()
            self.update()
            self.view_changed.emit()

    def _place(self) -> None:
        """Give the axes the room they need, and the cells the rest."""
        if self._queries is None or self._keys is None:
            return
        if not self._rooms:  # measured once for a text: a view that is panned is placed anew at every frame
            metrics = QFontMetricsF(theme.mono(theme.BODY, bold=True))
            # labels that don't fit one by one are said with their position, which takes another width
            self._rooms = [margins_of(self._queries, self._keys, metrics, every) for every in (1, 10)]
        for m in self._rooms:
            self._margins = m
            self.view.place(m.left, m.top, self.width() - m.left - m.right, self.height() - m.top - theme.S2)
            if every_for(self.view.cell) == 1:
                return

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._queries is None or self._keys is None or self.view.is_empty:
            return
        c, painter, plot = theme.colors(), QPainter(self), self.view.plot
        pictures = self._picture.layers(self.view)
        if not pictures or not covers(pictures[0].region, self.view.region):
            painter.fillRect(plot, c.raised)
        painter.save()
        painter.setClipRect(plot)
        for image in pictures:
            self._paint_image(painter, image)
        if self._exact is not None and self.view.cell >= WRITTEN_CELL:
            self._paint_weights(painter, self._exact)
        if self._until is not None:
            leave_blank(painter, self.view, self._until, columns=self._reads_itself)
        if self._block is not None:
            leave_alone(painter, self.view, self._block)
        painter.restore()
        painter.setPen(QPen(c.border, 1))
        painter.drawRect(plot.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_marks(painter)
        self._paint_cursor(painter)
        if self._cells.contains(event.rect()):
            return
        query, key = self._cursor
        self._queries.paint_queries(painter, self.view, self._margins, marked=self._marked, at=query)
        self._keys.paint_keys(painter, self.view, self._margins, marked=self._marked if self._reads_itself else (), at=key)
        self._paint_directions(painter)
        if self._until is not None:
            pale_labels(painter, self.view, self._until, height=self.height())
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_image(self, painter: QPainter, image: HeadImage) -> None:
        q0, _, k0, _ = image.region
        rows, columns = image.image.shape
        target = self.view.rect_of(q0, q0 + rows * image.step, k0, k0 + columns * image.step)
        made = self._picture.qimage(
            image, high=self.high, causal=self._causal, root=self._root, name=self._map, nothing=theme.colors().raised
        )
        engine = painter.paintEngine()
        if engine is not None and engine.type() in _PICTURE_FORMATS:
            made = _blown_up(made)
        painter.drawImage(target, made)

    def _paint_weights(self, painter: QPainter, weights: np.ndarray) -> None:
        table, high = colormap.table(self._map), max(self.high, 1e-12)
        painter.setFont(theme.mono(theme.CAPTION))
        q0, q1, k0, k1 = self.view.region
        for q in range(q0, q1):
            for k in range(k0, min(k1, q + 1) if self._causal else k1):
                weight = float(weights[q, k])
                colour = QColor.fromRgb(table[round(float(colormap.level(np.float32(weight / high), root=self._root)))])
                painter.setPen(QColor("black") if colour.lightnessF() > 0.5 or colour.greenF() > 0.6 else QColor("white"))
                painter.drawText(self.view.rect_of(q, q + 1, k, k + 1), Qt.AlignmentFlag.AlignCenter, f"{weight:.2f}".removeprefix("0"))

    def _paint_marks(self, painter: QPainter) -> None:
        c, v = theme.colors(), self.view
        painter.save()
        painter.setClipRect(v.plot.adjusted(-2, -2, 2, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for first, last in runs_of(self._marked):
            row = v.rect_of(first, last + 1, v.seen.left(), v.seen.right())
            column = v.rect_of(v.seen.top(), v.seen.bottom(), first, last + 1)
            if self._reads_itself:
                painter.setPen(QPen(c.accent, 1, Qt.PenStyle.DashLine))
                painter.drawRect(column)
            painter.setPen(QPen(c.window, theme.FOCUS_WIDTH + 2))  # a rim, so that the band stands out on any colour
            painter.drawRect(row)
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(row)
        painter.restore()

    def _paint_cursor(self, painter: QPainter) -> None:
        if self._cursor[0] < 0:
            return
        c, (q, k) = theme.colors(), self._cursor
        box = self.view.rect_of(q, q + 1, k, k + 1)
        if box.width() < 5:
            box = QRectF(box.center().x() - 2.5, box.center().y() - 2.5, 5, 5)
        if not self.view.plot.adjusted(-1, -1, 1, 1).contains(box.center()):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(c.window, 4), QPen(c.text, 1.5)):
            painter.setPen(pen)
            painter.drawRect(box)

    def _paint_directions(self, painter: QPainter) -> None:
        c, plot = theme.colors(), self.view.plot
        painter.setPen(c.muted)
        painter.setFont(theme.sans(theme.CAPTION))
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, plot.top() - 36, plot.left() - theme.S2, 16), right, self.tr("is read →"))
        painter.drawText(QRectF(0, plot.top() - 20, plot.left() - theme.S2, 16), right, self.tr("reads ↓"))

    # hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            turned = event.angleDelta().x() or event.angleDelta().y()
            self._after(self.view.pan(-turned / 120 * self.view.seen.width() / 10, 0))
        elif event.angleDelta().y():
            self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.view.plot.contains(event.position()):
            self._grabbed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            self.point_at(self.view.cell_at(event.position()) or (-1, -1))
            return
        shift = event.position() - self._grabbed
        if self._moved or shift.manhattanLength() > 4:
            self._moved, self._grabbed = True, event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._after(self.view.pan(-shift.x() / self.view.cell, -shift.y() / self.view.cell))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.unsetCursor()
        found = self.view.cell_at(event.position())
        if self._grabbed is not None and not self._moved and found is not None:
            self.picked.emit(found[0])
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.zoom(ZOOM_STEP**3, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at((-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = _STEPS.get(Qt.Key(key))
        if step is not None and not self.view.is_empty:
            self._walk(*step)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        else:
            super().keyPressEvent(event)

    def _walk(self, down: int, right: int) -> None:
        """Up and down choose the query, left and right walk along what it reads."""
        n, m = self.view.n_queries, self.view.n_keys
        if down:
            at = (self._marked[0] if down < 0 else self._marked[-1]) if self._marked else (n if down < 0 else -1)
            query = max(0, min(n - 1, at + down))
            self.picked.emit(query)
            self._after(self.view.reveal(query, None))
            if self._cursor[0] >= 0:
                self.point_at((query, self._cursor[1]))
            return
        query = self._marked[-1] if self._marked else n - 1
        beside = min(query + 1, m) if self._reads_itself else m
        key = self._cursor[1] if self._cursor[0] == query else (beside if right < 0 else -1)
        key = max(0, min(m - 1, key + right))
        self._after(self.view.reveal(query, key))
        self.point_at((query, key))

    def point_at(self, cell: tuple[int, int]) -> None:
        """Put the cursor on a (query, key), or nowhere: (-1, -1)."""
        if cell != self._cursor:
            self._cursor = cell
            self.update()
            self.hovered.emit(*cell)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._label_at(QPointF(event.pos()))
            if found is None:
                QToolTip.hideText()
            else:
                axis, position = found
                QToolTip.showText(event.globalPos(), token_words.tooltip(axis.tokens, position), self)
            return True
        return super().event(event)

    def _label_at(self, at: QPointF) -> tuple[TokenAxis, int] | None:
        """The axis and the token whose label lies under a point outside of the cells."""
        v = self.view
        if self._queries is None or self._keys is None:
            return None
        if at.x() < v.plot.left() and v.plot.top() <= at.y() < v.plot.bottom():
            found = v.cell_at(QPointF(v.plot.left(), at.y()))
            return (self._queries, found[0]) if found else None
        if at.y() < v.plot.top():
            found = v.cell_at(QPointF(at.x() - (v.plot.top() - at.y()), v.plot.top()))  # the labels lean by 45°
            return (self._keys, found[1]) if found else None
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.view_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._rooms = []
            self._place()

    def sizeHint(self) -> QSize:
        return QSize(640, 560)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Attention of one head: each row is a token that reads, each column one that is read"))
        self.setAccessibleDescription(
            self.tr("Up and down choose the token that reads, left and right what it reads; plus, minus and 0 zoom.")
        )
        self.update()


def runs_of(positions: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring positions of a sorted sequence as (first, last)."""
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


def _blown_up(image: QImage) -> QImage:
    """The same picture with whole pixels repeated."""
    times = VECTOR_PIXELS // max(image.width(), image.height())
    return image.scaled(image.width() * times, image.height() * times) if times > 1 else image
