"""The nearest of a set to a query, exactly: none is sampled or approximated, as `nearest.py` shows.

Shapes: n items, d numbers each, k neighbours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from workbench.engine.vectors.nearest import Nearest
from workbench.engine.vectors.sets import VectorSet, lengths
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Metric, Neighbors, NeighborsRequest, Only, Ranking, Term

MOST_K = 1000
WORD_MARKS = ("▁", "Ġ", " ", "·", "␣")
"""What a token that begins a word begins with, as tokens are shown."""


def neighbours(found: VectorSet, request: NeighborsRequest, text: np.ndarray | None = None) -> Neighbors:
    """Rank all items against the query; `text`: the vector of the request's text, float32 [d], where it has one.

    Raises WorkbenchError: bad-value, item-unknown, query-empty."""
    check_range("k", request.k, 1, MOST_K)
    used = items_of(found, request.terms) if text is None else ()
    allowed = allowed_items(found.labels, request.only, request.up_to)
    asked: dict[bytes, Nearest] = {}
    rankings = []
    for metric in request.metrics:
        query = text if text is not None else query_of(found, request.terms, metric)[1]
        nearest = asked.setdefault(query.tobytes(), Nearest(found, query))
        items, scores = nearest.of(metric, request.k, allowed)
        chance = found.chance(metric)
        rankings.append(Ranking(metric, items=items.astype(np.int32), scores=scores.astype(np.float32), chance=chance))
    named = sorted({*used, *(int(item) for ranking in rankings for item in ranking.items)})
    return Neighbors(
        request,
        used=used,
        rankings=tuple(rankings),
        labels={str(item): found.labels[item] for item in named},
        norms={str(item): float(found.norms[item]) for item in named},
    )


def query_of(found: VectorSet, terms: Sequence[Term], metric: Metric = "dot") -> tuple[tuple[int, ...], np.ndarray]:
    """The items that terms name, and their sum [d] float32; of several, each is first made as long as 1.

    `centered`: what is summed is what is left of each once the mean is taken away, and the mean is added at last, so that whoever
    takes it away again has the sum."""
    items = items_of(found, terms)
    weights = np.array([term.weight for term in terms], np.float32)
    if not np.isfinite(weights).all():
        raise WorkbenchError("bad-value", name="weight", value=weights.tolist(), limit="finite numbers")
    rows = found.rows[list(items)]
    if len(items) == 1 and weights[0] == 1:
        return items, rows[0]
    mean = found.mean if metric == "centered" else np.zeros_like(rows[0])
    rows = rows - mean
    if len(items) > 1:
        norms = lengths(rows)
        rows = np.divide(rows, norms[:, None], out=np.zeros_like(rows), where=norms[:, None] > 0)
    return items, mean + weights @ rows


def items_of(found: VectorSet, terms: Sequence[Term]) -> tuple[int, ...]:
    """The items that terms name. Raises WorkbenchError: query-empty, item-unknown, bad-value."""
    if not terms:
        raise WorkbenchError("query-empty")
    return tuple(_item(found, term) for term in terms)


def _item(found: VectorSet, term: Term) -> int:
    if term.item is not None:
        check_range("item", term.item, 0, len(found.labels) - 1)
        return term.item
    for label in (*(mark + term.text for mark in WORD_MARKS), term.text):
        if (item := found.numbers.get(label)) is not None:
            return item
    raise WorkbenchError("item-unknown", text=term.text, near=", ".join(_near(found.labels, term.text)) or "none")


def _near(labels: Sequence[str], text: str) -> list[str]:
    """Some labels that contain a text, short ones first."""
    folded = text.strip().casefold()
    return sorted((label for label in labels if folded and folded in label.casefold()), key=len)[:5]


def allowed_items(labels: Sequence[str], only: Only, up_to: int | None = None) -> np.ndarray | None:
    """Which items may be neighbours, bool [n]; None: all."""
    if only == "all" and up_to is None:
        return None
    found = np.ones(len(labels), bool)
    if up_to is not None:
        found[max(0, up_to) :] = False
    if only != "all":
        found &= np.fromiter((allowed and _is_word(label, only) for label, allowed in zip(labels, found, strict=True)), bool, len(labels))
    return found


def _is_word(label: str, only: Only) -> bool:
    begins = label[:1] in WORD_MARKS
    word = label[1:] if begins else label
    if not begins or not word.isalpha():
        return False
    scripts = {"latin": "LATIN", "hangul": "HANGUL"}
    return only == "words" or all(unicodedata.name(character, "").startswith(scripts[only]) for character in word)


def top(scores: np.ndarray, k: int, allowed: np.ndarray | None = None) -> np.ndarray:
    """The k highest scores' places, highest first, the lower place among equals; only `allowed` ones, bool [n]."""
    places = np.flatnonzero(allowed) if allowed is not None else None
    held = scores if places is None else scores[places]
    k = min(k, len(held))
    if k == 0:
        return np.zeros(0, np.int64)
    least = np.partition(held, len(held) - k)[len(held) - k]
    at = np.flatnonzero(held >= least)  # all that tie for the last place, so that the lower one gets it
    at = at[np.lexsort((at, -held[at]))][:k]
    return at if places is None else places[at]
