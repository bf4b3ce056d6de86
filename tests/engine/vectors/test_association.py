"""The association test against a brute-force reading of its paper."""

from __future__ import annotations

import itertools
import statistics

import numpy as np
import pytest

from workbench.engine.vectors.association import association
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import AssociationRequest, TokenSource

WORDS = [f"w{number}" for number in range(24)]


def made(seed: int, pull: float) -> VectorSet:
    """Words 0-5 are pulled towards words 12-17, words 6-11 towards words 18-23."""
    drawn = np.random.default_rng(seed)
    rows = drawn.standard_normal((24, 12))
    rows[:6] += pull * rows[12:18].mean(0)
    rows[6:12] += pull * rows[18:].mean(0)
    return VectorSet(rows.astype(np.float32), WORDS)


def request(n: int = 6) -> AssociationRequest:
    return AssociationRequest(TokenSource("made"), tuple(WORDS[:n]), tuple(WORDS[6 : 6 + n]), tuple(WORDS[12:18]), tuple(WORDS[18:]))


def by_the_paper(found: VectorSet, asked: AssociationRequest) -> tuple[float, float]:
    """Effect size and p-value, formula by formula."""
    vectors = {word: found.rows[number].astype(float) for number, word in enumerate(WORDS)}

    def cos(a: str, b: str) -> float:
        return float(vectors[a] @ vectors[b] / np.linalg.norm(vectors[a]) / np.linalg.norm(vectors[b]))

    def s(w: str) -> float:
        return statistics.mean(cos(w, a) for a in asked.a) - statistics.mean(cos(w, b) for b in asked.b)

    known = {word: s(word) for word in asked.x + asked.y}

    def test(x: tuple[str, ...]) -> float:
        return sum(known[w] for w in x) - sum(known[w] for w in asked.x + asked.y if w not in x)

    effect = statistics.mean(known[w] for w in asked.x) - statistics.mean(known[w] for w in asked.y)
    effect /= statistics.stdev(known.values())
    dealt = [test(x) for x in itertools.combinations(asked.x + asked.y, len(asked.x))]
    return effect, statistics.mean(one > test(asked.x) + 1e-9 for one in dealt)


@pytest.mark.parametrize(("seed", "pull"), [(1, 0.0), (2, 0.4), (3, 2.0), (4, -0.8)])
def test_that_effect_and_p_value_are_the_papers(seed: int, pull: float) -> None:
    found, asked = made(seed, pull), request()
    answer = association(found, asked)
    effect, p_value = by_the_paper(found, asked)
    assert answer.effect == pytest.approx(effect, abs=1e-5)
    assert answer.p_value == pytest.approx(p_value, abs=2 / 924)
    assert (answer.n_dealt, answer.exact) == (924, True)


def test_that_a_pull_is_found_and_its_absence_is_not() -> None:
    assert association(made(5, 2.0), request()).p_value < 0.01
    assert 0.05 < association(made(6, 0.0), request()).p_value < 0.95


def test_that_many_words_are_dealt_at_random_with_a_p_value_above_zero() -> None:
    drawn = np.random.default_rng(0)
    words = [f"w{number}" for number in range(80)]
    rows = drawn.standard_normal((80, 8)).astype(np.float32)
    rows[:20] += 4 * rows[40:60].mean(0)
    asked = AssociationRequest(TokenSource("made"), *(tuple(words[first : first + 20]) for first in (0, 20, 40, 60)))
    answer = association(VectorSet(rows, words), asked)
    assert not answer.exact
    assert 0 < answer.p_value < 0.2
    assert answer.p_value == association(VectorSet(rows, words), asked).p_value


def test_that_too_few_words_are_refused() -> None:
    with pytest.raises(WorkbenchError) as caught:
        association(made(1, 0.0), request(1))
    assert caught.value.values["name"] == "number of words of x"
