"""What each head, and each MLP, is worth by some measure: a map of layers x heads, in diverging colours unless told otherwise.

Rows are layers, columns heads; the MLPs stand in a column of their own at the right. A number that is not there (NaN) is hatched,
a part that is switched off is crossed out. Ordered, a layer's heads stand by their size, the strongest first, and say their numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.numbers import signed

LABEL_WIDTH, LABEL_HEIGHT, GUTTER = 28, 34, 10
LEAST, MOST_WIDE, MOST_HIGH = 6, 84, 36
NUMBERS_FROM = (42, 14)
"""Cells this wide and high say their number."""
NAMED_FROM = (22, 11)
"""And ordered heads which one they are."""
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
Part = tuple[int, int]
"""(layer, head); head -1 is the layer's MLP."""
MLP = -1


class PartMap(QWidget):
    """`picked(layer, head)` when the person chooses a part; `pressed(layer, head)` when they click on it, or press Space or Enter at it;
    `hovered(layer, head)`, (-1, -1) for none. Head -1 is the MLP."""

    picked = Signal(int, int)
    pressed = Signal(int, int)
    hovered = Signal(int, int)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        say: Callable[[float], str] = signed,
        colours: Callable[[np.ndarray], np.ndarray] = diverging.colours,
    ) -> None:
        """`say`: how a value is spelled; `colours`: 0xffRRGGBB of values in units of the scale's end."""
        super().__init__(parent)
        self._say, self._colours = say, colours
        self._heads, self._mlps = np.zeros((0, 0)), np.zeros(0)
        self._high = 1.0
        self._at: Part = (0, 0)
        self._pointed: Part | None = None
        self._off: frozenset[Part] = frozenset()
        self._ordered, self._order = False, np.zeros((0, 0), np.int64)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.retranslate()

    # what is shown

    def set_values(self, heads: np.ndarray, mlps: np.ndarray | None = None, *, high: float | None = None) -> None:
        """heads [L, H], mlps [L] or none; `high`: the end of the scale (None: the largest size there is)."""
        mlps = np.zeros(0) if mlps is None else mlps
        if heads.shape != self._heads.shape or len(mlps) != len(self._mlps):
            self.updateGeometry()
        self._heads, self._mlps = heads, mlps
        self._arrange()
        sizes = np.abs(np.concatenate([heads.ravel(), mlps]))
        known = sizes[np.isfinite(sizes)]
        self._high = high or (float(known.max()) if len(known) else 0.0) or 1.0
        self.setAccessibleDescription(self.words(self._at))
        self.update()

    def set_ordered(self, ordered: bool) -> None:
        """Whether each layer's heads stand by their size, not by their number."""
        if ordered != self._ordered:
            self._ordered = ordered
            self._arrange()
            self.update()

    def _arrange(self) -> None:
        """The head of each column, int64 [L, H]; what is not known comes last."""
        sizes = np.where(np.isnan(self._heads), -1.0, np.abs(self._heads))
        self._order = np.argsort(-sizes if self._ordered else np.zeros(sizes.shape), axis=1, kind="stable")

    def _column(self, part: Part) -> int:
        """Where a part stands in its layer; the MLP behind all heads."""
        layer, head = part
        return self._heads.shape[1] if head == MLP else int(np.flatnonzero(self._order[layer] == head)[0])

    def _head_in(self, layer: int, column: int) -> int:
        return MLP if column == self._heads.shape[1] else int(self._order[layer, column])

    def select(self, layer: int, head: int) -> None:
        """Mark a part without telling."""
        if (layer, head) != self._at:
            self._at = (layer, head)
            self.setAccessibleDescription(self.words(self._at))
            self.update()

    def cross_out(self, parts: Iterable[Part]) -> None:
        """Which parts are switched off."""
        off = frozenset(parts)
        if off != self._off:
            self._off = off
            self.setAccessibleDescription(self.words(self._at))
            self.update()

    @property
    def at(self) -> Part:
        """The part that is marked."""
        return self._at

    @property
    def high(self) -> float:
        """The end of the scale."""
        return self._high

    def value(self, part: Part) -> float:
        """NaN where there is none."""
        layer, head = part
        if not 0 <= layer < self._heads.shape[0] or not MLP <= head < self._heads.shape[1]:
            return math.nan
        if head != MLP:
            return float(self._heads[layer, head])
        return float(self._mlps[layer]) if layer < len(self._mlps) else math.nan

    def words(self, part: Part) -> str:
        """One part in words."""
        value = self.value(part)
        name = self.tr("Layer {layer} · MLP") if part[1] == MLP else self.tr("Layer {layer} · head {head}")
        said = f"{name.format(layer=part[0], head=part[1])}: {self._say(value)}"
        return f"{said} · {self.tr('switched off')}" if part in self._off else said

    # geometry

    @property
    def _columns(self) -> int:
        return self._heads.shape[1] + bool(len(self._mlps))

    @property
    def _step(self) -> tuple[int, int]:
        """Width and height of a cell with its gap."""
        room_x = (self.width() - LABEL_WIDTH - GUTTER - 4) // max(1, self._columns)
        room_y = (self.height() - LABEL_HEIGHT - 3) // max(1, self._heads.shape[0])
        return max(LEAST, min(MOST_WIDE, room_x)), max(LEAST, min(MOST_HIGH, room_y))

    def cell(self, layer: int, head: int) -> QRect:
        """Where a part lies."""
        wide, high = self._step
        column = self._column((layer, head))
        gutter = GUTTER if head == MLP else 0
        return QRect(LABEL_WIDTH + gutter + column * wide, LABEL_HEIGHT + layer * high, wide - 1, high - 1)

    def part_at(self, at: QPoint) -> Part | None:
        """Which part lies under a point."""
        (wide, high), (n_layers, n_heads) = self._step, self._heads.shape
        layer, x = (at.y() - LABEL_HEIGHT) // high, at.x() - LABEL_WIDTH
        if not 0 <= layer < n_layers or x < 0:
            return None
        if x < n_heads * wide:
            return layer, self._head_in(layer, x // wide)
        inside = len(self._mlps) and 0 <= x - GUTTER - n_heads * wide < wide
        return (layer, MLP) if inside else None

    def sizeHint(self) -> QSize:
        return QSize(LABEL_WIDTH + GUTTER + self._columns * 24 + 4, LABEL_HEIGHT + self._heads.shape[0] * 12 + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(LABEL_WIDTH + GUTTER + self._columns * LEAST + 4, LABEL_HEIGHT + self._heads.shape[0] * LEAST + 4)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        n_layers, n_heads = self._heads.shape
        shown = self._colours(self._heads / self._high), self._colours(self._mlps / self._high)
        for layer in range(n_layers):
            for head in range(n_heads):
                self._paint(painter, (layer, head), QColor.fromRgb(int(shown[0][layer, head])))
            if len(self._mlps):
                self._paint(painter, (layer, MLP), QColor.fromRgb(int(shown[1][layer])))
        self._paint_labels(painter)
        for part in filter(self._is_part, self._off):
            self._paint_cross(painter, self.cell(*part))
        c = theme.colors()
        for part, pen in ((self._pointed, QPen(c.text, 1)), (self._at, QPen(c.accent, 2))):
            if part is not None and self._is_part(part):
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.cell(*part).adjusted(-1, -1, 0, 0))

    def _paint(self, painter: QPainter, part: Part, colour: QColor) -> None:
        value, box = self.value(part), self.cell(*part)
        if math.isnan(value):
            painter.fillRect(box, QBrush(theme.colors().border, Qt.BrushStyle.BDiagPattern))
            painter.setPen(theme.colors().border)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            return
        painter.fillRect(box, colour)
        says = self._text_in(part, box)
        if says:
            painter.setPen(diverging.ink(colour))
            painter.setFont(theme.mono(theme.CAPTION))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, says)

    def _text_in(self, part: Part, box: QRect) -> str:
        """Its number where there is room; where heads are ordered, which one it is before that."""
        value = self._say(self.value(part))
        if not self._ordered or part[1] == MLP:
            return value if box.width() >= NUMBERS_FROM[0] and box.height() >= NUMBERS_FROM[1] else ""
        name = f"H{part[1]}"
        if box.width() < NAMED_FROM[0] or box.height() < NAMED_FROM[1]:
            return ""
        return f"{name} {value}" if box.width() >= NUMBERS_FROM[0] + NAMED_FROM[0] else name

    def _is_part(self, part: Part) -> bool:
        layer, head = part
        return 0 <= layer < self._heads.shape[0] and (0 <= head < self._heads.shape[1] or (head == MLP and layer < len(self._mlps)))

    @staticmethod
    def _paint_cross(painter: QPainter, box: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5)
        for colour, wide in ((theme.colors().surface, 4.0), (theme.colors().warn, 2.0)):
            painter.setPen(QPen(colour, wide))
            painter.drawLine(inside.topLeft(), inside.bottomRight())
            painter.drawLine(inside.bottomLeft(), inside.topRight())
            painter.drawRect(inside)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_labels(self, painter: QPainter) -> None:
        c, (wide, high), (n_layers, n_heads) = theme.colors(), self._step, self._heads.shape
        painter.setFont(theme.mono(theme.CAPTION))
        painter.setPen(c.muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        every = max(1, math.ceil(14 / high))
        for layer in range(0, n_layers, every):
            painter.drawText(QRectF(0, LABEL_HEIGHT + layer * high - 4, LABEL_WIDTH - 6, high + 7), right, str(layer))
        every = max(1, math.ceil(20 / wide))
        for head in range(0, n_heads, every):
            painter.drawText(
                QRectF(LABEL_WIDTH + head * wide - 8, 17, wide + 15, 15),
                Qt.AlignmentFlag.AlignCenter,
                f"#{head + 1}" if self._ordered else str(head),
            )
        painter.setFont(theme.sans(theme.CAPTION))
        says = self.tr("layer ↓  strongest head first →") if self._ordered else self.tr("layer ↓  head →")
        painter.drawText(QRectF(0, 0, LABEL_WIDTH + n_heads * wide, 16), Qt.AlignmentFlag.AlignVCenter, says)
        if len(self._mlps):
            box = self.cell(0, MLP)
            painter.drawText(QRectF(box.center().x() - 30, 17, 60, 15), Qt.AlignmentFlag.AlignCenter, self.tr("MLP"))

    # the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self.part_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and part is not None:
            self.picked.emit(*part)
            self.pressed.emit(*part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.part_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def _point(self, part: Part | None) -> None:
        if part != self._pointed:
            self._pointed = part
            self.hovered.emit(*(part or (-1, -1)))
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            part = self.part_at(event.pos())
            QToolTip.showText(event.globalPos(), self.words(part) if part is not None else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        n_layers = self._heads.shape[0]
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_part(self._at):
            self.pressed.emit(*self._at)
            return
        if step is None or not n_layers:
            super().keyPressEvent(event)
            return
        column = self._column(self._at) if self._is_part(self._at) else 0
        layer, column = min(max(self._at[0] + step[0], 0), n_layers - 1), min(max(column + step[1], 0), self._columns - 1)
        self.picked.emit(layer, self._head_in(layer, column))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Map of layers and heads"))
        self.setAccessibleDescription(self.words(self._at))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
