"""Word similarity and analogies against gensim's own evaluators, on gensim's own files."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.engine.vectors.quality import analogies, word_similarity
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import AnalogyQuestion, AnalogyResult, WordPair

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import gensim
    from gensim.models import KeyedVectors

DATA = Path(gensim.__file__).parent / "test" / "test_data"


def pairs() -> list[WordPair]:
    lines = (DATA / "wordsim353.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [WordPair(a, b, float(score)) for a, b, score, *_ in cells]


def questions(most: int) -> list[AnalogyQuestion]:
    found, section = list[AnalogyQuestion](), ""
    for line in (DATA / "questions-words.txt").read_text("utf-8").splitlines():
        if line.startswith(":"):
            section = line[2:]
        else:
            found.append(AnalogyQuestion(*line.split(), section=section))
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
    answer = word_similarity(found, pairs())
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
    *_, answer = analogies(found, asked, only_words=False)
    assert isinstance(answer, AnalogyResult)
    assert answer.n_right / answer.n_known == pytest.approx(score)
    assert 0 < answer.n_right < answer.n_known
    for section in sections[:-1]:
        assert answer.sections[section["section"]][2] == len(section["correct"])


def test_that_unknown_words_are_counted_and_not_scored() -> None:
    found = made(["a", "b", "c"])
    answer = word_similarity(found, [WordPair("a", "b", 1), WordPair("a", "c", 2), WordPair("a", "nowhere", 3)])
    assert (answer.n, answer.n_known) == (3, 2)
    with pytest.raises(WorkbenchError) as caught:
        word_similarity(found, [WordPair("x", "y", 1)])
    assert caught.value.code == "pairs-unknown"
    *_, analogy = analogies(found, [AnalogyQuestion("a", "b", "c", "nowhere", "s")])
    assert isinstance(analogy, AnalogyResult)
    assert (analogy.n, analogy.n_known, analogy.sections) == (1, 0, {"s": (1, 0, 0)})
