"""How much of a model's context a text fills: a thin bar with its numbers in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count

BAR = 96


class ContextMeter(QWidget):
    """`set_used(n, n_ctx)`; hidden when the context's size is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used, self._size = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_used(self, used: int, size: int) -> None:
        """`used` of `size` tokens; size 0: unknown."""
        self._used, self._size = used, size
        self.setVisible(size > 0)
        self.retranslate()

    def words(self) -> str:
        if self._used > self._size:
            return self.tr("context {n_ctx} · {excess} too many").format(n_ctx=count(self._size), excess=count(self._used - self._size))
        return self.tr("{n} of {n_ctx} of the context").format(n=count(self._used), n_ctx=count(self._size))

    def retranslate(self) -> None:
        self.setAccessibleName(self.words())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(BAR + theme.S2 + int(QFontMetricsF(theme.sans()).horizontalAdvance(self.words())) + 2, theme.CONTROL_HEIGHT)

    def paintEvent(self, event: QEvent) -> None:
        c, p = theme.colors(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, self.height() / 2 - 3, BAR, 6)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(c.border)
        p.drawRoundedRect(track, 3, 3)
        over = self._used > self._size
        share = min(1.0, self._used / self._size) if self._size else 0.0
        p.setBrush(c.bad if over else c.accent)
        p.drawRoundedRect(QRectF(track.left(), track.top(), max(6.0, BAR * share), 6), 3, 3)
        p.setPen(c.bad if over else c.muted)
        p.setFont(theme.sans())
        box = QRectF(BAR + theme.S2, 0, self.width() - BAR - theme.S2, self.height())
        p.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.words())
        p.end()
