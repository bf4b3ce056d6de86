"""A distribution as one bar: each token as wide as its probability, the rest behind them; where a draw fell, if one did.

Painted as a whole, so thousands of tokens cost nothing. The idea that is not obvious: every strip of a view points at the same
token, so one sees it grow, shrink or vanish from stage to stage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import nats, percent
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.visible import visible_token

HEIGHT, MARKED_HEIGHT, MARK = 22, 34, 12
NARROWEST = 1.0
"""What is less wide, in pixels, is drawn with the rest."""


@dataclass(frozen=True)
class Share:
    """One token: what of [0, 1) it holds now, its probability in the model's own distribution, and its rank here."""

    id: int
    text: str
    start: float
    share: float
    raw: float
    rank: int


def shares_of(ids: Sequence[int], texts: Sequence[str], logprobs: Sequence[float], raw: Sequence[float]) -> tuple[Share, ...]:
    """Tokens side by side in the order given, from 0 on; removed ones are left out."""
    made, start = [], 0.0
    for token, text, logprob, own in zip(ids, texts, logprobs, raw, strict=True):
        share = math.exp(logprob)
        if share > 0:
            made.append(Share(token, text, start, share, math.exp(own), len(made) + 1))
            start += share
    return tuple(made)


class StageStrip(QWidget):
    """`pointed(id)`: another token is looked at, -1 for none."""

    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shares: tuple[Share, ...] = ()
        self._draw = math.nan
        self._chosen = self._pointed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[Share, ...], *, chosen: int = -1, draw: float = math.nan) -> None:
        """Show tokens; `chosen` is the one that came out, `draw` the number that chose it."""
        marked = math.isnan(draw) != math.isnan(self._draw)
        self.shares, self._chosen, self._draw = shares, chosen, draw
        if marked:
            self.updateGeometry()
        self._describe()
        self.update()

    def point_at(self, token: int) -> None:
        """Look at a token, wherever it stands here."""
        if token != self._pointed:
            self._pointed = token
            self._describe()
            self.update()

    @property
    def looked_at(self) -> Share | None:
        """The share that is looked at, if the token is among those shown."""
        return next((one for one in self.shares if one.id == self._pointed), None)

    def sizeHint(self) -> QSize:
        return QSize(200, MARKED_HEIGHT if not math.isnan(self._draw) else HEIGHT)

    minimumSizeHint = sizeHint

    # painting

    def _box(self) -> QRectF:
        top = MARK if not math.isnan(self._draw) else 0
        return QRectF(self.rect()).adjusted(0.5, top + 0.5, -0.5, -0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, p, box = theme.colors(), QPainter(self), self._box()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(box, 4, 4)
        p.save()
        p.setClipPath(outline)
        p.fillRect(box, c.raised)
        p.setFont(theme.mono(theme.BODY))
        metrics = QFontMetricsF(p.font())
        for number, share in enumerate(self.shares):
            cell = self._cell(share)
            if cell.width() < NARROWEST:
                break
            self._paint_cell(p, share, cell, number=number, metrics=metrics)
        p.restore()
        p.setPen(QPen(c.accent if self.hasFocus() else c.border, theme.FOCUS_WIDTH if self.hasFocus() else 1))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawPath(outline)
        if not math.isnan(self._draw):
            self._paint_draw(p, box)
        p.end()

    def _cell(self, share: Share) -> QRectF:
        box = self._box()
        return QRectF(box.left() + share.start * box.width(), box.top(), share.share * box.width(), box.height())

    def _paint_cell(self, p: QPainter, share: Share, cell: QRectF, *, number: int, metrics: QFontMetricsF) -> None:
        c = theme.colors()
        back: QColor = c.select if share.id == self._chosen else (c.chip_b if number % 2 else c.chip_a)
        p.fillRect(cell, back)
        p.fillRect(QRectF(cell.right() - 1, cell.top(), 1, cell.height()), c.border)
        if share.id == self._pointed:
            p.setPen(QPen(c.accent, 2))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(cell.adjusted(1, 1, -1, -1))
        words = visible_token(share.text)
        if metrics.horizontalAdvance(words) + 8 <= cell.width():
            p.setPen(c.text)
            p.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_draw(self, p: QPainter, box: QRectF) -> None:
        """A flag over the place on [0, 1) where the random number lies."""
        c = theme.colors()
        x = box.left() + self._draw * box.width()
        p.setPen(QPen(c.text, 1.5))
        p.drawLine(QPointF(x, box.top() - 4), QPointF(x, box.bottom()))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(c.text)
        p.drawPolygon([QPointF(x - 4.5, box.top() - 10), QPointF(x + 4.5, box.top() - 10), QPointF(x, box.top() - 3)])

    # looking at tokens

    def share_at(self, x: float) -> Share | None:
        """The token at a place across."""
        box = self._box()
        place = (x - box.left()) / max(box.width(), 1.0)
        return next((one for one in self.shares if one.start <= place < one.start + one.share), None)

    def words(self, share: Share) -> str:
        """Exact values of one token here."""
        first = self.tr("{token} · id {id} · rank {rank} here").format(token=visible_token(share.text), id=share.id, rank=share.rank)
        own = self.tr("model's own {percent} ({nats} nats)").format(percent=percent(share.raw), nats=nats(_log(share.raw)))
        here = self.tr("here {percent} ({nats} nats)").format(percent=percent(share.share), nats=nats(_log(share.share)))
        place = self.tr("from {start} to {end} of the bar").format(start=f"{share.start:.6f}", end=f"{share.start + share.share:.6f}")
        return "\n".join((first, own, here, place))

    def _point(self, share: Share | None) -> None:
        token = share.id if share is not None else -1
        if token != self._pointed:
            self.point_at(token)
            self.pointed.emit(token)

    def _describe(self) -> None:
        share = self.looked_at
        self.setAccessibleDescription(self.words(share).replace("\n", ", ") if share is not None else "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.share_at(event.position().x()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._point(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            share = self.share_at(event.pos().x())
            QToolTip.showText(event.globalPos(), plain(self.words(share)) if share is not None else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier or not self.shares:
            super().keyPressEvent(event)
            return
        now = next((number for number, one in enumerate(self.shares) if one.id == self._pointed), -1)
        last = len(self.shares) - 1
        targets = {
            Qt.Key.Key_Left: max(now - 1, 0), Qt.Key.Key_Right: min(now + 1, last), Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if event.key() in targets:
            self._point(self.shares[targets[event.key()]])
        elif event.key() == Qt.Key.Key_Escape and self._pointed >= 0:
            self._point(None)
        else:
            super().keyPressEvent(event)


def _log(probability: float) -> float:
    return math.log(probability) if probability > 0 else -math.inf
