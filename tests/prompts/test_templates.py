"""Templates: what is put in comes out as it is, and what is no variable is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.prompts import pieces, render, variables
from workbench.prompts.template import escaped

NAMES = st.text(st.characters(blacklist_characters="{}\n", blacklist_categories=("Cs",)), min_size=1).filter(str.strip).map(str.strip)
PARTS = st.lists(st.tuples(st.booleans(), NAMES | st.text()), max_size=8)


@given(st.text())
def test_that_an_escaped_text_renders_to_itself(text: str) -> None:
    assert render(escaped(text), {}) == text
    assert variables(escaped(text)) == ()


@given(st.lists(st.tuples(st.text(), NAMES), max_size=6), st.text(), st.data())
def test_that_values_stand_where_their_variables_stood(parts: list[tuple[str, str]], end: str, data: st.DataObject) -> None:
    values = {name: data.draw(st.text(), label=name) for _, name in parts}
    template = "".join(escaped(text) + "{" + name + "}" for text, name in parts) + escaped(end)
    assert render(template, values) == "".join(text + values[name] for text, name in parts) + end
    assert variables(template) == tuple(dict.fromkeys(name for _, name in parts))


@given(st.text("{}ab \n", max_size=12))
def test_that_any_text_is_a_template_or_is_refused_by_its_name(text: str) -> None:
    try:
        found = pieces(text)
    except WorkbenchError as error:
        assert error.code == "template-brace"  # noqa: PT017
        return
    spelled = "".join("{" + piece.text + "}" if piece.is_variable else escaped(piece.text) for piece in found)
    assert pieces(spelled) == found


def test_that_a_value_is_never_read_as_a_template() -> None:
    assert render("{a}", {"a": "{b} {{c}} {", "b": "no"}) == "{b} {{c}} {"


@pytest.mark.parametrize(("template", "found", "line"), [("a {", "{", 1), ("a\nb }", "}", 2), ("{ }", "{ }", 1), ("{{{a}", "{a}", 0)])
def test_that_a_brace_that_stands_alone_is_named_with_its_line(template: str, found: str, line: int) -> None:
    if not line:
        assert render(template, {"a": "x"}) == "{x"
        return
    with pytest.raises(WorkbenchError) as caught:
        pieces(template)
    assert (caught.value.values["found"], caught.value.values["line"]) == (found, line)


def test_that_a_variable_without_a_value_is_named_with_those_there_are() -> None:
    with pytest.raises(WorkbenchError, match=r"no value for the variable tone.*The values given are: text, label"):
        render("{tone} {text}", {"text": "a", "label": "b"})


def test_that_korean_names_are_names() -> None:
    assert render("{문장} → {답}", {"문장": "좋아요", "답": "긍정"}) == "좋아요 → 긍정"
