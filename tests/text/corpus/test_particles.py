"""Particles against canonical decomposition, which knows final consonants without the formula."""

from __future__ import annotations

import pytest
from corpus_readers import RIEUL, final_consonant

from workbench.text.corpus import particle
from workbench.text.corpus.particles import PAIRS, final_of

SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]


def test_that_all_11172_syllables_have_the_final_consonant_of_their_decomposition():
    assert len(SYLLABLES) == 11_172
    assert [one for one in SYLLABLES if bool(final_of(one)) != bool(final_consonant(one))] == []


@pytest.mark.parametrize("kind", sorted(PAIRS))
def test_that_a_particle_follows_the_final_consonant_of_any_syllable(kind):
    closed, opened = PAIRS[kind]
    assert [one for one in SYLLABLES if particle(one, kind) != (closed if final_consonant(one) else opened)] == []


def test_that_euro_loses_its_vowel_after_a_vowel_and_after_rieul():
    for one in SYLLABLES:
        assert particle(one, "by") == ("로" if final_consonant(one) in ("", RIEUL) else "으로"), one


@pytest.mark.parametrize(
    ("word", "kind", "said"),
    [
        ("밥", "object", "을"), ("사과", "object", "를"), ("학생", "subject", "이"), ("의사", "topic", "는"), ("형", "with", "과"),
        ("누나", "with", "와"), ("칼", "by", "로"), ("손", "by", "으로"), ("기차", "by", "로"), ("학생", "copula_polite", "이에요"),
    ],
)  # fmt: skip
def test_that_a_particle_fits_its_word(word, kind, said):
    assert particle(word, kind) == said


@pytest.mark.parametrize("word", ["apple", "7", "밥.", "ㄱ"])
def test_that_a_word_without_a_final_syllable_is_refused(word):
    with pytest.raises(ValueError, match="Hangul syllable"):
        particle(word, "object")
