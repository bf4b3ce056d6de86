"""The recipes of tasks that ship with the app."""

from __future__ import annotations

import pytest

from workbench.library import BUILT_IN, list_tasks
from workbench.values import TASKS

RECIPES = list_tasks()


def test_that_every_task_has_a_recipe_for_english_and_for_korean() -> None:
    assert {(one.task, one.language) for one in RECIPES} == {(task, language) for task in TASKS for language in ("en", "ko")}
    assert len({one.name for one in RECIPES}) == len(RECIPES)


@pytest.mark.parametrize("one", RECIPES, ids=lambda one: one.name)
def test_that_a_recipe_is_whole_in_both_languages(one) -> None:
    for words in (one.titles, one.about, one.limits):
        assert set(words) == {"en", "ko"}
        assert all(text.strip() for text in words.values())
    assert set(one.models) <= set(BUILT_IN)
    assert one.ask.count("{input}") == 1
    assert bool(one.examples) == bool(one.example)


@pytest.mark.parametrize("one", RECIPES, ids=lambda one: one.name)
def test_that_a_prompt_ends_where_the_answer_begins(one) -> None:
    for shots in range(len(one.examples) + 1):
        prompt = one.prompt(one.input, shots)
        before, behind = one.frame(shots)
        assert prompt == before + one.input + behind
        assert prompt == prompt.strip()
        assert sum(output in before for _given, output in one.examples) >= shots


@pytest.mark.parametrize("one", [one for one in RECIPES if one.mode == "classify"], ids=lambda one: one.name)
def test_that_labels_are_those_of_the_examples_and_begin_with_a_space(one) -> None:
    assert {f" {output}" for _given, output in one.examples} == set(one.labels)
    assert all(label.startswith(" ") for label in one.labels)
    assert one.content_free


def test_that_braces_in_a_text_are_no_places() -> None:
    one = next(one for one in RECIPES if one.name == "answer-en")
    assert one.prompt("a {output} {input} b", 1).endswith("a {output} {input} b\nAnswer:")
