"""Hundreds of thousands of points as a picture that one moves about in, asks, and chooses from.

Shapes: n points. Points are stamped into a picture by NumPy (see `point_cloud_stamps`), every one of them at every frame: nothing is
thinned out. The idea that is not obvious: chosen and found points are a second layer over all others, larger and framed, so that they
show wherever they lie and are told apart without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEngine, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.gui import theme
from workbench.gui.widgets import point_cloud_painter as paint
from workbench.gui.widgets.point_cloud_colours import OneColour, PointColours
from workbench.gui.widgets.point_cloud_labels import spread
from workbench.gui.widgets.point_cloud_layer import CloudLayer
from workbench.gui.widgets.point_cloud_loop import Loop, onward
from workbench.gui.widgets.point_cloud_names import GAP, MOST, CloudNames
from workbench.gui.widgets.point_cloud_trails import Trail, paint_trails
from workbench.gui.widgets.point_cloud_view import CloudView
from workbench.gui.widgets.single_shot import single_shot

ZOOM_STEP, PAN = 1.25, 60
REACH = 10
"""A point is meant by what is so near to its disc, in device-independent pixels."""
SMALLEST, LARGEST, LEAST_CHOSEN = 2.0, 8.0, 6.0
"""Of discs, in device-independent pixels."""
REST_MS = 120
"""Names are placed anew once nothing moved for so long."""
FILE_PIXELS = 3.0
"""In a vector file the points are a picture with so many pixels for each of the screen."""
_FILES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
_STEPS = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
TOOLS = ("move", "lasso", "box")


class PointCloud(QWidget):
    """`hovered(point)`, -1 for none; `chosen(points, adds)`: these were clicked or drawn around, besides the others where `adds`;
    `pinned(point)`: its name shall stay, or go; `moved`: another part is in view."""

    hovered = Signal(int)
    chosen = Signal(object, bool)
    pinned = Signal(int)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = CloudView()
        self._x = self._y = np.zeros(0, np.float32)
        self._all, self._top, self._called = CloudLayer(), CloudLayer(), CloudNames()
        self._colours: PointColours = OneColour(0)
        self._name: Callable[[int], str] = lambda point: ""
        self._told: Callable[[int], Sequence[str]] = lambda point: ()
        self._chosen: tuple[int, ...] = ()
        self._marked: tuple[int, ...] = ()
        self._lit: np.ndarray | None = None
        self._trails: tuple[Trail, ...] = ()
        self._pins: tuple[int, ...] = ()
        self._pointed = -1
        self._axes, self._numbered, self._names = ("", ""), False, True
        self._tool, self._loop = TOOLS[0], None
        self._grabbed: QPointF | None = None
        self._dragged = False
        self._unplaced = True
        self._rest = single_shot(REST_MS, self._place_names, parent=self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 160)
        self.retranslate()

    # what is shown

    def set_points(self, places: np.ndarray, name: Callable[[int], str], *, even: bool = True) -> None:
        """Other points: places float32 [n, 2], finite, and how each is called. `even`: both directions have one scale. All are in view."""
        self._name, self._lit, self._pointed = name, None, -1
        self._pins = self._chosen = self._marked = ()
        self._trails = ()
        self._colours = OneColour(len(places))
        self.view.even, self.view.whole = even, True
        self.set_places(places)
        self._recolour()

    def set_places(self, places: np.ndarray, *, within: np.ndarray | None = None) -> None:
        """The same points elsewhere: one frame of a map in the making. `within`: places float32 [m, 2] that are all to be in view, so
        that frames don't move against each other."""
        self._x, self._y = np.ascontiguousarray(places[:, 0], np.float32), np.ascontiguousarray(places[:, 1], np.float32)
        self.view.set_bounds(*((self._x, self._y) if within is None else (within[:, 0], within[:, 1])))
        self._all.set_places(self._x, self._y, self._colours.order())
        self._top.set_places(self._x, self._y, self._top_points())
        self._rest.start()
        self.update()

    def set_colours(self, colours: PointColours) -> None:
        self._colours = colours
        self._all.set_places(self._x, self._y, colours.order())
        self._recolour()

    def set_told(self, told: Callable[[int], Sequence[str]]) -> None:
        """What is told of a point under the pointer below its name, line by line."""
        self._told = told

    def set_axes(self, across: str, up: str, *, numbered: bool) -> None:
        """What the directions mean; `numbered`: numbers along them mean something."""
        self._axes, self._numbered = (across, up), numbered
        self._place()

    def set_chosen(self, points: Sequence[int]) -> None:
        """These lie on top, larger and framed."""
        if tuple(points) != self._chosen:
            self._chosen = tuple(points)
            self._retop()

    def set_marked(self, points: Sequence[int]) -> None:
        """These stand at what is selected elsewhere: ringed, with their names."""
        if tuple(points) != self._marked:
            self._marked = tuple(points)
            self._rename()

    def set_trails(self, trails: Sequence[Trail]) -> None:
        """The ways that some points have come, below them."""
        self._trails = tuple(trails)
        self.update()

    def set_lit(self, lit: np.ndarray | None) -> None:
        """These points, intp [m], stand out, all others fade; None: none does."""
        self._lit = lit
        self._recolour()
        self._retop()

    def set_pinned(self, points: Sequence[int]) -> None:
        """These say their names whatever is in view."""
        self._pins = tuple(points)
        self._rename()

    def set_names(self, shown: bool) -> None:
        """Whether points say their names where there is room."""
        self._names = shown
        self._rename()

    def set_tool(self, tool: str) -> None:
        """What dragging does: one of TOOLS."""
        self._tool = tool if tool in TOOLS else TOOLS[0]
        self.setCursor(Qt.CursorShape.ArrowCursor if self._tool == "move" else Qt.CursorShape.CrossCursor)

    def point_at(self, point: int) -> None:
        """Put the pointer's mark on a point, -1: on none."""
        point = point if point < self.n else -1
        if point != self._pointed:
            self._pointed = point
            self.update()

    @property
    def colours(self) -> PointColours:
        """What the colours say."""
        return self._colours

    @property
    def n(self) -> int:
        return len(self._x)

    @property
    def pointed(self) -> int:
        """The point under the pointer or walked to, -1: none."""
        return self._pointed

    @property
    def diameter(self) -> float:
        """Of a disc, on the screen: the more points the smaller, and a little larger the closer one looks."""
        crowd = 26.0 / max(1, self.n) ** 0.22
        return round(2 * min(LARGEST, max(SMALLEST, crowd * max(1.0, self.view.zoomed) ** 0.4))) / 2

    def find(self, at: QPointF) -> int:
        """The point that a position of this widget means; -1: none."""
        where = at - self.view.plot.topLeft()
        found = self._top.nearest(where, REACH / 2)
        return found if found >= 0 else self._all.nearest(where, REACH)

    def _top_points(self) -> np.ndarray:
        lit = self._lit if self._lit is not None else np.zeros(0, np.intp)
        return np.concatenate([lit, np.array(self._chosen, np.intp)]).astype(np.intp)

    def _retop(self) -> None:
        self._top.set_places(self._x, self._y, self._top_points())
        self._top.set_colours(self._colours.rgb(), ring=theme.colors().text)
        self._rename()

    def _recolour(self) -> None:
        rgb = self._colours.rgb()
        self._all.set_colours(_faded(rgb) if self._lit is not None else rgb)
        self._top.set_colours(rgb, ring=theme.colors().text)
        self.update()

    # moving

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge (below 1: shrink), about a point or the middle."""
        self.view.zoom(factor, about)
        self._after()

    def fit(self) -> None:
        """See every point."""
        self.view.fit()
        self._after()

    def reveal(self, point: int) -> None:
        """See to it that a point is in view."""
        if 0 <= point < self.n and self.view.reveal(float(self._x[point]), float(self._y[point])):
            self._after()

    def _after(self) -> None:
        self._rest.start()
        self.update()
        self.moved.emit()

    def _place(self) -> None:
        left = paint.LEFT if self._numbered else (paint.LINE + 4 if self._axes[1] else 1)
        below = paint.BELOW if self._numbered else (paint.LINE + 4 if self._axes[0] else 1)
        self.view.place(QRectF(left, 1, self.width() - left - 1, self.height() - below - 1))
        self._rename()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.n:
            return
        painter, plot = QPainter(self), self.view.plot
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(plot, theme.colors().surface)
        paint.paint_axes(painter, self.view, self._axes, numbered=self._numbered)
        painter.setClipRect(plot)
        engine = painter.paintEngine()
        as_file = engine is not None and engine.type() in _FILES
        pixels = FILE_PIXELS if as_file else painter.device().devicePixelRatioF()
        place, d = self.view.for_picture(pixels), self.diameter
        self._all.paint(painter, plot.topLeft(), place, diameter=d * pixels, rim=0, pixels=pixels)
        paint_trails(painter, self.view, self._trails)
        self._top.paint(painter, plot.topLeft(), place, diameter=max(LEAST_CHOSEN, d + 2) * pixels, rim=2 * pixels, pixels=pixels)
        if self._unplaced:
            self._place_names()
        self._paint_marked(painter)
        self._called.paint(painter, self.view, self.at, as_text=as_file)
        self._paint_pointed(painter)
        if self._loop is not None:
            self._loop.paint(painter)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(theme.colors().accent, theme.FOCUS_WIDTH))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _rename(self) -> None:
        """Place names anew with the next painting."""
        self._unplaced = True
        self.update()

    def _place_names(self) -> None:
        marked = self._top.points[::-1][:MOST].tolist()
        groups = ((self._pins, True), ((*self._marked[:MOST], *marked), True), (self._unasked(), False))
        self._called.place(self.view, groups, at=self.at, name=self._name, away=self.diameter / 2)
        self._unplaced = False
        self.update()

    def _unasked(self) -> list[int]:
        """Points that say their names since there is room."""
        if not self._names or self._lit is not None:
            return []
        return spread(self._x, self._y, self.view)[:MOST].tolist()

    def names(self) -> list[tuple[int, QRectF]]:
        """The points whose names are on screen, and where these stand."""
        return self._called.boxes(self.at)

    def at(self, point: int) -> QPointF:
        """Where a point lies in this widget."""
        return self.view.at(float(self._x[point]), float(self._y[point]))

    def _paint_marked(self, painter: QPainter) -> None:
        radius = self.diameter / 2 + 3
        for pen in (QPen(theme.colors().surface, 4), QPen(theme.colors().accent, theme.FOCUS_WIDTH)):
            painter.setPen(pen)
            for point in self._marked:
                painter.drawEllipse(self.at(point), radius, radius)

    def _paint_pointed(self, painter: QPainter) -> None:
        if self._pointed < 0:
            return
        c, at, radius = theme.colors(), self.at(self._pointed), self.diameter / 2 + 4
        for pen in (QPen(c.window, 4), QPen(c.text, 1.5)):
            painter.setPen(pen)
            painter.drawEllipse(at, radius, radius)
        told = [self._name(self._pointed), *self._told(self._pointed)]
        if self.view.plot.contains(at):
            paint.paint_told(painter, at, told, self.view.plot, away=radius + GAP)

    # hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned and self.n:
            self.zoom(ZOOM_STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.n:
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._grabbed, self._dragged = event.position(), False
        if shift or self._tool != "move":
            self._loop = Loop(event.position(), boxed=self._tool == "box")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            self._walk_to(self.find(event.position()), reveal=False)
            return
        shift = event.position() - self._grabbed
        if not self._dragged and shift.manhattanLength() <= 4:
            return
        self._dragged = True
        if self._loop is not None:
            self._loop.draw_to(event.position())
            self.update()
        else:
            self._grabbed = event.position()
            self.view.pan(shift.x(), shift.y())
            self._after()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._dragged:
            found = self.find(event.position())
            self.chosen.emit((found,) if found >= 0 else (), adds)
        elif self._loop is not None:
            self.chosen.emit(tuple(self._loop.inside(self.view.on_screen(self._x, self._y)).tolist()), adds)
        self._grabbed, self._loop = None, None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.find(event.position())
        if found >= 0:
            self.pinned.emit(found)
        else:
            self.zoom(ZOOM_STEP**3, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._walk_to(-1, reveal=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = event.key(), _STEPS.get(Qt.Key(event.key()))
        shift, adds = event.modifiers() & Qt.KeyboardModifier.ShiftModifier, event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if step is not None and shift:
            self.view.pan(-PAN * step[0], -PAN * step[1])
            self._after()
        elif step is not None and self.n:
            self._step(step)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(ZOOM_STEP if key != Qt.Key.Key_Minus else 1 / ZOOM_STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._pointed >= 0:
            self.chosen.emit((self._pointed,), bool(adds))
        elif key == Qt.Key.Key_P and self._pointed >= 0:
            self.pinned.emit(self._pointed)
        elif key == Qt.Key.Key_Escape and self._chosen:
            self.chosen.emit((), False)
        else:
            super().keyPressEvent(event)

    def _step(self, step: tuple[int, int]) -> None:
        """Walk to the next point in a direction; at first to the one nearest to the middle."""
        places, middle = self.view.on_screen(self._x, self._y), self.view.plot.center()
        if self._pointed < 0:
            found = int(np.abs(places - (middle.x(), middle.y())).sum(1).argmin())
        else:
            found = onward(places, tuple(places[self._pointed].tolist()), step)
        if found >= 0:
            self._walk_to(found, reveal=True)

    def _walk_to(self, point: int, *, reveal: bool) -> None:
        if point == self._pointed:
            return
        self.point_at(point)
        if reveal:
            self.reveal(point)
        said = "; ".join(line for line in (self._name(point), *self._told(point)) if line) if point >= 0 else self._keys
        self.setAccessibleDescription(said)
        self.hovered.emit(point)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def sizeHint(self) -> QSize:
        return QSize(640, 560)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Map of points"))
        self._keys = self.tr("Arrows walk from point to point, Enter chooses, Ctrl+Enter adds, P pins a name; plus, minus and Home zoom.")
        self.setAccessibleDescription(self._keys)
        self.update()


def _faded(rgb: np.ndarray) -> np.ndarray:
    """Colours that are near to the surface: a quarter of theirs and three of its own, uint32 [n]."""
    behind = theme.colors().surface.rgb() & 0xFFFFFF
    quarter = (rgb >> 2) & 0x3F3F3F
    found: np.ndarray = (quarter + np.uint32(3 * ((behind >> 2) & 0x3F3F3F))) | np.uint32(0xFF000000)
    return found
