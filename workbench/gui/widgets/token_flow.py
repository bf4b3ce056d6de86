"""A prompt and its continuation as text one reads, in which every token can be found.

Owns hover, the current token and following the end while text streams in. Speaks of tokens by their number in the continuation.
Two ways to look at the same tokens: as plain text, or with tinted boundaries where bytes and special tokens are spelled out.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.flow_text import FlowText, Paragraph, readable, utf16
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.visible import visible_token

MARGIN = theme.S4
PROMPT_LIMIT = 4000
LINES_ABOVE = 60
"""Pixels of what was said before that stay in view above an answer in the middle of a conversation."""
BREAK = "\u200b"  # where a line may end between tokens whose spaces are shown as signs


@dataclass(frozen=True)
class Passage:
    """Text around the continuation: `heading` names who speaks in the passages that follow it."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class FlowToken:
    """`text`: what it adds to the text (empty for a byte of an unfinished character); `words`: how it is spelled when boundaries show."""

    text: str
    words: str
    tip: str = ""


@dataclass(frozen=True)
class FlowMark:
    """What is said of one token beside itself. `kind`: other (it would be another one), undecided, or after (it stands behind one of
    these, and holds only if that one had come)."""

    kind: str
    words: str


class TokenFlow(QAbstractScrollArea):
    """The text view. `current_changed(number)` when another token is picked, -1 for none; `entered` on Enter."""

    current_changed = Signal(int)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt, self._tokens, self._trailing = "", [], ""
        self._tokens: list[FlowToken]
        self._before: tuple[Passage, ...] = ()
        self._after: tuple[Passage, ...] = ()
        self._headings: set[int] = set()
        self._ends: list[int] = []
        self._prompt_end = self._after_at = 0
        self._boundaries = False
        self._marks: dict[int, FlowMark] = {}
        self._current = self._hovered = -1
        self._following = True
        self._flow = FlowText(theme.sans(theme.TITLE), 400)
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setMinimumSize(200, 80)
        self.verticalScrollBar().valueChanged.connect(self._watch_following)
        self.retranslate()

    # what is shown

    @property
    def current(self) -> int:
        return self._current

    @property
    def n_tokens(self) -> int:
        return len(self._tokens)

    def text(self) -> str:
        """The continuation as it stands."""
        return "".join(token.text for token in self._tokens) + self._trailing

    def set_prompt(self, prompt: str, tokens: Sequence[FlowToken] = ()) -> None:
        """Start over with a prompt and what is there of its continuation."""
        self._begin(prompt, (), (), list(tokens))

    def set_passages(self, before: Sequence[Passage], tokens: Sequence[FlowToken] = (), after: Sequence[Passage] = ()) -> None:
        """Start over within a conversation: the tokens are one of its answers, `after` is what followed it."""
        self._begin("", tuple(before), tuple(after), list(tokens))
        if after:  # its place in the middle is what one wants to see, not the end
            self._following = False
            self.verticalScrollBar().setValue(int(self._flow.caret(self._prompt_end).top()) - LINES_ABOVE)

    def _begin(self, prompt: str, before: tuple[Passage, ...], after: tuple[Passage, ...], tokens: list[FlowToken]) -> None:
        self._prompt, self._before, self._after, self._tokens, self._trailing = prompt, before, after, tokens, ""
        self._current = self._hovered = -1
        self._following = True
        self._marks = {}
        self._rebuild()
        self._describe()

    def append(self, token: FlowToken) -> None:
        """Add one token at the end, following it if the end was in view."""
        self._tokens.append(token)
        self._flow.append(self._shown(token))
        self._ends.append(self._flow.length)
        self._settle()

    def finish(self, trailing: str = "") -> None:
        """Nothing more comes; `trailing` is text that became complete only at the end."""
        if trailing != self._trailing:
            self._trailing = trailing
            self._rebuild()
        self._describe()

    def set_marks(self, marks: Mapping[int, FlowMark]) -> None:
        """Mark tokens by their number; the text stays what it is."""
        if marks != self._marks:
            self._marks = dict(marks)
            self._describe()
            self.viewport().update()

    @property
    def marks(self) -> Mapping[int, FlowMark]:
        return self._marks

    def set_boundaries(self, shown: bool) -> None:
        if shown != self._boundaries:
            self._boundaries = shown
            self._rebuild()

    def set_current(self, number: int) -> None:
        """Pick a token (-1: none)."""
        number = min(max(number, -1), len(self._tokens) - 1)
        if number == self._current:
            return
        self._current = number
        if number >= 0:
            self._reveal()
        self._describe()
        self.viewport().update()
        self.current_changed.emit(number)

    def _shown(self, token: FlowToken) -> str:
        if not self._boundaries:
            return readable(token.text)
        # The only spaces left stand between the bytes of one token: no line ends there.
        return visible_token(token.words).replace(" ", "\u00a0") + ("\n" if "\n" in token.text else BREAK)

    def _shown_prompt(self) -> str:
        cut = len(self._prompt) - PROMPT_LIMIT
        if cut <= 0:
            return readable(self._prompt)
        note = self.tr("⋯ {n} characters before\n").format(n=f"{cut:,}")
        return note + readable(self._prompt[-PROMPT_LIMIT:])

    def _rebuild(self) -> None:
        font = theme.mono(theme.BODY + 1) if self._boundaries else theme.sans(theme.TITLE)
        self._flow = FlowText(font, self.viewport().width() - 2 * MARGIN)
        self._headings.clear()
        self._append_passages(self._before)
        self._flow.append(self._shown_prompt() + (BREAK if self._boundaries else ""))
        self._prompt_end = self._flow.length
        pieces = [self._shown(token) for token in self._tokens]
        place, self._ends = self._prompt_end, []
        for piece in pieces:
            place += utf16(piece)
            self._ends.append(place)
        self._flow.append("".join(pieces) + readable(self._trailing))
        self._after_at = self._flow.length
        self._append_passages(self._after)
        self._settle()

    def _append_passages(self, passages: tuple[Passage, ...]) -> None:
        for passage in passages:
            if passage.heading:
                self._headings.add(self._flow.length)
            self._flow.append(readable(passage.text))

    def _settle(self) -> None:
        bar, view = self.verticalScrollBar(), self.viewport().height()
        following = self._following
        bar.setRange(0, max(0, math.ceil(self._flow.height + 2 * MARGIN - view)))
        bar.setPageStep(view)
        bar.setSingleStep(24)
        if following:
            bar.setValue(bar.maximum())
            self._following = True
        self.viewport().update()

    def _watch_following(self, value: int) -> None:
        self._following = value >= self.verticalScrollBar().maximum() - 4

    # places

    def span(self, number: int) -> tuple[int, int]:
        """The UTF-16 range of a token in the shown text."""
        return (self._ends[number - 1] if number else self._prompt_end), self._ends[number]

    def token_at(self, point: QPointF) -> int:
        """The token under a point of the viewport, -1 for none."""
        position = self._flow.at(point.x() - MARGIN, point.y() - MARGIN + self.verticalScrollBar().value())
        if position < self._prompt_end or not self._ends or position >= self._ends[-1]:
            return -1
        return bisect_right(self._ends, position)

    def token_point(self, number: int) -> QPointF:
        """A point of the viewport inside a token."""
        start, end = self.span(number)
        box, after = self._flow.caret(start), self._flow.caret(end)
        inside = (box.x() + after.x()) / 2 if after.y() == box.y() else box.x() + 3
        return QPointF(inside + 1 + MARGIN, box.center().y() + MARGIN - self.verticalScrollBar().value())

    def _reveal(self) -> None:
        start, end = self.span(self._current)
        bar = self.verticalScrollBar()
        top, bottom = self._flow.caret(start).top(), self._flow.caret(end).bottom() + 2 * MARGIN
        if top < bar.value():
            bar.setValue(int(top))
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(math.ceil(bottom - self.viewport().height()))

    # painting

    def paintEvent(self, event: QEvent) -> None:
        painter = QPainter(self.viewport())
        c, offset = theme.colors(), self.verticalScrollBar().value()
        painter.fillRect(event.rect(), c.surface)
        origin = QPointF(MARGIN, MARGIN - offset)
        for paragraph in self._flow.between(offset - MARGIN, offset + self.viewport().height()):
            painter.setPen(c.text)
            paragraph.layout.draw(painter, QPointF(origin.x(), origin.y() + paragraph.top), self._formats(paragraph))
        if 0 <= self._current < len(self._tokens):
            self._paint_caret(painter, origin)
        painter.end()

    def _paint_caret(self, painter: QPainter, origin: QPointF) -> None:
        """A token without a visible character still has a place: a bar marks it."""
        start, end = self.span(self._current)
        if start == end:
            painter.fillRect(self._flow.caret(start).translated(origin), theme.colors().accent)

    def _formats(self, paragraph: Paragraph) -> list[QTextLayout.FormatRange]:
        c, found = theme.colors(), []
        begin, end = paragraph.start, paragraph.end
        if begin in self._headings:
            return [_format(0, end - begin, c.accent)]
        if begin < self._prompt_end:
            found.append(_format(0, min(end, self._prompt_end) - begin, c.muted))
        if self._after and end > self._after_at:
            place = max(begin, self._after_at)
            found.append(_format(place - begin, end - place, c.muted))
        first, last = bisect_right(self._ends, begin), bisect_left(self._ends, end)
        for number in range(first, min(last + 1, len(self._ends))):
            back, mark = self._background(number), self._marks.get(number)
            if back is not None or mark is not None:
                start, stop = self.span(number)
                start, stop = max(start, begin), min(stop, end)
                if stop > start:
                    line = c.accent if number in (self._current, self._hovered) else None
                    _add(found, _marked(_format(start - begin, stop - start, c.text, back, line), mark))
        return found

    def _background(self, number: int) -> QColor | None:
        c = theme.colors()
        if number == self._current:
            return c.select
        if self._boundaries:
            return c.chip_b if number % 2 else c.chip_a
        return c.raised if number == self._hovered else None

    # events

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._flow.set_width(self.viewport().width() - 2 * MARGIN)
        self._settle()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_current(self.token_at(event.position()))
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QEvent) -> None:
        hovered = self.token_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            number = self.token_at(QPointF(event.pos()))
            if number >= 0 and self._tip(number):
                tip = plain(self._tip(number))
                QToolTip.showText(event.globalPos(), tip, self.viewport(), QRectF(event.pos(), QSize(2, 2)).toRect())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._tokens) - 1
        targets = {
            Qt.Key.Key_Left: max(self._current - 1, 0) if self._current >= 0 else last,
            Qt.Key.Key_Right: min(self._current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Escape: -1,
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        elif event.key() in targets and last >= 0:
            self.set_current(targets[event.key()])
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._current >= 0:
            self._walk_lines(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _walk_lines(self, lines: int) -> None:
        point = self.token_point(self._current)
        step = self._flow.caret(self.span(self._current)[0]).height() * 1.55
        found = self.token_at(point + QPointF(0, lines * step))
        if found >= 0:
            self.set_current(found)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(560, 320)

    # words

    def _tip(self, number: int) -> str:
        mark = self._marks.get(number)
        return "\n".join(part for part in (self._tokens[number].tip, mark.words if mark is not None else "") if part)

    def _describe(self) -> None:
        if 0 <= self._current < len(self._tokens):
            self.setAccessibleDescription(self._tip(self._current) or self._tokens[self._current].words)
        else:
            self.setAccessibleDescription(self.text()[-2000:])

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Continuation"))
        if len(self._prompt) > PROMPT_LIMIT:
            self._rebuild()
        self._describe()


def _format(start: int, length: int, color: QColor, back: QColor | None = None, line: QColor | None = None) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setForeground(color)
    if back is not None:
        form.setBackground(back)
    if line is not None:
        form.setFontUnderline(True)
        form.setUnderlineColor(line)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _add(found: list[QTextLayout.FormatRange], one: QTextLayout.FormatRange) -> None:
    """Add a range, joined to the one before it if they look the same."""
    last = found[-1] if found else None
    if last is not None and last.start + last.length == one.start and last.format == one.format:
        last.length += one.length
    else:
        found.append(one)


def _marked(found: QTextLayout.FormatRange, mark: FlowMark | None) -> QTextLayout.FormatRange:
    """The look of a marked token: a wave under what would be another one, dots under what is not known, faint what follows."""
    if mark is None:
        return found
    c, form = theme.colors(), found.format
    if mark.kind == "after":
        form.setForeground(c.muted)
    else:
        style = QTextCharFormat.UnderlineStyle
        form.setUnderlineStyle(style.WaveUnderline if mark.kind == "other" else style.DotLine)
        form.setUnderlineColor(c.warn)
    if form.background().style() == Qt.BrushStyle.NoBrush:  # Qt draws only every other of neighbours without one
        form.setBackground(c.chip_b if mark.kind == "other" else c.surface)
    found.format = form
    return found
