"""Neighbours against a brute-force argsort, and sets against the weights and streams of transformers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from made_models import IDS
from sklearn.metrics.pairwise import cosine_similarity

from workbench.engine import LoadedModel
from workbench.engine.vectors.neighbours import neighbours, top
from workbench.engine.vectors.query_scores import query_scores
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.vectors.sources import vectors_of
from workbench.errors import WorkbenchError
from workbench.values import (
    METRICS,
    ContextSource,
    NeighborsRequest,
    Only,
    PositionSource,
    QueryScoresRequest,
    SentenceSource,
    Term,
    TokenSource,
    VectorSource,
    query_text,
    terms_of,
)

WORDS = ("Ġking", "Ġman", "Ġwoman", "king", "왕", "Ġ왕", "ing", "Ġ12", "Ġqueen", "-ness")


def made_set(n: int = 500, d: int = 24, *, shared: float = 3.0) -> VectorSet:
    drawn = np.random.default_rng(3)
    rows = drawn.standard_normal((n, d)).astype(np.float32) * drawn.uniform(0.2, 4, (n, 1)).astype(np.float32) + np.float32(shared)
    rows[17] = 0
    return VectorSet(rows, [*WORDS, *(f"t{number}" for number in range(len(WORDS), n))])


def set_of(model: LoadedModel, source: VectorSource) -> VectorSet:
    *_, found = vectors_of(model, source)
    assert isinstance(found, VectorSet)
    return found


SOURCE = TokenSource("made")


@pytest.mark.parametrize("metric", METRICS)
def test_that_neighbours_are_those_of_a_brute_force_argsort_in_float64(metric: Any) -> None:
    found = made_set()
    rows = found.rows.astype(np.float64)
    for item in (0, 5, 99, 499):
        (ranking,) = neighbours(found, NeighborsRequest(SOURCE, (Term(item=item),), k=30, metrics=(metric,))).rankings
        if metric == "dot":
            wanted = rows @ rows[item]
        else:
            at = rows - rows.mean(0) if metric == "centered" else rows
            wanted = cosine_similarity(at, at[item : item + 1])[:, 0]
        assert ranking.items.tolist() == np.argsort(-wanted, kind="stable")[:30].tolist()
        assert np.allclose(ranking.scores, wanted[ranking.items], atol=1e-4 * max(1, np.abs(wanted).max()))


@given(st.lists(st.integers(-3, 3), max_size=40), st.integers(1, 45))
def test_that_the_lower_number_wins_among_equals(scores: list[int], k: int) -> None:
    found = top(np.array(scores, np.float32), k)
    assert found.tolist() == np.argsort(-np.array(scores, np.float32), kind="stable")[:k].tolist()


def test_that_an_analogy_is_a_sum_of_unit_vectors_and_names_what_it_used() -> None:
    found = made_set(shared=0.0)
    answer = neighbours(found, NeighborsRequest(SOURCE, terms_of("king - man + woman"), metrics=("cosine",), k=5))
    unit = found.rows[:3] / np.linalg.norm(found.rows[:3], axis=1, keepdims=True)
    wanted = cosine_similarity(found.rows, (unit[0] - unit[1] + unit[2])[None])[:, 0]
    assert answer.used == (0, 1, 2)
    assert answer.rankings[0].items.tolist() == np.argsort(-wanted, kind="stable")[:5].tolist()
    assert {str(item) for item in (0, 1, 2)} <= answer.labels.keys()


def test_that_by_centred_cosine_what_is_left_without_the_mean_is_summed() -> None:
    found = made_set(shared=3.0)
    terms = terms_of("king - man + woman")
    centered = found.rows.astype(np.float64) - found.rows.mean(0, dtype=np.float64)
    unit = centered[:3] / np.linalg.norm(centered[:3], axis=1, keepdims=True)
    wanted = cosine_similarity(centered, (unit[0] - unit[1] + unit[2])[None])[:, 0]
    ranking = neighbours(found, NeighborsRequest(SOURCE, terms, metrics=("centered",), k=9)).rankings[0]
    assert ranking.items.tolist() == np.argsort(-wanted, kind="stable")[:9].tolist()
    assert np.allclose(ranking.scores, wanted[ranking.items], atol=1e-5)
    assert np.allclose(query_scores(found, QueryScoresRequest(SOURCE, terms)).scores, wanted, atol=1e-4)


def test_that_the_opposite_of_an_item_is_furthest_from_it() -> None:
    found = made_set(shared=3.0)
    request = NeighborsRequest(SOURCE, terms_of("- king"), metrics=("centered", "cosine"), k=len(found.labels))
    assert [ranking.items[-1] for ranking in neighbours(found, request).rankings] == [0, 0]


@pytest.mark.parametrize(("only", "allowed"), [("words", {0, 1, 2, 5, 8}), ("latin", {0, 1, 2, 8}), ("hangul", {5})])
def test_that_neighbours_can_be_words_alone(only: Only, allowed: set[int]) -> None:
    answer = neighbours(made_set(), NeighborsRequest(SOURCE, (Term("king"),), k=50, only=only))
    assert all(set(ranking.items.tolist()) == allowed for ranking in answer.rankings)


def test_that_chance_is_where_95_percent_of_random_pairs_are_below() -> None:
    found = made_set(2000, shared=2.0)
    drawn = np.random.default_rng(8).permutation(2000).reshape(2, 1000)
    cosines = [float(cosine_similarity(found.rows[a : a + 1], found.rows[b : b + 1])[0, 0]) for a, b in drawn.T]
    below = float((np.array(cosines) < found.chance("cosine")).mean())
    assert 0.92 < below < 0.98
    assert abs(float(np.mean(found.likeness["centered"]))) < 0.02
    assert float(np.mean(found.likeness["cosine"])) > 0.3


def test_that_a_vector_of_no_length_is_like_nothing() -> None:
    answer = neighbours(made_set(), NeighborsRequest(SOURCE, (Term(item=17),), k=3))
    assert {ranking.metric: set(ranking.scores.tolist()) for ranking in answer.rankings}["cosine"] == {0.0}


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ((), "query-empty"),
        ((Term("nowhere"),), "item-unknown"),
        ((Term(item=500),), "bad-value"),
        ((Term("king", weight=float("nan")),), "bad-value"),
    ],
)
def test_that_a_query_for_nothing_is_refused(terms: tuple[Term, ...], code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        neighbours(made_set(), NeighborsRequest(SOURCE, terms))
    assert caught.value.code == code


def test_that_an_unknown_word_is_answered_with_what_contains_it() -> None:
    with pytest.raises(WorkbenchError) as caught:
        neighbours(made_set(), NeighborsRequest(SOURCE, (Term("QUEE"),)))
    assert "Ġqueen" in str(caught.value.values["near"])


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("king", (Term("king"),)),
        ("king - man + woman", (Term("king"), Term("man", weight=-1), Term("woman"))),
        ("왕 − 남자 + 여자", (Term("왕"), Term("남자", weight=-1), Term("여자"))),
        ("- bad", (Term("bad", weight=-1),)),
        ("e-mail", (Term("e-mail"),)),
        ("cat, dog", (Term("cat", weight=0.5), Term("dog", weight=0.5))),
        ("  ", ()),
    ],
)
def test_that_typed_sums_are_read(typed: str, terms: tuple[Term, ...]) -> None:
    assert terms_of(typed) == terms
    assert terms_of(query_text(terms)) == terms


# sources


def test_that_tables_are_the_weights(small: LoadedModel, oracle: Any) -> None:
    embed, unembed = (set_of(small, TokenSource("made", table)) for table in ("embed", "unembed"))
    assert np.array_equal(embed.rows, oracle.model.embed_tokens.weight.numpy())
    assert np.array_equal(unembed.rows, oracle.lm_head.weight.numpy())
    assert embed.labels[65] == "A"
    assert len(embed.labels) == len(embed.rows)


def test_that_positions_are_those_of_a_model_that_learns_them(bert: LoadedModel, small: LoadedModel) -> None:
    found = set_of(bert, PositionSource("made"))
    assert np.array_equal(found.rows, bert.transformer.place.positions.weight.numpy())  # type: ignore[union-attr]
    with pytest.raises(WorkbenchError) as caught:
        set_of(small, PositionSource("made"))
    assert caught.value.code == "no-positions"


@pytest.mark.parametrize("layer", [0, 2, 3, -1])
def test_that_tokens_in_context_are_transformers_hidden_states(small: LoadedModel, oracle: Any, layer: int) -> None:
    texts = ("abc def", "나는")
    found = set_of(small, ContextSource("made", texts, layer))
    wanted = []
    for text in texts:
        with torch.no_grad():
            wanted.append(oracle(torch.tensor([list(text.encode())]), output_hidden_states=True).hidden_states[layer][0].numpy())
    assert np.allclose(found.rows, np.concatenate(wanted), atol=1e-4)
    assert found.texts.tolist() == [0] * 7 + [1] * 6
    assert found.spans[7:].tolist() == [[at, at + 1] for at in range(6)]


def test_that_sentences_are_pooled_as_asked(small: LoadedModel) -> None:
    text = bytes(IDS[:5]).decode("latin-1").encode("ascii", "ignore").decode() + "hello"
    ids = list(text.encode())
    states = small.hidden(ids)[-1]
    for pooling, wanted in (("mean", states.mean(0)), ("first", states[0]), ("last", states[-1])):
        found = set_of(small, SentenceSource("made", (text,), pooling))  # type: ignore[arg-type]
        assert np.allclose(found.rows[0], wanted, atol=1e-5)
