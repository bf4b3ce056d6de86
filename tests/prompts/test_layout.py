"""How a grid is laid out: its places, its few-shot prompts, and the rows that are held out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import TABLE, grid
from hypothesis import given
from hypothesis import strategies as st

from workbench.prompts import Layout, problem_of
from workbench.prompts.shots import held_out, shots, shuffled
from workbench.values import GridScore, GridSetting, PromptTable, PromptTemplate

ROWS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xy")), min_size=1, max_size=12)


def test_that_every_combination_has_one_place() -> None:
    layout = Layout(grid(settings=(GridSetting("one"), GridSetting("two")), seeds=(0, 1, 2)))
    cells = [layout.cell(place) for place in range(len(layout))]
    assert len(cells) == len(set(cells)) == 5 * 2 * 2 * 2 * 3
    assert [layout.place(cell.row, layout.columns.index(cell.column)) for cell in cells] == list(range(len(layout)))


@given(ROWS, st.integers(0, 6), st.integers(), st.data())
def test_that_a_row_is_never_its_own_example(rows: list[tuple[str, str]], count: int, seed: int, data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(rows))
    order = shuffled(rows, seed)
    found = shots(rows, count, order=order, asked=asked)
    assert asked not in [rows[number] for number in found]
    assert len(found) == len(set(found)) == min(count, sum(row != asked for row in rows))
    assert found == shots(rows, count + 1, order=order, asked=asked)[:count]


@given(ROWS, st.floats(0, 1), st.integers())
def test_that_a_share_is_held_out_and_never_all(rows: list[tuple[str, str]], share: float, seed: int) -> None:
    found = held_out(rows, share, seed)
    assert found == held_out(rows, share, seed)
    if len(rows) < 4 or share == 0:
        assert not found
    else:
        assert 1 <= len(found) < len(rows)


def test_that_examples_come_before_the_question_with_their_answers() -> None:
    layout = Layout(grid(settings=(GridSetting("three", shots=3),), holdout=0.0))
    prompt = layout.prompt(layout.cell(0)).text
    *examples, question = prompt.split("\n\n")
    assert question == "good?"
    assert len(examples) == 3
    assert set(examples) < {"bad? no", "fine? yes", "awful? no", "great? yes"}


def test_that_no_example_comes_from_the_rows_held_out() -> None:
    layout = Layout(grid(settings=(GridSetting("all", shots=9),), holdout=0.4))
    held = {TABLE.rows[row][0] for row in layout.held_out}
    assert len(held) == 2
    for row in range(5):
        examples = layout.prompt(layout.cell(layout.place(row, 0))).text.split("\n\n")[:-1]
        assert len(examples) == (3 if row in layout.held_out else 2)
        assert not {example.split("?")[0] for example in examples} & held


def test_that_examples_stand_where_the_template_says() -> None:
    template = PromptTemplate("t", "Judge.\n\n{examples}\n\nText: {text}", example="Text: {text} / {label}")
    layout = Layout(grid(templates=(template,), settings=(GridSetting("one", shots=1), GridSetting("none")), holdout=0.0))
    one, none = (layout.prompt(layout.cell(layout.place(0, column))).text for column in (0, 1))
    assert one.startswith("Judge.\n\nText: ")
    assert one.count("Text: ") == 2
    assert one.endswith("\n\nText: good")
    assert none == "Judge.\n\nText: good"


def test_that_what_comes_from_a_variable_is_marked() -> None:
    layout = Layout(grid())
    assert [(piece.text, piece.is_variable) for piece in layout.marked(layout.cell(0))] == [("good", True), ("?", False)]


def test_that_a_conversation_has_its_system_message() -> None:
    template = PromptTemplate("t", "{text}", form="user", system="Answer {label}.")
    layout = Layout(grid(templates=(template,)))
    assert layout.prompt(layout.cell(0)).messages() == (("system", "Answer yes."), ("user", "good"))


def test_that_labels_and_the_reference_are_weighed_behind_the_joiner_once_each() -> None:
    scores = (GridScore("label"), GridScore("nll"))
    layout = Layout(grid(scores=scores, labels=("yes", "no")))
    assert layout.continuations(layout.cell(0)) == (" yes", " no")
    chat = replace(layout.request.templates[0], form="user")
    layout = Layout(grid(templates=(chat,), scores=scores, labels=("ja", "nein")))
    assert layout.continuations(layout.cell(0)) == ("ja", "nein", "yes")
    assert layout.kinds == ("likelihood",)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"templates": ()}, "grid-empty"),
        ({"models": ()}, "grid-empty"),
        ({"table": PromptTable(("text", "label"), ())}, "grid-empty"),
        ({"templates": (PromptTemplate("t", "{tone}"),)}, "template-column"),
        ({"templates": (PromptTemplate("t", "{"),)}, "template-brace"),
        ({"templates": (PromptTemplate("t", " \n"),)}, "template-empty"),
        ({"templates": (PromptTemplate("t", "a"), PromptTemplate("t", "b"))}, "name-twice"),
        ({"templates": (PromptTemplate("t", "a", example="{tone}"),), "settings": (GridSetting("s", shots=1),)}, "template-column"),
        ({"reference": ""}, "reference-missing"),
        ({"scores": (GridScore("label"),), "labels": ("yes", "yes")}, "labels-few"),
        ({"scores": (GridScore("regex", "("),)}, "pattern-bad"),
        ({"seeds": tuple(range(1001))}, "grid-too-large"),
        ({"table": PromptTable(("examples",), (("a",),)), "reference": ""}, "column-reserved"),
    ],
)
def test_that_what_is_wrong_is_said_before_anything_runs(changes: dict[str, object], code: str) -> None:
    if code == "column-reserved":
        changes = changes | {"templates": (PromptTemplate("t", "a"),)}
    found = problem_of(grid(**changes))
    assert found is not None
    assert found.code == code


def test_that_nothing_is_wrong_with_a_grid_that_is_right() -> None:
    assert problem_of(grid()) is None
