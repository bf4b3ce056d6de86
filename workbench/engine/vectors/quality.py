"""How well a set agrees with people: similarities of word pairs, and analogies.

Shapes: n items, d numbers each.

The idea that is not obvious: words that the set does not have are counted and told, never silently dropped from the score; a
set that knows ten easy pairs would otherwise beat one that knows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from workbench.engine.vectors.neighbours import WORD_MARKS, allowed_items
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import AnalogiesRequest, AnalogyQuestion, AnalogyResult, Progress, WordPair, WordSimilarity, WordSimilarityRequest

BLOCK = 256
Stopped = Callable[[], bool]


def word_similarity(found: VectorSet, request: WordSimilarityRequest, pairs: Sequence[WordPair]) -> WordSimilarity:
    """Spearman's rank correlation between cosines and what people said. Raises WorkbenchError('pairs-unknown') for under 2 known."""
    known = [(pair, a, b) for pair in pairs if (a := item_of(found, pair.a)) is not None and (b := item_of(found, pair.b)) is not None]
    if len(known) < 2:
        raise WorkbenchError("pairs-unknown", n=len(pairs), known=len(known))
    left, right = (_unit(found.rows[[items[side] for _, *items in known]]).astype(np.float64) for side in (0, 1))
    cosines = np.einsum("nd,nd->n", left, right)
    people = np.array([pair.score for pair, _, _ in known])
    return WordSimilarity(
        request,
        n=len(pairs),
        n_known=len(known),
        spearman=_correlation(_ranks(cosines), _ranks(people)),
        pairs=tuple(pair for pair, _, _ in known),
        cosines=cosines.astype(np.float32),
        unknown=_unknown(found, [word for pair in pairs for word in (pair.a, pair.b)]),
    )


def analogies(
    found: VectorSet, request: AnalogiesRequest, questions: Sequence[AnalogyQuestion], *, stopped: Stopped = lambda: False
) -> Iterator[Progress | AnalogyResult]:
    """a is to b as c is to what? Answered by the item nearest to b - a + c (unit vectors, cosine) other than these three.

    Yields Progress in questions, last the result. Questions with a word that the set lacks are counted apart. Raises
    WorkbenchError('cancelled').
    """
    unit = _unit(found.rows)
    allowed = allowed_items(found.labels, "words") if request.only_words else None
    pool = np.arange(len(unit)) if allowed is None or not allowed.any() else np.flatnonzero(allowed)  # files mark no words
    candidates, place = unit[pool], np.full(len(unit), -1)
    place[pool] = np.arange(len(pool))
    known = [(question, items) for question in questions if (items := _items(found, question))]
    places = np.array([items for _, items in known], np.int64).reshape(-1, 4)
    answers: list[int] = []
    for first in range(0, len(known), BLOCK):
        if stopped():
            raise WorkbenchError("cancelled")
        block = places[first : first + BLOCK]
        scores = (unit[block[:, 1]] - unit[block[:, 0]] + unit[block[:, 2]]) @ candidates.T  # a query's length changes no order
        given = place[block[:, :3]]
        scores[np.nonzero(given >= 0)[0], given[given >= 0]] = -np.inf
        answers += pool[scores.argmax(1)].tolist()
        yield Progress("analogies", min(first + BLOCK, len(known)), len(known), "questions")
    right = np.array(answers, np.int64) == places[:, 3]
    sections = dict.fromkeys(question.section for question in questions)
    yield AnalogyResult(
        request,
        n=len(questions),
        n_known=len(known),
        n_right=int(right.sum()),
        questions=tuple(question for question, _ in known),
        answers=tuple(found.labels[answer] for answer in answers),
        sections={section: _counted(section, questions, [question for question, _ in known], right) for section in sections},
        unknown=_unknown(found, [word for question in questions for word in (question.a, question.b, question.c, question.d)]),
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


def _unknown(found: VectorSet, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys(words) if item_of(found, word) is None)


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
