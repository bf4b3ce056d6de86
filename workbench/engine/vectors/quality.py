"""How well a set agrees with people: similarities of word pairs, and analogies.

Shapes: n items, d numbers each.

The idea that is not obvious: words that the set does not have are counted and told, never silently dropped from the score; a
set that knows ten easy pairs would otherwise beat one that knows them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from workbench.engine.vectors.neighbours import WORD_MARKS, allowed_items, top
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import AnalogyQuestion, AnalogyResult, Progress, WordPair, WordSimilarity

BLOCK = 256


def word_similarity(found: VectorSet, pairs: Sequence[WordPair]) -> WordSimilarity:
    """Spearman's rank correlation between cosines and what people said. Raises WorkbenchError('pairs-unknown') for under 2 known."""
    known = [(pair, a, b) for pair in pairs if (a := item_of(found, pair.a)) is not None and (b := item_of(found, pair.b)) is not None]
    if len(known) < 2:
        raise WorkbenchError("pairs-unknown", n=len(pairs), known=len(known))
    cosines = np.array([float(found.scores(found.rows[a], "cosine")[b]) for _, a, b in known])
    people = np.array([pair.score for pair, _, _ in known])
    return WordSimilarity(
        n=len(pairs),
        n_known=len(known),
        spearman=_correlation(_ranks(cosines), _ranks(people)),
        pairs=tuple(pair for pair, _, _ in known),
        cosines=cosines.astype(np.float32),
    )


def analogies(found: VectorSet, questions: Sequence[AnalogyQuestion], *, only_words: bool = True) -> Iterator[Progress | AnalogyResult]:
    """a is to b as c is to what? Answered by the item nearest to b - a + c (unit vectors, cosine) other than these three.

    Yields Progress in questions, last the result. Questions with a word that the set lacks are counted apart.
    """
    unit = _unit(found.rows)
    allowed = allowed_items(found.labels, "words") if only_words else None
    known = [(question, items) for question in questions if (items := _items(found, question))]
    places = np.array([items for _, items in known], np.int64).reshape(-1, 4)
    answers: list[int] = []
    for first in range(0, len(known), BLOCK):
        block = places[first : first + BLOCK]
        scores = (unit[block[:, 1]] - unit[block[:, 0]] + unit[block[:, 2]]) @ unit.T  # [block, n]: a query's length changes no order
        np.put_along_axis(scores, block[:, :3], -np.inf, axis=1)
        answers += [int(top(row, 1, allowed)[0]) for row in scores]
        yield Progress("analogies", min(first + BLOCK, len(known)), len(known), "questions")
    right = np.array(answers, np.int64) == places[:, 3]
    sections = sorted({question.section for question in questions})
    yield AnalogyResult(
        n=len(questions),
        n_known=len(known),
        n_right=int(right.sum()),
        answers=tuple(found.labels[answer] for answer in answers),
        sections={section: _counted(section, questions, [question for question, _ in known], right) for section in sections},
    )


def item_of(found: VectorSet, word: str) -> int | None:
    """The item of a word: at the beginning of a word first, then as it is, then in lower case."""
    for spelled in (word, word.lower()):
        for label in (*(mark + spelled for mark in WORD_MARKS), spelled):
            if (item := found.numbers.get(label)) is not None:
                return item
    return None


def _items(found: VectorSet, question: AnalogyQuestion) -> tuple[int, int, int, int] | None:
    items = [item_of(found, word) for word in (question.a, question.b, question.c, question.d)]
    return None if None in items else (items[0], items[1], items[2], items[3])  # type: ignore[return-value]


def _counted(
    section: str, questions: Sequence[AnalogyQuestion], known: Sequence[AnalogyQuestion], right: np.ndarray
) -> tuple[int, int, int]:
    """Of one section: how many questions, how many known, how many right."""
    here = np.array([question.section == section for question in known], bool)
    return sum(question.section == section for question in questions), int(here.sum()), int((right & here).sum())


def _unit(rows: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, equals sharing their mean."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2.0)[where])


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's, NaN where one does not vary."""
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / spread if spread > 0 else float("nan")
