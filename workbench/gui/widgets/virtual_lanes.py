"""Which token of the vocabulary each virtual token of a soft prompt was nearest to, over a run: a piece for as long as it stayed so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from workbench.gui import theme
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.curve_scale import Scale
from workbench.gui.widgets.step_lanes import ROW
from workbench.gui.widgets.visible import visible_token
from workbench.values import TrainVirtual

SAME = 0.99
"""Where random pairs of tokens are as alike as that, many were never learned, and chance tells nothing."""


class VirtualLanes:
    """A source of `StepLanes`. A piece that is no nearer than random tokens may be has no colour, and a dotted line around it."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.steps = np.zeros(0, np.int64)
        self.found: list[TrainVirtual] = []

    def set_found(self, found: Sequence[TrainVirtual]) -> None:
        """What was near at each evaluation."""
        self.found = [one for one in found if one.tokens]
        self.steps = np.array([one.step for one in self.found], np.int64)
        words = QCoreApplication.translate("VirtualLanes", "virtual {n}")
        self.names = tuple(words.format(n=number + 1) for number in range(len(self.found[-1].tokens) if self.found else 0))

    def nearest(self, lane: int, evaluation: int) -> str:
        """The nearest token of a lane at an evaluation."""
        return visible_token(self.found[evaluation].tokens[lane][0])

    def said(self, evaluation: int) -> Sequence[str]:
        if not 0 <= evaluation < len(self.found):
            return ("",) * len(self.names)
        return [f"{self.nearest(lane, evaluation)} {self.found[evaluation].scores[lane][0]:.2f}" for lane in range(len(self.names))]

    def words(self, lane: int, evaluation: int) -> str:
        if not (0 <= lane < len(self.names) and 0 <= evaluation < len(self.found)):
            return ""
        one = self.found[evaluation]
        head = QCoreApplication.translate("VirtualLanes", "Nearest to {name} at step {step}, by centred cosine:")
        chance = QCoreApplication.translate("VirtualLanes", "One pair in twenty of random tokens is nearer than {score}.")
        if one.chance >= SAME:
            chance = unlearned()
        near = [f"{visible_token(token)}  {score:.3f}" for token, score in zip(one.tokens[lane], one.scores[lane], strict=True)]
        return "\n".join([head.format(name=self.names[lane], step=f"{one.step:,}"), *near, chance.format(score=f"{one.chance:.2f}")])

    def pieces(self, lane: int) -> list[tuple[int, int]]:
        """Stretches of evaluations [start, stop) in which the nearest token stayed the same."""
        starts = [at for at in range(len(self.found)) if not at or self.nearest(lane, at) != self.nearest(lane, at - 1)]
        return list(zip(starts, [*starts[1:], len(self.found)], strict=True))

    def paint(self, painter: QPainter, box: QRectF, scale: Scale, axis: CurveAxis) -> None:
        places = [*scale.pixels(axis.ruler.places(self.steps.astype(np.float64))).tolist(), box.right()]
        painter.setFont(theme.mono(theme.CAPTION))
        metrics = QFontMetricsF(painter.font())
        for lane in range(len(self.names)):
            top = box.top() + lane * ROW
            for number, (start, stop) in enumerate(self.pieces(lane)):
                piece = QRectF(places[start], top + 1, max(places[stop] - places[start] - 1, 1.0), ROW - 2)
                self._paint_piece(painter, piece, metrics, lane, start, number)

    def _paint_piece(self, painter: QPainter, piece: QRectF, metrics: QFontMetricsF, lane: int, start: int, number: int) -> None:
        c, one = theme.colors(), self.found[start]
        is_near = one.scores[lane][0] > one.chance or one.chance >= SAME
        color = QColor((c.chip_a, c.chip_b)[number % 2])
        if is_near:
            painter.fillRect(piece, color)
        painter.setPen(QPen(c.border, 1, Qt.PenStyle.SolidLine if is_near else Qt.PenStyle.DotLine))
        painter.drawRect(piece)
        words = self.nearest(lane, start)
        if metrics.horizontalAdvance(words) + 4 <= piece.width():
            painter.setPen(c.text if is_near else c.muted)
            painter.drawText(piece.adjusted(3, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)


def unlearned() -> str:
    """What is said where chance tells nothing."""
    return QCoreApplication.translate(
        "VirtualLanes", "Many tokens of this model were never learned and all point one way, so chance gives no measure of nearness."
    )
