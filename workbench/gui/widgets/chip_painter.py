"""How a chip looks: the only place that knows.

Four shapes, so that no kind depends on hue: ordinary chips are filled rounded boxes in two calm tints, special ones outlined pills,
unknown ones dashed boxes with square corners, bytes of a cut character stand over a bracket that shows the whole character.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from workbench.gui import theme
from workbench.gui.widgets import diverging
from workbench.gui.widgets.strip_layout import Measures
from workbench.gui.widgets.token_text import SPECIAL, UNKNOWN, VIRTUAL, TokenText

PAD_X, PAD_Y = 7.0, 4.0
CORNER = 4.0
BAR = 5.0
STRONGEST = {"light": QColor("#F0A35E"), "dark": QColor("#8A4F17")}
"""The end of the scale of shades; text on it keeps a contrast of 7 : 1 and more."""


class ChipPainter:
    """Measures and paints chips. `begin` once per paint event, then any of the others. `shades`, if they are set, are float64 [n] from
    0 to 1 and take the place of the two tints, or with `signed` from -1 to 1 in diverging colours; `under`, if it is set, are n short words
    that take the place of the ids."""

    def __init__(self, *, with_ids: bool) -> None:
        self.with_ids = with_ids
        self.shades: np.ndarray | None = None
        self.signed = False
        self.under: Sequence[str] | None = None
        self._advances: dict[str, float] = {}
        self.text_font, self.id_font = theme.mono(theme.BODY), theme.mono(theme.CAPTION)
        self.caption_font = theme.sans(theme.BODY)
        self._text, self._id = QFontMetricsF(self.text_font), QFontMetricsF(self.id_font)
        self._cell, self._id_cell = self._text.horizontalAdvance("0" * 32) / 32, self._id.horizontalAdvance("0" * 32) / 32
        self._caption = QFontMetricsF(self.caption_font)
        text_height = max(self._text.ascent() + self._text.descent(), 17.0)
        height = PAD_Y + text_height + (self._id.ascent() + self._id.descent() if with_ids else 0) + PAD_Y - 1
        self._baseline = PAD_Y + (text_height + self._text.ascent() - self._text.descent()) / 2
        self._id_baseline = PAD_Y + text_height + self._id.ascent() - 1
        bracket = 7.0 + self._caption.ascent() + self._caption.descent()
        self.measures = Measures(chip_height=np.ceil(height), bracket_height=np.ceil(bracket), gap_x=3.0, gap_y=7.0, margin=float(theme.S3))

    def widths(self, tokens: TokenText) -> np.ndarray:
        """float64 [n]: the full width of each chip."""
        words = tokens.widths(self._cell, self._text.horizontalAdvance)
        if self.with_ids and len(tokens):
            words = np.maximum(words, self._lengths_under(tokens) * self._id_cell)
        return np.maximum(np.ceil(words) + 2 * PAD_X, 22.0)

    def _lengths_under(self, tokens: TokenText) -> np.ndarray:
        if self.under is not None:
            return np.array([len(words) for words in self.under], np.float64)
        return np.floor(np.log10(np.maximum(tokens.encoding.ids, 1))) + 1

    def begin(self, painter: QPainter, tokens: TokenText) -> None:
        self._p, self._tokens, self._c = painter, tokens, theme.colors()
        self._outline, self._dashed = QPen(self._c.muted, 1), QPen(self._c.bad, 1.2, Qt.PenStyle.DashLine)
        self._picked, self._ring = QPen(self._c.accent, 1.2), QPen(self._c.accent, theme.FOCUS_WIDTH)

    def line(self, chips: range, top: float, x: np.ndarray, width: np.ndarray, *, selected: bool) -> None:
        """The chips of one line and the brackets under them. Boxes, words and ids are painted kind by kind, which is faster."""
        lefts, widths = x[chips.start : chips.stop].tolist(), width[chips.start : chips.stop].tolist()
        rects = [QRectF(left, top, size, self.measures.chip_height) for left, size in zip(lefts, widths, strict=True)]
        self._bodies(chips, rects, selected)
        marks = self._plain_words(chips, rects)
        for place, text, index in marks:
            self._p.setPen(self._ink(index) if selected or self.shades is not None else self._c.muted)
            self._p.drawText(place, text)
        if self.with_ids:
            self._p.setFont(self.id_font)
            ids = self._tokens.encoding.ids[chips.start : chips.stop].tolist()
            under = self.under[chips.start : chips.stop] if self.under else map(str, ids)
            for index, words, rect in zip(chips, under, rects, strict=True):
                if self.signed:
                    self._p.setPen(self._ink(index))
                self._p.drawText(QPointF(rect.left() + PAD_X, top + self._id_baseline), words)
        self.brackets(chips, top, x, width)

    def _bodies(self, chips: range, rects: list[QRectF], selected: bool) -> None:
        """The boxes: ordinary ones as one path for each fill."""
        paths: dict[int, QPainterPath] = {}
        kinds = self._tokens.kinds[chips.start : chips.stop].tolist()
        for index, kind, rect in zip(chips, kinds, rects, strict=True):
            if kind in (SPECIAL, VIRTUAL, UNKNOWN) or selected:
                self._body(kind, index, rect, selected)
            else:
                paths.setdefault(self._fill(index).rgb(), QPainterPath()).addRoundedRect(rect, CORNER, CORNER)
        self._p.setPen(Qt.PenStyle.NoPen)
        for fill, path in paths.items():
            self._p.fillPath(path, QColor(fill))
        if self.shades is not None and not self.signed:
            for index, kind, rect in zip(chips, kinds, rects, strict=True):
                self._bar(index, rect, inset=9.0 if kind in (SPECIAL, VIRTUAL) else 2.0)

    def _fill(self, index: int) -> QColor:
        if self.shades is not None:
            share = float(self.shades[index])
            return diverging.colour(share) if self.signed else shade_color(share)
        return self._c.chip_b if index % 2 else self._c.chip_a

    def _ink(self, index: int) -> QColor:
        """What is written with on a chip."""
        return diverging.ink(self._fill(index)) if self.signed else self._c.text

    def _bar(self, index: int, rect: QRectF, *, inset: float) -> None:
        """How strong a shade is, once more as a height: not by colour alone."""
        assert self.shades is not None
        share = float(self.shades[index])
        if share > 0:
            height = max(1.0, share * BAR)
            self._p.fillRect(QRectF(rect.left() + inset, rect.bottom() - height, rect.width() - 2 * inset, height), self._c.text)

    def _plain_words(self, chips: range, rects: list[QRectF]) -> list[tuple[QPointF, str, int]]:
        """Paint what stands for itself; the marks, what stands for something unseen, come back for the next pen."""
        p, marks = self._p, []
        p.setFont(self.text_font)
        p.setPen(self._c.text)
        for index, rect in zip(chips, rects, strict=True):
            x, y, room = rect.left() + PAD_X, rect.top() + self._baseline, rect.width() - 2 * PAD_X
            if self.signed:
                p.setPen(self._ink(index))
            for text, mark in self._tokens.label(index):
                width = self._advance(text)
                if width > room + 1:
                    text = self._text.elidedText(text, Qt.TextElideMode.ElideRight, room)
                if mark:
                    marks.append((QPointF(x, y), text, index))
                else:
                    p.drawText(QPointF(x, y), text)
                x, room = x + width, room - width
                if room <= 0:
                    break
        return marks

    def _advance(self, text: str) -> float:
        found = self._advances.get(text)
        if found is None:
            found = self._advances[text] = self._text.horizontalAdvance(text)
        return found

    def ring(self, rect: QRectF, *, focus: bool, hovered: bool) -> None:
        """Around a chip: where arrows move from, or what the pointer is on."""
        p = self._p
        p.setPen(self._ring if focus or hovered else self._outline)
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(rect if focus or hovered else rect.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

    def _body(self, kind: int, index: int, rect: QRectF, selected: bool) -> None:
        p, c = self._p, self._c
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        plain = c.raised if kind in (SPECIAL, VIRTUAL) and self.shades is None else self._fill(index)
        p.setBrush(c.select if selected and not self.signed else plain)
        p.setPen((self._ring if self.signed else self._picked) if selected else Qt.PenStyle.NoPen)
        if kind in (SPECIAL, VIRTUAL):
            p.setPen(self._picked if selected else self._outline)
            p.drawRoundedRect(inner, 11, 11)
        elif kind == UNKNOWN:
            p.setPen(self._dashed)
            p.drawRect(inner)
        else:
            p.drawRoundedRect(inner if selected else rect, CORNER, CORNER)

    def brackets(self, chips: range, top: float, x: np.ndarray, width: np.ndarray) -> None:
        """The brackets under the groups of one line; a group that goes on in another line is left open at that side."""
        index = chips.start
        while index < chips.stop:
            if not self._tokens.captioned[index]:
                index += 1
                continue
            members = self._tokens.group(index)
            last = min(members.stop, chips.stop) - 1
            whole = (members.start >= chips.start, members.stop <= chips.stop)
            self._bracket(index, x[index] + 1, x[last] + width[last] - 1, top + self.measures.chip_height + 2, whole)
            index = last + 1

    def _bracket(self, index: int, left: float, right: float, y: float, whole: tuple[bool, bool]) -> None:
        p = self._p
        p.setPen(self._outline)
        p.drawLine(QPointF(left, y + 3), QPointF(right, y + 3))
        for closed, x in zip(whole, (left, right), strict=True):
            if closed:
                p.drawLine(QPointF(x, y), QPointF(x, y + 3))
        p.setFont(self.caption_font)
        p.setPen(self._c.text)
        text = self._caption.elidedText(self._tokens.caption(index), Qt.TextElideMode.ElideRight, max(right - left, 16))
        box = QRectF(left, y + 4, right - left, self.measures.bracket_height)
        p.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine, text)

    # the legend

    def legend_height(self, tokens: TokenText) -> float:
        return 28.0 if self._legend_items(tokens) else 0.0

    def legend(self, origin: QPointF) -> None:
        """Explain the shapes that occur, behind the last line."""
        p, x, y = self._p, origin.x(), origin.y() + 6
        p.setFont(theme.sans(theme.CAPTION))
        metrics = QFontMetricsF(p.font())
        for kind, words in self._legend_items(self._tokens):
            sample = QRectF(x, y + 2, 22, 13)
            if kind < 0:
                p.setPen(self._outline)
                p.drawPolyline([QPointF(x, y + 7), QPointF(x, y + 11), QPointF(x + 22, y + 11), QPointF(x + 22, y + 7)])
            else:
                p.setPen(self._dashed if kind == UNKNOWN else self._outline)
                p.setBrush(self._c.raised)
                p.drawRoundedRect(sample, *((0, 0) if kind == UNKNOWN else (6, 6)))
            p.setPen(self._c.muted)
            p.drawText(QPointF(x + 28, y + 12), words)
            x += 28 + metrics.horizontalAdvance(words) + theme.S4

    def _legend_items(self, tokens: TokenText) -> list[tuple[int, str]]:
        items: list[tuple[int, str]] = []
        if bool((tokens.kinds == SPECIAL).any()):
            items.append((SPECIAL, QCoreApplication.translate("ChipPainter", "special token")))
        if bool((tokens.kinds == UNKNOWN).any()):
            items.append((UNKNOWN, QCoreApplication.translate("ChipPainter", "unknown to the vocabulary")))
        if bool((tokens.captioned & (tokens.kinds != UNKNOWN)).any()):
            items.append((-1, QCoreApplication.translate("ChipPainter", "bytes that make one character together")))
        return items


def shade_color(share: float) -> QColor:
    """From a raised surface (0) to the strongest shade (1), evenly in the numbers of the colours."""
    low, high = theme.colors().raised, STRONGEST[theme.mode()]
    share = min(max(round(share * 16) / 16, 0.0), 1.0)
    mixed = (round(a + (b - a) * share) for a, b in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True))
    return QColor(*mixed)
