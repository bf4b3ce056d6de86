"""A grid as it stands: its cells, what each is worth, and what that comes to. What tables, files and summaries are made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from workbench.prompts.driver import CellState
from workbench.prompts.layout import Layout
from workbench.prompts.scores import Scorer
from workbench.prompts.summary import Estimate, Summary, summarise
from workbench.values import GridScore

CELL_COLUMNS = ("place", "row", "held_out", "template", "model", "setting", "seed", "state", "error", "prompt", "prompt_ids", "reference")
ANSWER_COLUMNS = ("text", "ids", "finish_reason", "chosen_label")
WHOLE = ("done", "known")
SUMMARY_COLUMNS = ("template", "model", "setting", "score", "rows", "mean", "low", "high", "n_rows", "interval")


class Board:
    """`states[place]`: of a driver, or as the record tells them."""

    def __init__(self, layout: Layout, states: Sequence[CellState], scorer: Scorer | None = None) -> None:
        self.layout, self.states = layout, states
        self.scorer = scorer or Scorer(layout)

    def score(self, score: GridScore, place: int) -> float:
        """The number of one score for a cell; NaN where it is not known."""
        return self.scorer.score(score, place, self.states[place].outcomes)

    def summary(self) -> Summary:
        """The means so far."""
        return summarise(self.layout, self.score, lambda place: self.states[place].state in WHOLE)

    def cell_rows(self) -> Iterator[tuple[object, ...]]:
        """Names of columns, then a row for each cell, with its exact ids."""
        yield self.cell_names()
        for place in range(len(self.layout)):
            yield self.cell_row(place)

    def summary_rows(self) -> Iterator[tuple[object, ...]]:
        """Names of columns, then for each template, model, setting and score a row of the rows chosen on, and one of those held out."""
        yield SUMMARY_COLUMNS
        request, names = self.layout.request, score_names(self.layout)
        for line in self.summary().lines:
            what = request.templates[line.template].name, request.models[line.model], request.settings[line.setting].name
            for which, estimates in (("chosen on", line.chosen), ("held out", line.held_out)):
                for name, estimate in zip(names, estimates, strict=True):
                    if which == "chosen on" or self.layout.held_out:
                        yield (*what, name, which, *_numbers(estimate))

    def cell_names(self) -> tuple[str, ...]:
        """What the parts of a cell's row are called."""
        return (*CELL_COLUMNS, *ANSWER_COLUMNS, *score_names(self.layout))

    def cell_row(self, place: int) -> tuple[object, ...]:
        """One cell with everything that is known of it."""
        layout, state = self.layout, self.states[place]
        cell, request = layout.cell(place), layout.request
        known = next(iter(state.outcomes.values()), None)
        answer = state.outcomes.get("generate")
        what = layout.template(cell).name, request.models[cell.column.model], layout.setting(cell).name, cell.column.seed
        return (
            place,
            cell.row,
            int(cell.row in layout.held_out),
            *what,
            state.state,
            "" if state.error is None else str(state.error),
            layout.prompt(cell).text,
            "" if known is None else " ".join(map(str, known.prompt_ids.tolist())),
            layout.reference(cell.row),
            "" if answer is None else answer.text,
            "" if answer is None else " ".join(map(str, answer.ids.tolist())),
            "" if answer is None else answer.finish_reason,
            self.scorer.label(place, state.outcomes),
            *(_plain(self.score(score, place)) for score in request.scores),
        )


def score_names(layout: Layout) -> tuple[str, ...]:
    """A name for each score; of several regular expressions, with a number."""
    kinds = [score.kind for score in layout.request.scores]
    return tuple(kind if kinds.count(kind) == 1 else f"{kind} {kinds[: number + 1].count(kind)}" for number, kind in enumerate(kinds))


def _numbers(estimate: Estimate) -> tuple[object, ...]:
    return (_plain(estimate.mean), _plain(estimate.low), _plain(estimate.high), estimate.n_rows, estimate.method)


def _plain(number: float) -> float | str:
    return "" if math.isnan(number) else number
