"""Tokens of a flowing text that are marked: painted as such, told, and gone with the text."""

from __future__ import annotations

import pytest

from workbench.gui import theme
from workbench.gui.widgets.token_flow import FlowMark, FlowToken, TokenFlow

WORDS = ("one", "two", "six", "ten")


@pytest.fixture
def flow(qapp):
    made = TokenFlow()
    made.resize(500, 120)
    made.set_prompt("", [FlowToken(" " + word, " " + word, f"tip of {word}") for word in WORDS])
    made.show()
    yield made
    made.close()
    made.deleteLater()


def colored(flow, number: int, color) -> int:
    """How many pixels of a color there are about a token's place."""
    start, end = (flow._flow.caret(place) for place in flow.span(number))
    image = flow.viewport().grab().toImage()
    left, top = 16 + int(start.x()) + 6, 16 + int(start.top())
    box = [(x, y) for x in range(left, 16 + int(end.x())) for y in range(top, top + int(start.height()) + 6)]
    near = [abs(image.pixelColor(x, y).red() - color.red()) + abs(image.pixelColor(x, y).blue() - color.blue()) < 40 for x, y in box]
    return sum(near)


def test_that_every_one_of_several_neighbours_is_marked(flow):
    flow.set_marks({number: FlowMark("undecided", "who knows") for number in range(4)})
    for number in range(4):
        assert colored(flow, number, theme.colors().warn) > 2, WORDS[number]


def test_that_what_follows_is_faint_and_what_differs_is_not(flow):
    flow.set_marks({1: FlowMark("other", "would be five"), 2: FlowMark("after", ""), 3: FlowMark("after", "")})
    assert colored(flow, 1, theme.colors().text) > 5
    for number in (2, 3):
        assert colored(flow, number, theme.colors().text) == 0


def test_that_a_mark_is_told_with_its_token_and_goes_with_the_text(flow):
    flow.set_marks({1: FlowMark("other", "would be five")})
    flow.set_current(1)
    assert flow.accessibleDescription() == "tip of two\nwould be five"
    flow.set_prompt("another")
    assert not flow.marks
