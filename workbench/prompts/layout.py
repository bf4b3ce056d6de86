"""How a grid is laid out: its columns, its cells in their places, and the prompt of each.

Rows are rows of variables; a column is a template, a model, a setting and a seed. A place is row x number of columns + column.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from workbench.prompts.shots import held_out, shots, shuffled
from workbench.prompts.template import Piece, fill, filled, pieces, render, variables
from workbench.values import GridPrompt, GridSetting, PromptGridRequest, PromptTemplate, WorkKind

EXAMPLES = "examples"
"""The variable that says where the examples stand."""
BETWEEN = "\n\n"
"""What stands between two examples, and between the last and the question."""


class Column(NamedTuple):
    """By number: which template, model and setting; and the seed itself."""

    template: int
    model: int
    setting: int
    seed: int


class Cell(NamedTuple):
    row: int
    column: Column


class Layout:
    """A grid's cells. Asks for a request that `problem_of` finds nothing wrong with."""

    def __init__(self, request: PromptGridRequest) -> None:
        self.request = request
        self.columns = tuple(
            Column(template, model, setting, seed)
            for template in range(len(request.templates))
            for model in range(len(request.models))
            for setting in range(len(request.settings))
            for seed in request.seeds
        )
        self.n_rows = len(request.table.rows)
        self.held_out = held_out(request.table.rows, request.holdout, request.holdout_seed)

    def __len__(self) -> int:
        return self.n_rows * len(self.columns)

    def cell(self, place: int) -> Cell:
        """The cell at a place."""
        row, column = divmod(place, len(self.columns))
        return Cell(row, self.columns[column])

    def place(self, row: int, column: int) -> int:
        return row * len(self.columns) + column

    def template(self, cell: Cell) -> PromptTemplate:
        return self.request.templates[cell.column.template]

    def setting(self, cell: Cell) -> GridSetting:
        return self.request.settings[cell.column.setting]

    def values(self, row: int) -> dict[str, str]:
        """The variables of a row by name."""
        table = self.request.table
        return dict(zip(table.columns, table.rows[row], strict=True))

    def reference(self, row: int) -> str:
        """The right answer to a row's question; empty where none is known."""
        return render(self.request.reference, self.values(row))

    def prompt(self, cell: Cell) -> GridPrompt:
        """What the model is asked in a cell."""
        template = self.template(cell)
        text = "".join(piece.text for piece in self.marked(cell))
        return GridPrompt(text, template.form, render(template.system, self.values(cell.row)))

    def marked(self, cell: Cell) -> tuple[Piece, ...]:
        """The text of a cell's prompt in pieces, which say what came from a variable."""
        template, values = self.template(cell), self.values(cell.row)
        examples = self._examples(template, self.setting(cell).shots, cell.row)
        before = tuple(piece for example in examples for piece in (*example, Piece(BETWEEN, is_variable=False)))
        found: list[Piece] = [] if EXAMPLES in variables(template.text) else list(before)
        emptied = False
        for piece in pieces(template.text):
            if piece == Piece(EXAMPLES, is_variable=True):
                found += before[:-1]
                emptied = not before
            else:  # where no examples stand, no empty lines tell of them
                piece = fill(piece, values)
                found.append(piece._replace(text=piece.text.lstrip("\n")) if emptied else piece)
                emptied = False
        return tuple(found)

    def continuations(self, cell: Cell) -> tuple[str, ...]:
        """The texts that a cell's likelihood is asked for: the labels, then the reference where its own is wanted."""
        kinds = {score.kind for score in self.request.scores}
        wanted = (*(self.request.labels if "label" in kinds else ()), *((self.reference(cell.row),) if "nll" in kinds else ()))
        template = self.template(cell)
        joiner = template.joiner if template.form == "raw" else ""
        return tuple(dict.fromkeys(joiner + text for text in wanted if text))

    def continuation(self, cell: Cell, answer: str) -> str:
        """An answer as `continuations` has it."""
        template = self.template(cell)
        return (template.joiner if template.form == "raw" else "") + answer

    @property
    def kinds(self) -> tuple[WorkKind, ...]:
        """What is computed for each cell: an answer for a score that reads it, or because no score asks for anything else; the
        probability of given answers where one asks for that."""
        wanted = {score.kind for score in self.request.scores}
        weighs = wanted & {"label", "nll"}
        kinds: tuple[WorkKind, ...] = ("generate",) if wanted - weighs or not wanted else ()
        return (*kinds, "likelihood") if weighs else kinds

    @cached_property
    def _pool(self) -> tuple[Mapping[str, str], ...]:
        request = self.request
        if request.examples is not None:
            return tuple(dict(zip(request.examples.columns, row, strict=True)) for row in request.examples.rows)
        return tuple(self.values(row) for row in range(self.n_rows) if row not in self.held_out)

    @cached_property
    def _order(self) -> list[int]:
        return shuffled([tuple(row.values()) for row in self._pool], self.request.shots_seed)

    def _examples(self, template: PromptTemplate, count: int, row: int) -> list[tuple[Piece, ...]]:
        if not count:
            return []
        rows = [tuple(one.values()) for one in self._pool]
        asked = self._as_in_pool(row)
        example = example_of(template, self.request.reference)
        return [filled(example, self._pool[number]) for number in shots(rows, count, order=self._order, asked=asked)]

    def _as_in_pool(self, row: int) -> tuple[str, ...]:
        """A row with the columns of the pool, so that an equal one is known there."""
        values = self.values(row)
        names = self._pool[0] if self._pool else values
        return tuple(values.get(name, "") for name in names)


def example_of(template: PromptTemplate, reference: str) -> str:
    """The template of an example: the one given, or the question with its answer behind it."""
    if template.example:
        return template.example
    return template.text.replace("{" + EXAMPLES + "}", "").strip("\n") + template.joiner + reference
