"""What runs are called in a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_trainings import row_of

from workbench.gui import i18n
from workbench.gui.run_names import cells_in_words, run_name


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("6 of 6 cells", "칸 6개 중 6개"),
        ("My grid: 3 rows × 2 models · 1,000 of 2,000 cells, 3 failed", "My grid: 3 rows × 2 models · 칸 2,000개 중 1,000개, 실패 3개"),
        ("5 of 6 cells are green", "5 of 6 cells are green"),
        ("나는 사과를 먹는다.", "나는 사과를 먹는다."),
    ],
)
def test_that_cells_are_counted_in_the_language_of_the_window(qapp, summary: str, words: str) -> None:
    assert cells_in_words(summary) == summary
    i18n.use("ko")
    try:
        assert cells_in_words(summary) == words
    finally:
        i18n.use("en")


def test_that_a_lesson_is_called_by_its_name(qapp) -> None:
    row = replace(row_of(7, model="induction"), kind="lesson", summary="6 of 6 cells")
    assert run_name(row) == "induction · 6 of 6 cells"
