"""Within and between senses against plain loops, and where a word stands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from workbench.values import find_word, parting


def made(rows: int, m: int, seed: int = 1) -> np.ndarray:
    drawn = np.random.default_rng(seed).uniform(-1, 1, (rows, m, m))
    found = (drawn + drawn.transpose(0, 2, 1)) / 2
    found[:, range(m), range(m)] = 1
    return found.astype(np.float32)


def gap_of(square: np.ndarray, senses: list[str]) -> float:
    """The plain reading."""
    pairs = list(itertools.combinations(range(len(senses)), 2))
    same = [square[i, j] for i, j in pairs if senses[i] == senses[j]]
    return float(np.mean(same) - np.mean([square[i, j] for i, j in pairs if senses[i] != senses[j]]))


@pytest.mark.parametrize("senses", [["A", "A", "A", "B", "B", "B"], ["A", "B", "C", "A", "B", "C"], ["A", "A", "B"]])
def test_that_means_gaps_and_chances_are_those_of_plain_loops(senses: list[str]) -> None:
    alike = made(5, len(senses))
    found = parting(alike, senses)
    assert found is not None
    for row in range(5):
        assert np.isclose(found.gap[row], gap_of(alike[row], senses), atol=1e-6)
        for name in set(senses):
            own = [i for i, sense in enumerate(senses) if sense == name]
            pairs = [alike[row, i, j] for i, j in itertools.combinations(own, 2)]
            assert np.isclose(found.within[name][row], np.mean(pairs) if pairs else np.nan, equal_nan=True)
        nearer = []
        for i, sense in enumerate(senses):
            to = {name: [alike[row, i, j] for j, other in enumerate(senses) if other == name and j != i] for name in set(senses)}
            if to[sense]:
                nearer.append(np.mean(to[sense]) > max(np.mean(values) for name, values in to.items() if name != sense))
        assert np.isclose(found.nearer[row], np.mean(nearer))
    assert found.widest == np.argmax([gap_of(square, senses) for square in alike])
    ways = set(itertools.permutations(senses))
    widest = [max(gap_of(square, list(way)) for square in alike) for way in ways]
    assert (found.n_dealt, found.exact) == (len(ways), True)
    assert np.isclose(found.p_value, np.mean(np.array(widest) >= max(found.gap) - 1e-6))
    square = np.equal.outer(senses, senses)
    assert np.isclose(found.floor, np.mean([np.array_equal(np.equal.outer(way, way), square) for way in ways]))


def test_that_what_has_no_sense_is_left_out() -> None:
    alike, senses = made(3, 6), ["A", "", "B", "A", "", "B"]
    found, without = parting(alike, senses), parting(alike[:, [0, 2, 3, 5]][:, :, [0, 2, 3, 5]], ["A", "B", "A", "B"])
    assert found is not None
    assert without is not None
    assert np.array_equal(found.gap, without.gap)


def test_that_senses_part_from_the_row_on_where_all_are_nearer_to_their_own() -> None:
    clear = np.kron(np.eye(2), np.ones((3, 3)))
    mixed = np.ones((6, 6))
    senses = ["A"] * 3 + ["B"] * 3
    for rows, since in (([mixed, clear, clear], 1), ([clear, mixed, clear], 2), ([clear, clear], 0), ([clear, mixed], -1)):
        found = parting(np.stack(rows), senses)
        assert found is not None
        assert found.since == since


def test_that_many_ways_to_deal_are_drawn() -> None:
    alike = made(2, 20)
    alike[1] += np.kron(np.eye(2), np.full((10, 10), 0.9)).astype(np.float32)
    found = parting(alike, ["A"] * 10 + ["B"] * 10)
    assert found is not None
    assert not found.exact
    assert 0 < found.p_value < 0.01
    assert found.widest == 1


@pytest.mark.parametrize("senses", [["A", "A"], ["A", "B"], ["", "A", "A"], []])
def test_that_one_sense_does_not_part(senses: list[str]) -> None:
    assert parting(made(2, len(senses)), senses) is None


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Bank, banks, a bank; embank", "bank", ["Bank", "bank"]),
        ("배를 배가 담배 배달", "배", ["배", "배", "배"]),
        ("the bank_of it", "bank", ["bank"]),
        ("naïve café, Café", "café", ["café", "Café"]),
        ("왕의 은행과 bank", "bank, 은행", ["은행", "bank"]),
        ("銀行と川の銀", "銀", ["銀", "銀"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("bank", " , ", []),
    ],
)
def test_that_a_word_is_found_where_it_stands_by_itself(text: str, word: str, found: list[str]) -> None:
    data = text.encode()
    assert [data[start:end].decode() for start, end in find_word(text, word)] == found
