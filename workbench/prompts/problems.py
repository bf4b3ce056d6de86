"""What keeps a grid from being started, said before anything runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from workbench.errors import WorkbenchError
from workbench.prompts.layout import EXAMPLES, example_of
from workbench.prompts.template import variables
from workbench.values import MAX_CELLS, PromptGridRequest

NEEDS_REFERENCE = ("exact", "contains", "label", "nll")
MOST_SHOTS = 64


def problem_of(request: PromptGridRequest) -> WorkbenchError | None:
    """The first thing that is wrong with a grid, or None."""
    try:
        return next(_problems(request), None)
    except WorkbenchError as error:
        return error


def _problems(request: PromptGridRequest) -> Iterator[WorkbenchError]:
    for what, parts in (("template", request.templates), ("row", request.table.rows), ("model", request.models),
                        ("setting", request.settings), ("seed", request.seeds)):  # fmt: skip
        if not parts:
            yield WorkbenchError("grid-empty", what=what)
    yield from _twice("template", (one.name for one in request.templates))
    yield from _twice("setting", (one.name for one in request.settings))
    yield from _twice("column", request.table.columns)
    yield from _templates(request)
    yield from _scores(request)
    n_cells = len(request.templates) * len(request.table.rows) * len(request.models) * len(request.settings) * len(request.seeds)
    if n_cells > MAX_CELLS:
        yield WorkbenchError("grid-too-large", n_cells=n_cells, limit=MAX_CELLS)


def _templates(request: PromptGridRequest) -> Iterator[WorkbenchError]:
    columns = request.table.columns
    pool = columns if request.examples is None else request.examples.columns
    few = any(setting.shots for setting in request.settings)
    if EXAMPLES in columns:
        yield WorkbenchError("column-reserved", name=EXAMPLES)
    for template in request.templates:
        if not template.text.strip():
            yield WorkbenchError("template-empty", template=template.name)
        yield from _unknown(template.name, template.text, (*columns, EXAMPLES))
        yield from _unknown(template.name, template.system, columns)
        if few:
            yield from _unknown(template.name, example_of(template, request.reference), pool)
    yield from _unknown("reference", request.reference, columns)
    for setting in request.settings:
        if not 0 <= setting.shots <= MOST_SHOTS:
            yield WorkbenchError("bad-value", name="shots", value=setting.shots, limit=f"0 to {MOST_SHOTS}")


def _unknown(name: str, text: str, known: tuple[str, ...]) -> Iterator[WorkbenchError]:
    for variable in variables(text):
        if variable not in known:
            yield WorkbenchError("template-column", template=name, name=variable, known=", ".join(known) or "none")


def _scores(request: PromptGridRequest) -> Iterator[WorkbenchError]:
    for score in request.scores:
        if score.kind in NEEDS_REFERENCE and not request.reference.strip():
            yield WorkbenchError("reference-missing", score=score.kind)
        if score.kind == "label" and len(set(request.labels)) < 2:
            yield WorkbenchError("labels-few", n_labels=len(set(request.labels)))
        if score.kind == "regex":
            try:
                re.compile(score.pattern)
            except (re.error, OverflowError, RecursionError) as error:
                yield WorkbenchError("pattern-bad", pattern=score.pattern, reason=error)


def _twice(what: str, names: Iterable[str]) -> Iterator[WorkbenchError]:
    for name, count in Counter(names).items():
        if count > 1:
            yield WorkbenchError("name-twice", what=what, name=name, count=count)
