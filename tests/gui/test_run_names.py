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


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("causal · 418k parameters · loss 2.67 at step 240 of 4,000", "다음 토큰 · 파라미터 418k개 · 손실 2.67 (4,000단계 중 240단계)"),
        ("labels · 57.8k parameters", "글의 부류 · 파라미터 57.8k개"),
        ("causal · 5-gram · loss 2.17 at step 240 of 240", "다음 토큰 · 5-그램 · 손실 2.17 (240단계 중 240단계)"),
        ("wishful · 418k parameters", "wishful · 418k parameters"),
    ],
)
def test_that_a_training_says_what_it_is_in_the_language_of_the_window(qapp, summary: str, words: str) -> None:
    row = replace(row_of(7), summary=summary)
    assert run_name(row) == summary
    i18n.use("ko")
    try:
        assert run_name(row) == words
    finally:
        i18n.use("en")


def test_that_a_text_that_reads_like_a_training_is_left_as_it_was_written(qapp) -> None:
    row = replace(row_of(7), kind="generate", summary="causal · 418k parameters")
    i18n.use("ko")
    try:
        assert run_name(row) == "causal · 418k parameters"
    finally:
        i18n.use("en")
