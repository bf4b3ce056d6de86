"""A text that grows token by token, laid out as paragraphs: no painting, no events.

The idea that is not obvious: Qt's own paragraph layout does the shaping, so Hangul, joined emoji and right-to-left text read as they
should although they arrive in pieces; tokens are ranges of UTF-16 units over the whole text, and appending lays out only the last
paragraph again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from workbench.gui.widgets.visible import visible

LEADING = 1.55
# Characters that would reorder, hide or break what stands around them; the joiners stay, emoji need them.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]")


def readable(text: str) -> str:
    """The text for reading: what would disturb the line is named, all else stays as it is."""
    return _UNREADABLE.sub(lambda found: visible(found.group()), text)


def utf16(text: str) -> int:
    """Length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class Paragraph:
    """One paragraph: its text, where it begins in the whole text, and its place."""

    start: int
    text: str
    layout: QTextLayout
    top: float = 0.0
    height: float = 0.0

    @property
    def end(self) -> int:
        """Behind the last unit, its line feed not counted."""
        return self.start + utf16(self.text)


class FlowText:
    """Paragraphs of a growing text, wrapped at `width`."""

    def __init__(self, font: QFont, width: float) -> None:
        self._font, self._width = font, max(80.0, width)
        self.paragraphs: list[Paragraph] = []
        self.clear()

    def clear(self) -> None:
        self.paragraphs = [self._made(0, "")]
        self._place(0)

    @property
    def length(self) -> int:
        """UTF-16 units of the whole text, line feeds included."""
        return self.paragraphs[-1].end

    @property
    def height(self) -> float:
        last = self.paragraphs[-1]
        return last.top + last.height

    def append(self, text: str) -> None:
        """Add text at the end."""
        first, *others = text.split("\n")
        changed = len(self.paragraphs) - 1
        last = self.paragraphs[-1]
        self.paragraphs[-1] = self._made(last.start, last.text + first)
        for part in others:
            self.paragraphs.append(self._made(self.paragraphs[-1].end + 1, part))
        self._place(changed)

    def set_width(self, width: float) -> None:
        if max(80.0, width) != self._width:
            self._width = max(80.0, width)
            for paragraph in self.paragraphs:
                self._wrap(paragraph)
            self._place(0)

    def _made(self, start: int, text: str) -> Paragraph:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        paragraph = Paragraph(start, text, layout)
        self._wrap(paragraph)
        return paragraph

    def _wrap(self, paragraph: Paragraph) -> None:
        layout, y = paragraph.layout, 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            line.setPosition(QPointF(0, y))
            y += line.height() * LEADING
        layout.endLayout()
        paragraph.height = y

    def _place(self, first: int) -> None:
        top = self.paragraphs[first - 1].top + self.paragraphs[first - 1].height if first else 0.0
        for paragraph in self.paragraphs[first:]:
            paragraph.top = top
            top += paragraph.height

    # finding

    def between(self, top: float, bottom: float) -> list[Paragraph]:
        """The paragraphs that touch the band."""
        begin = max(0, bisect_right(self.paragraphs, top, key=lambda one: one.top) - 1)
        end = bisect_right(self.paragraphs, bottom, key=lambda one: one.top)
        return self.paragraphs[begin:end]

    def holding(self, position: int) -> Paragraph:
        """The paragraph of a UTF-16 position."""
        return self.paragraphs[max(0, bisect_right(self.paragraphs, position, key=lambda one: one.start) - 1)]

    def at(self, x: float, y: float) -> int:
        """The UTF-16 position of the character under a point, -1 if there is none."""
        for paragraph in self.between(y, y):
            for number in range(paragraph.layout.lineCount()):
                line = paragraph.layout.lineAt(number)
                if line.y() <= y - paragraph.top < line.y() + line.height() * LEADING and line.naturalTextWidth() >= x - line.x() >= 0:
                    return paragraph.start + line.xToCursor(x, line.CursorPosition.CursorOnCharacter)
        return -1

    def caret(self, position: int) -> QRectF:
        """A bar in front of the character at a position."""
        paragraph = self.holding(position)
        local = min(position, paragraph.end) - paragraph.start
        line = paragraph.layout.lineForTextPosition(local)
        if not line.isValid():
            return QRectF(0, paragraph.top, 2, 16)
        found = line.cursorToX(local)
        x = found[0] if isinstance(found, tuple) else found
        return QRectF(x - 1, paragraph.top + line.y(), 2, line.height())
