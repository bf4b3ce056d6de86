"""What the colours of a cloud mean: its kinds with their numbers, or a scale with its ends, on as many lines as they need."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.point_cloud_colours import Kinds, Numbers, PointColours

LINE, DOT, BAR_WIDTH, BAR_HEIGHT = 18, 8, 120, 10


class _Piece(NamedTuple):
    """Words at a place, with a dot of a kind's colour before them, where there is one."""

    box: QRectF
    words: str
    colour: QColor | None


class PointLegend(QWidget):
    """Empty, it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: PointColours | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_colours(self, colours: PointColours | None) -> None:
        self._colours = colours
        self.setAccessibleName(self.words)
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """All that it says, in one line."""
        return " · ".join(words for words, _colour in self._said() if words)

    def _said(self) -> list[tuple[str, QColor | None]]:
        colours = self._colours
        if isinstance(colours, Kinds):
            return [(colours.title, None), *((f"{entry.words} ({count(entry.n)})", entry.colour) for entry in colours.entries())]
        if isinstance(colours, Numbers):
            low, high = self._ends(colours)
            return [(f"{colours.title}: {low} – {high}", None), (colours.remark, None)]
        return []

    @staticmethod
    def _ends(colours: Numbers) -> tuple[str, str]:
        below, above = colours.is_cut
        low, high = (f"{end:.{colours.decimals}f}".replace("-", "−") for end in (colours.low, colours.high))
        return ("≤ " if below else "") + low, ("≥ " if above else "") + high

    def _placed(self) -> list[_Piece]:
        metrics, placed, x, line = QFontMetricsF(theme.sans(theme.CAPTION)), [], 0.0, 0
        for words, colour in self._said():
            words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, 260)
            wide = metrics.horizontalAdvance(words) + (DOT + 5 if colour is not None else 0) + 2
            if x > 0 and x + wide > self.width():
                x, line = 0.0, line + 1
            placed.append(_Piece(QRectF(x, line * LINE, wide, LINE), words, colour))
            x += wide + theme.S3
        return placed

    def sizeHint(self) -> QSize:
        if isinstance(self._colours, Numbers):
            return QSize(300, LINE if self._remark_at(self._colours).y() == 0 else 2 * LINE)
        placed = self._placed()
        return QSize(300, round(placed[-1].box.bottom()) if placed else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(theme.CAPTION))
        if isinstance(self._colours, Numbers):
            self._paint_scale(painter, self._colours)
            return
        for box, words, colour in self._placed():
            if colour is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(QRectF(box.left(), box.center().y() - DOT / 2, DOT, DOT))
                box = box.adjusted(DOT + 5, 0, 0, 0)
            painter.setPen(theme.colors().muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_scale(self, painter: QPainter, colours: Numbers) -> None:
        metrics, (low, high) = QFontMetricsF(painter.font()), self._ends(colours)
        scale, x = colours.scale(), 0.0
        image = QImage(len(scale), 1, QImage.Format.Format_RGB32)
        for at, rgb in enumerate(scale.tolist()):
            image.setPixel(at, 0, rgb)
        for words in (colours.title, low):
            painter.setPen(theme.colors().muted)
            painter.drawText(QRectF(x, 0, self.width(), LINE), Qt.AlignmentFlag.AlignVCenter, words)
            x += metrics.horizontalAdvance(words) + theme.S2
        bar = QRectF(x, (LINE - BAR_HEIGHT) / 2, BAR_WIDTH, BAR_HEIGHT)
        painter.drawImage(bar, image)
        painter.setPen(QPen(theme.colors().border, 1))
        painter.drawRect(bar)
        painter.setPen(theme.colors().muted)
        painter.drawText(QRectF(bar.right() + theme.S2, 0, self.width(), LINE), Qt.AlignmentFlag.AlignVCenter, high)
        at = self._remark_at(colours)
        painter.drawText(QRectF(at.x(), at.y(), self.width(), LINE), Qt.AlignmentFlag.AlignVCenter, colours.remark)

    def _remark_at(self, colours: Numbers) -> QPointF:
        """Where the remark begins: behind the scale, or below it."""
        metrics = QFontMetricsF(theme.sans(theme.CAPTION))
        before = sum(metrics.horizontalAdvance(words) + theme.S2 for words in (colours.title, *self._ends(colours))) + BAR_WIDTH + theme.S4
        fits = not colours.remark or before + metrics.horizontalAdvance(colours.remark) <= self.width()
        return QPointF(before, 0) if fits else QPointF(0, LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.set_colours(self._colours)
