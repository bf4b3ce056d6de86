"""Streams of documents: the same everywhere, in their shares, of many different sentences, and without what is held out."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from corpus_readers import final_consonant, from_english, from_korean

from workbench.text.corpus import document, documents, held_out, lexicon, pairs, sentences
from workbench.text.corpus.english import NAMES as ENGLISH_NAMES
from workbench.text.corpus.english import plural
from workbench.text.corpus.korean import NAMES as KOREAN_NAMES
from workbench.text.corpus.sources import ASSISTANT, SHARES, USER

SPLITS = ("train", "valid", "test")
N = 30_000
KOREAN_HELD, ENGLISH_HELD = held_out("korean"), held_out("english")
DIGEST = """
import hashlib, itertools
from workbench.text.corpus import documents, pairs, sentences
made = [*itertools.islice(documents(4, split="train"), 300), *(s.text for s in itertools.islice(sentences(4, split="test"), 300))]
made += ["|".join(pair) for pair in itertools.islice(pairs(4, split="valid"), 300)]
print(hashlib.sha256("\\n".join(made).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def train() -> list[str]:
    """Documents of training."""
    return list(itertools.islice(documents(21, split="train"), N))


def kind(text: str) -> str:
    """Of what kind a document is, as a reader sees it."""
    if text.startswith(USER):
        return "chat"
    if " = " in text or text[0].isdigit():
        return "numbers"
    return "sentences" if text[-1] in ".?" else "repeated"


def nouns_of(language: str) -> set[str]:
    return {noun for ones in lexicon(language).nouns.values() for noun in ones}


def english_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def test_that_no_held_out_korean_noun_is_in_any_training_text(train):
    texts = [*train, *(one.text for one in itertools.islice(sentences(22, split="train"), 50_000))]
    texts += itertools.islice(documents(23, split="valid"), 10_000)
    whole = "\n".join(texts)
    assert [noun for noun in sorted(KOREAN_HELD) if noun in whole] == []


def test_that_no_held_out_english_noun_is_in_any_training_text(train):
    texts = [*train, *(one.text for one in itertools.islice(sentences(22, split="train"), 50_000))]
    met = english_words("\n".join([*texts, *itertools.islice(documents(23, split="valid"), 10_000)]))
    assert met & (ENGLISH_HELD | {plural(noun) for noun in ENGLISH_HELD}) == set()


def test_that_test_sentences_use_every_held_out_noun():
    met = {word.lower() for one in itertools.islice(sentences(24, split="test"), 40_000) for word in one.words}
    assert KOREAN_HELD - met == set()
    assert {noun for noun in ENGLISH_HELD if noun not in met and plural(noun) not in met} == set()


def test_that_held_out_korean_nouns_can_be_read_by_their_last_syllable():
    """At least 60, of two syllables or more, of both ends; each last syllable ends a training noun too."""
    ends = {noun[-1] for noun in nouns_of("korean")}
    assert len(KOREAN_HELD) >= 60
    assert min(map(len, KOREAN_HELD)) >= 2
    assert min(Counter(bool(final_consonant(noun)) for noun in KOREAN_HELD).values()) >= 30
    assert {noun for noun in KOREAN_HELD if noun[-1] not in ends} == set()
    assert KOREAN_HELD & nouns_of("korean") == ENGLISH_HELD & nouns_of("english") == set()


def test_that_there_are_enough_nouns_of_one_syllable():
    assert len([noun for noun in nouns_of("korean") if len(noun) == 1]) >= 40
    edible = Counter(bool(final_consonant(noun)) for noun in lexicon("korean").nouns["food"] if len(noun) == 1)
    assert edible[True] >= 8
    assert edible[False] >= 6


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_that_another_process_writes_the_same_text(hash_seed):
    found = subprocess.run(
        [sys.executable, "-c", DIGEST], env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True
    )
    made = [*itertools.islice(documents(4, split="train"), 300), *(s.text for s in itertools.islice(sentences(4, split="test"), 300))]
    made += ["|".join(pair) for pair in itertools.islice(pairs(4, split="valid"), 300)]
    assert found.stdout.strip() == hashlib.sha256("\n".join(made).encode()).hexdigest()


def test_that_a_stream_can_begin_at_any_number():
    assert list(itertools.islice(documents(5, split="train", first=90), 10)) == [document(5, n, split="train") for n in range(90, 100)]
    assert list(itertools.islice(sentences(5, split="train", first=3), 2)) == list(itertools.islice(sentences(5, split="train"), 5))[3:]
    assert list(itertools.islice(pairs(5, split="train", first=3), 2)) == list(itertools.islice(pairs(5, split="train"), 5))[3:]


def test_that_seeds_and_splits_give_other_documents():
    streams = [tuple(itertools.islice(documents(seed, split=split), 50)) for seed in (0, 1) for split in SPLITS]
    assert len(set(streams)) == len(streams)


def test_that_documents_come_in_the_stated_shares(train):
    found = Counter(map(kind, train))
    wanted = {
        "chat": SHARES["chat"],
        "numbers": SHARES["numbers"],
        "repeated": SHARES["repeated"],
        "sentences": SHARES["korean"] + SHARES["english"] + SHARES["story"],
    }
    assert sum(SHARES.values()) == pytest.approx(1)
    for name, share in wanted.items():
        assert found[name] == pytest.approx(N * share, abs=6 * (N * share * (1 - share)) ** 0.5), name


def test_that_a_repeated_document_ends_with_the_words_it_began_with(train):
    lengths = Counter()
    for text in filter(lambda text: kind(text) == "repeated", train):
        words = text.split()
        ending = [n for n in range(3, 13) if 2 * n <= len(words) and words[:n] == words[-n:]]
        assert ending, text
        lengths[ending[0]] += 1
    assert set(lengths) == set(range(3, 13))


def test_that_numbers_in_documents_are_right_in_both_languages(train):
    for text in filter(lambda text: kind(text) == "numbers", train):
        if " = " in text:
            sides = text.split(" = ")
            korean, english = sorted(sides, key=str.isascii)
        else:
            said, korean = text.rstrip(".").split(", ")
            number, english = said.split(": ")
            assert int(number) == from_korean(korean), text
        assert from_english(english) == from_korean(korean), text


def test_that_an_answer_is_in_what_was_told(train):
    chats = [text for text in train if kind(text) == "chat"]
    assert len(chats) > 500
    for text in chats:
        question, answer = text.removeprefix(USER).split(ASSISTANT)
        told = question.split(". ")[0] if answer.isascii() else question.split("요. ")[0]
        said = re.sub(r" (was )?(found|먹었어요).*", "", answer)
        assert said.lower().removeprefix("the ") in told.lower(), text


def test_that_a_story_speaks_of_one_person():
    """Four or more sentences are only in stories; those about a person are about the same one."""
    stories = [text for text in itertools.islice(documents(31, split="train"), 10_000) if len(re.findall(r"[.?]", text)) >= 4]
    assert len(stories) > 300
    for text in stories:
        begins = [part.strip() for part in re.split(r"[.?]", text)]
        assert len({name for name in (*KOREAN_NAMES, *ENGLISH_NAMES) for part in begins if part.startswith(name)}) == 1, text


def test_that_there_are_millions_of_different_sentences():
    """By the birthday bound: n drawn with c pairs alike are from about n² / 2c, if all were as likely, and from more if not."""
    long = [one.text for one in itertools.islice(sentences(41, split="train"), 60_000) if len(one.words) >= 8]
    alike = sum(n * (n - 1) // 2 for n in Counter(long).values())
    assert len(long) > 20_000
    assert len(set(long)) / len(long) > 0.99
    assert len(long) ** 2 / 2 / max(alike, 1) > 5_000_000
