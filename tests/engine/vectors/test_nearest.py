"""That a quick scan leaves nothing out: its bounds hold, and what is found is what float64 finds among all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.engine.vectors.nearest import Nearest, reachable
from workbench.engine.vectors.scan import PACKED, PackedScan, PlainScan, Scan, packed_bytes
from workbench.engine.vectors.sets import VectorSet
from workbench.values import METRICS, Metric

KINDS = ["plain", *(["packed"] if PACKED in torch.backends.quantized.supported_engines else [])]


@st.composite
def sets(draw: st.DrawFn) -> np.ndarray:
    """Rows [n, d] with what goes wrong: equal rows, rows of zeros, few values, outliers, lengths of many sizes, a shared direction."""
    drawn = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, d = draw(st.integers(2, 90)), draw(st.sampled_from([1, 2, 7, 32, 96]))
    rows = drawn.integers(-2, 3, (n, d)).astype(np.float64) if draw(st.booleans()) else drawn.standard_normal((n, d))
    rows *= 10.0 ** drawn.uniform(-1, 1, (n, 1)) ** draw(st.sampled_from([0, 1, 9]))
    rows[:, drawn.integers(d)] += draw(st.sampled_from([0, 3, 1000]))
    rows[drawn.integers(0, n, n // 3)] = rows[drawn.integers(n)]
    rows[drawn.integers(0, n, draw(st.integers(0, 3)))] = 0
    return np.ascontiguousarray(rows * 10.0 ** draw(st.sampled_from([0, -30, -38, 20, 34])), np.float32)


def made(rows: np.ndarray, kind: str) -> VectorSet:
    found = VectorSet(rows, [str(number) for number in range(len(rows))])
    found.scan = scan(found, kind)
    return found


def scan(found: VectorSet, kind: str) -> Scan:
    if kind == "plain":
        return PlainScan(found.rows, found.mean, found.norms)
    return PackedScan(found.rows, found.mean, found.centered_norms)


def brute(found: VectorSet, query: np.ndarray, metric: Metric) -> np.ndarray:
    rows, query = found.rows.astype(np.float64), query.astype(np.float64)
    if metric == "centered":
        rows, query = rows - found.mean, query - found.mean
    dots = np.array([float(row @ query) for row in rows])
    if metric == "dot":
        return dots
    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(query)
    return np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(rows=sets(), at=st.integers(0, 10**6))
def test_that_no_product_is_further_off_than_its_bound(kind: str, rows: np.ndarray, at: int) -> None:
    found = made(rows, kind)
    row = rows[at % len(rows)].astype(np.float64)
    unit = (row / (np.linalg.norm(row) or 1)).astype(np.float32)
    with np.errstate(all="ignore"):
        about, wrong = found.scan.products(unit)
    off = np.abs(about - (rows.astype(np.float64) - found.mean) @ unit.astype(np.float64))
    bounded = np.isfinite(wrong) & np.isfinite(about)
    assert (off <= wrong)[bounded].all()


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(rows=sets(), at=st.integers(0, 10**6), k=st.integers(1, 100), metric=st.sampled_from(METRICS), some=st.booleans())
def test_that_the_nearest_are_those_of_float64(kind: str, rows: np.ndarray, at: int, k: int, metric: Metric, some: bool) -> None:
    found = made(rows, kind)
    query = rows[at % len(rows)] + (rows[at % 7 % len(rows)] if at % 2 else np.float32(0))
    allowed = np.arange(len(rows)) % 3 > 0 if some else None
    items, scores = Nearest(found, query).of(metric, k, allowed)
    every = brute(found, query, metric)
    places = np.arange(len(rows)) if allowed is None else np.flatnonzero(allowed)
    wanted = np.sort(every[places])[::-1][:k]
    size = np.abs(wanted).max(initial=0)
    assert np.allclose(scores, wanted, rtol=1e-9, atol=1e-9 * size)
    assert np.allclose(every[items], wanted, rtol=1e-9, atol=1e-9 * size)
    assert len(set(items.tolist())) == len(items)
    for first, second in pairwise(items):
        if np.array_equal(rows[first], rows[second]):
            assert first < second


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=40), st.integers(1, 45), st.integers(0, 2))
def test_that_whatever_a_score_might_be_the_highest_can_be_reached(scores: list[int], k: int, wrong: int) -> None:
    about = np.array(scores, np.float32)
    found = set(reachable(about, np.full(len(about), wrong, np.float32), k).tolist())
    for off in (-wrong, wrong):
        for item in range(len(scores)):
            true = about + off
            true[item] = about[item] - off
            assert set(np.argsort(-true, kind="stable")[:k].tolist()) <= found


def test_that_what_has_no_bound_is_always_looked_at() -> None:
    about = np.array([1, 2, np.nan, 4, 0], np.float32)
    assert reachable(about, np.array([0, 0, 0, 0, np.inf], np.float32), 1).tolist() == [2, 3, 4]


@pytest.mark.skipif("packed" not in KINDS, reason="this processor's products of 8 bits are others")
def test_that_a_large_set_is_scanned_in_8_bits_and_little_of_it_looked_at_again() -> None:
    drawn = np.random.default_rng(0)
    rows = drawn.standard_normal((20_000, 256)).astype(np.float32) + 1
    found = VectorSet(rows, [])
    assert isinstance(found.scan, PackedScan)
    assert found.size_bytes == 1.25 * rows.nbytes
    assert packed_bytes(rows[:1000]) == 0
    nearest = Nearest(found, rows[77])
    for metric in METRICS:
        assert nearest.of(metric, 20)[0].tolist() == np.argsort(-brute(found, rows[77], metric), kind="stable")[:20].tolist()
        assert len(reachable(*nearest._about(metric), 20)) < 400
