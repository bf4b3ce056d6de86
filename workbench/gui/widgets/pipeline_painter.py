"""How the pieces of a pipeline look: the only place that knows.

Characters stand on a line, words and tokens are filled boxes in two calm tints, ids plain numbers. What a stage changed has a
corner, what it put in a dotted box, what it dropped an empty dashed one, so no mark depends on hue.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from workbench.gui import theme
from workbench.gui.widgets.pipeline_layout import Row
from workbench.gui.widgets.pipeline_words import changes_of, stage_name
from workbench.values import CHANGES, Stage

CORNER = 4.0
LABEL_WIDTH = 200.0
PLAIN = ("text", "normalizer")


class PipelinePainter:
    """Measures and paints. `begin` once per paint event, then any of the others."""

    legend_height = 26.0

    def __init__(self) -> None:
        self.font, self.caption = theme.mono(theme.BODY), theme.sans(theme.CAPTION)
        self._metrics, self._caption = QFontMetricsF(self.font), QFontMetricsF(self.caption)

    def pad(self, stage: Stage) -> float:
        """What a piece of this stage needs beside its label."""
        return 6.0 if stage.name in PLAIN else 12.0

    def height(self, stage: Stage, *, with_changes: bool) -> float:
        """The height of this stage's row; in the first line it also says what the stage changed."""
        return 38.0 if with_changes and changes_of(stage) else 22.0 if stage.name == "ids" else 26.0

    def label_width(self, stages: Sequence[Stage]) -> float:
        """What the headings need, as far as there is room for them."""
        needs = [self._caption.horizontalAdvance(text) for stage in stages for text in (stage_name(stage), changes_of(stage))]
        return min(max([*needs, 0.0]) + theme.S3, LABEL_WIDTH)

    def begin(self, painter: QPainter) -> None:
        self._p, self._c = painter, theme.colors()

    def heading(self, stage: Stage, rect: QRectF, *, first: bool) -> None:
        """The stage's name at the left, and in the first line under it what it changed in all of the text."""
        p, changes = self._p, changes_of(stage) if first else ""
        p.setFont(self.caption)
        p.setPen(self._c.text if first else self._c.muted)
        upper = QRectF(rect.left(), rect.top(), rect.width(), 26.0 if changes else rect.height())
        p.drawText(upper, _LEFT, self._caption.elidedText(stage_name(stage), Qt.TextElideMode.ElideRight, rect.width()))
        if changes:
            p.setPen(self._c.muted)
            lower = QRectF(rect.left(), rect.top() + 18, rect.width(), 18)
            p.drawText(lower, _LEFT, self._caption.elidedText(changes, Qt.TextElideMode.ElideRight, rect.width()))

    def piece(self, row: Row, index: int, rect: QRectF, *, whole: tuple[bool, bool], marked: bool, selected: bool, current: bool) -> None:
        """One piece. `whole`: it begins and ends in this line; `marked`: it belongs to what the pointer is on."""
        p, c = self._p, self._c
        change = CHANGES[int(row.stage.changes[index])]
        box = QRectF(rect.left() + 1, rect.top() + 2, max(rect.width() - 2, 3), min(rect.height(), 26.0) - 4)
        fill = c.select if selected else c.raised if marked else c.chip_b if index % 2 else c.chip_a
        p.setPen(Qt.PenStyle.NoPen)
        if row.stage.name in PLAIN or row.stage.name == "ids":
            if selected or marked:
                p.setBrush(fill)
                p.drawRoundedRect(box, CORNER, CORNER)
        else:
            p.setBrush(fill if change != "dropped" else c.surface)
            self._box(box, whole)
        if row.stage.name in PLAIN:
            p.setPen(QPen(c.border, 1))
            p.drawLine(QPointF(box.left(), box.bottom() + 0.5), QPointF(box.right(), box.bottom() + 0.5))
        if change and row.stage.name != "ids":
            self._mark(change, box)
        if marked or current:
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(c.accent, theme.FOCUS_WIDTH if current else 1))
            p.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        self._label(row, index, box, muted=row.stage.name == "ids" or change == "dropped")

    def _box(self, box: QRectF, whole: tuple[bool, bool]) -> None:
        """A box that is open at the side where it goes on in another line."""
        self._p.drawRoundedRect(box, CORNER, CORNER)
        for closed, left in zip(whole, (box.left(), box.right() - CORNER), strict=True):
            if not closed:
                self._p.drawRect(QRectF(left, box.top(), CORNER, box.height()))

    def _mark(self, change: str, box: QRectF) -> None:
        p, c = self._p, self._c
        if change in ("dropped", "added", "unknown"):
            style = Qt.PenStyle.DotLine if change == "added" else Qt.PenStyle.DashLine
            p.setPen(QPen(c.bad if change == "unknown" else c.muted, 1.2, style))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            return
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(c.accent)
        right, top = box.right(), box.top()
        p.drawPolygon(QPolygonF([QPointF(right - 6, top), QPointF(right, top), QPointF(right, top + 6)]))

    def _label(self, row: Row, index: int, box: QRectF, *, muted: bool) -> None:
        p = self._p
        text = row.labels[index]
        p.setFont(self.font)
        p.setPen(self._c.muted if muted else self._c.text)
        if box.width() < self._metrics.horizontalAdvance(text):
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        p.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip, text)

    def legend(self, origin: QPointF, stages: Sequence[Stage]) -> None:
        """Explain the marks that occur."""
        p, x, y = self._p, origin.x(), origin.y() + 4
        occurring = {CHANGES[number] for stage in stages if stage.name != "ids" for number in set(stage.changes.tolist())}
        p.setFont(self.caption)
        for kinds, words in (
            ({"added"}, QCoreApplication.translate("PipelinePainter", "put in")),
            ({"dropped"}, QCoreApplication.translate("PipelinePainter", "dropped")),
            ({"unknown"}, QCoreApplication.translate("PipelinePainter", "unknown to the vocabulary")),
            (set(CHANGES) - {"", "added", "dropped", "unknown"}, QCoreApplication.translate("PipelinePainter", "changed")),
        ):
            if kinds & occurring:
                box = QRectF(x, y, 20, 14)
                p.setPen(QPen(self._c.border, 1))
                p.setBrush(self._c.surface)
                if len(kinds) > 1:
                    p.drawRect(box)
                self._mark(next(iter(kinds & occurring)), box)
                p.setPen(self._c.muted)
                p.drawText(QPointF(x + 26, y + 11), words)
                x += 26 + self._caption.horizontalAdvance(words) + theme.S4


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
