"""The token axes of a heat map: queries at the left, keys above at 45°.

Labels are as many as fit; between them positions are left out, never squeezed. The idea that is not obvious: tokens that share
a character show their bytes, and a bracket beside them says the character, so that cut Hangul stays readable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.gui import theme
from workbench.gui.widgets.map_view import MapView
from workbench.gui.widgets.token_text import TokenText

SPACING = 17
"""Least distance between two labels, in device-independent pixels."""
SHORTEST, LONGEST = 56, 116
BRACKET = 22
MEASURED = 400
"""How many labels are measured to find the room they take."""


@dataclass(frozen=True)
class Margins:
    """Room for the axes, in device-independent pixels. `label`, `key_label`: the longest label that is not cut."""

    left: float
    top: float
    right: float
    label: float
    key_label: float


class TokenAxis:
    """Labels of one text, or of its end from the token `first` on: positions are said as in the whole."""

    def __init__(self, tokens: TokenText, *, first: int = 0) -> None:
        self.tokens, self._first = tokens, first
        self._words: dict[int, str] = {}
        self._cut: dict[tuple[int, int, float, str], str] = {}
        self.brackets = bool(tokens.captioned.any())

    def label(self, position: int) -> str:
        """What a token says on an axis."""
        if position not in self._words:
            self._words[position] = self.tokens.words(position)
        return self._words[position]

    def called(self, position: int) -> str:
        """A token in a sentence: `·to`, `EC 9D ⟨이⟩`."""
        cut = f" ⟨{self.tokens.caption(position)}⟩" if self.tokens.captioned[position] else ""
        return f"{self.label(position)}{cut}"

    def named(self, position: int) -> str:
        """With its position: `·to (13)`."""
        return f"{self.called(position)} ({self._first + position})"

    def room(self, metrics: QFontMetricsF, every: int) -> tuple[float, float]:
        """What the labels of this text take: the longest of them, and the strip of brackets."""
        n = len(self.tokens)
        widest = max((metrics.horizontalAdvance(self._said(at, every)) for at in range(0, n, max(1, n // MEASURED))), default=0.0)
        return min(LONGEST, max(SHORTEST, widest)), self._strip(every)

    def _strip(self, every: int) -> float:
        return BRACKET if self.brackets and every == 1 else 0

    def _said(self, position: int, every: int) -> str:
        if every == 1:
            return self.label(position)
        caption = self.tokens.caption(position) if self.tokens.captioned[position] else self.label(position)
        return f"{self._first + position} {caption}"

    def labelled(self, first: int, last: int, *, every: int, marked: Sequence[int]) -> list[int]:
        """Which positions get a label: every so many, and the marked ones in any case."""
        regular = range(-(-first // every) * every, last, every)
        if every == 1:
            return list(regular)
        chosen = [at for at in _thinned(sorted(marked), every) if first <= at < last]
        return [at for at in regular if all(abs(at - one) >= every for one in chosen)] + chosen

    def paint_queries(self, painter: QPainter, view: MapView, margins: Margins, *, marked: Sequence[int], at: int) -> None:
        """The labels at the left; `at` is under the pointer."""
        every = every_for(view.cell)
        first, last, _, _ = view.region
        strip, face = self._strip(every), _Face(painter)
        for position in self.labelled(first, last, every=every, marked=(*marked, *([at] if at >= 0 else []))):
            y = view.y_of(position + 0.5)
            if view.plot.top() <= y <= view.plot.bottom():
                face.dress(marked=position in marked, pointed=position == at)
                box = QRectF(0, y - 10, view.plot.left() - strip - 7, 20)
                text = self._fitting(position, every, margins.label, face)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        if strip:
            self._paint_brackets(painter, view, first, last, across=False)

    def paint_keys(self, painter: QPainter, view: MapView, margins: Margins, *, marked: Sequence[int], at: int) -> None:
        """The labels above, leaning."""
        every = every_for(view.cell)
        _, _, first, last = view.region
        strip, face = self._strip(every), _Face(painter)
        for position in self.labelled(first, last, every=every, marked=(*marked, *([at] if at >= 0 else []))):
            x = view.x_of(position + 0.5)
            if view.plot.left() <= x <= view.plot.right():
                face.dress(marked=position in marked, pointed=position == at)
                where = painter.transform()
                painter.translate(x + 4, view.plot.top() - strip - 6)
                painter.rotate(-45)
                painter.drawText(QPointF(0, 0), self._fitting(position, every, margins.key_label, face))
                painter.setTransform(where)
        if strip:
            self._paint_brackets(painter, view, first, last, across=True)

    def _fitting(self, position: int, every: int, room: float, face: _Face) -> str:
        """A label cut to its room; kept, because looking for the cut costs as much as painting the label."""
        key = (position, every, room, face.name)
        if key not in self._cut:
            self._cut[key] = face.metrics.elidedText(self._said(position, every), Qt.TextElideMode.ElideRight, room)
        return self._cut[key]

    def _paint_brackets(self, painter: QPainter, view: MapView, first: int, last: int, *, across: bool) -> None:
        c, tokens, at = theme.colors(), self.tokens, first
        painter.setFont(theme.mono(theme.BODY))
        while at < last:
            members = tokens.group(at)
            at = members.stop
            if not tokens.captioned[members.start]:
                continue
            low, high = (view.x_of, view.y_of)[not across](members.start), (view.x_of, view.y_of)[not across](members.stop)
            ends = (view.plot.left(), view.plot.right()) if across else (view.plot.top(), view.plot.bottom())
            low, high = max(low, ends[0]) + 2, min(high, ends[1]) - 2
            if high - low < 6:
                continue
            edge = (view.plot.top() if across else view.plot.left()) - 4
            painter.setPen(QPen(c.muted, 1))
            painter.drawLine(QPointF(low, edge), QPointF(high, edge)) if across else painter.drawLine(
                QPointF(edge, low), QPointF(edge, high)
            )
            box = QRectF(low - 8, edge - 18, high - low + 16, 17) if across else QRectF(edge - 18, low - 8, 17, high - low + 16)
            painter.setPen(c.text)
            caption = tokens.caption(members.start)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, (caption.lstrip("·") or caption)[:2])


class _Face:
    """The font and the colour of labels, given to the painter only when they change."""

    def __init__(self, painter: QPainter) -> None:
        self._painter, self._dress = painter, (False, False)
        self._put_on()

    def dress(self, *, marked: bool, pointed: bool) -> None:
        """Marked labels are bold and coloured, the one under the pointer is bold."""
        if (marked, pointed) != self._dress:
            self._dress = (marked, pointed)
            self._put_on()

    def _put_on(self) -> None:
        c, (marked, pointed) = theme.colors(), self._dress
        font = theme.mono(theme.BODY, bold=marked or pointed)
        self.name, self.metrics = font.key(), QFontMetricsF(font)
        self._painter.setFont(font)
        self._painter.setPen(c.accent if marked else c.text)


def margins_of(queries: TokenAxis, keys: TokenAxis, metrics: QFontMetricsF, every: int) -> Margins:
    """The room that both axes take."""
    (label, strip), (key_label, key_strip) = queries.room(metrics, every), keys.room(metrics, every)
    slanted = key_label * math.sqrt(0.5)
    return Margins(label + theme.S3 + strip, slanted + theme.S4 + key_strip, slanted + theme.S2, label, key_label)


def every_for(cell: float) -> int:
    """One label for so many tokens, when cells have `cell` pixels: 1, or a round number."""
    least = SPACING / max(cell, 1e-9)
    if cell >= SPACING - 1:
        return 1
    power = 10 ** math.floor(math.log10(least))
    return next(int(times * power) for times in (1, 2, 5, 10) if times * power >= least)


def _thinned(positions: Sequence[int], every: int) -> list[int]:
    """Sorted positions without those that stand too close to the one before."""
    kept: list[int] = []
    for position in positions:
        if not kept or position - kept[-1] >= every:
            kept.append(position)
    return kept
