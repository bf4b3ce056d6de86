"""All heads of a model as thumbnails: one stitched 8-bit picture, whatever their number.

Rows are layers, columns heads. The picture is put together in device pixels, so that thumbnails stay crisp at any scale.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import colormap

GAP = 2
LABEL_WIDTH, LABEL_HEIGHT = 26, 18
LEAST, MOST = 10, 96
"""Side of a thumbnail, in device-independent pixels."""


class HeadGrid(QWidget):
    """`picked(layer, head)` when the person chooses one, by mouse or arrows; `opened` on Enter."""

    picked = Signal(int, int)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: np.ndarray | None = None
        self._high = np.zeros((0, 0), np.float32)
        self._sink = np.zeros((0, 0), np.float32)
        self._shape = (0, 0)
        self._map, self._common, self._causal = "viridis", False, True
        self._at = (0, 0)
        self._picture: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.retranslate()

    # what is shown

    def set_shape(self, n_layers: int, n_heads: int) -> None:
        """How many heads there are, before their pictures come."""
        if (n_layers, n_heads) != self._shape:
            self._shape, self._images = (n_layers, n_heads), None
            self._at = (min(self._at[0], max(0, n_layers - 1)), min(self._at[1], max(0, n_heads - 1)))
            self.updateGeometry()
            self._redraw()

    def set_grid(self, images: np.ndarray, ranges: np.ndarray, sink_share: np.ndarray, *, causal: bool = True) -> None:
        """images uint8 [L, H, s, s], ranges float32 [L, H, 2], sink_share float32 [L, H]."""
        self.set_shape(images.shape[0], images.shape[1])
        self._images, self._high, self._sink, self._causal = images, ranges[:, :, 1], sink_share, causal
        self._redraw()

    def clear(self) -> None:
        self._images = None
        self._redraw()

    def set_colormap(self, name: str) -> None:
        self._map = name
        self._redraw()

    def set_common_scale(self, common: bool) -> None:
        """One scale for all heads instead of one for each."""
        self._common = common
        self._redraw()

    def select(self, layer: int, head: int) -> None:
        """Mark a head without telling."""
        self._at = (layer, head)
        self.update()

    @property
    def selected(self) -> tuple[int, int]:
        return self._at

    @property
    def thumbnail_pixels(self) -> int:
        """How many device pixels a thumbnail has a side: what is worth asking the engine for."""
        return int(self._side * self.devicePixelRatioF())

    # geometry

    @property
    def _side(self) -> int:
        n_layers, n_heads = self._shape
        if not n_layers:
            return LEAST
        room_x = (self.width() - LABEL_WIDTH) // n_heads - GAP
        room_y = (self.height() - LABEL_HEIGHT) // n_layers - GAP
        return max(LEAST, min(MOST, room_x, room_y))

    def _cell(self, layer: int, head: int) -> QRect:
        step = self._side + GAP
        return QRect(LABEL_WIDTH + head * step, LABEL_HEIGHT + layer * step, self._side, self._side)

    def head_at(self, at: QPoint) -> tuple[int, int] | None:
        """Which (layer, head) lies under a point."""
        step = self._side + GAP
        layer, head = (at.y() - LABEL_HEIGHT) // step, (at.x() - LABEL_WIDTH) // step
        inside = 0 <= layer < self._shape[0] and 0 <= head < self._shape[1]
        return (layer, head) if inside else None

    def sizeHint(self) -> QSize:
        return QSize(LABEL_WIDTH + self._shape[1] * (20 + GAP) + 8, 400)

    def minimumSizeHint(self) -> QSize:
        n_layers, n_heads = self._shape
        return QSize(LABEL_WIDTH + n_heads * (LEAST + GAP), LABEL_HEIGHT + n_layers * (LEAST + GAP))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        n_layers, n_heads = self._shape
        if not n_layers:
            return
        if self._images is not None:
            if self._picture is None:
                self._picture = self._stitched()
            painter.drawImage(LABEL_WIDTH, LABEL_HEIGHT, self._picture)
        else:
            painter.setPen(QPen(c.border))
            for layer in range(n_layers):
                for head in range(n_heads):
                    painter.drawRect(self._cell(layer, head))
        self._paint_labels(painter)
        painter.setPen(QPen(c.accent, theme.FOCUS_WIDTH if self.hasFocus() else 1.5))
        painter.drawRect(QRectF(self._cell(*self._at)).adjusted(-1.5, -1.5, 1.5, 1.5))

    def _paint_labels(self, painter: QPainter) -> None:
        c, step = theme.colors(), self._side + GAP
        painter.setFont(theme.mono(theme.CAPTION))
        every = max(1, -(-14 // step))
        for layer in range(self._shape[0]):
            if layer % every == 0 or layer == self._at[0]:
                painter.setPen(c.text if layer == self._at[0] else c.muted)
                box = QRect(0, LABEL_HEIGHT + layer * step, LABEL_WIDTH - 5, self._side)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(layer))
        for head in range(self._shape[1]):
            if head % max(1, -(-18 // step)) == 0 or head == self._at[1]:
                painter.setPen(c.text if head == self._at[1] else c.muted)
                box = QRect(LABEL_WIDTH + head * step - 6, 0, self._side + 12, LABEL_HEIGHT - 2)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(head))

    def _stitched(self) -> QImage:
        assert self._images is not None
        ratio = self.devicePixelRatioF()
        n_layers, n_heads, size, _ = self._images.shape
        side, step = round(self._side * ratio), (self._side + GAP) * ratio
        source = np.arange(side) * size // side
        images = self._images[:, :, source][:, :, :, source]
        if self._common:
            images = (images * (self._high / max(float(self._high.max()), 1e-9))[:, :, None, None]).astype(np.uint8)
        indices = colormap.levels(images)
        if self._causal:
            indices[:, :, source[None, :] > source[:, None]] = colormap.NOTHING
        stitched = np.full((round(n_layers * step), round(n_heads * step)), colormap.NOTHING, np.uint8)
        for layer in range(n_layers):
            y = round(layer * step)
            for head in range(n_heads):
                x = round(head * step)
                stitched[y : y + side, x : x + side] = indices[layer, head][: stitched.shape[0] - y, : stitched.shape[1] - x]
        image = colormap.picture(stitched, self._map, theme.colors().surface)
        image.setDevicePixelRatio(ratio)
        return image

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.head_at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pick(*found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._shape[0]:
            layer = max(0, min(self._shape[0] - 1, self._at[0] + step[0]))
            head = max(0, min(self._shape[1] - 1, self._at[1] + step[1]))
            self._pick(layer, head)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _pick(self, layer: int, head: int) -> None:
        self.select(layer, head)
        self.picked.emit(layer, head)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.head_at(event.pos())
            if found is not None and self._sink.size:
                words = self.tr("layer {layer} · head {head} · {share} of its weight on the first token")
                share = f"{100 * float(self._sink[found]):.0f} %"
                QToolTip.showText(event.globalPos(), words.format(layer=found[0], head=found[1], share=share), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("All heads: rows are layers, columns are heads"))
