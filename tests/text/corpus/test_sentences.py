"""Sentences and their parses: trees, spans, particles, articles, agreement."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from corpus_readers import final_consonant

from workbench.text.corpus import RELATIONS, TAGS, Sentence, lexicon, sentences
from workbench.text.corpus.english import IRREGULAR, VERBS, article, plural
from workbench.text.corpus.korean import COUNTERS

AFTER_CONSONANT = {"을", "이", "은", "과", "이다", "이에요"}
AFTER_VOWEL = {"를", "가", "는", "와", "다", "예요"}
EITHER = {"에", "에서"}
SSANGSIOT = "\u11bb"


@pytest.fixture(scope="module", params=["train", "valid", "test"])
def made(request) -> list[Sentence]:
    """20,000 sentences of a split."""
    return list(itertools.islice(sentences(11, split=request.param), 20_000))


@pytest.fixture(scope="module")
def korean(made) -> list[Sentence]:
    return [one for one in made if one.language == "ko"]


@pytest.fixture(scope="module")
def english(made) -> list[Sentence]:
    return [one for one in made if one.language == "en"]


def depth(heads: tuple[int, ...], at: int) -> int:
    """Steps from a word to the root; more than there are words: a circle."""
    steps = 0
    while heads[at] != -1 and steps <= len(heads):
        at, steps = heads[at], steps + 1
    return steps


def test_that_half_of_the_sentences_are_korean(made, korean, english):
    assert len(korean) + len(english) == len(made)
    assert abs(len(korean) - len(english)) < 900  # 6.4 standard deviations


def test_that_every_parse_is_a_tree(made):
    for one in made:
        assert one.heads.count(-1) == one.relations.count("root") == 1, one
        assert one.relations[one.heads.index(-1)] == "root", one
        assert all(depth(one.heads, at) <= len(one.words) for at in range(len(one.words))), one


def test_that_every_branch_is_unbroken(made):
    """No two edges cross: what lies between a word and its head hangs on one of the two."""
    for one in made:
        edges = [(min(at, head), max(at, head)) for at, head in enumerate(one.heads) if head >= 0]
        assert not any(a < c < b < d for (a, b), (c, d) in itertools.permutations(edges, 2)), one


def test_that_words_stand_at_their_spans_and_nothing_but_single_spaces_between(made):
    for one in made:
        assert tuple(one.text[first:last] for first, last in one.spans) == one.words
        gaps = [one.text[a[1] : b[0]] for a, b in itertools.pairwise(one.spans)]
        assert set(gaps) <= {"", " "}, one
        assert (one.spans[0][0], one.spans[-1][1]) == (0, len(one.text)), one


def test_that_tags_and_relations_are_the_documented_ones_and_all_are_used(made):
    assert {tag for one in made for tag in one.tags} == set(TAGS)
    assert {relation for one in made for relation in one.relations} == set(RELATIONS)


def test_that_every_list_of_a_parse_has_an_entry_for_each_word(made):
    assert {len({len(one.words), len(one.spans), len(one.tags), len(one.heads), len(one.relations)}) for one in made} == {1}


def test_that_every_korean_particle_fits_the_word_it_follows(korean):
    met = set()
    for one in korean:
        for at, (word, tag) in enumerate(zip(one.words, one.tags, strict=True)):
            if tag in ("ADP", "AUX"):
                before = one.words[at - 1]
                allowed = EITHER | (AFTER_CONSONANT if final_consonant(before) else AFTER_VOWEL)
                assert word in allowed, one.text
                met.add(word)
    assert met == AFTER_CONSONANT | AFTER_VOWEL | EITHER


def test_that_a_korean_particle_hangs_on_the_word_it_is_written_to(korean):
    for one in korean:
        for at, tag in enumerate(one.tags):
            if tag == "ADP":
                assert one.heads[at] == at - 1, one
                assert one.spans[at][0] == one.spans[at - 1][1], one


def test_that_korean_counts_are_followed_by_a_counter(korean):
    counted = [(one, at) for one in korean for at, relation in enumerate(one.relations) if relation == "nummod"]
    assert len(counted) > 300
    assert all(one.words[at + 1] in COUNTERS.values() and one.heads[at] == at + 1 for one, at in counted)


def test_that_an_english_article_fits_what_follows(english):
    articles = [(one, at) for one in english for at, word in enumerate(one.words) if word.lower() in ("a", "an")]
    assert len(articles) > 1000
    for one, at in articles:
        assert (one.words[at].lower() == "an") == (one.words[at + 1][0] in "aeiou"), one.text


def test_that_english_articles_of_one_thing_stand_before_no_plural(english):
    many = set(IRREGULAR.values()) - {"sheep", "deer"}
    for one in english:
        for word, head in zip(one.words, one.heads, strict=True):
            if word.lower() in ("a", "an"):
                assert one.words[head] not in many, one.text


def test_that_english_verbs_agree_with_their_subject(english):
    third, base = {verb.third for verb in VERBS}, {verb.base for verb in VERBS} - {verb.past for verb in VERBS}
    nouns = {noun for held in (False, True) for ones in lexicon("english", held=held).nouns.values() for noun in ones}
    several = {plural(noun) for noun in nouns} - nouns | {"i", "you", "we", "they"}
    same = {noun for noun in nouns if plural(noun) == noun}
    checked = 0
    for one in english:
        root = one.heads.index(-1)
        subject = one.words[next(at for at, relation in enumerate(one.relations) if relation == "nsubj")].lower()
        if one.words[root] in third | base and subject not in same:
            assert (one.words[root] in base) == (subject in several), one.text
            checked += 1
    assert checked > 2000


def test_that_copulas_agree_with_their_subject(english):
    nouns = {noun for held in (False, True) for ones in lexicon("english", held=held).nouns.values() for noun in ones}
    several = {plural(noun) for noun in nouns} - nouns
    copulas = [one for one in english if "cop" in one.relations]
    assert len(copulas) > 1000
    for one in copulas:
        subject = one.words[one.relations.index("nsubj")].lower()
        if subject not in {noun for noun in nouns if plural(noun) == noun}:
            assert (one.words[one.relations.index("cop")] in ("are", "were")) == (subject in several), one.text


@pytest.mark.parametrize(("time", "ends"), [("어제", "past"), ("방금", "past"), ("작년에", "past"), ("내일", "now"), ("매일", "now")])
def test_that_korean_times_fit_the_tense(korean, time, ends):
    """A past form has the final consonant ㅆ before its ending."""
    found = [one for one in korean if f"{time} " in one.text]
    assert len(found) > 20
    for one in found:
        verb = one.words[one.heads.index(-1)]
        past = any(unicodedata.normalize("NFD", syllable)[2:] == SSANGSIOT for syllable in verb[-4:])
        assert past == (ends == "past"), one.text


@pytest.mark.parametrize(
    ("noun", "several"),
    [("apple", "apples"), ("cherry", "cherries"), ("box", "boxes"), ("potato", "potatoes"), ("piano", "pianos"), ("key", "keys"),
     ("child", "children"), ("wolf", "wolves"), ("sheep", "sheep"), ("church", "churches")],
)  # fmt: skip
def test_that_a_plural_is_spelled_right(noun, several):
    assert plural(noun) == several


def test_that_an_article_is_chosen_by_the_first_letter():
    assert [article(word) for word in ("apple", "old", "uncle", "book", "yellow")] == ["an", "an", "an", "a", "a"]


def test_that_cold_and_warm_are_adjectives_wherever_they_stand(english):
    found = {(tag, relation) for one in english for word, tag, relation in zip(one.words, one.tags, one.relations, strict=True)
             if word in ("cold", "warm")}  # fmt: skip
    assert found <= {("ADJ", "amod"), ("ADJ", "root")}
