"""Which tokens make a word, by the text alone."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.values import Encoding, merged, word_starts


def cut(text: str, ends: list[int], *, special: tuple[int, ...] = ()) -> Encoding:
    """Tokens that end at these bytes of a text; those at the positions `special` stand for no byte."""
    data, spans, chars, start = text.encode(), [], [], 0
    for number in range(len(ends) + len(special)):
        end = start if number in special else ends[number - sum(one < number for one in special)]
        spans.append((start, end))
        chars.append((len(data[:start].decode(errors="ignore")), len(data[:end].decode(errors="ignore"))))
        start = end
    kinds = np.array([number in special for number in range(len(spans))], np.uint8)
    tokens = tuple(data[a:b].decode(errors="replace") for a, b in spans)
    return Encoding(np.arange(len(spans), dtype=np.int32), tokens, np.array(spans), np.array(chars), kinds, text)


def words(text: str) -> list[str]:
    """The words of a text cut into its single bytes."""
    encoding = merged(cut(text, list(range(1, len(text.encode()) + 1))))
    data = text.encode()
    return [data[start:end].decode() for start, end in encoding.byte_spans.tolist()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc, def", ["abc", ",", " def"]),
        ("don't 'go'", ["don't", " '", "go", "'"]),
        ("한국어 데이터", ["한국어", " 데이터"]),
        ("漢字かな", ["漢", "字", "か", "な"]),
        ("naïve 3.14", ["naïve", " 3", ".", "14"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("👩\u200d🚀!", ["👩\u200d🚀", "!"]),
        ("\u1112\u1161\u11ab글", ["\u1112\u1161\u11ab글"]),
    ],
)
def test_that_words_are_runs_of_letters_and_digits(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_that_a_leading_space_belongs_to_its_token() -> None:
    encoding = cut("an unusual word", [2, 5, 7, 10, 15])
    assert word_starts(encoding).tolist() == [0, 1, 4]
    assert merged(encoding).tokens == ("an", " unusual", " word")


def test_that_special_tokens_stand_alone() -> None:
    encoding = cut("abcd", [2, 4], special=(0, 2, 4))
    assert word_starts(encoding).tolist() == [0, 1, 2, 3, 4]


def test_that_words_partition_the_text() -> None:
    encoding = cut("Don't stop: 한국어!", list(range(1, len("Don't stop: 한국어!".encode()) + 1)))
    made = merged(encoding)
    assert made.byte_spans[0, 0] == 0
    assert (made.byte_spans[1:, 0] == made.byte_spans[:-1, 1]).all()
    assert made.byte_spans[-1, 1] == len(encoding.text.encode())


def test_that_nothing_has_no_words() -> None:
    assert len(word_starts(cut("", []))) == 0
