"""The chart of a lesson: over the steps, setting by setting, or along what is varied."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.gui.panels.training_compare_words import SHARES, FigureWords, titled
from workbench.gui.widgets.band_plot import BandLine, BandPlot
from workbench.gui.widgets.spread_plot import SpreadPlot, SpreadRow
from workbench.values import LessonCell, LessonRequest, Spread, band_of, shown_arms, spread, spread_of

CHARTS = ("curves", "arms", "axes")
Cells = Mapping[tuple[int, int], LessonCell]


class LessonChartView(QStackedWidget):
    """One of two widgets: lines with bands, or rows of dots."""

    def __init__(self, words: FigureWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.bands, self.spreads = BandPlot(self), SpreadPlot(self)
        self.addWidget(self.bands)
        self.addWidget(self.spreads)

    @staticmethod
    def curves_of(request: LessonRequest, cells: Cells) -> tuple[str, ...]:
        """What was followed over the steps."""
        found = dict.fromkeys(name for cell in cells.values() for name in cell.curves)
        return tuple(sorted(found, key=lambda name: (name != request.figure, name)))

    def show_lesson(self, request: LessonRequest, cells: Cells, *, kind: str, figure: str, over: str) -> None:
        """Draw a figure."""
        spelled, scale = functools.partial(self._words.scaled, figure), self._words.scale(figure)
        self.setCurrentWidget(self.spreads if kind == "arms" else self.bands)
        title = self._words.name(figure, request)
        references = request.references if figure == request.figure else {}
        known = {self.tr("known: {value}").format(value=spelled(scale * value)): scale * value for value in references.values()}
        if kind == "arms":
            self.spreads.set_rows(self._rows(request, cells, figure), range_=(0.0, 100.0) if figure in SHARES else None)
            self.spreads.say(title, spelled)
        elif kind == "axes":
            lines, places, axis = self._along(request, cells, figure)
            self.bands.set_lines(lines, places=places, references=known)
            self.bands.say(title, axis, spelled)
        else:
            self.bands.set_lines(self._over(request, cells, figure, over), references=known)
            self.bands.say(title, self.tr("steps") if over == "steps" else self.tr("tokens learned from"), spelled)

    def _rows(self, request: LessonRequest, cells: Cells, figure: str) -> list[SpreadRow]:
        arms = [(number, request.arms[number]) for number in shown_arms(request)]
        return [SpreadRow(titled(arm.titles, arm.name), self._spread(cells, number, figure), number) for number, arm in arms]

    def _spread(self, cells: Cells, number: int, figure: str) -> Spread:
        """A figure of an arm, in the unit that its name says."""
        scale = self._words.scale(figure)
        return spread([scale * value for value in spread_of(cells, number, figure).values])

    def _over(self, request: LessonRequest, cells: Cells, figure: str, over: str) -> list[BandLine]:
        lines, scale = [], self._words.scale(figure)
        for number in shown_arms(request):
            band, arm = band_of(cells, number, figure), request.arms[number]
            if band is not None:
                x = band.steps if over == "steps" else band.tokens
                lines.append(BandLine(titled(arm.titles, arm.name), x, scale * band.mean, scale * band.least, scale * band.most, number))
        return lines

    def _along(self, request: LessonRequest, cells: Cells, figure: str) -> tuple[list[BandLine], Sequence[str], str]:
        """A line for each combination of the other axes, over the values of the first."""
        first = request.axes[0]
        names = list(first.values)
        lines: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for number in shown_arms(request):
            place, *others = request.arms[number].places
            lines.setdefault(tuple(others), []).append((names.index(place), number))
        found = []
        for tint, (others, members) in enumerate(lines.items()):
            spreads = [(at, self._spread(cells, number, figure)) for at, number in sorted(members)]
            spreads = [(at, one) for at, one in spreads if one.n]
            titles = [titled(axis.values[one], one) for axis, one in zip(request.axes[1:], others, strict=True)]
            x = np.array([at for at, _ in spreads], np.float64)
            mean, least, most = (np.array([getattr(one, part) for _, one in spreads]) for part in ("mean", "least", "most"))
            found.append(BandLine(" · ".join(titles), x, mean, least, most, tint))
        return found, [titled(first.values[name], name) for name in names], titled(first.titles, first.name)
