"""How a chip looks: the only place that knows.

Four shapes, so that no kind depends on hue: ordinary chips are filled rounded boxes in two calm tints, special ones outlined pills,
unknown ones dashed boxes with square corners, bytes of a cut character stand over a bracket that shows the whole character.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.gui import theme
from workbench.gui.widgets.strip_layout import Measures
from workbench.gui.widgets.token_text import SPECIAL, UNKNOWN, VIRTUAL, TokenText
from workbench.gui.widgets.visible import Run

PAD_X, PAD_Y = 7.0, 4.0
CORNER = 4.0


class ChipPainter:
    """Measures and paints chips. `begin` once per paint event, then any of the others."""

    def __init__(self, *, with_ids: bool) -> None:
        self.with_ids = with_ids
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
            digits = np.floor(np.log10(np.maximum(tokens.encoding.ids, 1))) + 1
            words = np.maximum(words, digits * self._id_cell)
        return np.maximum(np.ceil(words) + 2 * PAD_X, 22.0)

    def begin(self, painter: QPainter, tokens: TokenText) -> None:
        self._p, self._tokens, self._c = painter, tokens, theme.colors()
        self._outline, self._dashed = QPen(self._c.muted, 1), QPen(self._c.bad, 1.2, Qt.PenStyle.DashLine)
        self._picked, self._ring = QPen(self._c.accent, 1.2), QPen(self._c.accent, theme.FOCUS_WIDTH)

    def chip(self, index: int, rect: QRectF, *, selected: bool, current: bool, focus: bool) -> None:
        p, c = self._p, self._c
        self._body(int(self._tokens.kinds[index]), index, rect, selected)
        self._words(self._tokens.label(index), rect, plain=selected)
        if self.with_ids:
            p.setFont(self.id_font)
            p.setPen(c.text if selected else c.muted)
            p.drawText(QPointF(rect.left() + PAD_X, rect.top() + self._id_baseline), str(int(self._tokens.encoding.ids[index])))
        if current:
            p.setPen(self._ring if focus else self._outline)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRoundedRect(rect.adjusted(0, 0, 0, 0) if focus else rect.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

    def _body(self, kind: int, index: int, rect: QRectF, selected: bool) -> None:
        p, c = self._p, self._c
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        p.setBrush(c.select if selected else c.raised if kind in (SPECIAL, VIRTUAL) else c.chip_b if index % 2 else c.chip_a)
        p.setPen(self._picked if selected else Qt.PenStyle.NoPen)
        if kind in (SPECIAL, VIRTUAL):
            p.setPen(self._picked if selected else self._outline)
            p.drawRoundedRect(inner, 11, 11)
        elif kind == UNKNOWN:
            p.setPen(self._dashed)
            p.drawRect(inner)
        else:
            p.drawRoundedRect(inner if selected else rect, CORNER, CORNER)

    def _words(self, label: tuple[Run, ...], rect: QRectF, *, plain: bool) -> None:
        p, room = self._p, rect.width() - 2 * PAD_X
        p.setFont(self.text_font)
        x, y = rect.left() + PAD_X, rect.top() + self._baseline
        for run in label:
            width = self._text.horizontalAdvance(run.text) if len(label) > 1 or room < 400 else room + 1
            if width > room + 1:
                text = self._text.elidedText(run.text, Qt.TextElideMode.ElideRight, room)
            else:
                text = run.text
            p.setPen(self._c.muted if run.mark and not plain else self._c.text)
            p.drawText(QPointF(x, y), text)
            x, room = x + width, room - width
            if room <= 0:
                return

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
