"""Errors: every code that is raised has its words, and every place that raises it gives the values the words need."""

from __future__ import annotations

import ast
import pickle
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import workbench
from workbench.errors import CATALOGUE, T, WorkbenchError

SOURCES = sorted(Path(workbench.__file__).parent.rglob("*.py"))
NAMES = {"WorkbenchError", "Notice"}


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, code and names of values of every error that is made with a literal code. Values None: they come from elsewhere."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in NAMES or not node.args:
                continue
            first = node.args[0]
            if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                continue
            yield f"{path.name}:{node.lineno}", first.value, _values(node)


def _values(node: ast.Call) -> set[str] | None:
    if len(node.args) > 1:  # a Notice takes them as a mapping
        second = node.args[1]
        if not isinstance(second, ast.Dict) or not all(isinstance(key, ast.Constant) for key in second.keys):
            return None
        return {str(key.value) for key in second.keys if isinstance(key, ast.Constant)}
    names = [keyword.arg for keyword in node.keywords]
    return None if None in names else {name for name in names if name}


def placeholders(template: T) -> set[str]:
    return {name for part in template for _, name, _, _ in string.Formatter().parse(part) if name is not None}


RAISED = list(raised())


def test_that_errors_were_found_in_the_sources() -> None:
    assert len(RAISED) > 60
    assert {"pickle-refused", "text-not-unicode", "disk-full"} <= {code for _, code, _ in RAISED}


@pytest.mark.parametrize(("place", "code"), sorted({(place, code) for place, code, _ in RAISED}))
def test_that_every_code_that_is_raised_has_its_words(place: str, code: str) -> None:
    assert code in CATALOGUE, place


@pytest.mark.parametrize("place", sorted({place for place, code, values in RAISED if values is not None and code in CATALOGUE}))
def test_that_every_value_of_the_words_is_given_where_the_error_is_raised(place: str) -> None:
    for there, code, values in RAISED:
        if there == place and values is not None and code in CATALOGUE:
            assert placeholders(CATALOGUE[code]) <= values, f"{place} leaves out a value of {code}"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_that_words_are_whole_sentences_with_plain_placeholders(code: str) -> None:
    template = CATALOGUE[code]
    assert template.what
    for part in filter(None, template):
        assert part[0].isupper() or part[0] in "{`" or part.startswith("pip"), part
        assert part[-1] in ".?!" or part.endswith("}"), part
        assert "  " not in part
    for name in placeholders(template):
        assert name.isidentifier(), f"{code}: {name}"


def test_that_an_unknown_code_is_a_defect_at_once() -> None:
    with pytest.raises(KeyError):
        WorkbenchError("no-such-code")


def test_that_an_error_says_what_why_and_remedy_with_its_values() -> None:
    error = WorkbenchError("model-not-installed", model="tiny")
    assert str(error) == (
        "The model tiny is not installed. — It is known by name, but was not fetched yet. — Fetch it: `workbench models fetch tiny`."
    )
    assert error.parts(T("{model} 없음", "", "")) == T("tiny 없음", "", "")
    assert str(WorkbenchError("cancelled")) == "Cancelled."


def test_that_a_missing_value_shows_as_its_name() -> None:
    assert "{model}" in str(WorkbenchError("model-not-installed"))


def test_that_braces_in_a_value_are_left_alone() -> None:
    assert "{x} {0}" in str(WorkbenchError("model-missing", model="{x} {0}"))


def test_that_an_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(WorkbenchError("model-missing", model="x")))
    assert (error.code, error.values) == ("model-missing", {"model": "x"})
