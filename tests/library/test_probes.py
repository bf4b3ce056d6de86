"""The tables that ship with the app are what the probe asks for."""

from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError
from workbench.library import built_in_table, list_tables
from workbench.values import LEAST_TEMPLATES, table_from_csv, table_to_csv


@pytest.mark.parametrize("one", list_tables(), ids=lambda one: one.table.name)
def test_that_a_built_in_table_has_enough_templates_and_words_in_both_languages(one) -> None:
    table = one.table
    by_template = {template: [pair for pair in table.pairs if pair.template == template] for template in (p.template for p in table.pairs)}
    assert len(by_template) >= LEAST_TEMPLATES + 1  # one can be taken out
    assert len({len(pairs) for pairs in by_template.values()}) == 1
    assert len(set(table.pairs)) == len(table.pairs)
    assert all("{" not in text for pair in table.pairs for text in (pair.template, pair.a, pair.b, pair.continuation))
    assert set(one.titles) == set(one.about) == {"en", "ko"}
    assert table_from_csv(table_to_csv(table).encode(), table.name) == table


def test_that_sentences_of_a_pair_differ_in_their_side_alone() -> None:
    pairs = built_in_table("occupations-en").table.pairs
    assert all(pair.a.replace("He ", "She ").replace(" he ", " she ") == pair.b for pair in pairs)


def test_that_an_unknown_table_is_told_with_those_there_are() -> None:
    with pytest.raises(WorkbenchError, match="countries-en, countries-ko, occupations-en, occupations-ko"):
        built_in_table("nothing")
