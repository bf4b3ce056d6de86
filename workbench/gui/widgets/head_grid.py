"""All heads of a model as thumbnails: one stitched 8-bit picture, whatever their number. Rows are layers, columns heads."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap, thumbnails

GAP = 2
LABEL_WIDTH, LABEL_HEIGHT = 28, 34
LEAST, USUAL, MOST = 7, 20, 96
"""Side of a thumbnail, in device-independent pixels."""
BADGE_FROM = 15
"""Side of the smallest thumbnail that has room for a letter."""
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
Head = tuple[int, int]
"""(layer, head)"""


class HeadGrid(QWidget):
    """`picked(layer, head)` when the person chooses one; `opened` on Enter or a double click; `hovered`, (-1, -1) for none;
    `resized` when thumbnails of another size are worth having."""

    picked = Signal(int, int)
    opened = Signal()
    hovered = Signal(int, int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: np.ndarray | None = None
        self._high = np.zeros((0, 0), np.float32)
        self._sink = np.zeros((0, 0), np.float32)
        self._shape = (0, 0)
        self._map, self._common, self._root, self._causal = "viridis", False, False, True
        self._badges: dict[Head, tuple[str, str]] = {}
        self._at: Head = (0, 0)
        self._pointed: Head | None = None
        self._picture: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.retranslate()

    # what is shown

    def set_shape(self, sink_share: np.ndarray) -> None:
        """How many heads there are, with the share of each one's weight on the first token, float32 [L, H]."""
        self._sink = sink_share
        if sink_share.shape != self._shape:
            self._shape, self._images = (sink_share.shape[0], sink_share.shape[1]), None
            self._at = (min(self._at[0], self._shape[0] - 1), min(self._at[1], self._shape[1] - 1))
            self.updateGeometry()
            self._redraw()
            self.update()

    def set_grid(self, images: np.ndarray, high: np.ndarray, *, causal: bool) -> None:
        """images uint8 [L, H, s, s], high float32 [L, H]: the weight that 255 stands for."""
        self._images, self._high, self._causal = images, high, causal
        self._redraw()

    def set_colormap(self, name: str) -> None:
        self._map = name
        self._redraw()

    def set_scale(self, *, common: bool, root: bool) -> None:
        """`common`: one scale for all heads instead of one for each. `root`: colours by the square root of the weight."""
        self._common, self._root = common, root
        self._redraw()

    def set_badges(self, badges: dict[Head, tuple[str, str]]) -> None:
        """Letters on thumbnails, with what each stands for in words."""
        if badges != self._badges:
            self._badges = badges
            self.setAccessibleDescription(self.words(self._at))
            self.update()

    def select(self, layer: int, head: int) -> None:
        """Mark a head without telling."""
        self._at = (layer, head)
        self.setAccessibleDescription(self.words(self._at))
        self.update()

    @property
    def selected(self) -> Head:
        return self._at

    @property
    def highest(self) -> float:
        """The upper end of the common scale."""
        return float(self._high.max()) if self._high.size else 1.0

    def width_for(self, height: int) -> int:
        """The width that uses this height well."""
        n_layers, n_heads = self._shape
        side = (height - LABEL_HEIGHT - 3) // max(1, n_layers) - GAP
        return LABEL_WIDTH + max(6, n_heads) * (max(LEAST, min(MOST, side)) + GAP) + 6

    @property
    def thumbnail_pixels(self) -> int:
        """How many device pixels a thumbnail has a side: what is worth asking the engine for."""
        return int(self._side * self.devicePixelRatioF())

    def words(self, head: Head) -> str:
        """One head in words."""
        if not self._sink.size:
            return ""
        share = f"{100 * float(self._sink[head]):.0f} %"
        text = self.tr("Layer {layer} · head {head}: {share} of its weight rests on the first token")
        said = text.format(layer=head[0], head=head[1], share=share)
        return f"{said} · {self._badges[head][1]}" if head in self._badges else said

    # geometry

    @property
    def _side(self) -> int:
        n_layers, n_heads = self._shape
        if not n_layers:
            return LEAST
        room_x = (self.width() - LABEL_WIDTH - 3) // n_heads - GAP
        room_y = (self.height() - LABEL_HEIGHT - 3) // n_layers - GAP
        return max(LEAST, min(MOST, room_x, room_y))

    def cell(self, layer: int, head: int) -> QRect:
        """Where a thumbnail lies, in device-independent pixels."""
        step = self._side + GAP
        return QRect(LABEL_WIDTH + head * step, LABEL_HEIGHT + layer * step, self._side, self._side)

    @property
    def _thumbnails(self) -> QRect:
        """Where thumbnails and the frames around them lie: the labels are beyond it."""
        return self.rect().adjusted(LABEL_WIDTH - 4, LABEL_HEIGHT - 4, 0, 0)

    def head_at(self, at: QPoint) -> Head | None:
        """Which (layer, head) lies under a point."""
        step = self._side + GAP
        layer, head = (at.y() - LABEL_HEIGHT) // step, (at.x() - LABEL_WIDTH) // step
        inside = 0 <= layer < self._shape[0] and 0 <= head < self._shape[1]
        return (layer, head) if inside else None

    def sizeHint(self) -> QSize:
        return QSize(LABEL_WIDTH + max(6, self._shape[1]) * (USUAL + GAP) + 4, 400)

    def minimumSizeHint(self) -> QSize:
        n_layers, n_heads = self._shape
        return QSize(LABEL_WIDTH + max(6, n_heads) * (LEAST + GAP) + 4, LABEL_HEIGHT + n_layers * (LEAST + GAP) + 4)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        if not self._shape[0]:
            return
        if self._picture is None and self._images is not None:
            self._picture = self._stitched(self._images)
        if self._picture is not None:
            painter.drawImage(LABEL_WIDTH, LABEL_HEIGHT, self._picture)
        else:
            for layer in range(self._shape[0]):
                for head in range(self._shape[1]):
                    painter.fillRect(self.cell(layer, head), c.raised)
        if not self._thumbnails.contains(event.rect()):
            self._paint_labels(painter)
        if self._side >= BADGE_FROM:
            self._paint_badges(painter)
        if self._pointed is not None and self._pointed != self._at:
            painter.setPen(QPen(c.text, 1))
            painter.drawRect(QRectF(self.cell(*self._pointed)).adjusted(-1, -1, 1, 1))
        box = QRectF(self.cell(*self._at))
        for pen, out in ((QPen(c.window, 4), 2.0), (QPen(c.accent, 2.5 if self.hasFocus() else 2), 2.0)):
            painter.setPen(pen)
            painter.drawRect(box.adjusted(-out, -out, out, out))
        if self.hasFocus():
            painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_badges(self, painter: QPainter) -> None:
        c, side = theme.colors(), max(9, min(13, self._side // 2))
        painter.setFont(theme.mono(side - 1, bold=True))
        for (layer, head), (letter, _) in self._badges.items():
            cell = self.cell(layer, head)
            box = QRect(cell.right() - side + 1, cell.top(), side, side)  # where a decoder has nothing to show
            painter.fillRect(box, c.raised)
            painter.setPen(c.text)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_labels(self, painter: QPainter) -> None:
        side, c = self._side, theme.colors()
        step = side + GAP
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(c.muted)
        painter.drawText(QRectF(6, 1, self.width() - 8, 15), Qt.AlignmentFlag.AlignLeft, self.tr("layer ↓  head →"))
        down = _shown(self._shape[0], -(-15 // step), self._at[0])
        layers = [(n, QRect(0, LABEL_HEIGHT + n * step, LABEL_WIDTH - 7, side)) for n in down]
        across = _shown(self._shape[1], -(-19 // step), self._at[1])
        heads = [(n, QRect(LABEL_WIDTH + n * step - 8, LABEL_HEIGHT - 18, side + 16, 15)) for n in across]
        for chosen in (False, True):  # fonts are set twice, not once for each number
            painter.setFont(theme.mono(theme.CAPTION, bold=chosen))
            painter.setPen(c.accent if chosen else c.muted)
            for number, box in layers:
                if (number == self._at[0]) == chosen:
                    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            for number, box in heads:
                if (number == self._at[1]) == chosen:
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def _stitched(self, images: np.ndarray) -> QImage:
        ratio = self.devicePixelRatioF()
        step = (self._side + GAP) * ratio
        lefts = np.rint(np.arange(images.shape[1]) * step).astype(int)
        tops = np.rint(np.arange(images.shape[0]) * step).astype(int)
        gains = self._high / max(self.highest, 1e-9) if self._common else np.ones_like(self._high)
        side = round(self._side * ratio)
        indices = thumbnails.stitched(images, gains, side=side, lefts=lefts, tops=tops, causal=self._causal, root=self._root)
        image = colormap.picture(indices, self._map, theme.colors().raised)
        image.setDevicePixelRatio(ratio)
        return image

    def _redraw(self) -> None:
        self._picture = None
        self.update(self._thumbnails)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
            self.update()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()
        self.resized.emit()

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.head_at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.head_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def _point_at(self, head: Head | None) -> None:
        if head != self._pointed:
            self._pointed = head
            self.update()
            self.hovered.emit(*(head or (-1, -1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._shape[0]:
            layer = max(0, min(self._shape[0] - 1, self._at[0] + step[0]))
            head = max(0, min(self._shape[1] - 1, self._at[1] + step[1]))
            self.picked.emit(layer, head)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.head_at(event.pos())
            if found is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.words(found), self)
            return True
        return super().event(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("All heads: rows are layers, columns are heads; arrows choose one"))
        self.setAccessibleDescription(self.words(self._at) if self._shape[0] else "")
        self.update()


def _shown(count: int, every: int, chosen: int) -> list[int]:
    """The numbers that get a label: every so many, and the chosen one instead of its close neighbours."""
    return [number for number in range(count) if number == chosen or (number % every == 0 and abs(number - chosen) >= every)]
