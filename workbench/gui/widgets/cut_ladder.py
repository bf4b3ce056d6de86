"""A word's cut, painted as a ladder: a rung for each step, pieces over one another where they stand for the same characters.

Owns the geometry, the present rung and what walks it. Made, missed and unknown pieces differ by their outline and a sign, not by
hue alone; of pairs that compete the one taken has a wedge and a bold rank.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets import tips
from workbench.gui.widgets.cut_rungs import Box, Rung, Rungs
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.visible import visible

MARGIN, LABEL_WIDTH, CORNER = 12.0, 130.0, 4.0
BOX, UNDER, GAP = 26.0, 16.0, 4.0
PAD = 12.0
WIDEST = 260.0
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


class CutLadder(QAbstractScrollArea):
    """Shows Rungs up to the present one, or all with the present one marked. `moved(number)` when the person goes to another."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rungs: Rungs | None = None
        self._heading: Callable[[int], str] = str
        self._at = 0
        self._x, self._pitch = np.zeros(1), BOX + GAP
        self.setProperty("view", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 100)
        self.retranslate()

    @property
    def rungs(self) -> Rungs | None:
        return self._rungs

    @property
    def at(self) -> int:
        """The present rung."""
        return self._at

    def set_rungs(self, rungs: Rungs | None, *, heading: Callable[[int], str], at: int = 0) -> None:
        """Show another ladder. `heading`: what stands at the left of each rung."""
        self._rungs, self._heading, self._at = rungs, heading, at
        self._lay_out()
        self._reveal()

    def go_to(self, number: int) -> None:
        """Make another rung the present one, without telling."""
        if self._rungs is not None and number != self._at:
            self._at = min(max(number, 0), self._rungs.n - 1)
            self._ranges()
            self._reveal()
            self.viewport().update()

    # layout

    def _lay_out(self) -> None:
        self.font_of_pieces, self.small = theme.mono(theme.BODY), theme.sans(theme.CAPTION)
        self.bold = theme.sans(theme.CAPTION, bold=True)
        self._metrics, self._small = QFontMetricsF(self.font_of_pieces), QFontMetricsF(self.small)
        if self._rungs is not None:
            self._x = np.append(0.0, np.cumsum(self._widths(self._rungs)))
            self._pitch = BOX + GAP + (UNDER if self._rungs.has_captions else 0.0)
        self._ranges()
        self.viewport().update()

    def _widths(self, rungs: Rungs) -> np.ndarray:
        """float64 [c]: every box has room for its label; one over several columns widens them only where they are too narrow together."""
        found = np.full(rungs.n_columns, 0.0)
        wide: dict[tuple[int, int], float] = {}
        for box in rungs.widest():
            label = self._metrics.horizontalAdvance(box.label) + (2 if box.kind == "bare" else PAD)
            need = min(max(label, self._small.horizontalAdvance(box.caption) + 6, rungs.narrowest), WIDEST)
            key = (box.first, box.last)
            wide[key] = max(wide.get(key, 0.0), need)
        for (first, last), need in sorted(wide.items(), key=lambda item: item[0][1] - item[0][0]):
            lack = need - found[first:last].sum()
            if lack > 0:
                found[first:last] += lack / (last - first)
        return np.ceil(found)

    def _shown(self) -> int:
        """How many rungs are there to see."""
        if self._rungs is None:
            return 0
        return self._at + 1 if self._rungs.grows else self._rungs.n

    def _ranges(self) -> None:
        view = self.viewport().size()
        height = 2 * MARGIN + self._shown() * self._pitch if self._rungs is not None else 0
        width = 2 * MARGIN + LABEL_WIDTH + float(self._x[-1])
        for bar, need, room in ((self.verticalScrollBar(), height, view.height()), (self.horizontalScrollBar(), width, view.width())):
            bar.setRange(0, max(0, int(np.ceil(need - room))))
            bar.setPageStep(room)
            bar.setSingleStep(30)

    def _reveal(self) -> None:
        if self._rungs is None:
            return
        top, bar, room = MARGIN + self._at * self._pitch, self.verticalScrollBar(), self.viewport().height()
        if top - MARGIN < bar.value():
            bar.setValue(int(top - MARGIN))
        elif top + self._pitch + MARGIN > bar.value() + room:
            bar.setValue(int(top + self._pitch + MARGIN - room))

    def rung_at(self, y: float) -> int:
        """The rung at a height of the viewport, -1 if there is none."""
        number = int((y + self.verticalScrollBar().value() - MARGIN) // self._pitch) if self._rungs is not None else -1
        return number if 0 <= number < self._shown() else -1

    def box_rect(self, number: int, box: Box) -> QRectF:
        """Where a box of a rung stands in the viewport."""
        left = MARGIN + LABEL_WIDTH + float(self._x[box.first]) - self.horizontalScrollBar().value()
        top = MARGIN + number * self._pitch - self.verticalScrollBar().value()
        return QRectF(left + 1, top, float(self._x[box.last] - self._x[box.first]) - 2, BOX)

    def box_at(self, point: QPointF) -> Box | None:
        """The box under a point of the viewport."""
        number = self.rung_at(point.y())
        if number < 0 or self._rungs is None:
            return None
        return next((box for box in self._rungs.rung(number).boxes if self.box_rect(number, box).contains(point)), None)

    def sizeHint(self) -> QSize:
        return QSize(560, 360)

    def resizeEvent(self, event: QEvent) -> None:
        self._ranges()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._lay_out()
        super().changeEvent(event)

    # painting

    def paintEvent(self, event: QEvent) -> None:
        painter, area = QPainter(self.viewport()), QRectF(event.rect())
        painter.fillRect(area, theme.colors().surface)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self.verticalScrollBar().value()
        if self._rungs is not None:
            first = max(0, int((area.top() + offset - MARGIN) // self._pitch))
            for number in range(first, min(self._shown(), int((area.bottom() + offset - MARGIN) // self._pitch) + 1)):
                self._paint_rung(painter, number, self._rungs.rung(number))
        painter.end()

    def _paint_rung(self, painter: QPainter, number: int, rung: Rung) -> None:
        c, top = theme.colors(), MARGIN + number * self._pitch - self.verticalScrollBar().value()
        present = number == self._at
        if present:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.raised)
            painter.drawRoundedRect(QRectF(4, top - 2, self.viewport().width() - 8, self._pitch), CORNER, CORNER)
        for place, box in enumerate(rung.boxes):
            self._paint_box(painter, self.box_rect(number, box), box, odd=bool(place % 2))
        for tick in rung.ticks:
            self._paint_tick(painter, tick.column, top + BOX, count(tick.rank), taken=tick.taken)
        label = QRectF(0, top - 2, MARGIN + LABEL_WIDTH - theme.S1, BOX + 4)
        painter.fillRect(label.adjusted(4 if present else 0, 0, 0, self._pitch - BOX - 4), c.raised if present else c.surface)
        painter.setFont(self.bold if present else self.small)
        painter.setPen(c.text if present else c.muted)
        words = QFontMetricsF(painter.font()).elidedText(self._heading(number), Qt.TextElideMode.ElideRight, label.width() - MARGIN)
        painter.drawText(label.adjusted(MARGIN, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_box(self, p: QPainter, rect: QRectF, box: Box, *, odd: bool) -> None:
        c, inner = theme.colors(), rect.adjusted(0.6, 1.6, -0.6, -1.6)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(c.select if box.kind == "made" else c.chip_b if odd else c.chip_a)
        if box.kind == "made":
            p.setPen(QPen(c.accent, 1.4))
        elif box.kind in ("missed", "unknown"):
            p.setPen(QPen(c.bad if box.kind == "unknown" else c.muted, 1.2, Qt.PenStyle.DashLine))
            p.setBrush(c.surface)
        if box.kind != "bare":
            p.drawRoundedRect(inner, CORNER, CORNER)
        p.setFont(self.font_of_pieces)
        p.setPen(c.muted if box.kind in ("missed", "bare") else c.text)
        p.drawText(rect, _MIDDLE, self._metrics.elidedText(box.label, Qt.TextElideMode.ElideRight, rect.width() + 2))
        if box.caption:
            p.setFont(self.small)
            p.setPen(c.muted)
            p.drawText(QRectF(rect.left() - 2, rect.bottom(), rect.width() + 4, UNDER), _MIDDLE, box.caption)

    def _paint_tick(self, p: QPainter, column: int, top: float, rank: str, *, taken: bool) -> None:
        c, x = theme.colors(), MARGIN + LABEL_WIDTH + float(self._x[column]) - self.horizontalScrollBar().value()
        p.setFont(self.bold if taken else self.small)
        p.setPen(c.text if taken else c.muted)
        p.drawText(QRectF(x - 40, top + 2, 80, UNDER - 2), _MIDDLE, rank)
        if taken:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(c.accent)
            p.drawPolygon(QPolygonF([QPointF(x, top - 5), QPointF(x - 4, top + 2), QPointF(x + 4, top + 2)]))

    # the mouse and the keyboard

    def mousePressEvent(self, event: QEvent) -> None:
        number = self.rung_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self._go(number)
        event.accept()

    def mouseReleaseEvent(self, event: QEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._rungs is None or (key not in _STEPS and key not in (Qt.Key.Key_Home, Qt.Key.Key_End)):
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._go(self._at + _STEPS[key])
        else:
            self._go(0 if key == Qt.Key.Key_Home else self._rungs.n - 1)

    def _go(self, number: int) -> None:
        before = self._at
        self.go_to(number)
        if self._at != before:
            self.moved.emit(self._at)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tips.plain(self.words_at(QPointF(event.pos()))), self.viewport())
            return True
        return super().viewportEvent(event)

    def words_at(self, point: QPointF) -> str:
        """Everything known of the box under a point; empty where there is none."""
        box = self.box_at(point)
        if box is None or not box.spelled:
            return ""
        spelled = self.tr("in the vocabulary: {spelling}").format(spelling=visible(box.spelled)[:200])
        if box.id < 0:
            return self.tr("not in the vocabulary: {spelling}").format(spelling=visible(box.spelled)[:200])
        return "\n".join((box.label, spelled, self.tr("id {id}").format(id=box.id)))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Steps of the cut"))
        self._lay_out()
