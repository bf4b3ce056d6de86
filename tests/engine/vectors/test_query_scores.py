"""The score of every item against a query, against plain NumPy in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from workbench.engine.vectors.query_scores import query_scores
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import METRICS, QueryScoresRequest, Term, TokenSource

ROWS = np.random.default_rng(4).standard_normal((60, 8)).astype(np.float32) + np.float32(2)
FOUND = VectorSet(ROWS, [f"w{number}" for number in range(60)])
SOURCE = TokenSource("made")


def unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True))


@pytest.mark.parametrize("metric", METRICS)
def test_that_every_item_is_scored_against_the_sum_of_the_terms(metric: Any) -> None:
    rows = ROWS.astype(np.float64)
    query, centered = unit(rows[3]) - unit(rows[9]), rows - rows.mean(0)
    wanted = {
        "dot": lambda: rows @ query,
        "cosine": lambda: unit(rows) @ unit(query),
        "centered": lambda: unit(centered) @ unit(unit(centered[3]) - unit(centered[9])),
    }[metric]()
    scores = query_scores(FOUND, QueryScoresRequest(SOURCE, (Term("w3"), Term("w9", weight=-1.0)), metric))
    assert np.allclose(scores.scores, wanted, atol=1e-5)
    assert scores.used == (3, 9)
    assert scores.chance == FOUND.chance(metric)


def test_that_a_query_for_nothing_is_refused() -> None:
    with pytest.raises(WorkbenchError, match="Nothing") as refused:
        query_scores(FOUND, QueryScoresRequest(SOURCE, ()))
    assert refused.value.code == "query-empty"
