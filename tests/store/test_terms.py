"""Hangul is found by any two of its syllables, other words by their beginning."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.store.sqlite import sqlite3
from workbench.store.terms import match, terms


def found(text: str, query: str) -> bool:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(terms, tokenize='ascii')")
    connection.execute("INSERT INTO t VALUES (?)", (terms(text),))
    phrases = match(query)
    hits = all(connection.execute("SELECT 1 FROM t WHERE t MATCH ?", (phrase,)).fetchone() for phrase in phrases)
    connection.close()
    return bool(phrases) and hits


@pytest.mark.parametrize(
    "query", ["대한", "민국", "한민", "국의", "수도", "도는", "대", "국", "는", "대한민국", "한민국의", "수도 대한", "서울"]
)
def test_that_syllables_are_found_wherever_they_stand(query: str) -> None:
    assert found("대한민국의 수도는 서울", query)


@pytest.mark.parametrize("query", ["한국", "국수", "도서", "대민", "의대", "대한국"])
def test_that_syllables_that_do_not_stand_together_are_not_found(query: str) -> None:
    assert not found("대한민국의 수도는 서울", query)


def test_that_decomposed_hangul_is_the_same() -> None:
    assert found(unicodedata.normalize("NFD", "한국어"), "한국")
    assert found("한국어", unicodedata.normalize("NFD", "국어"))


@pytest.mark.parametrize(
    "query", ["capital", "CAPITAL", "cap", "the capital", "capital fra", "smollm2-135m", "GPT한국", "한국GPT", "😀", "東京"]
)
def test_that_words_are_found_by_their_beginning_in_any_case(query: str) -> None:
    assert found("The capital of France 😀 smollm2-135m-instruct GPT한국GPT 東京都", query)


def test_that_the_end_of_a_word_does_not_find_it() -> None:
    assert not found("capital", "pital")


@pytest.mark.parametrize("query", ["", "   ", "?!", "\x00", '"', "*", "\ud800"])
def test_that_a_query_without_letters_says_nothing(query: str) -> None:
    assert match(query) == () or not found("text", query)


@given(st.text(max_size=40), st.text(max_size=40))
def test_that_no_query_is_a_syntax_error_and_every_text_finds_itself(text: str, query: str) -> None:
    found(text, query)
    if match(text):
        assert found(text, text)


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=20), st.data())
def test_that_every_piece_of_hangul_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found(f"앞 {text} 뒤", text[start:end])
