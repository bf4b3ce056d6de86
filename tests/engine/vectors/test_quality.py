"""Word similarity and analogies against gensim's own evaluators, on gensim's own files."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.engine.vectors.pairs_files import pairs_in, questions_in
from workbench.engine.vectors.quality import analogies, word_similarity
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import AnalogiesRequest, AnalogyQuestion, AnalogyResult, TokenSource, WordPair, WordSimilarityRequest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import gensim
    from gensim.models import KeyedVectors

SOURCE = TokenSource("made")
SIMILARITY = WordSimilarityRequest(SOURCE, "")
DATA = Path(gensim.__file__).parent / "test" / "test_data"


def pairs() -> list[WordPair]:
    return pairs_in(DATA / "wordsim353.tsv")


def questions(most: int) -> list[AnalogyQuestion]:
    found = questions_in(DATA / "questions-words.txt")
    return found[:: max(1, len(found) // most)]


def made(words: list[str], d: int = 40) -> VectorSet:
    """Vectors in which some analogies hold: each word is its letters' sum, plus noise."""
    drawn = np.random.default_rng(4)
    letters = drawn.standard_normal((256, d))
    rows = np.stack([letters[list(word.lower().encode())].sum(0) + 0.3 * drawn.standard_normal(d) for word in words])
    return VectorSet(rows.astype(np.float32), words)


def in_gensim(found: VectorSet) -> Any:
    vectors = KeyedVectors(found.rows.shape[1])
    vectors.add_vectors(list(found.labels), found.rows)
    return vectors


def test_that_word_similarity_is_gensims() -> None:
    words = [*sorted({word for pair in pairs() for word in (pair.a, pair.b)})[::2], "extra"]
    found = made(words)
    answer = word_similarity(found, SIMILARITY, pairs())
    _, (wanted, _), unknown_percent = in_gensim(found).evaluate_word_pairs(DATA / "wordsim353.tsv", case_insensitive=False)
    assert answer.spearman == pytest.approx(float(wanted), abs=1e-6)
    assert 100 * (1 - answer.n_known / answer.n) == pytest.approx(unknown_percent)


def test_that_analogies_are_answered_as_gensim_does(tmp_path: Path) -> None:
    asked = questions(300)
    words = sorted({word for one in asked for word in (one.a, one.b, one.c, one.d)})
    found = made(words)
    file = tmp_path / "questions.txt"
    lines = list[str]()
    for section in dict.fromkeys(one.section for one in asked):
        lines += [f": {section}", *(f"{one.a} {one.b} {one.c} {one.d}" for one in asked if one.section == section)]
    file.write_text("\n".join(lines), "utf-8")
    score, sections = in_gensim(found).evaluate_word_analogies(file, case_insensitive=False, restrict_vocab=len(words))
    *_, answer = analogies(found, AnalogiesRequest(SOURCE, "", only_words=False), asked)
    assert isinstance(answer, AnalogyResult)
    assert answer.n_right / answer.n_known == pytest.approx(score)
    assert 0 < answer.n_right < answer.n_known
    for section in sections[:-1]:
        assert answer.sections[section["section"]][2] == len(section["correct"])


def test_that_unknown_words_are_counted_and_not_scored() -> None:
    found = made(["a", "b", "c"])
    answer = word_similarity(found, SIMILARITY, [WordPair("a", "b", 1), WordPair("a", "c", 2), WordPair("a", "nowhere", 3)])
    assert (answer.n, answer.n_known) == (3, 2)
    with pytest.raises(WorkbenchError) as caught:
        word_similarity(found, SIMILARITY, [WordPair("x", "y", 1)])
    assert caught.value.code == "pairs-unknown"
    *_, analogy = analogies(found, AnalogiesRequest(SOURCE, ""), [AnalogyQuestion("a", "b", "c", "nowhere", "s")])
    assert isinstance(analogy, AnalogyResult)
    assert (analogy.n, analogy.n_known, analogy.sections) == (1, 0, {"s": (1, 0, 0)})
    assert analogy.unknown == ("nowhere",)


def test_that_sets_that_mark_no_words_are_asked_all_the_same() -> None:
    found = made(["man", "woman", "king", "queen"])
    *_, answer = analogies(found, AnalogiesRequest(SOURCE, ""), [AnalogyQuestion("man", "king", "woman", "queen")])
    assert isinstance(answer, AnalogyResult)
    assert answer.answers == ("queen",)  # all that is left


def test_that_gensims_files_are_read_whole() -> None:
    assert len(pairs()) == 353
    assert pairs()[0] == WordPair("love", "sex", 6.77)
    simlex = pairs_in(DATA / "simlex999.txt")
    assert len(simlex) == 999
    assert simlex[0] == WordPair("old", "new", 1.58)
    found = questions_in(DATA / "questions-words.txt")
    assert len(found) == 19_544
    assert len({question.section for question in found}) == 14


@pytest.mark.parametrize("written", ["word,other,score\ncat,dog,7.5", "cat\tdog\tn\t7.5\t2", "# said\n\ncat dog 7.5", "cat;dog;7.5"])
def test_that_pairs_are_read_whatever_parts_them(written: str, tmp_path: Path) -> None:
    file = tmp_path / "pairs.txt"
    file.write_text(written, "utf-8")
    assert pairs_in(file) == [WordPair("cat", "dog", 7.5)]


@pytest.mark.parametrize(
    ("read", "written", "line"),
    [
        (pairs_in, "cat,dog,7\ncat,dog", 2),
        (pairs_in, "a\tb\n", 1),
        (pairs_in, "a,b,1\n\na,b,x", 3),
        (questions_in, ": s\na b c d\na b c", 3),
    ],
)
def test_that_a_bad_line_is_named(read: Any, written: str, line: int, tmp_path: Path) -> None:
    file = tmp_path / "pairs.txt"
    file.write_text(written, "utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read(file)
    assert (caught.value.code, caught.value.values["line"]) == ("pairs-bad", line)


def test_that_analogies_can_be_stopped() -> None:
    answers = analogies(made(list("abcd")), AnalogiesRequest(SOURCE, ""), [AnalogyQuestion(*"abcd")], stopped=lambda: True)
    with pytest.raises(WorkbenchError) as caught:
        list(answers)
    assert caught.value.code == "cancelled"
