"""How surprising each token of a pinned text was at each evaluation of a run: a lane for each token, tinted by its nats."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QImage, QPainter

from workbench.gui import theme
from workbench.gui.widgets import colormap
from workbench.gui.widgets.curve_axis import CurveAxis
from workbench.gui.widgets.curve_scale import Scale
from workbench.gui.widgets.numbers import nats, percent
from workbench.gui.widgets.visible import visible_token


class PinnedLanes:
    """A source of `StepLanes`. nats: float [evaluations, tokens], NaN where a token has no probability; high: the end of the scale."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.steps = np.zeros(0, np.int64)
        self.nats = np.zeros((0, 0))
        self.high = 1.0

    def set_values(self, tokens: Sequence[str], steps: Sequence[int], values: Sequence[Sequence[float]]) -> None:
        """The tokens as they are shown, the steps of the evaluations, and the nats of each at each."""
        self.names = tuple(visible_token(token) for token in tokens)
        self.steps = np.asarray(steps, np.int64)
        self.nats = np.asarray(values, np.float64).reshape(len(self.steps), len(self.names))
        finite = self.nats[np.isfinite(self.nats)]
        self.high = max(1.0, float(math.ceil(finite.max()))) if len(finite) else 1.0

    def said(self, evaluation: int) -> Sequence[str]:
        if not 0 <= evaluation < len(self.steps):
            return ("",) * len(self.names)
        return [nats(float(value)) for value in self.nats[evaluation]]

    def words(self, lane: int, evaluation: int) -> str:
        if not (0 <= lane < len(self.names) and 0 <= evaluation < len(self.steps)):
            return ""
        value, first = float(self.nats[evaluation, lane]), float(self.nats[0, lane])
        step = f"{int(self.steps[evaluation]):,}"
        if math.isnan(value):
            words = QCoreApplication.translate("PinnedLanes", "{token} (token {n}) has no probability: nothing stands before it")
            return words.format(token=self.names[lane], n=lane)
        words = QCoreApplication.translate(
            "PinnedLanes", "{token} (token {n}) at step {step}: {nats} nats, p = {percent}\nAt the first evaluation: {first} nats"
        )
        return words.format(
            token=self.names[lane], n=lane, step=step, nats=nats(value), percent=percent(math.exp(-value)), first=nats(first)
        )

    def paint(self, painter: QPainter, box: QRectF, scale: Scale, axis: CurveAxis) -> None:
        wide = int(box.width())
        edges = scale.low + (scale.high - scale.low) * np.arange(wide + 1) / wide
        if scale.log:
            edges = scale.low * (scale.high / scale.low) ** (np.arange(wide + 1) / wide)
        found = held(self.nats, self.steps, axis.ruler.steps(edges))
        colors = colormap.shaded(found / self.high)
        colors[np.isnan(found)] = theme.colors().raised.rgb()
        colors = np.ascontiguousarray(colors.T)  # [tokens, pixels]
        if colors.size:
            image = QImage(colors.data, wide, len(self.names), 4 * wide, QImage.Format.Format_RGB32)
            painter.drawImage(box, image)


def held(values: np.ndarray, steps: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """float [columns, tokens]: what holds in each column between two edges; of several evaluations the greatest of each token, NaN
    before the first."""
    bounds = np.searchsorted(steps, edges, "left")
    found = np.full((len(edges) - 1, values.shape[1]), np.nan)
    latest = np.searchsorted(steps, edges[1:], "right") - 1
    some = latest >= 0
    found[some] = values[latest[some]]
    for column in np.flatnonzero(bounds[1:] - bounds[:-1] > 1).tolist():
        found[column] = np.fmax.reduce(values[bounds[column] : bounds[column + 1]], axis=0)
    return found
