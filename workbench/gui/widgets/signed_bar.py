"""The scale of signed colours: from minus to plus the same number, zero in the middle, with what either end means."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.numbers import signed

WIDTH, HEIGHT, LINE = 140, 12, 18


class SignedBar(QWidget):
    """A bar with its two ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._high, self._cut, self._words = 1.0, False, ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._say()

    def set_scale(self, high: float, *, cut: bool = False) -> None:
        """The number at the right end; `cut`: some lie beyond."""
        self._high, self._cut = high, cut
        self._say()

    @property
    def _ends(self) -> tuple[str, str]:
        return ("≤ " if self._cut else "") + signed(-self._high), ("≥ " if self._cut else "") + signed(self._high)

    def set_words(self, low: str, high: str) -> None:
        """What the ends mean."""
        self._words = (low, high)
        self._say()

    @property
    def words(self) -> str:
        """All that it says, in one line."""
        return " ".join(part for part in (self._words[0], self._ends[0], "–", self._ends[1], self._words[1]) if part)

    def _say(self) -> None:
        self.setAccessibleName(self.words)
        self.setToolTip(self.words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, LINE + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, LINE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colors(), QPainter(self)
        painter.setPen(c.muted)
        sans, mono = theme.sans(theme.CAPTION), theme.mono(theme.CAPTION)
        x = 0.0
        for text, font in ((self._words[0], sans), (self._ends[0], mono)):
            x += self._write(painter, x, text, font)
        table = diverging.table(theme.mode())
        line = QImage(table.tobytes(), len(table), 1, 4 * len(table), QImage.Format.Format_RGB32)
        box = QRectF(x, (LINE - HEIGHT) / 2, WIDTH, HEIGHT)
        painter.drawImage(box, line)
        painter.drawRect(box)
        x = box.right() + 6
        for text, font in ((self._ends[1], mono), (self._words[1], sans)):
            x += self._write(painter, x, text, font)

    def _write(self, painter: QPainter, x: float, text: str, font: object) -> float:
        """Draw a word; the room that it took."""
        if not text:
            return 0.0
        painter.setFont(font)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, wide + 2, LINE), Qt.AlignmentFlag.AlignVCenter, text)
        return wide + 6

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._say()
