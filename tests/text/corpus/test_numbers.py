"""Number words, read back by readers of their own."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from corpus_readers import from_english, from_korean, from_native

from workbench.text.corpus import TO_ENGLISH, TO_KOREAN, in_english, in_korean, is_held_out, native, pairs

EVERY = range(100_000)


def test_that_every_english_number_reads_back():
    assert [n for n in EVERY if from_english(in_english(n)) != n] == []


def test_that_every_korean_number_reads_back():
    assert [n for n in EVERY if from_korean(in_korean(n)) != n] == []


def test_that_number_words_are_unique():
    assert len({in_english(n) for n in EVERY}) == len({in_korean(n) for n in EVERY}) == len(EVERY)


@pytest.mark.parametrize(
    ("n", "english", "korean"),
    [
        (0, "zero", "영"),
        (10, "ten", "십"),
        (21, "twenty one", "이십일"),
        (100, "one hundred", "백"),
        (111, "one hundred and eleven", "백십일"),
        (312, "three hundred and twelve", "삼백십이"),
        (1000, "one thousand", "천"),
        (1001, "one thousand and one", "천일"),
        (10_000, "ten thousand", "만"),
        (11_111, "eleven thousand one hundred and eleven", "만천백십일"),
        (99_999, "ninety nine thousand nine hundred and ninety nine", "구만구천구백구십구"),
    ],
)
def test_that_a_number_is_said_as_people_say_it(n, english, korean):
    assert (in_english(n), in_korean(n)) == (english, korean)


def test_that_native_numbers_read_back_with_and_without_a_counter():
    for n in range(1, 100):
        assert from_native(native(n)) == from_native(native(n, counting=True)) == n


@pytest.mark.parametrize(("n", "said"), [(1, "한"), (4, "네"), (5, "다섯"), (20, "스무"), (21, "스물한"), (30, "서른"), (32, "서른두")])
def test_that_a_number_before_a_counter_is_shortened(n, said):
    assert native(n, counting=True) == said


@pytest.mark.parametrize("write", [in_english, in_korean])
@pytest.mark.parametrize("n", [-1, 100_000])
def test_that_numbers_beyond_the_range_are_refused(write, n):
    with pytest.raises(ValueError, match="beyond"):
        write(n)


def test_that_one_number_in_ten_is_held_out_and_none_up_to_twenty():
    held = [n for n in EVERY if is_held_out(n)]
    assert min(held) > 20
    assert 0.09 < len(held) / len(EVERY) < 0.115


def numbers(split: str, *, seed: int = 3, count: int = 20_000) -> list[tuple[int, str, str]]:
    """The number of each pair by the readers above, which both sides must agree on, with its source and target."""
    found = []
    for source, target in itertools.islice(pairs(seed, split=split), count):
        if source.startswith(TO_KOREAN):
            english, korean = source.removeprefix(TO_KOREAN), target
        else:
            english, korean = target, source.removeprefix(TO_ENGLISH)
        assert from_english(english) == from_korean(korean), (source, target)
        found.append((from_korean(korean), source, target))
    return found


def test_that_pairs_of_training_and_test_share_no_number():
    train, valid, test = ({n for n, _, _ in numbers(split)} for split in ("train", "valid", "test"))
    assert not (train | valid) & test
    assert {len(str(n)) for n in train} == {1, 2, 3, 4, 5}
    assert {len(str(n)) for n in test} == {2, 3, 4, 5}


def test_that_pairs_go_both_ways_equally():
    ways = Counter(source[:7] for _, source, _ in numbers("train"))
    assert set(ways) == {TO_KOREAN, TO_ENGLISH}
    assert abs(ways[TO_KOREAN] - ways[TO_ENGLISH]) < 800  # 5.7 standard deviations of 20,000 tosses
