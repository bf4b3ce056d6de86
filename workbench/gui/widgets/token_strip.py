"""The text as chips, one for each token, painted in a single widget.

Owns layout on resize, hit testing, the keyboard and the selection as a run of tokens; speaks outward in byte spans only.
The idea that is not obvious: chips exist as numbers (see `strip_layout`) and only those of the visible lines are ever painted,
and scrolling moves the pixels that are already there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import tips
from workbench.gui.widgets.chip_painter import ChipPainter
from workbench.gui.widgets.line_pictures import LinePictures
from workbench.gui.widgets.strip_layout import StripLayout
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.token_words import description

HOVERED = 64
"""Of a hovered stretch, so many chips are marked."""
_WALK = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TokenStrip(QAbstractScrollArea):
    """Chips of a TokenText. `span_selected(start, end)` says which bytes the person picked, `span_hovered` which
    ones the pointer is on."""

    span_selected = Signal(int, int)
    span_hovered = Signal(int, int)
    current_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: TokenText | None = None
        self._layout: StripLayout | None = None
        self._painter = ChipPainter(with_ids=True)
        self._anchor = self._current = -1
        self._selected = range(0)
        self._legend_height = 0.0
        self._hovered = self._pointed = range(0)
        self._pictures = LinePictures()
        self._told: Callable[[int], str] | None = None
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(160, 80)
        self.retranslate()

    # what is shown

    @property
    def tokens(self) -> TokenText | None:
        return self._tokens

    @property
    def selected(self) -> range:
        """The selected tokens."""
        return self._selected

    @property
    def hovered(self) -> range:
        """The tokens that the pointer is on, here or elsewhere."""
        return self._hovered

    @property
    def current(self) -> int:
        """The token that arrows move from, -1 for none."""
        return self._current

    def set_tokens(self, tokens: TokenText | None) -> None:
        """Show other tokens. The current one stays at its place if there is still one."""
        self._tokens = tokens
        self._selected = self._hovered = self._pointed = range(0)
        self._painter.shades = self._painter.under = None
        self._painter.signed = False
        self._told = None
        last = len(tokens) - 1 if tokens is not None else -1
        self._current = self._anchor = min(self._current, last)
        self._lay_out()
        self._describe()

    def set_ids_shown(self, shown: bool) -> None:
        before = self._painter
        self._painter = ChipPainter(with_ids=shown)
        self._painter.shades, self._painter.under, self._painter.signed = before.shades, before.under, before.signed
        self._lay_out()

    def set_shades(self, shades: np.ndarray, *, under: Sequence[str], told: Callable[[int], str], signed: bool = False) -> None:
        """Tint the chips by numbers from 0 to 1 (`signed`: from -1 to 1, in diverging colours), one for each token, until other tokens
        are shown. `under`: what stands under each in the place of its id; `told`: what else is said of one."""
        self._painter.shades, self._painter.under, self._painter.signed = shades, under, signed
        self._told = told
        self._lay_out()
        self._describe()

    def words_of(self, index: int) -> str:
        """Everything known of a token, a line each."""
        assert self._tokens is not None
        known = description(self._tokens, index)
        return f"{self._told(index)}\n{known}" if self._told is not None else known

    def hover_bytes(self, start: int, end: int) -> None:
        """Mark the chips over the bytes that the pointer is on elsewhere. Says nothing outward."""
        self._mark(self._tokens.overlapping(start, end) if self._tokens is not None else range(0))

    def select_bytes(self, start: int, end: int) -> None:
        """Show a selection made elsewhere and scroll to it. Says nothing outward."""
        if self._tokens is None:
            return
        found = self._tokens.overlapping(start, end)
        if found == self._selected:
            return
        self._selected = found
        if found and self._current not in found:
            self._current = self._anchor = found[0]
            self._describe()
        if found:
            self._reveal(found[-1])
            self._reveal(found[0])
        self.viewport().update()

    def chip_rect(self, index: int) -> QRectF:
        """The place of a chip in the viewport."""
        assert self._layout is not None
        lay = self._layout
        top = lay.y[lay.line_of[index]] - self.verticalScrollBar().value()
        return QRectF(lay.x[index], top, lay.width[index], self._painter.measures.chip_height)

    def chip_at(self, point: QPointF) -> int:
        """The token under a point of the viewport, -1 for none."""
        return self._layout.at(point.x(), point.y() + self.verticalScrollBar().value()) if self._layout else -1

    # layout

    def _lay_out(self) -> None:
        self._pictures.clear()
        tokens, painter = self._tokens, self._painter
        if tokens is None:
            self._layout = None
            self.verticalScrollBar().setRange(0, 0)
            self.viewport().update()
            return
        self._layout = StripLayout(
            painter.widths(tokens),
            available=self.viewport().width(),
            measures=painter.measures,
            ends_line=tokens.breaks_line,
            group_first=tokens.group_first,
            brackets=tokens.captioned,
        )
        self._legend_height = painter.legend_height(tokens)
        self._set_range()
        self.viewport().update()

    def _set_range(self) -> None:
        bar, view = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, int(np.ceil(self.content_height() - view))))
        bar.setPageStep(view)
        bar.setSingleStep(int(self._painter.measures.chip_height))

    def content_height(self) -> float:
        """Height of all lines with the legend, in pixels."""
        return 0.0 if self._layout is None else float(self._layout.y[-1]) + self._legend_height + self._painter.measures.margin

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        if self._layout is not None and self._tokens is not None:
            keep = self._layout.at(0, self.verticalScrollBar().value(), nearest=True)
            self._lay_out()
            if keep >= 0 and self.verticalScrollBar().value():
                self.verticalScrollBar().setValue(int(self._layout.y[self._layout.line_of[keep]] - self._painter.measures.margin))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._pictures.clear()
            self.viewport().update()
        super().changeEvent(event)

    # painting

    def paintEvent(self, event: QEvent) -> None:
        painter = QPainter(self.viewport())
        self.paint(painter, QRectF(event.rect()))
        painter.end()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint the part of the view that touches `area` (viewport coordinates)."""
        painter.fillRect(area, theme.colors().surface)
        tokens, lay = self._tokens, self._layout
        if tokens is None or lay is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self.verticalScrollBar().value()
        scale = self.devicePixelRatioF()
        kept = LinePictures.suits(painter, scale)
        for line in lay.lines_between(area.top() + offset, area.bottom() + offset + 1):
            chips, top = lay.line(line), float(lay.y[line]) - offset
            whole = bool(self._selected) and self._selected[0] <= chips[0] and chips[-1] <= self._selected[-1]
            draw = partial(self._paint_line, chips=chips, selected=whole)
            picture = self._picture(line, whole, scale, partial(draw, top=0.0)) if kept else None
            if picture is not None:
                painter.drawPixmap(QPointF(0, top), picture)
            else:
                draw(painter, top=top)
            if not whole and self._selected:
                self._paint_part(painter, range(max(chips[0], self._selected[0]), min(chips[-1], self._selected[-1]) + 1), top)
        self._painter.begin(painter, tokens)
        for index in {*self._hovered[:HOVERED], *((self._current,) if self._current >= 0 else ())}:
            self._painter.ring(self.chip_rect(index), focus=index == self._current and self.hasFocus(), hovered=index in self._hovered)
        self._painter.legend(QPointF(self._painter.measures.margin, float(lay.y[-1]) - offset))

    def _picture(self, line: int, selected: bool, scale: float, draw: Callable[[QPainter], None]) -> QPixmap | None:
        assert self._layout is not None
        size = QSizeF(self.viewport().width(), self._layout.y[line + 1] - self._layout.y[line])
        return self._pictures.get((line, selected), size, scale, ground=theme.colors().surface, paint=draw)

    def _paint_line(self, painter: QPainter, *, chips: range, top: float, selected: bool) -> None:
        assert self._tokens is not None
        assert self._layout is not None
        self._painter.begin(painter, self._tokens)
        self._painter.line(chips, top, self._layout.x, self._layout.width, selected=selected)

    def _paint_part(self, painter: QPainter, chips: range, top: float) -> None:
        """The selected chips of a line that is not selected as a whole, over the others."""
        assert self._layout is not None
        for index in chips:
            painter.fillRect(
                QRectF(self._layout.x[index], top, self._layout.width[index], self._painter.measures.chip_height), theme.colors().surface
            )
        if chips:
            self._paint_line(painter, chips=chips, top=top, selected=True)

    # the mouse

    def mousePressEvent(self, event: QEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._layout is None:
            super().mousePressEvent(event)
            return
        index = self.chip_at(event.position())
        if index < 0:
            self._pick(-1, extend=False)
        else:
            self._pick(index, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        event.accept()

    def mouseReleaseEvent(self, event: QEvent) -> None:
        event.accept()  # the press was ours

    def mouseMoveEvent(self, event: QEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor >= 0 and self._layout is not None:
            index = self._layout.at(event.position().x(), event.position().y() + self.verticalScrollBar().value(), nearest=True)
            if index != self._current:
                self._pick(index, extend=True)
            event.accept()
            return
        index = self.chip_at(event.position())
        self._point_at(range(index, index + 1) if index >= 0 else range(0))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(range(0))
        super().leaveEvent(event)

    def _point_at(self, tokens: range) -> None:
        """The pointer is on these chips."""
        if self._tokens is not None and tokens != self._pointed:
            self._pointed = tokens
            self._mark(tokens)
            self.span_hovered.emit(*(self._tokens.span(tokens) if tokens else (0, 0)))

    def _mark(self, tokens: range) -> None:
        if tokens != self._hovered:
            self._hovered = tokens
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._tokens is not None:
            index = self.chip_at(QPointF(event.pos()))
            if index >= 0:
                QToolTip.showText(event.globalPos(), tips.plain(self.words_of(index)), self.viewport(), self.chip_rect(index).toRect())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tokens is None or not len(self._tokens):
            super().keyPressEvent(event)
            return
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_all()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() == Qt.Key.Key_Escape and self._selected:
            self._pick(-1, extend=False)
        elif (target := self._target(event.key())) is not None:
            self._pick(target, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _target(self, key: int) -> int | None:
        """The token a key leads to, None if the key means nothing here."""
        assert self._tokens is not None
        last = len(self._tokens) - 1
        if key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End:
            return last
        if key in _WALK:
            return 0 if self._current < 0 else min(max(self._current + _WALK[key], 0), last)
        page = max(1, int(self.viewport().height() / (self._painter.measures.chip_height + self._painter.measures.gap_y)) - 1)
        lines = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        return self._beside(lines[key]) if key in lines else None

    def _beside(self, lines: int) -> int:
        """The token `lines` lines below the current one, where it is nearest."""
        lay = self._layout
        assert lay is not None
        if self._current < 0:
            return 0
        line = min(max(int(lay.line_of[self._current]) + lines, 0), lay.n_lines - 1)
        return lay.at(lay.x[self._current] + lay.width[self._current] / 2, float(lay.y[line]) + 1, nearest=True)

    def _select_all(self) -> None:
        assert self._tokens is not None
        self._anchor, self._current = 0, len(self._tokens) - 1
        self._tell(range(len(self._tokens)))

    def _copy(self) -> None:
        assert self._tokens is not None
        start, end = self._tokens.span(self._selected)
        if end > start:
            QGuiApplication.clipboard().setText(self._tokens.data[start:end].decode("utf-8", "ignore"))

    # selecting

    def _pick(self, index: int, *, extend: bool) -> None:
        if index < 0:
            self._tell(range(0))
            return
        self._current = index
        if not extend or self._anchor < 0:
            self._anchor = index
        self._reveal(index)
        self._tell(range(min(self._anchor, index), max(self._anchor, index) + 1))

    def _tell(self, tokens: range) -> None:
        assert self._tokens is not None
        self._selected = tokens
        self.viewport().update()
        self._describe()
        self.span_selected.emit(*self._tokens.span(tokens))

    def _reveal(self, index: int) -> None:
        """Scroll no more than needed."""
        lay, bar = self._layout, self.verticalScrollBar()
        if lay is None:
            return
        line = int(lay.line_of[index])
        top, bottom = float(lay.y[line]) - self._painter.measures.margin, float(lay.y[line + 1])
        if top < bar.value():
            bar.setValue(int(top))
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(int(np.ceil(bottom - self.viewport().height())))

    # words

    def _describe(self) -> None:
        if self._tokens is None or self._current < 0:
            self.setAccessibleDescription(self.tr("Arrow keys walk the tokens, Shift extends. The table shows the same data."))
        else:
            self.setAccessibleDescription(self.words_of(self._current))
            self.current_changed.emit(self._current)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Tokens of the text"))
        self._describe()
        self.viewport().update()
